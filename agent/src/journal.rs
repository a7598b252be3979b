//! What the agent is doing, written down before it does it, and the little else that must outlive it:
//! the number of the next poll and whether a person has paused it.
//!
//! Every write is synced. After a crash the journal tells what was under way.

use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};
use thiserror::Error;
use waystation_shared::edge_api::{AssignedTask, EdgeCommand};
use waystation_shared::ids::{Lease, TaskId};
use waystation_shared::time::Timestamp;

/// Poll numbers taken with one sync. After a crash the rest of a block is skipped: numbers need only grow.
const BLOCK: i64 = 1_000;
/// How long finished runs are remembered, so that one delivered again is not run again.
const REMEMBERED: Duration = Duration::from_hours(7 * 24);

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS run (
        task_id INTEGER NOT NULL,
        lease INTEGER NOT NULL,
        params TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        finished_at INTEGER,
        PRIMARY KEY (task_id, lease)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS poll_sequence (single INTEGER PRIMARY KEY CHECK (single = 1), reserved INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS pause (single INTEGER PRIMARY KEY CHECK (single = 1), since INTEGER NOT NULL) STRICT;
    INSERT OR IGNORE INTO poll_sequence VALUES (1, 0);";

/// Why the journal cannot be used. Without it the agent does nothing.
#[derive(Debug, Error)]
pub enum JournalError {
    /// Trouble with the database file.
    #[error("the journal cannot be used: {0}; check the disk and that the data folder belongs to this user")]
    Database(#[from] rusqlite::Error),
    /// A task cannot be written down.
    #[error("the task cannot be written down: {0}")]
    Unwritable(#[from] serde_json::Error),
}

/// One claim of one task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The task.
    pub task_id: TaskId,
    /// The claim's number.
    pub lease: Lease,
}

impl Claim {
    /// The claim under which `task` was handed out.
    #[must_use]
    pub const fn of(task: &AssignedTask) -> Self {
        Self { task_id: task.task_id, lease: task.lease }
    }
}

/// Whether a task that was handed out is to be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Yes; it is written down as under way.
    Run,
    /// No: this very claim was run to its end already.
    FinishedBefore,
}

/// The agent's memory.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    sequence: Range<i64>,
}

impl Journal {
    /// Opens the journal at `path`, making it if there is none.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "wal_autocheckpoint", 20)?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self { connection, sequence: 0..0 })
    }

    /// Writes down that `task` is now under way, unless this claim was run before. A claim that was cut off may run
    /// again: every kind the agent knows only reads.
    ///
    /// # Errors
    /// When it cannot be written; the task must then not be run.
    pub fn begin(&mut self, task: &AssignedTask, now: Timestamp) -> Result<Begin, JournalError> {
        let claim = Claim::of(task);
        if self.is_finished(claim)? {
            return Ok(Begin::FinishedBefore);
        }
        self.connection.execute(
            "INSERT INTO run (task_id, lease, params, started_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET started_at = excluded.started_at",
            params![claim.task_id.0, claim.lease.0, serde_json::to_string(&task.params)?, now.0],
        )?;
        Ok(Begin::Run)
    }

    /// Writes down that a run has ended and its result is safe.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(&mut self, claim: Claim, now: Timestamp) -> Result<(), JournalError> {
        let sql = "UPDATE run SET finished_at = ?3 WHERE task_id = ?1 AND lease = ?2";
        self.connection.execute(sql, [claim.task_id.0, claim.lease.0, now.0])?;
        Ok(())
    }

    /// The runs that were under way when the agent died.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn interrupted(&self) -> Result<Vec<Claim>, JournalError> {
        let sql = "SELECT task_id, lease FROM run WHERE finished_at IS NULL ORDER BY started_at";
        let mut statement = self.connection.prepare_cached(sql)?;
        let claims = statement
            .query_map([], |row| Ok(Claim { task_id: TaskId(row.get(0)?), lease: Lease(row.get(1)?) }))?;
        Ok(claims.collect::<Result<_, _>>()?)
    }

    /// Forgets a run that was cut off: the server hands the task out again under a new claim.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget(&mut self, claim: Claim) -> Result<(), JournalError> {
        let sql = "DELETE FROM run WHERE task_id = ?1 AND lease = ?2";
        self.connection.execute(sql, [claim.task_id.0, claim.lease.0])?;
        Ok(())
    }

    /// Forgets runs that ended a week or more before `now`; returns how many those were.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn trim(&mut self, now: Timestamp) -> Result<usize, JournalError> {
        let sql = "DELETE FROM run WHERE finished_at <= ?1";
        Ok(self.connection.execute(sql, [now.minus(REMEMBERED).0])?)
    }

    /// The number of the next poll: greater than every one before, also after a crash.
    ///
    /// # Errors
    /// When a new block of numbers cannot be written.
    pub fn next_sequence(&mut self) -> Result<i64, JournalError> {
        if self.sequence.is_empty() {
            let sql = "UPDATE poll_sequence SET reserved = reserved + ?1 RETURNING reserved";
            let reserved: i64 = self.connection.query_row(sql, [BLOCK], |row| row.get(0))?;
            self.sequence = reserved.saturating_sub(BLOCK).saturating_add(1)..reserved.saturating_add(1);
        }
        Ok(self.sequence.next().unwrap_or(i64::MAX))
    }

    /// Whether a person has paused this terminal.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_paused(&self) -> Result<bool, JournalError> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM pause")?.exists([])?)
    }

    fn pause(&mut self, now: Timestamp) -> Result<(), JournalError> {
        self.connection.execute("INSERT OR IGNORE INTO pause VALUES (1, ?1)", [now.0])?;
        Ok(())
    }

    fn resume(&mut self) -> Result<(), JournalError> {
        self.connection.execute("DELETE FROM pause", [])?;
        Ok(())
    }

    /// Keeps what `command` says about pausing; other commands are not for the journal.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn note(&mut self, command: &EdgeCommand, now: Timestamp) -> Result<(), JournalError> {
        match command {
            EdgeCommand::Pause => self.pause(now),
            EdgeCommand::Resume => self.resume(),
            EdgeCommand::Screenshot | EdgeCommand::LearnGlyph { .. } => Ok(()),
        }
    }

    fn is_finished(&self, claim: Claim) -> Result<bool, JournalError> {
        let sql = "SELECT finished_at IS NOT NULL FROM run WHERE task_id = ?1 AND lease = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([claim.task_id.0, claim.lease.0], |row| row.get(0))
            .optional()?
            .unwrap_or(false))
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
