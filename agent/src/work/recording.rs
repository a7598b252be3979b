//! Writes down every command of a task and what the screen showed, as proof.

use waystation_eterm::command::Command;
use waystation_eterm::ports::{Terminal, TerminalError};
use waystation_eterm::screen::Screen;
use waystation_eterm::step::Unjournalled;
use waystation_shared::edge_api::{Evidence, TranscriptEntry};

use crate::clock::Clock;

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
        let sent_at = (self.clock)();
        let answer = self.terminal.send(command);
        let took_ms = u64::try_from((self.clock)().millis_since(sent_at)).unwrap_or(0);
        self.evidence.transcript.push(TranscriptEntry {
            command: command.text().to_owned(),
            sent_at,
            took_ms,
            screen: shown(&answer),
        });
        answer
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
