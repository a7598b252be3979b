//! Typed builders of commands. Every field has a closed alphabet, so nothing from outside can smuggle a second command.
//!
//! A [`Command`] has no public constructor from text: what can be sent is what the builders here can say.

mod availability;
pub mod booking;
mod paging;
mod pnr;
mod session;
mod ticket;

use std::fmt;
use std::marker::PhantomData;

use thiserror::Error;

use crate::step::{Effect, EffectKind, ReadOnly};

pub use availability::{Availability, Options, Routing, return_availability};
pub use paging::Paging;
pub use ticket::FareFor;

/// One command as it is typed after the start-of-entry mark, with its effect in the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command<E: Effect = ReadOnly> {
    text: String,
    effect: PhantomData<E>,
}

/// Why a question cannot be put as a command.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CommandError {
    /// A character that no command may hold.
    #[error("{0:?} may not stand in a command; only A-Z, 0-9, blank and / : . + - , * may")]
    Alphabet(char),
    /// A class letter in a place where the host reads it as a routing option.
    #[error(
        "class {0} alone would be read as the option for direct flights; ask for direct flights too, or for all classes"
    )]
    AmbiguousClass(String),
    /// Not the number of a ticket.
    #[error("{0:?} is no ticket number; those have 13 digits")]
    TicketNumber(String),
    /// A flight number that does not begin with an airline.
    #[error("{0:?} does not begin with the code of an airline")]
    Airline(String),
}

impl CommandError {
    /// Stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Alphabet(_) => "command_alphabet",
            Self::AmbiguousClass(_) => "ambiguous_class",
            Self::TicketNumber(_) => "ticket_number",
            Self::Airline(_) => "airline",
        }
    }
}

impl<E: Effect> Command<E> {
    /// The text to type.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it does, as a value.
    #[must_use]
    pub const fn effect(&self) -> EffectKind {
        E::KIND
    }

    /// A command without fields.
    fn fixed(text: &'static str) -> Self {
        Self { text: text.to_owned(), effect: PhantomData }
    }

    /// A command with fields: the last gate, whatever the types of the fields have promised.
    fn of(parts: &[&str]) -> Result<Self, CommandError> {
        Self::gated(parts.concat(), is_allowed)
    }

    /// A command with the names of people: those may be Chinese and carry an age or a month in brackets.
    fn of_names(text: String) -> Result<Self, CommandError> {
        Self::gated(text, |mark| is_typeable(mark) || matches!(mark, '(' | ')'))
    }

    fn gated(text: String, allowed: impl Fn(char) -> bool) -> Result<Self, CommandError> {
        match text.chars().find(|&mark| !allowed(mark)) {
            Some(mark) => Err(CommandError::Alphabet(mark)),
            None => Ok(Self { text, effect: PhantomData }),
        }
    }
}

impl<E: Effect> fmt::Display for Command<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// Neither the marks that start an entry in any capture, nor those that end a transaction (`@`, `\`).
const fn is_allowed(mark: char) -> bool {
    matches!(mark, 'A'..='Z' | '0'..='9' | ' ' | '/' | ':' | '.' | '+' | '-' | ',' | '*')
}

/// What may be typed anywhere at all: the alphabet of commands, and Chinese characters.
pub(crate) const fn is_typeable(mark: char) -> bool {
    is_allowed(mark) || is_han(mark)
}

/// Which of them the host knows is the business of the type of a name.
const fn is_han(mark: char) -> bool {
    matches!(mark, '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_that_start_or_end_an_entry_never_pass_the_gate() {
        for mark in "►▶>■▪?(@\\^\u{1e}\u{10}\u{7f}\r\n\t\u{0}\u{85}\u{2028}京a".chars() {
            let built = Command::<ReadOnly>::of(&["AVH/", &mark.to_string()]);
            assert_eq!(built, Err(CommandError::Alphabet(mark)));
        }
    }

    proptest! {
        #[test]
        fn the_gate_lets_nothing_through_but_its_alphabet(parts in prop::collection::vec(any::<String>(), 0..4)) {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            match Command::<ReadOnly>::of(&parts) {
                Ok(command) => prop_assert!(command.text().chars().all(is_allowed)),
                Err(error) => prop_assert!(matches!(error, CommandError::Alphabet(mark) if !is_allowed(mark))),
            }
        }
    }
}
