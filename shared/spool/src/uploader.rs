//! What to send now and how long to wait. Pure decisions over a [`Spool`]; the caller does the sending.
//!
//! Two kinds of trouble are told apart. When the *link* is down, everything waits. When the receiver stumbles
//! over *one entry*, that entry waits and the others go ahead: one bad entry must not stop the rest for ever.

use std::time::Duration;

use waystation_shared::time::Timestamp;

use crate::error::SpoolError;
use crate::spool::{Entry, Spool};

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Send this entry, then call [`Uploader::settle`].
    Send(Entry),
    /// Nothing may be sent before this time has passed.
    Wait(Duration),
    /// Nothing waits.
    Idle,
}

/// How an attempt to send ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The receiver has it.
    Acknowledged,
    /// The receiver will never take it, for this reason.
    Refused(String),
    /// The receiver answered, but could not take this entry now.
    Postponed,
    /// No answer came, or the receiver asked for quiet of at least this time.
    Unreachable(Option<Duration>),
}

/// When an attempt ended, and a random number for its back-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// The moment it ended.
    pub at: Timestamp,
    /// Any random number.
    pub jitter: u64,
}

/// Remembers the state of the link between attempts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uploader {
    failures: u32,
    quiet: Option<Quiet>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Quiet {
    since: Timestamp,
    lasts: Duration,
}

impl Quiet {
    /// What is left of it; nothing when the clock went back behind its start.
    fn left(self, now: Timestamp) -> Duration {
        u64::try_from(now.millis_since(self.since))
            .map_or(Duration::ZERO, |passed| self.lasts.saturating_sub(Duration::from_millis(passed)))
    }
}

impl Uploader {
    /// An uploader that believes the link is up.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What to do at `now`.
    ///
    /// # Errors
    /// When the spool cannot be read.
    pub fn step(&self, spool: &Spool, now: Timestamp) -> Result<Step, SpoolError> {
        let Some(due) = spool.next_in(now)? else { return Ok(Step::Idle) };
        let wait = due.max(self.quiet_left(now));
        if !wait.is_zero() {
            return Ok(Step::Wait(wait));
        }
        Ok(spool.next(now)?.map_or(Step::Idle, Step::Send))
    }

    /// Writes down how the attempt to send entry `id` ended.
    ///
    /// # Errors
    /// When the spool cannot be written; the entry then stays and is sent again.
    pub fn settle(
        &mut self,
        spool: &mut Spool,
        id: &str,
        delivery: Delivery,
        attempt: Attempt,
    ) -> Result<(), SpoolError> {
        match delivery {
            Delivery::Acknowledged => spool.done(id).map(|_| self.link_is_up()),
            Delivery::Refused(reason) => spool.refuse(id, &reason).map(|_| self.link_is_up()),
            Delivery::Postponed => spool.postpone(id, attempt.at, attempt.jitter).map(|_| self.link_is_up()),
            Delivery::Unreachable(at_least) => {
                self.link_is_down(spool, at_least, attempt);
                Ok(())
            }
        }
    }

    /// How long the link is still to be left alone; nothing when it is believed to be up.
    #[must_use]
    pub fn quiet_left(&self, now: Timestamp) -> Duration {
        self.quiet.map_or(Duration::ZERO, |quiet| quiet.left(now))
    }

    /// Something reached the receiver: no more quiet.
    pub fn link_is_up(&mut self) {
        *self = Self::default();
    }

    fn link_is_down(&mut self, spool: &Spool, at_least: Option<Duration>, attempt: Attempt) {
        self.failures = self.failures.saturating_add(1);
        let wait = spool.backoff().wait(self.failures, attempt.jitter);
        // A receiver may ask for patience, but not for ever.
        let asked = at_least.unwrap_or_default().min(spool.backoff().longest);
        self.quiet = Some(Quiet { since: attempt.at, lasts: wait.max(asked) });
    }
}

#[cfg(test)]
#[path = "uploader_tests.rs"]
mod tests;
