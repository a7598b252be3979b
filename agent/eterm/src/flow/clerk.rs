//! What all flows on PNRs have in common: showing, reading to the last page, editing the work area, and taking a step
//! that cannot be taken back.

use waystation_shared::edge_api::StepEnding;
use waystation_shared::pnr::Locator;

use crate::command::{Command, Paging};
use crate::flow::settle::{self, Doubt};
use crate::flow::{Cause, Defect, Desk, Ending, Refusal};
use crate::journal::{Step, StepJournal, StepNo, Written};
use crate::parse::eot::{self, EotReading};
use crate::parse::error;
use crate::parse::pnr::{self, PnrAnswer, Shown};
use crate::ports::{NotReady, Progress, Terminal, TerminalError};
use crate::screen::{Columns, Screen};
use crate::step::{Journalled, ReadOnly, Unjournalled, WorkArea};

/// Pages after which reading gives up.
const MAX_PAGES: usize = 20;

/// Somebody at the terminal, with every screen seen so far.
pub(super) struct Clerk<'d, 'a, T, J, P> {
    pub(super) desk: &'d mut Desk<'a, T, J, P>,
    pub(super) screens: Vec<String>,
}

/// What came back after a step was sent.
pub(super) enum Sent {
    /// A screen.
    Answer(StepNo, Screen),
    /// Nothing that can be relied on.
    Doubt(StepNo, TerminalError),
}

impl<'d, 'a, T: Terminal, J: StepJournal, P: Progress> Clerk<'d, 'a, T, J, P> {
    pub(super) const fn new(desk: &'d mut Desk<'a, T, J, P>) -> Self {
        Self { desk, screens: Vec::new() }
    }

    /// Says what is being done.
    pub(super) fn tell(&mut self, words: &str) {
        self.desk.progress.step(words, None);
    }

    /// Drops whatever is unfinished in the work area.
    pub(super) fn drop_work(&mut self) -> Result<(), Cause> {
        self.show(&Command::ignore()).map(drop)
    }

    /// Drops what a flow that was broken off has entered: it must not wait for somebody else's `@`. The end of the flow is
    /// told by its cause.
    pub(super) fn leave_nothing(&mut self, ending: Result<Ending, Cause>) -> Result<Ending, Cause> {
        if ending.is_err() {
            let _dropped: Result<(), Cause> = self.drop_work();
        }
        ending
    }

    /// Clears the screen and sends one command, so that the answer has the screen for itself.
    pub(super) fn show<E: Unjournalled>(&mut self, command: &Command<E>) -> Result<Screen, Cause> {
        self.desk.progress.step(command.text(), None);
        self.desk.terminal.clear()?;
        let answer = self.desk.terminal.send(command);
        if let Ok(screen)
        | Err(TerminalError::TimedOut { last: screen, .. } | TerminalError::Unreadable(screen)) = &answer
        {
            self.screens.push(screen.text());
        }
        let screen = match answer {
            // Perhaps only a remark cannot be read: the parser knows.
            Err(TerminalError::Unreadable(screen)) => screen,
            other => other?,
        };
        match error::find(&screen).filter(error::ErrorAnswer::is_signed_off) {
            Some(_) => Err(TerminalError::NotReady(NotReady::SignedOff).into()),
            None => Ok(screen),
        }
    }

    /// The same for a command that only shows something: what came broken is asked for once more.
    pub(super) fn ask<R>(
        &mut self,
        command: &Command<ReadOnly>,
        read: impl Fn(&mut Self, Screen) -> Result<R, Cause>,
    ) -> Result<R, Cause> {
        let first = self.show(command).and_then(|screen| read(self, screen));
        match first {
            Err(cause) if cause.may_pass() => {
                self.tell(&format!("重新读取：{cause}"));
                let screen = self.show(command)?;
                read(self, screen)
            }
            settled => settled,
        }
    }

    /// Reads a PNR from its first page to its last.
    pub(super) fn read_pnr(&mut self, locator: &Locator) -> Result<Shown, Cause> {
        let shown = self.ask(&Command::pnr(locator)?, |clerk, first| {
            let shown = clerk.all_pages(first)?;
            if shown.is_whole() || shown.pnr.cancelled { Ok(shown) } else { Err(Defect::MaybeCut.into()) }
        })?;
        match shown.pnr.locator() {
            Some(found) if found == locator => Ok(shown),
            found => {
                let answered = found.map(ToString::to_string).unwrap_or_default();
                Err(Defect::OtherQuestion { asked: locator.to_string(), answered }.into())
            }
        }
    }

    /// The same with nothing unfinished in the work area.
    pub(super) fn read_afresh(&mut self, locator: &Locator) -> Result<Shown, Cause> {
        self.drop_work()?;
        self.read_pnr(locator)
    }

    /// Reads the PNR that is being worked on, unfinished as it may be.
    pub(super) fn read_current(&mut self) -> Result<Shown, Cause> {
        self.ask(&Command::current_pnr(), Self::all_pages)
    }

