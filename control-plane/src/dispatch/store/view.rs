//! What pages and partners read of tasks. Filters are data; they become SQL here and nowhere else.

use serde_json::Value;
use waystation_shared::edge_api::{ReportRequest, StepRecord, TaskError, TranscriptEntry};
use waystation_shared::ids::{Lease, OfficeNo, TaskId, TerminalId};
use waystation_shared::task::{TaskKind, TaskSource, TaskState};
use waystation_shared::time::Timestamp;

use crate::dispatch::model::{FinishedTask, Task};
use crate::params;
use crate::platform::store::{Param, Reader, Row, StoreError, ToParam};

const TASK_COLUMNS: &str = "SELECT k.id, k.user_id, u.display_name, k.api_key_id, k.kind, k.source, k.priority, \
     k.params, k.request_id, k.callback_url, k.state, k.terminal_id, t.name, t.office_no, k.lease, k.attempts, \
     k.step, k.error, k.created_at, k.assigned_at, k.started_at, k.finished_at \
     FROM tasks k JOIN users u ON u.id = k.user_id LEFT JOIN terminals t ON t.id = k.terminal_id";

fn task(row: &Row<'_>) -> Result<Task, StoreError> {
    let terminal: Option<TerminalId> = row.get(11)?;
    let named: Option<(String, OfficeNo)> =
        row.get::<Option<String>>(12)?.zip(row.get::<Option<OfficeNo>>(13)?);
    Ok(Task {
        id: row.get(0)?,
        user_id: row.get(1)?,
        customer: row.get(2)?,
        api_key_id: row.get(3)?,
        kind: row.get(4)?,
        source: row.get(5)?,
        priority: row.get(6)?,
        params: parsed(row, 7)?,
        request_id: row.get(8)?,
        callback_url: row.get(9)?,
        state: row.get(10)?,
        terminal: terminal.zip(named).map(|(id, (name, office))| (id, name, office)),
        lease: row.get(14)?,
        attempts: row.get(15)?,
        step: row.get(16)?,
        error: optional(row, 17)?,
        created_at: row.get(18)?,
        assigned_at: row.get(19)?,
        started_at: row.get(20)?,
        finished_at: row.get(21)?,
    })
}

fn parsed<T: serde::de::DeserializeOwned>(row: &Row<'_>, index: usize) -> Result<T, StoreError> {
    let text: String = row.get(index)?;
    from_json(&text, index)
}

fn optional<T: serde::de::DeserializeOwned>(row: &Row<'_>, index: usize) -> Result<Option<T>, StoreError> {
    row.get::<Option<String>>(index)?.map(|text| from_json(&text, index)).transpose()
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str, index: usize) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::BadColumn {
        index,
        expected: "JSON",
        found: error.to_string(),
    })
}

/// Which tasks a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::dispatch) struct TaskFilter {
    pub(in crate::dispatch) states: Vec<TaskState>,
    pub(in crate::dispatch) kind: Option<TaskKind>,
    pub(in crate::dispatch) source: Option<TaskSource>,
    pub(in crate::dispatch) terminal: Option<TerminalId>,
    pub(in crate::dispatch) office_no: Option<OfficeNo>,
    /// Part of the parameters or of the request id.
    pub(in crate::dispatch) text: Option<String>,
    pub(in crate::dispatch) from: Option<Timestamp>,
    pub(in crate::dispatch) to: Option<Timestamp>,
}

/// Conditions and their parameters, grown one by one.
#[derive(Default)]
struct Conditions<'a> {
    sql: String,
    params: Vec<Param<'a>>,
}

impl<'a> Conditions<'a> {
    /// Adds a condition in which `?` stands for the parameter.
    fn and(&mut self, condition: &str, param: Param<'a>) {
        self.params.push(param);
        let place = format!("?{}", self.params.len());
        self.sql.push_str(if self.sql.is_empty() { " WHERE " } else { " AND " });
        self.sql.push_str(&condition.replace('?', &place));
    }

