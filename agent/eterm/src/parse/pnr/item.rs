//! The items of a PNR: rows put together, each item given to the part that knows its kind.

use crate::parse::UnreadableRow;
use crate::parse::echo::{self, AnswerRow, UNREADABLE_CELLS};
use crate::parse::pnr::element::{booked_infant, printed_ticket, time_limit};
use crate::parse::pnr::layout::{self, Numbered};
use crate::parse::pnr::name::{self, PassengerType};
use crate::parse::pnr::service::{self, Remark, Service};
use crate::parse::pnr::{Item, Shown, fare, segment};
use crate::screen::{Screen, UNREADABLE};

/// Reads all pages; rows above the first number are head lines.
pub(super) fn read(pages: &[Screen]) -> Shown {
    let answer = echo::answer(pages);
    let rows = answer.rows.as_slice();
    let first = rows.iter().position(|row| layout::numbered(row.text).is_some()).unwrap_or(rows.len());
    let (head, numbered) = rows.split_at_checked(first).unwrap_or((rows, &[]));
    let mut reader = Reader::default();
    reader.shown.pnr.more = answer.more;
    for row in head {
        reader.head(row);
    }
    let named = reader.names(numbered);
    for row in numbered.iter().skip(named) {
        reader.row(row);
    }
    reader.finish()
}

/// An item whose rows may go on.
struct Open {
    row: usize,
    number: u16,
    cancelled: bool,
    body: String,
}

#[derive(Default)]
struct Reader {
    shown: Shown,
    open: Option<Open>,
    last_number: u16,
}

impl Reader {
    fn head(&mut self, row: &AnswerRow<'_>) {
        let text = row.text.trim();
        let pnr = &mut self.shown.pnr;
        if row.has_unreadable_cells() {
            pnr.unreadable.push(row.unreadable(UNREADABLE_CELLS));
        } else if text.contains("**ELECTRONIC TICKET PNR**") {
            pnr.eticket = true;
        } else if text.contains("*THIS PNR WAS ENTIRELY CANCELLED*") {
            pnr.cancelled = true;
        } else if text.starts_with("MARRIED SEGMENT EXIST") {
            pnr.married = true;
        } else if is_queue(text) && pnr.queue.is_none() {
            pnr.queue = Some(text.to_owned());
        } else if layout::is_history(row.text) {
            self.shown.history.push(text.to_owned());
        } else {
            pnr.other.push(text.to_owned());
        }
    }

