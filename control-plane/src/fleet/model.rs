//! Terminals as the server knows them.

use std::str::FromStr;

use serde::Serialize;
use utoipa::ToSchema;
use waystation_shared::edge_api::Readiness;
use waystation_shared::ids::{OfficeNo, TerminalId, UserId};
use waystation_shared::time::Timestamp;

use crate::text_columns;

/// How long a terminal may be silent before it counts as offline, in milliseconds. Polls come every 3–5 s,
/// from a busy agent every 10 s at the latest.
pub(crate) const SILENCE_LIMIT_MS: i64 = 25_000;

/// Whether a terminal has an identity that may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TerminalState {
    /// Registered; no machine has taken its code yet.
    WaitingEnrolment,
    /// In use.
    Enrolled,
    /// Two machines used its identity; a person must choose.
    Frozen,
}

impl TerminalState {
    /// The name in the store and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WaitingEnrolment => "waiting_enrolment",
            Self::Enrolled => "enrolled",
            Self::Frozen => "frozen",
        }
    }
}

impl FromStr for TerminalState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::WaitingEnrolment, Self::Enrolled, Self::Frozen]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| format!("no terminal state {text:?}"))
    }
}

/// Whether a terminal is heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TerminalPresence {
    /// Lately.
    Online,
    /// Not lately.
    Offline,
    /// Not yet.
    Never,
}

/// Whether a terminal could work when it was last heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TerminalReadiness {
    /// It waited for a task.
    Ready,
    /// It ran one.
    Busy,
    /// A person must do something first.
    NotReady,
}

impl TerminalReadiness {
    /// The name in the store and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Busy => "busy",
            Self::NotReady => "not_ready",
        }
    }
}

impl FromStr for TerminalReadiness {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Ready, Self::Busy, Self::NotReady]
            .into_iter()
            .find(|readiness| readiness.as_str() == text)
            .ok_or_else(|| format!("no readiness {text:?}"))
    }
}

text_columns!(TerminalState, TerminalReadiness);

/// A terminal to register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTerminal {
    /// Name for people.
    pub name: String,
    /// Office it signs in to.
    pub office_no: OfficeNo,
    /// Numeric id of the Eterm terminal.
    pub pid: String,
    /// Free text.
    pub remark: String,
    /// Whose it is.
    pub owner: Option<UserId>,
}

/// A terminal with everything a page shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terminal {
    /// Its id.
    pub id: TerminalId,
    /// Name for people.
    pub name: String,
    /// Office it signs in to.
    pub office_no: OfficeNo,
    /// Numeric id of the Eterm terminal.
    pub pid: String,
    /// Display name of the user whose it is.
    pub owner: Option<String>,
    /// What drives it: `eterm`.
    pub kind: String,
    /// Free text of its keeper.
    pub remark: String,
    /// Codes it may be used for in production.
    pub production_codes: Vec<String>,
    /// Codes it may issue tickets with.
    pub ticketing_codes: Vec<String>,
    /// Whether its identity may be used.
    pub state: TerminalState,
    /// Name of the host it runs on.
    pub host_name: String,
    /// Operating system.
    pub os_info: String,
    /// Version of the agent.
    pub agent_version: String,
    /// Whether it could work, as last heard.
    pub readiness: Option<TerminalReadiness>,
    /// Why it is not ready.
    pub reason: Option<String>,
    /// Whether a person told it to take no tasks.
    pub paused: bool,
    /// When it was last heard of.
    pub last_active_at: Option<Timestamp>,
    /// Tasks assigned to it or running on it.
    pub current_task_count: i64,
    /// Tasks done since it was registered.
    pub success_count: i64,
    /// Tasks failed since it was registered.
    pub fail_count: i64,
    /// Hash and time of the last picture of its screen.
    pub screen: Option<(String, Timestamp)>,
    /// Glyphs on it that nobody has named.
    pub unknown_glyphs: i64,
    /// When it was registered.
    pub created_at: Timestamp,
}

impl Terminal {
    /// Whether it is heard of.
    #[must_use]
    pub fn presence(&self, now: Timestamp) -> TerminalPresence {
        match self.last_active_at {
            None => TerminalPresence::Never,
            Some(at) if now.millis_since(at) <= SILENCE_LIMIT_MS => TerminalPresence::Online,
            Some(_) => TerminalPresence::Offline,
        }
    }
}

/// What was last heard of a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: Timestamp,
    /// Whether it could work.
    pub readiness: Readiness,
    /// Version of its agent.
    pub agent_version: String,
    /// Whether the store does not know it yet.
    pub(super) changed: bool,
}

/// What a terminal row must say for a node to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeIdentity {
    /// Which terminal.
    pub id: TerminalId,
    /// Hash of its token.
    pub token_hash: [u8; 32],
    /// The greatest sequence number the store knows.
    pub sequence: i64,
    /// Whether it has tasks, as far as the store knows.
    pub has_tasks: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_read_back_as_written() {
        for state in [TerminalState::WaitingEnrolment, TerminalState::Enrolled, TerminalState::Frozen] {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        assert!("lost".parse::<TerminalState>().is_err());
    }
}
