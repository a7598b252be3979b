//! The outbox: what must happen elsewhere because of a change, written in the same transaction as the change.

use waystation_shared::time::Timestamp;

use crate::params;
use crate::platform::store::{Reader, StoreError, Tx};

/// One thing that has happened, waiting to be taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Its place in the order of things.
    pub id: i64,
    /// The id of what it is about, as the topic defines.
    pub subject: i64,
}

/// Writes that `topic` has happened to `subject`.
///
/// # Errors
/// When the store fails.
pub fn enqueue(tx: &mut Tx<'_>, topic: &str, subject: i64, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO outbox (topic, subject, created_at) VALUES (?1, ?2, ?3)",
        params![topic, subject, now],
    )?;
    Ok(())
}

/// Whether anything of `topic` waits.
///
/// # Errors
/// When the store fails.
pub fn waits(reader: &mut Reader<'_>, topic: &str) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM outbox WHERE topic = ?1 LIMIT 1";
    Ok(reader.first(sql, params![topic], |row| row.get::<i64>(0))?.is_some())
}

/// Takes up to `limit` entries of `topic` out, oldest first. They are gone when the transaction commits,
/// so what they cause must be part of it. Two servers never take the same entry.
///
/// # Errors
/// When the store fails.
pub fn take(tx: &mut Tx<'_>, topic: &str, limit: i64) -> Result<Vec<OutboxEntry>, StoreError> {
    let lock = tx.for_update_skip_locked();
    let sql = format!(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE topic = ?1 ORDER BY id LIMIT ?2{lock})
         RETURNING id, subject"
    );
    let mut entries = tx.query(&sql, params![topic, limit], |row| {
        Ok(OutboxEntry { id: row.get(0)?, subject: row.get(1)? })
    })?;
    entries.sort_by_key(|entry| entry.id);
    Ok(entries)
}
