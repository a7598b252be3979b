//! Retrieving records: by locator, by name, with history; and who is booked on a flight.

use super::answer::Answer;
use super::area::WorkArea;
use super::dialogue::{Dialogue, Shown};
use super::display::{cancelled, movement};
use super::entry::Retrieval;
use super::records::{Flown, Pnr};
use super::refusal::Refusal;
use super::request::DateWord;
use super::session::day_month;
use jiff::civil::Date;

impl Dialogue<'_> {
    pub(super) fn retrieve(&mut self, what: Retrieval) -> Result<Shown, Refusal> {
        match what {
            Retrieval::Locator(locator) => self.fetch(&locator),
            Retrieval::Search { name, flight, date } => self.search_name(&name, &flight, date),
            Retrieval::History(locator) => self.history(locator),
            Retrieval::Current | Retrieval::GroupNames | Retrieval::Items => {
                self.area_rows(&what).map(Shown::Pages)
            }
        }
    }

    fn readable(&self, locator: &str) -> Result<&Pnr, Refusal> {
        let pnr = self.records.pnrs.get(locator).ok_or(Refusal::NoRecord)?;
        if self.may_read(pnr) { Ok(pnr) } else { Err(Refusal::NeedsAuthorisation) }
    }

    fn fetch(&mut self, locator: &str) -> Result<Shown, Refusal> {
        if self.session.area.as_ref().is_some_and(|area| area.changed) {
            return Err(Refusal::Pending);
        }
        let pnr = self.readable(locator)?;
        if pnr.cancelled {
            let rows = cancelled::rows(pnr, self.now.date());
            self.ignore();
            return Ok(Shown::Pages(rows));
        }
        let area = WorkArea::with(pnr.clone());
        self.ignore();
        self.session.replace_area(Some(area));
        self.area_rows(&Retrieval::Current).map(Shown::Pages)
    }

    fn history(&mut self, locator: Option<String>) -> Result<Shown, Refusal> {
        let current = self.session.area.as_ref().and_then(|area| area.pnr.locator.clone());
        let locator = locator.or(current).ok_or(Refusal::NoRecord)?;
        let pnr = self.readable(&locator)?;
        Ok(Shown::Pages(cancelled::rows(pnr, self.now.date())))
    }

    /// One record found is retrieved, several are listed.
    fn search_name(&mut self, name: &str, flight: &str, date: DateWord) -> Result<Shown, Refusal> {
        let date = date.resolve(self.now.date())?;
        let called = |pnr: &Pnr| pnr.passengers.iter().any(|one| one.name.starts_with(name));
        let found: Vec<(&Pnr, &Flown)> = booked(self.records.pnrs.values(), flight, date)
            .into_iter()
            .filter(|(pnr, _)| called(pnr) && self.may_read(pnr))
            .collect();
        match found.as_slice() {
            [] => Err(Refusal::NoRecord),
            [(only, _)] => {
                let locator = only.locator.clone().unwrap_or_default();
                self.fetch(&locator)
            }
            several => Ok(Shown::Rows(movement::rows(flight, &day_month(date), "NAME LIST", several))),
        }
    }

    pub(super) fn movement(&mut self, flight: &str, date: DateWord) -> Result<Answer, Refusal> {
        let date = date.resolve(self.now.date())?;
        let found = booked(self.records.pnrs.values(), flight, date);
        let Some((pnr, _)) = found.first() else { return Err(Refusal::NothingBooked) };
        let pair = pnr
            .flights()
            .find(|(_, flown)| flown.flight == flight)
            .map(|(s, _)| format!("{}{}", s.from, s.to));
        Ok(Answer::rows(movement::rows(flight, &day_month(date), &pair.unwrap_or_default(), &found)))
    }
}

/// Live records with a seat, or a wish for one, on a flight.
fn booked<'a>(pnrs: impl Iterator<Item = &'a Pnr>, flight: &str, date: Date) -> Vec<(&'a Pnr, &'a Flown)> {
    let on =
        |pnr: &'a Pnr| pnr.flights().map(|(_, flown)| flown).find(|f| f.flight == flight && f.date == date);
    pnrs.filter(|pnr| !pnr.cancelled).filter_map(|pnr| on(pnr).map(|flown| (pnr, flown))).collect()
}
