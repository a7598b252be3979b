//! The host as all its terminals share it.

use super::availability::Continuation;
use super::conduct::Conduct;
use super::dialogue::Dialogue;
use super::listing::Numbering;
use super::records::{Content, Records, Status};
use super::reply::Reply;
use super::session::{Agent, Session, Workplace};
use crate::flights::{Journey, Query, Timetable, search};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an office without rights gets to see of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForeignRecords {
    /// Nothing: authorisation is asked for.
    #[default]
    Refused,
    /// All but documents, remarks and payments; it may change nothing.
    Masked,
}

/// What the host knows before the first command.
#[derive(Debug, Clone)]
pub struct HostSettings {
    /// Seed of the flights.
    pub seed: u64,
    /// The identity of a terminal that names no other.
    pub workplace: Workplace,
    /// Who may sign in.
    pub agents: Vec<Agent>,
    /// Whether the first agent is signed in at every terminal from the start.
    pub signed_in: bool,
    /// Mark of continuation rows.
    pub continuation: Continuation,
    /// Numbering of lines over pages.
    pub numbering: Numbering,
    /// Whether the office may not see how many seats are left.
    pub hides_counts: bool,
    /// What an office without rights gets to see of a record.
    pub foreign_records: ForeignRecords,
    /// Whether `XE` takes numbers of pages that were not turned to yet.
    pub takes_unseen: bool,
    /// Ticket numbers each office's first device starts with.
    pub stock: u64,
}

impl HostSettings {
    /// One workplace whose agent is signed in at every terminal, and nothing unusual.
    #[must_use]
    pub fn plain(office: &str, pid: &str) -> Self {
        Self {
            seed: 1,
            workplace: Workplace { office: office.to_owned(), pid: pid.to_owned() },
            agents: vec![Agent { number: "20999".to_owned(), password: "demo".to_owned() }],
            signed_in: true,
            continuation: Continuation::GreaterThan,
            numbering: Numbering::PerPage,
            hides_counts: false,
            foreign_records: ForeignRecords::Refused,
            takes_unseen: true,
            stock: 500,
        }
    }
}

/// What the host never forgets.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct HostState {
    /// Passenger records, tickets, seats and devices.
    pub records: Records,
    sessions: BTreeMap<String, Session>,
}

/// The host.
#[derive(Debug, Clone)]
pub struct Host {
    settings: HostSettings,
    timetable: Arc<Timetable>,
    state: HostState,
    /// How its partners behave.
    pub conduct: Conduct,
}

impl Host {
    /// A host without records.
    #[must_use]
    pub fn new(settings: HostSettings) -> Self {
        Self::restored(settings, HostState::default())
    }

    /// A host as it was left.
    #[must_use]
    pub fn restored(settings: HostSettings, state: HostState) -> Self {
        let timetable = Timetable::shared(settings.seed);
        Self { settings, timetable, state, conduct: Conduct::default() }
    }

    /// What has to be kept.
    #[must_use]
    pub fn state(&self) -> &HostState {
        &self.state
    }

    /// The records.
    #[must_use]
    pub fn records(&self) -> &Records {
        &self.state.records
    }

    /// The identity of a terminal that names no other.
    #[must_use]
    pub fn workplace(&self) -> &Workplace {
        &self.settings.workplace
    }

    /// The timetable the answers come from.
    #[must_use]
    pub fn timetable(&self) -> &Timetable {
        &self.timetable
    }

    /// The flights that answer a query, with the seats that are left.
    #[must_use]
    pub fn flights(&self, query: &Query) -> Vec<Journey> {
        let mut journeys = search(&self.timetable, query);
        for leg in journeys.iter_mut().flat_map(|journey| &mut journey.legs) {
            let date = query.date.saturating_add(jiff::Span::new().days(leg.departure.days));
            self.state.records.inventory.apply(leg, date);
        }
        journeys
    }

    /// Opens a session at a workplace of its own; one that is open already stays as it is.
    pub fn open(&mut self, session: &str, workplace: Workplace, now: DateTime) {
        if self.state.sessions.contains_key(session) {
            return;
        }
        self.state.records.devices.provide(&workplace.office, &workplace.pid, self.settings.stock);
        let mut opened = Session::new(workplace);
        if let Some(agent) = self.settings.agents.first().filter(|_| self.settings.signed_in) {
            let _nobody_before = opened.sign_in(&agent.number, now);
        }
        self.state.sessions.insert(session.to_owned(), opened);
    }

