//! The end of a transaction: what must be right first, and what is kept then.

use super::area::WorkArea;
use super::dialogue::{Dialogue, Shown};
use super::display::{cancelled::airline_limit, end};
use super::entry::End;
use super::records::{Content, Flown, Pnr, Records, Segment, Service, Status, TransactionRecord};
use super::refusal::Refusal;
use super::reply::Effect;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Span};

/// The shortest time between two flights.
const SHORTEST_CONNECTION: SignedDuration = SignedDuration::from_mins(40);

impl Dialogue<'_> {
    pub(super) fn end(&mut self, end: End) -> Result<Shown, Refusal> {
        self.check_version()?;
        let area = self.existing_area()?;
        if area.cancels {
            return self.cancel();
        }
        check(area, end)?;
        self.keep(end)
    }

    /// Nobody else has changed the record since it was read.
    pub(super) fn check_version(&mut self) -> Result<(), Refusal> {
        let area = self.session.area.as_ref().ok_or(Refusal::NoRecord)?;
        let kept = area.pnr.locator.as_ref().and_then(|locator| self.records.pnrs.get(locator));
        let version = kept.map_or(0, |kept| kept.next_transaction() - 1);
        if version == area.version { Ok(()) } else { Err(Refusal::SimultaneousModification) }
    }

    fn cancel(&mut self) -> Result<Shown, Refusal> {
        let now = self.now;
        let locator = self.session.area.as_ref().and_then(|area| area.pnr.locator.clone());
        self.ignore();
        let locator = locator.ok_or(Refusal::NoRecord)?;
        let transaction = self.transaction(now);
        let Records { pnrs, inventory, .. } = &mut *self.records;
        let pnr = pnrs.get_mut(&locator).ok_or(Refusal::NoRecord)?;
        let number = pnr.next_transaction();
        for flown in pnr.flights_mut() {
            let (key, held) = (flown.seat_key(), flown.held());
            inventory.give_back(&key, held);
            flown.status = Status::Dl;
            flown.history.push((Status::Dl, number));
        }
        pnr.items.retain(|item| !matches!(item.content, Content::TicketService(_)));
        pnr.cancelled = true;
        pnr.transactions.push(transaction);
        self.effects.push(Effect::Cancelled { locator: locator.clone() });
        Ok(Shown::Rows(vec![format!("PNR CANCELLED {locator}")]))
    }

    /// Who ends a transaction now.
    pub(super) fn transaction(&self, at: DateTime) -> TransactionRecord {
        let office = self.session.workplace().office.clone();
        TransactionRecord { office, agent: self.session.agent().to_owned(), at }
    }

    fn keep(&mut self, end: End) -> Result<Shown, Refusal> {
        let Some(mut area) = self.session.replace_area(None) else { return Err(Refusal::NoRecord) };
        if !area.changed {
            let acted = statuses(&area.pnr);
            return Ok(Shown::Rows(end::rows(&area.pnr, &acted, None)));
        }
        let acted = statuses(&area.pnr);
        let new = area.pnr.locator.is_none();
        let limit = if new { self.complete(&mut area.pnr) } else { None };
        take_over(&mut area.pnr, end.confirm);
        let pnr = self.commit(area);
        Ok(Shown::Rows(end::rows(&pnr, &acted, limit.as_deref())))
    }

    /// Writes the record down and tells what changed.
    pub(super) fn commit(&mut self, area: WorkArea) -> Pnr {
        let before = area.pnr.locator.as_ref().and_then(|locator| self.records.pnrs.get(locator)).cloned();
        let mut pnr = area.keep(&mut self.records.inventory);
        pnr.transactions.push(self.transaction(self.now));
        let locator = pnr.locator.clone().unwrap_or_default();
        self.effects.push(match before {
            None => Effect::Booked { locator: locator.clone() },
            Some(before) => difference(&before, &pnr, &locator),
        });
        self.records.pnrs.insert(locator, pnr.clone());
        pnr
    }

    /// Gives a new record what every record has: locators and the airline's limit; returns the limit.
    fn complete(&mut self, pnr: &mut Pnr) -> Option<String> {
        let (locator, airline_locator) = self.records.new_locators();
        pnr.add(Content::Remark(format!("CA/{airline_locator}")));
        pnr.locator = Some(locator);
        pnr.airline_locator = Some(airline_locator);
        let (_, first) = pnr.flights().find(|(_, flown)| flown.status == Status::Dk)?;
        let airline = first.airline().to_owned();
        let at = airline_limit_at(first, self.now);
        let limit = airline_limit(at.date(), &format!("{:02}{:02}", at.hour(), at.minute()));
        let city = pnr.office.get(..3).unwrap_or_default();
        let text = format!("BY {city}{limit} OR CXL {airline} ALL SEGS");
        let (code, carrier) = ("ADTK".to_owned(), "1E".to_owned());
        pnr.add(Content::Service(Service { code, carrier, action: String::new(), text, passenger: None }));
        Some(limit)
    }
}

/// A day from now, but an hour before departure at the latest.
fn airline_limit_at(first: &Flown, now: DateTime) -> DateTime {
    let tomorrow = now.saturating_add(Span::new().hours(24));
    tomorrow.min(departure(first).saturating_sub(Span::new().hours(1)))
}

fn clock(date: jiff::civil::Date, hhmm: &str) -> DateTime {
    let part =
        |range: std::ops::Range<usize>| hhmm.get(range).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    date.at(part(0..2), part(2..4), 0, 0)
}

