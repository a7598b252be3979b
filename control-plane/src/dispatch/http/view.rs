//! Tasks as the page shows them.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use waystation_shared::edge_api::{StepRecord, TranscriptEntry};
use waystation_shared::ids::{OfficeNo, TerminalId};
use waystation_shared::task::{TaskKind, TaskSource, TaskState};

use crate::dispatch::model::Task;
use crate::dispatch::outcome::Explained;
use crate::dispatch::store::{self, TaskDetail};
use crate::platform::catalogue::Language;

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
    error: Option<Explained>,
}

impl TaskRow {
    /// The row of `task`, its error told in `language`.
    pub(super) fn of(task: Task, language: Language) -> Self {
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
            error: task.error.map(|error| Explained::of(&error, language)),
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
    /// Name of the person who did it.
    by: Option<String>,
}

/// One report that was received.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportLine {
    received_at: i64,
    lease: i64,
    status: String,
    /// Whether it decided the task.
    applied: bool,
    /// The error that it told.
    error: Option<Explained>,
}

/// An irreversible step as it was reported.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StepView {
    #[serde(flatten)]
    step: StepRecord,
    /// Whether both screens have the hashes that the journal wrote down for them.
    intact: bool,
}

impl From<StepRecord> for StepView {
    fn from(step: StepRecord) -> Self {
        let intact = has_hash(step.before.as_deref(), &step.hash_before)
            && has_hash(step.after.as_deref(), &step.hash_after);
        Self { step, intact }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn has_hash(screen: Option<&str>, hash: &str) -> bool {
    match screen {
        None => hash.is_empty(),
        Some(screen) => hex(&Sha256::digest(screen)) == hash,
    }
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
    /// In the order in which they came.
    reports: Vec<ReportLine>,
    transcript: Vec<TranscriptLine>,
    /// The irreversible steps by the agent's journal, as the latest report that has any tells them.
    steps: Vec<StepView>,
}

impl TaskView {
    /// The view of `detail`, errors told in `language`.
    pub(super) fn of(detail: TaskDetail, language: Language) -> Self {
        let TaskDetail { task, result, log, mut reports } = detail;
        let transcript = reports.iter_mut().flat_map(|report| std::mem::take(&mut report.transcript));
        let transcript = transcript.map(TranscriptLine::from).collect();
        let steps = reports.iter_mut().rev().map(|report| std::mem::take(&mut report.steps));
        let steps = steps.into_iter().find(|steps| !steps.is_empty()).unwrap_or_default();
        Self {
            request_id: task.request_id.clone(),
            callback_url: task.callback_url.clone(),
            priority: task.priority,
            attempts: task.attempts,
            result,
            log: log.into_iter().map(LogLine::from).collect(),
            transcript,
            steps: steps.into_iter().map(StepView::from).collect(),
            reports: reports.into_iter().map(|report| ReportLine::of(report, language)).collect(),
            row: TaskRow::of(task, language),
        }
    }
}

impl ReportLine {
    fn of(report: store::ReportLine, language: Language) -> Self {
        Self {
            received_at: report.received_at.0,
            lease: report.lease.0,
            status: report.status,
            applied: report.applied,
            error: report.error.map(|error| Explained::of(&error, language)),
        }
    }
}

impl From<store::LogLine> for LogLine {
    fn from(line: store::LogLine) -> Self {
        Self {
            at: line.at.0,
            state: line.state,
            message: line.message,
            terminal_id: line.terminal.map(|id| id.0),
            lease: line.lease.map(|lease| lease.0),
            by: line.by,
        }
    }
}

impl From<TranscriptEntry> for TranscriptLine {
    fn from(entry: TranscriptEntry) -> Self {
        let TranscriptEntry { command, sent_at, took_ms, screen } = entry;
        Self { command, sent_at: sent_at.0, took_ms, screen }
    }
}
