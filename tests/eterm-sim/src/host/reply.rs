//! What one transmission brings about: the answer, what arrives later, and what really happened.

use super::answer::Answer;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How something that was not asked for arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// Written below what is on the screen, as a further part of the answer.
    Shown,
    /// Kept until it is asked for (F11).
    Waiting,
}

/// A screen after the first one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// How long after the answer.
    pub after: Duration,
    /// Its rows.
    pub lines: Vec<String>,
    /// How it arrives.
    pub arrival: Arrival,
}

/// Something that cannot be taken back by ignoring the work area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Effect {
    /// A new record was kept.
    Booked {
        /// Its locator.
        locator: String,
    },
    /// A record was changed.
    Changed {
        /// Its locator.
        locator: String,
        /// Transactions it has now.
        version: u32,
        /// Names that are gone.
        removed: Vec<String>,
        /// Offices let in.
        authorised: Vec<String>,
    },
    /// A record was cancelled.
    Cancelled {
        /// Its locator.
        locator: String,
    },
    /// Tickets were issued, or will be when the airline's server answers.
    Ticketed {
        /// The record's locator.
        locator: String,
        /// Their thirteen digits.
        tickets: Vec<String>,
    },
    /// Pending tickets were tried again and issued.
    Retried {
        /// The record's locator.
        locator: String,
        /// Their thirteen digits.
        tickets: Vec<String>,
    },
}

/// All that one transmission brings about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// What is shown at once.
    pub answer: Answer,
    /// What arrives later, in order.
    pub later: Vec<Later>,
    /// What really happened, in order; empty when nothing that lasts did.
    pub effects: Vec<Effect>,
}
