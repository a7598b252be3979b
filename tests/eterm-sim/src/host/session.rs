//! Who is signed in, and where: agent, office, terminal, work areas.

use super::area::WorkArea;
use super::listing::Listing;
use super::pages::TextPages;
use super::pricing::FareList;
use super::records::ElementId;
use super::refusal::Refusal;
use super::request::MONTHS;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// The agent's number (工作号).
    pub number: String,
    /// The agent's password.
    pub password: String,
}

/// The terminal's identity, fixed for its life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workplace {
    /// Three letters and three digits, `PEK099`.
    pub office: String,
    /// The terminal's number.
    pub pid: String,
}

/// The last answer that has pages.
#[derive(Debug, Clone)]
pub(super) enum Paged {
    /// Availability.
    Flights(Listing),
    /// Anything else.
    Text(TextPages),
}

/// The session of one terminal: who is signed in, the work area, and what was shown last.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    workplace: Workplace,
    signed_in: Option<SignedIn>,
    /// The record in work.
    pub(super) area: Option<WorkArea>,
    /// Whether the work area was emptied because segments were held for too long; told once.
    pub(super) overdue: bool,
    /// What the numbers of the last display stand for; empty when nothing was displayed.
    pub(super) displayed: Vec<ElementId>,
    /// The highest number on the pages of the last display that were turned to.
    pub(super) seen: usize,
    /// The last answer that has pages.
    #[serde(skip)]
    pub(super) paged: Option<Paged>,
    /// The fares shown last.
    #[serde(skip)]
    pub(super) fares: Option<FareList>,
    /// The cities of the last availability query.
    #[serde(skip)]
    pub(super) last_pair: Option<(String, String)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct SignedIn {
    number: String,
    since: DateTime,
}

impl Session {
    /// A session nobody is signed in to.
    #[must_use]
    pub fn new(workplace: Workplace) -> Self {
        Self {
            workplace,
            signed_in: None,
            area: None,
            overdue: false,
            displayed: Vec::new(),
            seen: 0,
            paged: None,
            fares: None,
            last_pair: None,
        }
    }

    /// Where the terminal stands.
    #[must_use]
    pub fn workplace(&self) -> &Workplace {
        &self.workplace
    }

    /// The signed-in agent's number; empty without one.
    #[must_use]
    pub fn agent(&self) -> &str {
        self.signed_in.as_ref().map(|agent| agent.number.as_str()).unwrap_or_default()
    }

    /// Puts another area in the place of the present one; what was displayed no longer counts.
    pub(super) fn replace_area(&mut self, area: Option<WorkArea>) -> Option<WorkArea> {
        self.displayed.clear();
        self.seen = 0;
        self.fares = None;
        std::mem::replace(&mut self.area, area)
    }

    /// Signs an agent in to area A.
    ///
    /// # Errors
    /// [`Refusal::Illegal`] when somebody is signed in already.
    pub fn sign_in(&mut self, number: &str, now: DateTime) -> Result<(), Refusal> {
        if self.signed_in.is_some() {
            return Err(Refusal::Illegal);
        }
        self.signed_in = Some(SignedIn { number: number.to_owned(), since: now });
        Ok(())
    }

    /// Signs out; returns the agent's number.
    ///
    /// # Errors
    /// [`Refusal::SignInFirst`] when nobody is signed in.
    pub fn sign_out(&mut self) -> Result<String, Refusal> {
        self.signed_in.take().map(|agent| agent.number).ok_or(Refusal::SignInFirst)
    }

    /// Whether an agent is signed in.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.signed_in.is_some()
    }

    /// The answer to `DA`. Values after `SYSTEM` and `APPLICATION` stand for what a real host would say.
    #[must_use]
    pub fn areas(&self, now: DateTime) -> Vec<String> {
        let first = match &self.signed_in {
            Some(agent) => self.area_line(agent),
            None => "A  AVAIL".to_owned(),
        };
        let free = ["B", "C", "D", "E"].map(|area| format!("{area}  AVAIL"));
        let identity = [
            format!("PID = {}   HARDCOPY = 1999", self.workplace.pid),
            format!("TIME = {}  DATE = {}   HOST = CAAC", hhmm(now), day_month(now.date())),
            "AIRLINE = 1E SYSTEM = CAAC04 APPLICATION = 3".to_owned(),
        ];
        std::iter::once(first).chain(free).chain(identity).collect()
    }

    /// The answer to a sign-in: what a real host says is not known, so the area's line stands in.
    #[must_use]
    pub fn welcome(&self) -> String {
        self.signed_in.as_ref().map(|agent| self.area_line(agent)).unwrap_or_default()
    }

    fn area_line(&self, agent: &SignedIn) -> String {
        let SignedIn { number, since } = agent;
        format!("A* {number} {} {} 12 {}", day_month(since.date()), hhmm(*since), self.workplace.office)
    }
}

/// `25NOV`.
pub(crate) fn day_month(date: Date) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
    format!("{:02}{month}", date.day())
}

fn hhmm(time: DateTime) -> String {
    format!("{:02}{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn session() -> Session {
        Session::new(Workplace { office: "CTU999".to_owned(), pid: "6999".to_owned() })
    }

    #[test]
    fn the_areas_show_who_is_signed_in_since_when_and_where() {
        let mut session = session();
        session.sign_in("20999", date(2026, 11, 6).at(8, 22, 0, 0)).expect("free");
        let expected = "\
A* 20999 06NOV 0822 12 CTU999
B  AVAIL
C  AVAIL
D  AVAIL
E  AVAIL
PID = 6999   HARDCOPY = 1999
TIME = 1432  DATE = 06NOV   HOST = CAAC
AIRLINE = 1E SYSTEM = CAAC04 APPLICATION = 3";
        assert_eq!(session.areas(date(2026, 11, 6).at(14, 32, 0, 0)).join("\n"), expected);
    }

    #[test]
    fn nobody_signs_in_twice_and_nobody_signs_out_unseen() {
        let mut session = session();
        let now = date(2026, 11, 6).at(8, 0, 0, 0);
        assert_eq!(session.sign_out(), Err(Refusal::SignInFirst));
        assert_eq!(session.sign_in("20999", now), Ok(()));
        assert_eq!(session.sign_in("20998", now), Err(Refusal::Illegal));
        assert_eq!(session.sign_out(), Ok("20999".to_owned()));
        assert_eq!(session.areas(now).first().map(String::as_str), Some("A  AVAIL"));
    }
}
