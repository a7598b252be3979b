//! How long to wait after a failure: exponential, capped, with jitter. Knows neither clock nor randomness.

use std::time::Duration;

/// Waits that double with every failure, spread by jitter so that many programs do not come back at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// Ceiling of the wait after the first failure.
    pub first: Duration,
    /// Ceiling of every wait.
    pub longest: Duration,
}

impl Backoff {
    /// The wait after `failures` failures in a row. `jitter` is any random number; it picks a point between
    /// half of `first` and the ceiling, because a wait of nothing would hammer a server that is down.
    #[must_use]
    pub fn wait(&self, failures: u32, jitter: u64) -> Duration {
        let ceiling = millis(self.ceiling(failures));
        let floor = (millis(self.first) / 2).min(ceiling);
        let span = ceiling.saturating_sub(floor).saturating_add(1);
        Duration::from_millis(floor.saturating_add(jitter.checked_rem(span).unwrap_or(0)))
    }

    fn ceiling(&self, failures: u32) -> Duration {
        let doubled =
            2_u32.checked_pow(failures.saturating_sub(1)).and_then(|times| self.first.checked_mul(times));
        doubled.unwrap_or(self.longest).min(self.longest)
    }
}

impl Default for Backoff {
    /// From one second to five minutes.
    fn default() -> Self {
        Self { first: Duration::from_secs(1), longest: Duration::from_mins(5) }
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ceiling_doubles_until_the_cap() {
        let backoff = Backoff::default();
        let ceilings: Vec<_> = [1, 2, 3, 9, 10, 4_000_000_000].map(|n| backoff.ceiling(n).as_secs()).into();
        assert_eq!(ceilings, [1, 2, 4, 256, 300, 300]);
    }

    #[test]
    fn the_greatest_and_the_least_jitter_reach_both_ends() {
        let backoff = Backoff::default();
        assert_eq!(backoff.wait(3, 0), Duration::from_millis(500));
        assert_eq!(backoff.wait(3, 3_500), Duration::from_secs(4));
    }

    proptest! {
        #[test]
        fn a_wait_is_never_nothing_and_never_beyond_the_cap(failures: u32, jitter: u64) {
            let wait = Backoff::default().wait(failures, jitter);
            prop_assert!(wait >= Duration::from_millis(500));
            prop_assert!(wait <= Duration::from_mins(5));
        }
    }
}
