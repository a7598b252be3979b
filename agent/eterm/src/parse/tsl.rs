//! The sales report of the day (`TSL`, `TPR`), as far as it settles whether a ticket was issued: its ticket numbers.
//!
//! How its rows are laid out is not known, so nothing but ticket numbers is taken from them, and every row is kept.

use crate::lexicon::{TicketNumber, TicketRange};
use crate::parse::echo::{self, AnswerRow, UNREADABLE_CELLS};
use crate::parse::error::{self, ErrorAnswer};
use crate::parse::{ParseError, UnreadableRow};
use crate::screen::Screen;

const EXPECTED: &str = "a sales report";

/// What asking for the report can bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SalesReading {
    /// The report.
    Report(SalesReport),
    /// The host refused.
    Error(ErrorAnswer),
}

/// The pages of the report that were shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SalesReport {
    /// Every ticket number on it, in the order of the screen.
    pub tickets: Vec<TicketRange>,
    /// Its rows, trimmed.
    pub rows: Vec<String>,
    /// Whether more follows that is not here.
    pub more: bool,
    /// What could not be read: a ticket may hide there.
    pub unreadable: Vec<UnreadableRow>,
}

impl SalesReport {
    /// Whether the ticket is on the report.
    #[must_use]
    pub fn shows(&self, ticket: TicketNumber) -> bool {
        self.tickets.iter().any(|range| range.numbers().any(|number| number == ticket))
    }

    /// Whether a ticket that is not shown was not sold: every page is here and every row was read.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        !self.more && self.unreadable.is_empty()
    }

    fn take_row(&mut self, row: &AnswerRow<'_>) {
        if row.has_unreadable_cells() {
            self.unreadable.push(row.unreadable(UNREADABLE_CELLS));
        }
        self.rows.push(row.text.trim().to_owned());
        self.tickets.extend(row.text.split_whitespace().filter_map(|word| word.parse::<TicketRange>().ok()));
    }
}

/// Reads the pages of one report, from the first.
///
/// # Errors
/// When the screens are empty.
pub fn read(pages: &[Screen]) -> Result<SalesReading, ParseError> {
    let answer = echo::answer(pages);
    let mut report = SalesReport { more: answer.more, ..SalesReport::default() };
    for row in &answer.rows {
        report.take_row(row);
    }
    if report.tickets.is_empty()
        && let Some(answer) = pages.iter().find_map(error::find)
    {
        return Ok(SalesReading::Error(answer));
    }
    if report.rows.is_empty() {
        return Err(ParseError::not_found_on(EXPECTED, pages));
    }
    Ok(SalesReading::Report(report))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> SalesReport {
        match read(&[Screen::from_text(text)]).unwrap() {
            SalesReading::Report(report) => report,
            SalesReading::Error(answer) => panic!("an error answer: {answer:?}"),
        }
    }

    #[test]
    fn every_ticket_number_is_seen_whatever_stands_around_it() {
        let report = report(
            ">TSL\nTKT-NUMBER   ORIG-DEST  COLLECTION\n999-2300000031  CTU PEK  680.00 KABC12\n7812300000041 X\n220-2300000038-39",
        );
        let ticket = |text: &str| text.parse().unwrap();
        assert!(report.shows(ticket("999-2300000031")) && report.shows(ticket("781-2300000041")));
        assert!(report.shows(ticket("220-2300000039")) && !report.shows(ticket("220-2300000037")));
        assert!(report.is_whole());
        assert_eq!(report.rows.len(), 4);
    }

    #[test]
    fn what_is_not_shown_may_stand_on_another_page_or_in_an_unreadable_row() {
        assert!(!report(&format!("{:79}+", "999-2300000031")).is_whole());
        let unreadable = report("999-2300000031\n999-23000000\u{fffd}2");
        assert!(!unreadable.is_whole());
        assert_eq!(unreadable.tickets.len(), 1);
    }

    #[test]
    fn a_refusal_is_an_error_answer_and_nothing_is_no_report() {
        let refused = read(&[Screen::from_text(">TSL\nAUTHORITY")]).unwrap();
        assert!(matches!(refused, SalesReading::Error(answer) if answer.code == "AUTHORITY"));
        assert_eq!(read(&[Screen::from_text("\n>")]).unwrap_err().code(), "other_screen");
    }
}
