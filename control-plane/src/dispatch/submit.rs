//! Submitting a task: stored, and locked to a terminal at once if one can work.

use std::time::Duration;

use thiserror::Error;
use waystation_shared::ids::{TaskId, TerminalId};
use waystation_shared::task::TaskState;
use waystation_shared::time::Timestamp;

use super::model::{NewTask, WAITING_LIMIT_MS};
use super::{Change, store};
use crate::fleet::{self, TerminalChoice};
use crate::platform::store::{StoreError, Tx};

/// What became of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Submitted {
    /// A new task.
    New(Change),
    /// The task of the same request, submitted before.
    Repeated(TaskId),
}

/// Why a submission was refused. Nothing is stored then.
#[derive(Debug, Error)]
pub(crate) enum SubmitError {
    #[error("the request id was used for a request with other parameters")]
    RequestIdConflict,
    #[error("there is no terminal {0}")]
    TerminalUnknown(TerminalId),
    #[error("there is no terminal of Office {0}")]
    OfficeUnknown(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Stores a task and locks it to the terminal that suits best; without one it waits.
pub(crate) fn submit(tx: &mut Tx<'_>, new: &NewTask, now: Timestamp) -> Result<Submitted, SubmitError> {
    let terminal = fleet::choose(tx, &new.choice)?;
    if terminal.is_none() {
        check_choice(tx, &new.choice)?;
    }
    let expires_at = now.plus(Duration::from_millis(WAITING_LIMIT_MS.unsigned_abs()));
    let Some(task) = store::insert_task(tx, new, terminal, (now, expires_at))? else {
        return repeated(tx, new);
    };
    store::log(tx, task, TaskState::Pending, "submitted", now)?;
    if let Some(terminal) = terminal {
        fleet::adjust_load(tx, terminal, 1, now)?;
        store::log_on(tx, task, TaskState::Assigned, "assigned", (terminal, now))?;
    }
    let state = if terminal.is_some() { TaskState::Assigned } else { TaskState::Pending };
    Ok(Submitted::New(Change { task, state, terminal }))
}

/// Tells a terminal that is away for now from one that does not exist.
fn check_choice(tx: &mut Tx<'_>, choice: &TerminalChoice) -> Result<(), SubmitError> {
    match choice {
        TerminalChoice::Only(id) if !fleet::terminal_exists(tx, *id)? => {
            Err(SubmitError::TerminalUnknown(*id))
        }
        TerminalChoice::Office(office) if !store::office_has_terminal(tx, office)? => {
            Err(SubmitError::OfficeUnknown(office.to_string()))
        }
        TerminalChoice::Any | TerminalChoice::Office(_) | TerminalChoice::Only(_) => Ok(()),
    }
}

fn repeated(tx: &mut Tx<'_>, new: &NewTask) -> Result<Submitted, SubmitError> {
    let request = new.request.as_ref().ok_or(SubmitError::RequestIdConflict)?;
    match store::find_request(tx, new.user_id, &request.request_id)? {
        Some((task, hash)) if hash == request.content_hash => Ok(Submitted::Repeated(task)),
        Some(_) | None => Err(SubmitError::RequestIdConflict),
    }
}

/// Locks waiting tasks to terminals that can work now, the most urgent first; answers what moved.
pub(crate) fn assign_waiting(tx: &mut Tx<'_>, limit: i64, now: Timestamp) -> Result<Vec<Change>, StoreError> {
    let mut changes = Vec::new();
    for (task, choice) in store::waiting_tasks(tx, limit)? {
        if let Some(terminal) = fleet::choose(tx, &choice)? {
            store::assign(tx, task, terminal, now)?;
            fleet::adjust_load(tx, terminal, 1, now)?;
            store::log_on(tx, task, TaskState::Assigned, "assigned", (terminal, now))?;
            changes.push(Change { task, state: TaskState::Assigned, terminal: Some(terminal) });
        } else if choice == TerminalChoice::Any {
            break;
        }
    }
    Ok(changes)
}
