//! SQLite: one writer thread with group commit, read-only connections used in line.

mod writer;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OpenFlags};

use super::value::RowOf;
use super::{Column, Connection as Session, Param, Reader, Row, StoreError, Tx, migrations};
use writer::Writer;

/// How long another process may hold the write lock before a write fails.
const BUSY: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(super) struct Sqlite {
    path: PathBuf,
    writer: Writer,
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    pub(super) fn open(path: &Path, batch: usize) -> Result<Self, StoreError> {
        let mut writer = Connection::open(path)?;
        configure(&writer)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(None, "synchronous", "FULL")?;
        migrations::run_sqlite(&mut writer)?;
        let writer = Writer::start(writer, batch)?;
        Ok(Self { path: path.to_owned(), writer, readers: Mutex::new(Vec::new()) })
    }

    pub(super) async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        self.writer.write(job).await
    }

    pub(super) fn read<T, E, F>(&self, job: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E>,
    {
        let idle = lock(&self.readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open_reader()?,
        };
        let result = job(&mut Reader(Session::Sqlite(&connection)));
        lock(&self.readers).push(connection);
        result
    }

    pub(super) fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let source = self.open_reader()?;
        let mut target = Connection::open(to)?;
        let backup = rusqlite::backup::Backup::new(&source, &mut target)?;
        backup.run_to_completion(1024, Duration::from_millis(5), None)?;
        Ok(())
    }

    fn open_reader(&self) -> Result<Connection, StoreError> {
        let connection = Connection::open_with_flags(
            &self.path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        configure(&connection)?;
        Ok(connection)
    }
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}

pub(super) fn query<T>(
    connection: &Connection,
    sql: &str,
    params: &[Param<'_>],
    mut map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(params))?;
    let mut mapped = Vec::new();
    while let Some(row) = rows.next()? {
        mapped.push(map(&Row(RowOf::Sqlite(row)))?);
    }
    Ok(mapped)
}

pub(super) fn first<T>(
    connection: &Connection,
    sql: &str,
    params: &[Param<'_>],
    mut map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(params))?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let mapped = map(&Row(RowOf::Sqlite(row)))?;
    // A statement that changes rows (`… RETURNING`) has done all its work only at its end.
    while rows.next()?.is_some() {}
    Ok(Some(mapped))
}

pub(super) fn execute(connection: &Connection, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
    let changed = connection.prepare_cached(sql)?.execute(rusqlite::params_from_iter(params))?;
    Ok(changed as u64)
}

pub(super) fn column<'a>(row: &'a rusqlite::Row<'_>, index: usize) -> Result<Column<'a>, StoreError> {
    let bad = |found: &str| StoreError::BadColumn {
        index,
        expected: "an integer, text or bytes",
        found: found.to_owned(),
    };
    match row.get_ref(index)? {
        ValueRef::Null => Ok(Column::Null),
        ValueRef::Integer(number) => Ok(Column::Int(number)),
        ValueRef::Text(text) => {
            std::str::from_utf8(text).map(Column::Text).map_err(|_not_utf8| bad("text that is not UTF-8"))
        }
        ValueRef::Blob(bytes) => Ok(Column::Bytes(bytes)),
        ValueRef::Real(_) => Err(bad("a floating point number")),
    }
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match *self {
            Param::Null => ToSqlOutput::Owned(Value::Null),
            Param::Int(number) => ToSqlOutput::Owned(Value::Integer(number)),
            Param::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Param::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}
