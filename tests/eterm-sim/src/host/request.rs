//! The availability request: `AVH/PEKSHA/25NOV/1200/CA/D/Y` and its other spellings.

use super::refusal::Refusal;
use crate::flights::{Directness, airlines};
use jiff::civil::Date;
use std::fmt;

/// Which pair of places is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pair {
    /// Two codes as typed, of cities or airports.
    Places(String, String),
    /// `RA`: the last pair, the other way.
    ReturnOfLast,
}

/// The date as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateWord {
    /// `.`, or nothing.
    Today,
    /// `+`.
    Tomorrow,
    /// `-`.
    Yesterday,
    /// `25NOV`: the next such date.
    Next {
        /// Day of the month.
        day: i8,
        /// Month of the year.
        month: i8,
    },
    /// `25NOV26`.
    Exact(Date),
}

impl fmt::Display for DateWord {
    /// As it is typed: `.`, `25NOV`, `25NOV26`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name =
            |month: i8| usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
        match self {
            Self::Today => formatter.write_str("."),
            Self::Tomorrow => formatter.write_str("+"),
            Self::Yesterday => formatter.write_str("-"),
            Self::Next { day, month } => write!(formatter, "{day:02}{}", name(*month)),
            Self::Exact(date) => {
                write!(formatter, "{:02}{}{:02}", date.day(), name(date.month()), date.year().rem_euclid(100))
            }
        }
    }
}

/// A date as people write it, `2026-11-25`, or as it is typed, `25NOV`; nothing when it is neither.
#[must_use]
pub fn spelled_date(text: &str) -> Option<DateWord> {
    text.parse().map(DateWord::Exact).ok().or_else(|| date_field(&text.to_uppercase()).ok())
}

/// How many days ahead the host holds flights.
const HORIZON_DAYS: i64 = 330;

impl DateWord {
    /// The date meant, and whether the display names its year.
    ///
    /// # Errors
    /// [`Refusal::Date`] when there is no such date, or it is past or too far ahead.
    pub fn resolve(self, today: Date) -> Result<Date, Refusal> {
        match self {
            Self::Today => Ok(today),
            Self::Tomorrow => today.tomorrow().or(Err(Refusal::Date)),
            Self::Yesterday => today.yesterday().or(Err(Refusal::Date)),
            Self::Next { day, month } => within_horizon(next(day, month, today)?, today),
            Self::Exact(date) => within_horizon(date, today),
        }
    }

    /// Whether a display repeats the year.
    #[must_use]
    pub fn names_year(self) -> bool {
        matches!(self, Self::Exact(_))
    }
}

fn next(day: i8, month: i8, today: Date) -> Result<Date, Refusal> {
    let in_year = |year: i16| Date::new(year, month, day).ok().filter(|date| *date >= today);
    in_year(today.year()).or_else(|| in_year(today.year() + 1)).ok_or(Refusal::Date)
}

fn within_horizon(date: Date, today: Date) -> Result<Date, Refusal> {
    let days = (date - today).get_days();
    if (0..=HORIZON_DAYS).contains(&i64::from(days)) { Ok(date) } else { Err(Refusal::Date) }
}

/// Month names of the host, January first.
pub(super) const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// An availability request as typed, its places and date not yet looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityRequest {
    /// Whether the full class list was asked for (`H`).
    pub full: bool,
    /// Which places.
    pub pair: Pair,
    /// Which date.
    pub date: DateWord,
    /// Earliest departure, minutes since midnight.
    pub earliest: Option<i16>,
    /// Only this airline.
    pub airline: Option<String>,
    /// Only direct or non-stop flights.
    pub directness: Directness,
    /// Only journeys with a seat in this class.
    pub class: Option<char>,
}

impl AvailabilityRequest {
    /// Reads what follows `AV`.
    ///
    /// # Errors
    /// The refusal that names the wrong field, [`Refusal::Format`] when no field can be told.
    pub fn parse(after_verb: &str) -> Result<Self, Refusal> {
        let (full, rest) = full_and_rest(after_verb);
        let mut fields = rest.split('/').map(str::trim).peekable();
        let pair = pair(fields.next().unwrap_or_default())?;
        let mut request = Self {
            full,
            pair,
            date: DateWord::Today,
            earliest: None,
            airline: None,
            directness: Directness::Any,
            class: None,
        };
        if let Some(date) = fields.peek().and_then(|field| date_word(field)) {
            request.date = date?;
            fields.next();
        }
        request.read_options(fields)?;
        Ok(request)
    }

    /// Options come in one order, each at most once, any left out.
    fn read_options<'a>(&mut self, fields: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
        let mut last = None;
        for field in fields {
            let option = AvailabilityOption::parse(field)?;
            let option = option.after(last)?;
            last = Some(option.rank());
            match option {
                AvailabilityOption::Earliest(minutes) => self.earliest = Some(minutes),
                AvailabilityOption::Airline(code) => self.airline = Some(code),
                AvailabilityOption::Directness(directness) => self.directness = directness,
                AvailabilityOption::Class(class) => self.class = Some(class),
            }
        }
        Ok(())
    }
}

