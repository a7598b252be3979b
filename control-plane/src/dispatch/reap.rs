//! What time alone may do: queries whose lease has ended go back, unclaimed tasks leave lost terminals,
//! waiting tasks expire. Irreversible work is never run again by time; it becomes `unknown`.

use waystation_shared::task::TaskState;
use waystation_shared::time::Timestamp;

use super::model::MAX_ATTEMPTS;
use super::outcome::Outcome;
use super::report::finish;
use super::{Change, store};
use crate::fleet;
use crate::platform::store::{StoreError, Tx};

/// Tasks moved in one transaction.
const BATCH: i64 = 200;

/// Moves what has waited too long; answers what moved.
pub(crate) fn reap(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Change>, StoreError> {
    let mut changes = Vec::new();
    for lost in store::lost_claims(tx, now, BATCH)? {
        changes.push(settle_lost(tx, &lost, now)?);
    }
    for (task, terminal) in store::stranded(tx, BATCH)? {
        store::release(tx, task)?;
        fleet::adjust_load(tx, terminal, -1, now)?;
        store::log_on(
            tx,
            task,
            TaskState::Pending,
            "the terminal cannot work; waits for another",
            (terminal, now),
        )?;
        changes.push(Change { task, state: TaskState::Pending, terminal: None });
    }
    for task in store::overdue(tx, now, BATCH)? {
        changes.push(finish(tx, task, TaskState::Expired, (None, Some(&Outcome::NoTerminal.error())), now)?);
    }
    Ok(changes)
}

fn settle_lost(tx: &mut Tx<'_>, lost: &store::Running, now: Timestamp) -> Result<Change, StoreError> {
    // Otherwise it could be given the same task again before its silence is noticed.
    fleet::set_aside(tx, lost.terminal)?;
    if !lost.kind.is_read_only() {
        fleet::note_outcome(tx, lost.terminal, false)?;
        return finish(tx, lost.task, TaskState::Unknown, (None, Some(&Outcome::Unsettled.error())), now);
    }
    if lost.attempts >= MAX_ATTEMPTS {
        fleet::note_outcome(tx, lost.terminal, false)?;
        return finish(tx, lost.task, TaskState::Failed, (None, Some(&Outcome::TerminalLost.error())), now);
    }
    store::release(tx, lost.task)?;
    fleet::adjust_load(tx, lost.terminal, -1, now)?;
    store::log_on(
        tx,
        lost.task,
        TaskState::Pending,
        "the lease has ended; waits for a terminal",
        (lost.terminal, now),
    )?;
    Ok(Change { task: lost.task, state: TaskState::Pending, terminal: None })
}
