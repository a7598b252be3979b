//! Reading a PNR: `RT`, then `PN` until nothing follows.

use serde::Serialize;
use waystation_shared::pnr::Locator;

use crate::flow::clerk::Clerk;
use crate::flow::ending::{done, ended};
use crate::flow::{Cause, Desk, Ending};
use crate::journal::StepJournal;
use crate::parse::pnr::Pnr;
use crate::ports::{Progress, Terminal};

/// What a task on a PNR brings home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PnrResult {
    /// Which PNR.
    pub pnr: Locator,
    /// What it says now; none when it could not be read any more.
    pub content: Option<Pnr>,
    /// Every screen that was seen, oldest first.
    pub screens: Vec<String>,
}

pub(super) fn run<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    pnr: &Locator,
) -> Ending {
    let mut clerk = Clerk::new(desk);
    let content = read(&mut clerk, pnr);
    ended(
        content.map(|content| {
            done(&PnrResult { pnr: pnr.clone(), content: Some(content), screens: clerk.screens })
        }),
    )
}

fn read<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
) -> Result<Pnr, Cause> {
    clerk.drop_work()?;
    Ok(clerk.read_pnr(pnr)?.pnr)
}
