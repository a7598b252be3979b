//! The SQL of dispatch: what moves tasks. What is reported of them is in `store/reports.rs`, what
//! pages read in `store/view.rs`.

mod reports;
mod view;

pub(super) use reports::{insert_report, log_by, report_applied, result_of};
pub(super) use view::{
    Counts, LogLine, ReportLine, TaskDetail, TaskFilter, counts_since, list, load, task_detail,
};
pub use view::{finished_task, open_tasks};

use serde_json::Value;
use waystation_shared::edge_api::{TaskError, TaskParams};
use waystation_shared::ids::{Lease, OfficeNo, TaskId, TerminalId, UserId};
use waystation_shared::task::{TaskKind, TaskState};
use waystation_shared::time::Timestamp;

use super::model::NewTask;
use crate::fleet::TerminalChoice;
use crate::params;
use crate::platform::store::{Reader, Row, StoreError, Tx};

/// A task that the books call running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Running {
    pub(super) task: TaskId,
    pub(super) terminal: TerminalId,
    pub(super) kind: TaskKind,
    pub(super) lease: Lease,
    pub(super) attempts: i64,
    pub(super) claimed_at: Timestamp,
}

/// What a report must know of its task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Locked {
    pub(super) state: TaskState,
    pub(super) lease: Lease,
    pub(super) terminal: Option<TerminalId>,
}

fn json(value: &Value) -> String {
    value.to_string()
}

fn error_json(error: &TaskError) -> String {
    serde_json::json!({
        "code": error.code, "message": error.message, "retry_safe": error.retry_safe
    })
    .to_string()
}

/// The parameters alone, as stored; their kind is a column of its own.
fn params_json(params: &TaskParams) -> Result<String, StoreError> {
    let text = match params {
        TaskParams::QueryAv(query) => serde_json::to_string(query),
        TaskParams::BookPnr(booking) => serde_json::to_string(booking),
        TaskParams::ExtractPnr(extract) => serde_json::to_string(extract),
        TaskParams::CancelPassenger(cancel) => serde_json::to_string(cancel),
        TaskParams::CancelPnr(cancel) => serde_json::to_string(cancel),
        TaskParams::IssueTicket(issue) => serde_json::to_string(issue),
        TaskParams::ExtractTicketNo(extract) => serde_json::to_string(extract),
        TaskParams::AuthorizePnr(authorize) => serde_json::to_string(authorize),
    };
    text.map_err(|error| bad(error.to_string()))
}

fn bad(found: String) -> StoreError {
    StoreError::BadColumn { index: 0, expected: "the parameters of the task's kind", found }
}

fn read_params(kind: TaskKind, params: &str) -> Result<TaskParams, StoreError> {
    let value: Value = serde_json::from_str(params).map_err(|error| bad(error.to_string()))?;
    let tagged = serde_json::json!({"kind": kind.as_str(), "params": value});
    serde_json::from_value(tagged).map_err(|error| bad(error.to_string()))
}

/// Inserts a task; `None` when its request id was used before.
pub(super) fn insert_task(
    tx: &mut Tx<'_>,
    new: &NewTask,
    terminal: Option<TerminalId>,
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<Option<TaskId>, StoreError> {
    let (office_no, wanted) = match &new.choice {
        TerminalChoice::Any => (None, None),
        TerminalChoice::Office(office) => (Some(office), None),
        TerminalChoice::Only(terminal) => (None, Some(*terminal)),
    };
    let state = if terminal.is_some() { TaskState::Assigned } else { TaskState::Pending };
    let request_id = new.request.as_ref().map(|request| request.request_id.as_str());
    let content_hash = new.request.as_ref().map(|request| &request.content_hash[..]);
    tx.first(
        "INSERT INTO tasks (user_id, api_key_id, kind, source, priority, params, office_no, wanted_terminal_id,
             request_id, request_hash, callback_url, state, terminal_id, created_at, expires_at, assigned_at)
         VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
         ON CONFLICT (user_id, request_id) DO NOTHING RETURNING id",
        params![
            new.user_id,
            new.api_key_id,
            new.params.kind(),
            new.source,
            params_json(&new.params)?,
            office_no,
            wanted,
            request_id,
            content_hash,
            new.callback_url,
            state,
            terminal,
            now,
            expires_at,
            terminal.map(|_| now)
        ],
        |row| row.get(0),
    )
}

