//! Whether a claim still entitles to a step that cannot be taken back.
//!
//! A machine that slept, or that could not reach its server for as long as its claim lasts, may have been given up: a
//! person may have looked, found nothing and told the partner so. Looking is always allowed, beginning is not.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use waystation_shared::time::Timestamp;

use crate::clock::Clock;

/// What is known of a claim. Clones know the same.
#[derive(Debug, Clone)]
pub struct Fence {
    clock: Clock,
    lasts: Duration,
    heard: Arc<Mutex<Heard>>,
}

/// When the server last confirmed the claim; none when it has given it to somebody else.
#[derive(Debug)]
struct Heard(Option<(Instant, Timestamp)>);

impl Fence {
    /// A claim that was handed out just now and lasts so long without a sign of life.
    #[must_use]
    pub fn new(lasts: Duration, clock: Clock) -> Self {
        let heard = Arc::new(Mutex::new(Heard(Some((Instant::now(), clock())))));
        Self { clock, lasts, heard }
    }

    /// The server has confirmed the claim.
    pub fn confirm(&self) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.0.is_some() {
            heard.0 = Some((Instant::now(), (self.clock)()));
        }
    }

    /// The server says that the claim has passed to somebody else.
    pub fn give_up(&self) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).0 = None;
    }

    /// Whether a step may be taken. Of the two clocks the one that has gone further counts: one of them may have stood
    /// still while the machine slept.
    #[must_use]
    pub fn holds(&self) -> bool {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.0.is_some_and(|(instant, time)| {
            let by_calendar = (self.clock)().millis_since(time);
            instant.elapsed() < self.lasts
                && Duration::from_millis(by_calendar.max(0).unsigned_abs()) < self.lasts
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    static NOW: AtomicI64 = AtomicI64::new(0);

    fn clock() -> Timestamp {
        Timestamp(NOW.load(Ordering::SeqCst))
    }

    #[test]
    fn a_claim_holds_while_it_is_confirmed_and_never_again_once_it_is_given_up() {
        let fence = Fence::new(Duration::from_mins(2), clock);
        assert!(fence.holds());
        NOW.store(119_000, Ordering::SeqCst);
        fence.confirm();
        NOW.store(238_000, Ordering::SeqCst);
        assert!(fence.holds(), "it was confirmed in between");
        NOW.store(240_000, Ordering::SeqCst);
        assert!(!fence.holds(), "the machine slept");
        fence.confirm();
        assert!(fence.clone().holds());
        fence.give_up();
        fence.confirm();
        assert!(!fence.holds());
    }

    #[test]
    fn a_claim_without_a_calendar_lapses_all_the_same() {
        assert!(!Fence::new(Duration::ZERO, || Timestamp(0)).holds());
    }
}
