//! Dispatch: a task is stored, locked to one terminal, run under a lease, and ended once.
//!
//! The life of a task is `pending → assigned → running → done | failed`, with `unknown` for irreversible
//! work whose outcome must be looked up, `cancelled` and `expired`. Every claim has a new lease number;
//! a report under an old one is kept but changes nothing. What is `done` or `failed` stays so.

mod cancel;
mod claim;
pub mod http;
pub mod jobs;
mod model;
mod outcome;
mod places;
mod reap;
mod report;
mod settle;
mod store;
mod submit;

pub use model::{FinishedTask, TASK_FINISHED};
pub use outcome::told;
pub use store::{finished_task, open_tasks};

use std::ops::Deref;
use std::sync::Arc;

use waystation_shared::ids::{TaskId, TerminalId};
use waystation_shared::task::TaskState;

use crate::fleet::Fleet;
use crate::platform::Platform;
use crate::platform::events::Event;
use crate::platform::jobs::Wake;
use crate::platform::outbound::CallbackSettings;

/// Dispatch's part of the server; clones share it.
#[derive(Debug, Clone)]
pub struct Dispatch(Arc<Parts>);

impl Deref for Dispatch {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// What [`Dispatch`] consists of.
#[derive(Debug)]
pub struct Parts {
    platform: Platform,
    fleet: Fleet,
    poll_ms: u64,
    callbacks: CallbackSettings,
    /// Nudged when a task waits for a terminal.
    waiting: Wake,
}

impl Dispatch {
    /// Dispatch over `fleet`; `poll_ms` is what terminals are told to wait between polls.
    #[must_use]
    pub fn new(platform: Platform, fleet: Fleet, poll_ms: u64, callbacks: CallbackSettings) -> Self {
        Self(Arc::new(Parts { platform, fleet, poll_ms, callbacks, waiting: Wake::default() }))
    }

    /// Tells pages and terminals what a committed change means for them.
    fn announce(&self, change: &Change) {
        self.platform.events.send(Event::Task(change.task, change.state));
        if let Some(terminal) = change.terminal {
            self.fleet.presence.hint_work(terminal);
            self.platform.events.send(Event::Terminal(terminal));
        }
        if change.state == TaskState::Pending {
            self.waiting.nudge();
        }
        if model::is_news(change.state) {
            self.platform.outbox.nudge();
        }
    }
}

/// A task that has moved, to be announced once the move is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    task: TaskId,
    state: TaskState,
    terminal: Option<TerminalId>,
}
