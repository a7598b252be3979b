//! The entries on disk. Every change is synced before it is answered; order is the order of arrival.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, named_params, params};
use waystation_shared::time::Timestamp;

use crate::backoff::Backoff;
use crate::ballast::Ballast;
use crate::error::{SpoolError, is_disk_full};

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS entry (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        body BLOB NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        put_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        refused TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS entry_waiting ON entry (position) WHERE refused IS NULL;";

/// Pages after which the write-ahead log is folded back. Small, because a log that holds the whole database
/// leaves a full disk with nothing that could be freed.
const CHECKPOINT_PAGES: i64 = 20;
const PAGE_BYTES: u64 = 4096;

/// How much a spool may hold, and how it waits after failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Most entries at one time, refused ones included.
    pub max_entries: u64,
    /// Most bytes of bodies at one time.
    pub max_bytes: u64,
    /// Waits after failures.
    pub backoff: Backoff,
}

impl Default for Policy {
    /// Ten thousand entries, 64 MiB.
    fn default() -> Self {
        Self { max_entries: 10_000, max_bytes: 64 * 1024 * 1024, backoff: Backoff::default() }
    }
}

/// What is to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parcel<'a> {
    /// Chosen by the caller before the first attempt; the receiver's key of idempotency.
    pub id: &'a str,
    /// What the caller needs to know to send it.
    pub kind: &'a str,
    /// What is sent, byte by byte the same at every attempt.
    pub body: &'a [u8],
}

/// An entry that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Id given by the caller.
    pub id: String,
    /// Kind given by the caller.
    pub kind: String,
    /// Body given by the caller.
    pub body: Vec<u8>,
    /// Failed attempts so far.
    pub attempts: u32,
    /// When it came in.
    pub put_at: Timestamp,
}

/// An entry the receiver will never take. Kept for a person, out of the way of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The entry.
    pub entry: Entry,
    /// Why, in the receiver's words.
    pub reason: String,
}

/// What became of a put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is on the disk now.
    Kept,
    /// The same entry was there already.
    AlreadyKept,
}

/// Entries on disk, oldest first. One process holds a spool at a time.
#[derive(Debug)]
pub struct Spool {
    connection: Connection,
    policy: Policy,
    ballast: Ballast,
}

