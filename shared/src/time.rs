//! Time on the wire: milliseconds since 1970 in UTC. Zones belong to offices, never to a machine.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A moment: Unix milliseconds, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Whole seconds since 1970, as signatures and HTTP headers want them.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The moment `duration` later; stays at the end of time instead of wrapping.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The moment `duration` earlier.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// Milliseconds from `earlier` to this moment; negative when the clock went back.
    #[must_use]
    pub fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(moment) => moment.fmt(formatter),
            Err(_) => write!(formatter, "{} ms", self.0),
        }
    }
}

/// Beijing time, in which every office of the product works unless its settings say otherwise.
#[must_use]
pub fn beijing() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::fixed(jiff::tz::offset(8))
}

/// The date in `zone` at `moment`; the first day of 1970 when the moment is outside the calendar.
#[must_use]
pub fn date_in(moment: Timestamp, zone: &jiff::tz::TimeZone) -> jiff::civil::Date {
    jiff::Timestamp::from_millisecond(moment.0)
        .map_or(jiff::civil::Date::constant(1970, 1, 1), |at| at.to_zoned(zone.clone()).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_beijing() {
        let before = Timestamp(1_795_622_399_000); // 2026-11-25T15:59:59Z
        let after = before.plus(Duration::from_secs(1));
        assert_eq!(date_in(before, &beijing()).to_string(), "2026-11-25");
        assert_eq!(date_in(after, &beijing()).to_string(), "2026-11-26");
    }

    #[test]
    fn a_timestamp_reads_as_rfc_3339() {
        assert_eq!(Timestamp(1_771_396_225_000).to_string(), "2026-02-18T06:30:25Z");
    }

    #[test]
    fn seconds_round_towards_the_past() {
        assert_eq!(Timestamp(-1).unix_seconds(), -1);
        assert_eq!(Timestamp(1_999).unix_seconds(), 1);
    }
}
