//! Claiming: the terminal that a task is locked to takes it and runs it under a new lease.

use std::time::Duration;

use waystation_shared::edge_api::AssignedTask;
use waystation_shared::ids::{Lease, TaskId, TerminalId};
use waystation_shared::task::TaskState;
use waystation_shared::time::Timestamp;

use super::model::{MAX_ATTEMPTS, REDELIVERY_GRACE_MS};
use super::outcome::Outcome;
use super::report::finish;
use super::{Change, store};
use crate::fleet;
use crate::platform::store::{StoreError, Tx};

/// What a poll of an idle terminal comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Claimed {
    /// The task to run now.
    pub(crate) task: Option<AssignedTask>,
    /// What moved.
    pub(crate) change: Option<Change>,
    /// A task is running here by the books, but it is too early to hand it out again.
    pub(crate) ask_again: bool,
}

/// Hands the next task of `terminal` out. A task that the books call running is handed out again, because its terminal
/// says that it is idle: the answer or the agent was lost. One that only reads gets a new lease; any other keeps the one
/// it has, so that the terminal's own journal can tell whether that claim was ever begun.
pub(crate) fn claim(tx: &mut Tx<'_>, terminal: TerminalId, now: Timestamp) -> Result<Claimed, StoreError> {
    let may_work = fleet::lock_terminal(tx, terminal)?;
    if let Some(running) = store::running_on(tx, terminal)? {
        return redeliver(tx, terminal, &running, now);
    }
    if !may_work {
        return Ok(Claimed::default());
    }
    match store::next_assigned(tx, terminal)? {
        Some(task) => start(tx, terminal, (task, "started"), now),
        None => Ok(Claimed::default()),
    }
}

fn redeliver(
    tx: &mut Tx<'_>,
    terminal: TerminalId,
    running: &store::Running,
    now: Timestamp,
) -> Result<Claimed, StoreError> {
    if now.millis_since(running.claimed_at) < REDELIVERY_GRACE_MS {
        return Ok(Claimed { ask_again: true, ..Claimed::default() });
    }
    if !running.kind.is_read_only() {
        return repeat_claim(tx, (terminal, running), now);
    }
    if running.attempts >= MAX_ATTEMPTS {
        fleet::note_outcome(tx, terminal, false)?;
        let change =
            finish(tx, running.task, TaskState::Failed, (None, Some(&Outcome::TerminalLost.error())), now)?;
        return Ok(Claimed { change: Some(change), ..Claimed::default() });
    }
    start(tx, terminal, (running.task, "handed out again"), now)
}

/// The same claim once more, as long as its terminal has never spoken of it.
fn repeat_claim(
    tx: &mut Tx<'_>,
    (terminal, running): (TerminalId, &store::Running),
    now: Timestamp,
) -> Result<Claimed, StoreError> {
    let (task, lease) = (running.task, running.lease);
    let Some(params) = store::unheard_claim(tx, (task, lease))? else { return Ok(Claimed::default()) };
    store::extend_lease(tx, task, lease, now.plus(lease_time(running.kind)))?;
    store::log_claim(tx, task, (terminal, lease), "handed out again", now)?;
    let assigned = AssignedTask { task_id: task, lease, lease_ms: running.kind.lease_millis(), params };
    Ok(Claimed { task: Some(assigned), ..Claimed::default() })
}

fn start(
    tx: &mut Tx<'_>,
    terminal: TerminalId,
    (task, message): (TaskId, &str),
    now: Timestamp,
) -> Result<Claimed, StoreError> {
    let Some((lease, params)) = store::start(tx, task, terminal, now)? else {
        return Ok(Claimed::default());
    };
    let kind = params.kind();
    store::extend_lease(tx, task, lease, now.plus(lease_time(kind)))?;
    store::log_claim(tx, task, (terminal, lease), message, now)?;
    let assigned = AssignedTask { task_id: task, lease, lease_ms: kind.lease_millis(), params };
    let change = Change { task, state: TaskState::Running, terminal: None };
    Ok(Claimed { task: Some(assigned), change: Some(change), ask_again: false })
}

fn lease_time(kind: waystation_shared::task::TaskKind) -> Duration {
    Duration::from_millis(kind.lease_millis().unsigned_abs())
}

/// A sign of life: the lease is extended and the step noted. Answers the milliseconds left, 0 when the
/// claim is no longer this terminal's.
pub(crate) fn progress(
    tx: &mut Tx<'_>,
    (task, lease): (TaskId, Lease),
    terminal: TerminalId,
    step: &str,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let Some(running) = store::running_on(tx, terminal)? else { return Ok(0) };
    if running.task != task || running.lease != lease {
        return Ok(0);
    }
    store::extend_lease(tx, task, lease, now.plus(lease_time(running.kind)))?;
    store::set_step(tx, task, step)?;
    store::log_claim(tx, task, (terminal, lease), step, now)?;
    Ok(running.kind.lease_millis())
}
