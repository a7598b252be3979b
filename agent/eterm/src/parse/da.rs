//! The answer to `DA`: five work areas, who is signed in, the terminal's number.

use serde::{Deserialize, Serialize};

use crate::lexicon::HostDate;
use crate::parse::ParseError;
use crate::parse::error;
use crate::screen::{Screen, UNREADABLE};

const EXPECTED: &str = "the list of work areas";

/// The whole screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkAreas {
    /// The areas in the order of the screen; none when the host only says that nobody is signed in.
    pub areas: Vec<WorkArea>,
    /// Number of the terminal.
    pub pid: Option<String>,
    /// Number of its printer.
    pub hardcopy: Option<String>,
    /// Time at the host, `HHMM`.
    pub time: Option<String>,
    /// Date at the host.
    pub date: Option<HostDate>,
    /// Name of the host.
    pub host: Option<String>,
    /// Airline, `1E` for agents.
    pub airline: Option<String>,
    /// Name of the system.
    pub system: Option<String>,
    /// Number of the application.
    pub application: Option<String>,
    /// Rows without a rule, trimmed.
    pub other: Vec<String>,
}

/// One of the areas A to E.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkArea {
    /// `A` to `E`.
    pub letter: char,
    /// Whether the session works in it now.
    pub active: bool,
    /// Who is signed in there; `None` for an area that is free.
    pub agent: Option<SignedIn>,
}

/// An agent in a work area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Agent number (工作号).
    pub agent: String,
    /// Date of sign-in.
    pub date: HostDate,
    /// Time of sign-in, `HHMM`.
    pub time: String,
    /// Level of authority.
    pub level: String,
    /// Office.
    pub office: String,
}

impl WorkAreas {
    /// Who works in this session: the agent of the active area, or of the only taken area if none is marked active.
    #[must_use]
    pub fn signed_in(&self) -> Option<&SignedIn> {
        if let Some(active) = self.areas.iter().find(|area| area.active) {
            return active.agent.as_ref();
        }
        let mut taken = self.areas.iter().filter_map(|area| area.agent.as_ref());
        taken.next().filter(|_| taken.next().is_none())
    }
}

/// Reads the screen; `PLEASE SIGN IN FIRST` is a screen on which nobody is signed in.
///
/// # Errors
/// When the screen shows something else, or when a row of it has cells that could not be read.
pub fn parse(screen: &Screen) -> Result<WorkAreas, ParseError> {
    let mut read = WorkAreas::default();
    for (row, text) in screen.rows().enumerate() {
        if text.contains(UNREADABLE) {
            return Err(ParseError::Unreadable { expected: EXPECTED, row, text: text.to_owned() });
        }
        if !read.take_row(text) && !matches!(text.trim(), "" | ">" | ">DA") {
            read.other.push(text.trim().to_owned());
        }
    }
    let nobody = error::find(screen).is_some_and(|answer| answer.is_signed_off());
    if read.areas.is_empty() && !nobody {
        return Err(ParseError::not_found(EXPECTED, screen));
    }
    Ok(read)
}

impl WorkAreas {
    /// Whether the row has a rule.
    fn take_row(&mut self, row: &str) -> bool {
        if let Some(area) = work_area(row) {
            self.areas.push(area);
            return true;
        }
        let fields = labelled(row);
        !fields.is_empty() && fields.into_iter().all(|(label, value)| self.take_field(label, value))
    }

    /// Whether the label is known and its value could be taken.
    fn take_field(&mut self, label: &str, value: &str) -> bool {
        let field = match label {
            "DATE" => {
                self.date = value.parse().ok();
                return self.date.is_some();
            }
            "PID" => &mut self.pid,
            "HARDCOPY" => &mut self.hardcopy,
            "TIME" => &mut self.time,
            "HOST" => &mut self.host,
            "AIRLINE" => &mut self.airline,
            "SYSTEM" => &mut self.system,
            "APPLICATION" => &mut self.application,
            _ => return false,
        };
        *field = Some(value.to_owned());
        true
    }
}

/// `LABEL = VALUE` pairs of a row, whatever the blanks.
fn labelled(row: &str) -> Vec<(&str, &str)> {
    let words: Vec<&str> = row.split_whitespace().collect();
    words
        .windows(3)
        .filter_map(|triple| match *triple {
            [label, "=", value] => Some((label, value)),
            _ => None,
        })
        .collect()
}

