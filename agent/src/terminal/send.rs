//! Sending one command: type, read the echo back, press F12 once, wait for the answer.

use std::time::Duration;

use waystation_eterm::command::Command;
use waystation_eterm::journal::Written;
use waystation_eterm::parse::status::ServerLink;
use waystation_eterm::ports::{NotReady, Terminal, TerminalError};
use waystation_eterm::screen::Screen;
use waystation_eterm::step::{Journalled, Unjournalled};

use super::settle::Settle;
use super::view::View;
use super::{EtermWindow, Pace, before_sending, judge};
use crate::desk::{Desk, Key, WindowId};
use crate::fail_point::{Point, pass};

/// Every key a command needs, and one with Shift of each kind.
const PROBE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 /:.+-,*";

impl<D: Desk, P: Pace> Terminal for EtermWindow<D, P> {
    fn clear(&mut self) -> Result<(), TerminalError> {
        let window = self.take_window()?;
        self.wipe(window)
    }

    fn send<E: Unjournalled>(&mut self, command: &Command<E>) -> Result<Screen, TerminalError> {
        self.transmit(command.text())
    }

    fn send_written<E: Journalled>(&mut self, written: Written<E>) -> Result<Screen, TerminalError> {
        self.transmit(written.command().text())
    }

    fn look(&mut self, after: Duration) -> Result<Screen, TerminalError> {
        self.pace.wait(after);
        let window = self.take_window()?;
        let seen = self.snapshot_of(window)?.view;
        if !seen.bar().message_waiting {
            return Ok(seen.screen_from(0));
        }
        self.desk.press(window, Key::F11).map_err(before_sending)?;
        let fetched = |view: &View, _| !view.bar().message_waiting;
        match self.watch(window, self.timing.answer, fetched)? {
            Ok(view) | Err(view) => Ok(view.screen_from(0)),
        }
    }
}

impl<D: Desk, P: Pace> EtermWindow<D, P> {
    /// Types a command, sends it once and reads the answer.
    fn transmit(&mut self, command: &str) -> Result<Screen, TerminalError> {
        let window = self.take_window()?;
        let typed = self.type_exactly(window, command)?;
        // The one place where F12 is pressed. It is never pressed again for the same command. A press that the system
        // fails may have arrived all the same, and is called lost; every other refusal comes before the key.
        pass(Point::BeforeSend);
        if let Err(error) = self.desk.press(window, Key::F12) {
            return Err(self.take_back(window, before_sending(error)));
        }
        pass(Point::AfterSend);
        let settled = self.await_answer(window, &typed, |_| true)?;
        pass(Point::AfterAnswer);
        let answer = answer_to(command, &settled);
        if answer.unreadable().is_empty() { Ok(answer) } else { self.read_again(window, command) }
    }

    /// Types a probe, reads it back and clears it. Nothing is sent; what stood on the screen goes.
    ///
    /// # Errors
    /// Why commands could not be typed.
    pub fn try_keys(&mut self) -> Result<(), TerminalError> {
        let window = self.take_window()?;
        self.wipe(window)?;
        self.type_exactly(window, PROBE)?;
        self.wipe(window)
    }

    /// Raises the window and waits until it can be typed on.
    pub(super) fn take_window(&mut self) -> Result<WindowId, TerminalError> {
        self.check_session()?;
        let window = self.window()?;
        self.desk.raise(window).map_err(before_sending)?;
        if self.desk.is_covered(window).map_err(before_sending)? {
            return Err(TerminalError::NotReady(NotReady::WindowCovered));
        }
        let unlock = self.timing.unlock;
        match self.watch(window, unlock, |view, _| !may_pass(judge(view)))? {
            Ok(view) | Err(view) => {
                judge(&view).map_or(Ok(window), |reason| Err(TerminalError::NotReady(reason)))
            }
        }
    }

    /// Types the command until the screen shows exactly it before the caret.
    fn type_exactly(&mut self, window: WindowId, command: &str) -> Result<View, TerminalError> {
        let mut shown = String::new();
        for attempt in 1..=self.timing.attempts {
            if attempt > 1 {
                tracing::warn!(command, shown, attempt, "the echo is wrong; clearing and typing again");
                self.wipe(window)?;
            }
            let echo = self.timing.echo;
            self.desk.press(window, Key::Escape).map_err(before_sending)?;
            // A client behind a terminal line takes Esc and a letter on its heels for one chord.
            if let Err(view) = self.watch(window, echo, |view, _| view.shows_before_caret(""))? {
                shown = view.before_caret(command);
                continue;
            }
            if let Err(error) = self.desk.type_text(window, command) {
                return Err(self.take_back(window, before_sending(error)));
            }
            match self.watch(window, echo, |view, _| view.shows_before_caret(command)) {
                Ok(Ok(view)) => return Ok(view),
                Ok(Err(view)) => shown = view.before_caret(command),
                Err(error) => return Err(self.take_back(window, error)),
            }
        }
        // What was typed must not stay: a person's next F12 would send it.
        self.wipe(window)?;
        Err(TerminalError::EchoMismatch { typed: command.to_owned(), shown })
    }