pub(super) fn find_request(
    reader: &mut Reader<'_>,
    user: UserId,
    request_id: &str,
) -> Result<Option<(TaskId, Vec<u8>)>, StoreError> {
    reader.first(
        "SELECT id, request_hash FROM tasks WHERE user_id = ?1 AND request_id = ?2",
        params![user, request_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(super) fn office_has_terminal(reader: &mut Reader<'_>, office: &OfficeNo) -> Result<bool, StoreError> {
    let found =
        reader.first("SELECT 1 FROM terminals WHERE office_no = ?1 LIMIT 1", params![office], |row| {
            row.get::<i64>(0)
        })?;
    Ok(found.is_some())
}

/// A state change without a terminal.
pub(super) fn log(
    tx: &mut Tx<'_>,
    task: TaskId,
    state: TaskState,
    message: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO task_log (task_id, at, state, message) VALUES (?1, ?2, ?3, ?4)",
        params![task, now, state, message],
    )?;
    Ok(())
}

/// A state change on a terminal.
pub(super) fn log_on(
    tx: &mut Tx<'_>,
    task: TaskId,
    state: TaskState,
    message: &str,
    (terminal, now): (TerminalId, Timestamp),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO task_log (task_id, at, state, message, terminal_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![task, now, state, message, terminal],
    )?;
    Ok(())
}

/// Something that happened under a claim.
pub(super) fn log_claim(
    tx: &mut Tx<'_>,
    task: TaskId,
    (terminal, lease): (TerminalId, Lease),
    message: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO task_log (task_id, at, state, message, terminal_id, lease)
         SELECT id, CAST(?2 AS BIGINT), state, CAST(?3 AS TEXT), CAST(?4 AS BIGINT), CAST(?5 AS BIGINT)
         FROM tasks WHERE id = ?1",
        params![task, now, message, terminal, lease],
    )?;
    Ok(())
}

/// Waiting tasks with where they may run, the most urgent first.
pub(super) fn waiting_tasks(
    tx: &mut Tx<'_>,
    limit: i64,
) -> Result<Vec<(TaskId, TerminalChoice)>, StoreError> {
    let sql = format!(
        "SELECT id, office_no, wanted_terminal_id FROM tasks WHERE state = 'pending'
         ORDER BY priority DESC, id LIMIT ?1{}",
        tx.for_update_skip_locked()
    );
    tx.query(&sql, params![limit], |row| {
        let choice = match (row.get::<Option<OfficeNo>>(1)?, row.get::<Option<TerminalId>>(2)?) {
            (_, Some(terminal)) => TerminalChoice::Only(terminal),
            (Some(office), None) => TerminalChoice::Office(office),
            (None, None) => TerminalChoice::Any,
        };
        Ok((row.get(0)?, choice))
    })
}

pub(super) fn assign(
    tx: &mut Tx<'_>,
    task: TaskId,
    terminal: TerminalId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE tasks SET state = 'assigned', terminal_id = ?2, assigned_at = ?3
         WHERE id = ?1 AND state = 'pending'",
        params![task, terminal, now],
    )?;
    Ok(())
}

/// Takes a task off its terminal; it waits again.
pub(super) fn release(tx: &mut Tx<'_>, task: TaskId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE tasks SET state = 'pending', terminal_id = NULL, lease_ends_at = NULL, step = NULL WHERE id = ?1",
        params![task],
    )?;
    Ok(())
}

const RUNNING_COLUMNS: &str = "SELECT id, terminal_id, kind, lease, attempts, claimed_at FROM tasks";

fn running(row: &Row<'_>) -> Result<Running, StoreError> {
    Ok(Running {
        task: row.get(0)?,
        terminal: row.get(1)?,
        kind: row.get(2)?,
        lease: row.get(3)?,
        attempts: row.get(4)?,
        claimed_at: row.get(5)?,
    })
}

pub(super) fn running_on(
    reader: &mut Reader<'_>,
    terminal: TerminalId,
) -> Result<Option<Running>, StoreError> {
    let sql = format!("{RUNNING_COLUMNS} WHERE terminal_id = ?1 AND state = 'running'");
    reader.first(&sql, params![terminal], running)
}

pub(super) fn next_assigned(
    reader: &mut Reader<'_>,
    terminal: TerminalId,
) -> Result<Option<TaskId>, StoreError> {
    reader.first(
        "SELECT id FROM tasks WHERE terminal_id = ?1 AND state = 'assigned' ORDER BY priority DESC, id LIMIT 1",
        params![terminal],
        |row| row.get(0),
    )
}

/// Starts a task under the next lease; `None` when it is no longer this terminal's.
pub(super) fn start(
    tx: &mut Tx<'_>,
    task: TaskId,
    terminal: TerminalId,
    now: Timestamp,
) -> Result<Option<(Lease, TaskParams)>, StoreError> {
    let started = tx.first(
        "UPDATE tasks SET state = 'running', lease = lease + 1, attempts = attempts + 1, claimed_at = ?3,
             started_at = COALESCE(started_at, ?3), step = NULL
         WHERE id = ?1 AND terminal_id = ?2 AND state IN ('assigned', 'running') RETURNING lease, kind, params",
        params![task, terminal, now],
        |row| Ok((row.get(0)?, row.get(1)?, row.get::<String>(2)?)),
    )?;
    let Some((lease, kind, params)) = started else { return Ok(None) };
    Ok(Some((lease, read_params(kind, &params)?)))
}

