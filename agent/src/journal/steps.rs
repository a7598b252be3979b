//! Irreversible steps on the disk, before they are taken.

use rusqlite::{Connection, Row, params};
use sha2::{Digest, Sha256};
use waystation_eterm::flow::PastStep;
use waystation_eterm::journal::{JournalFailure, Step, StepJournal, StepNo};
use waystation_shared::edge_api::{StepEnding, StepRecord};
use waystation_shared::ids::TaskId;
use waystation_shared::time::Timestamp;

use super::{Claim, JournalError};
use crate::clock::Clock;
use crate::fail_point::{Point, pass};
use crate::work::fence::Fence;

/// Why no step is written any more.
const LAPSED: &str = "the claim has lapsed or passed to somebody else; nothing was sent";

/// Writes down the steps of one claim. Steps are numbered from 1 within their task, over all its claims.
#[derive(Debug)]
pub struct ClaimJournal {
    pub(super) connection: Connection,
    claim: Claim,
    clock: Clock,
    fence: Fence,
}

impl ClaimJournal {
    pub(super) const fn new(connection: Connection, claim: Claim, clock: Clock, fence: Fence) -> Self {
        Self { connection, claim, clock, fence }
    }

    /// What was written down for this task, under whatever claims, in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn past(&self) -> Result<Vec<PastStep>, JournalError> {
        let past = |entry: Entry| PastStep { number: entry.number, step: entry.step, ending: entry.ending };
        Ok(entries(&self.connection, self.claim.task_id)?.into_iter().map(past).collect())
    }

    fn insert(&mut self, command: &str, step: &Step) -> Result<StepNo, JournalError> {
        let Claim { task_id, lease } = self.claim;
        let step = serde_json::to_string(step)?;
        let transaction = self.connection.transaction()?;
        let number: i64 = transaction.query_row(
            "INSERT INTO step (task_id, number, lease, command, step, written_at, ending)
             SELECT ?1, 1 + count(*), ?2, ?3, ?4, ?5, ?6 FROM step WHERE task_id = ?1 RETURNING number",
            params![task_id.0, lease.0, command, step, (self.clock)().0, name_of(StepEnding::Open)],
            |row| row.get(0),
        )?;
        pass(Point::InStepWrite);
        transaction.commit()?;
        Ok(StepNo(number))
    }

    /// What is settled stays settled.
    fn update(&self, number: StepNo, ending: StepEnding, after: &str) -> Result<(), JournalError> {
        self.connection.execute(
            "UPDATE step SET ending = ?3, after = ?4, closed_at = ?5
             WHERE task_id = ?1 AND number = ?2 AND ending NOT IN ('done', 'not_done')",
            params![self.claim.task_id.0, number.0, name_of(ending), after, (self.clock)().0],
        )?;
        Ok(())
    }
}

impl StepJournal for ClaimJournal {
    fn write(&mut self, command: &str, step: &Step) -> Result<StepNo, JournalFailure> {
        if !self.fence.holds() {
            return Err(JournalFailure(LAPSED.to_owned()));
        }
        pass(Point::BeforeStepWrite);
        let number = self.insert(command, step).map_err(failure)?;
        pass(Point::AfterStepWrite);
        Ok(number)
    }

    fn close(&mut self, step: StepNo, ending: StepEnding, after: &str) -> Result<(), JournalFailure> {
        pass(Point::BeforeClose);
        self.update(step, ending, after).map_err(failure)?;
        pass(Point::AfterClose);
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn failure(error: JournalError) -> JournalFailure {
    JournalFailure(error.to_string())
}

/// A row of the table.
struct Entry {
    number: StepNo,
    command: String,
    step: Step,
    written_at: Timestamp,
    ending: StepEnding,
    after: Option<String>,
}

/// Whether any step of the task was ever written.
pub(super) fn are_written(connection: &Connection, task: TaskId) -> Result<bool, JournalError> {
    Ok(connection.prepare_cached("SELECT 1 FROM step WHERE task_id = ?1")?.exists([task.0])?)
}

/// The steps of a task as they leave this machine.
pub(super) fn records(connection: &Connection, task: TaskId) -> Result<Vec<StepRecord>, JournalError> {
    Ok(entries(connection, task)?.into_iter().map(record).collect())
}

fn entries(connection: &Connection, task: TaskId) -> Result<Vec<Entry>, JournalError> {
    let sql = "SELECT number, command, step, written_at, ending, after FROM step WHERE task_id = ?1
               ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([task.0])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry(row)?);
    }
    Ok(entries)
}

fn entry(row: &Row<'_>) -> Result<Entry, JournalError> {
    Ok(Entry {
        number: StepNo(row.get(0)?),
        command: row.get(1)?,
        step: serde_json::from_str(&row.get::<_, String>(2)?)?,
        written_at: Timestamp(row.get(3)?),
        ending: serde_json::from_value(row.get::<_, String>(4)?.into())?,
        after: row.get(5)?,
    })
}

fn record(entry: Entry) -> StepRecord {
    let before = Some(entry.step.before).filter(|screen| !screen.is_empty());
    StepRecord {
        step: entry.step.check.name().to_owned(),
        command: entry.command,
        written_at: entry.written_at,
        hash_before: before.as_deref().map(hash).unwrap_or_default(),
        hash_after: entry.after.as_deref().map(hash).unwrap_or_default(),
        before,
        after: entry.after,
        ending: entry.ending,
        check: entry.step.check.words(),
    }
}

fn hash(screen: &str) -> String {
    Sha256::digest(screen).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

const fn name_of(ending: StepEnding) -> &'static str {
    match ending {
        StepEnding::Done => "done",
        StepEnding::NotDone => "not_done",
        StepEnding::Unknown => "unknown",
        StepEnding::Open => "open",
    }
}
