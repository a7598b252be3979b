//! What a flow needs from outside: a terminal, its forms, somebody to tell, a calendar.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::command::Command;
use crate::form::{Entry, Press};
use crate::journal::Written;
use crate::screen::Screen;
use crate::step::{Journalled, Unjournalled};

/// One Eterm session. All waiting is its business: for a free keyboard, for a settled screen, between key strokes.
pub trait Terminal {
    /// Empties the screen of the client (Ctrl+A). Nothing is transmitted; the host keeps its page buffer.
    ///
    /// # Errors
    /// When the window cannot be worked with.
    fn clear(&mut self) -> Result<(), TerminalError>;

    /// Types one command after a fresh start-of-entry mark, sends it once, waits until the keyboard is free and the
    /// screen has settled, returns the answer below the echo.
    ///
    /// # Errors
    /// When it was not sent, or when there is no answer that can be shown; see [`TerminalError`].
    fn send<E: Unjournalled>(&mut self, command: &Command<E>) -> Result<Screen, TerminalError>;

    /// The same for a command that a journal holds. It is used up: there is no way to send it twice.
    ///
    /// # Errors
    /// As [`Terminal::send`]; [`TerminalError::nothing_was_sent`] tells whether the outcome is in doubt.
    fn send_written<E: Journalled>(&mut self, written: Written<E>) -> Result<Screen, TerminalError>;

    /// Waits, then reads what stands below the last entry now: an answer may come in parts. Nothing is sent. A message
    /// that the host holds back for the user is fetched first (F11).
    ///
    /// # Errors
    /// When the window cannot be looked at.
    fn look(&mut self, after: Duration) -> Result<Screen, TerminalError>;
}

/// A terminal that also has a white screen, where places are clicked instead of commands typed.
///
/// There is no click at any cell: whoever clicks finds the field or the button on the screen as it is at that moment, so
/// that nothing is pressed but what its type says.
pub trait Form: Terminal {
    /// What the whole screen shows, form or not. Nothing is clicked or typed.
    ///
    /// # Errors
    /// When the window cannot be looked at.
    fn page(&mut self) -> Result<Screen, TerminalError>;

    /// Clicks into the field of the entry and types its content over what stands there; returns the screen as soon as the
    /// content stands there, or as it is after a while. Without such a field nothing is clicked.
    ///
    /// # Errors
    /// When the window cannot be worked with.
    fn enter(&mut self, entry: &Entry) -> Result<Screen, TerminalError>;

    /// Clicks on the button, waits as [`Terminal::send`] does, returns the whole screen.
    ///
    /// # Errors
    /// As [`Terminal::send`]; [`TerminalError::EchoMismatch`] when there is no such button, or the form still waits.
    fn press<E: Unjournalled>(&mut self, press: &Press<E>) -> Result<Screen, TerminalError>;

    /// The same for a button whose step a journal holds. It is used up: there is no way to press it twice.
    ///
    /// # Errors
    /// As [`Form::press`]; [`TerminalError::nothing_was_sent`] tells whether the outcome is in doubt.
    fn press_written<E: Journalled>(
        &mut self,
        written: Written<E, Press<E>>,
    ) -> Result<Screen, TerminalError>;
}

/// Hears what the clerk would be doing now.
pub trait Progress {
    /// One step, in words for people, and the page of the answer it concerns (from 1).
    fn step(&mut self, text: &str, page: Option<u32>);
}

/// Knows the date where the host is.
pub trait Clock {
    /// Today.
    fn today(&self) -> jiff::civil::Date;
}

/// Why a command has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TerminalError {
    /// A person has to do something first; nothing was sent.
    #[error("the terminal is not ready: {0}")]
    NotReady(NotReady),
    /// What stood on the screen before sending was not what was typed; nothing was sent.
    #[error("typed {typed:?} but the screen shows {shown:?}; nothing was sent")]
    EchoMismatch {
        /// The command.
        typed: String,
        /// What could be read in its place.
        shown: String,
    },
    /// The screen did not settle in time.
    #[error("no settled answer after {} s", after.as_secs())]
    TimedOut {
        /// How long was waited.
        after: Duration,
        /// What the screen showed at the end.
        last: Screen,
    },
    /// The client lost its server or the window its client; whether the command arrived is not known.
    #[error("the terminal was lost: {0}")]
    Lost(String),
    /// The answer holds cells that could not be read.
    #[error("{} cells of the answer cannot be read", .0.unreadable().len())]
    Unreadable(Screen),
}

