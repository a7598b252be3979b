//! The station that is a real Eterm window: looks, runs flows, takes pictures, learns glyphs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use waystation_eterm::parse::status::ServerLink;
use waystation_eterm::ports::{NotReady, Terminal, TerminalError};
use waystation_screen::UnknownGlyph;
use waystation_shared::time::Timestamp;

use super::job::Job;
use super::station::{Glance, Outcome, Station};
use crate::calibrate::Learned;
use crate::clock::Clock;
use crate::config::ScreenChoice;
use crate::desk::{Desk, SessionState};
use crate::mask::{masked, unknown_glyphs};
use crate::screenshots::MaskedPicture;
use crate::terminal::{EtermWindow, Pace, Snapshot};

/// File in the data folder with everything learned of the window's font.
pub const LEARNED_FILE: &str = "learned.json";
/// The obstacle shown when the desktop itself has gone.
pub const DESKTOP_LOST: &str = "desktop_lost";
/// The obstacle shown when the remote desktop was closed: nothing is drawn there.
pub const RDP_CLOSED: &str = "rdp_closed";
/// The obstacle shown when Eterm has no connection to the host.
pub const NOT_CONNECTED: &str = "not_connected";
/// A window that is hidden again sooner than this after it was raised was hidden on purpose.
const RAISE_AGAIN_MS: i64 = 60_000;
/// Unnamed glyphs kept in mind until a person names them.
const MOST_UNNAMED: usize = 200;

/// An Eterm window and what was learned of it.
pub struct WindowStation<D, P> {
    window: EtermWindow<D, P>,
    learned_file: PathBuf,
    unnamed: BTreeMap<String, UnknownGlyph>,
    clock: Clock,
    lost: bool,
    hidden: bool,
    raised_at: Option<Timestamp>,
    link_was_down: bool,
    screen: ScreenChoice,
}

impl<D: Desk, P: Pace> WindowStation<D, P> {
    /// Works in `window` with what calibration has left in `folder`.
    ///
    /// # Errors
    /// The name of the obstacle when that cannot be used.
    pub fn open(mut window: EtermWindow<D, P>, folder: &Path, clock: Clock) -> Result<Self, String> {
        let learned_file = folder.join(LEARNED_FILE);
        match Learned::load(&learned_file) {
            Ok(Some(learned)) => window.learn(learned).map_err(|error| uncalibrated(&error))?,
            Ok(None) => {}
            Err(error) => return Err(uncalibrated(&error)),
        }
        Ok(Self {
            window,
            learned_file,
            unnamed: BTreeMap::new(),
            clock,
            lost: false,
            hidden: false,
            raised_at: None,
            link_was_down: false,
            screen: ScreenChoice::default(),
        })
    }

    /// The same, working on another screen of the client.
    #[must_use]
    pub fn on_screen(mut self, screen: ScreenChoice) -> Self {
        self.screen = screen;
        self
    }

    fn blocked(&mut self, error: &TerminalError) -> Glance {
        // A new calibration may have been made meanwhile, and a desktop that has gone must be found anew.
        self.lost = matches!(
            error,
            TerminalError::Lost(_) | TerminalError::NotReady(NotReady::Uncalibrated | NotReady::WrongSize)
        );
        self.hidden = *error == TerminalError::NotReady(NotReady::WindowCovered);
        let snapshot = self.window.snapshot().ok();
        let link_is_down = snapshot.as_ref().is_some_and(is_disconnected);
        self.link_was_down |= link_is_down;
        let obstacle = match error {
            TerminalError::Lost(_) => DESKTOP_LOST,
            TerminalError::NotReady(NotReady::SignedOff) if link_is_down => NOT_CONNECTED,
            TerminalError::NotReady(NotReady::Locked) if self.is_remote_and_closed() => RDP_CLOSED,
            TerminalError::NotReady(_)
            | TerminalError::EchoMismatch { .. }
            | TerminalError::TimedOut { .. }
            | TerminalError::Unreadable(_) => error.code(),
        };
        Glance { obstacle: Some(obstacle.to_owned()), screen_hash: snapshot.as_ref().map(hash_of) }
    }

