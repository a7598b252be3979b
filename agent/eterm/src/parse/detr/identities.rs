//! `DETR:TN/…,F`: the identities and receipts on a ticket.

use serde::{Deserialize, Serialize};

use crate::lexicon::TicketNumber;
use crate::parse::UnreadableRow;
use crate::parse::detr::{UNREADABLE_CELLS, head_and_rows};
use crate::parse::echo::{Answer, AnswerRow};

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

pub(super) fn read(answer: &Answer<'_>) -> Option<TicketIdentities> {
    let (head, rows) = head_and_rows(answer)?;
    let mut read = TicketIdentities {
        ticket: head.ticket,
        name: head.name,
        receipts: Vec::new(),
        more: answer.more,
        other: Vec::new(),
        unreadable: Vec::new(),
    };
    for row in rows {
        read.take_row(row);
    }
    Some(read)
}

impl TicketIdentities {
    fn take_row(&mut self, row: &AnswerRow<'_>) {
        let text = row.text.trim();
        if row.has_unreadable_cells() {
            self.unreadable.push(row.unreadable(UNREADABLE_CELLS));
        } else if let Some(receipt) = receipt(text) {
            self.receipts.push(receipt);
        } else if text != "RCPT:" {
            self.other.push(text.to_owned());
        }
    }
}

/// `1   NI999999199001010011`; `XX` stands in front of a voided number, or of its kind.
fn receipt(text: &str) -> Option<Receipt> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [n, identity] = *words.as_slice() else { return None };
    let bare = identity.strip_prefix("XX");
    let (kind, id) = bare.unwrap_or(identity).split_at_checked(2)?;
    let is_kind = kind.bytes().all(|byte| byte.is_ascii_uppercase());
    let (marked, id) = id.strip_prefix("XX").map_or((false, id), |id| (true, id));
    let voided = bare.is_some() || marked;
    let receipt = Receipt { n: n.parse().ok()?, kind: kind.to_owned(), id: id.to_owned(), voided };
    (is_kind && !id.is_empty()).then_some(receipt)
}
