//! The store: every query written once, in SQL that both engines take; parameters are `?1`, `?2` …
//!
//! Domain code is plain synchronous Rust on a [`Tx`] or [`Reader`]. On SQLite one writer thread gathers
//! waiting jobs into one durable commit, in which each fails alone; on PostgreSQL each job is one transaction on
//! the blocking pool. What must differ between the engines is a method of [`Reader`].

mod error;
mod migrations;
mod postgres;
mod sqlite;
mod value;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use error::StoreError;
pub use value::{Column, FromColumn, Param, Row, ToParam};

/// Writes the parameters of a statement: `params![id, now]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::platform::store::ToParam::to_param(&$value)),*]
    };
}

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// One file beside the program.
    Sqlite(PathBuf),
    /// A PostgreSQL server, as a connection URL.
    Postgres(String),
}

/// How the store uses its engine.
#[derive(Debug, Clone)]
pub struct StoreSettings {
    /// Where the data lives.
    pub location: Location,
    /// The most jobs that share one SQLite commit.
    pub batch: usize,
    /// PostgreSQL connections.
    pub connections: u32,
}

/// A handle on the data; clones share it.
#[derive(Debug, Clone)]
pub struct Store(Arc<Engine>);

#[derive(Debug)]
enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Store {
    /// Opens the store and brings its tables up to date.
    ///
    /// # Errors
    /// When the file or server cannot be reached, or a migration fails.
    pub fn open(settings: &StoreSettings) -> Result<Self, StoreError> {
        let engine = match &settings.location {
            Location::Sqlite(path) => Engine::Sqlite(sqlite::Sqlite::open(path, settings.batch)?),
            Location::Postgres(url) => Engine::Postgres(postgres::Postgres::open(url, settings.connections)?),
        };
        Ok(Self(Arc::new(engine)))
    }

    /// Runs `job` in a transaction and answers once it is durable. The job may run more than once when
    /// the engine asks for it, so it must have no effect but the one on the store.
    ///
    /// # Errors
    /// Whatever the job returns, or a [`StoreError`] when the commit fails; nothing is kept then.
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        match &*self.0 {
            Engine::Sqlite(engine) => engine.write(job).await,
            Engine::Postgres(engine) => {
                let engine = engine.clone();
                on_blocking_pool(move || engine.write(&job)).await
            }
        }
    }

    /// Runs a short look-up: in line on SQLite, on the blocking pool on PostgreSQL.
    ///
    /// # Errors
    /// Whatever the job returns, or a [`StoreError`] when the engine cannot be reached.
    pub async fn read<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    {
        match &*self.0 {
            Engine::Sqlite(engine) => engine.read(job),
            Engine::Postgres(engine) => {
                let engine = engine.clone();
                on_blocking_pool(move || engine.read(job)).await
            }
        }
    }

    /// Runs a long read on the blocking pool, so that it holds up no request.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn report<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    {
        let store = self.clone();
        on_blocking_pool(move || match &*store.0 {
            Engine::Sqlite(engine) => engine.read(job),
            Engine::Postgres(engine) => engine.read(job),
        })
        .await
    }

    /// Copies a live SQLite store into one file that opens by itself.
    ///
    /// # Errors
    /// When the copy cannot be written, or the store is PostgreSQL, which has its own tools for it.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        match &*self.0 {
            Engine::Sqlite(engine) => engine.backup(to),
            Engine::Postgres(_) => Err(StoreError::Unsupported("use pg_dump to back up PostgreSQL")),
        }
    }
}

async fn on_blocking_pool<T, E, F>(work: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: FnOnce() -> Result<T, E> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => Err(StoreError::Stopped(stopped.to_string()).into()),
    }
}

/// A consistent view for reading.
pub struct Reader<'a>(Connection<'a>);

enum Connection<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(postgres::Session<'a>),
}

impl Reader<'_> {
    /// Every row of a query, mapped.
    ///
    /// # Errors
    /// When the statement fails or a column has another type than the mapping expects.
    pub fn query<T>(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        match &mut self.0 {
            Connection::Sqlite(connection) => sqlite::query(connection, sql, params, map),
            Connection::Postgres(session) => session.query(sql, params, map),
        }
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// As [`Reader::query`].
    pub fn first<T>(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match &mut self.0 {
            Connection::Sqlite(connection) => sqlite::first(connection, sql, params, map),
            Connection::Postgres(session) => Ok(session.query(sql, params, map)?.into_iter().next()),
        }
    }

    /// The one row that must be there.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none; else as [`Reader::query`].
    pub fn one<T>(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.first(sql, params, map)?.ok_or_else(|| StoreError::Missing(sql.to_owned()))
    }

    /// Ends a `SELECT` whose rows are about to be changed: a row lock on PostgreSQL; nothing on SQLite,
    /// where writers are serial.
    #[must_use]
    pub const fn for_update(&self) -> &'static str {
        match self.0 {
            Connection::Sqlite(_) => "",
            Connection::Postgres(_) => " FOR UPDATE",
        }
    }

    /// As [`Reader::for_update`], passing over rows that another transaction holds.
    #[must_use]
    pub const fn for_update_skip_locked(&self) -> &'static str {
        match self.0 {
            Connection::Sqlite(_) => "",
            Connection::Postgres(_) => " FOR UPDATE SKIP LOCKED",
        }
    }
}

/// A transaction: everything in it happens, or nothing does.
pub struct Tx<'a>(Reader<'a>);

impl<'a> std::ops::Deref for Tx<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl std::ops::DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Tx<'_> {
    /// Changes rows; answers how many.
    ///
    /// # Errors
    /// When the statement fails; [`StoreError::Conflict`] when a unique key is taken.
    pub fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        match &mut self.0.0 {
            Connection::Sqlite(connection) => sqlite::execute(connection, sql, params),
            Connection::Postgres(session) => session.execute(sql, params),
        }
    }
}