    fn is_remote_and_closed(&mut self) -> bool {
        matches!(self.window.desk().session(), Ok(SessionState::Disconnected))
    }

    /// What stood there when the link broke is not the answer to anything.
    fn clear_after_a_broken_link(&mut self) {
        if !std::mem::take(&mut self.link_was_down) {
            return;
        }
        if let Err(error) = self.window.clear() {
            tracing::warn!(%error, "the screen of a broken link stays");
        }
    }

    fn keep_in_mind(&mut self, glyphs: &[UnknownGlyph]) {
        if self.unnamed.len() > MOST_UNNAMED {
            self.unnamed.clear();
        }
        self.unnamed.extend(glyphs.iter().map(|glyph| (glyph.id.to_string(), glyph.clone())));
    }
}

impl<D: Desk, P: Pace> Station for WindowStation<D, P> {
    fn glance(&mut self) -> Glance {
        match self.window.readiness() {
            Ok(snapshot) => {
                self.hidden = false;
                Glance { obstacle: None, screen_hash: Some(hash_of(&snapshot)) }
            }
            Err(error) => self.blocked(&error),
        }
    }

    fn mend(&mut self) {
        let now = (self.clock)();
        let lately = |at: Timestamp| (0..RAISE_AGAIN_MS).contains(&now.millis_since(at));
        if self.hidden && !self.raised_at.is_some_and(lately) {
            tracing::info!("the window is hidden; raising it");
            self.raised_at = Some(now);
            self.window.raise();
        }
    }

    fn work(&mut self, job: &mut Job) -> Outcome {
        self.clear_after_a_broken_link();
        match self.screen {
            ScreenChoice::Black => job.on(&mut self.window, self.clock),
            ScreenChoice::White => job.on_forms(&mut self.window, self.clock),
        }
    }

    fn picture(&mut self) -> Option<MaskedPicture> {
        let snapshot = self.window.snapshot().ok()?;
        let geometry = self.window.learned()?.geometry();
        self.keep_in_mind(&snapshot.unknown);
        let shown =
            masked(&snapshot, geometry).and_then(|masked| Ok((masked, unknown_glyphs(&snapshot, geometry)?)));
        match shown {
            Ok((masked, unknown_glyphs)) => Some(MaskedPicture {
                hash: hash_of(&snapshot),
                png: masked.png,
                text: masked.text,
                unknown_glyphs,
            }),
            Err(error) => {
                tracing::warn!(%error, "no picture");
                None
            }
        }
    }

    fn learn(&mut self, glyph: &str, character: char) -> Result<(), String> {
        let unnamed = self
            .unnamed
            .get(glyph)
            .ok_or_else(|| format!("the glyph {glyph} is not on the screen any more"))?;
        let mut learned = self.window.learned().cloned().ok_or("nothing was calibrated yet")?;
        let columns = learned.widths().columns(character);
        let bitmap = unnamed.bitmap(columns).ok_or("a character of two columns does not fit there")?.clone();
        learned.atlas_mut().learn(bitmap, character).map_err(|error| error.to_string())?;
        learned.save(&self.learned_file).map_err(|error| error.to_string())?;
        self.window.learn(learned).map_err(|error| error.to_string())?;
        self.unnamed.remove(glyph);
        Ok(())
    }

    fn is_lost(&self) -> bool {
        self.lost
    }
}

fn uncalibrated(error: &impl ToString) -> String {
    tracing::error!(error = error.to_string(), "what was calibrated cannot be used; calibrate again");
    NotReady::Uncalibrated.code().to_owned()
}

fn is_disconnected(snapshot: &Snapshot) -> bool {
    snapshot.view.bar().link == Some(ServerLink::Disconnected)
}

/// Hash of what can be read, so that a blinking caret is no change.
fn hash_of(snapshot: &Snapshot) -> String {
    let digest = Sha256::digest(snapshot.view.grid().text());
    digest.first_chunk().map_or_else(String::new, |start| format!("{:016x}", u64::from_be_bytes(*start)))
}

#[cfg(test)]
mod tests;
