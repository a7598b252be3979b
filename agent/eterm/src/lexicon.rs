//! The small words of the host: dates, weekdays, flight numbers, class status letters, amounts, ticket numbers.
//!
//! Every type is checked when it is made and prints exactly as the host prints it. It knows nothing of
//! where on a screen a word stands.

mod booking;
mod city;
mod date;
mod money;
mod ticket;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use booking::{ActionCode, BookingClass, SegmentStatus, Weekday};
pub use city::metropolitan_area;
pub use date::{DayOfWeek, HostDate};
pub use money::{Amount, Currency, Money};
pub use ticket::{TicketNumber, TicketRange};

/// A text that is not the word of the host it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{rule} expected, got {got:?}")]
pub struct InvalidWord {
    /// What would have been accepted.
    pub rule: &'static str,
    /// What stood there, cut to a readable length.
    pub got: String,
}

impl InvalidWord {
    pub(crate) fn new(rule: &'static str, got: &str) -> Self {
        Self { rule, got: got.chars().take(24).collect() }
    }
}

/// Lets a checked word cross the wire as the text it prints.
macro_rules! as_text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = InvalidWord;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.to_string()
            }
        }
    };
}

use as_text;

/// A word that is only its text.
macro_rules! word {
    ($(#[$doc:meta])* $name:ident, $rule:literal, $accepts:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The word as the host prints it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let accepts: fn(&[u8]) -> bool = $accepts;
                if accepts(text.as_bytes()) { Ok(Self(text.to_owned())) } else { Err(InvalidWord::new($rule, text)) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        as_text!($name);
    };
}

use word;

const fn is_code(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

word!(
    /// A flight: two characters of the carrier, one to four digits, at most one letter, as in `CA967`, `3U8887`, `MU5102A`.
    FlightNumber, "a flight such as CA967", |text| {
        let (Some(carrier), Some(rest)) = (text.get(..2), text.get(2..)) else { return false };
        let digits = match rest {
            [digits @ .., letter] if letter.is_ascii_uppercase() => digits,
            digits => digits,
        };
        carrier.iter().copied().all(is_code)
            && (1..=4).contains(&digits.len())
            && digits.iter().all(u8::is_ascii_digit)
    }
);

word!(
    /// A type of aircraft, or of a train or bus under a flight number: three characters, as in `33A`.
    Equipment, "equipment of three letters or digits, such as 33A", |text| {
        text.len() == 3 && text.iter().copied().all(is_code)
    }
);

word!(
    /// A terminal building: `T3`, `2`, `2E`.
    Building, "a terminal of one or two letters or digits, such as T3", |text| {
        (1..=2).contains(&text.len()) && text.iter().copied().all(is_code)
    }
);

word!(
    /// How a flight is connected to its airline's own system: two letters and `#`, as in `DS#` (direct sell).
    Link, "a link such as DS#", |text| {
        matches!(text, [first, second, b'#'] if first.is_ascii_uppercase() && second.is_ascii_uppercase())
    }
);

word!(
    /// Hours and minutes that a whole journey takes, as printed: `2:15`, `30:30`.
    Elapsed, "hours and minutes such as 2:15", |text| match text {
        [hours @ .., b':', tens, ones] => {
            (1..=2).contains(&hours.len())
                && hours.iter().all(u8::is_ascii_digit)
                && (b'0'..=b'5').contains(tens)
                && ones.is_ascii_digit()
        }
        _ => false,
    }
);

impl Elapsed {
    /// The whole time in minutes.
    #[must_use]
    pub fn minutes(&self) -> u16 {
        let (hours, minutes) = self.0.split_once(':').unwrap_or_default();
        hours.parse::<u16>().unwrap_or_default() * 60 + minutes.parse::<u16>().unwrap_or_default()
    }
}

/// What the letter or digit after a booking class says about its seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClassStatus {
    /// `1`–`9`: that many; `0`: none.
    Seats(u8),
    /// `A`: more than nine.
    MoreThanNine,
    /// `L`: only the waiting list.
    Waitlist,
    /// `Q`: on request.
    OnRequest,
    /// `S`: sold to the limit; the waiting list may be open.
    SoldOut,
    /// `C`: closed.
    Closed,
    /// `X`: cancelled.
    Cancelled,
    /// `Z`: the host does not know, as with some foreign carriers.
    NotKnown,
    /// A mark with no known meaning; never counted as open.
    Other(char),
}

impl ClassStatus {
    fn of(mark: u8) -> Self {
        match mark {
            b'0'..=b'9' => Self::Seats(mark - b'0'),
            b'A' => Self::MoreThanNine,
            b'L' => Self::Waitlist,
            b'Q' => Self::OnRequest,
            b'S' => Self::SoldOut,
            b'C' => Self::Closed,
            b'X' => Self::Cancelled,
            b'Z' => Self::NotKnown,
            other => Self::Other(char::from(other)),
        }
    }

    /// Whether a seat can be sold at once.
    #[must_use]
    pub const fn is_sellable(self) -> bool {
        matches!(self, Self::MoreThanNine | Self::Seats(1..))
    }
}

/// A booking class and its status in one word: `F8`, `YA`, or with the digit of a sub-class `M1S`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClassSeats {
    class: u8,
    sub_class: Option<u8>,
    mark: u8,
}

impl ClassSeats {
    /// The booking class with the digit of the sub-class if it is one: `F`, `M1`.
    #[must_use]
    pub fn class(self) -> String {
        std::iter::once(self.class).chain(self.sub_class).map(char::from).collect()
    }

    /// Whether this is a sub-class.
    #[must_use]
    pub const fn is_sub_class(self) -> bool {
        self.sub_class.is_some()
    }

    /// What is left of it.
    #[must_use]
    pub fn status(self) -> ClassStatus {
        ClassStatus::of(self.mark)
    }
}

impl FromStr for ClassSeats {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (class, sub_class, mark) = match *text.as_bytes() {
            [class, mark] => (class, None, mark),
            [class, digit, mark] if digit.is_ascii_digit() => (class, Some(digit), mark),
            _ => return Err(InvalidWord::new("a class and its status such as YA or M1S", text)),
        };
        if class.is_ascii_uppercase() && is_code(mark) {
            Ok(Self { class, sub_class, mark })
        } else {
            Err(InvalidWord::new("a class and its status such as YA or M1S", text))
        }
    }
}

impl fmt::Display for ClassSeats {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.class(), char::from(self.mark))
    }
}

as_text!(ClassSeats);

#[cfg(test)]
mod tests;