    fn and_some(&mut self, condition: &str, value: Option<&'a (impl ToParam + ?Sized)>) {
        if let Some(value) = value {
            self.and(condition, value.to_param());
        }
    }

    fn and_any_of(&mut self, column: &str, values: &'a [impl ToParam]) {
        if values.is_empty() {
            return;
        }
        let first = self.params.len() + 1;
        self.params.extend(values.iter().map(ToParam::to_param));
        let places: Vec<_> = (first..=self.params.len()).map(|place| format!("?{place}")).collect();
        self.sql.push_str(if self.sql.is_empty() { " WHERE " } else { " AND " });
        self.sql.extend([column, " IN (", &places.join(", "), ")"]);
    }
}

/// Tasks below `before`, newest first.
pub(in crate::dispatch) fn list(
    reader: &mut Reader<'_>,
    filter: &TaskFilter,
    before: i64,
    limit: i64,
) -> Result<Vec<Task>, StoreError> {
    let like = filter.text.as_ref().map(|text| format!("%{}%", text.replace(['%', '_'], "")));
    let mut conditions = Conditions::default();
    conditions.and("k.id < ?", Param::Int(before));
    conditions.and_any_of("k.state", &filter.states);
    conditions.and_some("k.kind = ?", filter.kind.as_ref());
    conditions.and_some("k.source = ?", filter.source.as_ref());
    conditions.and_some("k.terminal_id = ?", filter.terminal.as_ref());
    conditions.and_some("t.office_no = ?", filter.office_no.as_ref());
    conditions.and_some("(k.params LIKE ? OR k.request_id LIKE ? OR u.display_name LIKE ?)", like.as_deref());
    conditions.and_some("k.created_at >= ?", filter.from.as_ref());
    conditions.and_some("k.created_at < ?", filter.to.as_ref());
    let sql = format!("{TASK_COLUMNS}{} ORDER BY k.id DESC LIMIT {limit}", conditions.sql);
    reader.query(&sql, &conditions.params, task)
}

/// One task.
pub(in crate::dispatch) fn load(reader: &mut Reader<'_>, id: TaskId) -> Result<Option<Task>, StoreError> {
    reader.first(&format!("{TASK_COLUMNS} WHERE k.id = ?1"), params![id], task)
}

/// One line of a task's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dispatch) struct LogLine {
    pub(in crate::dispatch) at: Timestamp,
    pub(in crate::dispatch) state: TaskState,
    pub(in crate::dispatch) message: String,
    pub(in crate::dispatch) terminal: Option<TerminalId>,
    pub(in crate::dispatch) lease: Option<Lease>,
    /// Who, when it was a person.
    pub(in crate::dispatch) by: Option<String>,
}

/// One report that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dispatch) struct ReportLine {
    pub(in crate::dispatch) received_at: Timestamp,
    pub(in crate::dispatch) lease: Lease,
    pub(in crate::dispatch) status: String,
    pub(in crate::dispatch) applied: bool,
    pub(in crate::dispatch) error: Option<TaskError>,
    pub(in crate::dispatch) transcript: Vec<TranscriptEntry>,
    pub(in crate::dispatch) steps: Vec<StepRecord>,
}

/// Everything about one task.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::dispatch) struct TaskDetail {
    pub(in crate::dispatch) task: Task,
    pub(in crate::dispatch) result: Option<Value>,
    pub(in crate::dispatch) log: Vec<LogLine>,
    pub(in crate::dispatch) reports: Vec<ReportLine>,
}

