//! What agents report of tasks and what people say of them.

use serde_json::Value;
use waystation_shared::edge_api::{ReportRequest, ReportedStatus};
use waystation_shared::ids::{TaskId, UserId};
use waystation_shared::time::Timestamp;

use super::bad;
use crate::params;
use crate::platform::store::{Reader, StoreError, Tx};

const fn word(status: ReportedStatus) -> &'static str {
    match status {
        ReportedStatus::Done => "done",
        ReportedStatus::Failed => "failed",
        ReportedStatus::Unknown => "unknown",
    }
}

/// Whether the same was reported before, and then whether it decided the task.
pub(in crate::dispatch) fn report_applied(
    reader: &mut Reader<'_>,
    request: &ReportRequest,
) -> Result<Option<bool>, StoreError> {
    reader.first(
        "SELECT applied FROM task_reports WHERE task_id = ?1 AND lease = ?2 AND status = ?3",
        params![request.task_id, request.lease, word(request.status)],
        |row| row.get(0),
    )
}

/// Keeps a report.
pub(in crate::dispatch) fn insert_report(
    tx: &mut Tx<'_>,
    request: &ReportRequest,
    applied: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    let report = serde_json::to_string(request).map_err(|error| bad(error.to_string()))?;
    let status = word(request.status);
    tx.execute(
        "INSERT INTO task_reports (task_id, lease, terminal_id, received_at, status, report, applied)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![request.task_id, request.lease, request.terminal_id, now, status, report, applied],
    )?;
    Ok(())
}

/// The result that a task has now.
pub(in crate::dispatch) fn result_of(
    reader: &mut Reader<'_>,
    task: TaskId,
) -> Result<Option<Value>, StoreError> {
    let text: Option<String> =
        reader.one("SELECT result FROM tasks WHERE id = ?1", params![task], |row| row.get(0))?;
    text.map(|text| serde_json::from_str(&text)).transpose().map_err(|error| bad(error.to_string()))
}

/// What a person has done to a task, and why.
pub(in crate::dispatch) fn log_by(
    tx: &mut Tx<'_>,
    task: TaskId,
    user: UserId,
    (message, now): (&str, Timestamp),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO task_log (task_id, at, state, message, user_id)
         SELECT id, CAST(?2 AS BIGINT), state, CAST(?3 AS TEXT), CAST(?4 AS BIGINT) FROM tasks WHERE id = ?1",
        params![task, now, message, user],
    )?;
    Ok(())
}
