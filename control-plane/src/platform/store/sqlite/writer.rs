//! The one thread that changes an SQLite store. It gathers the jobs that wait, runs them in one transaction,
//! commits once and then answers everybody. It knows nothing of what the jobs do.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::super::{Connection as Session, Reader, StoreError, Tx};
use super::run;

/// Jobs that may wait for the writer before callers are held back.
const QUEUE: usize = 4096;

/// The way to the writer; the thread ends once this is dropped and nothing waits any more.
#[derive(Debug)]
pub(super) struct Writer {
    queue: Sender<Box<dyn Job>>,
    places: Arc<Semaphore>,
}

impl Writer {
    /// Gives `connection` to a thread of its own, which commits up to `batch` jobs together.
    pub(super) fn start(connection: Connection, batch: usize) -> Result<Self, StoreError> {
        let (queue, arriving) = mpsc::channel();
        let batches = Batches { connection, size: batch.max(1), runtime: Handle::try_current().ok() };
        let waiting = Queue { arriving, waiting: VecDeque::new() };
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || batches.commit_all(waiting))
            .map_err(|error| StoreError::Stopped(error.to_string()))?;
        Ok(Self { queue, places: Arc::new(Semaphore::new(QUEUE)) })
    }

    /// Has `work` done; answers once it is durable.
    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let stopped = || StoreError::Stopped("the writer has ended".to_owned());
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_never_closed| stopped())?;
        let (caller, answered) = oneshot::channel();
        let job = Waiting { work, result: None, caller, _place: place };
        self.queue.send(Box::new(job)).map_err(|_queue_closed| stopped())?;
        answered.await.map_err(|_dropped| stopped())?
    }
}

/// Work in the queue, its types hidden from the writer.
trait Job: Send {
    /// Runs in the open transaction, in place of any run before; false when it failed.
    fn run(&mut self, connection: &Connection) -> bool;

    /// Tells the caller, now that the shared commit went through or did not.
    fn answer(self: Box<Self>, commit: Result<(), String>);
}

struct Waiting<T, E, F> {
    work: F,
    result: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
    _place: OwnedSemaphorePermit,
}

impl<T, E, F> Job for Waiting<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let mut tx = Tx(Reader(Session::Sqlite(connection)));
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(&mut tx)))
            .unwrap_or_else(|_panic| Err(StoreError::Panicked.into()));
        self.result.insert(result).is_ok()
    }

    fn answer(self: Box<Self>, commit: Result<(), String>) {
        let result = match (commit, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(StoreError::Commit("the job was not run".to_owned()).into()),
            (Err(reason), _) => Err(StoreError::Commit(reason).into()),
        };
        // A caller that has gone away needs no answer; the job stays done.
        let _ = self.caller.send(result);
    }
}

/// What is told to the callers of one commit. However it ends, it tells them.
struct Answers {
    jobs: Vec<Box<dyn Job>>,
    commit: Result<(), String>,
}

impl Drop for Answers {
    fn drop(&mut self) {
        for job in self.jobs.drain(..) {
            job.answer(self.commit.clone());
        }
    }
}

/// The thread's own: the connection, and how it uses it.
struct Batches {
    connection: Connection,
    /// The most jobs of one commit.
    size: usize,
    /// Where callers are told: waking them one by one would keep this thread from its work.
    runtime: Option<Handle>,
}

impl Batches {
    fn commit_all(&self, mut queue: Queue) {
        let mut rhythm = Rhythm::default();
        while queue.has_work() {
            let mut jobs = rhythm.gather(&mut queue, self.size);
            let began = Instant::now();
            let committed = commit(&self.connection, &mut jobs);
            let commit = committed.as_ref().map_or(Duration::ZERO, |&took| took);
            queue.pull();
            rhythm = Rhythm::new(jobs.len(), queue.waiting.len(), began.elapsed(), commit);
            self.tell(Answers { jobs, commit: committed.map(|_| ()).map_err(|error| error.to_string()) });
        }
    }

    fn tell(&self, answers: Answers) {
        match &self.runtime {
            Some(runtime) if answers.jobs.len() > 1 => {
                runtime.spawn(async move { drop(answers) });
            }
            Some(_) | None => drop(answers),
        }
    }
}

/// The writer's end of the queue.
struct Queue {
    arriving: Receiver<Box<dyn Job>>,
    waiting: VecDeque<Box<dyn Job>>,
}

impl Queue {
    /// Waits for a job; false when none can come any more.
    fn has_work(&mut self) -> bool {
        if self.waiting.is_empty() {
            self.waiting.extend(self.arriving.recv());
        }
        !self.waiting.is_empty()
    }

