//! Finding out what became of a step, by looking only.
//!
//! A step whose answer was not seen, or was a refusal, is judged by what the host shows now. What looks as if it had not
//! happened is looked at twice, with a wait between: a host that was slow may still be at it.

use std::time::Duration;

use waystation_shared::edge_api::StepEnding;
use waystation_shared::ids::OfficeNo;
use waystation_shared::pnr::{Locator, PassengerName};

use crate::command::Command;
use crate::flow::clerk::Clerk;
use crate::flow::ending::done;
use crate::flow::{Cause, Defect, Desk, Ending, Failure, PastStep, book_pnr, extract_ticket_no, refusal};
use crate::flow::{authorize_pnr, cancel_passenger, cancel_pnr, issue_ticket};
use crate::journal::{Check, StepJournal, StepNo};
use crate::lexicon::TicketNumber;
use crate::parse::detr::{self, DetrAnswer};
use crate::parse::error::{ErrorAnswer, Outcome};
use crate::parse::tsl::{self, SalesReading};
use crate::ports::{Progress, Terminal, TerminalError};

/// How long to wait before what seems not to have happened is believed.
const QUIET: Duration = Duration::from_secs(15);
/// The same for tickets: an airline's ticket server answers late.
const QUIET_FOR_TICKETS: Duration = Duration::from_mins(1);

/// What a look has shown.
pub(super) enum Verdict {
    /// It happened; the result of the task, or none when the step was not its last one.
    Done(Ending),
    /// It did not.
    NotDone,
    /// A ticket waits for its airline.
    Pending,
    /// Neither can be said.
    Unknown(Failure),
}

/// Why a look is needed.
pub(super) enum Doubt {
    /// The host said that it was done.
    Confirmed,
    /// The host refused.
    Refused(ErrorAnswer),
    /// No answer that can be relied on.
    Unclear(String),
    /// The host has named the tickets, and nothing more was heard.
    Accepted(Vec<TicketNumber>),
}

/// What to do about a step of an earlier run.
pub(super) fn after_interruption<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    last: &PastStep,
) -> Ending {
    let mut clerk = Clerk::new(desk);
    let doubt = Doubt::Unclear("the task was cut off".to_owned());
    settle(&mut clerk, Some(last.number), &last.step.check, &doubt)
}

/// Looks until the step is settled, notes it, and says how the task ends.
pub(super) fn settle<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    number: Option<StepNo>,
    check: &Check,
    doubt: &Doubt,
) -> Ending {
    clerk.tell(&format!("核实：{}", check.words()));
    let verdict = match judge(clerk, check, doubt) {
        Ok(verdict) => verdict,
        // Nothing was seen at all: the step stays open until the terminal can be worked with.
        Err(Cause::Terminal(error)) => return Ending::InDoubt(unknown(&error)),
        Err(cause) => Verdict::Unknown(unknown(&cause)),
    };
    let (step_ending, ending) = match verdict {
        Verdict::Done(ending) => (StepEnding::Done, ending),
        Verdict::NotDone if matches!(doubt, Doubt::Confirmed) => {
            (StepEnding::Unknown, Ending::Unknown(not_done(doubt)))
        }
        Verdict::NotDone => (StepEnding::NotDone, Ending::NotDone(not_done(doubt))),
        Verdict::Pending => (StepEnding::Unknown, Ending::Unknown(pending(check))),
        Verdict::Unknown(failure) => (StepEnding::Unknown, Ending::Unknown(failure)),
    };
    if let Some(number) = number {
        let after = clerk.screens.last().cloned().unwrap_or_default();
        clerk.close(number, step_ending, &after);
    }
    ending
}

fn judge<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    check: &Check,
    doubt: &Doubt,
) -> Result<Verdict, Cause> {
    let mut verdict = look(clerk, check)?;
    let is_early = match verdict {
        Verdict::NotDone => doubt.is_open(),
        Verdict::Pending => true,
        Verdict::Done(_) | Verdict::Unknown(_) => false,
    };
    if is_early {
        clerk.desk.terminal.look(quiet(check))?;
        verdict = look(clerk, check)?;
    }
    match (verdict, doubt) {
        (Verdict::Done(_), Doubt::Refused(answer)) if answer.outcome == Outcome::Failed => {
            Ok(done_although_refused(check, answer))
        }
        (Verdict::NotDone, Doubt::Accepted(numbers)) => no_such_tickets(clerk, numbers),
        (verdict, _) => Ok(verdict),
    }
}

