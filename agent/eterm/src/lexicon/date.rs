//! Dates and weekdays of the host.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::{InvalidWord, as_text};

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// A date of the host: day and month, and two digits of the year only if the host glued them on: `25NOV`, `26NOV26`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostDate {
    day: u8,
    month: u8,
    year: Option<u8>,
}

impl HostDate {
    /// Day and month of a calendar date, the form in which commands carry it.
    #[must_use]
    pub fn without_year(date: Date) -> Self {
        Self { day: date.day().unsigned_abs(), month: date.month().unsigned_abs(), year: None }
    }

    /// Whether this can be that calendar date: day and month agree, and the year if there is one.
    #[must_use]
    pub fn falls_on(self, date: Date) -> bool {
        let year = u8::try_from(date.year().rem_euclid(100)).ok();
        self.day == date.day().unsigned_abs()
            && self.month == date.month().unsigned_abs()
            && (self.year.is_none() || self.year == year)
    }

    /// The first such date that is not before `earliest`; `None` for a date that exists in no year near it.
    #[must_use]
    pub fn resolve(self, earliest: Date) -> Option<Date> {
        self.resolve_on(earliest, |_| true)
    }

    /// The same, on a day that also fits something else that was printed, such as the weekday.
    #[must_use]
    pub fn resolve_on(self, earliest: Date, fits: impl Fn(Date) -> bool) -> Option<Date> {
        let wanted = |year: i16| Date::new(year, self.month.cast_signed(), self.day.cast_signed()).ok();
        (earliest.year()..=earliest.year().saturating_add(8))
            .filter_map(wanted)
            .find(|&date| date >= earliest && self.falls_on(date) && fits(date))
    }

    /// Day and month alone, and the two digits of the year if there are any.
    #[must_use]
    pub fn split_year(self) -> (Self, Option<String>) {
        (Self { year: None, ..self }, self.year.map(|year| format!("{year:02}")))
    }
}

impl FromStr for HostDate {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidWord::new("a date such as 25NOV or 25NOV26", text);
        let two_digits = |range| text.get(range).filter(|part: &&str| part.len() == 2).and_then(digits);
        let day = two_digits(0..2).filter(|day| (1..=31).contains(day)).ok_or_else(invalid)?;
        let name = text.get(2..5).ok_or_else(invalid)?;
        let month = MONTHS.iter().zip(1..).find(|(known, _)| **known == name).ok_or_else(invalid)?.1;
        let year = match text.len() {
            5 => None,
            7 => Some(two_digits(5..7).ok_or_else(invalid)?),
            _ => return Err(invalid()),
        };
        Ok(Self { day, month, year })
    }
}

fn digits(text: &str) -> Option<u8> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

impl fmt::Display for HostDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = MONTHS.get(usize::from(self.month).wrapping_sub(1)).copied().unwrap_or_default();
        write!(formatter, "{:02}{month}", self.day)?;
        self.year.map_or(Ok(()), |year| write!(formatter, "{year:02}"))
    }
}

as_text!(HostDate);

/// A day of the week in the three letters of an availability header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum DayOfWeek {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl DayOfWeek {
    /// The weekday of a calendar date.
    #[must_use]
    pub fn of(date: Date) -> Self {
        match date.weekday() {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

impl FromStr for DayOfWeek {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "MON" => Ok(Self::Mon),
            "TUE" => Ok(Self::Tue),
            "WED" => Ok(Self::Wed),
            "THU" => Ok(Self::Thu),
            "FRI" => Ok(Self::Fri),
            "SAT" => Ok(Self::Sat),
            "SUN" => Ok(Self::Sun),
            other => Err(InvalidWord::new("a weekday such as WED", other)),
        }
    }
}
