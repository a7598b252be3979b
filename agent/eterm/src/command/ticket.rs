//! Entries about fares and tickets.

use waystation_shared::pnr::Locator;

use crate::command::{Command, CommandError};
use crate::step::{Irreversible, ReadOnly, WorkArea};

/// Whose fare is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FareFor {
    /// `PAT:A`
    Adult,
    /// `PAT:A*CH`
    Child,
    /// `PAT:A*IN`
    Infant,
}

impl Command<ReadOnly> {
    /// `PAT:A`: the fares of the PNR that is being worked on, for one passenger of that kind.
    #[must_use]
    pub fn fares(passenger: FareFor) -> Self {
        Self::fixed(match passenger {
            FareFor::Adult => "PAT:A",
            FareFor::Child => "PAT:A*CH",
            FareFor::Infant => "PAT:A*IN",
        })
    }

    /// `DETR:TN/9992300000031`: the face of a ticket. A number of 13 digits.
    ///
    /// # Errors
    /// [`CommandError::TicketNumber`] for anything else.
    pub fn ticket(number: &str) -> Result<Self, CommandError> {
        let digits: String = number.chars().filter(|&mark| mark != '-').collect();
        if digits.len() == 13 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::of(&["DETR:TN/", &digits])
        } else {
            Err(CommandError::TicketNumber(number.chars().take(20).collect()))
        }
    }

    /// `DETR:CN/KABC12`: the tickets of a PNR.
    ///
    /// # Errors
    /// None that the type of a locator allows.
    pub fn tickets_of(locator: &Locator) -> Result<Self, CommandError> {
        Self::of(&["DETR:CN/", locator.as_str()])
    }

    /// `TSL`: what the Office has sold today.
    #[must_use]
    pub fn sales_of_today() -> Self {
        Self::fixed("TSL")
    }
}

impl Command<WorkArea> {
    /// `SFC:01`: takes an offered fare over into the PNR.
    ///
    /// # Errors
    /// None that numbers allow.
    pub fn store_fare(number: u16) -> Result<Self, CommandError> {
        Self::of(&["SFC:", &format!("{number:02}")])
    }
}

impl Command<Irreversible> {
    /// `ETDZ 1`: issues the tickets on a printer.
    ///
    /// # Errors
    /// None that numbers allow.
    pub fn issue_tickets(device: u8) -> Result<Self, CommandError> {
        Self::of(&["ETDZ ", &device.to_string()])
    }

    /// `ETRY:`: asks the airline once more for tickets that are pending.
    #[must_use]
    pub fn retry_tickets() -> Self {
        Self::fixed("ETRY:")
    }
}
