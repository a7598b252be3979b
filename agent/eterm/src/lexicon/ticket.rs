//! Ticket numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{InvalidWord, as_text};

const RULE: &str = "a ticket number such as 999-2300000031";

/// A ticket: three digits of the airline and ten of its own. It prints with the dash, whether it came with it or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketNumber {
    airline: u16,
    serial: u64,
}

impl FromStr for TicketNumber {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (airline, rest) = text.split_at_checked(3).ok_or_else(|| InvalidWord::new(RULE, text))?;
        let serial = rest.strip_prefix('-').unwrap_or(rest);
        match (digits(airline, 3), digits(serial, 10)) {
            (Some(airline), Some(serial)) => {
                Ok(Self { airline: u16::try_from(airline).unwrap_or_default(), serial })
            }
            _ => Err(InvalidWord::new(RULE, text)),
        }
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:03}-{:010}", self.airline, self.serial)
    }
}

as_text!(TicketNumber);

/// One ticket, or the first of several that belong together with the last two digits of the last: `220-2300000038-39`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketRange {
    first: TicketNumber,
    last: Option<u8>,
}

impl TicketRange {
    /// A ticket and the last two digits of the last one of its set; anything but two digits means that there is no set.
    #[must_use]
    pub fn new(first: TicketNumber, last_two_digits: Option<&str>) -> Self {
        let last = last_two_digits.and_then(|text| digits(text, 2)).and_then(|last| u8::try_from(last).ok());
        Self { first, last }
    }

    /// The first ticket.
    #[must_use]
    pub const fn first(self) -> TicketNumber {
        self.first
    }

    /// The last two digits of the last ticket, if there are several.
    #[must_use]
    pub fn last_two_digits(self) -> Option<String> {
        self.last.map(|last| format!("{last:02}"))
    }

    /// Every ticket of it, the first one first. The last two digits may have gone over `99`.
    pub fn numbers(self) -> impl Iterator<Item = TicketNumber> {
        let start = u8::try_from(self.first.serial % 100).unwrap_or_default();
        let more = self.last.map_or(0, |last| (last + 100 - start) % 100);
        (0..=u64::from(more))
            .map(move |step| TicketNumber { serial: self.first.serial.saturating_add(step), ..self.first })
    }
}

impl From<TicketNumber> for TicketRange {
    fn from(first: TicketNumber) -> Self {
        Self { first, last: None }
    }
}

impl FromStr for TicketRange {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(first) = text.parse() {
            return Ok(Self { first, last: None });
        }
        let (first, last) = text.rsplit_once('-').ok_or_else(|| InvalidWord::new(RULE, text))?;
        let last = digits(last, 2).and_then(|last| u8::try_from(last).ok());
        let last = last.ok_or_else(|| InvalidWord::new(RULE, text))?;
        Ok(Self { first: first.parse()?, last: Some(last) })
    }
}

impl fmt::Display for TicketRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.first)?;
        self.last.map_or(Ok(()), |last| write!(formatter, "-{last:02}"))
    }
}

as_text!(TicketRange);

fn digits(text: &str, count: usize) -> Option<u64> {
    let fits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}
