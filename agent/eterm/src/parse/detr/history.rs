//! `DETR:TN/…,H`: what has happened to a ticket, newest first.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::TimeOfDay;

use crate::lexicon::{HostDate, TicketNumber};
use crate::parse::UnreadableRow;

/// The screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "detr_history")]
pub struct TicketHistory {
    /// The ticket.
    pub ticket: TicketNumber,
    /// Name of the passenger.
    pub name: Option<String>,
    /// IATA number of the Office that issued it.
    pub iata_office: Option<String>,
    /// Date of issue.
    pub issued: Option<HostDate>,
    /// Revalidations, as printed.
    pub rval: Option<String>,
    /// The events, newest first.
    pub events: Vec<TicketEvent>,
    /// Whether more follows that is not here.
    pub more: bool,
    /// Rows without a rule, trimmed; absent from JSON when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<String>,
    /// What could not be read; absent from JSON when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

/// One row: `  2 1  22NOV/0912/9940     EOTU CHG FLT FROM …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketEvent {
    /// Its number.
    pub n: u16,
    /// The coupon it is about.
    pub coupon: Option<u8>,
    /// Date.
    pub date: HostDate,
    /// Time.
    pub time: TimeOfDay,
    /// Number of the agent.
    pub agent: String,
    /// What was done: `TRMK`, `EOTU` …
    pub code: String,
    /// Particulars.
    pub text: Option<String>,
}
