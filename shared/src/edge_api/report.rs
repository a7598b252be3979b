//! Progress and result of a task. Reports may come twice and late; the lease says which claim they belong to.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::{Lease, TaskId, TerminalId};
use crate::task::TaskState;
use crate::time::Timestamp;

/// A sign of life of a running task; extends its lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProgressRequest {
    /// Who runs it.
    pub terminal_id: TerminalId,
    /// Which task.
    pub task_id: TaskId,
    /// Under which claim.
    pub lease: Lease,
    /// What is being done now, for people: `第 2 页`.
    pub step: String,
}

/// Answer to a sign of life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProgressAnswer {
    /// How long the claim lasts from now, in milliseconds; 0 when it is no longer this agent's.
    pub lease_ms: i64,
    /// Server time.
    pub server_time: Timestamp,
}

/// How a run ended, as the agent saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportedStatus {
    /// The result is complete.
    Done,
    /// It did not happen.
    Failed,
    /// It may or may not have happened; never for tasks that only read.
    Unknown,
}

/// Why a task failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskError {
    /// Stable name.
    pub code: String,
    /// What happened, with the host's own words where there are any.
    pub message: String,
    /// Whether the caller may ask again without risk.
    pub retry_safe: bool,
}

/// One command and what the screen showed after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TranscriptEntry {
    /// The command as typed.
    pub command: String,
    /// Local time of the agent when it was sent.
    pub sent_at: Timestamp,
    /// Milliseconds until the screen had settled.
    pub took_ms: u64,
    /// The screen as read; U+FFFD stands for a cell that could not be read.
    pub screen: String,
}

/// What a person needs to judge a task later.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// Every command, in order.
    pub transcript: Vec<TranscriptEntry>,
    /// The journal's irreversible steps of this task, in order; empty for tasks that only read.
    #[serde(default)]
    pub steps: Vec<StepRecord>,
}

/// How an irreversible step ended, as far as its agent could see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepEnding {
    /// The host has done it.
    Done,
    /// The host has not done it, and will not.
    NotDone,
    /// It was looked for and could not be told.
    Unknown,
    /// Nobody has looked yet.
    Open,
}

/// One irreversible step as the agent's journal holds it: what was about to be sent, and what was seen around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepRecord {
    /// Stable name of the step, such as `etdz`.
    pub step: String,
    /// The command as it was to be typed.
    pub command: String,
    /// Local time of the agent when the entry was on its disk, before the command was sent.
    pub written_at: Timestamp,
    /// The screen of the PNR before the step.
    #[serde(default)]
    pub before: Option<String>,
    /// The screen that settled it.
    #[serde(default)]
    pub after: Option<String>,
    /// SHA-256 of `before`, hex; empty when there is none.
    #[serde(default)]
    pub hash_before: String,
    /// SHA-256 of `after`, hex; empty when there is none.
    #[serde(default)]
    pub hash_after: String,
    /// How it ended.
    pub ending: StepEnding,
    /// What was looked at to tell, for people.
    pub check: String,
}

/// The end of a run. Idempotent by (task, lease).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportRequest {
    /// Who ran it.
    pub terminal_id: TerminalId,
    /// Which task.
    pub task_id: TaskId,
    /// Under which claim.
    pub lease: Lease,
    /// How it ended.
    pub status: ReportedStatus,
    /// The result, in the form of the task's kind.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub result: Option<Value>,
    /// The error, when it is not done.
    #[serde(default)]
    pub error: Option<TaskError>,
    /// Proof.
    #[serde(default)]
    pub evidence: Evidence,
    /// When the run ended, by the agent's clock.
    pub finished_at: Timestamp,
}

/// Answer to a report. The report is stored in any case; `applied` says whether it moved the task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportAnswer {
    /// Whether this report decided the task's state.
    pub applied: bool,
    /// The task's state now.
    pub state: TaskState,
    /// Server time.
    pub server_time: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_without_steps_is_read_as_before_there_were_any() {
        let evidence: Evidence = serde_json::from_str(r#"{"transcript":[]}"#).unwrap();
        assert_eq!(evidence, Evidence::default());
    }

    #[test]
    fn a_step_without_screens_needs_only_what_the_journal_always_holds() {
        let text = r#"{"step":"etdz","command":"ETDZ:1","written_at":9,"ending":"not_done","check":"DETR: no ticket"}"#;
        let step: StepRecord = serde_json::from_str(text).unwrap();
        assert_eq!((step.ending, step.before, step.hash_after.as_str()), (StepEnding::NotDone, None, ""));
    }
}
