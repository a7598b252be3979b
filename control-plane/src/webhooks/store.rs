//! The SQL of deliveries and their attempts.

use waystation_shared::ids::{ApiKeyId, DeliveryId, TaskId, UserId};
use waystation_shared::task::TaskState;
use waystation_shared::time::Timestamp;

use super::model::DeliveryState;
use crate::params;
use crate::platform::store::{Reader, Row, StoreError, Tx};

/// Deliveries that may be on their way to one host at once, over all servers.
const PER_HOST: i64 = 4;

/// A delivery about to be written.
pub(super) struct NewDelivery<'a> {
    pub(super) webhook_id: &'a str,
    pub(super) task: TaskId,
    /// What it tells: a task that was unknown and then settled is told twice.
    pub(super) task_state: TaskState,
    pub(super) user: UserId,
    pub(super) api_key: ApiKeyId,
    pub(super) url: &'a str,
    pub(super) host: &'a str,
    pub(super) body: &'a str,
}

/// Writes a delivery; a task that has one for this state keeps it. What was still to be said of an earlier
/// state is no longer said.
pub(super) fn insert(tx: &mut Tx<'_>, new: &NewDelivery<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE deliveries SET state = 'stopped' WHERE task_id = ?1 AND task_state <> ?2 AND state = 'pending'",
        params![new.task, new.task_state],
    )?;
    tx.execute(
        "INSERT INTO deliveries (webhook_id, task_id, task_state, user_id, api_key_id, url, host, body, state,
             next_at, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'pending', ?9, ?9) ON CONFLICT (task_id, task_state) DO NOTHING",
        params![
            new.webhook_id,
            new.task,
            new.task_state,
            new.user,
            new.api_key,
            new.url,
            new.host,
            new.body,
            now
        ],
    )?;
    Ok(())
}

/// Whether any delivery could be sent now.
pub(super) fn anything_due(reader: &mut Reader<'_>, now: Timestamp) -> Result<bool, StoreError> {
    let due = reader.first(
        "SELECT id FROM deliveries WHERE state = 'pending' AND next_at <= ?1 AND held_until <= ?1 LIMIT 1",
        params![now],
        |row| row.get::<i64>(0),
    )?;
    Ok(due.is_some())
}

/// A delivery that this server holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) id: DeliveryId,
    pub(super) task: TaskId,
    pub(super) api_key: ApiKeyId,
    pub(super) webhook_id: String,
    pub(super) url: String,
    pub(super) body: String,
    pub(super) step: i64,
    pub(super) until: Timestamp,
}

fn held(row: &Row<'_>) -> Result<Held, StoreError> {
    Ok(Held {
        id: row.get(0)?,
        task: row.get(1)?,
        api_key: row.get(2)?,
        webhook_id: row.get(3)?,
        url: row.get(4)?,
        body: row.get(5)?,
        step: row.get(6)?,
        until: row.get(7)?,
    })
}

/// Holds up to `limit` due deliveries until `until`. Those on their way to a host come first in its
/// queue, so they take up its places and a slow host never holds up the others.
pub(super) fn hold_due(
    tx: &mut Tx<'_>,
    limit: i64,
    (now, until): (Timestamp, Timestamp),
) -> Result<Vec<Held>, StoreError> {
    let due: Vec<DeliveryId> = tx.query(
        "SELECT id FROM (
             SELECT id, next_at, held_until, ROW_NUMBER() OVER (
                 PARTITION BY host
                 ORDER BY CASE WHEN held_until > ?1 THEN 0 ELSE 1 END, next_at, id
             ) AS place
             FROM deliveries WHERE state = 'pending' AND next_at <= ?1
         ) AS queue
         WHERE place <= ?2 AND held_until <= ?1 ORDER BY next_at, id LIMIT ?3",
        params![now, PER_HOST, limit],
        |row| row.get(0),
    )?;
    let mut taken = Vec::with_capacity(due.len());
    for id in due {
        taken.extend(hold(tx, id, (now, until))?);
    }
    Ok(taken)
}

/// Holds one delivery unless another server was faster.
fn hold(
    tx: &mut Tx<'_>,
    id: DeliveryId,
    (now, until): (Timestamp, Timestamp),
) -> Result<Option<Held>, StoreError> {
    tx.first(
        "UPDATE deliveries SET held_until = ?3 WHERE id = ?1 AND state = 'pending' AND held_until <= ?2
         RETURNING id, task_id, api_key_id, webhook_id, url, body, step, held_until",
        params![id, now, until],
        held,
    )
}

/// Where a delivery goes from here.
pub(super) struct Move {
    pub(super) state: DeliveryState,
    pub(super) step: i64,
    pub(super) next_at: Timestamp,
}

/// Lets a held delivery go; `false` when it was no longer held by us.
pub(super) fn let_go(tx: &mut Tx<'_>, held: &Held, to: &Move) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE deliveries SET state = ?3, step = ?4, next_at = ?5, held_until = 0
         WHERE id = ?1 AND held_until = ?2 AND state = 'pending'",
        params![held.id, held.until, to.state, to.step, to.next_at],
    )?;
    Ok(changed == 1)
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attempt {
    pub(super) at: Timestamp,
    pub(super) status: Option<i64>,
    pub(super) latency_ms: i64,
    pub(super) error: Option<String>,
    pub(super) response: Option<String>,
}

pub(super) fn insert_attempt(
    tx: &mut Tx<'_>,
    delivery: DeliveryId,
    attempt: &Attempt,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO delivery_attempts (delivery_id, at, status, latency_ms, error, response)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![delivery, attempt.at, attempt.status, attempt.latency_ms, attempt.error, attempt.response],
    )?;
    Ok(())
}

pub(super) fn attempts_of(reader: &mut Reader<'_>, delivery: DeliveryId) -> Result<Vec<Attempt>, StoreError> {
    reader.query(
        "SELECT at, status, latency_ms, error, response FROM delivery_attempts
         WHERE delivery_id = ?1 ORDER BY id",
        params![delivery],
        |row| {
            Ok(Attempt {
                at: row.get(0)?,
                status: row.get(1)?,
                latency_ms: row.get(2)?,
                error: row.get(3)?,
                response: row.get(4)?,
            })
        },
    )
}

/// A delivery as people see it.
pub(super) struct Listed {
    pub(super) id: DeliveryId,
    pub(super) state: DeliveryState,
    pub(super) url: String,
    pub(super) next_at: Timestamp,
    pub(super) created_at: Timestamp,
}

pub(super) fn of_task(reader: &mut Reader<'_>, task: TaskId) -> Result<Vec<Listed>, StoreError> {
    reader.query(
        "SELECT id, state, url, next_at, created_at FROM deliveries WHERE task_id = ?1 ORDER BY id",
        params![task],
        |row| {
            Ok(Listed {
                id: row.get(0)?,
                state: row.get(1)?,
                url: row.get(2)?,
                next_at: row.get(3)?,
                created_at: row.get(4)?,
            })
        },
    )
}

/// On whose account a delivery is.
pub(super) fn owner(reader: &mut Reader<'_>, id: DeliveryId) -> Result<Option<UserId>, StoreError> {
    reader.first("SELECT user_id FROM deliveries WHERE id = ?1", params![id], |row| row.get(0))
}

/// Begins a new round of the schedule, now. One that is on its way keeps its holder.
pub(super) fn begin_again(tx: &mut Tx<'_>, id: DeliveryId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE deliveries SET state = 'pending', step = 0, next_at = ?2 WHERE id = ?1",
        params![id, now],
    )?;
    Ok(())
}
