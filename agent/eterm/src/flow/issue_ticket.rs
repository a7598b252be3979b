//! Issuing tickets: `RT`, price, store the fare, `@`, clear the limit, reconfirm, `ETDZ`, and `RT` and `DETR` for proof.

mod price;

use std::time::Duration;

use serde::Serialize;
use waystation_shared::edge_api::StepEnding;
use waystation_shared::pnr::{IssueTicket, Locator};

use crate::command::Command;
use crate::flow::clerk::{Clerk, Sent, doubt_about, unfit};
use crate::flow::ending::ended;
use crate::flow::extract_ticket_no::{PnrTicket, of_pnr};
use crate::flow::settle::{self, Doubt};
use crate::flow::{Cause, Desk, Ending, Refusal};
use crate::journal::{Check, Step, StepJournal, StepNo};
use crate::lexicon::TicketNumber;
use crate::parse::etdz::{self, EtdzReading};
use crate::parse::pnr::{Pnr, Shown};
use crate::ports::{Progress, Terminal};
use crate::screen::Screen;
use price::PricedFare;

/// Confirmed, or reconfirmed: what a ticket may be issued for.
const TICKETABLE: [&str; 2] = ["HK", "RR"];
/// How long the ticket server may take before its answer is looked for elsewhere.
const LOOKS: u32 = 15;
const BETWEEN_LOOKS: Duration = Duration::from_secs(3);

/// What ticketing brings home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IssueTicketResult {
    /// Which PNR.
    pub pnr: Locator,
    /// Its tickets.
    pub tickets: Vec<PnrTicket>,
    /// What they cost together, in fen; none when the PNR does not say.
    pub total_fen: Option<i64>,
    /// At which fares they were issued; empty when the task was cut off and settled later.
    pub fares: Vec<PricedFare>,
    /// What the PNR says now.
    pub content: Pnr,
    /// Every screen that was seen, oldest first.
    pub screens: Vec<String>,
}

pub(super) fn run<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    task: &IssueTicket,
) -> Ending {
    let mut clerk = Clerk::new(desk);
    let ending = issue(&mut clerk, task);
    ended(clerk.leave_nothing(ending))
}

fn issue<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    task: &IssueTicket,
) -> Result<Ending, Cause> {
    let shown = clerk.read_afresh(&task.pnr)?;
    check(&shown.pnr, &task.pnr)?;
    let fares = match store_fare(clerk, task, &shown)? {
        Ok(fares) => fares,
        Err(ending) => return Ok(ending),
    };
    let priced = clerk.read_pnr(&task.pnr)?;
    check(&priced.pnr, &task.pnr)?;
    price::check_stored(&shown.pnr, &priced.pnr, &fares)?;
    let before = clerk.seen();
    prepare(clerk, &priced)?;
    let tickets = priced.pnr.passengers.len() + priced.pnr.infants.len();
    let check = Check::IssueTicket { pnr: task.pnr.clone(), tickets };
    let ending = print(clerk, task.device, &Step { before, check })?;
    Ok(with_fares(ending, &fares))
}

fn check(content: &Pnr, pnr: &Locator) -> Result<(), Cause> {
    if content.is_cancelled() {
        return unfit(Refusal::Cancelled(pnr.clone()));
    }
    if content.is_pending_ticket() {
        return unfit(Refusal::TicketPending(pnr.clone()));
    }
    if content.has_ticket_trace() {
        return unfit(Refusal::AlreadyTicketed(pnr.clone()));
    }
    if content.group.is_some() || content.passengers.is_empty() {
        return unfit(Refusal::HiddenNames(pnr.clone()));
    }
    match content.flights().find(|flight| !TICKETABLE.contains(&flight.status.as_str())) {
        Some(flight) => unfit(Refusal::SegmentStatus {
            flight: flight.flight.to_string(),
            status: flight.status.to_string(),
        }),
        None => Ok(()),
    }
}

/// Replaces whatever fare the PNR holds by the one that is offered now, and ends the transaction. The inner error is the
/// end of the task, when that could not be made certain.
fn store_fare<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    task: &IssueTicket,
    shown: &Shown,
) -> Result<Result<Vec<PricedFare>, Ending>, Cause> {
    let before = clerk.seen();
    let old = shown.fare_items();
    if !old.is_empty() {
        clerk.edit(&Command::remove_items(&old)?)?;
    }
    let fares = price::price(clerk, task, &shown.pnr)?;
    price::store(clerk, &fares)?;
    let step = Step { before, check: Check::StoreFare { pnr: task.pnr.clone() } };
    let (number, doubt) = match clerk.take(Command::end_transaction(), &step)? {
        Sent::Doubt(number, error) => (number, Doubt::of(&error)),
        Sent::Answer(number, screen) => match doubt_about(&screen) {
            Doubt::Confirmed => {
                clerk.close(number, StepEnding::Done, &screen.text());
                return Ok(Ok(fares));
            }
            doubt @ (Doubt::Refused(_) | Doubt::Unclear(_) | Doubt::Accepted(_)) => (number, doubt),
        },
    };
    Ok(Err(settle::settle(clerk, Some(number), &step.check, &doubt)))
}

