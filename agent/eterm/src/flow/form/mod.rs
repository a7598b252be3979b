//! Tasks done on the white screen. What has no form, or says more than its fields hold, is done on the black screen.
//!
//! Every task begins and ends on the black screen: what a task that was cut off has left open is left first, and steps
//! are settled there.

mod book_pnr;
mod query_av;

use waystation_shared::edge_api::TaskParams;

pub use query_av::WhiteAvResult;

use crate::command::Command;
use crate::flow::clerk::{Clerk, Sent};
use crate::flow::{self, Cause, Defect, Desk, Ending, Failure, PastStep};
use crate::form::{Entry, Page, Press, booking_entries, query_entries};
use crate::journal::{Step, StepJournal, Written};
use crate::ports::{Form, Progress, TerminalError};
use crate::screen::Screen;
use crate::step::{Journalled, Unjournalled};

/// How often a field is filled in anew when something else stands in it.
const ATTEMPTS: usize = 3;

/// Does a task from its beginning, on forms where there are any for it.
pub fn run<T: Form, J: StepJournal, P: Progress>(desk: &mut Desk<'_, T, J, P>, task: &TaskParams) -> Ending {
    if let Err(cause) = Clerk::new(desk).leave_form() {
        return Ending::NotDone(Failure::from(&cause));
    }
    let on_form = match task {
        TaskParams::QueryAv(query) => {
            query_entries(query).and_then(|entries| query_av::run(desk, query, &entries))
        }
        TaskParams::BookPnr(booking) => {
            booking_entries(booking).and_then(|entries| book_pnr::run(desk, booking, &entries))
        }
        TaskParams::ExtractPnr(_)
        | TaskParams::CancelPassenger(_)
        | TaskParams::CancelPnr(_)
        | TaskParams::IssueTicket(_)
        | TaskParams::ExtractTicketNo(_)
        | TaskParams::AuthorizePnr(_) => None,
    };
    on_form.unwrap_or_else(|| flow::run(desk, task))
}

/// Finds out what became of a task that was cut off; see [`flow::settle`]. An open form is left first.
pub fn settle<T: Form, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    past: &[PastStep],
) -> Ending {
    match Clerk::new(desk).leave_form() {
        Err(cause) if !past.is_empty() => {
            Ending::InDoubt(Failure::risky("outcome_unknown", cause.to_string()))
        }
        Ok(()) | Err(_) => flow::settle(desk, past),
    }
}

impl<T: Form, J: StepJournal, P: Progress> Clerk<'_, '_, T, J, P> {
    /// Opens the forms; they are empty then.
    fn open_form(&mut self) -> Result<Screen, Cause> {
        let screen = self.show(&Command::white_screen())?;
        if Page::of(&screen).is_open() { Ok(screen) } else { Err(Defect::Form("a form").into()) }
    }

    /// Goes back to the black screen, if that is not where it is.
    fn leave_form(&mut self) -> Result<(), Cause> {
        let screen = readable(self.desk.terminal.page())?;
        if Page::of(&screen).is_open() {
            self.press(&Press::leave())?;
        }
        Ok(())
    }

    /// Presses a button.
    fn press<E: Unjournalled>(&mut self, press: &Press<E>) -> Result<Screen, Cause> {
        self.tell(press.text());
        let answer = self.desk.terminal.press(press);
        if let Ok(screen)
        | Err(TerminalError::TimedOut { last: screen, .. } | TerminalError::Unreadable(screen)) = &answer
        {
            self.screens.push(screen.text());
        }
        Ok(readable(answer)?)
    }

    /// Fills in every field, and sees in the end that every one holds what it should: a key that went into the wrong
    /// field has changed another one.
    fn fill(&mut self, entries: &[Entry]) -> Result<(), Cause> {
        for entry in entries {
            self.enter(entry)?;
        }
        let screen = readable(self.desk.terminal.page())?;
        self.screens.push(screen.text());
        match entries.iter().find(|entry| !entry.stands_on(Page::of(&screen))) {
            None => Ok(()),
            Some(entry) => Err(mismatch(entry, &screen).into()),
        }
    }

    fn enter(&mut self, entry: &Entry) -> Result<(), Cause> {
        self.tell(&format!("{}：{}", entry.label(), entry.content()));
        let mut screen = readable(self.desk.terminal.enter(entry))?;
        for _ in 1..ATTEMPTS {
            if entry.stands_on(Page::of(&screen)) {
                break;
            }
            screen = readable(self.desk.terminal.enter(entry))?;
        }
        if entry.stands_on(Page::of(&screen)) { Ok(()) } else { Err(mismatch(entry, &screen).into()) }
    }

    /// Writes a step down and presses its button, once. An error means that it was not pressed.
    fn take_by_press<E: Journalled>(&mut self, press: Press<E>, step: &Step) -> Result<Sent, Cause> {
        self.tell(press.text());
        let written = Written::down(self.desk.journal, press, step)?;
        let number = written.number();
        let answer = self.desk.terminal.press_written(written);
        self.taken(number, answer)
    }
}

/// Perhaps what cannot be read is nothing that matters: whoever looks for something finds it or not.
fn readable(answer: Result<Screen, TerminalError>) -> Result<Screen, TerminalError> {
    match answer {
        Err(TerminalError::Unreadable(screen)) => Ok(screen),
        other => other,
    }
}

fn mismatch(entry: &Entry, screen: &Screen) -> TerminalError {
    TerminalError::EchoMismatch {
        typed: format!("{}：{}", entry.label(), entry.content()),
        shown: entry.shown_on(Page::of(screen)),
    }
}

fn have_fields(screen: &Screen, entries: &[Entry]) -> bool {
    entries.iter().all(|entry| entry.fits(Page::of(screen)))
}