impl Spool {
    /// Opens the spool at `path`, making it if there is none. Its folder must exist.
    ///
    /// # Errors
    /// When the file cannot be opened or is no database.
    pub fn open(path: &Path, policy: Policy) -> Result<Self, SpoolError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        connection.pragma_update(None, "journal_size_limit", CHECKPOINT_PAGES * 4096)?;
        connection.pragma_update(None, "max_page_count", page_limit(&policy))?;
        connection.execute_batch(SCHEMA)?;
        let ballast = Ballast::beside(path);
        // On a disk that is full already there is nothing to reserve; delivering still frees entries later.
        ballast.take().ok();
        Ok(Self { connection, policy, ballast })
    }

    /// Keeps `parcel`; when this returns, it is on the disk. The same parcel again changes nothing.
    ///
    /// # Errors
    /// [`SpoolError::Full`] and [`SpoolError::DiskFull`] when there is no room, [`SpoolError::Conflict`] when
    /// the id is known with other content. In each case nothing has changed.
    pub fn put(&mut self, parcel: &Parcel<'_>, now: Timestamp) -> Result<Put, SpoolError> {
        let policy = self.policy;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(same) = same_as_kept(&transaction, parcel)? {
            return if same {
                Ok(Put::AlreadyKept)
            } else {
                Err(SpoolError::Conflict { id: parcel.id.to_owned() })
            };
        }
        refuse_when_full(&transaction, &policy, parcel.body.len())?;
        transaction.execute(
            "INSERT INTO entry (id, kind, body, put_at, due_at) VALUES (?1, ?2, ?3, ?4, ?4)",
            params![parcel.id, parcel.kind, parcel.body, now.0],
        )?;
        transaction.commit()?;
        Ok(Put::Kept)
    }

    /// The oldest entry that may be sent now, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next(&self, now: Timestamp) -> Result<Option<Entry>, SpoolError> {
        // A moment farther away than the longest wait comes from a clock that was set back: it counts as past.
        let sql = "SELECT id, kind, body, attempts, put_at FROM entry
                   WHERE refused IS NULL AND (due_at <= :now OR due_at > :horizon) ORDER BY position LIMIT 1";
        let named = named_params! { ":now": now.0, ":horizon": self.horizon(now).0 };
        Ok(self.connection.prepare_cached(sql)?.query_row(named, read_entry).optional()?)
    }

    /// How long until [`Spool::next`] has something; `None` when nothing waits.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_in(&self, now: Timestamp) -> Result<Option<Duration>, SpoolError> {
        let sql = "SELECT min(CASE WHEN due_at > :horizon THEN :now ELSE due_at END) FROM entry WHERE refused IS NULL";
        let named = named_params! { ":now": now.0, ":horizon": self.horizon(now).0 };
        let due: Option<i64> = self.connection.prepare_cached(sql)?.query_row(named, |row| row.get(0))?;
        Ok(due.map(|due| Duration::from_millis(u64::try_from(due.saturating_sub(now.0)).unwrap_or(0))))
    }

    /// Forgets an entry that has arrived. Returns whether it was there.
    ///
    /// # Errors
    /// When the file cannot be written; the entry then stays and will be sent again.
    pub fn done(&mut self, id: &str) -> Result<bool, SpoolError> {
        self.with_ballast("DELETE FROM entry WHERE id = ?1", &[&id])
    }

    /// Notes a failed attempt: the entry may be tried again after its back-off, others go ahead meanwhile.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn postpone(&mut self, id: &str, now: Timestamp, jitter: u64) -> Result<bool, SpoolError> {
        let attempts = self.attempts(id)?.saturating_add(1);
        let due = now.plus(self.policy.backoff.wait(attempts, jitter));
        self.with_ballast(
            "UPDATE entry SET attempts = ?2, due_at = ?3 WHERE id = ?1",
            &[&id, &attempts, &due.0],
        )
    }

    /// Sets an entry aside that the receiver will never take, so that it does not block the others.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn refuse(&mut self, id: &str, reason: &str) -> Result<bool, SpoolError> {
        self.with_ballast("UPDATE entry SET refused = ?2 WHERE id = ?1", &[&id, &reason])
    }

    /// What has been set aside, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn refused(&self) -> Result<Vec<Refused>, SpoolError> {
        let sql = "SELECT id, kind, body, attempts, put_at, refused FROM entry WHERE refused IS NOT NULL ORDER BY position";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows =
            statement.query_map([], |row| Ok(Refused { entry: read_entry(row)?, reason: row.get(5)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets what was set aside and came in before `before`; returns how many those were.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget_refused(&mut self, before: Timestamp) -> Result<usize, SpoolError> {
        let sql = "DELETE FROM entry WHERE refused IS NOT NULL AND put_at < ?1";
        Ok(self.connection.execute(sql, [before.0])?)
    }

    /// Whether an entry with this id is held, waiting or set aside.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn holds(&self, id: &str) -> Result<bool, SpoolError> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM entry WHERE id = ?1")?.exists([id])?)
    }

    /// How many entries wait, without those set aside.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn waiting(&self) -> Result<u64, SpoolError> {
        let sql = "SELECT count(*) FROM entry WHERE refused IS NULL";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| count(row, 0))?)
    }

    /// The waits this spool was opened with.
    #[must_use]
    pub fn backoff(&self) -> Backoff {
        self.policy.backoff
    }

    fn horizon(&self, now: Timestamp) -> Timestamp {
        now.plus(self.policy.backoff.longest)
    }

    fn attempts(&self, id: &str) -> Result<u32, SpoolError> {
        let mut statement = self.connection.prepare_cached("SELECT attempts FROM entry WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    /// Runs a statement that frees or rewrites, giving up the ballast once if the disk leaves it no room.
    fn with_ballast(&mut self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<bool, SpoolError> {
        match self.connection.execute(sql, values) {
            Err(error) if is_disk_full(&error) => {
                self.ballast.give_up().map_err(|_unremovable| SpoolError::DiskFull)?;
                let changed = self.connection.execute(sql, values)?;
                self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
                self.ballast.take().ok();
                Ok(changed > 0)
            }
            outcome => Ok(outcome? > 0),
        }
    }
}

/// Bodies at twice their size (a page holds one large body) and a row's own overhead, so that the bounds of the
/// policy are met first and this one only stops what they did not foresee.
fn page_limit(policy: &Policy) -> i64 {
    let pages = policy.max_bytes / PAGE_BYTES * 2 + policy.max_entries / 4 + 64;
    i64::try_from(pages).unwrap_or(i64::MAX)
}

fn same_as_kept(connection: &Connection, parcel: &Parcel<'_>) -> Result<Option<bool>, SpoolError> {
    let sql = "SELECT kind = ?2 AND body = ?3 FROM entry WHERE id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(params![parcel.id, parcel.kind, parcel.body], |row| row.get(0)).optional()?)
}

fn refuse_when_full(connection: &Connection, policy: &Policy, more: usize) -> Result<(), SpoolError> {
    let sql = "SELECT count(*), coalesce(sum(length(body)), 0) FROM entry";
    let (entries, bytes): (u64, u64) =
        connection.prepare_cached(sql)?.query_row([], |row| Ok((count(row, 0)?, count(row, 1)?)))?;
    let fits = entries < policy.max_entries && bytes.saturating_add(more as u64) <= policy.max_bytes;
    if fits { Ok(()) } else { Err(SpoolError::Full { entries, bytes }) }
}

/// SQLite counts in signed numbers.
fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: row.get(0)?,
        kind: row.get(1)?,
        body: row.get(2)?,
        attempts: row.get(3)?,
        put_at: Timestamp(row.get(4)?),
    })
}

#[cfg(test)]
#[path = "spool_tests.rs"]
mod tests;