/// `A* 20999 06NOV 0822 12 CTU999`, `B  AVAIL`; month names also come in small letters.
fn work_area(row: &str) -> Option<WorkArea> {
    let mut words = row.split_whitespace();
    let first = words.next()?;
    let (letter, active) = match first.strip_suffix('*') {
        Some(letter) => (letter, true),
        None => (first, false),
    };
    let letter = letter.chars().next().filter(|mark| letter.len() == 1 && ('A'..='E').contains(mark))?;
    let rest: Vec<&str> = words.collect();
    let agent = match *rest.as_slice() {
        ["AVAIL"] => None,
        [agent, date, time, level, office] => Some(signed_in([agent, date, time, level, office])?),
        _ => return None,
    };
    Some(WorkArea { letter, active, agent })
}

fn signed_in([agent, date, time, level, office]: [&str; 5]) -> Option<SignedIn> {
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let (city, number) = office.split_at_checked(3)?;
    let is_office = city.bytes().all(|byte| byte.is_ascii_uppercase()) && digits(number, 3..=3);
    if !(digits(agent, 3..=6) && digits(time, 4..=4) && is_office) {
        return None;
    }
    Some(SignedIn {
        agent: agent.to_owned(),
        date: date.to_ascii_uppercase().parse().ok()?,
        time: time.to_owned(),
        level: level.to_owned(),
        office: office.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SIGNED_IN: &str = "\
A* 20999 06NOV 0822 12 CTU999
B  AVAIL
C  AVAIL
D  AVAIL
E  AVAIL
PID = 6999   HARDCOPY = 1999
TIME = 1432  DATE = 06NOV   HOST = CAAC
AIRLINE = 1E SYSTEM = CAAC04 APPLICATION = 3";

    fn read(text: &str) -> Result<WorkAreas, ParseError> {
        parse(&Screen::from_text(text))
    }

    #[test]
    fn the_active_area_says_who_works_and_where() {
        let read = read(SIGNED_IN).unwrap();
        let agent = read.signed_in().unwrap();
        assert_eq!(
            (agent.agent.as_str(), agent.office.as_str(), agent.level.as_str()),
            ("20999", "CTU999", "12")
        );
        assert_eq!((read.pid.as_deref(), read.hardcopy.as_deref()), (Some("6999"), Some("1999")));
        assert_eq!((read.time.as_deref(), read.airline.as_deref()), (Some("1432"), Some("1E")));
        assert_eq!((read.areas.len(), read.other.len()), (5, 0));
    }

    #[test]
    fn the_other_form_with_small_month_letters_is_read() {
        let read = read("A    8888  24Mar  1536  9  PEK099\nB    AVAIL").unwrap();
        assert_eq!(read.signed_in().unwrap().date, "24MAR".parse().unwrap());
    }

    #[test]
    fn an_active_area_without_agent_means_that_nobody_is_signed_in() {
        let read = read("A* AVAIL\nB  20999 06NOV 0822 12 CTU999\nPID = 6999").unwrap();
        assert!(read.signed_in().is_none());
        assert_eq!(read.pid.as_deref(), Some("6999"));
    }

    #[test]
    fn two_taken_areas_without_a_mark_are_not_guessed_between() {
        let read = read("A  20999 06NOV 0822 12 CTU999\nB  20998 06NOV 0822 12 CTU998").unwrap();
        assert!(read.signed_in().is_none());
    }

    #[test]
    fn a_host_without_anybody_signed_in_has_no_areas() {
        let read = read(" PLEASE SIGN IN FIRST\n>").unwrap();
        assert!(read.signed_in().is_none() && read.areas.is_empty());
    }

    #[test]
    fn an_unreadable_cell_is_an_error_not_somebody_else() {
        let error = read(&SIGNED_IN.replace("20999", "2\u{fffd}999")).unwrap_err();
        assert_eq!(error.code(), "unreadable");
    }

    #[test]
    fn rows_without_a_rule_are_kept() {
        let read = read(&format!(">DA\n{SIGNED_IN}\nMESSAGE WAITING\n>")).unwrap();
        assert_eq!(read.other, ["MESSAGE WAITING"]);
    }

    #[test]
    fn another_screen_is_refused() {
        assert_eq!(read(" 25NOV(WED) BJSSHA").unwrap_err().code(), "other_screen");
        assert_eq!(read("").unwrap_err().code(), "other_screen");
    }

    proptest! {
        #[test]
        fn any_agent_and_office_is_read_back(agent in "[0-9]{4,5}", office in "[A-Z]{3}[0-9]{3}", pid in "[0-9]{1,5}") {
            let screen = format!("A* {agent} 06NOV 0822 12 {office}\nB  AVAIL\nPID = {pid}   HARDCOPY = 1");
            let read = read(&screen).unwrap();
            prop_assert_eq!(read.pid, Some(pid));
            let signed = read.areas[0].agent.clone().unwrap();
            prop_assert_eq!((signed.agent, signed.office), (agent, office));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
