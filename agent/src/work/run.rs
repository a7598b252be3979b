//! One task: run it at the station, stay in touch meanwhile, bring its result to safety.

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use waystation_shared::edge_api::{
    AssignedTask, Evidence, ProgressRequest, Readiness, ReportRequest, ReportedStatus,
};
use waystation_spool::SpoolError;

use super::doubt::IN_DOUBT;
use super::fence::Fence;
use super::job::Stage;
use super::reports::Finality;
use super::station::{Outcome, Verdict};
use super::{Halt, Worker};
use crate::journal::{Begin, Claim};

/// Shown until the task says what it is doing.
const FIRST_STEP: &str = "开始执行";

impl Worker {
    /// Runs a task, unless this claim was run before.
    pub(super) async fn execute(&self, task: AssignedTask) -> Result<(), Halt> {
        let claim = Claim::of(&task);
        let begin = self.journal.borrow_mut().begin(&task, self.now())?;
        match begin {
            Begin::FinishedBefore => {
                tracing::warn!(task = %claim.task_id, lease = %claim.lease, "delivered again, but it was run already");
                Ok(())
            }
            Begin::Run => self.carry_out(&task, Stage::Fresh).await,
            Begin::MustSettle => {
                tracing::warn!(task = %claim.task_id, lease = %claim.lease, "delivered again after it was cut off; only looking");
                self.carry_out(&task, Stage::CutOff).await
            }
        }
    }

    /// Brings a task that is under way to its end and its result to safety. A stop leaves one that is in doubt to the
    /// next life.
    pub(super) async fn carry_out(&self, task: &AssignedTask, stage: Stage) -> Result<(), Halt> {
        let claim = Claim::of(task);
        tracing::info!(task = %claim.task_id, lease = %claim.lease, kind = %task.params.kind(), ?stage, "working");
        let first_step = match stage {
            Stage::Fresh => FIRST_STEP,
            Stage::CutOff => IN_DOUBT,
        };
        let (steps, heard) = watch::channel(first_step.to_owned());
        let lasts = Duration::from_millis(u64::try_from(task.lease_ms).unwrap_or(0));
        self.fence.replace(Fence::new(lasts, self.clock));
        let work = async {
            let Some(outcome) = self.work_out(task, stage, &steps).await? else { return Ok(false) };
            self.keep(&self.report_of(task, outcome)?, Finality::Final).await?;
            Ok::<_, Halt>(true)
        };
        let kept = tokio::select! {
            kept = work => kept?,
            never = self.stay_in_touch(task, heard) => match never {},
        };
        if kept {
            self.journal.borrow_mut().finish(claim, self.now())?;
        }
        self.want_picture();
        Ok(())
    }

    pub(super) fn report_of(&self, task: &AssignedTask, outcome: Outcome) -> Result<ReportRequest, Halt> {
        let (status, result, error) = match outcome.verdict {
            Verdict::Done(result) => (ReportedStatus::Done, Some(result), None),
            Verdict::Failed(error) => (ReportedStatus::Failed, None, Some(error)),
            Verdict::Unknown(error) | Verdict::InDoubt(error) => (ReportedStatus::Unknown, None, Some(error)),
        };
        let steps = self.journal.borrow().steps(task.task_id)?;
        Ok(ReportRequest {
            terminal_id: self.terminal_id,
            task_id: task.task_id,
            lease: task.lease,
            status,
            result,
            error,
            evidence: Evidence { steps, ..outcome.evidence },
            finished_at: self.now(),
        })
    }

    /// Puts the result on the disk. While the disk has no room it is handed in directly instead, and no other task
    /// is taken: a result is never dropped.
    pub(super) async fn keep(&self, report: &ReportRequest, finality: Finality) -> Result<(), Halt> {
        let claim = Claim { task_id: report.task_id, lease: report.lease };
        let body = serde_json::to_vec(report).map_err(crate::journal::JournalError::from)?;
        for failures in 1_u32.. {
            match self.reports.keep(claim, finality, &body, self.now()) {
                Ok(()) => return Ok(()),
                Err(error @ (SpoolError::Full { .. } | SpoolError::DiskFull)) => {
                    tracing::error!(%error, "result not on disk");
                }
                Err(error @ (SpoolError::Conflict { .. } | SpoolError::Database(_))) => {
                    return Err(error.into());
                }
            }
            match self.server.report(body.clone()).await {
                Ok(_) => return Ok(()),
                Err(error) => {
                    tracing::error!(%error, "result neither on disk nor delivered; it will be tried again");
                }
            }
            sleep(self.wait_after(failures)).await;
        }
        Ok(())
    }

    /// Tells the server that the task and the terminal are alive. Nothing the server says now ends the run: the
    /// result is worth having in any case, and whoever is refused learns it at the next poll.
    async fn stay_in_touch(&self, task: &AssignedTask, steps: watch::Receiver<String>) -> Infallible {
        tokio::join!(self.tell_steps(task, steps), self.poll_while_busy(task)).0
    }

    async fn tell_steps(&self, task: &AssignedTask, mut steps: watch::Receiver<String>) -> Infallible {
        let patience = Duration::from_millis(u64::try_from(task.lease_ms).unwrap_or(0) / 3)
            .max(Duration::from_millis(50));
        loop {
            // Without a new step the last one is repeated in time to keep the lease.
            if timeout(patience, steps.changed()).await.is_ok_and(|changed| changed.is_err()) {
                return pending().await;
            }
            let step = steps.borrow_and_update().clone();
            let progress = ProgressRequest {
                terminal_id: self.terminal_id,
                task_id: task.task_id,
                lease: task.lease,
                step,
            };
            match self.server.progress(&progress).await {
                Ok(answer) if answer.lease_ms == 0 => {
                    tracing::warn!(task = %task.task_id, "the claim has passed to somebody else; nothing more is begun");
                    self.fence.borrow().give_up();
                    return pending().await;
                }
                Ok(_) => self.fence.borrow().confirm(),
                Err(error) => tracing::warn!(%error, "progress not told"),
            }
        }
    }

    async fn poll_while_busy(&self, task: &AssignedTask) -> Infallible {
        loop {
            sleep(self.polling.busy_every()).await;
            let busy = Readiness::Busy { task_id: task.task_id, lease: task.lease };
            let obeyed = match self.poll(busy, Duration::ZERO).await {
                Ok(Ok(answer)) => self.obey(answer.commands).await,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "sign of life not told");
                    Ok(())
                }
                Err(halt) => Err(halt),
            };
            if let Err(halt) = obeyed {
                tracing::error!(%halt, "trouble while a task runs; it is finished first");
            }
        }
    }
}
