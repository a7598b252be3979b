//! Segments of a record: a flight with its status, or a gap on the ground.

use super::inventory::SeatKey;
use super::pnr::ElementId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Two letters that say what became of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// Confirmed.
    Hk,
    /// Sold directly in this transaction.
    Dk,
    /// Reconfirmed; wanted for ticketing.
    Rr,
    /// The airline has confirmed a request.
    Kk,
    /// The airline has confirmed from the waitlist.
    Kl,
    /// Confirmed, times changed.
    Tk,
    /// Requested in this transaction.
    Nn,
    /// Waiting for the airline's answer.
    Hn,
    /// Put on the waitlist in this transaction.
    Ll,
    /// Waitlisted.
    Hl,
    /// Unable, not waitlisted.
    Uc,
    /// Flight or class cancelled.
    Un,
    /// Refused by the airline.
    No,
    /// Cancelled by the airline.
    Hx,
    /// To be cancelled at the end of this transaction.
    Xx,
    /// Cancelled, kept in the history.
    Dl,
}

impl Status {
    /// The two letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Hk => "HK",
            Self::Dk => "DK",
            Self::Rr => "RR",
            Self::Kk => "KK",
            Self::Kl => "KL",
            Self::Tk => "TK",
            Self::Nn => "NN",
            Self::Hn => "HN",
            Self::Ll => "LL",
            Self::Hl => "HL",
            Self::Uc => "UC",
            Self::Un => "UN",
            Self::No => "NO",
            Self::Hx => "HX",
            Self::Xx => "XX",
            Self::Dl => "DL",
        }
    }

    /// Whether seats are taken from what can be sold.
    #[must_use]
    pub fn holds_seats(self) -> bool {
        matches!(self, Self::Hk | Self::Dk | Self::Rr | Self::Kk | Self::Kl | Self::Tk)
    }

    /// What an action becomes when the transaction ends; with `@K` an airline's answer is taken over too.
    #[must_use]
    pub fn at_end(self, confirm: bool) -> Self {
        match self {
            Self::Dk => Self::Hk,
            Self::Nn => Self::Hn,
            Self::Ll => Self::Hl,
            Self::Kk | Self::Kl | Self::Tk if confirm => Self::Hk,
            Self::Hk
            | Self::Rr
            | Self::Kk
            | Self::Kl
            | Self::Tk
            | Self::Hn
            | Self::Hl
            | Self::Uc
            | Self::Un
            | Self::No
            | Self::Hx
            | Self::Xx
            | Self::Dl => self,
        }
    }
}

/// A flight that was sold or asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flown {
    /// `CA4193`.
    pub flight: String,
    /// Whether another airline flies it.
    pub codeshare: bool,
    /// Booking class, with the digit of a sub-class.
    pub class: String,
    /// Local date of departure.
    pub date: Date,
    /// Seats.
    pub count: u16,
    /// What became of it.
    pub status: Status,
    /// Every status it had, with the transaction that gave it.
    pub history: Vec<(Status, u32)>,
    /// `0700`.
    pub departure: String,
    /// `0935`.
    pub arrival: String,
    /// Days from departure to arrival.
    pub arrival_days: i16,
    /// Whether an electronic ticket is possible.
    pub electronic: bool,
    /// Terminals of departure and arrival.
    pub terminals: (Option<String>, Option<String>),
}

impl Flown {
    /// Whose seats these are.
    #[must_use]
    pub fn seat_key(&self) -> SeatKey {
        SeatKey::new(&self.flight, self.date, &self.class)
    }

    /// Seats it takes from what can be sold.
    #[must_use]
    pub fn held(&self) -> u16 {
        if self.status.holds_seats() { self.count } else { 0 }
    }

    /// `CA`.
    #[must_use]
    pub fn airline(&self) -> &str {
        self.flight.get(..2).unwrap_or_default()
    }

    /// `4193`.
    #[must_use]
    pub fn number(&self) -> &str {
        self.flight.get(2..).unwrap_or_default()
    }
}

/// One segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Names it for as long as it lives.
    pub id: ElementId,
    /// The transaction that made it.
    pub created: u32,
    /// Airport of departure.
    pub from: String,
    /// Airport of arrival.
    pub to: String,
    /// The flight; nothing for a gap on the ground.
    pub flown: Option<Flown>,
}
