//! What the agent is doing, written down before it does it, and the little else that must outlive it:
//! the number of the next poll and whether a person has paused it.
//!
//! Every write is synced. After a crash the journal tells what was under way. It does not know what a step does, nor
//! how it is settled.

mod steps;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};
use thiserror::Error;
use waystation_shared::edge_api::{AssignedTask, EdgeCommand, StepRecord, TaskParams};
use waystation_shared::ids::{Lease, TaskId};
use waystation_shared::time::Timestamp;

pub use self::steps::ClaimJournal;
use crate::clock::Clock;
use crate::fail_point::{Point, pass};
use crate::work::fence::Fence;

/// Poll numbers taken with one sync. After a crash the rest of a block is skipped: numbers need only grow.
const BLOCK: i64 = 1_000;
/// How long finished runs and their steps are remembered, so that what is delivered again is not run again.
const REMEMBERED: Duration = Duration::from_hours(30 * 24);
/// The latest of them are remembered whatever the clock says: it may have been set forward.
const ALWAYS_REMEMBERED: i64 = 1_000;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS run (
        task_id INTEGER NOT NULL,
        lease INTEGER NOT NULL,
        params TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        finished_at INTEGER,
        PRIMARY KEY (task_id, lease)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS step (
        task_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        lease INTEGER NOT NULL,
        command TEXT NOT NULL,
        step TEXT NOT NULL,
        written_at INTEGER NOT NULL,
        ending TEXT NOT NULL,
        after TEXT,
        closed_at INTEGER,
        PRIMARY KEY (task_id, number)
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
    /// The disk cannot promise that what was written is there after a power cut.
    #[error("the journal cannot be kept in {found:?} mode; put the data folder on a local disk")]
    NotDurable {
        /// How the database would write.
        found: String,
    },
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

    /// The task as it was handed out under this claim.
    #[must_use]
    pub const fn of_task(self, params: TaskParams) -> AssignedTask {
        let lease_ms = params.kind().lease_millis();
        AssignedTask { task_id: self.task_id, lease: self.lease, lease_ms, params }
    }
}

/// Whether a task that was handed out is to be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Yes; it is written down as under way.
    Run,
    /// No: this very claim was run to its end already.
    FinishedBefore,
    /// No: it may have left traces at the host. What became of it is found out by looking.
    MustSettle,
}

/// A run that was under way when the agent died.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interrupted {
    /// Its claim.
    pub claim: Claim,
    /// What was to be done.
    pub params: TaskParams,
}

/// The agent's memory.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    connection: Connection,
    sequence: Range<i64>,
}

