//! Error answers: short texts of the host, the gateway and the client, and what an agent does next.
//!
//! Many of the texts are ordinary words elsewhere (`SEATS`, `TIME`). A parser therefore asks here only after it
//! has missed the shape it expects.

mod table;

use std::fmt;

use serde::{Deserialize, Serialize};
use waystation_shared::flight::CityCode;

use crate::lexicon::{ActionCode, BookingClass, FlightNumber, HostDate};
use crate::screen::Screen;
use crate::step::EffectKind;
use table::{RULES, Rule};

/// An error answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "error")]
pub struct ErrorAnswer {
    /// The shortest text of the table that names this error.
    pub code: String,
    /// The row as the screen shows it, trimmed.
    pub text: String,
    /// Whether something may have happened at the host.
    pub outcome: Outcome,
    /// What an agent does now.
    pub next: Next,
    /// The flight that could not be sold; its fields are absent from JSON after any other error.
    #[serde(flatten)]
    pub failed_sale: Option<Box<FailedSale>>,
}

/// A flight that could not be sold: `3U  8900 A  29AUG  KWLSYX NN2  UNABLE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedSale {
    /// The flight.
    pub flight: FlightNumber,
    /// Booking class.
    pub class: BookingClass,
    /// Date of departure.
    pub date: HostDate,
    /// Departure airport.
    pub from: CityCode,
    /// Arrival airport.
    pub to: CityCode,
    /// Status and number of seats that were asked for: `NN2`.
    pub requested: ActionCode,
}

impl FailedSale {
    fn find(rows: &[&str]) -> Option<Self> {
        rows.iter().find_map(|row| {
            let words: Vec<&str> = row.strip_suffix("UNABLE")?.split_whitespace().collect();
            let (flight, rest) = match *words.as_slice() {
                [flight, class, date, pair, requested] => (flight.to_owned(), [class, date, pair, requested]),
                [carrier, number, class, date, pair, requested] => {
                    ([carrier, number].concat(), [class, date, pair, requested])
                }
                _ => return None,
            };
            let [class, date, pair, requested] = rest;
            let (from, to) = pair.split_at_checked(3)?;
            Some(Self {
                flight: flight.parse().ok()?,
                class: class.parse().ok()?,
                // The weekday may be glued on in front, as in every echo of a segment.
                date: date
                    .parse()
                    .or_else(|_| date.split_at_checked(2).unwrap_or_default().1.parse())
                    .ok()?,
                from: from.parse().ok()?,
                to: to.parse().ok()?,
                requested: requested.parse().ok()?,
            })
        })
    }
}

/// Whether something may have happened at the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing happened.
    Failed,
    /// It may have happened: look.
    Uncertain,
    /// It had happened already; only after looking.
    Done,
}

/// What an agent does after an error answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Next {
    /// Ask for availability again.
    Availability,
    /// Read the PNR again.
    Retrieve,
    /// Drop the work area, then read the PNR again.
    IgnoreAndRetrieve,
    /// The question is wrong: mend it.
    Fix,
    /// Wait; the host or the gateway is busy.
    Wait,
    /// Look at these before anything is sent again.
    Verify(String),
    /// A person has to act.
    Human,
}

impl fmt::Display for Next {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Availability => formatter.write_str("AV"),
            Self::Retrieve => formatter.write_str("RT"),
            Self::IgnoreAndRetrieve => formatter.write_str("IG+RT"),
            Self::Fix => formatter.write_str("fix"),
            Self::Wait => formatter.write_str("wait"),
            Self::Verify(look) => write!(formatter, "verify: {look}"),
            Self::Human => formatter.write_str("human"),
        }
    }
}

impl From<Next> for String {
    fn from(next: Next) -> Self {
        next.to_string()
    }
}

impl TryFrom<String> for Next {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "AV" => Ok(Self::Availability),
            "RT" => Ok(Self::Retrieve),
            "IG+RT" => Ok(Self::IgnoreAndRetrieve),
            "fix" => Ok(Self::Fix),
            "wait" => Ok(Self::Wait),
            "human" => Ok(Self::Human),
            other => match other.strip_prefix("verify: ") {
                Some(look) => Ok(Self::Verify(look.to_owned())),
                None => Err(format!(
                    "{other:?} is no next step; known are AV, RT, IG+RT, fix, wait, verify: …, human"
                )),
            },
        }
    }
}

const SIGNED_OFF: &str = "PLEASE SIGN IN FIRST";
const NOTHING_TO_SHOW: &str = "NO DISPLAY";

/// Errors after which the same reading command may be sent once more at once.
const RESEND_READS: [&str; 3] = [
    "通道忙",
    "INCORRECT MESSAGE BACK,RETRY FOR ITINERARY PRINT",
    "ELECTRONIC TICKET TRANSACTION TIME OUT!!",
];

impl ErrorAnswer {
    /// Whether the host says that nobody is signed in.
    #[must_use]
    pub fn is_signed_off(&self) -> bool {
        self.code == SIGNED_OFF
    }

