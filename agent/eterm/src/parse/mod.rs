//! Screens into types and JSON. A parser never guesses: what it cannot read it names, with the row it stands in.
//!
//! One file per kind of screen. Parsers know columns and words; they do not know which command was sent.

pub mod av;
pub mod da;
pub mod detr;
mod echo;
pub mod eot;
pub mod error;
pub mod etdz;
pub mod pat;
pub mod pnr;
pub mod status;
pub mod tsl;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::screen::{Screen, UNREADABLE};

/// A kind of screen that [`parse_text`] knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScreenKind {
    /// The list of an availability question.
    Av,
    /// The text of a PNR, one page or several below each other.
    Pnr,
    /// The fares that pricing offers.
    Pat,
    /// The answer to issuing tickets, in any of its parts.
    Etdz,
    /// A ticket, a list of tickets, the identities on one or its history.
    Detr,
    /// The answer to the end of a transaction.
    Eot,
    /// An error answer of the host, the gateway or the client.
    Error,
}

impl ScreenKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Av, Self::Pnr, Self::Pat, Self::Etdz, Self::Detr, Self::Eot, Self::Error];

    /// The name a user types.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Av => "av",
            Self::Pnr => "pnr",
            Self::Pat => "pat",
            Self::Etdz => "etdz",
            Self::Detr => "detr",
            Self::Eot => "eot",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for ScreenKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for ScreenKind {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| ParseError::UnknownKind {
            got: text.chars().take(24).collect(),
            known: Self::ALL.map(Self::as_str).join(", "),
        })
    }
}

/// A row that has no reading, or several that make one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadableRow {
    /// Row of its screen, from 0; the first one if there are several.
    pub row: usize,
    /// The row, with U+FFFD for each cell that could not be read.
    pub text: String,
    /// What is wrong with it.
    pub problem: String,
}

/// Why a screen has no meaning for a parser.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParseError {
    /// No parser has this name.
    #[error("unknown kind of screen {got:?}; known are: {known}")]
    UnknownKind {
        /// What came.
        got: String,
        /// Every name, separated by commas.
        known: String,
    },
    /// The screen shows something else.
    #[error("this is not {expected}; the screen begins with {begins:?}")]
    OtherScreen {
        /// What was looked for.
        expected: &'static str,
        /// The first row that is not empty; empty when there is none.
        begins: String,
    },
    /// What was looked for may be there, but a row of it has cells that could not be read.
    #[error("{expected} cannot be read: row {row} has unreadable cells: {text:?}")]
    Unreadable {
        /// What was looked for.
        expected: &'static str,
        /// The first such row, from 0.
        row: usize,
        /// What of it could be read.
        text: String,
    },
    /// A parsed screen that does not fit into JSON.
    #[error("the parsed screen does not fit into JSON: {0}")]
    Json(String),
}

impl ParseError {
    /// The screen is not what was looked for, or it might be but has cells that could not be read.
    fn not_found(expected: &'static str, screen: &Screen) -> Self {
        let unreadable = screen.rows().enumerate().find(|(_, text)| text.contains(UNREADABLE));
        match unreadable {
            Some((row, text)) => Self::Unreadable { expected, row, text: text.to_owned() },
            None => Self::OtherScreen {
                expected,
                begins: screen.rows().find(|row| !row.trim().is_empty()).unwrap_or_default().to_owned(),
            },
        }
    }

    /// The same for several pages: the first of them is judged that has anything to say.
    fn not_found_on(expected: &'static str, pages: &[Screen]) -> Self {
        let mut judged = pages.iter().map(|screen| Self::not_found(expected, screen));
        let first = judged.next().unwrap_or(Self::OtherScreen { expected, begins: String::new() });
        judged.fold(first, |found, next| if matches!(found, Self::Unreadable { .. }) { found } else { next })
    }

    /// Stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownKind { .. } => "unknown_kind",
            Self::OtherScreen { .. } => "other_screen",
            Self::Unreadable { .. } => "unreadable",
            Self::Json(_) => "json",
        }
    }
}

/// Parses a captured screen into the JSON of its kind; a screen of any kind may turn out to be an error answer.
///
/// # Errors
/// For an unknown kind, and for a screen that shows something else or cannot be read.
pub fn parse_text(kind: &str, text: &str) -> Result<Value, ParseError> {
    let kind: ScreenKind = kind.parse()?;
    let screen = Screen::from_text(text);
    match kind {
        ScreenKind::Av => match av::read(&screen)? {
            av::AvAnswer::Page(page) => json(&av::AvList::from_page(page, &screen)?),
            av::AvAnswer::Error(answer) => json(&answer),
        },
        ScreenKind::Pnr => match pnr::read(&[screen])? {
            pnr::PnrAnswer::Shown(shown) => json(&shown.pnr),
            pnr::PnrAnswer::Error(answer) => json(&answer),
        },
        ScreenKind::Pat => match pat::read(&[screen])? {
            pat::PatAnswer::Fares(fares) => json(&fares),
            pat::PatAnswer::Error(answer) => json(&answer),
        },
        ScreenKind::Etdz => match etdz::read(&[screen])? {
            etdz::EtdzReading::Answer(answer) => json(&answer),
            etdz::EtdzReading::Error(answer) => json(&answer),
        },
        ScreenKind::Detr => json(&detr::read(&[screen])?),
        ScreenKind::Eot => match eot::read(&screen)? {
            eot::EotReading::Committed(answer) => json(&answer),
            eot::EotReading::Cancelled(answer) => json(&answer),
            eot::EotReading::Error(answer) => json(&answer),
        },
        ScreenKind::Error => match error::find(&screen) {
            Some(answer) => json(&answer),
            None => Err(ParseError::not_found("an error answer", &screen)),
        },
    }
}

fn json(parsed: &impl Serialize) -> Result<Value, ParseError> {
    serde_json::to_value(parsed).map_err(|error| ParseError::Json(error.to_string()))
}

/// Keeps a row without a rule in a message of several lines.
fn add_line(message: &mut Option<String>, row: &str) {
    match message {
        Some(message) => {
            message.push('\n');
            message.push_str(row);
        }
        None => *message = Some(row.to_owned()),
    }
}
