//! Tickets to choose from: the answer to `DETR:CN/…`, `DETR:NI/…` and `DETR:NM/…`.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::CityCode;

use crate::lexicon::{FlightNumber, HostDate, TicketNumber};
use crate::parse::UnreadableRow;
use crate::parse::detr::UNREADABLE_CELLS;
use crate::parse::echo::{Answer, AnswerRow};
use crate::parse::pnr::service::first_word;

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

impl SelectionList {
    /// Whether every row was read and the end was shown.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.unfinished && self.unreadable.is_empty()
    }
}

pub(super) fn read(answer: &Answer<'_>) -> SelectionList {
    let mut reader = Reader::default();
    for row in &answer.rows {
        reader.row(row);
    }
    SelectionList { unfinished: !reader.has_end || answer.more, ..reader.list }
}

#[derive(Default)]
struct Reader {
    list: SelectionList,
    has_end: bool,
    /// A row that may have been a ticket could not be read: what follows would go to the wrong one.
    lost_ticket: bool,
}

impl Reader {
    fn row(&mut self, row: &AnswerRow<'_>) {
        let text = row.text.trim();
        if row.has_unreadable_cells() {
            self.lost_ticket |= !text.starts_with("FOID:");
            self.list.unreadable.push(row.unreadable(UNREADABLE_CELLS));
        } else if text == "END OF SELECTION LIST" {
            self.has_end = true;
        } else if let Some(ticket) = listed_ticket(text) {
            self.list.tickets.push(ticket);
            self.lost_ticket = false;
        } else if let Some((coupon, ticket)) = listed_coupon(text).zip(self.list.tickets.last_mut()) {
            if self.lost_ticket {
                self.list.unreadable.push(row.unreadable("it stands below a ticket that cannot be read"));
            } else {
                ticket.foid.push(coupon);
            }
        } else {
            self.list.other.push(text.to_owned());
        }
    }
}

/// `DETR:TN/784-2300000061             NAME: 林青禾`, with an entry mark in front or without.
fn listed_ticket(text: &str) -> Option<ListedTicket> {
    let (number, name) = text.trim_start_matches(['>', '►']).strip_prefix("DETR:TN/")?.split_once("NAME:")?;
    let ticket = number.trim_matches([' ', '►']).parse().ok()?;
    Some(ListedTicket { ticket, name: name.trim().to_owned(), foid: Vec::new() })
}

/// `FOID:RP4000000001                       CZ3461 /26DEC26/CSXCTU FLOW`.
fn listed_coupon(text: &str) -> Option<ListedCoupon> {
    let (identity, flight) = first_word(text.strip_prefix("FOID:")?);
    let (kind, id) = identity.split_at_checked(2)?;
    let mut coupon = ListedCoupon {
        kind: kind.to_owned(),
        id: id.to_owned(),
        flight: None,
        date: None,
        from: None,
        to: None,
        status: None,
    };
    if !flight.is_empty() {
        coupon.take_flight(flight)?;
    }
    Some(coupon)
}

impl ListedCoupon {
    /// `CZ3461 /26DEC26/CSXCTU FLOW`; blanks inside the flight occur.
    fn take_flight(&mut self, text: &str) -> Option<()> {
        let (flight, rest) = text.split_once('/')?;
        let (date, rest) = rest.split_once('/')?;
        let mut words = rest.split_whitespace();
        let (from, to) = words.next()?.split_at_checked(3)?;
        self.flight = Some(flight.replace(' ', "").parse().ok()?);
        self.date = Some(date.trim().parse().ok()?);
        (self.from, self.to) = (Some(from.parse().ok()?), Some(to.parse().ok()?));
        self.status = Some(words.collect::<Vec<_>>().join(" ")).filter(|status| !status.is_empty());
        Some(())
    }
}
