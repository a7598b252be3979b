//! What can go wrong between a domain and its data.

use thiserror::Error;

/// A failure of the store. Domains wrap it; nobody shows it to a caller.
#[derive(Debug, Error)]
pub enum StoreError {
    /// SQLite refused.
    #[error("SQLite: {0}")]
    Sqlite(#[source] rusqlite::Error),
    /// PostgreSQL refused.
    #[error("PostgreSQL: {0}")]
    Postgres(#[source] postgres::Error),
    /// No connection could be had in time.
    #[error("no database connection: {0}")]
    Pool(#[from] r2d2::Error),
    /// A unique key is taken.
    #[error("a unique key is taken: {0}")]
    Conflict(String),
    /// A migration failed; the store is as it was before it.
    #[error("migration: {0}")]
    Migration(#[from] Box<refinery_core::Error>),
    /// A row that must be there is not.
    #[error("no row for {0:?}")]
    Missing(String),
    /// A column does not hold what the code expects.
    #[error("column {index} holds {found}, expected {expected}")]
    BadColumn {
        /// Position in the row, from 0.
        index: usize,
        /// What the code expects.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// The shared commit failed, so this job did not happen.
    #[error("commit: {0}")]
    Commit(String),
    /// A job panicked; it was rolled back.
    #[error("a job panicked and was rolled back")]
    Panicked,
    /// The store is shutting down.
    #[error("the store has stopped: {0}")]
    Stopped(String),
    /// The engine cannot do this.
    #[error("{0}")]
    Unsupported(&'static str),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => Self::Conflict(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        match error.code() {
            Some(&postgres::error::SqlState::UNIQUE_VIOLATION) => Self::Conflict(error.to_string()),
            _ => Self::Postgres(error),
        }
    }
}

impl StoreError {
    /// Whether the engine asks for the whole transaction to be run again.
    #[must_use]
    pub fn asks_for_retry(&self) -> bool {
        use postgres::error::SqlState;
        let Self::Postgres(error) = self else { return false };
        matches!(error.code(), Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED))
    }
}
