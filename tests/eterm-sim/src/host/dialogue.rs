//! The host's side of one session.

use super::answer::Answer;
use super::availability::{Continuation, Detail, Header};
use super::command::{Command, PageMove};
use super::listing::{Layout, Listing, Numbering};
use super::refusal::Refusal;
use super::request::{AvailabilityRequest, Pair};
use super::session::{Agent, Session, Workplace};
use crate::flights::{Directness, Journey, Query, Timetable, places, search};
use jiff::civil::{Date, DateTime};

/// What the host knows before the first command.
#[derive(Debug, Clone)]
pub struct HostSettings {
    /// Seed of the flights.
    pub seed: u64,
    /// The terminal's identity.
    pub workplace: Workplace,
    /// Who may sign in.
    pub agents: Vec<Agent>,
    /// Mark of continuation rows.
    pub continuation: Continuation,
    /// Numbering of lines over pages.
    pub numbering: Numbering,
    /// Whether the office may not see how many seats are left.
    pub hides_counts: bool,
}

/// The host.
#[derive(Debug, Clone)]
pub struct Host {
    settings: HostSettings,
    timetable: Timetable,
    session: Session,
    listing: Option<Listing>,
    last_pair: Option<(String, String)>,
}

/// The row under a list whose counts the office may not see.
const COUNTS_HIDDEN: &str = "很抱歉，您没有权限查看舱位剩余可订数";

impl Host {
    /// A host nobody is signed in to.
    #[must_use]
    pub fn new(settings: HostSettings) -> Self {
        let timetable = Timetable::generate(settings.seed);
        let session = Session::new(settings.workplace.clone());
        Self { settings, timetable, session, listing: None, last_pair: None }
    }

    /// Signs in the first agent of the settings, as if a person had done it before the start.
    pub fn sign_in_first_agent(&mut self, now: DateTime) {
        if let Some(agent) = self.settings.agents.first() {
            let _already = self.session.sign_in(&agent.number, now);
        }
    }

    /// Signs the agent off from the host's side; the last paged answer is lost.
    pub fn sign_off(&mut self) {
        let _nobody = self.session.sign_out();
        self.listing = None;
    }

    /// The timetable the answers come from.
    #[must_use]
    pub fn timetable(&self) -> &Timetable {
        &self.timetable
    }

    /// Answers one transmission at a local time.
    pub fn receive(&mut self, text: &str, now: DateTime) -> Answer {
        let answer = self.allowed(text).and_then(|command| self.execute(command, now));
        answer.unwrap_or_else(|refusal| {
            if refusal != Refusal::NoDisplay {
                self.listing = None;
            }
            Answer::row(&refusal.to_string())
        })
    }

    /// Without an agent only signing in and looking at the areas are possible.
    fn allowed(&self, text: &str) -> Result<Command, Refusal> {
        let command = Command::parse(text);
        let open = matches!(command, Ok(Command::SignIn { .. } | Command::Areas));
        if open || self.session.is_signed_in() { command } else { Err(Refusal::SignInFirst) }
    }

    fn execute(&mut self, command: Command, now: DateTime) -> Result<Answer, Refusal> {
        match command {
            Command::Turn(to) => self.turn(to),
            Command::Sell { line, class } => self.sell(line, class),
            Command::Availability(request) => self.availability(&request, now.date()),
            Command::SignIn { number, password } => {
                self.listing = None;
                self.sign_in(&number, &password, now)
            }
            Command::SignOut => {
                self.listing = None;
                self.session.sign_out().map(|number| Answer::row(&format!("{number} SIGNED OUT A")))
            }
            Command::ClearPages => {
                self.listing = None;
                Ok(Answer::cleared())
            }
            Command::Ignore => {
                self.listing = None;
                Ok(Answer::row("PNR IGNORED"))
            }
            Command::Areas => {
                self.listing = None;
                Ok(Answer::rows(self.session.areas(now)))
            }
        }
    }

    fn turn(&mut self, to: PageMove) -> Result<Answer, Refusal> {
        self.listing.as_mut().ok_or(Refusal::NoDisplay)?.turn(to).map(Answer::rows)
    }

    /// The simulator's office may look but not sell.
    fn sell(&mut self, line: usize, class: char) -> Result<Answer, Refusal> {
        let leg = self.listing.as_ref().ok_or(Refusal::ScheduleNumber)?.line(line)?;
        let offered = leg.classes.iter().any(|one| one.name.starts_with(class));
        Err(if offered { Refusal::Authority } else { Refusal::Class })
    }

    fn sign_in(&mut self, number: &str, password: &str, now: DateTime) -> Result<Answer, Refusal> {
        let agent = self.settings.agents.iter().find(|agent| agent.number == number);
        if agent.ok_or(Refusal::UserGroup)?.password != password {
            return Err(Refusal::Protection);
        }
        self.session.sign_in(number, now)?;
        Ok(Answer::row(&self.session.welcome()))
    }

    fn availability(&mut self, request: &AvailabilityRequest, today: Date) -> Result<Answer, Refusal> {
        let (from, to) = self.cities(&request.pair)?;
        let date = request.date.resolve(today)?;
        self.last_pair = Some((from.clone(), to.clone()));
        let query = Query {
            from,
            to,
            date,
            earliest: request.earliest,
            airline: request.airline.clone(),
            directness: request.directness,
            class: request.class,
        };
        let journeys = self.visible(search(&self.timetable, &query));
        let layout = self.layout(request, query);
        self.listing = None;
        let listing = self.listing.insert(Listing::lay_out(journeys, &layout)?);
        Ok(Answer::rows(listing.rows()))
    }

    fn cities(&self, pair: &Pair) -> Result<(String, String), Refusal> {
        let (from, to) = match pair {
            Pair::ReturnOfLast => {
                return self.last_pair.clone().map(|(from, to)| (to, from)).ok_or(Refusal::NoDisplay);
            }
            Pair::Places(from, to) => (places::city_of(from), places::city_of(to)),
        };
        match (from, to) {
            (Some(from), Some(to)) if from != to => Ok((from.to_owned(), to.to_owned())),
            _ => Err(Refusal::Segment),
        }
    }

    fn visible(&self, mut journeys: Vec<Journey>) -> Vec<Journey> {
        if self.settings.hides_counts {
            for leg in journeys.iter_mut().flat_map(|journey| &mut journey.legs) {
                leg.classes.clear();
                leg.sub_classes.clear();
            }
        }
        journeys
    }

    fn layout(&self, request: &AvailabilityRequest, query: Query) -> Layout {
        let header = Header {
            date: query.date,
            names_year: request.date.names_year(),
            from: query.from,
            to: query.to,
            via: query.airline,
            direct_only: query.directness != Directness::Any,
        };
        let detail = if request.full { Detail::Full(self.settings.continuation) } else { Detail::Short };
        let last_row = self.settings.hides_counts.then_some(COUNTS_HIDDEN);
        Layout { header, detail, numbering: self.settings.numbering, last_row }
    }
}

#[cfg(test)]
#[path = "dialogue_tests.rs"]
#[expect(clippy::string_slice, reason = "the rows of these tests are ASCII")]
mod tests;
