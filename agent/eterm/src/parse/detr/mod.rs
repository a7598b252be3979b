//! What `DETR` shows of tickets: the face of one, a list to choose from, the identities on one, its history.
//!
//! [`read`] takes all pages that were shown, joined in their order, and tells the four kinds apart by their shape.

mod coupon;
mod face;
mod history;
mod identities;
mod list;

use serde::Serialize;

pub use coupon::Coupon;
pub use face::TicketFace;
pub use history::{TicketEvent, TicketHistory};
pub use identities::{Receipt, TicketIdentities};
pub use list::{ListedCoupon, ListedTicket, SelectionList};

use crate::lexicon::TicketNumber;
use crate::parse::ParseError;
use crate::parse::echo::{self, Answer, AnswerRow, UNREADABLE_CELLS};
use crate::parse::error::{self, ErrorAnswer};
use crate::screen::Screen;

const EXPECTED: &str = "a ticket, a list of tickets or the history of one";

/// What `DETR` can bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum DetrAnswer {
    /// One ticket.
    Face(Box<TicketFace>),
    /// Several tickets to choose from.
    List(SelectionList),
    /// The identities on one ticket (`,F`).
    Identities(TicketIdentities),
    /// The history of one ticket (`,H`).
    History(TicketHistory),
    /// The host refused.
    Error(ErrorAnswer),
}

/// Reads the pages of one answer, from the first. An error answer is one only where no ticket is shown.
///
/// # Errors
/// When the screens show neither, or when the number of the ticket cannot be read.
pub fn read(pages: &[Screen]) -> Result<DetrAnswer, ParseError> {
    let answer = echo::answer(pages);
    let has =
        |labels: &[&str]| answer.rows.iter().any(|row| labels.iter().all(|label| row.text.contains(label)));
    let read = if has(&["DETR:TN/", "NAME:"]) || has(&["END OF SELECTION LIST"]) {
        Some(DetrAnswer::List(list::read(&answer)))
    } else if has(&["IATA OFFC:"]) {
        history::read(&answer).map(DetrAnswer::History)
    } else if has(&["RCPT:"]) {
        identities::read(&answer).map(DetrAnswer::Identities)
    } else {
        face::read(&answer).map(|face| DetrAnswer::Face(Box::new(face)))
    };
    let read = read.or_else(|| pages.iter().find_map(error::find).map(DetrAnswer::Error));
    read.ok_or_else(|| ParseError::not_found_on(EXPECTED, pages))
}

/// The head of a ticket's other screens: `NAME: 林青禾                TKTN:9992300000031`.
struct Head {
    ticket: TicketNumber,
    name: Option<String>,
}

/// The head and the other rows that can be read; those that cannot are told apart.
fn head_and_rows<'a>(answer: &'a Answer<'_>) -> Option<(Head, Vec<&'a AnswerRow<'a>>)> {
    let (heads, rows): (Vec<&AnswerRow<'_>>, Vec<&AnswerRow<'_>>) = answer
        .rows
        .iter()
        .filter(|row| own_number(row.text).is_none())
        .partition(|row| row.text.contains("TKTN:"));
    let head = heads.iter().filter(|row| !row.has_unreadable_cells()).find_map(|row| {
        let (name, ticket) = row.text.split_once("TKTN:")?;
        let name = name.trim().strip_prefix("NAME:").and_then(not_empty);
        Some(Head { ticket: ticket.trim().parse().ok()?, name })
    });
    Some((head?, rows))
}

/// The number in a row that only repeats the question: `DETR:TN/999-2300000031,F`, `AATK:TN/9992300000031`.
fn own_number(row: &str) -> Option<TicketNumber> {
    let text = row.trim().trim_start_matches(['>', '►']);
    let number = text.strip_prefix("DETR:TN/").or_else(|| text.strip_prefix("AATK:TN/"))?;
    number.split(',').next()?.trim().parse().ok()
}

fn not_empty(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
