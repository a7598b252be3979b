//! The main loop: hand in what waits, say how the terminal is, take what the server gives.

use std::time::Duration;

use tokio::time::{sleep, timeout};
use waystation_shared::edge_api::{AssignedTask, EdgeCommand, PollAnswer, PollRequest, Readiness};
use waystation_spool::{Attempt, Step};

use super::{Halt, Worker, halt_for};
use crate::fail_point::{Point, pass};
use crate::journal::Claim;
use crate::server::ServerError;

/// A look at the window that is older says nothing about now.
const FRESH: Duration = Duration::from_secs(1);
/// How long leaving may take when the server does not answer.
const FAREWELL: Duration = Duration::from_secs(5);
/// Bounds for what the server says about the next poll.
const SOONEST: Duration = Duration::from_millis(100);
const LATEST: Duration = Duration::from_mins(5);

/// What follows a poll.
enum Next {
    Run(Box<AssignedTask>),
    Rest(Duration),
}

impl Worker {
    /// Polls and works until told to stop.
    pub(super) async fn keep_working(&self) -> Result<(), Halt> {
        while !self.stop.is_requested() {
            self.deliver_reports().await?;
            let next = match self.reports.quiet_left(self.now()) {
                // With a result in hand that cannot be delivered, a poll would only fetch the same task again.
                quiet if !quiet.is_zero() => Next::Rest(quiet),
                _ => self.poll_once().await?,
            };
            match next {
                Next::Run(task) => self.execute(*task).await?,
                Next::Rest(pause) => self.rest(pause).await,
            }
        }
        tracing::info!("stopping: handing in what waits");
        timeout(FAREWELL, self.take_leave()).await.unwrap_or(Ok(()))
    }

    /// Hands in results, oldest first, until none is left or the server is out of reach.
    pub(super) async fn deliver_reports(&self) -> Result<(), Halt> {
        while let Step::Send(entry) = self.reports.step(self.now())? {
            pass(Point::BeforeReport);
            let answer = self.server.report(entry.body.clone()).await;
            pass(Point::AfterReport);
            let attempt = Attempt { at: self.now(), jitter: (self.entropy)() };
            self.reports.settle(&entry, answer.as_ref(), attempt)?;
            pass(Point::AfterReportNoted);
            if let Some(halt) = answer.as_ref().err().and_then(halt_for) {
                return Err(halt);
            }
        }
        Ok(())
    }

    /// One poll under the next number. `hold` is how long the server may hold it back.
    pub(super) async fn poll(
        &self,
        readiness: Readiness,
        hold: Duration,
    ) -> Result<Result<PollAnswer, ServerError>, Halt> {
        let request = PollRequest {
            terminal_id: self.terminal_id,
            sequence: self.journal.borrow_mut().next_sequence()?,
            agent_version: env!("CARGO_PKG_VERSION").to_owned(),
            readiness,
            screen_hash: self.screenshots.borrow().last_hash().to_owned(),
            wait_ms: u64::try_from(hold.as_millis()).unwrap_or(0),
        };
        Ok(self.server.poll(&request).await)
    }

    /// Does what the server asks for besides tasks.
    pub(super) async fn obey(&self, commands: Vec<EdgeCommand>) -> Result<(), Halt> {
        for command in commands {
            tracing::info!(?command, "told by the server");
            self.journal.borrow_mut().note(&command, self.now())?;
            match command {
                EdgeCommand::Screenshot => self.want_picture(),
                EdgeCommand::LearnGlyph { glyph, text } => self.learn(glyph, &text).await,
                EdgeCommand::Pause | EdgeCommand::Resume => {}
            }
        }
        Ok(())
    }

    async fn poll_once(&self) -> Result<Next, Halt> {
        let readiness = self.readiness().await?;
        let hold = if readiness == Readiness::Ready { self.polling.hold() } else { Duration::ZERO };
        tokio::select! {
            answer = self.poll(readiness, hold) => self.follow(answer?).await,
            () = self.stop.requested() => Ok(Next::Rest(Duration::ZERO)),
        }
    }

    async fn follow(&self, answer: Result<PollAnswer, ServerError>) -> Result<Next, Halt> {
        match answer {
            Ok(answer) => {
                pass(Point::PollAnswered);
                self.failed_polls.set(0);
                self.reports.link_is_up();
                self.obey(answer.commands).await?;
                let pause = Duration::from_millis(answer.next_poll_ms).clamp(SOONEST, LATEST);
                Ok(answer.task.map_or(Next::Rest(pause), |task| Next::Run(Box::new(task))))
            }
            Err(error) => match halt_for(&error) {
                Some(halt) => Err(halt),
                None => Ok(Next::Rest(self.after_failure(&error))),
            },
        }
    }

    fn after_failure(&self, error: &ServerError) -> Duration {
        let failures = self.failed_polls.get().saturating_add(1);
        self.failed_polls.set(failures);
        let wait = self.wait_after(failures);
        tracing::warn!(%error, failures, wait_ms = wait.as_millis(), "poll failed");
        wait
    }

    async fn readiness(&self) -> Result<Readiness, Halt> {
        if let Some(Claim { task_id, lease }) = self.reports.stumbled_over() {
            return Ok(Readiness::Busy { task_id, lease });
        }
        if self.journal.borrow().is_paused()? {
            return Ok(Readiness::NotReady { reason: "paused".to_owned() });
        }
        let glance = self.station.glance(FRESH).await;
        self.show_if_changed(&glance);
        if glance.obstacle.is_some() {
            self.station.mend();
        }
        Ok(glance.obstacle.map_or(Readiness::Ready, |reason| Readiness::NotReady { reason }))
    }

    async fn rest(&self, pause: Duration) {
        tokio::select! {
            () = sleep(pause) => {}
            () = self.stop.requested() => {}
        }
    }

    async fn learn(&self, glyph: String, text: &str) {
        let mut characters = text.chars();
        let learnt = match (characters.next(), characters.next()) {
            (Some(character), None) => self.station.learn(glyph, character).await,
            _ => Err(format!("{text:?} is not one character")),
        };
        if let Err(error) = learnt {
            tracing::error!(error, "the glyph was not learnt");
        }
    }

    /// Hands in what waits and tells the server, so that it gives what is queued here to another terminal.
    async fn take_leave(&self) -> Result<(), Halt> {
        self.deliver_reports().await?;
        let farewell = Readiness::NotReady { reason: "stopping".to_owned() };
        match self.poll(farewell, Duration::ZERO).await? {
            // The server gives each command once: a pause must not be lost with the last poll.
            Ok(answer) => self.obey(answer.commands).await,
            Err(error) => {
                tracing::warn!(%error, "left without a word");
                Ok(())
            }
        }
    }
}
