//! Where service and agent write what happens: nobody sees the standard error of a service.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// At the next start a file longer than this makes place for a new one.
const LONGEST: u64 = 8 * 1024 * 1024;

/// Opens a log to be continued; one older file is kept beside it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    if fs::metadata(path).is_ok_and(|facts| facts.len() > LONGEST) {
        fs::rename(path, path.with_extension("old.log"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}
