//! Pages that fit, their marks, and turning them.

use super::super::availability::Continuation;
use super::*;
use crate::flights::{Query, Timetable, search};
use jiff::civil::date;

fn layout(numbering: Numbering) -> Layout {
    Layout {
        header: Header {
            date: date(2026, 11, 25),
            names_year: false,
            from: "BJS".to_owned(),
            to: "SHA".to_owned(),
            via: None,
            direct_only: false,
        },
        detail: Detail::Full(Continuation::GreaterThan),
        numbering,
        last_row: None,
    }
}

fn journeys() -> Vec<Journey> {
    search(&Timetable::generate(1), &Query::everything("BJS", "SHA", date(2026, 11, 25)))
}

fn listing(numbering: Numbering) -> Listing {
    Listing::lay_out(journeys(), &layout(numbering)).expect("there are flights")
}

/// The two characters after which a line's flight follows, for every numbered line.
fn numbered(page: &Page) -> Vec<&str> {
    page.rows
        .iter()
        .skip(1)
        .filter(|row| row.starts_with(|c: char| c.is_ascii_digit()))
        .map(|row| &row[..3])
        .collect()
}

#[test]
fn every_journey_is_on_exactly_one_page_and_every_page_fits_the_screen() {
    let listing = listing(Numbering::PerPage);
    assert!(listing.pages().len() >= 3, "{}", listing.pages().len());
    let shown: Vec<Journey> = listing.pages().iter().flat_map(|page| page.journeys.clone()).collect();
    assert_eq!(shown, journeys());
    for page in listing.pages() {
        assert!(page.rows.len() <= PAGE_ROWS);
        assert!(page.rows.iter().all(|row| row.chars().count() <= 80));
    }
}

#[test]
fn the_first_line_has_a_minus_and_the_last_line_a_plus_except_on_the_last_page() {
    let listing = listing(Numbering::PerPage);
    let (last, others) = listing.pages().split_last().expect("pages");
    for page in others {
        let lines = numbered(page);
        assert_eq!(lines[0], "1- ");
        assert!(lines.last().expect("a line").contains('+'), "{lines:?}");
        assert!(lines[1..lines.len() - 1].iter().all(|line| !line.contains(['+', '-'])));
    }
    assert!(numbered(last).iter().all(|line| !line.contains('+')));
    assert_eq!(numbered(last)[0], "1- ");
}

#[test]
fn running_numbers_go_on_from_page_to_page() {
    let listing = listing(Numbering::Running);
    let numbers: Vec<usize> = listing
        .pages()
        .iter()
        .flat_map(numbered)
        .map(|line| line.trim_end_matches(['+', '-', ' ', '*']).parse().expect("a number"))
        .collect();
    assert_eq!(numbers, (1..=journeys().len()).collect::<Vec<_>>());
}

#[test]
fn pages_turn_both_ways_and_stop_at_the_ends() {
    let mut listing = listing(Numbering::PerPage);
    let pages: Vec<_> = listing.pages().iter().map(|page| page.rows.clone()).collect();
    let last = pages.len() - 1;
    assert_eq!(listing.turn(PageMove::Back), Err(Refusal::NoDisplay));
    assert_eq!(listing.turn(PageMove::Next), Ok(pages[1].clone()));
    assert_eq!(listing.turn(PageMove::Again), Ok(pages[1].clone()));
    assert_eq!(listing.turn(PageMove::Back), Ok(pages[0].clone()));
    assert_eq!(listing.turn(PageMove::Last), Ok(pages[last].clone()));
    assert_eq!(listing.turn(PageMove::Next), Err(Refusal::NoDisplay));
    assert_eq!(listing.turn(PageMove::Again), Ok(pages[last].clone()), "a refused turn stays where it was");
    assert_eq!(listing.turn(PageMove::First), Ok(pages[0].clone()));
}

#[test]
fn all_remaining_pages_come_in_one_answer_and_then_there_are_none() {
    let mut listing = listing(Numbering::PerPage);
    let rest: Vec<String> = listing.pages()[1..].iter().flat_map(|page| page.rows.clone()).collect();
    assert_eq!(listing.turn(PageMove::AllRemaining), Ok(rest));
    assert_eq!(listing.turn(PageMove::AllRemaining), Err(Refusal::NoDisplay));
}

#[test]
fn a_line_is_found_on_the_current_page_only() {
    let mut listing = listing(Numbering::Running);
    assert_eq!(
        listing.line(1).map(|journey| journey.legs[0].flight.clone()),
        Ok(journeys()[0].legs[0].flight.clone())
    );
    assert_eq!(listing.line(0), Err(Refusal::ScheduleNumber));
    assert_eq!(listing.line(99), Err(Refusal::ScheduleNumber));
    listing.turn(PageMove::Next).expect("a second page");
    assert_eq!(listing.line(1), Err(Refusal::ScheduleNumber));
}

#[test]
fn nothing_to_list_is_refused() {
    let empty = Listing::lay_out(Vec::new(), &layout(Numbering::PerPage));
    assert_eq!(empty.map(|listing| listing.rows()), Err(Refusal::NoDisplay));
}
