//! What one availability row says, as types.

use std::fmt;

/// An airline's two characters and the number, as `CA1831`, `3U8887`, `9C61`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlightNumber(String);

impl FlightNumber {
    /// Joins an airline code and a number.
    #[must_use]
    pub fn new(airline: &str, number: u16) -> Self {
        Self(format!("{airline}{number}"))
    }

    /// Takes a flight number as it is printed.
    #[must_use]
    pub fn printed(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The airline's code.
    #[must_use]
    pub fn airline(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// The whole number as printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FlightNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A local time of day and how many days after (or before) the requested date it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockTime {
    /// Days from the requested date.
    pub days: i16,
    /// Minutes since local midnight, 0 to 1439.
    pub minutes: i16,
}

/// Minutes in a day.
pub const DAY: i16 = 24 * 60;

impl ClockTime {
    /// The time so many minutes after the local midnight that begins the requested date; may be negative.
    #[must_use]
    pub fn after_midnight(minutes: i16) -> Self {
        Self { days: minutes.div_euclid(DAY), minutes: minutes.rem_euclid(DAY) }
    }

    /// Minutes since the local midnight that begins the requested date.
    #[must_use]
    pub fn since_midnight(self) -> i16 {
        self.days.saturating_mul(DAY).saturating_add(self.minutes)
    }

    /// The same time of day so many days later.
    #[must_use]
    pub fn later_by(self, days: i16) -> Self {
        Self { days: self.days.saturating_add(days), ..self }
    }

    /// `0945`.
    #[must_use]
    pub fn hhmm(self) -> String {
        format!("{:02}{:02}", self.minutes / 60, self.minutes % 60)
    }

    /// `+1`, `-1`, or two blanks for the requested date itself.
    #[must_use]
    pub fn offset_mark(self) -> String {
        if self.days == 0 { "  ".to_owned() } else { format!("{:+}", self.days) }
    }
}

/// How many seats a class shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seats {
    /// `A`: more than nine.
    Many,
    /// `1` to `9`, and `0` for none.
    Count(u8),
    /// `L`: waitlist only.
    Waitlist,
    /// `Q`: on request.
    Request,
    /// `S`: sold to the limit.
    Limit,
    /// `C`: closed.
    Closed,
    /// `X`: cancelled.
    Cancelled,
    /// `Z`: not known here.
    Unknown,
}

impl Seats {
    /// The one character of the display.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Many => 'A',
            Self::Count(count) => char::from(b'0'.saturating_add(count.min(9))),
            Self::Waitlist => 'L',
            Self::Request => 'Q',
            Self::Limit => 'S',
            Self::Closed => 'C',
            Self::Cancelled => 'X',
            Self::Unknown => 'Z',
        }
    }

    /// Whether a seat can be sold at once.
    #[must_use]
    pub fn can_be_sold(self) -> bool {
        matches!(self, Self::Many | Self::Count(1..=9))
    }
}

/// A booking class and its seats, `YA`; with a digit a sub-class, `M1S`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The letter, with the digit of a sub-class.
    pub name: String,
    /// What can be had of it.
    pub seats: Seats,
}

impl fmt::Display for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.name, self.seats.letter())
    }
}

/// How the airline's own host is linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// `DS#`: direct sell.
    DirectSell,
    /// `AS#`: the schedule was changed.
    ScheduleChanged,
}

impl Link {
    /// The three characters of the display.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::DirectSell => "DS#",
            Self::ScheduleChanged => "AS#",
        }
    }
}

/// One flight of a journey on one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// The number it is sold under.
    pub flight: FlightNumber,
    /// The number it is flown under when that is another airline's: a code-share.
    pub operating: Option<FlightNumber>,
    /// The link to the airline's host.
    pub link: Link,
    /// Booking classes in the airline's order.
    pub classes: Vec<Class>,
    /// Sub-classes, often none.
    pub sub_classes: Vec<Class>,
    /// Airport of departure.
    pub from: String,
    /// Airport of arrival.
    pub to: String,
    /// Local time of departure.
    pub departure: ClockTime,
    /// Local time of arrival.
    pub arrival: ClockTime,
    /// Aircraft type, three characters.
    pub equipment: String,
    /// Intermediate landings.
    pub stops: u8,
    /// Whether seats can be reserved in advance (`^`).
    pub seat_reservation: bool,
    /// Meal letter, when one is filed.
    pub meal: Option<char>,
    /// Whether electronic tickets are possible (`E`).
    pub electronic_ticket: bool,
    /// Terminal of departure.
    pub departure_terminal: Option<String>,
    /// Terminal of arrival.
    pub arrival_terminal: Option<String>,
}

/// One line of an availability answer: one flight, or connecting flights in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// The flights in order, at least one.
    pub legs: Vec<Leg>,
    /// Minutes from first departure to last arrival.
    pub duration: i16,
}

impl Journey {
    /// `2:15`.
    #[must_use]
    pub fn duration_text(&self) -> String {
        format!("{}:{:02}", self.duration / 60, self.duration % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_past_midnight_carries_its_day() {
        let next_day = ClockTime::after_midnight(25 * 60 + 5);
        assert_eq!((next_day.hhmm().as_str(), next_day.offset_mark().as_str()), ("0105", "+1"));
        assert_eq!(next_day.since_midnight(), 25 * 60 + 5);
    }

    #[test]
    fn a_time_before_midnight_is_the_day_before() {
        let day_before = ClockTime::after_midnight(-30);
        assert_eq!((day_before.hhmm().as_str(), day_before.offset_mark().as_str()), ("2330", "-1"));
    }

    #[test]
    fn every_seat_state_has_its_letter_and_only_counted_seats_are_sold() {
        let states = [
            (Seats::Many, 'A', true),
            (Seats::Count(3), '3', true),
            (Seats::Count(0), '0', false),
            (Seats::Waitlist, 'L', false),
            (Seats::Request, 'Q', false),
            (Seats::Limit, 'S', false),
            (Seats::Closed, 'C', false),
            (Seats::Cancelled, 'X', false),
            (Seats::Unknown, 'Z', false),
        ];
        for (seats, letter, sold) in states {
            assert_eq!((seats.letter(), seats.can_be_sold()), (letter, sold));
        }
    }

    #[test]
    fn an_airline_may_start_with_a_digit() {
        assert_eq!(FlightNumber::new("3U", 8887).airline(), "3U");
        assert_eq!(FlightNumber::printed("9C61").to_string(), "9C61");
    }
}
