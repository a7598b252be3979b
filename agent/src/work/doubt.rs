//! A task whose irreversible step may or may not have been taken: nothing else is done until somebody has looked.
//!
//! The server hears that the task is being verified. When that takes long it is handed in as unknown meanwhile, so that
//! a person sees it; what is found out later is handed in all the same.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};
use waystation_shared::edge_api::{AssignedTask, TranscriptEntry};
use waystation_spool::Backoff;

use super::job::{Job, Stage};
use super::reports::Finality;
use super::station::{Outcome, Steps, Verdict};
use super::thread::AGENT_FAULT;
use super::{Halt, Worker};
use crate::journal::Claim;

/// Shown until it is known what became of a task.
pub(super) const IN_DOUBT: &str = "正在核实…";
/// The same while the terminal keeps everybody from looking.
const CANNOT_LOOK: &str = "待核实：等待终端就绪…";
/// Between two attempts to look, unless the settings are less patient.
const LOOK_AGAIN: Backoff = Backoff { first: Duration::from_secs(2), longest: Duration::from_secs(30) };
/// How often looking may end in a fault of the agent itself before a person has to look.
const MOST_FAULTS: u32 = 3;

/// What is known of a task that has not come to its end.
struct Doubt {
    /// What it has come to so far.
    outcome: Outcome,
    /// What was typed in the beginning. Looks that saw nothing would only pile up.
    begun: Vec<TranscriptEntry>,
    attempts: u32,
    faults: u32,
    /// When the server is to hear of it; nothing when it has.
    tell_at: Option<Instant>,
}

/// Why waiting has ended.
#[derive(PartialEq, Eq)]
enum Waited {
    OneCanLook,
    Stopped,
}

impl Doubt {
    fn new(tell_after: Duration) -> Self {
        Self {
            outcome: Outcome::in_doubt("interrupted", "任务曾中断，尚未核实"),
            begun: Vec::new(),
            attempts: 0,
            faults: 0,
            tell_at: Instant::now().checked_add(tell_after),
        }
    }

    /// Whether this is the end of it.
    fn takes(&mut self, outcome: Outcome) -> bool {
        self.outcome = outcome;
        let Verdict::InDoubt(error) = &self.outcome.verdict else { return true };
        tracing::warn!(code = error.code, error = error.message, attempt = self.attempts, "in doubt");
        self.faults = self.faults.saturating_add(u32::from(error.code == AGENT_FAULT));
        if self.attempts == 0 {
            self.begun = std::mem::take(&mut self.outcome.evidence.transcript);
        }
        self.attempts = self.attempts.saturating_add(1);
        self.faults >= MOST_FAULTS
    }

    fn outcome(&self) -> Outcome {
        let mut outcome = self.outcome.clone();
        outcome.evidence.transcript.splice(0..0, self.begun.iter().cloned());
        outcome
    }
}

impl Worker {
    /// Does a task until its end is known; `None` when told to stop before.
    pub(super) async fn work_out(
        &self,
        task: &AssignedTask,
        mut stage: Stage,
        steps: &watch::Sender<String>,
    ) -> Result<Option<Outcome>, Halt> {
        let mut doubt = Doubt::new(self.polling.doubt_told_after());
        loop {
            if stage == Stage::CutOff && self.wait_to_look(task, &mut doubt, steps).await? == Waited::Stopped
            {
                return Ok(None);
            }
            if doubt.takes(self.work_once(task, stage, steps).await?) {
                return Ok(Some(doubt.outcome()));
            }
            stage = Stage::CutOff;
        }
    }

    async fn work_once(
        &self,
        task: &AssignedTask,
        stage: Stage,
        steps: &watch::Sender<String>,
    ) -> Result<Outcome, Halt> {
        let journal =
            self.journal.borrow().of_claim(Claim::of(task), self.clock, self.fence.borrow().clone())?;
        let steps = Steps(steps.clone());
        Ok(self.station.work(Job { task: task.params.clone(), stage, journal, steps }).await)
    }

    async fn wait_to_look(
        &self,
        task: &AssignedTask,
        doubt: &mut Doubt,
        steps: &watch::Sender<String>,
    ) -> Result<Waited, Halt> {
        if self.journal.borrow().steps(task.task_id)?.is_empty() {
            // Nothing was sent that cannot be undone: there is nothing to look at.
            return Ok(Waited::OneCanLook);
        }
        let one_can_look = self.until_one_can_look(doubt.attempts, steps);
        tokio::pin!(one_can_look);
        loop {
            let never = Instant::now() + Duration::from_hours(24);
            tokio::select! {
                looked = &mut one_can_look => return looked.map(|()| Waited::OneCanLook),
                () = self.stop.requested() => return Ok(Waited::Stopped),
                () = sleep_until(doubt.tell_at.unwrap_or(never)), if doubt.tell_at.is_some() => {
                    doubt.tell_at = None;
                    tracing::warn!(task = %task.task_id, "in doubt for long; a person is told");
                    self.keep(&self.report_of(task, doubt.outcome())?, Finality::Interim).await?;
                    self.deliver_reports().await?;
                }
            }
        }
    }

    /// Waits a while after a failed attempt, and on until the terminal is ready.
    async fn until_one_can_look(&self, attempts: u32, steps: &watch::Sender<String>) -> Result<(), Halt> {
        let limit = self.polling.retry_at_most();
        let pause = Backoff { first: LOOK_AGAIN.first.min(limit), longest: LOOK_AGAIN.longest.min(limit) };
        steps.send_replace(IN_DOUBT.to_owned());
        for attempts in attempts.. {
            if attempts > 0 {
                sleep(pause.wait(attempts, (self.entropy)())).await;
            }
            if self.can_look().await? {
                break;
            }
            steps.send_replace(CANNOT_LOOK.to_owned());
        }
        steps.send_replace(IN_DOUBT.to_owned());
        Ok(())
    }

    /// Whoever has paused the terminal may be typing in it.
    async fn can_look(&self) -> Result<bool, Halt> {
        if self.journal.borrow().is_paused()? {
            return Ok(false);
        }
        let glance = self.station.glance(Duration::ZERO).await;
        self.show_if_changed(&glance);
        if glance.obstacle.is_some() {
            self.station.mend();
        }
        Ok(glance.obstacle.is_none())
    }
}