/// Reads everything about one task.
pub(in crate::dispatch) fn task_detail(
    reader: &mut Reader<'_>,
    id: TaskId,
) -> Result<Option<TaskDetail>, StoreError> {
    let Some(task) = load(reader, id)? else { return Ok(None) };
    let result = reader.one("SELECT result FROM tasks WHERE id = ?1", params![id], |row| optional(row, 0))?;
    let log = reader.query(
        "SELECT l.at, l.state, l.message, l.terminal_id, l.lease, u.display_name
         FROM task_log l LEFT JOIN users u ON u.id = l.user_id WHERE l.task_id = ?1 ORDER BY l.id LIMIT 1000",
        params![id],
        |row| {
            Ok(LogLine {
                at: row.get(0)?,
                state: row.get(1)?,
                message: row.get(2)?,
                terminal: row.get(3)?,
                lease: row.get(4)?,
                by: row.get(5)?,
            })
        },
    )?;
    let reports = reader.query(
        "SELECT received_at, lease, status, applied, report FROM task_reports WHERE task_id = ?1
         ORDER BY received_at, lease",
        params![id],
        |row| {
            let report: ReportRequest = parsed(row, 4)?;
            Ok(ReportLine {
                received_at: row.get(0)?,
                lease: row.get(1)?,
                status: row.get(2)?,
                applied: row.get(3)?,
                error: report.error,
                transcript: report.evidence.transcript,
                steps: report.evidence.steps,
            })
        },
    )?;
    Ok(Some(TaskDetail { task, result, log, reports }))
}

/// What a callback says of a task that has come to its end, or whose outcome is unknown.
///
/// # Errors
/// When the store fails.
pub fn finished_task(reader: &mut Reader<'_>, id: TaskId) -> Result<Option<FinishedTask>, StoreError> {
    reader.first(
        "SELECT id, user_id, api_key_id, request_id, callback_url, state, result, error, finished_at
         FROM tasks WHERE id = ?1 AND (finished_at IS NOT NULL OR state = 'unknown')",
        params![id],
        |row| {
            Ok(FinishedTask {
                id: row.get(0)?,
                user_id: row.get(1)?,
                api_key_id: row.get(2)?,
                request_id: row.get(3)?,
                callback_url: row.get(4)?,
                state: row.get(5)?,
                result: optional(row, 6)?,
                error: optional(row, 7)?,
                finished_at: row.get(8)?,
            })
        },
    )
}

/// Tasks by state since a moment; open ones whenever they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::dispatch) struct Counts {
    pub(in crate::dispatch) by_state: Vec<(TaskState, i64)>,
    pub(in crate::dispatch) oldest_queued: Option<Timestamp>,
}

impl Counts {
    /// How many are in `state`.
    pub(in crate::dispatch) fn of(&self, state: TaskState) -> i64 {
        self.by_state.iter().find(|(counted, _)| *counted == state).map_or(0, |(_, count)| *count)
    }
}

/// Counts tasks that are open, and those that have ended since `since`.
pub(in crate::dispatch) fn counts_since(
    reader: &mut Reader<'_>,
    since: Timestamp,
) -> Result<Counts, StoreError> {
    // One part per open state: each has an index of its own.
    let by_state = reader.query(
        "SELECT 'pending', COUNT(*) FROM tasks WHERE state = 'pending'
         UNION ALL SELECT 'assigned', COUNT(*) FROM tasks WHERE state = 'assigned'
         UNION ALL SELECT 'running', COUNT(*) FROM tasks WHERE state = 'running'
         UNION ALL SELECT 'unknown', COUNT(*) FROM tasks WHERE state = 'unknown'
         UNION ALL SELECT state, COUNT(*) FROM tasks WHERE finished_at >= ?1 GROUP BY state",
        params![since],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let oldest_queued = reader.one(
        "SELECT MIN(oldest) FROM (SELECT MIN(created_at) AS oldest FROM tasks WHERE state = 'pending'
             UNION ALL SELECT MIN(created_at) FROM tasks WHERE state = 'assigned') AS queued",
        params![],
        |row| row.get(0),
    )?;
    Ok(Counts { by_state, oldest_queued })
}

/// How many tasks are in each state that is not an end.
///
/// # Errors
/// When the store fails.
pub fn open_tasks(reader: &mut Reader<'_>) -> Result<Vec<(TaskState, i64)>, StoreError> {
    let counts = counts_since(reader, Timestamp(i64::MAX))?;
    let open = [TaskState::Pending, TaskState::Assigned, TaskState::Running, TaskState::Unknown];
    Ok(open.into_iter().map(|state| (state, counts.of(state))).collect())
}
