//! Issuing tickets (`ETDZ`) and trying pending ones again (`ETRY`).

use super::conduct::ServerConduct;
use super::dialogue::{Dialogue, Shown};
use super::display::yuan;
use super::entry::{IssueOnly, IssueRequest};
use super::records::{
    Content, Coupon, CouponStatus, ElementId, Flown, Money, PassengerKind, Pnr, Service, Settlement, Status,
    Ticket, TicketService, TravellerKind, dashed,
};
use super::refusal::Refusal;
use super::reply::{Arrival, Effect, Later};
use super::session::day_month;
use crate::flights::airlines::airline;

/// What the host says while the airline's server works.
const PROCESSING: &str = "ET PROCESSING...  PLEASE WAIT!";
/// What it says when the server has issued.
const ISSUED: &str = "ELECTRONIC TICKET ISSUED";
/// Flights a ticket has room for.
const MOST_COUPONS: usize = 4;

/// Somebody who gets a ticket.
struct Traveller {
    passenger: ElementId,
    name: String,
    kind: PassengerKind,
    money: Money,
    calculation: String,
}

impl Dialogue<'_> {
    pub(super) fn issue(&mut self, request: &IssueRequest) -> Result<Shown, Refusal> {
        let pnr = &self.existing_area()?.pnr;
        if pnr.locator.is_none() {
            return Err(Refusal::Pending);
        }
        let pnr = pnr.clone();
        self.ready_device(request.device)?;
        let people = wanted(&pnr, request)?;
        check_record(&pnr)?;
        let travellers: Vec<Traveller> =
            people.into_iter().map(|one| traveller(&pnr, one)).collect::<Result<_, _>>()?;
        check_documents(&pnr, &travellers)?;
        self.check_version()?;
        if self.conduct.server == ServerConduct::TimeOut {
            self.ignore();
            return Err(Refusal::ServerTimeOut);
        }
        if self.conduct.server == ServerConduct::NothingIssued {
            self.ignore();
            return Ok(Shown::Rows(vec![amount_row(&pnr, &travellers)]));
        }
        self.write_tickets(request.device, &travellers)
    }

    fn write_tickets(&mut self, number: u16, travellers: &[Traveller]) -> Result<Shown, Refusal> {
        let office = self.session.workplace().office.clone();
        let device = self.records.devices.get_mut(&office, number).ok_or(Refusal::Device)?;
        let serials = device.draw(travellers.len()).or(Err(Refusal::Stock))?;
        let Some(mut area) = self.session.replace_area(None) else { return Err(Refusal::NoRecord) };
        let mut rows = vec![amount_row(&area.pnr, travellers)];
        let mut numbers = Vec::new();
        for (traveller, serial) in travellers.iter().zip(serials) {
            let ticket = self.ticket_for(&area.pnr, traveller, (number, serial));
            write(&mut area.pnr, traveller, &ticket);
            rows.push(dashed(&ticket.number));
            numbers.push(ticket.number.clone());
            self.records.tickets.insert(ticket.number.clone(), ticket);
        }
        mark_ticketed(&mut area.pnr);
        let locator = area.pnr.locator.clone().unwrap_or_default();
        area.changed = true;
        self.commit(area);
        self.effects.pop();
        self.effects.push(Effect::Ticketed { locator, tickets: numbers });
        if self.conduct.server == ServerConduct::TimeOutIssued {
            return Err(Refusal::ServerTimeOut);
        }
        self.announce();
        Ok(Shown::Rows(rows))
    }

    /// The screens after the first one.
    fn announce(&mut self) {
        let gap = self.conduct.phase_gap;
        let mut later = |after, text: &str, arrival| {
            self.later.push(Later { after, lines: vec![text.to_owned()], arrival });
        };
        match self.conduct.server {
            ServerConduct::Prompt => {
                later(gap, PROCESSING, Arrival::Shown);
                later(gap * 2, ISSUED, Arrival::Shown);
            }
            ServerConduct::LateMessage => {
                later(gap, PROCESSING, Arrival::Shown);
                later(self.conduct.late, ISSUED, Arrival::Waiting);
            }
            ServerConduct::SilentAfterProcessing | ServerConduct::Pending => {
                later(gap, PROCESSING, Arrival::Shown);
            }
            ServerConduct::SilentAfterAmount
            | ServerConduct::NothingIssued
            | ServerConduct::TimeOut
            | ServerConduct::TimeOutIssued => (),
        }
    }

    fn ticket_for(&self, pnr: &Pnr, traveller: &Traveller, (device, serial): (u16, u64)) -> Ticket {
        let first = pnr.flights().next().map(|(_, flown)| flown.airline().to_owned()).unwrap_or_default();
        let late = self.conduct.server == ServerConduct::LateMessage;
        let wait = if late { self.conduct.late } else { self.conduct.phase_gap * 2 };
        let pending = self.conduct.server == ServerConduct::Pending;
        let due = Settlement::Due(self.now.saturating_add(wait));
        let settlement = if pending { Settlement::Pending } else { due };
        Ticket {
            number: format!("{}{serial:010}", airline_number(&first)),
            settlement,
            locator: pnr.locator.clone().unwrap_or_default(),
            airline_locator: pnr.airline_locator.clone().unwrap_or_default(),
            office: self.session.workplace().office.clone(),
            agent: self.session.agent().to_owned(),
            device,
            issued_at: self.now,
            passenger: traveller.name.clone(),
            kind: traveller.kind,
            documents: documents(pnr, traveller.passenger),
            coupons: coupons(pnr, &traveller.calculation),
            calculation: traveller.calculation.clone(),
            endorsement: endorsement(pnr),
            money: traveller.money,
        }
    }

    pub(super) fn retry(&mut self) -> Result<Shown, Refusal> {
        let today = self.now.date();
        let pnr = self.existing_area()?.pnr.clone();
        let locator = pnr.locator.clone().ok_or(Refusal::NothingToRetry)?;
        let own: Vec<&Ticket> =
            self.records.tickets.values().filter(|ticket| ticket.locator == locator).collect();
        if own.is_empty() {
            return Err(Refusal::NothingToRetry);
        }
        let pending: Vec<String> = own
            .iter()
            .filter(|ticket| ticket.settlement == Settlement::Pending)
            .map(|t| t.number.clone())
            .collect();
        if pending.is_empty() {
            return Err(Refusal::AllIssued);
        }
        let at_airline =
            |content: &Content| matches!(content, Content::Remark(text) if text.starts_with("CA/"));
        if !pnr.items.iter().any(|item| at_airline(&item.content)) {
            return Err(Refusal::AirlineRecordMissing);
        }
        if own.iter().any(|ticket| ticket.issued_at.date() != today) {
            return Err(Refusal::OutOfDate);
        }
        if matches!(
            self.conduct.server,
            ServerConduct::Pending | ServerConduct::TimeOut | ServerConduct::NothingIssued
        ) {
            return Err(Refusal::ServerTimeOut);
        }
        self.ignore();
        let due = Settlement::Due(self.now.saturating_add(self.conduct.phase_gap));
        for ticket in self.records.tickets.values_mut().filter(|ticket| pending.contains(&ticket.number)) {
            ticket.settlement = due;
        }
        self.effects.push(Effect::Retried { locator, tickets: pending });
        if self.conduct.server == ServerConduct::TimeOutIssued {
            return Err(Refusal::ServerTimeOut);
        }
        let (after, lines) = (self.conduct.phase_gap, vec![ISSUED.to_owned()]);
        let silent = matches!(
            self.conduct.server,
            ServerConduct::SilentAfterAmount | ServerConduct::SilentAfterProcessing
        );
        if !silent {
            self.later.push(Later { after, lines, arrival: Arrival::Shown });
        }
        Ok(Shown::Rows(vec![PROCESSING.to_owned()]))
    }
}

