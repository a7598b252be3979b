//! Cancelling: possible as long as no terminal has taken the task.

use thiserror::Error;
use waystation_shared::ids::TaskId;
use waystation_shared::task::TaskState;
use waystation_shared::time::Timestamp;

use super::report::finish;
use super::{Change, store};
use crate::fleet;
use crate::platform::store::{StoreError, Tx};

/// Why a task was not cancelled.
#[derive(Debug, Error)]
pub(crate) enum CancelError {
    #[error("there is no task {0}")]
    Unknown(TaskId),
    #[error("the task is {0} and cannot be cancelled")]
    TooLate(TaskState),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Withdraws a task that waits or is assigned.
pub(crate) fn cancel(tx: &mut Tx<'_>, id: TaskId, now: Timestamp) -> Result<Change, CancelError> {
    let task = store::lock_task(tx, id)?.ok_or(CancelError::Unknown(id))?;
    if !matches!(task.state, TaskState::Pending | TaskState::Assigned) {
        return Err(CancelError::TooLate(task.state));
    }
    if let Some(terminal) = task.terminal {
        store::release(tx, id)?;
        fleet::adjust_load(tx, terminal, -1, now)?;
    }
    Ok(finish(tx, id, TaskState::Cancelled, (None, None), now)?)
}
