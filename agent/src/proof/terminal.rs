//! The port of the flows over a line to a simulated host. Time is virtual: waiting only adds up.

use std::io;
use std::time::Duration;

use waystation_eterm::command::Command;
use waystation_eterm::journal::Written;
use waystation_eterm::ports::{NotReady, Terminal, TerminalError};
use waystation_eterm::screen::Screen;
use waystation_eterm::step::{Journalled, Unjournalled};

use super::line::{Answer, Line, Request};
use crate::fail_point::{Point, pass};
use crate::terminal::Timing;

/// One session at the host.
pub(super) struct HostTerminal {
    line: Line,
    session: String,
    waited: Duration,
    shown: String,
}

impl HostTerminal {
    /// Opens the line.
    pub(super) fn connect(address: &str, session: &str) -> io::Result<Self> {
        let line = Line::connect(address)?;
        Ok(Self { line, session: session.to_owned(), waited: Duration::ZERO, shown: String::new() })
    }

    fn transmit(&mut self, command: &str) -> Result<Screen, TerminalError> {
        pass(Point::BeforeSend);
        self.ask(Some(command)).map_err(lost)?;
        pass(Point::AfterSend);
        let answer = self.line.receive().map_err(lost)?;
        pass(Point::AfterAnswer);
        let answer = checked(answer)?;
        let after = Timing::default().answer;
        let settled = !answer.screens.is_empty() && Duration::from_millis(answer.latency_ms) <= after;
        self.shown = answer.screens.join("\n");
        let screen = Screen::from_text(&self.shown);
        if !settled {
            return Err(TerminalError::TimedOut { after, last: screen });
        }
        if screen.unreadable().is_empty() { Ok(screen) } else { Err(TerminalError::Unreadable(screen)) }
    }

    fn ask(&mut self, transmit: Option<&str>) -> io::Result<()> {
        let waited_ms = u64::try_from(std::mem::take(&mut self.waited).as_millis()).unwrap_or(u64::MAX);
        self.line.send(&Request { session: &self.session, waited_ms, transmit, look: transmit.is_none() })
    }
}

impl Terminal for HostTerminal {
    fn clear(&mut self) -> Result<(), TerminalError> {
        self.shown.clear();
        Ok(())
    }

    fn send<E: Unjournalled>(&mut self, command: &Command<E>) -> Result<Screen, TerminalError> {
        self.transmit(command.text())
    }

    fn send_written<E: Journalled>(&mut self, written: Written<E>) -> Result<Screen, TerminalError> {
        self.transmit(written.command().text())
    }

    fn look(&mut self, after: Duration) -> Result<Screen, TerminalError> {
        self.waited = self.waited.saturating_add(after);
        self.ask(None).map_err(lost)?;
        let answer = checked(self.line.receive().map_err(lost)?)?;
        for screen in answer.screens {
            self.shown.push('\n');
            self.shown.push_str(&screen);
        }
        Ok(Screen::from_text(self.shown.trim_start_matches('\n')))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn lost(error: io::Error) -> TerminalError {
    TerminalError::Lost(error.to_string())
}

fn checked(answer: Answer) -> Result<Answer, TerminalError> {
    match (&answer.not_ready, &answer.lost) {
        (Some(reason), _) if reason == NotReady::SignedOff.code() => {
            Err(TerminalError::NotReady(NotReady::SignedOff))
        }
        (Some(_), _) => Err(TerminalError::NotReady(NotReady::WindowMissing)),
        (None, Some(reason)) => Err(TerminalError::Lost(reason.clone())),
        (None, None) => Ok(answer),
    }
}