/// A passenger, or the infant that one carries.
struct Person {
    passenger: ElementId,
    name: String,
    kind: PassengerKind,
}

/// Everybody to be ticketed who has no ticket yet.
fn wanted(pnr: &Pnr, request: &IssueRequest) -> Result<Vec<Person>, Refusal> {
    let find = |number: &usize| pnr.passenger(*number).map(|one| one.id).ok_or(Refusal::PassengerNumber);
    let chosen: Vec<ElementId> = request.passengers.iter().map(find).collect::<Result<_, _>>()?;
    let meant = |person: &Person| {
        let infant = person.kind == PassengerKind::Infant;
        let kind = match request.only {
            Some(IssueOnly::Infants) => infant,
            Some(IssueOnly::Seated) => !infant,
            None => true,
        };
        kind && (chosen.is_empty() || chosen.contains(&person.passenger))
    };
    let all: Vec<Person> = people(pnr).into_iter().filter(meant).collect();
    if all.is_empty() {
        return Err(Refusal::PassengerNumber);
    }
    let ticketed = |person: &Person| {
        pnr.items.iter().any(|item| {
            matches!(&item.content, Content::TicketNumber { passenger, infant, .. }
                if *passenger == person.passenger && *infant == (person.kind == PassengerKind::Infant))
        })
    };
    let left: Vec<Person> = all.into_iter().filter(|person| !ticketed(person)).collect();
    if left.is_empty() { Err(Refusal::Ticketed) } else { Ok(left) }
}