    fn pull(&mut self) {
        self.waiting.extend(self.arriving.try_iter());
    }
}

/// In how many groups callers go when the disk is quick.
const TURNS: usize = 3;

/// How many callers there were around the last commit, what it cost, and what running all their jobs would.
///
/// Callers that were answered together come back together. Where a commit costs more than the jobs, all of them
/// should share it: waiting for them as long as one commit takes is never much worse than a commit without
/// them, and mostly much better. Where it costs less they go in turns, so that some are answered and ask again
/// while the jobs of the others run.
#[derive(Debug, Default)]
struct Rhythm {
    callers: usize,
    run_all: Duration,
    commit: Duration,
}

impl Rhythm {
    /// After `jobs` took `elapsed`, of it `commit` for the commit, and `waiting` more had come meanwhile.
    fn new(jobs: usize, waiting: usize, elapsed: Duration, commit: Duration) -> Self {
        let callers = jobs + waiting;
        let shares = u32::try_from(callers.div_ceil(jobs.max(1))).unwrap_or(u32::MAX);
        Self { callers, run_all: elapsed.saturating_sub(commit).saturating_mul(shares), commit }
    }

    /// The jobs of the next commit: what waits or comes in time, `size` at most.
    fn gather(&self, queue: &mut Queue, size: usize) -> Vec<Box<dyn Job>> {
        let in_turns = self.commit < self.run_all;
        let expected = if in_turns { self.callers.div_ceil(TURNS) } else { self.callers }.min(size);
        let began = Instant::now();
        queue.pull();
        while queue.waiting.len() < expected && began.elapsed() < self.commit {
            thread::sleep(self.commit / 8);
            queue.pull();
        }
        let most = if in_turns { expected } else { size };
        queue.waiting.drain(..most.min(queue.waiting.len())).collect()
    }
}

/// Runs `jobs` and commits; answers how long the commit alone took. A failed job must undo nothing but itself.
/// As nearly none fails after it has changed something, the first try has no savepoints; they cost a fifth.
fn commit(connection: &Connection, jobs: &mut [Box<dyn Job>]) -> rusqlite::Result<Duration> {
    let together =
        in_transaction(connection, || Ok(jobs.iter_mut().all(|job| leaves_no_half(connection, job))));
    if let Some(took) = together? {
        return Ok(took);
    }
    let apart = in_transaction(connection, || {
        jobs.iter_mut().try_for_each(|job| in_savepoint(connection, job))?;
        Ok(true)
    });
    Ok(apart?.unwrap_or_default())
}

/// Commits if `body` says so, else rolls back. Answers how long the commit took.
fn in_transaction(
    connection: &Connection,
    body: impl FnOnce() -> rusqlite::Result<bool>,
) -> rusqlite::Result<Option<Duration>> {
    run(connection, "BEGIN IMMEDIATE")?;
    let ended = body().and_then(|keep| {
        let began = Instant::now();
        if keep {
            run(connection, "COMMIT")?;
        }
        Ok(keep.then(|| began.elapsed()))
    });
    if !connection.is_autocommit() {
        run(connection, "ROLLBACK")?;
    }
    ended
}

/// Runs a job; false when it failed with something changed, or the engine has ended the transaction.
fn leaves_no_half(connection: &Connection, job: &mut Box<dyn Job>) -> bool {
    let before = connection.total_changes();
    let whole = job.run(connection) || connection.total_changes() == before;
    whole && !connection.is_autocommit()
}

