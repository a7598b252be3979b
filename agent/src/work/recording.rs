//! Writes down every command of a task and what the screen showed, as proof.

use std::time::Duration;

use waystation_eterm::command::Command;
use waystation_eterm::form::{Entry, Press};
use waystation_eterm::journal::Written;
use waystation_eterm::ports::{Form, Terminal, TerminalError};
use waystation_eterm::screen::Screen;
use waystation_eterm::step::{Journalled, Unjournalled};
use waystation_shared::edge_api::{Evidence, TranscriptEntry};

use crate::clock::Clock;

/// Stands in the place of a command where the screen was only looked at.
const LOOK: &str = "(look)";

/// A terminal that remembers.
pub(super) struct Recording<'a, T> {
    terminal: &'a mut T,
    clock: Clock,
    evidence: Evidence,
}

impl<'a, T: Terminal> Recording<'a, T> {
    /// Records what `terminal` does.
    pub(super) fn new(terminal: &'a mut T, clock: Clock) -> Self {
        Self { terminal, clock, evidence: Evidence::default() }
    }

    fn recorded(
        &mut self,
        command: &str,
        act: impl FnOnce(&mut T) -> Result<Screen, TerminalError>,
    ) -> Result<Screen, TerminalError> {
        let sent_at = (self.clock)();
        let answer = act(self.terminal);
        let took_ms = u64::try_from((self.clock)().millis_since(sent_at)).unwrap_or(0);
        let screen = shown(&answer);
        self.evidence.transcript.push(TranscriptEntry {
            command: command.to_owned(),
            sent_at,
            took_ms,
            screen,
        });
        answer
    }

    /// What was recorded.
    pub(super) fn into_evidence(self) -> Evidence {
        self.evidence
    }
}

impl<T: Terminal> Terminal for Recording<'_, T> {
    fn clear(&mut self) -> Result<(), TerminalError> {
        self.terminal.clear()
    }

    fn send<E: Unjournalled>(&mut self, command: &Command<E>) -> Result<Screen, TerminalError> {
        self.recorded(command.text(), |terminal| terminal.send(command))
    }

    fn send_written<E: Journalled>(&mut self, written: Written<E>) -> Result<Screen, TerminalError> {
        let text = written.command().text().to_owned();
        self.recorded(&text, |terminal| terminal.send_written(written))
    }

    fn look(&mut self, after: Duration) -> Result<Screen, TerminalError> {
        self.recorded(LOOK, |terminal| terminal.look(after))
    }
}

/// What is typed into fields is on the screen of the button that follows.
impl<T: Form> Form for Recording<'_, T> {
    fn page(&mut self) -> Result<Screen, TerminalError> {
        self.terminal.page()
    }

    fn enter(&mut self, entry: &Entry) -> Result<Screen, TerminalError> {
        self.terminal.enter(entry)
    }

    fn press<E: Unjournalled>(&mut self, press: &Press<E>) -> Result<Screen, TerminalError> {
        self.recorded(press.text(), |terminal| terminal.press(press))
    }

    fn press_written<E: Journalled>(
        &mut self,
        written: Written<E, Press<E>>,
    ) -> Result<Screen, TerminalError> {
        let text = written.press().text();
        self.recorded(text, |terminal| terminal.press_written(written))
    }
}

fn shown(answer: &Result<Screen, TerminalError>) -> String {
    match answer {
        Ok(screen)
        | Err(TerminalError::Unreadable(screen) | TerminalError::TimedOut { last: screen, .. }) => {
            screen.text()
        }
        Err(TerminalError::EchoMismatch { shown, .. }) => shown.clone(),
        Err(TerminalError::NotReady(_) | TerminalError::Lost(_)) => String::new(),
    }
}
