//! One transmission of one session, from its text to what it brings about.

use super::answer::Answer;
use super::area::WorkArea;
use super::central::{ForeignRecords, HostSettings};
use super::command::{Command, PageMove};
use super::conduct::Conduct;
use super::display::pnr::{self, View};
use super::entry::{Entry, Retrieval};
use super::pages::TextPages;
use super::records::{Pnr, Records};
use super::refusal::Refusal;
use super::reply::{Effect, Later, Reply};
use super::session::{Paged, Session};
use crate::flights::Timetable;
use jiff::civil::DateTime;

/// Everything a command may look at and change.
pub(super) struct Dialogue<'a> {
    pub(super) settings: &'a HostSettings,
    pub(super) timetable: &'a Timetable,
    pub(super) records: &'a mut Records,
    pub(super) session: &'a mut Session,
    pub(super) conduct: &'a Conduct,
    pub(super) now: DateTime,
    pub(super) later: Vec<Later>,
    pub(super) effects: Vec<Effect>,
}

/// What an entry leaves to be shown.
pub(super) enum Shown {
    /// The record in the work area as it stands now.
    Area,
    /// Rows, however many.
    Rows(Vec<String>),
    /// Rows in pages of twelve.
    Pages(Vec<String>),
}

impl Dialogue<'_> {
    pub(super) fn receive(mut self, text: &str) -> Reply {
        let answer = self.allowed(text).and_then(|command| self.execute(command));
        let answer = answer.unwrap_or_else(|refusal| {
            if refusal != Refusal::NoDisplay {
                self.session.paged = None;
            }
            Answer::rows(refusal.to_string().lines().map(ToOwned::to_owned).collect())
        });
        Reply { answer, later: self.later, effects: self.effects }
    }

    /// Without an agent only signing in and looking at the areas are possible; after segments were held for
    /// too long the next command only hears of it.
    fn allowed(&mut self, text: &str) -> Result<Command, Refusal> {
        let command = Command::parse(text);
        if matches!(command, Ok(Command::SignIn { .. } | Command::Areas)) {
            return command;
        }
        if !self.session.is_signed_in() {
            return Err(Refusal::SignInFirst);
        }
        if std::mem::take(&mut self.session.overdue) { Err(Refusal::HeldTooLong) } else { command }
    }

    fn execute(&mut self, command: Command) -> Result<Answer, Refusal> {
        if let Command::Turn(to) = command {
            return self.turn(to);
        }
        if let Command::Entries(entries) = command {
            return self.enter_all(entries);
        }
        let paged = self.session.paged.take();
        match command {
            Command::Turn(_) | Command::Entries(_) => {
                self.session.paged = paged;
                Err(Refusal::Function)
            }
            Command::Availability(request) => self.availability(&request),
            Command::SignIn { number, password } => self.sign_in(&number, &password),
            Command::SignOut => self.sign_out(),
            Command::ClearPages => Ok(Answer::cleared()),
            Command::Areas => Ok(Answer::rows(self.session.areas(self.now))),
            Command::Movement { flight, date } => self.movement(&flight, date),
            Command::Ticket(query) => self.ticket(&query).map(|rows| self.show_pages(&rows)),
            Command::Device(command) => self.device(&command).map(Answer::rows),
        }
    }

    fn turn(&mut self, to: PageMove) -> Result<Answer, Refusal> {
        let rows = match self.session.paged.as_mut().ok_or(Refusal::NoDisplay)? {
            Paged::Flights(listing) => listing.turn(to),
            Paged::Text(pages) => pages.turn(to),
        };
        let rows = rows?;
        self.session.seen = self.session.seen.max(highest_number(&rows));
        Ok(Answer::rows(rows))
    }

    fn sign_in(&mut self, number: &str, password: &str) -> Result<Answer, Refusal> {
        let agent = self.settings.agents.iter().find(|agent| agent.number == number);
        if agent.ok_or(Refusal::UserGroup)?.password != password {
            return Err(Refusal::Protection);
        }
        self.session.sign_in(number, self.now)?;
        Ok(Answer::row(&self.session.welcome()))
    }

    fn sign_out(&mut self) -> Result<Answer, Refusal> {
        if self.session.area.as_ref().is_some_and(|area| area.changed) {
            return Err(Refusal::Pending);
        }
        self.ignore();
        self.session.sign_out().map(|number| Answer::row(&format!("{number} SIGNED OUT A")))
    }

    /// Empties the work area.
    pub(super) fn ignore(&mut self) {
        if let Some(area) = self.session.replace_area(None) {
            area.ignore(&mut self.records.inventory);
        }
    }

    /// The entries of one transmission, one after the other; the first that is refused ends it, and what the
    /// ones before it did stays in the work area. An end right after a ticketing has nothing left to end.
    fn enter_all(&mut self, entries: Vec<Entry>) -> Result<Answer, Refusal> {
        let mut shown = Shown::Area;
        let mut ended = false;
        for entry in entries {
            if !matches!(entry, Entry::SellFromLine(_)) {
                self.session.paged = None;
            }
            if ended && matches!(entry, Entry::End(_)) {
                continue;
            }
            ended = matches!(entry, Entry::Issue(_));
            shown = self.enter(entry)?;
        }
        self.session.paged = None;
        self.present(shown)
    }

    fn enter(&mut self, entry: Entry) -> Result<Shown, Refusal> {
        match entry {
            Entry::Ignore => {
                self.ignore();
                Ok(Shown::Rows(vec!["PNR IGNORED".to_owned()]))
            }
            Entry::Retrieve(retrieval) => self.retrieve(retrieval),
            Entry::End(end) => self.end(end),
            Entry::CancelAll => self.cancel_all(),
            Entry::Delete(numbers) => self.delete(&numbers),
            Entry::DeletePassengers(numbers) => self.delete_passengers(numbers),
            Entry::Reconfirm(numbers) => self.reconfirm(&numbers),
            Entry::Price(request) => self.price(request),
            Entry::StoreFare(number) => self.store_fare(number),
            Entry::Issue(request) => self.issue(&request),
            Entry::Retry => self.retry(),
            Entry::Sell(request) => self.sell(&request),
            Entry::SellFromLine(request) => self.sell_from_line(&request),
            Entry::Gap { from, to } => self.gap(&from, &to),
            Entry::Names(names) => self.names(names),
            Entry::Group { total, name } => self.group(total, name),
            Entry::Infant(infant) => self.infant(infant),
            Entry::Service(service) => self.service(service),
            Entry::Contact(_)
            | Entry::Limit { .. }
            | Entry::Information(_)
            | Entry::Remark(_)
            | Entry::Endorsement(_)
            | Entry::Payment(_) => self.item(entry),
        }
    }

    fn present(&mut self, shown: Shown) -> Result<Answer, Refusal> {
        match shown {
            Shown::Rows(rows) => Ok(Answer::rows(rows)),
            Shown::Pages(rows) => Ok(self.show_pages(&rows)),
            Shown::Area => {
                let rows = self.area_rows(&Retrieval::Current)?;
                Ok(self.show_pages(&rows))
            }
        }
    }

    /// The record in work as rows; their numbers are what later entries mean.
    pub(super) fn area_rows(&mut self, what: &Retrieval) -> Result<Vec<String>, Refusal> {
        let area = self.session.area.as_ref().ok_or(Refusal::NoRecord)?;
        let masked = !area.pnr.is_open_to(&self.session.workplace().office);
        let group_names = *what == Retrieval::GroupNames;
        let view = View { today: self.now.date(), group_names, masked };
        let rows = if *what == Retrieval::Items {
            pnr::item_rows(&area.pnr, view)
        } else {
            pnr::rows(&area.pnr, view)
        };
        self.session.displayed = area.pnr.elements();
        self.session.seen = highest_number(&TextPages::divide(&rows).rows());
        Ok(rows)
    }

    fn show_pages(&mut self, rows: &[String]) -> Answer {
        let pages = TextPages::divide(rows);
        let first = pages.rows();
        self.session.paged = Some(Paged::Text(pages));
        Answer::rows(first)
    }

    /// The record in work, to be changed.
    ///
    /// # Errors
    /// [`Refusal::NoRecord`] without one, [`Refusal::Authority`] when the office may only look.
    pub(super) fn existing_area(&mut self) -> Result<&mut WorkArea, Refusal> {
        let office = self.session.workplace().office.clone();
        let area = self.session.area.as_mut().ok_or(Refusal::NoRecord)?;
        if area.pnr.is_open_to(&office) { Ok(area) } else { Err(Refusal::Authority) }
    }

    /// The record in work, or a new one, to be changed.
    pub(super) fn area(&mut self) -> Result<&mut WorkArea, Refusal> {
        if self.session.area.is_none() {
            let new = WorkArea::with(Pnr::new(&self.session.workplace().office));
            self.session.replace_area(Some(new));
        }
        self.existing_area()
    }

    /// Whether the office may read a record at all.
    pub(super) fn may_read(&self, pnr: &Pnr) -> bool {
        pnr.is_open_to(&self.session.workplace().office)
            || self.settings.foreign_records == ForeignRecords::Masked
    }
}

/// The highest number that begins a row: ` 7.`, `12.`.
fn highest_number(rows: &[String]) -> usize {
    let number = |row: &String| row.trim_start().split_once('.').and_then(|(number, _)| number.parse().ok());
    rows.iter().filter_map(number).max().unwrap_or(0)
}

#[cfg(test)]
#[path = "dialogue_tests.rs"]
#[expect(clippy::string_slice, reason = "the rows of these tests are ASCII")]
mod tests;
