//! The one place that asks the operating system for the time and for randomness. Everything else is given these
//! as values or as [`Clock`] and [`Entropy`], so that tests can move the one and repeat the other.

use waystation_shared::time::Timestamp;

/// Tells the time.
pub type Clock = fn() -> Timestamp;

/// Gives a random number.
pub type Entropy = fn() -> u64;

/// The time of this machine.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn system_clock() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

/// Randomness of the operating system; used for jitter only, so a constant will do where there is none.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that draws randomness")]
pub fn system_entropy() -> u64 {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_or(0, |()| u64::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_past_the_day_this_was_written_and_does_not_stand_still() {
        let first = system_clock();
        assert!(first > Timestamp(1_760_000_000_000), "{first}");
        std::thread::sleep(std::time::Duration::from_millis(3));
        assert!(system_clock() > first);
    }

    #[test]
    fn two_draws_differ() {
        assert_ne!(system_entropy(), system_entropy());
    }
}
