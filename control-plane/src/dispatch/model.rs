//! Tasks as the server keeps them, and the rules of their life.

use serde_json::Value;
use waystation_shared::edge_api::{TaskError, TaskParams};
use waystation_shared::ids::{ApiKeyId, Lease, OfficeNo, TaskId, TerminalId, UserId};
use waystation_shared::task::{TaskKind, TaskSource, TaskState};
use waystation_shared::time::Timestamp;

use crate::fleet::TerminalChoice;

/// How often a task that only reads may be started before it counts as failed.
pub(crate) const MAX_ATTEMPTS: i64 = 5;

/// How long a claim is left alone before the same terminal, saying it is idle, gets the task again: the
/// answer that carried the task must have been lost.
pub(crate) const REDELIVERY_GRACE_MS: i64 = 2_000;

/// How long a task waits for a terminal before it expires.
pub(crate) const WAITING_LIMIT_MS: i64 = 10 * 60 * 1000;

/// The topic of the outbox under which a task is announced that has ended or whose outcome is unknown; the
/// subject is the task's id. What is said depends on where the task stands when it is said: a task that is
/// settled before anybody heard that it was unknown is told once.
pub const TASK_FINISHED: &str = "task.finished";

/// The identity of a request by a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestKey {
    /// The partner's own id of the request; unique per user for ever.
    pub request_id: String,
    /// Hash of everything it asks for.
    pub content_hash: [u8; 32],
}

/// A task to be submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewTask {
    /// On whose account.
    pub user_id: UserId,
    /// Through which key, when it came by the open API.
    pub api_key_id: Option<ApiKeyId>,
    /// Where it came from.
    pub source: TaskSource,
    /// What to do.
    pub params: TaskParams,
    /// Where it may run.
    pub choice: TerminalChoice,
    /// How a repeated request is recognised.
    pub request: Option<RequestKey>,
    /// Where the result is sent.
    pub callback_url: Option<String>,
}

/// A task as it stands, with what a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    /// Its id.
    pub id: TaskId,
    /// On whose account.
    pub user_id: UserId,
    /// Display name of that user.
    pub customer: String,
    /// Through which key.
    pub api_key_id: Option<ApiKeyId>,
    /// What kind of work.
    pub kind: TaskKind,
    /// Where it came from.
    pub source: TaskSource,
    /// Greater is sooner.
    pub priority: i64,
    /// Parameters, as JSON.
    pub params: Value,
    /// The partner's id of the request.
    pub request_id: Option<String>,
    /// Where the result is sent.
    pub callback_url: Option<String>,
    /// Where it stands.
    pub state: TaskState,
    /// The terminal it is locked to: id, name, Office.
    pub terminal: Option<(TerminalId, String, OfficeNo)>,
    /// The present claim.
    pub lease: Lease,
    /// How often it was started.
    pub attempts: i64,
    /// What is being done now.
    pub step: Option<String>,
    /// The error, if it has failed.
    pub error: Option<TaskError>,
    /// When it was submitted.
    pub created_at: Timestamp,
    /// When it was last locked to a terminal.
    pub assigned_at: Option<Timestamp>,
    /// When a terminal first took it.
    pub started_at: Option<Timestamp>,
    /// When it came to its end.
    pub finished_at: Option<Timestamp>,
}

/// What a callback says of a task that has ended, or whose outcome is unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct FinishedTask {
    /// Its id.
    pub id: TaskId,
    /// On whose account.
    pub user_id: UserId,
    /// Through which key.
    pub api_key_id: Option<ApiKeyId>,
    /// The partner's id of the request.
    pub request_id: Option<String>,
    /// Where the result is sent.
    pub callback_url: Option<String>,
    /// How it ended; [`TaskState::Unknown`] until it is settled.
    pub state: TaskState,
    /// The result.
    pub result: Option<Value>,
    /// The error.
    pub error: Option<TaskError>,
    /// When it ended; `None` while its outcome is unknown.
    pub finished_at: Option<Timestamp>,
}

/// Whether a partner is owed a callback when a task comes to `state`.
#[must_use]
pub(crate) const fn is_news(state: TaskState) -> bool {
    state.is_final() || matches!(state, TaskState::Unknown)
}
