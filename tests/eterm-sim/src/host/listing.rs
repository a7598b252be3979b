//! An answer of several pages and the place reached in it.

use super::availability::{Detail, Header, PageMark, journey_rows};
use super::command::PageMove;
use super::refusal::Refusal;
use crate::flights::Journey;
use jiff::civil::Date;

/// Rows of a page: the screen less the command above and the fresh row below.
const PAGE_ROWS: usize = 22;
/// Rows kept free for notes on every page.
const NOTE_ROWS: usize = 3;

/// How lines are numbered; which one the host does is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numbering {
    /// Every page begins with 1.
    #[default]
    PerPage,
    /// Numbers run on over all pages.
    Running,
}

/// What all pages of one answer have in common.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The first row of each page.
    pub header: Header,
    /// How much of each flight is shown.
    pub detail: Detail,
    /// How lines are numbered.
    pub numbering: Numbering,
    /// A row that ends every page, as the one that says counts are hidden.
    pub last_row: Option<&'static str>,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Number of its first line.
    pub first_line: usize,
    /// Its journeys.
    pub journeys: Vec<Journey>,
    /// Its rows as displayed.
    pub rows: Vec<String>,
}

/// A paged answer, never empty.
#[derive(Debug, Clone)]
pub struct Listing {
    pages: Vec<Page>,
    current: usize,
    date: Date,
}

impl Listing {
    /// Lays journeys out on pages; the first page is the current one.
    ///
    /// # Errors
    /// [`Refusal::NoDisplay`] when there is no journey.
    pub fn lay_out(journeys: Vec<Journey>, layout: &Layout) -> Result<Self, Refusal> {
        if journeys.is_empty() {
            return Err(Refusal::NoDisplay);
        }
        let groups = fill(journeys, layout.detail);
        let count = groups.len();
        let mut pages = Vec::with_capacity(count);
        let mut shown = 0;
        for (index, group) in groups.into_iter().enumerate() {
            let before = match layout.numbering {
                Numbering::PerPage => 0,
                Numbering::Running => shown,
            };
            shown += group.len();
            pages.push(page(before + 1, group, index + 1 < count, layout));
        }
        Ok(Self { pages, current: 0, date: layout.header.date })
    }

    /// The current page's rows.
    #[must_use]
    pub fn rows(&self) -> Vec<String> {
        self.current_page().map(|page| page.rows.clone()).unwrap_or_default()
    }

    /// Every page, in order.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Turns the pages and returns the rows then to be shown.
    ///
    /// # Errors
    /// [`Refusal::NoDisplay`] when there is no such page; the current page stays.
    pub fn turn(&mut self, to: PageMove) -> Result<Vec<String>, Refusal> {
        let remaining = self.current + 1;
        self.current = to.target(self.current, self.pages.len()).ok_or(Refusal::NoDisplay)?;
        if to == PageMove::AllRemaining {
            return Ok(self.pages.iter().skip(remaining).flat_map(|page| page.rows.clone()).collect());
        }
        Ok(self.rows())
    }

    /// The requested date; the times of every leg count from it.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// The journey on a line of the current page.
    ///
    /// # Errors
    /// [`Refusal::ScheduleNumber`] when the page has no such line.
    pub fn line(&self, number: usize) -> Result<&Journey, Refusal> {
        let page = self.current_page().ok_or(Refusal::ScheduleNumber)?;
        let index = number.checked_sub(page.first_line).ok_or(Refusal::ScheduleNumber)?;
        page.journeys.get(index).ok_or(Refusal::ScheduleNumber)
    }

    fn current_page(&self) -> Option<&Page> {
        self.pages.get(self.current)
    }
}

/// As many journeys a page as fit, in order.
fn fill(journeys: Vec<Journey>, detail: Detail) -> Vec<Vec<Journey>> {
    let room = PAGE_ROWS - NOTE_ROWS - 1;
    let mut pages: Vec<Vec<Journey>> = Vec::new();
    let mut used = room;
    for journey in journeys {
        let height = journey_rows(1, None, &journey, detail).len();
        match pages.last_mut() {
            Some(page) if used + height <= room => {
                page.push(journey);
                used += height;
            }
            Some(_) | None => {
                pages.push(vec![journey]);
                used = height;
            }
        }
    }
    pages
}

fn page(first_line: usize, journeys: Vec<Journey>, more: bool, layout: &Layout) -> Page {
    let mut rows = vec![layout.header.row()];
    let last = journeys.len().saturating_sub(1);
    for (index, journey) in journeys.iter().enumerate() {
        let mark = match index {
            _ if index == last && more => Some(PageMark::More),
            0 => Some(PageMark::First),
            _ => None,
        };
        rows.extend(journey_rows(first_line + index, mark, journey, layout.detail));
    }
    rows.extend(notes(&journeys, &layout.header));
    rows.extend(layout.last_row.map(ToOwned::to_owned));
    Page { first_line, journeys, rows }
}

/// A check-in note for the first airline that has one, and a fare note the host highlights.
fn notes(journeys: &[Journey], header: &Header) -> Vec<String> {
    let legs = || journeys.iter().flat_map(|journey| &journey.legs);
    let check_in = legs()
        .find(|leg| leg.flight.airline() == "CA")
        .map(|leg| format!("**  CA  PLEASE CHECK IN 45 MINUTES BEFORE DEPARTURE AT {}", leg.from));
    let Header { from, to, .. } = header;
    let to_the_west = from == "URC" || to == "URC";
    let fare = legs().any(|leg| leg.flight.airline() == "MU") && to_the_west;
    let fare = fare.then(|| format!("『**  MU  FARE    {from}{to}/{to}{from}   YI:MU/TZ305』"));
    check_in.into_iter().chain(fare).collect()
}

#[cfg(test)]
#[path = "listing_tests.rs"]
#[expect(clippy::string_slice, reason = "the rows of these tests are ASCII")]
mod tests;