/// `H/PEKSHA`, `:H/PEKSHA`, ` H/PEKSHA` ask for the full list; `:PEKSHA`, ` PEKSHA`, `PEKSHA` do not.
fn full_and_rest(after_verb: &str) -> (bool, &str) {
    let rest = after_verb.trim_start_matches([':', ' ', '/']);
    match rest.strip_prefix('H') {
        Some(after) if after.starts_with(['/', ':', ' ']) => {
            (true, after.trim_start_matches(['/', ':', ' ']))
        }
        Some(_) | None => (false, rest),
    }
}

fn pair(field: &str) -> Result<Pair, Refusal> {
    if field == "RA" {
        return Ok(Pair::ReturnOfLast);
    }
    match (field.get(..3), field.get(3..6), field.len()) {
        (Some(from), Some(to), 6) if is_letters(field) => Ok(Pair::Places(from.to_owned(), to.to_owned())),
        _ => Err(Refusal::Format),
    }
}

fn is_letters(field: &str) -> bool {
    field.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The date in a field; nothing when the field has not the shape of one.
fn date_word(field: &str) -> Option<Result<DateWord, Refusal>> {
    match field {
        "" | "." => Some(Ok(DateWord::Today)),
        "+" => Some(Ok(DateWord::Tomorrow)),
        "-" => Some(Ok(DateWord::Yesterday)),
        _ => {
            let day = field.get(..2).filter(|text| is_digits(text))?;
            let month = field.get(2..5).filter(|text| is_letters(text))?;
            let year = field.get(5..).filter(|text| is_digits(text) && matches!(text.len(), 0 | 2))?;
            Some(day_and_month(day, month, year).ok_or(Refusal::Date))
        }
    }
}

/// A date of an entry: `1OCT`, `25NOV`, `25NOV26`, `.`, `+`.
pub(super) fn date_field(field: &str) -> Result<DateWord, Refusal> {
    let one_digit = field.get(1..2).is_some_and(is_letters);
    let padded = if one_digit { format!("0{field}") } else { field.to_owned() };
    date_word(&padded).filter(|_| !field.is_empty()).unwrap_or(Err(Refusal::Date))
}

fn is_digits(field: &str) -> bool {
    field.bytes().all(|byte| byte.is_ascii_digit())
}

fn day_and_month(day: &str, month: &str, year: &str) -> Option<DateWord> {
    const LEAP_YEAR: i16 = 2024;
    let day = day.parse().ok()?;
    let month = i8::try_from(MONTHS.iter().position(|name| *name == month)? + 1).ok()?;
    if year.is_empty() {
        return Date::new(LEAP_YEAR, month, day).ok().map(|_| DateWord::Next { day, month });
    }
    let year: i16 = year.parse().ok()?;
    Date::new(2000 + year, month, day).ok().map(DateWord::Exact)
}

enum AvailabilityOption {
    Earliest(i16),
    Airline(String),
    Directness(Directness),
    Class(char),
}

impl AvailabilityOption {
    fn parse(field: &str) -> Result<Self, Refusal> {
        match field.as_bytes() {
            [b'D'] => Ok(Self::Directness(Directness::Direct)),
            [b'N'] => Ok(Self::Directness(Directness::NonStop)),
            [letter] if letter.is_ascii_uppercase() => Ok(Self::Class(char::from(*letter))),
            [_] => Err(Refusal::Class),
            [_, _] if airlines::airline(field).is_some() => Ok(Self::Airline(field.to_owned())),
            [_, _] => Err(Refusal::Airline),
            [_, _, _, _] if is_digits(field) => time(field).map(Self::Earliest),
            _ => Err(Refusal::Format),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Earliest(_) => 0,
            Self::Airline(_) => 1,
            Self::Directness(_) => 2,
            Self::Class(_) => 3,
        }
    }

    /// Accepts the option after one of a lower rank; a second `D` or `N` is the class of that letter.
    fn after(self, last: Option<u8>) -> Result<Self, Refusal> {
        match (&self, last) {
            (_, None) => Ok(self),
            (Self::Directness(directness), Some(2)) => Ok(Self::Class(letter(*directness))),
            (_, Some(last)) if last < self.rank() => Ok(self),
            (_, Some(_)) => Err(Refusal::Format),
        }
    }
}

fn letter(directness: Directness) -> char {
    match directness {
        Directness::NonStop => 'N',
        Directness::Any | Directness::Direct => 'D',
    }
}

fn time(field: &str) -> Result<i16, Refusal> {
    let part = |range: std::ops::Range<usize>| field.get(range).and_then(|text| text.parse::<i16>().ok());
    match (part(0..2), part(2..4)) {
        (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => Ok(hours * 60 + minutes),
        _ => Err(Refusal::Time),
    }
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
