//! Letting another Office work on a PNR: `RT`, `RMK TJ AUTH`, `@`, and `RT` again to see that it is there.

use serde::Serialize;
use waystation_shared::ids::OfficeNo;
use waystation_shared::pnr::{AuthorizePnr, Locator};

use crate::command::{Command, booking};
use crate::flow::clerk::{Clerk, unfit};
use crate::flow::ending::{done, ended};
use crate::flow::{Cause, Desk, Ending, Refusal};
use crate::journal::{Check, Step, StepJournal};
use crate::parse::pnr::Pnr;
use crate::ports::{Progress, Terminal};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Authorised<'a> {
    pnr: &'a Locator,
    office_no: &'a OfficeNo,
    content: Pnr,
    screens: &'a [String],
}

pub(super) fn run<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    task: &AuthorizePnr,
) -> Ending {
    let mut clerk = Clerk::new(desk);
    let ending = authorize(&mut clerk, task);
    ended(clerk.leave_nothing(ending))
}

fn authorize<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    task: &AuthorizePnr,
) -> Result<Ending, Cause> {
    let shown = clerk.read_afresh(&task.pnr)?;
    if shown.pnr.is_cancelled() {
        return unfit(Refusal::Cancelled(task.pnr.clone()));
    }
    if shown.pnr.authorised_offices().contains(&task.office_no) {
        return Ok(result(clerk, &task.pnr, &task.office_no, shown.pnr));
    }
    let before = clerk.seen();
    clerk.edit(&booking::authorize(&task.office_no)?)?;
    let check = Check::Authorize { pnr: task.pnr.clone(), office: task.office_no.clone() };
    clerk.commit(Command::end_transaction(), &Step { before, check })
}

pub(super) fn result<T, J, P>(
    clerk: &Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
    office_no: &OfficeNo,
    content: Pnr,
) -> Ending {
    done(&Authorised { pnr, office_no, content, screens: &clerk.screens })
}
