//! The fleet: Eterm PCs, how they are enrolled, whether they can work now, and what their screens show.
//!
//! Presence is kept in memory and written to the store in batches, so that an empty poll touches no row.
//! What is in memory is a hint; the store decides.

mod enrol;
mod glyphs;
pub mod http;
pub mod jobs;
mod model;
mod presence;
mod screens;
mod store;

pub use enrol::{EnrolError, IssuedCode, issue_code, register};
pub use http::EdgeCaller;
pub use model::{NewTerminal, NodeIdentity, Seen, Terminal, TerminalState};
pub use presence::{Node, Presence};
pub use store::{
    Figures, TerminalChoice, adjust_load, choose, figures, load_terminal, lock_terminal, note_outcome,
    terminal_exists,
};

use std::sync::Arc;

use crate::platform::Platform;
use crate::platform::jobs::Wake;

/// The fleet's part of the server.
#[derive(Debug, Clone)]
pub struct Fleet {
    platform: Platform,
    /// Who is there, in memory.
    pub presence: Arc<Presence>,
    /// Nudged when a terminal became able or unable to work: tasks may have to move.
    pub moved: Wake,
    flush: Wake,
}

impl Fleet {
    /// A fleet on `platform`, knowing nobody yet.
    #[must_use]
    pub fn new(platform: Platform) -> Self {
        Self { platform, presence: Arc::default(), moved: Wake::default(), flush: Wake::default() }
    }
}
