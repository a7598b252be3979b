//! Reports: every one is kept; the one under the present lease ends the task, or settles it when it was unknown.

use waystation_shared::edge_api::{ReportAnswer, ReportRequest, ReportedStatus, TaskError};
use waystation_shared::ids::TaskId;
use waystation_shared::task::TaskState;
use waystation_shared::time::Timestamp;

use super::model::{TASK_FINISHED, is_news};
use super::outcome::Outcome;
use super::{Change, store};
use crate::fleet;
use crate::platform::jobs;
use crate::platform::store::{StoreError, Tx};

/// Takes a report; a repeated one gets the answer of the first. `None` when there is no such task of
/// that terminal.
pub(crate) fn report(
    tx: &mut Tx<'_>,
    request: &ReportRequest,
    now: Timestamp,
) -> Result<Option<(ReportAnswer, Option<Change>)>, StoreError> {
    let Some(task) = store::lock_task(tx, request.task_id)? else { return Ok(None) };
    if let Some(applied) = store::report_applied(tx, request)? {
        return Ok(Some((answer(applied, task.state, now), None)));
    }
    let applies = decides(&task, request);
    store::insert_report(tx, request, applies, now)?;
    if !applies {
        store::log_claim(tx, request.task_id, (request.terminal_id, request.lease), "late report kept", now)?;
        return Ok(Some((answer(false, task.state, now), None)));
    }
    if task.state == TaskState::Running {
        fleet::note_outcome(tx, request.terminal_id, request.status == ReportedStatus::Done)?;
    }
    let change = apply(tx, request, now)?;
    Ok(Some((answer(true, change.state, now), Some(change))))
}

/// Whether a report ends its task: the running claim's own, or the one that tells at last what this claim
/// could not tell before.
fn decides(task: &store::Locked, request: &ReportRequest) -> bool {
    let own = task.lease == request.lease && task.terminal == Some(request.terminal_id);
    match task.state {
        TaskState::Running => own,
        TaskState::Unknown => own && request.status != ReportedStatus::Unknown,
        TaskState::Pending
        | TaskState::Assigned
        | TaskState::Done
        | TaskState::Failed
        | TaskState::Cancelled
        | TaskState::Expired => false,
    }
}

const fn answer(applied: bool, state: TaskState, now: Timestamp) -> ReportAnswer {
    ReportAnswer { applied, state, server_time: now }
}

fn apply(tx: &mut Tx<'_>, request: &ReportRequest, now: Timestamp) -> Result<Change, StoreError> {
    let state = match request.status {
        ReportedStatus::Done => TaskState::Done,
        ReportedStatus::Failed => TaskState::Failed,
        ReportedStatus::Unknown => TaskState::Unknown,
    };
    let unexplained =
        (state == TaskState::Unknown && request.error.is_none()).then(|| Outcome::Unsettled.error());
    let error = request.error.as_ref().or(unexplained.as_ref());
    finish(tx, request.task_id, state, (request.result.as_ref(), error), now)
}

/// Ends a task in one step: state, result, counters, log, and the announcement in the outbox.
pub(super) fn finish(
    tx: &mut Tx<'_>,
    task: TaskId,
    state: TaskState,
    (result, error): (Option<&serde_json::Value>, Option<&TaskError>),
    now: Timestamp,
) -> Result<Change, StoreError> {
    let terminal = store::end_task(tx, task, state, (result, error), now)?;
    let message = error.map_or("", |error| error.message.as_str());
    match terminal {
        Some(terminal) => store::log_on(tx, task, state, message, (terminal, now))?,
        None => store::log(tx, task, state, message, now)?,
    }
    if is_news(state) {
        jobs::enqueue(tx, TASK_FINISHED, task.0, now)?;
    }
    Ok(Change { task, state, terminal })
}
