//! A little disk space held back, so that entries can still be removed when the disk is full.
//!
//! Deleting a row first grows the write-ahead log; on a full disk even that fails. Giving this file up makes
//! just enough room.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// More than the write-ahead log may grow between two checkpoints.
const SIZE: usize = 256 * 1024;

/// The reserved file beside a spool.
#[derive(Debug)]
pub(crate) struct Ballast {
    path: PathBuf,
}

impl Ballast {
    /// The ballast that belongs to the spool at `path`.
    pub(crate) fn beside(path: &Path) -> Self {
        let mut name = path.as_os_str().to_owned();
        name.push(".ballast");
        Self { path: name.into() }
    }

    /// Takes the space, if it has not been taken yet. Written, not sparse: a hole reserves nothing.
    pub(crate) fn take(&self) -> io::Result<()> {
        if fs::metadata(&self.path).is_ok_and(|found| found.len() == SIZE as u64) {
            return Ok(());
        }
        let taken = File::create(&self.path).and_then(|mut file| {
            file.write_all(&vec![0_u8; SIZE])?;
            file.sync_all()
        });
        taken.inspect_err(|_| drop(fs::remove_file(&self.path)))
    }

    /// Gives the space back to the disk.
    pub(crate) fn give_up(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}
