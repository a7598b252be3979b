//! Electronic tickets.

use super::item::PassengerKind;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Whether the airline's server knows a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// It will answer at a time.
    Due(DateTime),
    /// It has not answered and will not before it is asked again.
    Pending,
    /// It has answered.
    Issued,
}

/// What became of one flight of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CouponStatus {
    /// `OPEN FOR USE`.
    Open,
    /// `USED/FLOWN`.
    Flown,
    /// `VOID`.
    Void,
    /// `REFUNDED`.
    Refunded,
    /// `SUSPENDED`.
    Suspended,
}

impl CouponStatus {
    /// As on a ticket's face.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Open => "OPEN FOR USE",
            Self::Flown => "USED/FLOWN",
            Self::Void => "VOID",
            Self::Refunded => "REFUNDED",
            Self::Suspended => "SUSPENDED",
        }
    }

    /// As in a list.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Flown => "FLOW",
            Self::Void => "VOID",
            Self::Refunded => "RFND",
            Self::Suspended => "SUSP",
        }
    }
}

/// One flight of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    /// Airport of departure.
    pub from: String,
    /// Airport of arrival.
    pub to: String,
    /// `CA4193`.
    pub flight: String,
    /// Booking class.
    pub class: String,
    /// Local date of departure.
    pub date: Date,
    /// `0700`.
    pub departure: String,
    /// Fare basis.
    pub basis: String,
    /// Terminals of departure and arrival.
    pub terminals: (Option<String>, Option<String>),
    /// What became of it.
    pub status: CouponStatus,
}

/// What a ticket cost, in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The fare.
    pub fare: i64,
    /// Airport tax; nothing means exempt.
    pub airport: Option<i64>,
    /// Fuel surcharge; nothing means exempt.
    pub fuel: Option<i64>,
}

impl Money {
    /// Fare and taxes.
    #[must_use]
    pub fn total(self) -> i64 {
        self.fare + self.airport.unwrap_or(0) + self.fuel.unwrap_or(0)
    }
}

/// An electronic ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Thirteen digits.
    pub number: String,
    /// Whether the airline's server knows it.
    pub settlement: Settlement,
    /// The record it was issued from.
    pub locator: String,
    /// The airline's locator of that record.
    pub airline_locator: String,
    /// Who issued it.
    pub office: String,
    /// The agent's number.
    pub agent: String,
    /// The device whose number it bears.
    pub device: u16,
    /// When it was issued, local time.
    pub issued_at: DateTime,
    /// As displayed.
    pub passenger: String,
    /// Adult, child or infant.
    pub kind: PassengerKind,
    /// Documents, as `NI999999199001010011`.
    pub documents: Vec<String>,
    /// Its flights.
    pub coupons: Vec<Coupon>,
    /// The fare calculation without its date.
    pub calculation: String,
    /// Endorsements and restrictions.
    pub endorsement: String,
    /// What it cost.
    pub money: Money,
}

impl Ticket {
    /// Whether the server's answer is due by now.
    #[must_use]
    pub fn is_due(&self, now: DateTime) -> bool {
        matches!(self.settlement, Settlement::Due(at) if at <= now)
    }

    /// Whether the airline's server knows it.
    #[must_use]
    pub fn is_issued(&self) -> bool {
        self.settlement == Settlement::Issued
    }
}

/// `999-2300000031` for thirteen digits.
#[must_use]
pub fn dashed(number: &str) -> String {
    match number.split_at_checked(3) {
        Some((airline, serial)) => format!("{airline}-{serial}"),
        None => number.to_owned(),
    }
}
