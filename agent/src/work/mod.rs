//! The agent's life: poll for a task, run it, hand in its result, until told to stop.
//!
//! Everything but the window runs on one thread in two loops: one works, one shows the screen. Whatever the network
//! does, a result is on the disk before the server hears of it, and is sent until the server has it.

mod doubt;
pub mod fence;
pub mod job;
mod poll;
mod recording;
mod reports;
mod run;
mod show;
pub mod station;
pub mod stop;
pub mod thread;
pub mod window;

use std::cell::{Cell, RefCell};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::Notify;
use waystation_shared::edge_api::AssignedTask;
use waystation_shared::ids::TerminalId;
use waystation_shared::time::Timestamp;
use waystation_spool::{Backoff, Spool, SpoolError};

use self::fence::Fence;
use self::job::Stage;
use self::reports::Reports;
use self::stop::Stop;
use self::thread::StationThread;
use crate::clock::{Clock, Entropy};
use crate::config::{PictureSettings, PollSettings};
use crate::journal::{Interrupted, Journal, JournalError};
use crate::screenshots::Screenshots;
use crate::server::{IdentityProblem, Server, ServerError};

/// How long refused results are kept for a person.
const KEEP_REFUSED: Duration = Duration::from_hours(30 * 24);

/// Why the agent cannot go on until a person has done something.
#[derive(Debug, Error)]
pub enum Halt {
    /// The server does not know the token.
    #[error(
        "the server does not know this machine any more: {0}. Enrol it again with a new code; waiting results are kept"
    )]
    UnknownToken(String),
    /// The server froze the terminal.
    #[error(
        "the server has frozen this terminal: {0}. Let an administrator decide on the page which machine goes on"
    )]
    Frozen(String),
    /// The journal fails.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The spool fails.
    #[error(transparent)]
    Spool(#[from] SpoolError),
}

/// What a [`Worker`] is made of.
#[derive(Debug)]
pub struct Parts {
    /// The server, called with this terminal's identity.
    pub server: Server,
    /// This terminal.
    pub terminal_id: TerminalId,
    /// What is under way.
    pub journal: Journal,
    /// Results that wait.
    pub spool: Spool,
    /// The window.
    pub station: StationThread,
    /// How to ask for work.
    pub polling: PollSettings,
    /// When to show the screen.
    pub pictures: PictureSettings,
    /// The time.
    pub clock: Clock,
    /// Jitter.
    pub entropy: Entropy,
}

/// The agent at work.
#[derive(Debug)]
pub struct Worker {
    server: Server,
    terminal_id: TerminalId,
    journal: RefCell<Journal>,
    fence: RefCell<Fence>,
    reports: Reports,
    station: StationThread,
    polling: PollSettings,
    pictures: PictureSettings,
    screenshots: RefCell<Screenshots>,
    picture_wanted: Notify,
    failed_polls: Cell<u32>,
    clock: Clock,
    entropy: Entropy,
    stop: Stop,
}

impl Worker {
    /// Ready to [`Worker::run`] until `stop`.
    #[must_use]
    pub fn new(parts: Parts, stop: Stop) -> Self {
        Self {
            server: parts.server,
            terminal_id: parts.terminal_id,
            journal: RefCell::new(parts.journal),
            fence: RefCell::new(Fence::new(Duration::ZERO, parts.clock)),
            reports: Reports::new(parts.spool),
            station: parts.station,
            screenshots: RefCell::new(Screenshots::new(parts.pictures.at_least())),
            polling: parts.polling,
            pictures: parts.pictures,
            picture_wanted: Notify::new(),
            failed_polls: Cell::new(0),
            clock: parts.clock,
            entropy: parts.entropy,
            stop,
        }
    }

    /// Works until told to stop, then finishes what is under way.
    ///
    /// # Errors
    /// When only a person can help.
    pub async fn run(&self) -> Result<(), Halt> {
        let cut_off = self.take_stock()?;
        tokio::select! {
            ended = self.settle_then_work(cut_off) => ended,
            never = self.keep_showing() => match never {},
        }
    }

    async fn settle_then_work(&self, cut_off: Vec<AssignedTask>) -> Result<(), Halt> {
        for task in cut_off {
            // Results that wait are not to wait for a terminal that cannot be looked at.
            self.deliver_reports().await?;
            self.carry_out(&task, Stage::CutOff).await?;
        }
        self.keep_working().await
    }

    /// Looks what a former life left behind; returns what has to be settled. A run whose result is on the disk is
    /// finished. One that only read is forgotten: the server hands its task out again under a new claim.
    fn take_stock(&self) -> Result<Vec<AssignedTask>, Halt> {
        let now = self.now();
        let mut to_settle = Vec::new();
        let interrupted = self.journal.borrow().interrupted()?;
        for Interrupted { claim, params } in interrupted {
            if self.reports.hold(claim)? {
                self.journal.borrow_mut().finish(claim, now)?;
            } else if params.kind().is_read_only() {
                tracing::warn!(task = %claim.task_id, lease = %claim.lease, "was cut off; the server will hand it out again");
                self.journal.borrow_mut().forget(claim)?;
            } else {
                tracing::warn!(task = %claim.task_id, lease = %claim.lease, "was cut off; looking what became of it");
                to_settle.push(claim.of_task(params));
            }
        }
        self.journal.borrow_mut().trim(now)?;
        self.reports.forget_refused(now.minus(KEEP_REFUSED))?;
        Ok(to_settle)
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The wait after this many failures in a row.
    fn wait_after(&self, failures: u32) -> Duration {
        let longest = self.polling.retry_at_most();
        Backoff { first: Duration::from_secs(1).min(longest), longest }.wait(failures, (self.entropy)())
    }
}

/// Whether an error of the server ends the agent's life.
fn halt_for(error: &ServerError) -> Option<Halt> {
    error.about_identity().map(|problem| match problem {
        IdentityProblem::UnknownToken => Halt::UnknownToken(error.to_string()),
        IdentityProblem::Frozen => Halt::Frozen(error.to_string()),
    })
}

#[cfg(test)]
mod tests;
