//! Words of a booked flight: class, status, weekday.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{InvalidWord, as_text, word};

word!(
    /// A booking class with the digit of its sub-class if it has one: `Y`, `S2`.
    BookingClass, "a booking class such as Y or S2", |text| match *text {
        [class] => class.is_ascii_uppercase(),
        [class, digit] => class.is_ascii_uppercase() && digit.is_ascii_digit(),
        _ => false,
    }
);

word!(
    /// What a seat is at the moment: `HK` confirmed, `RR` reconfirmed, `HL` waiting list, `HN` requested, `UN` cancelled
    /// by the airline, and so on; carriers use more than any list holds.
    SegmentStatus, "a status of two letters such as HK", |text| {
        text.len() == 2 && text.iter().all(u8::is_ascii_uppercase)
    }
);

word!(
    /// A status and a number of seats or services in one word: `HK1`, `KK23`.
    ActionCode, "a status and a count such as HK1", |text| {
        matches!(*text, [first, second, ref count @ ..] if first.is_ascii_uppercase()
            && second.is_ascii_uppercase()
            && (1..=3).contains(&count.len())
            && count.iter().all(u8::is_ascii_digit))
    }
);

impl ActionCode {
    /// The status alone.
    #[must_use]
    pub fn status(&self) -> &str {
        self.as_str().split_at_checked(2).map_or("", |(status, _)| status)
    }

    /// The status of a segment.
    #[must_use]
    pub fn segment_status(&self) -> SegmentStatus {
        SegmentStatus(self.status().to_owned())
    }

    /// The number alone.
    #[must_use]
    pub fn count(&self) -> u16 {
        self.as_str().split_at_checked(2).and_then(|(_, count)| count.parse().ok()).unwrap_or_default()
    }
}

const WEEKDAYS: [&[u8]; 7] = [b"MO", b"TU", b"WE", b"TH", b"FR", b"SA", b"SU"];

word!(
    /// A day of the week in the two letters of a booked flight: `MO` to `SU`.
    Weekday, "a weekday of two letters such as WE", |text| WEEKDAYS.contains(&text)
);

impl Weekday {
    /// Whether the calendar date falls on it.
    #[must_use]
    pub fn is(&self, date: Date) -> bool {
        let index = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        WEEKDAYS.get(index).is_some_and(|name| *name == self.as_str().as_bytes())
    }
}