    /// The first page of a PNR and those behind it.
    pub(super) fn all_pages(&mut self, first: Screen) -> Result<Shown, Cause> {
        let mut pages = vec![first];
        loop {
            match pnr::read(&pages).map_err(Defect::from)? {
                PnrAnswer::Error(answer) => return Err(Cause::Refused(answer)),
                PnrAnswer::Shown(shown) if !shown.pnr.more => return Ok(*shown),
                PnrAnswer::Shown(_) if pages.len() >= MAX_PAGES => return Err(Defect::MaybeCut.into()),
                PnrAnswer::Shown(_) => pages.push(self.show(&Paging::Next.command())?),
            }
        }
    }

    /// Whatever follows a page that says so.
    pub(super) fn more_pages(&mut self, first: Screen) -> Result<Vec<Screen>, Cause> {
        let mut pages = vec![first];
        while pages.last().is_some_and(has_more) {
            if pages.len() >= MAX_PAGES {
                return Err(Defect::MaybeCut.into());
            }
            pages.push(self.show(&Paging::Next.command())?);
        }
        Ok(pages)
    }

    /// Changes the work area. A refusal ends the flow; nothing of the PNR has changed then.
    pub(super) fn edit(&mut self, command: &Command<WorkArea>) -> Result<Screen, Cause> {
        let screen = self.show(command)?;
        match error::find(&screen) {
            Some(answer) => Err(Cause::Refused(answer)),
            None => Ok(screen),
        }
    }

    /// Writes a step down and takes it, once. An error means that it was not taken.
    pub(super) fn take<E: Journalled>(&mut self, command: Command<E>, step: &Step) -> Result<Sent, Cause> {
        self.desk.progress.step(command.text(), None);
        self.desk.terminal.clear()?;
        let written = Written::down(self.desk.journal, command, step)?;
        let number = written.number();
        let answer = self.desk.terminal.send_written(written);
        self.taken(number, answer)
    }

    /// What came back after a step, for the screens and the journal.
    pub(super) fn taken(
        &mut self,
        number: StepNo,
        answer: Result<Screen, TerminalError>,
    ) -> Result<Sent, Cause> {
        match answer {
            Ok(screen) => {
                self.screens.push(screen.text());
                Ok(Sent::Answer(number, screen))
            }
            Err(error) if error.nothing_was_sent() => {
                self.close(number, StepEnding::NotDone, "");
                Err(error.into())
            }
            Err(error) => {
                self.screens.extend(error.screen().map(Screen::text));
                Ok(Sent::Doubt(number, error))
            }
        }
    }

    /// Takes the last step of a task and makes sure of it by looking: an answer alone is not believed.
    pub(super) fn commit<E: Journalled>(
        &mut self,
        command: Command<E>,
        step: &Step,
    ) -> Result<Ending, Cause> {
        let (number, doubt) = match self.take(command, step)? {
            Sent::Doubt(number, error) => (number, Doubt::of(&error)),
            Sent::Answer(number, screen) => (number, doubt_about(&screen)),
        };
        Ok(settle::settle(self, Some(number), &step.check, &doubt))
    }

    /// The PNR as it was shown last, for the journal.
    pub(super) fn seen(&self) -> String {
        self.screens.last().cloned().unwrap_or_default()
    }

    /// Notes what became of a step. What the journal misses now it learns after the next restart, by looking.
    pub(super) fn close(&mut self, number: StepNo, ending: StepEnding, after: &str) {
        if let Err(failure) = self.desk.journal.close(number, ending, after) {
            self.tell(&failure.to_string());
        }
    }
}

impl Cause {
    /// Whether reading once more may help.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Terminal(error) => matches!(
                error,
                TerminalError::EchoMismatch { .. }
                    | TerminalError::TimedOut { .. }
                    | TerminalError::Unreadable(_)
            ),
            Self::CannotRead(_) => true,
            Self::Refused(answer) => answer.may_resend_read(),
            Self::Command(_) | Self::TooManyPages(_) | Self::Journal(_) | Self::Unfit(_) => false,
        }
    }
}

/// A `+` in the last column of the last row.
fn has_more(page: &Screen) -> bool {
    page.rows().last().is_some_and(|row| Columns::new(row).says_more())
}

/// What an answer leaves open. Success is looked at as well: the look is what the result is made of.
pub(super) fn doubt_about(screen: &Screen) -> Doubt {
    match eot::read(screen) {
        Ok(EotReading::Error(answer)) => Doubt::Refused(answer),
        Ok(EotReading::Committed(_) | EotReading::Cancelled(_)) => Doubt::Confirmed,
        Err(error) => Doubt::Unclear(error.to_string()),
    }
}

/// Ends a flow before anything was changed.
pub(super) fn unfit<R>(refusal: Refusal) -> Result<R, Cause> {
    Err(Cause::Unfit(refusal))
}
