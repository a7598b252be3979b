//! Taking passengers out of a PNR: `RT`, `XEP` by number, a look at what is left, `@`, and `RT` again.

use serde::Serialize;
use waystation_shared::pnr::{CancelPassenger, Locator, PassengerName};

use crate::command::Command;
use crate::flow::clerk::{Clerk, unfit};
use crate::flow::ending::{done, ended};
use crate::flow::{Cause, Desk, Ending, Refusal};
use crate::journal::{Check, Step, StepJournal};
use crate::parse::pnr::{Passenger, Pnr};
use crate::ports::{Progress, Terminal};

#[derive(Serialize)]
struct Reduced<'a> {
    pnr: &'a Locator,
    cancelled: &'a [PassengerName],
    content: Pnr,
    screens: &'a [String],
}

pub(super) fn run<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    task: &CancelPassenger,
) -> Ending {
    let mut clerk = Clerk::new(desk);
    let ending = cancel(&mut clerk, task);
    ended(clerk.leave_nothing(ending))
}

fn cancel<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    task: &CancelPassenger,
) -> Result<Ending, Cause> {
    let shown = clerk.read_afresh(&task.pnr)?;
    let before = clerk.seen();
    let leaving = leaving(&shown.pnr, task)?;
    clerk.edit(&Command::remove_passengers(&leaving)?)?;
    let left = clerk.read_current()?;
    let stay: Vec<&str> = names_besides(&shown.pnr, &leaving).collect();
    if names_besides(&left.pnr, &[]).ne(stay.iter().copied()) {
        clerk.drop_work()?;
        return unfit(Refusal::WorkAreaDiffers("other passengers are left than meant".to_owned()));
    }
    let check = Check::CancelPassenger { pnr: task.pnr.clone(), names: task.passengers.clone() };
    clerk.commit(Command::end_transaction(), &Step { before, check })
}

/// The numbers of those who leave, if that leaves a PNR behind that can stand.
fn leaving(content: &Pnr, task: &CancelPassenger) -> Result<Vec<u16>, Cause> {
    if content.is_cancelled() {
        return unfit(Refusal::Cancelled(task.pnr.clone()));
    }
    if content.has_ticket_trace() {
        return unfit(Refusal::Ticketed(task.pnr.clone()));
    }
    let mut numbers = Vec::new();
    for name in &task.passengers {
        let mut found = numbers_of(content, name);
        match (found.next(), found.next()) {
            (Some(number), None) => numbers.push(number),
            (None, _) => return unfit(Refusal::PassengerNotFound(name.to_string())),
            (Some(_), Some(_)) => return unfit(Refusal::PassengerAmbiguous(name.to_string())),
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() >= content.passengers.len() {
        return unfit(Refusal::NobodyLeft);
    }
    match content.infants.iter().find(|infant| infant.pax.is_some_and(|adult| numbers.contains(&adult))) {
        Some(infant) => unfit(Refusal::InfantLeftAlone(infant.name.clone())),
        None => Ok(numbers),
    }
}

/// Those of a name; a title or CHD behind it does not count.
pub(super) fn numbers_of<'a>(content: &'a Pnr, name: &'a PassengerName) -> impl Iterator<Item = u16> + 'a {
    content
        .passengers
        .iter()
        .filter(move |passenger| is_called(passenger, name.as_str()))
        .map(|passenger| passenger.n)
}

/// Titles behind a Latin name, which the host keeps apart from it.
const TITLES: [&str; 5] = ["MR", "MS", "MRS", "MISS", "MSTR"];

/// Whether the passenger is meant by a name, with or without the title.
pub(super) fn is_called(passenger: &Passenger, name: &str) -> bool {
    let plain = name.rsplit_once(' ').filter(|(_, title)| TITLES.contains(title)).map(|(plain, _)| plain);
    passenger.name == name || plain == Some(passenger.name.as_str())
}

fn names_besides<'a>(content: &'a Pnr, numbers: &'a [u16]) -> impl Iterator<Item = &'a str> {
    content
        .passengers
        .iter()
        .filter(|passenger| !numbers.contains(&passenger.n))
        .map(|passenger| passenger.name.as_str())
}

pub(super) fn result<T, J, P>(
    clerk: &Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
    cancelled: &[PassengerName],
    content: Pnr,
) -> Ending {
    done(&Reduced { pnr, cancelled, content, screens: &clerk.screens })
}
