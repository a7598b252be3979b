//! The poll: a terminal says how it is and gets its task, if there is one.

use serde::{Deserialize, Serialize};

use crate::flight::QueryAv;
use crate::ids::{Lease, TaskId, TerminalId};
use crate::pnr::{
    AuthorizePnr, BookPnr, CancelPassenger, CancelPnr, ExtractPnr, ExtractTicketNo, IssueTicket,
};
use crate::task::TaskKind;
use crate::time::Timestamp;

/// Whether the terminal can work now. A terminal that is not ready gets no task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Readiness {
    /// The window is there, signed in and the keyboard is free.
    Ready,
    /// A task is being typed.
    Busy {
        /// That task.
        task_id: TaskId,
        /// The claim under which it runs.
        lease: Lease,
    },
    /// A person must do something first.
    NotReady {
        /// Stable name, such as `window_missing` or `signed_off`.
        reason: String,
    },
}

/// One poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PollRequest {
    /// Who polls; must be the terminal of the token.
    pub terminal_id: TerminalId,
    /// Grows with every poll of one identity; two machines with one identity are found by it.
    pub sequence: i64,
    /// Version of the agent program.
    pub agent_version: String,
    /// Whether it can work.
    pub readiness: Readiness,
    /// Hash of the last screen that was sent, hex; empty when none was.
    #[serde(default)]
    pub screen_hash: String,
    /// How long the server may hold the call open until a task arrives, in milliseconds; 0 is plain polling.
    #[serde(default)]
    pub wait_ms: u64,
}

/// Parameters of a task, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", content = "params", rename_all = "snake_case")]
pub enum TaskParams {
    /// Availability of flights.
    QueryAv(QueryAv),
    /// Book a PNR.
    BookPnr(Box<BookPnr>),
    /// Read a PNR.
    ExtractPnr(ExtractPnr),
    /// Take passengers out of a PNR.
    CancelPassenger(CancelPassenger),
    /// Cancel a PNR.
    CancelPnr(CancelPnr),
    /// Issue tickets.
    IssueTicket(IssueTicket),
    /// Read ticket numbers.
    ExtractTicketNo(ExtractTicketNo),
    /// Let another Office work on a PNR.
    AuthorizePnr(AuthorizePnr),
}

impl TaskParams {
    /// The kind these parameters belong to.
    #[must_use]
    pub const fn kind(&self) -> TaskKind {
        match self {
            Self::QueryAv(_) => TaskKind::QueryAv,
            Self::BookPnr(_) => TaskKind::BookPnr,
            Self::ExtractPnr(_) => TaskKind::ExtractPnr,
            Self::CancelPassenger(_) => TaskKind::CancelPassenger,
            Self::CancelPnr(_) => TaskKind::CancelPnr,
            Self::IssueTicket(_) => TaskKind::IssueTicket,
            Self::ExtractTicketNo(_) => TaskKind::ExtractTicketNo,
            Self::AuthorizePnr(_) => TaskKind::AuthorizePnr,
        }
    }
}

/// A task that is now locked to the polling terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignedTask {
    /// Which task.
    pub task_id: TaskId,
    /// This claim; every report must carry it.
    pub lease: Lease,
    /// How long the claim lasts without progress, in milliseconds.
    pub lease_ms: i64,
    /// What to do.
    #[serde(flatten)]
    pub params: TaskParams,
}

/// Something the server wants of a terminal besides tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum EdgeCommand {
    /// Send a picture of the screen now.
    Screenshot,
    /// Take no more tasks until told to resume.
    Pause,
    /// Take tasks again.
    Resume,
    /// A person has read a glyph that the agent could not.
    LearnGlyph {
        /// The glyph, as the agent named it.
        glyph: String,
        /// What it shows: one character.
        text: String,
    },
}

/// Answer to a poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PollAnswer {
    /// The task to run now, if any.
    pub task: Option<AssignedTask>,
    /// Commands, oldest first; each is handed out once.
    pub commands: Vec<EdgeCommand>,
    /// When to poll again, in milliseconds.
    pub next_poll_ms: u64,
    /// Server time.
    pub server_time: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assigned_task_shows_kind_and_parameters_side_by_side() {
        let text = r#"{"task_id":7,"lease":3,"lease_ms":30000,"kind":"query_av","params":{"depCity":"PEK","arrCity":"SHA","depDate":"2026-11-25","direct":false}}"#;
        let task: AssignedTask = serde_json::from_str(text).unwrap();
        assert_eq!(task.params.kind(), TaskKind::QueryAv);
        assert_eq!(serde_json::to_string(&task).unwrap(), text);
    }

    #[test]
    fn a_plain_poll_needs_no_optional_field() {
        let text = r#"{"terminal_id":1,"sequence":9,"agent_version":"0.1.0","readiness":{"state":"ready"}}"#;
        let poll: PollRequest = serde_json::from_str(text).unwrap();
        assert_eq!((poll.wait_ms, poll.screen_hash.as_str()), (0, ""));
    }
}
