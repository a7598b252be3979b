//! The port of the flows over a line to a simulated host. Time is virtual: waiting only adds up.

use std::io;
use std::time::Duration;

use waystation_eterm::command::Command;
use waystation_eterm::journal::Written;
use waystation_eterm::ports::{NotReady, Terminal, TerminalError};
use waystation_eterm::screen::Screen;
use waystation_eterm::step::{Journalled, Unjournalled};

use super::line::{Arrival, Exchange, Line, Link, Looked, Request};
use crate::fail_point::{Point, pass};
use crate::terminal::Timing;

/// A person frees a keyboard that nothing else frees after so long.
const FREED_BY_A_PERSON: Duration = Duration::from_mins(5);

/// One session at the host.
pub(super) struct HostTerminal {
    line: Line,
    session: String,
    timing: Timing,
    /// Since the last request.
    waited: Duration,
    /// Since the last command was sent.
    passed: Duration,
    exchange: Exchange,
}

impl HostTerminal {
    /// Opens the line.
    pub(super) fn connect(address: &str, session: &str) -> io::Result<Self> {
        Ok(Self {
            line: Line::connect(address)?,
            session: session.to_owned(),
            timing: Timing::default(),
            waited: Duration::ZERO,
            passed: FREED_BY_A_PERSON,
            exchange: Exchange::default(),
        })
    }

    /// Lets time pass.
    pub(super) const fn wait(&mut self, time: Duration) {
        self.waited = self.waited.saturating_add(time);
        self.passed = self.passed.saturating_add(time);
    }

    /// Whether a command could be sent now, judged by looking only.
    pub(super) fn readiness(&mut self) -> Result<(), TerminalError> {
        let waited_ms = self.take_waited();
        self.line.send(&Request::Look { look: &self.session, waited_ms }).map_err(lost)?;
        let looked: Looked = self.line.receive().map_err(lost)?;
        match looked.link {
            Link::Down => Err(TerminalError::NotReady(NotReady::SignedOff)),
            Link::Up if self.passed < self.free_after() => {
                Err(TerminalError::NotReady(NotReady::KeyboardLocked))
            }
            Link::Up => Ok(()),
        }
    }

    fn transmit(&mut self, command: &str) -> Result<Screen, TerminalError> {
        let locked = self.free_after().saturating_sub(self.passed);
        self.wait(locked.min(self.timing.unlock));
        self.readiness()?;
        let waited_ms = self.take_waited();
        let request = Request::Transmit { session: &self.session, transmit: command, waited_ms };
        pass(Point::BeforeSend);
        self.line.send(&request).map_err(lost)?;
        pass(Point::AfterSend);
        self.exchange = self.line.receive().map_err(lost)?;
        pass(Point::AfterAnswer);
        self.passed = Duration::ZERO;
        self.await_answer()
    }

    fn await_answer(&mut self) -> Result<Screen, TerminalError> {
        if self.exchange.link == Link::Down {
            return Err(TerminalError::Lost("the link to the host has gone".to_owned()));
        }
        let after = self.timing.answer;
        let settled = self.exchange.unlock_after_ms.map(Duration::from_millis).filter(|time| *time <= after);
        self.wait(settled.unwrap_or(after));
        let screen = self.screen(Arrival::Shown);
        match settled {
            None => Err(TerminalError::TimedOut { after, last: screen }),
            Some(_) if screen.unreadable().is_empty() => Ok(screen),
            Some(_) => Err(TerminalError::Unreadable(screen)),
        }
    }

    fn free_after(&self) -> Duration {
        self.exchange.unlock_after_ms.map_or(FREED_BY_A_PERSON, Duration::from_millis)
    }

    /// What has come by now; waiting messages only when they are asked for.
    fn screen(&self, up_to: Arrival) -> Screen {
        let mut rows: Vec<&str> = Vec::new();
        for part in &self.exchange.screens {
            let asked_for = part.arrival == Arrival::Shown || up_to == Arrival::Waiting;
            if !asked_for || Duration::from_millis(part.after_ms) > self.passed {
                continue;
            }
            if part.clears {
                rows.clear();
            }
            rows.extend(part.lines.iter().map(String::as_str));
        }
        Screen::from_text(&rows.join("\n"))
    }

    fn take_waited(&mut self) -> u64 {
        u64::try_from(std::mem::take(&mut self.waited).as_millis()).unwrap_or(u64::MAX)
    }
}

impl Terminal for HostTerminal {
    fn clear(&mut self) -> Result<(), TerminalError> {
        self.exchange.screens.retain(|part| Duration::from_millis(part.after_ms) > self.passed);
        Ok(())
    }

    fn send<E: Unjournalled>(&mut self, command: &Command<E>) -> Result<Screen, TerminalError> {
        self.transmit(command.text())
    }

    fn send_written<E: Journalled>(&mut self, written: Written<E>) -> Result<Screen, TerminalError> {
        self.transmit(written.command().text())
    }

    fn look(&mut self, after: Duration) -> Result<Screen, TerminalError> {
        self.wait(after);
        self.readiness()?;
        Ok(self.screen(Arrival::Waiting))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn lost(error: io::Error) -> TerminalError {
    TerminalError::Lost(error.to_string())
}
