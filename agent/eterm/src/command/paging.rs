//! Turning the pages of the answer before. Any other command in between loses them.

use crate::command::Command;
use crate::step::Positional;

/// Which page of the last paged answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// `PN`.
    Next,
    /// `PB`.
    Previous,
    /// `PF`.
    First,
    /// `PL`.
    Last,
    /// `PG`: the current one again.
    Current,
    /// `PN1`: all that remain in one answer.
    AllRemaining,
}

impl Paging {
    /// The command that shows it.
    #[must_use]
    pub fn command(self) -> Command<Positional> {
        Command::fixed(match self {
            Self::Next => "PN",
            Self::Previous => "PB",
            Self::First => "PF",
            Self::Last => "PL",
            Self::Current => "PG",
            Self::AllRemaining => "PN1",
        })
    }
}
