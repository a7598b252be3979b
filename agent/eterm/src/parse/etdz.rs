//! The answer to `ETDZ`, which comes in up to three parts: accepted with numbers, at work, issued.

use serde::{Deserialize, Serialize};
use waystation_shared::pnr::Locator;

use crate::lexicon::{Amount, Currency, TicketRange};
use crate::parse::error::ErrorAnswer;
use crate::parse::UnreadableRow;

/// What issuing can bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EtdzReading {
    /// Any of the three parts.
    Answer(EtdzAnswer),
    /// The host refused, or the ticket server did.
    Error(ErrorAnswer),
}

/// The parts that were shown, joined. Only `issued` says that there are tickets; `accepted` without it is uncertain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "etdz")]
pub struct EtdzAnswer {
    /// Currency of the amount.
    pub cur: Option<Currency>,
    /// What all tickets cost together.
    pub amount: Option<Amount>,
    /// The PNR.
    pub locator: Option<Locator>,
    /// The tickets, one for each passenger.
    pub tickets: Vec<TicketRange>,
    /// First part: the host has taken amount and numbers.
    pub accepted: bool,
    /// Second part: `ET PROCESSING...  PLEASE WAIT!`.
    pub processing: bool,
    /// Third part: `ELECTRONIC TICKET ISSUED`.
    pub issued: bool,
    /// Rows without a rule, separated by line feeds.
    pub message: Option<String>,
    /// What could not be read; absent from JSON when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}
