//! Reading a PNR: `RT`, then `PN` until nothing follows.

use serde::Serialize;
use waystation_shared::pnr::Locator;

use crate::flow::clerk::Clerk;
use crate::flow::ending::{done, ended};
use crate::flow::{Desk, Ending};
use crate::journal::StepJournal;
use crate::parse::pnr::Pnr;
use crate::ports::{Progress, Terminal};

#[derive(Serialize)]
struct Read<'a> {
    pnr: &'a Locator,
    content: Pnr,
    screens: &'a [String],
}

pub(super) fn run<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    pnr: &Locator,
) -> Ending {
    let mut clerk = Clerk::new(desk);
    let shown = clerk.read_afresh(pnr);
    ended(shown.map(|shown| result(&clerk, pnr, shown.pnr)))
}

/// A PNR as it is now, with the screens that show it.
pub(super) fn result<T, J, P>(clerk: &Clerk<'_, '_, T, J, P>, pnr: &Locator, content: Pnr) -> Ending {
    done(&Read { pnr, content, screens: &clerk.screens })
}
