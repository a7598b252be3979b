//! Cancelling a PNR: `RT`, a look at what would be lost, `XEPNR@`, and `RT` again.

use serde::Serialize;
use waystation_shared::pnr::Locator;

use crate::command::Command;
use crate::flow::clerk::{Clerk, unfit};
use crate::flow::ending::{done, ended};
use crate::flow::{Cause, Desk, Ending, Refusal};
use crate::journal::{Check, Step, StepJournal};
use crate::parse::pnr::Pnr;
use crate::ports::{Progress, Terminal};

/// States of a segment that holds a seat, waits for one, or has none; anything else is for a person.
const CANCELLABLE: [&str; 3] = ["HK", "HL", "NO"];

#[derive(Serialize)]
struct CancelResult<'a> {
    pnr: &'a Locator,
    cancelled: bool,
    content: Option<Pnr>,
    screens: &'a [String],
}

pub(super) fn run<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    pnr: &Locator,
) -> Ending {
    ended(cancel(&mut Clerk::new(desk), pnr))
}

fn cancel<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
) -> Result<Ending, Cause> {
    let shown = clerk.read_afresh(pnr)?;
    check(&shown.pnr, pnr)?;
    let step = Step { before: clerk.seen(), check: Check::CancelPnr { pnr: pnr.clone() } };
    clerk.commit(Command::cancel_pnr(), &step)
}

fn check(content: &Pnr, pnr: &Locator) -> Result<(), Cause> {
    if content.is_cancelled() {
        return unfit(Refusal::Cancelled(pnr.clone()));
    }
    if content.has_ticket_trace() {
        return unfit(Refusal::Ticketed(pnr.clone()));
    }
    match content.flights().find(|flight| !CANCELLABLE.contains(&flight.status.as_str())) {
        Some(flight) => unfit(Refusal::SegmentStatus {
            flight: flight.flight.to_string(),
            status: flight.status.to_string(),
        }),
        None => Ok(()),
    }
}

pub(super) fn result<T, J, P>(clerk: &Clerk<'_, '_, T, J, P>, pnr: &Locator, content: Option<Pnr>) -> Ending {
    done(&CancelResult { pnr, cancelled: true, content, screens: &clerk.screens })
}
