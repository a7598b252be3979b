//! `DETR:TN/…,F`: the identities and receipts on a ticket.

use serde::{Deserialize, Serialize};

use crate::lexicon::TicketNumber;
use crate::parse::UnreadableRow;

/// The screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "detr_foid")]
pub struct TicketIdentities {
    /// The ticket.
    pub ticket: TicketNumber,
    /// Name of the passenger.
    pub name: Option<String>,
    /// Identities and receipts.
    pub receipts: Vec<Receipt>,
    /// Whether more follows that is not here.
    pub more: bool,
    /// Rows without a rule, trimmed; absent from JSON when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<String>,
    /// What could not be read; absent from JSON when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

/// One row: `  1   NI999999199001010011`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its number on the screen.
    pub n: u16,
    /// `NI` national identity, `PP` passport, `RP` paper receipt, `FF`, `PF`.
    pub kind: String,
    /// Its number.
    pub id: String,
    /// Whether it is marked `XX`: a paper receipt that has been voided.
    pub voided: bool,
}