    /// A person comes back to a terminal that was started anew: where agents are signed in from the start, one
    /// is signed in again.
    pub fn resume(&mut self, session: &str, now: DateTime) {
        let agent = self.settings.agents.first().filter(|_| self.settings.signed_in);
        if let (Some(agent), Some(session)) = (agent, self.state.sessions.get_mut(session)) {
            let _already = session.sign_in(&agent.number, now);
        }
    }

    /// Answers one transmission of a session at a local time.
    pub fn transmit(&mut self, session: &str, text: &str, now: DateTime) -> Reply {
        self.open(session, self.settings.workplace.clone(), now);
        self.settle(now);
        let Self { settings, timetable, state, conduct } = self;
        let HostState { records, sessions } = state;
        let Some(session) = sessions.get_mut(session) else { return Reply::default() };
        Dialogue {
            settings,
            timetable,
            records,
            session,
            conduct,
            now,
            later: Vec::new(),
            effects: Vec::new(),
        }
        .receive(text)
    }

    /// Signs the agent of a session off from the host's side; its work is lost.
    pub fn sign_off(&mut self, session: &str) {
        let HostState { records, sessions } = &mut self.state;
        if let Some(session) = sessions.get_mut(session) {
            let _nobody = session.sign_out();
            session.paged = None;
            if let Some(area) = session.replace_area(None) {
                area.ignore(&mut records.inventory);
            }
        }
    }

    /// Lets another agent of the same office change the record a session works on, behind its back; true
    /// when there is one.
    pub fn change_behind(&mut self, session: &str, now: DateTime) -> bool {
        let HostState { records, sessions } = &mut self.state;
        let area = sessions.get(session).and_then(|session| session.area.as_ref());
        let locator = area.and_then(|area| area.pnr.locator.as_ref());
        let Some(pnr) = locator.and_then(|locator| records.pnrs.get_mut(locator)) else { return false };
        pnr.add(Content::Remark("CHANGED BY ANOTHER AGENT".to_owned()));
        let office = pnr.office.clone();
        pnr.transactions.push(super::records::TransactionRecord {
            office,
            agent: "20998".to_owned(),
            at: now,
        });
        true
    }

    /// An airline answers for every flight of a record; seats that it takes away go back. True when there is
    /// such a record.
    pub fn airline_answers(&mut self, locator: &str, status: Status) -> bool {
        let Records { pnrs, inventory, .. } = &mut self.state.records;
        let Some(pnr) = pnrs.get_mut(locator).filter(|pnr| !pnr.cancelled) else { return false };
        let number = pnr.next_transaction();
        for flown in pnr.flights_mut() {
            let (before, key) = (flown.held(), flown.seat_key());
            flown.status = status;
            flown.history.push((status, number));
            match (before, flown.held()) {
                (0, taken) => inventory.take(&key, taken),
                (given, 0) => inventory.give_back(&key, given),
                _ => (),
            }
        }
        true
    }

    /// Makes the next ticketing of a session find no numbers; returns the stock to be put back.
    pub fn hide_stock(&mut self, session: &str) -> Option<(String, u64)> {
        let workplace = self.state.sessions.get(session)?.workplace().clone();
        let device = self.state.records.devices.get_mut(&workplace.office, 1)?;
        let next = std::mem::replace(&mut device.next, device.last + 1);
        Some((workplace.office, next))
    }

    /// Puts hidden stock back.
    pub fn show_stock(&mut self, (office, next): (String, u64)) {
        if let Some(device) = self.state.records.devices.get_mut(&office, 1) {
            device.next = next;
        }
    }

    /// What happens by itself as time goes on.
    fn settle(&mut self, now: DateTime) {
        let HostState { records, sessions } = &mut self.state;
        records.settle(now);
        for session in sessions.values_mut() {
            if session.area.as_ref().is_some_and(|area| area.is_overdue(now)) {
                session.overdue = true;
                if let Some(area) = session.replace_area(None) {
                    area.ignore(&mut records.inventory);
                }
            }
        }
    }
}
