//! A started program: its own process group, its output in a file, stopped when it goes out of scope.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use thiserror::Error;

/// How often a condition is looked at again while waiting for it.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// How long a program may take to stop by itself before it is killed.
const GRACE: Duration = Duration::from_secs(10);

/// Why a program could not be started, or did not get as far as it should.
#[derive(Debug, Error)]
pub enum StartError {
    /// The log file could not be opened.
    #[error("cannot write the log {path}: {source}")]
    Log {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The program is missing or may not be run.
    #[error("cannot start {name} ({program}): {source}; `cargo xtask setup` installs what is missing")]
    Spawn {
        /// Name of the program in this run.
        name: String,
        /// The file that was tried.
        program: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It ended before it had said what it should say.
    #[error("{name} ended ({status}) before {wanted}; the end of its log {log}:\n{tail}")]
    Ended {
        /// Name of the program in this run.
        name: String,
        /// How it ended.
        status: ExitStatus,
        /// What was waited for.
        wanted: String,
        /// Its log file.
        log: PathBuf,
        /// Last lines of the log.
        tail: String,
    },
    /// It runs, but did not say it in time.
    #[error("{name} took more than {seconds} s for {wanted}; the end of its log {log}:\n{tail}")]
    Slow {
        /// Name of the program in this run.
        name: String,
        /// How long it was given.
        seconds: u64,
        /// What was waited for.
        wanted: String,
        /// Its log file.
        log: PathBuf,
        /// Last lines of the log.
        tail: String,
    },
}

/// A program about to be started.
#[derive(Debug)]
pub struct Launch {
    name: String,
    command: Command,
}

impl Launch {
    /// Names a program of this run (its log is called after it) and the file to execute.
    pub fn new(name: &str, program: impl AsRef<OsStr>) -> Self {
        Self { name: name.to_owned(), command: Command::new(program) }
    }

    /// The same for a command that was put together elsewhere.
    #[must_use]
    pub fn of(name: &str, command: Command) -> Self {
        Self { name: name.to_owned(), command }
    }

    /// Adds one argument.
    #[must_use]
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Adds several arguments.
    #[must_use]
    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets one variable of its environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Starts it. Output and errors are added to `NAME.log` in `log_dir`.
    ///
    /// # Errors
    /// When the log cannot be written or the program cannot be executed.
    pub fn start(mut self, log_dir: &Path) -> Result<Program, StartError> {
        let log = log_dir.join(format!("{}.log", self.name));
        let (output, errors, log_start) =
            open_log(log_dir, &log).map_err(|source| StartError::Log { path: log.clone(), source })?;
        self.command.stdin(Stdio::null()).stdout(output).stderr(errors).process_group(0);
        let child = self.command.spawn().map_err(|source| StartError::Spawn {
            name: self.name.clone(),
            program: PathBuf::from(OsString::from(self.command.get_program())),
            source,
        })?;
        Ok(Program { name: self.name, child, log, log_start })
    }
}

fn open_log(log_dir: &Path, log: &Path) -> io::Result<(File, File, u64)> {
    fs::create_dir_all(log_dir)?;
    let file = OpenOptions::new().create(true).append(true).open(log)?;
    let start = file.metadata()?.len();
    Ok((file.try_clone()?, file, start))
}

/// A running program. Its whole process group is stopped when this value is dropped, also on a panic.
#[derive(Debug)]
pub struct Program {
    name: String,
    child: Child,
    log: PathBuf,
    log_start: u64,
}

impl Program {
    /// Its process id, which is also the id of its process group.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its name in this run.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it has not ended yet.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// What it has written since it was started.
    #[must_use]
    pub fn output(&self) -> String {
        self.read_log().unwrap_or_default()
    }

    /// Waits until a whole line of its output is accepted by `find`, and gives back what `find` made of it.
    ///
    /// # Errors
    /// When the program ends first, or `limit` passes.
    pub fn wait_for_line<T>(
        &mut self,
        wanted: &str,
        limit: Duration,
        find: impl Fn(&str) -> Option<T>,
    ) -> Result<T, StartError> {
        let start = Instant::now();
        loop {
            let ended = self.child.try_wait().ok().flatten();
            if let Some(found) = whole_lines(&self.output()).find_map(&find) {
                return Ok(found);
            }
            if let Some(status) = ended {
                return Err(self.ended(status, wanted));
            }
            if start.elapsed() > limit {
                return Err(self.slow(limit, wanted));
            }
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Asks it to stop and waits; kills it when it does not. Dropping does the same.
    pub fn stop(self) {
        drop(self);
    }

    /// Kills it at once, without a chance to tidy up, as a power cut would.
    pub fn kill(mut self) {
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }

    fn signal(&self, signal: Signal) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(group) = group {
            // The group may be gone already, which is what we want.
            let _ = kill_process_group(group, signal);
        }
    }

    fn ended_within(&mut self, limit: Duration) -> bool {
        let start = Instant::now();
        while self.is_running() {
            if start.elapsed() > limit {
                return false;
            }
            thread::sleep(LOOK_AGAIN);
        }
        true
    }

    fn read_log(&self) -> io::Result<String> {
        let mut file = File::open(&self.log)?;
        file.seek(SeekFrom::Start(self.log_start))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn ended(&self, status: ExitStatus, wanted: &str) -> StartError {
        StartError::Ended {
            name: self.name.clone(),
            status,
            wanted: wanted.to_owned(),
            log: self.log.clone(),
            tail: last_lines(&self.output()),
        }
    }

    fn slow(&self, limit: Duration, wanted: &str) -> StartError {
        StartError::Slow {
            name: self.name.clone(),
            seconds: limit.as_secs(),
            wanted: wanted.to_owned(),
            log: self.log.clone(),
            tail: last_lines(&self.output()),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.is_running() {
            self.signal(Signal::TERM);
            self.ended_within(GRACE);
        }
        // Whatever it started itself belongs to the group and must not stay behind.
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }
}

/// The lines that are complete; the last one may still be on its way.
fn whole_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'))
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.len().saturating_sub(15);
    lines.get(first..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests;
