//! The life of a delivery, and when it is tried again.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::Serialize;
use utoipa::ToSchema;
use waystation_shared::task::UnknownName;
use waystation_shared::time::Timestamp;

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// To be tried, or tried again.
    Pending,
    /// The partner has answered with success.
    Delivered,
    /// Every attempt of the schedule failed.
    Failed,
    /// The partner does not want it (410), its address must not be reached, or newer news took its place.
    Stopped,
}

impl DeliveryState {
    const ALL: [Self; 4] = [Self::Pending, Self::Delivered, Self::Failed, Self::Stopped];

    /// The name on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
        }
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for DeliveryState {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(|| UnknownName {
            list: "delivery state",
            got: text.chars().take(40).collect(),
            known: Self::ALL.map(Self::as_str).join(", "),
        })
    }
}

crate::text_columns!(DeliveryState);

/// The wait before each attempt; 41 hours and a half in all, plus jitter.
const SCHEDULE: [Duration; 9] = [
    Duration::ZERO,
    Duration::from_secs(5),
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
    Duration::from_hours(24),
];

/// A share added to every wait, so that many deliveries that failed together do not come back together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Jitter(u32);

impl Jitter {
    /// From nothing to a fifth of the wait, evenly, from two random bytes.
    pub(super) fn of(random: [u8; 2]) -> Self {
        Self(u32::from(u16::from_be_bytes(random)) % 201)
    }

    fn stretch(self, wait: Duration) -> Duration {
        wait * (1000 + self.0) / 1000
    }
}

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The partner answered.
    Answered {
        status: u16,
        /// Its wish, already read.
        retry_after: Option<Duration>,
        /// The start of what it said.
        response: String,
    },
    /// The address must not be reached; nothing was sent.
    Blocked(String),
    /// No answer.
    Unreachable(String),
}

/// What becomes of the delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Delivered,
    /// Tried again at this time.
    Again(Timestamp),
    Failed,
    Stopped,
}

impl Verdict {
    /// Judges `outcome` of the attempt that was number `made` of its round, from 1.
    pub(super) fn of(outcome: &Outcome, made: usize, now: Timestamp, jitter: Jitter) -> Self {
        match outcome {
            Outcome::Answered { status: 200..=299, .. } => Self::Delivered,
            Outcome::Answered { status: 410, .. } | Outcome::Blocked(_) => Self::Stopped,
            Outcome::Answered { status: 429 | 503, retry_after, .. } => {
                Self::again(made, retry_after.unwrap_or_default(), now, jitter)
            }
            Outcome::Answered { .. } | Outcome::Unreachable(_) => {
                Self::again(made, Duration::ZERO, now, jitter)
            }
        }
    }

    fn again(made: usize, wished: Duration, now: Timestamp, jitter: Jitter) -> Self {
        match SCHEDULE.get(made) {
            Some(&wait) => Self::Again(now.plus(jitter.stretch(wait).max(wished.min(wait * 2)))),
            None => Self::Failed,
        }
    }
}

/// Reads a `Retry-After` header: seconds, or a date.
pub(super) fn retry_after(header: &str, now: Timestamp) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let at = jiff::fmt::rfc2822::parse(header).ok()?.timestamp().as_millisecond();
    u64::try_from(Timestamp(at).millis_since(now)).ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NONE: Jitter = Jitter(0);
    const MOST: Jitter = Jitter(200);

    fn answered(status: u16, retry_after: Option<u64>) -> Outcome {
        let retry_after = retry_after.map(Duration::from_secs);
        Outcome::Answered { status, retry_after, response: String::new() }
    }

    fn again_after(outcome: &Outcome, made: usize, jitter: Jitter) -> Option<i64> {
        match Verdict::of(outcome, made, Timestamp(0), jitter) {
            Verdict::Again(at) => Some(at.0 / 1000),
            Verdict::Delivered | Verdict::Failed | Verdict::Stopped => None,
        }
    }

    #[test]
    fn any_success_is_the_end_and_so_is_gone_and_a_blocked_address() {
        for status in [200, 201, 204, 299] {
            assert_eq!(Verdict::of(&answered(status, None), 1, Timestamp(0), NONE), Verdict::Delivered);
        }
        assert_eq!(Verdict::of(&answered(410, None), 1, Timestamp(0), NONE), Verdict::Stopped);
        assert_eq!(Verdict::of(&Outcome::Blocked(String::new()), 1, Timestamp(0), NONE), Verdict::Stopped);
    }

    #[test]
    fn the_schedule_is_kept_for_every_other_outcome() {
        let waits = [5, 60, 300, 1800, 7200, 18_000, 36_000, 86_400];
        for outcome in [
            answered(500, None),
            answered(302, None),
            answered(404, None),
            Outcome::Unreachable(String::new()),
        ] {
            for (made, wait) in (1..).zip(waits) {
                assert_eq!(again_after(&outcome, made, NONE), Some(wait));
                assert_eq!(again_after(&outcome, made, MOST), Some(wait * 6 / 5));
            }
            assert_eq!(Verdict::of(&outcome, 9, Timestamp(0), NONE), Verdict::Failed);
        }
    }

    #[test]
    fn a_wish_for_later_is_granted_up_to_twice_the_step_and_never_sooner() {
        assert_eq!(again_after(&answered(429, Some(90)), 2, NONE), Some(90));
        assert_eq!(again_after(&answered(503, Some(3600)), 2, NONE), Some(120));
        assert_eq!(again_after(&answered(429, Some(1)), 2, NONE), Some(60));
        assert_eq!(again_after(&answered(500, Some(90)), 2, NONE), Some(60));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = Timestamp(1_771_396_225_000);
        assert_eq!(retry_after("120", now), Some(Duration::from_mins(2)));
        assert_eq!(retry_after("Wed, 18 Feb 2026 06:31:25 GMT", now), Some(Duration::from_mins(1)));
        for nothing in ["", "soon", "-5", "Wed, 18 Feb 2026 06:29:25 GMT"] {
            assert_eq!(retry_after(nothing, now), None, "{nothing}");
        }
    }

    #[test]
    fn states_read_back_as_they_are_written() {
        for state in DeliveryState::ALL {
            assert_eq!(state.as_str().parse::<DeliveryState>(), Ok(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
    }

    proptest! {
        #[test]
        fn jitter_adds_at_most_a_fifth(random: [u8; 2], seconds in 0_u64..100_000) {
            let wait = Duration::from_secs(seconds);
            let stretched = Jitter::of(random).stretch(wait);
            prop_assert!(stretched >= wait && stretched <= wait * 6 / 5);
        }

        #[test]
        fn no_header_makes_the_reader_panic(text in any::<String>()) {
            let _ = retry_after(&text, Timestamp(0));
        }
    }
}
