//! Commands about the session itself.

use crate::command::Command;
use crate::step::{Harmless, ReadOnly};

impl Command<ReadOnly> {
    /// `DA`: the five work areas, who is signed in, Office and terminal number.
    #[must_use]
    pub fn work_areas() -> Self {
        Self::fixed("DA")
    }
}

impl Command<Harmless> {
    /// `I`: drops whatever is unfinished in the work area.
    #[must_use]
    pub fn ignore() -> Self {
        Self::fixed("I")
    }

    /// `CP`: empties the host's page buffer.
    #[must_use]
    pub fn clear_pages() -> Self {
        Self::fixed("CP")
    }

    /// `WS`: opens the white screen of the client; it never reaches the host.
    #[must_use]
    pub fn white_screen() -> Self {
        Self::fixed("WS")
    }
}
