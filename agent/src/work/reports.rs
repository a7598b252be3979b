//! Results on their way to the server: on disk first, then sent until the server has acknowledged them.

use std::cell::{Cell, RefCell, RefMut};
use std::time::Duration;

use waystation_shared::edge_api::ReportAnswer;
use waystation_shared::ids::{Lease, TaskId};
use waystation_shared::time::Timestamp;
use waystation_spool::{Attempt, Delivery, Entry, Parcel, Spool, SpoolError, Step, Uploader};

use crate::fail_point::{Point, pass};
use crate::journal::Claim;
use crate::server::ServerError;

const KIND: &str = "report_result";
/// How often a result may be stumbled over before the terminal asks for other work.
const PATIENCE: u32 = 5;

/// Whether more is to come of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finality {
    /// A person is told that nobody knows yet.
    Interim,
    /// This is what became of it.
    Final,
}

/// The results that wait.
#[derive(Debug)]
pub(super) struct Reports {
    spool: RefCell<Spool>,
    uploader: RefCell<Uploader>,
    stumbled_over: Cell<Option<Claim>>,
}

impl Reports {
    pub(super) fn new(spool: Spool) -> Self {
        Self {
            spool: RefCell::new(spool),
            uploader: RefCell::new(Uploader::new()),
            stumbled_over: Cell::new(None),
        }
    }

    /// Puts a result on the disk. A claim has one final result: that of a repeated run does not replace the first.
    pub(super) fn keep(
        &self,
        claim: Claim,
        finality: Finality,
        body: &[u8],
        now: Timestamp,
    ) -> Result<(), SpoolError> {
        let id = id_of(claim, finality);
        pass(Point::BeforeKeep);
        let put = self.spool().put(&Parcel { id: &id, kind: KIND, body }, now);
        pass(Point::AfterKeep);
        match put {
            Ok(_) => Ok(()),
            Err(SpoolError::Conflict { id }) => {
                tracing::warn!(id, "this claim has a result already; the first one stands");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the final result of this claim waits.
    pub(super) fn hold(&self, claim: Claim) -> Result<bool, SpoolError> {
        self.spool().holds(&id_of(claim, Finality::Final))
    }

    /// What to send now.
    pub(super) fn step(&self, now: Timestamp) -> Result<Step, SpoolError> {
        self.uploader.borrow().step(&self.spool(), now)
    }

    /// How long the server is still to be left alone.
    pub(super) fn quiet_left(&self, now: Timestamp) -> Duration {
        self.uploader.borrow().quiet_left(now)
    }

    /// The claim whose result the server could not take a moment ago. To the server it still runs: a poll that calls
    /// the terminal idle would only fetch the same task again.
    pub(super) fn stumbled_over(&self) -> Option<Claim> {
        self.stumbled_over.get()
    }

    /// The server has answered something.
    pub(super) fn link_is_up(&self) {
        self.uploader.borrow_mut().link_is_up();
    }

    /// Notes how an attempt ended.
    pub(super) fn settle(
        &self,
        entry: &Entry,
        answer: Result<&ReportAnswer, &ServerError>,
        attempt: Attempt,
    ) -> Result<(), SpoolError> {
        let delivery = delivery(answer);
        tell(entry, answer, &delivery);
        let stumbles = delivery == Delivery::Postponed && entry.attempts < PATIENCE;
        self.stumbled_over.set(claim_of(&entry.id).filter(|_| stumbles));
        self.uploader.borrow_mut().settle(&mut self.spool(), &entry.id, delivery, attempt)
    }

    /// Forgets refused results that are older than a person needs.
    pub(super) fn forget_refused(&self, before: Timestamp) -> Result<usize, SpoolError> {
        self.spool().forget_refused(before)
    }

    fn spool(&self) -> RefMut<'_, Spool> {
        self.spool.borrow_mut()
    }
}

fn id_of(claim: Claim, finality: Finality) -> String {
    let Claim { task_id: TaskId(task), lease: Lease(lease) } = claim;
    match finality {
        Finality::Interim => format!("{task}-{lease}-interim"),
        Finality::Final => format!("{task}-{lease}"),
    }
}

fn claim_of(id: &str) -> Option<Claim> {
    let mut parts = id.split('-');
    Some(Claim { task_id: parts.next()?.parse().ok()?, lease: parts.next()?.parse().ok()? })
}

fn delivery(answer: Result<&ReportAnswer, &ServerError>) -> Delivery {
    match answer {
        Ok(_) => Delivery::Acknowledged,
        // The result is as good as it was, only the agent is not welcome: it waits for a person.
        Err(error) if error.about_identity().is_some() => Delivery::Unreachable(None),
        Err(ServerError::Refused(problem)) => Delivery::Refused(problem.code.clone()),
        // 502 to 504 come from a proxy before a server that is down, the others from a server that stumbles.
        Err(ServerError::Unavailable { status: 429 | 502..=504, retry_after }) => {
            Delivery::Unreachable(*retry_after)
        }
        Err(ServerError::Unavailable { .. }) => Delivery::Postponed,
        Err(ServerError::Unreachable(_) | ServerError::Address(_) | ServerError::Tls(_)) => {
            Delivery::Unreachable(None)
        }
    }
}

fn tell(entry: &Entry, answer: Result<&ReportAnswer, &ServerError>, delivery: &Delivery) {
    let (id, attempts) = (entry.id.as_str(), entry.attempts);
    match (answer, delivery) {
        (Ok(answer), _) if answer.applied => tracing::info!(id, state = %answer.state, "result delivered"),
        (Ok(answer), _) => tracing::warn!(id, state = %answer.state, "result delivered too late to count"),
        (Err(error), Delivery::Refused(_)) => {
            tracing::error!(id, %error, "result refused; it is kept for a person");
        }
        (Err(error), _) => tracing::warn!(id, attempts, %error, "result not delivered yet"),
    }
}
