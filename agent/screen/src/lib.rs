//! From pixels to text: grid, atlas, calibration and reader. Pure: no window, no clock, no disk.
//!
//! A terminal window is a grid of equal cells, and one font draws one character always with the
//! same pixels. So nothing is *recognised* here: every character's bitmap is learned once
//! ([`calibration`]), kept in an [`Atlas`], and from then on a [`Reader`] compares cells with it.
//!
//! The rule everything follows: **a cell is read exactly or it is reported as unknown.** A cell
//! reads as a character only if its normalised bitmap ([`bits`]) equals the learned one, or
//! differs from it only in pixels that are themselves doubtful and no other character explains
//! it. Characters a font draws alike are never guessed between ([`Atlas::collisions`]).
//!
//! ```text
//! Picture ──Geometry──► Band (one text row as bits) ──► GlyphBitmap ──Atlas──► Cell ──► Grid
//! ```

pub mod atlas;
mod band;
pub mod bits;
pub mod calibration;
#[cfg(test)]
mod drawing;
pub mod geometry;
pub mod grid;
pub mod picture;
pub mod reader;
pub mod width;

pub use atlas::{Atlas, AtlasError, Collision, EdgeInk, FontKey};
pub use bits::{GlyphBitmap, GlyphError, GlyphId};
pub use geometry::detect::{DetectError, detect, probe_lines};
pub use geometry::{CellSize, Geometry, GeometryError, GridSize, Point, Position};
pub use grid::{Cell, Grid};
pub use picture::{Picture, PictureError};
pub use reader::{Caret, CaretStyle, ReadError, Reader, Reading, UnknownGlyph};
pub use width::AmbiguousWidth;