fn departure(flown: &Flown) -> DateTime {
    clock(flown.date, &flown.departure)
}

fn arrival(flown: &Flown) -> DateTime {
    clock(flown.date.saturating_add(Span::new().days(flown.arrival_days)), &flown.arrival)
}

fn statuses(pnr: &Pnr) -> Vec<(Segment, Status)> {
    let flown = |segment: &Segment| segment.flown.as_ref().map(|flown| (segment.clone(), flown.status));
    pnr.segments.iter().filter_map(flown).collect()
}

/// Actions become what they lead to; what an airline refused leaves the record.
fn take_over(pnr: &mut Pnr, confirm: bool) {
    let number = pnr.next_transaction();
    for flown in pnr.flights_mut() {
        let after = flown.status.at_end(confirm);
        if after != flown.status {
            flown.status = after;
            flown.history.push((after, number));
        }
    }
    let refused = [Status::Uc, Status::Un, Status::No];
    if confirm {
        pnr.segments
            .retain(|segment| segment.flown.as_ref().is_none_or(|flown| !refused.contains(&flown.status)));
    }
}

fn difference(before: &Pnr, after: &Pnr, locator: &str) -> Effect {
    let stays = |id| after.passengers.iter().any(|passenger| passenger.id == id);
    let gone = before.passengers.iter().filter(|passenger| !stays(passenger.id));
    let removed = gone.map(|passenger| passenger.name.clone()).collect();
    let offices = |pnr: &Pnr| -> Vec<String> {
        let remarks = pnr.items.iter().filter_map(|item| {
            let Content::Remark(text) = &item.content else { return None };
            text.strip_prefix("TJ ")
        });
        remarks.map(|text| text.strip_prefix("AUTH ").unwrap_or(text).to_owned()).collect()
    };
    let known = offices(before);
    let authorised = offices(after).into_iter().filter(|office| !known.contains(office)).collect();
    let version = after.next_transaction() - 1;
    Effect::Changed { locator: locator.to_owned(), version, removed, authorised }
}

/// The rules, in the order in which they are looked at.
fn check(area: &WorkArea, end: End) -> Result<(), Refusal> {
    let pnr = &area.pnr;
    if pnr.passengers.is_empty() && pnr.group.is_none() {
        return Err(Refusal::Names);
    }
    if pnr.flights().next().is_none() {
        return Err(Refusal::Segment);
    }
    if area.changed {
        check_seats(pnr)?;
        check_infants(pnr)?;
        check_contact(pnr)?;
        check_ticketing(area)?;
    }
    if end.force { Ok(()) } else { check_itinerary(pnr) }
}

fn check_seats(pnr: &Pnr) -> Result<(), Refusal> {
    let names = u16::try_from(pnr.passengers.len()).unwrap_or(u16::MAX);
    let fits = |count: u16| match &pnr.group {
        Some(_) => count >= names,
        None => count == names,
    };
    if pnr.flights().all(|(_, flown)| fits(flown.count)) { Ok(()) } else { Err(Refusal::SeatsAndNames) }
}

/// Every infant has its name and its request, both with the same adult.
fn check_infants(pnr: &Pnr) -> Result<(), Refusal> {
    let mut named = Vec::new();
    let mut requested = Vec::new();
    for item in &pnr.items {
        if let Content::Infant { adult, .. } = &item.content {
            named.push(*adult);
        } else if let Content::Service(Service { code, passenger: Some(adult), .. }) = &item.content
            && code == "INFT"
        {
            requested.push(*adult);
        }
    }
    let paired = named.iter().all(|adult| requested.contains(adult))
        && requested.iter().all(|one| named.contains(one));
    if paired { Ok(()) } else { Err(Refusal::Infant) }
}

fn check_contact(pnr: &Pnr) -> Result<(), Refusal> {
    let reaches = |content: &Content| {
        matches!(content, Content::Contact(_))
            || matches!(content, Content::Information { text, .. } if text.starts_with("CTCT"))
    };
    if pnr.items.iter().any(|item| reaches(&item.content)) { Ok(()) } else { Err(Refusal::ContactMissing) }
}

/// A new record says when it will be ticketed; one that was kept may be without it on its way to a ticket.
fn check_ticketing(area: &WorkArea) -> Result<(), Refusal> {
    let pnr = &area.pnr;
    let says = pnr.items.iter().any(|item| item.content.rank() == Content::Ticketed.rank());
    if !says && pnr.locator.is_none() {
        return Err(Refusal::TicketingMissing);
    }
    let itinerary = pnr.itinerary();
    let other = |content: &Content| matches!(content, Content::FareCalculation { itinerary: of, .. } if *of != itinerary);
    if pnr.items.iter().any(|item| other(&item.content)) { Err(Refusal::ItineraryMismatch) } else { Ok(()) }
}

/// Each segment begins where the one before ends, and late enough.
fn check_itinerary(pnr: &Pnr) -> Result<(), Refusal> {
    for pair in pnr.segments.windows(2) {
        let [before, after] = pair else { continue };
        let city = |airport: &str| crate::flights::places::city_of(airport).map(ToOwned::to_owned);
        if city(&before.to) != city(&after.from) {
            return Err(Refusal::Continuity);
        }
        if let (Some(before), Some(after)) = (&before.flown, &after.flown)
            && departure(after).duration_since(arrival(before)) < SHORTEST_CONNECTION
        {
            return Err(Refusal::Connection);
        }
    }
    Ok(())
}