impl TerminalError {
    /// Whether it is certain that the command has not left this machine.
    #[must_use]
    pub const fn nothing_was_sent(&self) -> bool {
        matches!(self, Self::NotReady(_) | Self::EchoMismatch { .. })
    }

    /// What could be read, if anything.
    #[must_use]
    pub const fn screen(&self) -> Option<&Screen> {
        match self {
            Self::TimedOut { last, .. } => Some(last),
            Self::Unreadable(screen) => Some(screen),
            Self::NotReady(_) | Self::EchoMismatch { .. } | Self::Lost(_) => None,
        }
    }

    /// Stable name; see [`NotReady::code`] for what a person has to mend.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotReady(reason) => reason.code(),
            Self::EchoMismatch { .. } => "echo_mismatch",
            Self::TimedOut { .. } => "terminal_timed_out",
            Self::Lost(_) => "terminal_lost",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

/// What keeps a terminal from working until a person mends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum NotReady {
    /// No window fits the rule of the settings.
    #[error("no Eterm window was found; start Eterm or mend the window rule of the settings")]
    WindowMissing,
    /// Another window lies over it.
    #[error("another window covers Eterm; move it away")]
    WindowCovered,
    /// The desktop is locked or its remote session closed.
    #[error("the desktop is locked; unlock it")]
    Locked,
    /// No agent is signed in at the host.
    #[error("nobody is signed in at the host; sign in to Eterm")]
    SignedOff,
    /// The keyboard stays locked.
    #[error("the Eterm keyboard stays locked; release it")]
    KeyboardLocked,
    /// A dialog waits for an answer.
    #[error("a dialog waits over Eterm; answer it")]
    PopUp,
    /// The window shows another number of cells than was learnt.
    #[error("the Eterm window has another size than when it was calibrated; restore it or calibrate again")]
    WrongSize,
    /// The font was never learnt.
    #[error("the font of the Eterm window was never calibrated; run calibrate")]
    Uncalibrated,
    /// An input method would swallow the keys.
    #[error("a Chinese input method is on; switch it off")]
    ImeOn,
    /// A person has paused it.
    #[error("the terminal is paused; resume it")]
    Paused,
}

impl NotReady {
    /// Stable name, the same as on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WindowMissing => "window_missing",
            Self::WindowCovered => "window_covered",
            Self::Locked => "locked",
            Self::SignedOff => "signed_off",
            Self::KeyboardLocked => "keyboard_locked",
            Self::PopUp => "pop_up",
            Self::WrongSize => "wrong_size",
            Self::Uncalibrated => "uncalibrated",
            Self::ImeOn => "ime_on",
            Self::Paused => "paused",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [NotReady; 10] = [
        NotReady::WindowMissing,
        NotReady::WindowCovered,
        NotReady::Locked,
        NotReady::SignedOff,
        NotReady::KeyboardLocked,
        NotReady::PopUp,
        NotReady::WrongSize,
        NotReady::Uncalibrated,
        NotReady::ImeOn,
        NotReady::Paused,
    ];

    #[test]
    fn a_reason_has_one_name_in_code_and_on_the_wire() {
        for reason in ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
        }
    }

    #[test]
    fn every_reason_says_how_to_mend_it() {
        for reason in ALL {
            assert!(reason.to_string().contains("; "), "{reason}");
        }
    }

    #[test]
    fn an_error_says_whether_anything_was_sent() {
        let error = TerminalError::EchoMismatch { typed: "AVH".to_owned(), shown: "AVG".to_owned() };
        assert!(error.to_string().ends_with("nothing was sent"));
        assert_eq!(error.code(), "echo_mismatch");
        assert_eq!(TerminalError::NotReady(NotReady::SignedOff).code(), "signed_off");
    }

    #[test]
    fn an_unreadable_answer_counts_its_cells() {
        let error = TerminalError::Unreadable(Screen::from_text("A\u{fffd}\n\u{fffd}"));
        assert_eq!(error.to_string(), "2 cells of the answer cannot be read");
    }
}