/// The parameters of a claim that was handed out but of which its terminal has said nothing since.
pub(super) fn unheard_claim(
    reader: &mut Reader<'_>,
    (task, lease): (TaskId, Lease),
) -> Result<Option<TaskParams>, StoreError> {
    let found = reader.first(
        "SELECT kind, params FROM tasks WHERE id = ?1 AND lease = ?2 AND state = 'running' AND step IS NULL",
        params![task, lease],
        |row| Ok((row.get(0)?, row.get::<String>(1)?)),
    )?;
    found.map(|(kind, params)| read_params(kind, &params)).transpose()
}

pub(super) fn extend_lease(
    tx: &mut Tx<'_>,
    task: TaskId,
    lease: Lease,
    until: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE tasks SET lease_ends_at = ?3 WHERE id = ?1 AND lease = ?2 AND state = 'running'",
        params![task, lease, until],
    )?;
    Ok(())
}

pub(super) fn set_step(tx: &mut Tx<'_>, task: TaskId, step: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE tasks SET step = ?2 WHERE id = ?1", params![task, step])?;
    Ok(())
}

pub(super) fn lock_task(tx: &mut Tx<'_>, task: TaskId) -> Result<Option<Locked>, StoreError> {
    let sql = format!("SELECT state, lease, terminal_id FROM tasks WHERE id = ?1{}", tx.for_update());
    tx.first(&sql, params![task], |row| {
        Ok(Locked { state: row.get(0)?, lease: row.get(1)?, terminal: row.get(2)? })
    })
}

/// Writes how a task ended; answers the terminal it was on.
pub(super) fn end_task(
    tx: &mut Tx<'_>,
    task: TaskId,
    state: TaskState,
    (result, error): (Option<&Value>, Option<&TaskError>),
    now: Timestamp,
) -> Result<Option<TerminalId>, StoreError> {
    let finished_at = state.is_final().then_some(now);
    tx.one(
        "UPDATE tasks SET state = ?2, result = ?3, error = ?4, finished_at = ?5, lease_ends_at = NULL, step = NULL
         WHERE id = ?1 RETURNING terminal_id",
        params![task, state, result.map(json), error.map(error_json), finished_at],
        |row| row.get(0),
    )
}

/// Whether any task waits for a terminal.
pub(super) fn anything_waits(reader: &mut Reader<'_>) -> Result<bool, StoreError> {
    exists(reader, "SELECT 1 FROM tasks WHERE state = 'pending' LIMIT 1", params![])
}

/// Whether [`lost_claims`], [`stranded`] or [`overdue`] would find anything.
pub(super) fn anything_overdue(reader: &mut Reader<'_>, now: Timestamp) -> Result<bool, StoreError> {
    exists(
        reader,
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM tasks WHERE state = 'running' AND lease_ends_at < ?1)
             OR EXISTS (SELECT 1 FROM tasks WHERE state = 'pending' AND expires_at < ?1)
             OR EXISTS (SELECT 1 FROM terminals t WHERE t.dispatchable = 0 AND t.current_task_count > 0
                 AND EXISTS (SELECT 1 FROM tasks k WHERE k.terminal_id = t.id AND k.state = 'assigned'))",
        params![now],
    )
}

fn exists(
    reader: &mut Reader<'_>,
    sql: &str,
    params: &[crate::platform::store::Param<'_>],
) -> Result<bool, StoreError> {
    Ok(reader.first(sql, params, |row| row.get::<i64>(0))?.is_some())
}

/// Running tasks whose lease has ended.
pub(super) fn lost_claims(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<Running>, StoreError> {
    let sql = format!(
        "{RUNNING_COLUMNS} WHERE state = 'running' AND lease_ends_at < ?1 ORDER BY id LIMIT ?2{}",
        tx.for_update_skip_locked()
    );
    tx.query(&sql, params![now, limit], running)
}

/// Assigned tasks that nobody has taken, on terminals that cannot work now.
pub(super) fn stranded(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<(TaskId, TerminalId)>, StoreError> {
    let sql = format!(
        "SELECT id, terminal_id FROM tasks WHERE state = 'assigned'
             AND terminal_id IN (SELECT id FROM terminals WHERE dispatchable = 0) ORDER BY id LIMIT ?1{}",
        tx.for_update_skip_locked()
    );
    tx.query(&sql, params![limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Waiting tasks whose time is over.
pub(super) fn overdue(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<TaskId>, StoreError> {
    let sql = format!(
        "SELECT id FROM tasks WHERE state = 'pending' AND expires_at < ?1 ORDER BY id LIMIT ?2{}",
        tx.for_update_skip_locked()
    );
    tx.query(&sql, params![now, limit], |row| row.get(0))
}