    /// Whether the host says that it has nothing to show: no such page, or no flights for a question.
    #[must_use]
    pub fn says_nothing_to_show(&self) -> bool {
        self.code == NOTHING_TO_SHOW
    }

    /// Whether a command that only reads may be sent once more without anything being mended.
    #[must_use]
    pub fn may_resend_read(&self) -> bool {
        RESEND_READS.contains(&self.code.as_str())
    }

    /// The same answer, knowing what was sent: after a command that only reads nothing is uncertain.
    #[must_use]
    pub fn after(self, effect: EffectKind) -> Self {
        if !effect.only_reads() || self.outcome == Outcome::Failed {
            return self;
        }
        let next = match (&self.next, self.may_resend_read()) {
            (Next::Verify(_), true) => Next::Wait,
            (Next::Verify(_), false) => Next::Human,
            (next, _) => next.clone(),
        };
        Self { outcome: Outcome::Failed, next, ..self }
    }
}

/// The error answer on a screen that lacks the shape of the expected answer. Whole rows are compared first, then the
/// beginnings of rows, then texts of several words anywhere in a row.
#[must_use]
pub fn find(screen: &Screen) -> Option<ErrorAnswer> {
    let rows: Vec<&str> = screen.rows().map(bare_row).filter(|row| !row.is_empty()).collect();
    let stages: [fn(&str, &str) -> bool; 3] = [is_whole, is_whole_with_residue, begins];
    stages
        .iter()
        .find_map(|stage| find_by(&rows, *stage))
        .or_else(|| rows.iter().find_map(|row| ticket_server(row)))
        .or_else(|| find_by(&rows, contains))
}

/// A row without blanks, entry mark and the `^` that some gateways put at line ends.
fn bare_row(row: &str) -> &str {
    row.trim().trim_start_matches(['>', '►']).trim_end_matches('^').trim()
}

/// The longest text that fits, so that `TIME OUT - RETRY LATER` is not taken for `TIME`.
fn find_by(rows: &[&str], fits: fn(&str, &str) -> bool) -> Option<ErrorAnswer> {
    let fitting = rows.iter().flat_map(|row| {
        let rules = RULES.iter().flat_map(|rule| rule.texts.iter().map(move |text| (rule, *text)));
        rules.filter(|(_, text)| fits(row, text)).map(|(rule, text)| (*row, rule, text))
    });
    let (row, rule, text) = fitting.max_by_key(|(_, _, text)| text.len())?;
    Some(ErrorAnswer { failed_sale: FailedSale::find(rows).map(Box::new), ..rule.answer(text, row) })
}

fn is_whole(row: &str, text: &str) -> bool {
    row == text
}

/// Gateways leave a stray `b` or `M` at line ends.
fn is_whole_with_residue(row: &str, text: &str) -> bool {
    row.strip_suffix(['b', 'M']).is_some_and(|row| row.trim_end() == text)
}

fn begins(row: &str, text: &str) -> bool {
    is_telling(text)
        && row
            .strip_prefix(text)
            .is_some_and(|rest| !is_inside_word(text.chars().next_back(), rest.chars().next()))
}

fn contains(row: &str, text: &str) -> bool {
    is_telling(text)
        && row.split_once(text).is_some_and(|(before, after)| {
            !is_inside_word(before.chars().next_back(), text.chars().next())
                && !is_inside_word(text.chars().next_back(), after.chars().next())
        })
}

/// A single common word proves nothing unless it is the whole row; two words or a Chinese sentence do.
fn is_telling(text: &str) -> bool {
    !text.is_ascii() || text.contains(' ')
}

/// Whether the place between two characters is inside a word.
fn is_inside_word(left: Option<char>, right: Option<char>) -> bool {
    [left, right].iter().all(|mark| mark.is_some_and(|mark| mark.is_ascii_alphanumeric()))
}

/// Errors of an airline's ticket server: `ET`, `ERROR` and a number stand in one row in varying words.
fn ticket_server(row: &str) -> Option<ErrorAnswer> {
    let mut words = row.split(|mark: char| !mark.is_ascii_alphanumeric());
    let has = |word| row.split(|mark: char| !mark.is_ascii_alphanumeric()).any(|found| found == word);
    let number = words.find(|word| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit()))?;
    (has("ET") && has("ERROR")).then(|| ErrorAnswer {
        code: number.to_owned(),
        text: row.to_owned(),
        outcome: Outcome::Uncertain,
        next: Next::Human,
        failed_sale: None,
    })
}

impl Rule {
    fn answer(&self, matched: &str, row: &str) -> ErrorAnswer {
        let code = self.texts.iter().find(|text| matched.starts_with(**text)).copied().unwrap_or(matched);
        ErrorAnswer {
            code: code.to_owned(),
            text: row.to_owned(),
            outcome: self.outcome,
            next: self.next.to_next(),
            failed_sale: None,
        }
    }
}
