//! What agents call: poll, progress, report.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use waystation_shared::edge_api::{
    PollAnswer, PollRequest, ProgressAnswer, ProgressRequest, Readiness, ReportAnswer, ReportRequest,
};
use waystation_shared::ids::TerminalId;

use crate::dispatch::claim::{self, Claimed};
use crate::dispatch::{Dispatch, report};
use crate::fleet::{EdgeCaller, Node};
use crate::platform::catalogue::Code;
use crate::platform::events::Event;
use crate::platform::http::{ApiProblem, Valid};

/// The longest a poll is held, whatever the agent asks for: proxies cut idle connections after a minute.
const LONGEST_HOLD: Duration = Duration::from_secs(30);

/// The longest step text that is kept.
const STEP_LENGTH: usize = 200;

/// Hands out the task that is locked to the terminal, if there is one. An empty poll touches no row.
#[utoipa::path(post, path = "/api/get_task", tag = "edge", request_body = PollRequest,
    responses((status = 200, body = PollAnswer), (status = 403, description = "Frozen, or another terminal")))]
pub(super) async fn get_task(
    State(dispatch): State<Dispatch>,
    caller: EdgeCaller,
    Valid(poll): Valid<PollRequest>,
) -> Result<Json<PollAnswer>, ApiProblem> {
    caller.must_be(poll.terminal_id)?;
    let node = &caller.0;
    if !node.advance(poll.sequence) {
        dispatch.fleet.freeze(node.id).await?;
        return Err(ApiProblem::new(Code::TerminalFrozen));
    }
    let idle = poll.readiness == Readiness::Ready;
    if node.note(dispatch.platform.clock.now(), poll.readiness, &poll.agent_version) {
        dispatch.fleet.readiness_changed(node.id);
    }
    let mut answer = dispatch.answer_poll(node, idle).await?;
    if idle && poll.wait_ms > 0 && answer.task.is_none() && answer.commands.is_empty() {
        let hold = Duration::from_millis(poll.wait_ms).min(LONGEST_HOLD);
        if dispatch.arrives_within(node, hold).await {
            answer = dispatch.answer_poll(node, idle).await?;
        }
    }
    Ok(Json(answer))
}

impl Dispatch {
    async fn answer_poll(&self, node: &Node, idle: bool) -> Result<PollAnswer, ApiProblem> {
        let claimed =
            if idle && node.take_work_hint() { self.claim(node.id).await? } else { Claimed::default() };
        let commands =
            if node.take_command_hint() { self.fleet.waiting_commands(node.id).await? } else { Vec::new() };
        Ok(PollAnswer {
            task: claimed.task,
            commands,
            next_poll_ms: self.poll_ms,
            server_time: self.platform.clock.now(),
        })
    }

    /// Whether something arrives for the terminal within `hold`, and before the server is to end.
    async fn arrives_within(&self, node: &Node, hold: Duration) -> bool {
        tokio::select! {
            () = node.something_arrived() => true,
            () = tokio::time::sleep(hold) => false,
            () = self.platform.shutdown.begun() => false,
        }
    }

    async fn claim(&self, terminal: TerminalId) -> Result<Claimed, ApiProblem> {
        let now = self.platform.clock.now();
        let claimed = self.platform.store.write(move |tx| claim::claim(tx, terminal, now)).await?;
        if let Some(change) = &claimed.change {
            self.announce(change);
        }
        if claimed.ask_again || claimed.task.is_none() && claimed.change.is_some() {
            self.fleet.presence.hint_work(terminal);
        }
        Ok(claimed)
    }
}

/// Takes a sign of life of a running task and extends its lease.
#[utoipa::path(post, path = "/api/task_progress", tag = "edge", request_body = ProgressRequest,
    responses((status = 200, body = ProgressAnswer)))]
pub(super) async fn task_progress(
    State(dispatch): State<Dispatch>,
    caller: EdgeCaller,
    Valid(progress): Valid<ProgressRequest>,
) -> Result<Json<ProgressAnswer>, ApiProblem> {
    caller.must_be(progress.terminal_id)?;
    let now = dispatch.platform.clock.now();
    let (task, lease, terminal) = (progress.task_id, progress.lease, progress.terminal_id);
    let step: String = progress.step.chars().take(STEP_LENGTH).collect();
    let lease_ms = dispatch
        .platform
        .store
        .write(move |tx| claim::progress(tx, (task, lease), terminal, &step, now))
        .await?;
    if lease_ms > 0 {
        dispatch.platform.events.send(Event::Task(task, waystation_shared::task::TaskState::Running));
    }
    Ok(Json(ProgressAnswer { lease_ms, server_time: now }))
}

/// Takes the end of a run. Every report is kept; the one under the present lease ends the task.
#[utoipa::path(post, path = "/api/report_result", tag = "edge", request_body = ReportRequest,
    responses((status = 200, body = ReportAnswer), (status = 404, description = "There is no such task")))]
pub(super) async fn report_result(
    State(dispatch): State<Dispatch>,
    caller: EdgeCaller,
    Valid(request): Valid<ReportRequest>,
) -> Result<Json<ReportAnswer>, ApiProblem> {
    caller.must_be(request.terminal_id)?;
    let now = dispatch.platform.clock.now();
    let task = request.task_id;
    let (answer, change) = dispatch
        .platform
        .store
        .write(move |tx| report::report(tx, &request, now))
        .await?
        .ok_or_else(|| ApiProblem::new(Code::TaskUnknown).with(task))?;
    if let Some(change) = &change {
        dispatch.announce(change);
    }
    Ok(Json(answer))
}