/// How long to wait before what is seen is believed.
const fn quiet(check: &Check) -> Duration {
    if matches!(check, Check::IssueTicket { .. }) { QUIET_FOR_TICKETS } else { QUIET }
}

/// What to make of a sign that a step was taken which the host has refused.
fn done_although_refused(check: &Check, answer: &ErrorAnswer) -> Verdict {
    // A fare that stood there before says nothing about the one that was refused.
    if matches!(check, Check::StoreFare { .. }) {
        return Verdict::NotDone;
    }
    let words = format!("the host answered {:?}, but it looks as if it had been done", answer.text);
    Verdict::Unknown(contradiction(words))
}

/// One look.
fn look<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    check: &Check,
) -> Result<Verdict, Cause> {
    match check {
        Check::Book { .. } => book_pnr::look(clerk, check),
        Check::CancelPassenger { pnr, names } => passengers_gone(clerk, pnr, names),
        Check::CancelPnr { pnr } => cancelled(clerk, pnr),
        Check::StoreFare { pnr } => fare_stored(clerk, pnr),
        Check::IssueTicket { pnr, tickets } => tickets_issued(clerk, pnr, *tickets),
        Check::Authorize { pnr, office } => authorised(clerk, pnr, office),
    }
}

fn passengers_gone<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
    names: &[PassengerName],
) -> Result<Verdict, Cause> {
    let shown = clerk.read_afresh(pnr)?;
    let left =
        names.iter().filter(|name| cancel_passenger::numbers_of(&shown.pnr, name).next().is_some()).count();
    Ok(match left {
        0 => Verdict::Done(cancel_passenger::result(clerk, pnr, names, shown.pnr)),
        left if left == names.len() => Verdict::NotDone,
        left => {
            Verdict::Unknown(contradiction(format!("{left} of {} passengers are still there", names.len())))
        }
    })
}

fn cancelled<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
) -> Result<Verdict, Cause> {
    match clerk.read_afresh(pnr) {
        Ok(shown) if shown.pnr.is_cancelled() => {
            Ok(Verdict::Done(cancel_pnr::result(clerk, pnr, Some(shown.pnr))))
        }
        Ok(_) => Ok(Verdict::NotDone),
        // It was read alive before the step was written down.
        Err(Cause::Refused(answer))
            if matches!(refusal::name_of(&answer), "pnr_not_found" | "pnr_cancelled") =>
        {
            Ok(Verdict::Done(cancel_pnr::result(clerk, pnr, None)))
        }
        Err(cause) => Err(cause),
    }
}

/// Whether fares are stored is of use to nobody without tickets, so it never ends the task as done.
fn fare_stored<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
) -> Result<Verdict, Cause> {
    let shown = clerk.read_afresh(pnr)?;
    if shown.pnr.fare.is_empty() {
        return Ok(Verdict::NotDone);
    }
    let words = "the fare was stored, no ticket was issued; the task may be repeated";
    Ok(Verdict::Done(Ending::NotDone(Failure::safe("interrupted", words))))
}

fn tickets_issued<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
    wanted: usize,
) -> Result<Verdict, Cause> {
    // The host may hold back the message that says so.
    let late = clerk.desk.terminal.look(Duration::ZERO)?;
    clerk.screens.push(late.text());
    let shown = clerk.read_afresh(pnr)?;
    let issued = shown.pnr.ticketed_people();
    if shown.pnr.is_pending_ticket() {
        return Ok(Verdict::Pending);
    }
    if issued >= wanted && wanted > 0 {
        return Ok(Verdict::Done(done(&issue_ticket::result_of(clerk, pnr, shown.pnr))));
    }
    if shown.pnr.has_ticket_trace() {
        return Ok(Verdict::Unknown(contradiction(format!("{issued} of {wanted} tickets are there"))));
    }
    no_ticket_elsewhere(clerk, pnr)
}

