//! The floor of submissions: the statements of one task on a bare SQLite connection, 128 tasks per commit.
//!
//! The statements are those of the server's dispatch and fleet when a terminal is free.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

use crate::Failure;

/// Tasks in one commit, each of another client.
const BATCH: u64 = 128;
const CHOOSE: &str =
    "SELECT id FROM terminals WHERE dispatchable = 1 ORDER BY current_task_count, last_assigned_at LIMIT 1";
const INSERT_TASK: &str = "INSERT INTO tasks (user_id, api_key_id, kind, source, priority, params, office_no, \
     wanted_terminal_id, request_id, request_hash, callback_url, state, terminal_id, created_at, expires_at, assigned_at) \
     VALUES (?1, ?2, 'query_av', 'api', 0, ?3, NULL, NULL, ?4, ?5, ?6, 'assigned', ?7, ?8, ?9, ?8) \
     ON CONFLICT (user_id, request_id) DO NOTHING RETURNING id";
const LOG: &str = "INSERT INTO task_log (task_id, at, state, message) VALUES (?1, ?2, ?3, ?4)";
const COUNT_IN: &str =
    "UPDATE terminals SET current_task_count = current_task_count + 1, last_assigned_at = ?2 WHERE id = ?1";
const LOG_ON: &str =
    "INSERT INTO task_log (task_id, at, state, message, terminal_id) VALUES (?1, ?2, ?3, ?4, ?5)";

/// The id of a request: every client counts its own, anew in each round. Part of what is measured, as the ids
/// decide how many pages of their index a commit touches.
#[must_use]
pub fn request_id(round: u32, client: u64, count: u64) -> String {
    format!("bench-{round}-{client}-{count}")
}

/// A bare connection to a copy of a server's data.
#[derive(Debug)]
pub struct Engine {
    connection: Connection,
    api_key: i64,
    user: i64,
    submitted: u64,
    rounds: u32,
}

impl Engine {
    /// Opens the copy, set as the server sets it.
    ///
    /// # Errors
    /// When the file is no data of a server with a key and a free terminal.
    pub fn open(file: &Path) -> Result<Self, Failure> {
        let connection = Connection::open(file)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -16_000)?;
        let free: i64 =
            connection
                .query_row("SELECT COUNT(*) FROM terminals WHERE dispatchable = 1", [], |row| row.get(0))?;
        if free == 0 {
            return Err("no terminal is free: what would be measured is not what the server does".into());
        }
        let (api_key, user) =
            connection.query_row("SELECT id, user_id FROM api_keys LIMIT 1", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        Ok(Self { connection, api_key, user, submitted: 0, rounds: 0 })
    }

    /// Submits tasks for `length`; answers how many per second became durable.
    ///
    /// # Errors
    /// When a statement fails.
    pub fn run(&mut self, length: Duration) -> Result<f64, Failure> {
        self.rounds += 1;
        let (start, before) = (Instant::now(), self.submitted);
        while start.elapsed() < length {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            for _ in 0..BATCH {
                self.submit()?;
            }
            self.connection.execute_batch("COMMIT")?;
        }
        Ok(crate::float(self.submitted - before) / start.elapsed().as_secs_f64())
    }

    fn submit(&mut self) -> rusqlite::Result<()> {
        self.submitted += 1;
        let now = 1_796_000_000_000_i64.saturating_add_unsigned(self.submitted);
        let request = request_id(self.rounds, self.submitted % BATCH, self.submitted / BATCH);
        let hash = [7_u8; 32];
        let terminal: i64 = self.connection.prepare_cached(CHOOSE)?.query_row([], |row| row.get(0))?;
        let query = r#"{"depCity":"PEK","arrCity":"SHA","depDate":"2026-12-01","direct":false}"#;
        let values = params![
            self.user,
            self.api_key,
            query,
            request,
            hash,
            "http://127.0.0.1:9/callback",
            terminal,
            now,
            now + 600_000
        ];
        let task: i64 = self.connection.prepare_cached(INSERT_TASK)?.query_row(values, |row| row.get(0))?;
        self.connection.prepare_cached(LOG)?.execute(params![task, now, "pending", "submitted"])?;
        self.connection.prepare_cached(COUNT_IN)?.execute(params![terminal, now])?;
        self.connection
            .prepare_cached(LOG_ON)?
            .execute(params![task, now, "assigned", "assigned", terminal])?;
        Ok(())
    }
}