    /// How many rows are names.
    fn names(&mut self, rows: &[AnswerRow<'_>]) -> usize {
        let names = name::read(rows);
        let pnr = &mut self.shown.pnr;
        if let (Some(text), Some(first)) = (names.unreadable, rows.first()) {
            let problem = format!("these are the names, and {UNREADABLE_CELLS}");
            pnr.unreadable.push(UnreadableRow { row: first.row, text, problem });
        }
        self.last_number = names.passengers.last().map_or(0, |passenger| passenger.n);
        (pnr.group, pnr.passengers, pnr.locator) = (names.group, names.passengers, names.locator);
        names.rows
    }

    fn row(&mut self, row: &AnswerRow<'_>) {
        match layout::numbered(row.text) {
            Some(Numbered { number, cancelled, body }) if number >= self.last_number => {
                self.close();
                self.last_number = number;
                self.open = Some(Open { row: row.row, number, cancelled, body: body.trim_end().to_owned() });
            }
            Some(_) => self.continue_with(row),
            None if layout::is_history(row.text) => self.shown.history.push(row.text.trim().to_owned()),
            None if layout::is_continuation(row.text) => self.continue_with(row),
            None => self.loose(row),
        }
    }

    fn continue_with(&mut self, row: &AnswerRow<'_>) {
        match &mut self.open {
            Some(open) => {
                if !open.body.ends_with('/') {
                    open.body.push(' ');
                }
                open.body.push_str(row.text.trim());
            }
            None => self.loose(row),
        }
    }

    /// A row that belongs to no item.
    fn loose(&mut self, row: &AnswerRow<'_>) {
        self.close();
        if row.has_unreadable_cells() {
            self.shown.pnr.unreadable.push(row.unreadable(UNREADABLE_CELLS));
        } else {
            self.shown.pnr.other.push(row.text.trim().to_owned());
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let item = Item { number: open.number, cancelled: open.cancelled, text: open.body.trim().to_owned() };
        if let Err(problem) = self.take(&item, &open.body) {
            let text = format!("{}.{}", open.number, open.body);
            self.shown.pnr.unreadable.push(UnreadableRow { row: open.row, text, problem });
        }
        self.shown.items.push(item);
    }

    /// Gives an item its place; the error says why it has no reading.
    fn take(&mut self, item: &Item, body: &str) -> Result<(), String> {
        let pnr = &mut self.shown.pnr;
        if body.contains(UNREADABLE) {
            return Err(UNREADABLE_CELLS.to_owned());
        }
        if item.cancelled && !pnr.cancelled {
            pnr.other.push(format!("X{}.{}", item.number, item.text));
            return Ok(());
        }
        if layout::is_segment(body) {
            pnr.segments.push(segment::read(item.number, body)?);
            return Ok(());
        }
        if !self.take_typed(item) {
            self.shown.pnr.other.push(item.text.clone());
        }
        Ok(())
    }

    /// Whether the item has a rule and could be taken by it.
    fn take_typed(&mut self, item: &Item) -> bool {
        let text = item.text.as_str();
        match text.split_once([' ', '/']).map_or(text, |(word, _)| word) {
            "SSR" => self.take_service(item),
            "OSI" => {
                service::other_service(item.number, text).map(|osi| self.shown.pnr.osi.push(osi)).is_some()
            }
            "RMK" => self.take_remark(text),
            "FN" => self.take_fare(text),
            "TN" => printed_ticket(text).map(|ticket| self.shown.pnr.tn.push(ticket)).is_some(),
            "XN" => booked_infant(text).map(|infant| self.shown.pnr.infants.push(infant)).is_some(),
            "TL" if self.shown.pnr.tl.is_none() => {
                self.shown.pnr.tl = time_limit(text);
                self.shown.pnr.tl.is_some()
            }
            "T" if !text.starts_with("T/") => {
                self.shown.pnr.ticketed_item = true;
                text == "T"
            }
            _ => self.take_office_or_contact(text),
        }
    }

    fn take_service(&mut self, item: &Item) -> bool {
        match service::service(item.number, &item.text) {
            Some(Service::Ticket(element)) => self.shown.pnr.tkne.push(element),
            Some(Service::Special(special)) => self.shown.pnr.ssr.push(special),
            None => return false,
        }
        true
    }

    fn take_remark(&mut self, text: &str) -> bool {
        match service::remark(text) {
            Some(Remark::Airline(locator)) => self.shown.pnr.airline_pnr.push(locator),
            Some(Remark::Authorisation(office)) => self.shown.pnr.auth.push(office),
            None => return false,
        }
        true
    }

    /// A fare with a part that has no field is kept as text as well.
    fn take_fare(&mut self, text: &str) -> bool {
        let Some(fare) = fare::read(text) else { return false };
        let is_complete = fare.is_complete;
        self.shown.pnr.fare.push(fare.item);
        is_complete
    }

    fn take_office_or_contact(&mut self, text: &str) -> bool {
        let pnr = &mut self.shown.pnr;
        if let Ok(office) = text.parse() {
            pnr.other.extend(pnr.office.replace(office).map(String::from));
            return true;
        }
        if service::is_contact(text) {
            pnr.contacts.push(text.to_owned());
            return true;
        }
        false
    }

    fn finish(mut self) -> Shown {
        self.close();
        let pnr = &mut self.shown.pnr;
        let children = pnr.ssr.iter().filter(|service| service.code == "CHLD");
        let children: Vec<u16> = children.filter_map(|service| service.pax.clone()).flatten().collect();
        for passenger in pnr.passengers.iter_mut().filter(|passenger| children.contains(&passenger.n)) {
            if passenger.passenger_type == PassengerType::Adt {
                passenger.passenger_type = PassengerType::Chd;
            }
        }
        self.shown
    }
}

/// `SHA999 SCHEDULE CHG  (  0002  )  (  0002  )`.
fn is_queue(text: &str) -> bool {
    let begins = text.split_whitespace().next().is_some_and(|word| word.parse::<super::OfficeNo>().is_ok());
    begins && text.contains('(') && text.ends_with(')')
}
