//! Everything in a record that is neither a name nor a segment.

use super::pnr::ElementId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whom a fare is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PassengerKind {
    /// Everybody who pays in full.
    Adult,
    /// A child.
    Child,
    /// An infant on an adult's lap.
    Infant,
}

/// A special service request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Four letters.
    pub code: String,
    /// Two characters.
    pub carrier: String,
    /// Status and count, `HK1`; empty for free text.
    pub action: String,
    /// What is asked for.
    pub text: String,
    /// For whom.
    pub passenger: Option<ElementId>,
}

/// A ticket number as the airline gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketService {
    /// Two characters.
    pub carrier: String,
    /// `CTUPEK 4193 G25NOV`.
    pub flight: String,
    /// Thirteen digits.
    pub number: String,
    /// Coupon of the ticket, from 1.
    pub coupon: usize,
    /// Whether the airline's server has not answered yet.
    pub pending: bool,
    /// Whether an infant travels on it.
    pub infant: bool,
    /// Who travels on it, or carries the infant.
    pub passenger: ElementId,
}

/// What an item says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// How to reach the agency or the passenger.
    Contact(String),
    /// `TL/1200/24NOV/CTU999`.
    Limit {
        /// `1200`.
        time: String,
        /// Local date.
        date: Date,
        /// Who has to issue.
        office: String,
    },
    /// `T`.
    Ticketed,
    /// `FC/…`.
    FareCalculation {
        /// For whom.
        kind: PassengerKind,
        /// What follows `FC/`.
        text: String,
        /// The itinerary it was made for.
        itinerary: String,
    },
    /// `SSR …`.
    Service(Service),
    /// `SSR TKNE …`.
    TicketService(TicketService),
    /// `OSI …`.
    Information {
        /// Two characters.
        carrier: String,
        /// What is said.
        text: String,
        /// About whom.
        passengers: Vec<ElementId>,
    },
    /// `RMK …`.
    Remark(String),
    /// `FN/…`.
    FareAmount {
        /// For whom.
        kind: PassengerKind,
        /// What follows `FN/`.
        text: String,
        /// Fare in fen.
        fare: i64,
        /// Taxes in fen: airport and fuel; nothing means exempt.
        taxes: (Option<i64>, Option<i64>),
    },
    /// `EI/…`.
    Endorsement(String),
    /// `TN/…`.
    TicketNumber {
        /// Thirteen digits.
        number: String,
        /// Whether an infant's.
        infant: bool,
        /// Whose.
        passenger: ElementId,
    },
    /// `FP/…`.
    Payment {
        /// For whom.
        kind: PassengerKind,
        /// `CASH,CNY`.
        text: String,
    },
    /// `XN/IN/…`.
    Infant {
        /// With `INF`.
        name: String,
        /// `MAR26`.
        born: String,
        /// Who carries it.
        adult: ElementId,
    },
}

impl Content {
    /// The place of its kind in a display.
    #[must_use]
    pub fn rank(&self) -> u8 {
        match self {
            Self::Contact(_) => 0,
            Self::Limit { .. } | Self::Ticketed => 1,
            Self::FareCalculation { .. } => 2,
            Self::Service(_) | Self::TicketService(_) => 3,
            Self::Information { .. } => 4,
            Self::Remark(_) => 5,
            Self::FareAmount { .. } => 6,
            Self::Endorsement(_) => 7,
            Self::TicketNumber { .. } => 8,
            Self::Payment { .. } => 9,
            Self::Infant { .. } => 10,
        }
    }

    /// Whether it cannot stand without this passenger.
    #[must_use]
    pub fn hangs_on(&self, passenger: ElementId) -> bool {
        match self {
            Self::Service(service) => service.passenger == Some(passenger),
            Self::TicketService(service) => service.passenger == passenger,
            Self::TicketNumber { passenger: whose, .. } => *whose == passenger,
            Self::Infant { adult, .. } => *adult == passenger,
            Self::Information { passengers, .. } => passengers.as_slice() == [passenger],
            Self::Contact(_)
            | Self::Limit { .. }
            | Self::Ticketed
            | Self::FareCalculation { .. }
            | Self::Remark(_)
            | Self::FareAmount { .. }
            | Self::Endorsement(_)
            | Self::Payment { .. } => false,
        }
    }
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Names it for as long as it lives.
    pub id: ElementId,
    /// The transaction that made it.
    pub created: u32,
    /// What it says.
    pub content: Content,
}
