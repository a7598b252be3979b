//! SQLite: one writer thread with group commit, read-only connections used in line.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OpenFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::value::RowOf;
use super::{Column, Connection as Session, Param, Reader, Row, StoreError, Tx, migrations};

/// Jobs that may wait for the writer before callers are held back.
const QUEUE: usize = 4096;

/// How long another process may hold the write lock before a write fails.
const BUSY: Duration = Duration::from_secs(30);

/// What a job leaves behind: told whether the shared commit went through, it answers its caller.
type Answer = Box<dyn FnOnce(Result<(), String>) + Send>;
type Work = Box<dyn FnOnce(&Connection) -> Answer + Send>;

/// Work that waits for the writer, with its place in the queue.
struct Job {
    work: Work,
    _place: OwnedSemaphorePermit,
}

#[derive(Debug)]
pub(super) struct Sqlite {
    path: PathBuf,
    jobs: Sender<Job>,
    places: Arc<Semaphore>,
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    pub(super) fn open(path: &Path, batch: usize) -> Result<Self, StoreError> {
        let mut writer = Connection::open(path)?;
        configure(&writer)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(None, "synchronous", "FULL")?;
        migrations::run_sqlite(&mut writer)?;
        let (jobs, queue) = mpsc::channel();
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || run_writer(&writer, &queue, batch.max(1)))
            .map_err(|error| StoreError::Stopped(error.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            jobs,
            places: Arc::new(Semaphore::new(QUEUE)),
            readers: Mutex::new(Vec::new()),
        })
    }

    pub(super) async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let result = in_savepoint(connection, &job);
            Box::new(move |commit| {
                let result = match commit {
                    Ok(()) => result,
                    Err(reason) => Err(StoreError::Commit(reason).into()),
                };
                // A caller that has gone away needs no answer; the job stays done.
                let _ = answer.send(result);
            })
        });
        let stopped = || StoreError::Stopped("the writer has ended".to_owned());
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_never_closed| stopped())?;
        self.jobs.send(Job { work, _place: place }).map_err(|_queue_closed| stopped())?;
        answered.await.map_err(|_dropped| stopped())?
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

/// Gathers what is waiting, runs it in one transaction, commits once, then answers everybody.
fn run_writer(connection: &Connection, queue: &Receiver<Job>, batch: usize) {
    let mut rhythm = Rhythm::default();
    while let Ok(first) = queue.recv() {
        let begun = connection.prepare_cached("BEGIN IMMEDIATE").and_then(|mut begin| begin.execute([]));
        let mut answers = vec![(first.work)(connection)];
        let gathering = Instant::now();
        while answers.len() < batch
            && let Some(job) = rhythm.next_job(queue, answers.len(), gathering)
        {
            answers.push((job.work)(connection));
        }
        let committing = Instant::now();
        let committed = begun
            .and_then(|_| connection.prepare_cached("COMMIT")?.execute([]))
            .map(|_| ())
            .map_err(|error| error.to_string());
        rhythm = Rhythm { jobs: answers.len(), commit: committing.elapsed() };
        if committed.is_err() && !connection.is_autocommit() {
            let _ = connection.execute_batch("ROLLBACK");
        }
        for answer in answers {
            answer(committed.clone());
        }
    }
}

/// What the last commit carried and cost. Callers that were answered together come back together: waiting a
/// little for the rest of them is cheaper than a second commit, by as much as the disk is slow.
#[derive(Debug, Default)]
struct Rhythm {
    jobs: usize,
    commit: Duration,
}

impl Rhythm {
    /// The next job for a commit that has `gathered` some since `gathering` began; `None` when it is time
    /// to commit.
    fn next_job(&self, queue: &Receiver<Job>, gathered: usize, gathering: Instant) -> Option<Job> {
        if let Ok(job) = queue.try_recv() {
            return Some(job);
        }
        let expects_more = gathered < self.jobs && gathering.elapsed() < self.commit;
        if expects_more { queue.recv_timeout(self.commit / 8).ok() } else { None }
    }
}

/// Runs one job so that its failure undoes nothing but itself.
fn in_savepoint<T, E>(connection: &Connection, job: &dyn Fn(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E>
where
    E: From<StoreError>,
{
    if connection.is_autocommit() {
        return Err(StoreError::Commit("the database is locked by another process".to_owned()).into());
    }
    run(connection, "SAVEPOINT job")?;
    let mut tx = Tx(Reader(Session::Sqlite(connection)));
    let result = catch_unwind(AssertUnwindSafe(|| job(&mut tx)))
        .unwrap_or_else(|_panic| Err(StoreError::Panicked.into()));
    if result.is_err() {
        run(connection, "ROLLBACK TO job")?;
    }
    run(connection, "RELEASE job")?;
    result
}

fn run(connection: &Connection, sql: &str) -> Result<(), StoreError> {
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
