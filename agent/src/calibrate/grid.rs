//! Finding the grid of a window, and how wide it draws ambiguous characters, by typing probes.

use waystation_screen::{AmbiguousWidth, DetectError, Geometry, Picture, Position, detect, probe_lines};

use super::CalibrateError;
use super::page::{Typist, is_drawn};
use crate::desk::{Desk, DeskError, Key};
use crate::terminal::Pace;

/// Slow windows draw the probe in parts; the third look finds all of it.
const ATTEMPTS: usize = 3;
/// An ambiguous character, and a letter right behind it.
const WIDTH_PROBE: &str = "αM";

/// What the probes have shown.
pub(super) struct Found {
    /// The window with an empty screen.
    pub(super) empty: Picture,
    pub(super) geometry: Geometry,
    pub(super) widths: AmbiguousWidth,
}

impl<D: Desk, P: Pace> Typist<'_, D, P> {
    /// Types the probes and clears them again.
    pub(super) fn find_grid(&mut self) -> Result<Found, CalibrateError> {
        let mut failure = None;
        for _ in 0..ATTEMPTS {
            let empty = self.clear()?;
            self.lines(probe_lines())?;
            match detect(&empty, &self.rest()?, 0) {
                Ok(geometry) => {
                    let widths = self.find_widths(geometry)?;
                    return Ok(Found { empty: self.clear()?, geometry, widths });
                }
                Err(error) => failure = Some(error),
            }
        }
        self.clear()?;
        Err(CalibrateError::Grid(failure.unwrap_or(DetectError::SizeChanged)))
    }

    fn find_widths(&mut self, geometry: Geometry) -> Result<AmbiguousWidth, DeskError> {
        self.clear()?;
        self.desk.type_text(self.window, WIDTH_PROBE)?;
        self.desk.press(self.window, Key::Enter)?;
        let picture = self.rest()?;
        let third = Position { row: 0, column: 2 };
        Ok(if is_drawn(&picture, geometry, third) { AmbiguousWidth::Two } else { AmbiguousWidth::One })
    }
}
