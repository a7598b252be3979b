//! `DETR:TN/…,H`: what has happened to a ticket, newest first.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::TimeOfDay;

use crate::lexicon::{HostDate, TicketNumber};
use crate::parse::UnreadableRow;
use crate::parse::detr::{UNREADABLE_CELLS, head_and_rows, not_empty};
use crate::parse::echo::{Answer, AnswerRow};
use crate::parse::pnr::service::first_word;

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

pub(super) fn read(answer: &Answer<'_>) -> Option<TicketHistory> {
    let (head, rows) = head_and_rows(answer)?;
    let mut read = TicketHistory {
        ticket: head.ticket,
        name: head.name,
        iata_office: None,
        issued: None,
        rval: None,
        events: Vec::new(),
        more: answer.more,
        other: Vec::new(),
        unreadable: Vec::new(),
    };
    for row in rows {
        read.take_row(row);
    }
    Some(read)
}

impl TicketHistory {
    fn take_row(&mut self, row: &AnswerRow<'_>) {
        let text = row.text.trim();
        if row.has_unreadable_cells() {
            self.unreadable.push(row.unreadable(UNREADABLE_CELLS));
        } else if let Some(event) = event(text) {
            self.events.push(event);
        } else if self.take_issue(text).is_none() {
            self.other.push(text.to_owned());
        }
    }

    /// `IATA OFFC: 00000000 ISSUED: 20NOV26 RVAL: 00`.
    fn take_issue(&mut self, text: &str) -> Option<()> {
        let (office, rest) = text.strip_prefix("IATA OFFC:")?.split_once("ISSUED:")?;
        let (issued, rval) = rest.split_once("RVAL:").unwrap_or((rest, ""));
        self.issued = Some(issued.trim().parse().ok()?);
        (self.iata_office, self.rval) = (not_empty(office), not_empty(rval));
        Some(())
    }
}

/// `2 1  22NOV/0912/9940     EOTU CHG FLT FROM …`; an event of the whole ticket names no coupon.
fn event(text: &str) -> Option<TicketEvent> {
    let (number, rest) = first_word(text);
    let (word, after) = first_word(rest);
    let (coupon, rest) = word.parse().map_or((None, rest), |coupon| (Some(coupon), after));
    let (stamp, rest) = first_word(rest);
    let (code, text) = first_word(rest);
    let parts: Vec<&str> = stamp.split('/').collect();
    let [date, time, agent] = *parts.as_slice() else { return None };
    Some(TicketEvent {
        n: number.parse().ok()?,
        coupon,
        date: date.parse().ok()?,
        time: time.parse().ok()?,
        agent: agent.to_owned(),
        code: not_empty(code)?,
        text: not_empty(text),
    })
}