fn people(pnr: &Pnr) -> Vec<Person> {
    let seated = pnr.passengers.iter().map(|one| {
        let kind = if one.kind == TravellerKind::Child { PassengerKind::Child } else { PassengerKind::Adult };
        Person { passenger: one.id, name: one.name.clone(), kind }
    });
    let infants = pnr.items.iter().filter_map(|item| {
        let Content::Infant { name, adult, .. } = &item.content else { return None };
        Some(Person { passenger: *adult, name: name.clone(), kind: PassengerKind::Infant })
    });
    seated.chain(infants).collect()
}

/// What must be right about the record itself, in the order in which it is looked at.
fn check_record(pnr: &Pnr) -> Result<(), Refusal> {
    if pnr.flights().any(|(_, flown)| flown.status != Status::Rr) {
        return Err(Refusal::Action);
    }
    if pnr.items.iter().any(|item| matches!(item.content, Content::Limit { .. })) {
        return Err(Refusal::TicketingElement);
    }
    let itinerary = pnr.itinerary();
    let other = |content: &Content| matches!(content, Content::FareCalculation { itinerary: of, .. } if *of != itinerary);
    if pnr.items.iter().any(|item| other(&item.content)) {
        return Err(Refusal::ItineraryMismatch);
    }
    let coupons = pnr.flights().count();
    let paper = pnr.flights().any(|(_, flown)| !flown.electronic);
    if paper || coupons > MOST_COUPONS || pnr.group.is_some() { Err(Refusal::Manual) } else { Ok(()) }
}

/// The fare stored for a kind of passenger: exactly one, and a payment.
fn traveller(pnr: &Pnr, person: Person) -> Result<Traveller, Refusal> {
    let mut amounts = Vec::new();
    let mut calculations = Vec::new();
    for item in &pnr.items {
        if let Content::FareAmount { kind, fare, taxes, .. } = &item.content
            && *kind == person.kind
        {
            amounts.push(Money { fare: *fare, airport: taxes.0, fuel: taxes.1 });
        } else if let Content::FareCalculation { kind, text, .. } = &item.content
            && *kind == person.kind
        {
            calculations.push(text.clone());
        }
    }
    let infant = person.kind == PassengerKind::Infant;
    let pays = |content: &Content| matches!(content, Content::Payment { kind, .. } if (*kind == PassengerKind::Infant) == infant);
    let paid = pnr.items.iter().any(|item| pays(&item.content));
    match (amounts.as_slice(), calculations.as_slice()) {
        ([money], [calculation]) if paid => {
            let Person { passenger, name, kind } = person;
            Ok(Traveller { passenger, name, kind, money: *money, calculation: calculation.clone() })
        }
        ([_, _, ..], _) | (_, [_, _, ..]) => Err(Refusal::Manual),
        _ => Err(Refusal::FareMissing),
    }
}

