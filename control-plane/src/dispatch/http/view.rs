//! Tasks as the page shows them.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use waystation_shared::edge_api::TaskError;
use waystation_shared::ids::{OfficeNo, TerminalId};
use waystation_shared::task::{TaskKind, TaskSource, TaskState};

use crate::dispatch::model::Task;
use crate::dispatch::store::TaskDetail;

/// A terminal, by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TerminalRef {
    id: i64,
    name: String,
    office_no: String,
}

impl From<(TerminalId, String, OfficeNo)> for TerminalRef {
    fn from((id, name, office_no): (TerminalId, String, OfficeNo)) -> Self {
        Self { id: id.0, name, office_no: office_no.into() }
    }
}

/// A task in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskRow {
    id: i64,
    kind: TaskKind,
    state: TaskState,
    source: TaskSource,
    /// The parameters, by kind.
    #[schema(value_type = Object)]
    summary: Value,
    /// On whose account.
    customer: String,
    terminal: Option<TerminalRef>,
    /// What is being done now.
    step: Option<String>,
    created_at: i64,
    assigned_at: Option<i64>,
    started_at: Option<i64>,
    finished_at: Option<i64>,
    error: Option<TaskError>,
}

impl From<Task> for TaskRow {
    fn from(task: Task) -> Self {
        Self {
            id: task.id.0,
            kind: task.kind,
            state: task.state,
            source: task.source,
            summary: task.params,
            customer: task.customer,
            terminal: task.terminal.map(TerminalRef::from),
            step: task.step,
            created_at: task.created_at.0,
            assigned_at: task.assigned_at.map(|at| at.0),
            started_at: task.started_at.map(|at| at.0),
            finished_at: task.finished_at.map(|at| at.0),
            error: task.error,
        }
    }
}

/// One line of a task's history.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LogLine {
    at: i64,
    state: TaskState,
    message: String,
    terminal_id: Option<i64>,
    lease: Option<i64>,
}

/// One report that was received.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportLine {
    received_at: i64,
    lease: i64,
    status: String,
    /// Whether it decided the task.
    applied: bool,
}

/// One command and what the screen showed after it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TranscriptLine {
    command: String,
    sent_at: i64,
    took_ms: u64,
    screen: String,
}

/// Everything about one task but its callbacks, which have a list of their own.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskView {
    #[serde(flatten)]
    row: TaskRow,
    request_id: Option<String>,
    callback_url: Option<String>,
    priority: i64,
    /// How often a terminal started it.
    attempts: i64,
    /// The result, in the form of the task's kind.
    #[schema(value_type = Option<Object>)]
    result: Option<Value>,
    log: Vec<LogLine>,
    reports: Vec<ReportLine>,
    transcript: Vec<TranscriptLine>,
}

impl From<TaskDetail> for TaskView {
    fn from(detail: TaskDetail) -> Self {
        let TaskDetail { task, result, log, reports } = detail;
        let log = log.into_iter().map(|line| LogLine {
            at: line.at.0,
            state: line.state,
            message: line.message,
            terminal_id: line.terminal.map(|id| id.0),
            lease: line.lease.map(|lease| lease.0),
        });
        let transcript = reports.iter().flat_map(|report| &report.transcript).map(|entry| TranscriptLine {
            command: entry.command.clone(),
            sent_at: entry.sent_at.0,
            took_ms: entry.took_ms,
            screen: entry.screen.clone(),
        });
        Self {
            request_id: task.request_id.clone(),
            callback_url: task.callback_url.clone(),
            priority: task.priority,
            attempts: task.attempts,
            result,
            log: log.collect(),
            transcript: transcript.collect(),
            reports: reports
                .iter()
                .map(|report| ReportLine {
                    received_at: report.received_at.0,
                    lease: report.lease.0,
                    status: report.status.clone(),
                    applied: report.applied,
                })
                .collect(),
            row: task.into(),
        }
    }
}
