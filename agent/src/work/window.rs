//! The station that is a real Eterm window: looks, runs flows, takes pictures, learns glyphs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use waystation_eterm::ports::{NotReady, TerminalError};
use waystation_screen::UnknownGlyph;

use super::job::Job;
use super::station::{Glance, Outcome, Station};
use crate::calibrate::Learned;
use crate::clock::Clock;
use crate::desk::Desk;
use crate::mask::{masked, unknown_glyphs};
use crate::screenshots::MaskedPicture;
use crate::terminal::{EtermWindow, Pace, Snapshot};

/// File in the data folder with everything learned of the window's font.
pub const LEARNED_FILE: &str = "learned.json";
/// The obstacle shown when the desktop itself has gone.
pub const DESKTOP_LOST: &str = "desktop_lost";
/// Unnamed glyphs kept in mind until a person names them.
const MOST_UNNAMED: usize = 200;

/// An Eterm window and what was learned of it.
pub struct WindowStation<D, P> {
    window: EtermWindow<D, P>,
    learned_file: PathBuf,
    unnamed: BTreeMap<String, UnknownGlyph>,
    clock: Clock,
    lost: bool,
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
        Ok(Self { window, learned_file, unnamed: BTreeMap::new(), clock, lost: false })
    }

    fn blocked(&mut self, error: &TerminalError) -> Glance {
        // A new calibration may have been made meanwhile, and a desktop that has gone must be found anew.
        self.lost = matches!(
            error,
            TerminalError::Lost(_) | TerminalError::NotReady(NotReady::Uncalibrated | NotReady::WrongSize)
        );
        let obstacle = if matches!(error, TerminalError::Lost(_)) { DESKTOP_LOST } else { error.code() };
        let screen_hash = self.window.snapshot().ok().map(|snapshot| hash_of(&snapshot));
        Glance { obstacle: Some(obstacle.to_owned()), screen_hash }
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
            Ok(snapshot) => Glance { obstacle: None, screen_hash: Some(hash_of(&snapshot)) },
            Err(error) => self.blocked(&error),
        }
    }

    fn work(&mut self, job: &mut Job) -> Outcome {
        job.on(&mut self.window, self.clock)
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

/// Hash of what can be read, so that a blinking caret is no change.
fn hash_of(snapshot: &Snapshot) -> String {
    let digest = Sha256::digest(snapshot.view.grid().text());
    digest.first_chunk().map_or_else(String::new, |start| format!("{:016x}", u64::from_be_bytes(*start)))
}