fn check_documents(pnr: &Pnr, travellers: &[Traveller]) -> Result<(), Refusal> {
    let seated = |traveller: &&Traveller| traveller.kind != PassengerKind::Infant;
    let all =
        travellers.iter().filter(seated).all(|traveller| !documents(pnr, traveller.passenger).is_empty());
    if all { Ok(()) } else { Err(Refusal::DocumentMissing) }
}

fn documents(pnr: &Pnr, whose: ElementId) -> Vec<String> {
    let texts = pnr.items.iter().filter_map(|item| {
        let Content::Service(Service { code, text, passenger, .. }) = &item.content else { return None };
        (code == "FOID" && *passenger == Some(whose)).then(|| text.clone())
    });
    texts.collect()
}

fn endorsement(pnr: &Pnr) -> String {
    let found = pnr.items.iter().find_map(|item| {
        let Content::Endorsement(text) = &item.content else { return None };
        Some(text.clone())
    });
    found.unwrap_or_default()
}

/// One coupon for each flight; the basis stands behind its amount in the calculation.
fn coupons(pnr: &Pnr, calculation: &str) -> Vec<Coupon> {
    let is_amount = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
    let behind = |word: &str| word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned();
    let mut words = calculation.split(' ').filter(is_amount).map(behind);
    pnr.flights()
        .map(|(segment, flown)| Coupon {
            from: segment.from.clone(),
            to: segment.to.clone(),
            flight: flown.flight.clone(),
            class: flown.class.clone(),
            date: flown.date,
            departure: flown.departure.clone(),
            basis: words.next().unwrap_or_default(),
            terminals: flown.terminals.clone(),
            status: CouponStatus::Open,
        })
        .collect()
}

/// `CNY800.00       KABC12`
fn amount_row(pnr: &Pnr, travellers: &[Traveller]) -> String {
    let total: i64 = travellers.iter().map(|traveller| traveller.money.total()).sum();
    let amount = format!("CNY{}", yuan(total));
    format!("{amount:<16}{}", pnr.locator.as_deref().unwrap_or_default())
}

/// Writes a ticket's number into the record, once for each flight for the airline.
fn write(pnr: &mut Pnr, traveller: &Traveller, ticket: &Ticket) {
    let infant = traveller.kind == PassengerKind::Infant;
    let flights: Vec<(String, Flown)> = pnr
        .flights()
        .map(|(segment, flown)| (format!("{}{}", segment.from, segment.to), flown.clone()))
        .collect();
    for (coupon, (pair, flown)) in (1..).zip(flights) {
        pnr.add(Content::TicketService(TicketService {
            carrier: flown.airline().to_owned(),
            flight: format!("{pair} {} {}{}", flown.number(), flown.class, day_month(flown.date)),
            number: ticket.number.clone(),
            coupon,
            pending: true,
            infant,
            passenger: traveller.passenger,
        }));
    }
    pnr.add(Content::TicketNumber { number: ticket.number.clone(), infant, passenger: traveller.passenger });
}

/// `T`, and the notes that come with it.
fn mark_ticketed(pnr: &mut Pnr) {
    if pnr.items.iter().any(|item| item.content == Content::Ticketed) {
        return;
    }
    let airline = pnr.flights().next().map(|(_, flown)| flown.airline().to_owned()).unwrap_or_default();
    pnr.add(Content::Ticketed);
    for text in ["1 PNR RR AND PRINTED".to_owned(), format!("1 {airline}AIRLINES ET PNR")] {
        let (code, carrier) = ("OTHS".to_owned(), "1E".to_owned());
        pnr.add(Content::Service(Service { code, carrier, action: String::new(), text, passenger: None }));
    }
}

/// The three digits a ticket of an airline begins with.
fn airline_number(code: &str) -> &'static str {
    airline(code).map_or("999", |airline| airline.ticket_prefix)
}
