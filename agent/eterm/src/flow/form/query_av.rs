//! Availability on the white screen: open it, fill in the fields, press 【查询】, turn pages until all flights that the
//! form has counted are there, leave.
//!
//! What came broken is asked for once more, on a fresh form.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::QueryAv;

use crate::flow::clerk::Clerk;
use crate::flow::ending::{done, ended};
use crate::flow::form::have_fields;
use crate::flow::query_av::MAX_PAGES;
use crate::flow::{Cause, Defect, Desk, Ending};
use crate::form::{Entry, FlightList, ListedFlight, Page, Press, read_flights};
use crate::journal::StepJournal;
use crate::parse::error;
use crate::ports::{Form, NotReady, Progress, TerminalError};
use crate::screen::Screen;
use crate::step::EffectKind;

/// All flights of one question as the white screen lists them, with the screens they were read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhiteAvResult {
    /// The pages joined.
    pub list: FlightList,
    /// Number of pages.
    pub pages: u32,
    /// The screens, page by page.
    pub screens: Vec<String>,
}

/// What the form says of an answer.
enum Found {
    /// So many flights.
    Flights(usize),
    /// None, in the host's words.
    Nothing(String),
}

/// `None` when the form lacks a field for the question.
pub(super) fn run<T: Form, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    query: &QueryAv,
    entries: &[Entry],
) -> Option<Ending> {
    let mut clerk = Clerk::new(desk);
    let asked = match ask(&mut clerk, query, entries) {
        Err(cause) if cause.may_pass() => {
            clerk.tell(&format!("重新查询：{cause}"));
            clerk.leave_form().and_then(|()| ask(&mut clerk, query, entries))
        }
        settled => settled,
    };
    if let Err(cause) = clerk.leave_form() {
        // The result is there, and the next task leaves the form before it begins.
        clerk.tell(&cause.to_string());
    }
    let ending = asked.map(|result| result.map(|result| done(&result))).transpose()?;
    Some(ended(ending))
}

fn ask<T: Form, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    query: &QueryAv,
    entries: &[Entry],
) -> Result<Option<WhiteAvResult>, Cause> {
    if !have_fields(&clerk.open_form()?, entries) {
        return Ok(None);
    }
    clerk.fill(entries)?;
    let mut list = FlightList::of(query);
    let mut page = clerk.press(&Press::search())?;
    let mut screens = vec![page.text()];
    let total = match found(&page)? {
        Found::Flights(total) => total,
        Found::Nothing(words) => {
            list.notes.push(words);
            0
        }
    };
    if total > 0 {
        read_page(&page, entries, &mut list)?;
    }
    while list.flights.len() < total {
        if screens.len() >= usize::try_from(MAX_PAGES).unwrap_or(usize::MAX) {
            return Err(Cause::TooManyPages(MAX_PAGES));
        }
        page = clerk.press(&Press::next_page())?;
        screens.push(page.text());
        read_page(&page, entries, &mut list)?;
    }
    if list.flights.len() > total {
        return Err(Defect::MaybeCut.into());
    }
    let pages = u32::try_from(screens.len()).unwrap_or(u32::MAX);
    Ok(Some(WhiteAvResult { list, pages, screens }))
}

/// `共 3 个航班`, or `查询失败 ` and the host's words.
fn found(page: &Screen) -> Result<Found, Cause> {
    let message = Page::of(page).message().unwrap_or_default();
    if let Some(count) = message.strip_prefix('共').and_then(|rest| rest.strip_suffix("个航班")) {
        let count = count.trim().parse();
        return count.map(Found::Flights).map_err(|_not_a_number| no_verdict(message));
    }
    let Some(words) = message.strip_prefix("查询失败") else { return Err(no_verdict(message)) };
    match error::find(&Screen::from_text(words.trim())) {
        Some(answer) if answer.says_nothing_to_show() => Ok(Found::Nothing(answer.text)),
        Some(answer) if answer.is_signed_off() => Err(TerminalError::NotReady(NotReady::SignedOff).into()),
        Some(answer) => Err(Cause::Refused(answer.after(EffectKind::ReadOnly))),
        None => Err(no_verdict(message)),
    }
}

fn no_verdict(message: &str) -> Cause {
    Defect::NoVerdict(message.to_owned()).into()
}

/// Adds the flights of a page that still names the question and is not the one before.
fn read_page(page: &Screen, entries: &[Entry], list: &mut FlightList) -> Result<(), Cause> {
    if !entries.iter().all(|entry| entry.stands_on(Page::of(page))) {
        return Err(Defect::Form("the question that was asked").into());
    }
    let known = list.flights.len();
    let first = u16::try_from(known).unwrap_or(u16::MAX).saturating_add(1);
    let flights = read_flights(page, first).map_err(|first| Defect::Rows { count: 1, first })?;
    if flights.is_empty() {
        return Err(Defect::MaybeCut.into());
    }
    let last_page = list.flights.iter().skip(known.saturating_sub(flights.len()));
    if last_page.map(without_line).eq(flights.iter().map(without_line)) {
        return Err(Defect::SamePage.into());
    }
    list.flights.extend(flights);
    Ok(())
}

fn without_line(flight: &ListedFlight) -> ListedFlight {
    ListedFlight { line: 0, ..flight.clone() }
}