/// The PNR shows no ticket; nor may the airlines or the Office's sales.
fn no_ticket_elsewhere<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
) -> Result<Verdict, Cause> {
    let elsewhere = clerk.ask(&Command::tickets_of(pnr)?, |clerk, first| {
        let pages = clerk.more_pages(first)?;
        match detr::read(&pages).map_err(Defect::from)? {
            DetrAnswer::Error(answer) if extract_ticket_no::says_no_ticket(&answer) => Ok(false),
            DetrAnswer::Error(answer) => Err(Cause::Refused(answer)),
            DetrAnswer::List(list) => Ok(!list.tickets.is_empty() || list.unfinished),
            DetrAnswer::Face(_) | DetrAnswer::Identities(_) | DetrAnswer::History(_) => Ok(true),
        }
    })?;
    if elsewhere {
        return Ok(Verdict::Unknown(contradiction(format!(
            "PNR {pnr} shows no ticket, the ticket server does"
        ))));
    }
    let pages = clerk.ask(&Command::sales_of_today(), Clerk::more_pages)?;
    let named = pages.iter().any(|page| page.text().contains(pnr.as_str()));
    match tsl::read(&pages).map_err(Defect::from)? {
        SalesReading::Report(report) if report.is_whole() && !named => Ok(Verdict::NotDone),
        SalesReading::Report(_) if named => {
            let words = format!("PNR {pnr} shows no ticket, the sales report names it");
            Ok(Verdict::Unknown(contradiction(words)))
        }
        SalesReading::Report(_) => {
            Ok(Verdict::Unknown(contradiction("the sales report cannot be read to its end".to_owned())))
        }
        SalesReading::Error(answer) => Err(Cause::Refused(answer)),
    }
}

/// Tickets that the host has named must be unknown to the ticket server before anybody may issue others.
fn no_such_tickets<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    numbers: &[TicketNumber],
) -> Result<Verdict, Cause> {
    for number in numbers {
        if extract_ticket_no::face(clerk, *number)?.is_some() {
            let words = format!("the ticket server knows {number}, the PNR does not");
            return Ok(Verdict::Unknown(contradiction(words)));
        }
    }
    Ok(Verdict::NotDone)
}

fn authorised<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
    office: &OfficeNo,
) -> Result<Verdict, Cause> {
    let shown = clerk.read_afresh(pnr)?;
    if shown.pnr.authorised_offices().contains(office) {
        Ok(Verdict::Done(authorize_pnr::result(clerk, pnr, office, shown.pnr)))
    } else {
        Ok(Verdict::NotDone)
    }
}

/// Whether a ticket still waits for its airline after the time that airlines take. What cannot be read is settled later.
pub(super) fn stays_pending<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    check: &Check,
) -> bool {
    let pending = |verdict| matches!(verdict, Ok(Verdict::Pending));
    pending(look(clerk, check))
        && clerk.desk.terminal.look(quiet(check)).is_ok()
        && pending(look(clerk, check))
}

fn pending(check: &Check) -> Failure {
    let words =
        format!("a ticket still waits for its airline ({}); a person has to see to it", check.words());
    Failure::risky("ticket_pending", words)
}

fn contradiction(words: String) -> Failure {
    Failure::risky("outcome_unknown", words)
}

fn unknown(cause: &impl ToString) -> Failure {
    Failure::risky("outcome_unknown", cause.to_string())
}

/// What to call a step that did not happen: by the host's words if it gave any.
fn not_done(doubt: &Doubt) -> Failure {
    match doubt {
        Doubt::Refused(answer) => Failure::from(&Cause::Refused(answer.clone())),
        Doubt::Confirmed => {
            Failure::risky("outcome_unknown", "the host confirmed it, but nothing of it is to be seen")
        }
        Doubt::Unclear(words) => Failure::safe("not_done", format!("it has not happened ({words})")),
        Doubt::Accepted(_) => {
            Failure::safe("not_done", "the ticket server knows none of the tickets that were named")
        }
    }
}

impl Doubt {
    /// Whether the host has said neither yes nor no.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Confirmed => false,
            Self::Refused(answer) => answer.outcome != Outcome::Failed,
            Self::Unclear(_) | Self::Accepted(_) => true,
        }
    }

    /// What a lost answer leaves behind.
    pub(super) fn of(error: &TerminalError) -> Self {
        Self::Unclear(error.to_string())
    }
}
