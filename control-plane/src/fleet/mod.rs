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
    set_aside, terminal_exists,
};

use std::ops::Deref;
use std::sync::Arc;

use crate::platform::Platform;
use crate::platform::jobs::Wake;

/// The fleet's part of the server; clones share it.
#[derive(Debug, Clone)]
pub struct Fleet(Arc<Parts>);

impl Deref for Fleet {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// What a [`Fleet`] consists of.
#[derive(Debug)]
pub struct Parts {
    platform: Platform,
    /// Who is there, in memory.
    pub presence: Presence,
    /// Nudged when a terminal became able or unable to work: tasks may have to move.
    pub moved: Wake,
    flush: Wake,
}

impl Fleet {
    /// A fleet on `platform`, knowing nobody yet.
    #[must_use]
    pub fn new(platform: Platform) -> Self {
        let presence = Presence::default();
        Self(Arc::new(Parts { platform, presence, moved: Wake::default(), flush: Wake::default() }))
    }
}
