//! Tickets to choose from: the answer to `DETR:CN/…`, `DETR:NI/…` and `DETR:NM/…`.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::CityCode;

use crate::lexicon::{FlightNumber, HostDate, TicketNumber};
use crate::parse::UnreadableRow;

/// The list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "detr_list")]
pub struct SelectionList {
    /// The tickets in the order of the screen.
    pub tickets: Vec<ListedTicket>,
    /// Whether the list still waits for its `END OF SELECTION LIST`; named `end` in JSON.
    #[serde(rename = "end")]
    pub unfinished: bool,
    /// Rows without a rule, trimmed; absent from JSON when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<String>,
    /// What could not be read; absent from JSON when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

/// One ticket of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedTicket {
    /// Its number.
    pub ticket: TicketNumber,
    /// Name of the passenger.
    pub name: String,
    /// Its identities with their flights.
    pub foid: Vec<ListedCoupon>,
}

/// One `FOID:` row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedCoupon {
    /// `NI` national identity, `PP` passport, `RP` receipt, `FF`, `PF`.
    pub kind: String,
    /// Its number.
    pub id: String,
    /// The flight.
    pub flight: Option<FlightNumber>,
    /// Its date.
    pub date: Option<HostDate>,
    /// Departure airport.
    pub from: Option<CityCode>,
    /// Arrival airport.
    pub to: Option<CityCode>,
    /// `OPEN`, `FLOW` or `VOID`.
    pub status: Option<String>,
}
