//! An Eterm session in a window: readiness, typing with its echo read back, sending once, settling, forms.
//!
//! It implements the ports of the flows on a [`Desk`] and a [`Reader`]. It knows the client (entry
//! mark, status bar, keys) and nothing of the host's answers beyond the one that says that nobody
//! is signed in.

mod form;
mod pace;
mod send;
mod settle;
mod view;

use waystation_eterm::parse::status::{Keyboard, ServerLink};
use waystation_eterm::ports::{NotReady, TerminalError};
use waystation_screen::{Picture, ReadError, Reader, UnknownGlyph};

pub use self::pace::{Pace, Timing, WallPace};
pub use self::view::View;
use crate::calibrate::Learned;
use crate::desk::{Desk, DeskError, SessionState, WindowId, WindowRule};

/// What the host answers to everything while no agent is signed in.
const SIGNED_OFF: &str = "PLEASE SIGN IN FIRST";

/// One look at the window, with the pixels it came from.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The client area as captured.
    pub picture: Picture,
    /// What stands in it.
    pub view: View,
    /// Bitmaps nobody has named yet.
    pub unknown: Vec<UnknownGlyph>,
}

/// The window of an Eterm session.
pub struct EtermWindow<D, P> {
    desk: D,
    pace: P,
    rule: WindowRule,
    timing: Timing,
    learned: Option<(Learned, Reader)>,
}

impl<D: Desk, P: Pace> EtermWindow<D, P> {
    /// A session in the window the rule means. Until something is learned it is never ready.
    pub fn new(desk: D, pace: P, rule: WindowRule) -> Self {
        Self { desk, pace, rule, timing: Timing::default(), learned: None }
    }

    /// The same with another patience.
    #[must_use]
    pub fn with_timing(mut self, timing: Timing) -> Self {
        self.timing = timing;
        self
    }

    /// What was learned of this window's font and grid.
    pub fn learned(&self) -> Option<&Learned> {
        self.learned.as_ref().map(|(learned, _)| learned)
    }

    /// Takes over what calibration has learned, or newer: a person may have named a glyph.
    ///
    /// # Errors
    /// [`ReadError::OtherFont`] when atlas and grid do not belong together; what was learned
    /// before stays in use.
    pub fn learn(&mut self, learned: Learned) -> Result<(), ReadError> {
        let reader = learned.reader()?;
        self.learned = Some((learned, reader));
        Ok(())
    }

    /// Whether the desktop takes input and the window is there, without looking at its contents.
    ///
    /// # Errors
    /// What a person has to mend first.
    pub fn locate(&mut self) -> Result<(), TerminalError> {
        self.check_session()?;
        self.window().map(|_| ())
    }

    /// One look at the window without touching it: nothing is raised, typed or clicked.
    ///
    /// # Errors
    /// Why the window cannot be looked at.
    pub fn snapshot(&mut self) -> Result<Snapshot, TerminalError> {
        self.check_session()?;
        let window = self.window()?;
        if self.desk.is_covered(window).map_err(before_sending)? {
            return Err(TerminalError::NotReady(NotReady::WindowCovered));
        }
        self.snapshot_of(window)
    }

    /// Whether a command could be sent now, judged by looking only: one capture, one reading.
    ///
    /// # Errors
    /// What a person has to mend first.
    pub fn readiness(&mut self) -> Result<Snapshot, TerminalError> {
        let snapshot = self.snapshot()?;
        match judge(&snapshot.view) {
            None => self.desk.keys_are_free().map(|()| snapshot).map_err(before_sending),
            Some(reason) => Err(TerminalError::NotReady(reason)),
        }
    }

    /// Brings the window to the front; what keeps it from there is seen at the next look.
    pub fn raise(&mut self) {
        let raised = self.window().and_then(|window| self.desk.raise(window).map_err(before_sending));
        if let Err(error) = raised {
            tracing::info!(%error, "the window stays where it is");
        }
    }

    /// The desk, for what lies outside a session.
    pub const fn desk(&mut self) -> &mut D {
        &mut self.desk
    }

    fn check_session(&mut self) -> Result<(), TerminalError> {
        match self.desk.session().map_err(before_sending)? {
            SessionState::Usable => Ok(()),
            SessionState::Locked | SessionState::Disconnected => {
                Err(TerminalError::NotReady(NotReady::Locked))
            }
        }
    }

    fn window(&mut self) -> Result<WindowId, TerminalError> {
        self.desk.find(&self.rule).map_err(before_sending)
    }

    fn snapshot_of(&mut self, window: WindowId) -> Result<Snapshot, TerminalError> {
        let picture = self.desk.capture(window).map_err(before_sending)?;
        let (learned, reader) =
            self.learned.as_mut().ok_or(TerminalError::NotReady(NotReady::Uncalibrated))?;
        if !learned.fits(&picture) {
            return Err(TerminalError::NotReady(NotReady::WrongSize));
        }
        let reading = reader.read(&picture).map_err(|error| wrong_size(&error))?;
        let unknown = reading.unknown;
        Ok(Snapshot { picture, view: View::new(reading.grid), unknown })
    }
}

/// What keeps this view from being typed on, if anything.
fn judge(view: &View) -> Option<NotReady> {
    let bar = view.bar();
    match (bar.link, bar.keyboard) {
        (Some(ServerLink::Disconnected), _) => Some(NotReady::SignedOff),
        (_, Some(Keyboard::Locked)) => Some(NotReady::KeyboardLocked),
        // Something lies over the bar, or the client shows a dialog in its place.
        (None, _) | (_, None) => Some(NotReady::PopUp),
        (Some(ServerLink::Connected), Some(Keyboard::Free)) => {
            view.last_row_text().contains(SIGNED_OFF).then_some(NotReady::SignedOff)
        }
    }
}

fn wrong_size(error: &ReadError) -> TerminalError {
    tracing::warn!(%error, "the picture does not hold the learned grid");
    TerminalError::NotReady(NotReady::WrongSize)
}

/// What a desktop's refusal means as long as nothing was sent.
fn before_sending(error: DeskError) -> TerminalError {
    match error {
        DeskError::WindowMissing | DeskError::SeveralWindows(_) => {
            tracing::warn!(%error, "no window to work in");
            TerminalError::NotReady(NotReady::WindowMissing)
        }
        DeskError::FocusRefused | DeskError::FocusLost => TerminalError::NotReady(NotReady::WindowCovered),
        DeskError::ModifierHeld => {
            tracing::warn!(%error, "the keyboard would not type what is meant");
            TerminalError::NotReady(NotReady::ImeOn)
        }
        DeskError::NoDesktop(_) => TerminalError::NotReady(NotReady::Locked),
        DeskError::System(reason) => TerminalError::Lost(reason),
        DeskError::ControlCharacter(_) | DeskError::BurstTooLong { .. } => {
            TerminalError::Lost(error.to_string())
        }
    }
}

#[cfg(test)]
mod tests;