impl Journal {
    /// Opens the journal at `path`, making it if there is none.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let connection = connect(path)?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self { path: path.to_owned(), connection, sequence: 0..0 })
    }

    /// The same journal for the thread that takes the steps of `claim`.
    ///
    /// Steps are written only while `fence` holds.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn of_claim(&self, claim: Claim, clock: Clock, fence: Fence) -> Result<ClaimJournal, JournalError> {
        Ok(ClaimJournal::new(connect(&self.path)?, claim, clock, fence))
    }

    /// Writes down that `task` is now under way, if it may be. A claim that was cut off may run again when its kind
    /// only reads. Any other is never run again once it has begun, nor is its task once a step of it was written under
    /// whatever claim.
    ///
    /// # Errors
    /// When it cannot be written; the task must then not be run.
    pub fn begin(&mut self, task: &AssignedTask, now: Timestamp) -> Result<Begin, JournalError> {
        let claim = Claim::of(task);
        let begun = self.begun(claim)?;
        if begun == Some(Ended(true)) {
            return Ok(Begin::FinishedBefore);
        }
        let seen_before = begun.is_some() || steps::are_written(&self.connection, claim.task_id)?;
        pass(Point::BeforeBegin);
        self.connection.execute(
            "INSERT INTO run (task_id, lease, params, started_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET started_at = excluded.started_at",
            params![claim.task_id.0, claim.lease.0, serde_json::to_string(&task.params)?, now.0],
        )?;
        pass(Point::AfterBegin);
        let may_run = task.params.kind().is_read_only() || !seen_before;
        Ok(if may_run { Begin::Run } else { Begin::MustSettle })
    }

    /// The irreversible steps of a task, under whatever claims, in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn steps(&self, task: TaskId) -> Result<Vec<StepRecord>, JournalError> {
        steps::records(&self.connection, task)
    }

    /// Writes down that a run has ended and its result is safe.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(&mut self, claim: Claim, now: Timestamp) -> Result<(), JournalError> {
        let sql = "UPDATE run SET finished_at = ?3 WHERE task_id = ?1 AND lease = ?2";
        pass(Point::BeforeFinish);
        self.connection.execute(sql, [claim.task_id.0, claim.lease.0, now.0])?;
        pass(Point::AfterFinish);
        Ok(())
    }

    /// The runs that were under way when the agent died.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn interrupted(&self) -> Result<Vec<Interrupted>, JournalError> {
        let sql = "SELECT task_id, lease, params FROM run WHERE finished_at IS NULL ORDER BY started_at";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let claim = Claim { task_id: TaskId(row.get(0)?), lease: Lease(row.get(1)?) };
            Ok((claim, row.get::<_, String>(2)?))
        })?;
        let read = |(claim, params): (Claim, String)| {
            Ok(Interrupted { claim, params: serde_json::from_str(&params)? })
        };
        rows.map(|row| row.map_err(JournalError::from).and_then(read)).collect()
    }

    /// Forgets a run that was cut off and only read: the server hands the task out again under a new claim.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget(&mut self, claim: Claim) -> Result<(), JournalError> {
        let sql = "DELETE FROM run WHERE task_id = ?1 AND lease = ?2";
        pass(Point::BeforeForget);
        self.connection.execute(sql, [claim.task_id.0, claim.lease.0])?;
        pass(Point::AfterForget);
        Ok(())
    }

    /// Forgets runs that ended a month or more before `now`, and steps of which no run is left; returns how many runs
    /// those were.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn trim(&mut self, now: Timestamp) -> Result<usize, JournalError> {
        let runs = "DELETE FROM run WHERE finished_at <= ?1 AND started_at < (
                        SELECT min(started_at) FROM (SELECT started_at FROM run ORDER BY started_at DESC LIMIT ?2))";
        let steps = "DELETE FROM step WHERE task_id NOT IN (SELECT task_id FROM run)";
        let transaction = self.connection.transaction()?;
        let forgotten = transaction.execute(runs, [now.minus(REMEMBERED).0, ALWAYS_REMEMBERED])?;
        transaction.execute(steps, [])?;
        transaction.commit()?;
        Ok(forgotten)
    }

    /// The number of the next poll: greater than every one before, also after a crash.
    ///
    /// # Errors
    /// When a new block of numbers cannot be written.
    pub fn next_sequence(&mut self) -> Result<i64, JournalError> {
        if self.sequence.is_empty() {
            pass(Point::BeforeReserve);
            let reserved = self.reserve()?;
            pass(Point::AfterReserve);
            self.sequence = reserved.saturating_sub(BLOCK).saturating_add(1)..reserved.saturating_add(1);
        }
        Ok(self.sequence.next().unwrap_or(i64::MAX))
    }

    fn reserve(&mut self) -> Result<i64, JournalError> {
        let sql = "UPDATE poll_sequence SET reserved = reserved + ?1 RETURNING reserved";
        let transaction = self.connection.transaction()?;
        let reserved = transaction.query_row(sql, [BLOCK], |row| row.get(0))?;
        transaction.commit()?;
        Ok(reserved)
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

    fn begun(&self, claim: Claim) -> Result<Option<Ended>, JournalError> {
        let sql = "SELECT finished_at IS NOT NULL FROM run WHERE task_id = ?1 AND lease = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([claim.task_id.0, claim.lease.0], |row| row.get(0).map(Ended)).optional()?)
    }
}

/// Whether a run that has begun has ended too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ended(bool);

/// A connection of which every commit is on the disk when it returns.
fn connect(path: &Path) -> Result<Connection, JournalError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(JournalError::NotDurable { found: mode });
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", 20)?;
    Ok(connection)
}

#[cfg(test)]
mod tests;
