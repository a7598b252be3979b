//! News for open pages: which task or terminal has changed. A hint only; whoever missed one reads the store again.

use tokio::sync::broadcast;
use waystation_shared::ids::{TaskId, TerminalId};
use waystation_shared::task::TaskState;

/// Something a page may be showing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A task moved to a state or made progress in it.
    Task(TaskId, TaskState),
    /// A terminal came, went or changed.
    Terminal(TerminalId),
}

/// Hands events to every open page of this process.
#[derive(Debug, Clone)]
pub struct Events(broadcast::Sender<Event>);

impl Default for Events {
    fn default() -> Self {
        Self(broadcast::Sender::new(1024))
    }
}

impl Events {
    /// Tells everyone who listens.
    pub fn send(&self, event: Event) {
        // Nobody listening is not an error.
        let _ = self.0.send(event);
    }

    /// Starts to listen.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}
