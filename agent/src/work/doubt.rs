//! A task whose irreversible step may or may not have been taken: nothing else is done until somebody has looked.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;
use waystation_shared::edge_api::AssignedTask;
use waystation_spool::Backoff;

use super::job::{Job, Stage};
use super::station::{Outcome, Steps, Verdict};
use super::thread::AGENT_FAULT;
use super::{Halt, Worker};
use crate::journal::Claim;

/// Shown until it is known what became of a task.
pub(super) const IN_DOUBT: &str = "正在核实…";
/// Between two attempts to look, unless the settings are less patient.
const LOOK_AGAIN: Backoff = Backoff { first: Duration::from_secs(2), longest: Duration::from_secs(30) };
/// How often looking may end in a fault of the agent itself before a person has to look.
const MOST_FAULTS: u32 = 3;

impl Worker {
    /// Does a task until its end is known; `None` when told to stop before.
    pub(super) async fn work_out(
        &self,
        task: &AssignedTask,
        stage: Stage,
        steps: &watch::Sender<String>,
    ) -> Result<Option<Outcome>, Halt> {
        let mut outcome = self.work_once(task, stage, steps).await?;
        let begun = std::mem::take(&mut outcome.evidence.transcript);
        let mut faults = 0_u32;
        for attempt in 1_u32.. {
            let Verdict::InDoubt(error) = &outcome.verdict else { break };
            tracing::warn!(task = %task.task_id, attempt, code = error.code, error = error.message, "in doubt");
            faults = faults.saturating_add(u32::from(error.code == AGENT_FAULT));
            if faults >= MOST_FAULTS {
                break;
            }
            steps.send_replace(IN_DOUBT.to_owned());
            tokio::select! {
                () = self.until_one_can_look(attempt) => {}
                () = self.stop.requested() => return Ok(None),
            }
            outcome = self.work_once(task, Stage::CutOff, steps).await?;
        }
        // What was typed first and what settled it; looks between that saw nothing would only pile up.
        outcome.evidence.transcript.splice(0..0, begun);
        Ok(Some(outcome))
    }

    async fn work_once(
        &self,
        task: &AssignedTask,
        stage: Stage,
        steps: &watch::Sender<String>,
    ) -> Result<Outcome, Halt> {
        let journal = self.journal.borrow().of_claim(Claim::of(task), self.clock)?;
        let steps = Steps(steps.clone());
        Ok(self.station.work(Job { task: task.params.clone(), stage, journal, steps }).await)
    }

    /// Waits for a while, and on until the terminal is ready.
    async fn until_one_can_look(&self, attempt: u32) {
        let limit = self.polling.retry_at_most();
        let pause =
            Backoff { first: LOOK_AGAIN.first.min(limit), longest: LOOK_AGAIN.longest.min(limit) };
        for attempt in attempt.. {
            sleep(pause.wait(attempt, (self.entropy)())).await;
            let glance = self.station.glance(Duration::ZERO).await;
            self.show_if_changed(&glance);
            if glance.obstacle.is_none() {
                return;
            }
        }
    }
}