    /// After an error with a command on the screen: it must not stay, or a person's next F12 would send it. Where it
    /// cannot be wiped away nobody knows what becomes of it.
    fn take_back(&mut self, window: WindowId, error: TerminalError) -> TerminalError {
        if self.wipe(window).is_err() && error.nothing_was_sent() {
            return TerminalError::Lost(format!("typed, not sent, and not to be taken back: {error}"));
        }
        error
    }

    /// Empties the screen and sees that it is empty.
    fn wipe(&mut self, window: WindowId) -> Result<(), TerminalError> {
        self.desk.press(window, Key::ControlA).map_err(before_sending)?;
        let after = self.timing.echo;
        match self.watch(window, after, |view, _| view.is_blank())? {
            Ok(_) => Ok(()),
            Err(view) => Err(TerminalError::TimedOut { after, last: view.screen_from(0) }),
        }
    }

    /// Waits for a settled answer that `is_answer` takes for one; `before` is what stood there when it was sent.
    pub(super) fn await_answer(
        &mut self,
        window: WindowId,
        before: &View,
        is_answer: impl Fn(&View) -> bool,
    ) -> Result<View, TerminalError> {
        let mut settle = Settle::new(before, self.timing.settle);
        let mut lost = false;
        let after = self.timing.answer;
        let watched = self.watch(window, after, |view, now| {
            lost = view.bar().link == Some(ServerLink::Disconnected);
            lost || (settle.observe(view, now) && is_answer(view))
        });
        match watched.map_err(after_sending)? {
            Ok(view) if lost => Err(TerminalError::Lost(view.screen_from(0).text())),
            Ok(view) => Ok(view),
            Err(view) => Err(TerminalError::TimedOut { after, last: view.screen_from(0) }),
        }
    }

    /// Looks once more after the caret has blinked; a cell it had spoilt is readable then.
    fn read_again(&mut self, window: WindowId, command: &str) -> Result<Screen, TerminalError> {
        self.pace.wait(self.timing.blink);
        let view = self.snapshot_of(window).map_err(after_sending)?.view;
        let answer = answer_to(command, &view);
        if answer.unreadable().is_empty() { Ok(answer) } else { Err(TerminalError::Unreadable(answer)) }
    }

    /// Looks until `done` or until the time is up: the last view, as `Err` when time was up.
    pub(super) fn watch(
        &mut self,
        window: WindowId,
        patience: Duration,
        mut done: impl FnMut(&View, Duration) -> bool,
    ) -> Result<Result<View, View>, TerminalError> {
        let start = self.pace.elapsed();
        loop {
            let view = self.snapshot_of(window)?.view;
            let now = self.pace.elapsed();
            if done(&view, now) {
                return Ok(Ok(view));
            }
            if now.saturating_sub(start) >= patience {
                return Ok(Err(view));
            }
            // An answer that is long in coming need not be looked for forty times a second.
            let pause = now.saturating_sub(start) / 10;
            self.pace.wait(pause.clamp(self.timing.look, self.timing.look * 4));
        }
    }
}

/// Whether waiting may mend it: an answer still outstanding, a bar just being redrawn.
const fn may_pass(reason: Option<NotReady>) -> bool {
    matches!(reason, Some(NotReady::KeyboardLocked | NotReady::PopUp))
}

fn answer_to(command: &str, view: &View) -> Screen {
    view.answer_below(view.find_echo(command))
}

/// Once F12 was pressed, "not ready" would be a lie: it says that nothing was sent.
pub(super) fn after_sending(error: TerminalError) -> TerminalError {
    match error {
        TerminalError::NotReady(reason) => TerminalError::Lost(format!("after sending: {reason}")),
        TerminalError::EchoMismatch { .. }
        | TerminalError::TimedOut { .. }
        | TerminalError::Lost(_)
        | TerminalError::Unreadable(_) => error,
    }
}
