//! Writes down what must outlive a kill of the program: the host's state, and the record of every command.
//!
//! The state comes first, with the entries it belongs to; then the entries go to the record. A program that
//! was killed between the two finds the entries in the state and writes them before anything else. A file
//! that was replaced is whole after a kill of the program; a loss of power is not guarded against.

use crate::audit::AuditEntry;
use crate::line::{Kept, Line};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Keeps a line in files.
#[derive(Debug)]
pub struct Keeper {
    state: Option<PathBuf>,
    audit: Option<File>,
    written: String,
}

impl Keeper {
    /// Opens the files, if there are to be any; returns what was kept last.
    ///
    /// # Errors
    /// When a file cannot be read or written, or holds something else.
    pub fn open(state: Option<&Path>, audit: Option<&Path>) -> io::Result<(Self, Kept)> {
        let kept = state.map_or(Ok(Kept::default()), read)?;
        let known = audit.map_or(Ok(0), last_sequence)?;
        let open = |path| OpenOptions::new().create(true).append(true).open(path);
        let torn = audit.is_some_and(ends_torn);
        let mut audit = audit.map(open).transpose()?;
        if let Some(file) = audit.as_mut().filter(|_| torn) {
            file.write_all(b"\n")?;
        }
        let mut keeper = Self { state: state.map(Path::to_owned), audit, written: String::new() };
        let missing: Vec<AuditEntry> =
            kept.last.iter().filter(|entry| entry.sequence > known).cloned().collect();
        keeper.record(&missing)?;
        Ok((keeper, kept))
    }

    /// Writes what has happened since the last time and returns the entries; call it before an answer leaves.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&mut self, line: &mut Line) -> io::Result<Vec<AuditEntry>> {
        let entries = line.take_audit();
        if entries.is_empty() {
            return Ok(entries);
        }
        if let Some(path) = &self.state {
            let text = serde_json::to_string(&line.kept(entries.clone()))?;
            if text != self.written {
                replace(path, &text)?;
                self.written = text;
            }
        }
        self.record(&entries)?;
        Ok(entries)
    }

    /// One write for each line, straight to the file.
    fn record(&mut self, entries: &[AuditEntry]) -> io::Result<()> {
        let Some(file) = &mut self.audit else { return Ok(()) };
        for entry in entries {
            file.write_all(format!("{}\n", serde_json::to_string(entry)?).as_bytes())?;
        }
        Ok(())
    }
}

/// What a state file holds; nothing yet when there is none.
///
/// # Errors
/// When the file cannot be read or holds something else.
pub fn read(path: &Path) -> io::Result<Kept> {
    match std::fs::read_to_string(path) {
        Ok(text) => serde_json::from_str(&text)
            .map_err(|error| io::Error::other(format!("{}: {error}", path.display()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Kept::default()),
        Err(error) => Err(error),
    }
}

/// A file is never seen half written: a new one takes its place.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let new = path.with_extension("new");
    std::fs::write(&new, text)?;
    std::fs::rename(&new, path)
}

/// Whether the last line was cut off by a kill.
fn ends_torn(path: &Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes.last().is_some_and(|last| *last != b'\n'))
}

/// The sequence of the last whole entry; a torn last line is left behind and never counted.
fn last_sequence(path: &Path) -> io::Result<u64> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut whole = text.lines().rev().filter_map(|line| serde_json::from_str::<AuditEntry>(line).ok());
    Ok(whole.next().map_or(0, |entry| entry.sequence))
}