/// Takes out the ticketing limit and says of every segment that it is as booked. Not committed: `ETDZ` does that.
fn prepare<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    shown: &Shown,
) -> Result<(), Cause> {
    let limits = shown.time_limit_items();
    if !limits.is_empty() {
        clerk.edit(&Command::remove_items(&limits)?)?;
    }
    for flight in shown.pnr.flights().filter(|flight| flight.status.as_str() != "RR") {
        clerk.edit(&Command::reconfirm(flight.n)?)?;
    }
    Ok(())
}

/// `ETDZ`, and waiting until the ticket server has spoken. Only `RT` and `DETR` are believed.
fn print<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    device: u8,
    step: &Step,
) -> Result<Ending, Cause> {
    let (number, doubt) = match clerk.take(Command::issue_tickets(device)?, step)? {
        Sent::Doubt(number, error) => (number, Doubt::of(&error)),
        Sent::Answer(number, screen) => (number, await_issue(clerk, screen)),
    };
    if doubt.is_open() && settle::stays_pending(clerk, &step.check) {
        return Ok(retry(clerk, step, number));
    }
    Ok(settle::settle(clerk, Some(number), &step.check, &doubt))
}

/// Looks at the screen until it says that the tickets are issued, or something else.
fn await_issue<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    first: Screen,
) -> Doubt {
    let mut pages = vec![first];
    let mut named: Vec<TicketNumber> = Vec::new();
    for _ in 0..LOOKS {
        match etdz::read(&pages) {
            Ok(EtdzReading::Error(answer)) => return Doubt::Refused(answer),
            Ok(EtdzReading::Answer(answer)) if answer.issued => return Doubt::Confirmed,
            Ok(EtdzReading::Answer(answer)) => {
                named = answer.tickets.iter().flat_map(|range| range.numbers()).collect();
            }
            Err(_) => {}
        }
        match clerk.desk.terminal.look(BETWEEN_LOOKS) {
            Ok(screen) => {
                clerk.screens.push(screen.text());
                pages.push(screen);
            }
            Err(error) if named.is_empty() => return Doubt::of(&error),
            Err(_) => return Doubt::Accepted(named),
        }
    }
    if named.is_empty() {
        Doubt::Unclear("the ticket server has not answered".to_owned())
    } else {
        Doubt::Accepted(named)
    }
}

/// `ETRY:`, once: the way to bring a pending ticket home. `ETDZ` is never sent again.
fn retry<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    step: &Step,
    issued_as: StepNo,
) -> Ending {
    clerk.close(issued_as, StepEnding::Done, &clerk.seen());
    let step = Step { before: clerk.seen(), check: step.check.clone() };
    let (number, doubt) = match clerk.take(Command::retry_tickets(), &step) {
        Ok(Sent::Doubt(number, error)) => (Some(number), Doubt::of(&error)),
        Ok(Sent::Answer(number, screen)) => (Some(number), await_issue(clerk, screen)),
        // The tickets are pending all the same.
        Err(cause) => (None, Doubt::Unclear(cause.to_string())),
    };
    settle::settle(clerk, number, &step.check, &doubt)
}

/// Adds what was paid to a result that was made by looking.
fn with_fares(ending: Ending, fares: &[PricedFare]) -> Ending {
    match (ending, serde_json::to_value(fares)) {
        (Ending::Done(mut result), Ok(priced)) => {
            if let Some(fields) = result.as_object_mut() {
                fields.insert("fares".to_owned(), priced);
                fields.insert("totalFen".to_owned(), price::total_fen(fares).into());
            }
            Ending::Done(result)
        }
        (ending, _) => ending,
    }
}

/// What a PNR with tickets says of them.
pub(super) fn result_of<T, J, P>(
    clerk: &Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
    content: Pnr,
) -> IssueTicketResult {
    IssueTicketResult {
        pnr: pnr.clone(),
        tickets: of_pnr(&content),
        total_fen: None,
        fares: Vec::new(),
        content,
        screens: clerk.screens.clone(),
    }
}