/// Runs one job so that its failure undoes nothing but itself.
fn in_savepoint(connection: &Connection, job: &mut Box<dyn Job>) -> rusqlite::Result<()> {
    run(connection, "SAVEPOINT job")?;
    if !job.run(connection) {
        run(connection, "ROLLBACK TO job")?;
    }
    run(connection, "RELEASE job")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (n BIGINT UNIQUE)").unwrap();
        connection
    }

    fn rows(connection: &Connection) -> Vec<i64> {
        let mut rows = connection.prepare("SELECT n FROM t ORDER BY n").unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    type Answer = oneshot::Receiver<Result<(), StoreError>>;

    /// A job that inserts `numbers` one after the other and then fails if it should.
    fn job(numbers: &'static [i64], fails: bool) -> (Box<dyn Job>, Answer) {
        let (caller, answer) = oneshot::channel();
        let work = move |tx: &mut Tx<'_>| {
            for number in numbers {
                tx.execute("INSERT INTO t (n) VALUES (?1)", crate::params![*number])?;
            }
            if fails { Err(StoreError::Unsupported("on purpose")) } else { Ok(()) }
        };
        let place = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        (Box::new(Waiting { work, result: None, caller, _place: place }), answer)
    }

    fn commit_and_answer(connection: &Connection, jobs: Vec<(Box<dyn Job>, Answer)>) -> Vec<bool> {
        let (mut jobs, answers): (Vec<_>, Vec<_>) = jobs.into_iter().unzip();
        let commit = commit(connection, &mut jobs).map(|_| ()).map_err(|error| error.to_string());
        drop(Answers { jobs, commit });
        answers.into_iter().map(|mut answer| answer.try_recv().unwrap().is_ok()).collect()
    }

    #[test]
    fn a_job_that_fails_half_way_is_undone_alone() {
        let connection = table();
        let jobs = vec![job(&[1], false), job(&[2, 3], true), job(&[4, 1], false), job(&[5], false)];
        assert_eq!(commit_and_answer(&connection, jobs), [true, false, false, true]);
        assert_eq!(rows(&connection), [1, 5]);
    }

    #[test]
    fn a_job_that_fails_before_it_changes_anything_runs_once() {
        let connection = table();
        let before = connection.total_changes();
        let jobs = vec![job(&[1], false), job(&[], true), job(&[1], false), job(&[2], false)];
        assert_eq!(commit_and_answer(&connection, jobs), [true, false, false, true]);
        assert_eq!((rows(&connection), connection.total_changes() - before), (vec![1, 2], 2));
    }

    #[test]
    fn a_commit_that_fails_is_told_to_everybody() {
        let connection = table();
        connection.execute_batch("BEGIN").unwrap();
        let jobs = vec![job(&[1], false), job(&[2], false)];
        assert_eq!(commit_and_answer(&connection, jobs), [false, false]);
        assert_eq!(rows(&connection), [0; 0]);
    }

    #[test]
    fn answers_that_nobody_delivers_are_told_all_the_same() {
        let (job, mut answer) = job(&[], false);
        drop(Answers { jobs: vec![job], commit: Err("the disk is full".to_owned()) });
        assert!(
            matches!(answer.try_recv().unwrap(), Err(StoreError::Commit(reason)) if reason.contains("full"))
        );
    }

    /// A queue in which `count` jobs wait, and its other end.
    fn queue_of(count: usize) -> (Sender<Box<dyn Job>>, Queue) {
        let (sender, arriving) = mpsc::channel();
        (0..count).for_each(|_| sender.send(job(&[], false).0).ok().unwrap());
        (sender, Queue { arriving, waiting: VecDeque::new() })
    }

    const QUICK: Duration = Duration::from_micros(10);
    const SLOW: Duration = Duration::from_millis(200);

    #[test]
    fn on_a_slow_disk_the_writer_waits_for_all_callers_but_no_longer_than_a_commit() {
        let rhythm = Rhythm { callers: 3, run_all: QUICK, commit: SLOW };
        let (sender, mut queue) = queue_of(1);
        let late = thread::spawn(move || {
            for _ in 0..2 {
                thread::sleep(Duration::from_millis(10));
                sender.send(job(&[], false).0).ok().unwrap();
            }
        });
        assert_eq!(rhythm.gather(&mut queue, 128).len(), 3);
        late.join().unwrap();
        let (_sender, mut queue) = queue_of(1);
        let began = Instant::now();
        assert_eq!(rhythm.gather(&mut queue, 128).len(), 1);
        assert!((190..2_000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
    }

    #[test]
    fn on_a_quick_disk_the_callers_go_in_turns() {
        let rhythm = Rhythm { callers: 99, run_all: SLOW, commit: QUICK };
        let (_sender, mut queue) = queue_of(99);
        assert_eq!(rhythm.gather(&mut queue, 128).len(), 99 / TURNS);
        assert_eq!(queue.waiting.len(), 99 - 99 / TURNS);
    }

    #[test]
    fn a_commit_is_weighed_against_the_jobs_of_all_callers() {
        let millis = Duration::from_millis;
        let rhythm = Rhythm::new(10, 20, millis(9), millis(5));
        assert_eq!((rhythm.callers, rhythm.run_all, rhythm.commit), (30, millis(12), millis(5)));
    }

    #[test]
    fn no_commit_carries_more_than_the_batch_and_none_is_forgotten() {
        let (sender, mut queue) = queue_of(5);
        drop(sender);
        let mut sizes = Vec::new();
        while queue.has_work() {
            sizes.push(Rhythm::default().gather(&mut queue, 2).len());
        }
        assert_eq!(sizes, [2, 2, 1]);
    }
}
