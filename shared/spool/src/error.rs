//! What can go wrong with a spool, in words that say how to mend it.

use thiserror::Error;

/// Why a spool could not do what it was asked. Nothing that was accepted before is lost by any of these.
#[derive(Debug, Error)]
pub enum SpoolError {
    /// The bounds of the policy are reached; the new entry was not taken.
    #[error(
        "the spool is full: {entries} entries with {bytes} bytes wait for the server; nothing more is accepted until some have been delivered"
    )]
    Full {
        /// Entries held now.
        entries: u64,
        /// Bytes of their bodies.
        bytes: u64,
    },
    /// The disk has no room; the new entry was not taken.
    #[error("the disk that holds the spool is full; free some space, what is waiting is safe")]
    DiskFull,
    /// An id came again with other content.
    #[error("an entry {id:?} waits already with other content; an id must name one content for ever")]
    Conflict {
        /// The id.
        id: String,
    },
    /// Any other trouble with the database file.
    #[error("the spool cannot be used: {0}; check that its folder exists and belongs to this user")]
    Database(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for SpoolError {
    fn from(error: rusqlite::Error) -> Self {
        if is_disk_full(&error) { Self::DiskFull } else { Self::Database(error) }
    }
}

/// Whether SQLite ran out of space: on the disk, or within the page limit of the file.
pub(crate) fn is_disk_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}
