//! Reads a picture of the terminal into a [`Grid`].
//!
//! The common path is one look-up per character: cut the cell's bits, hash, compare. Only a cell
//! that matches nothing goes the long way ([`doubt`]), and what comes out is remembered.
//!
//! How characters that look alike are treated: a bitmap several characters share reads as
//! [`Cell::Unknown`] until one of them is preferred in the atlas; so does a wide character that
//! looks like two narrow ones. Beside an unreadable cell, a blank and a cell its ink reaches into
//! are unknown too, because they may be the other half of the same character.
//!
//! Limits: an underline caret on a blank cell reads as `_` in a font whose `_` has exactly its
//! pixels; a character outside the repertoire whose left half equals a learned narrow character
//! pixel for pixel reads as that one.

mod doubt;
mod looks;

use thiserror::Error;

use crate::atlas::{Atlas, Hit, Index};
use crate::band::{Band, Ink, MIN_CONTRAST};
use crate::bits::{GlyphBitmap, GlyphId};
use crate::geometry::{CellSize, Geometry, Position};
use crate::grid::{Cell, Grid};
use crate::picture::Picture;
use doubt::{Guess, Memory, Shape};
use looks::Looks;

/// Why a picture cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// Atlas and geometry belong to different fonts.
    #[error("the atlas is for cells of {atlas:?}, the grid has {grid:?}; calibrate this font")]
    OtherFont {
        /// Cell size the atlas was learned with.
        atlas: CellSize,
        /// Cell size of the grid.
        grid: CellSize,
    },
    /// The grid reaches outside the picture.
    #[error(
        "the picture of {width}x{height} pixels does not hold the whole grid; restore the window to its size or detect the grid again"
    )]
    PictureTooSmall {
        /// Width of the picture, in pixels.
        width: usize,
        /// Height of the picture, in pixels.
        height: usize,
    },
}

/// What the caret looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaretStyle {
    /// The whole cell is inverted.
    Block,
    /// Bars above or below the character: an underline, or the outline of an inactive window.
    Bars,
}

/// Where the caret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Caret {
    /// Its cell.
    pub position: Position,
    /// Its look.
    pub style: CaretStyle,
}

/// A bitmap no character could be named for, for a person to name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownGlyph {
    /// The id its cells carry.
    pub id: GlyphId,
    /// The first cell where it was seen.
    pub position: Position,
    /// Its bitmap, if it is a character of one column.
    pub narrow: GlyphBitmap,
    /// Its bitmap, if it is a character of two columns; `None` in the last column.
    pub wide: Option<GlyphBitmap>,
}

impl UnknownGlyph {
    /// The bitmap to learn when the character named for it takes so many columns.
    #[must_use]
    pub const fn bitmap(&self, columns: usize) -> Option<&GlyphBitmap> {
        if columns == 2 { self.wide.as_ref() } else { Some(&self.narrow) }
    }
}

/// Everything one picture says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The cells.
    pub grid: Grid,
    /// The caret, if one is seen. A block caret is reported only when its cell is the only
    /// inverted one.
    pub caret: Option<Caret>,
    /// Every unreadable bitmap once.
    pub unknown: Vec<UnknownGlyph>,
}

/// Reads pictures of one terminal in one font.
#[derive(Debug, Clone)]
pub struct Reader {
    geometry: Geometry,
    index: Index,
    band: Band,
    looks: Looks,
    memory: Memory,
}

#[derive(Default)]
struct Page {
    cells: Vec<Cell>,
    backgrounds: Vec<u8>,
    caret: Option<Caret>,
    unknown: Vec<UnknownGlyph>,
}

impl Reader {
    /// A reader of the characters of `atlas` in the grid of `geometry`.
    ///
    /// # Errors
    /// [`ReadError::OtherFont`] when the cell sizes differ.
    pub fn new(atlas: &Atlas, geometry: Geometry) -> Result<Self, ReadError> {
        if atlas.cell() != geometry.cell() {
            return Err(ReadError::OtherFont { atlas: atlas.cell(), grid: geometry.cell() });
        }
        Ok(Self {
            geometry,
            index: Index::new(atlas),
            band: Band::new(geometry, atlas.edges()),
            looks: Looks::default(),
            memory: Memory::default(),
        })
    }

    /// The grid this reader reads.
    #[must_use]
    pub const fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// Reads one picture.
    ///
    /// # Errors
    /// [`ReadError::PictureTooSmall`].
    pub fn read(&mut self, picture: &Picture) -> Result<Reading, ReadError> {
        let (width, height) = (picture.width(), picture.height());
        if !self.geometry.fits(width, height) {
            return Err(ReadError::PictureTooSmall { width, height });
        }
        let size = self.geometry.size();
        let mut page = Page::default();
        page.cells.reserve(size.rows * size.columns);
        page.backgrounds.reserve(size.rows * size.columns);
        for row in 0..size.rows {
            self.band.load(picture, row);
            self.looks.look_ahead(&self.band, &self.index, size.columns);
            self.read_row(row, &mut page);
        }
        let caret = page.caret.or_else(|| page.inverted(size.columns));
        Ok(Reading { grid: Grid::new(size, page.cells), caret, unknown: page.unknown })
    }

    fn read_row(&mut self, row: usize, page: &mut Page) {
        let columns = self.geometry.size().columns;
        page.backgrounds.extend(self.band.backgrounds());
        let mut column = 0;
        while column < columns {
            let position = Position { row, column };
            let guess = self.look(column);
            if let Some(style) = guess.caret {
                page.caret = Some(Caret { position, style });
            }
            if let Shape::Unknown(id) | Shape::UnknownWide(id) = guess.shape {
                self.report(id, position, page);
            }
            column += page.place(guess.shape);
        }
        page.doubt_halves(columns, &self.index);
    }

    fn look(&mut self, column: usize) -> Guess {
        let can_be_wide = column + 1 < self.geometry.size().columns;
        match self.band.ink(column) {
            None => Guess::certain(Shape::Blank),
            Some(Ink::Blank) => {
                let next_is_empty = matches!(self.band.ink(column + 1), None | Some(Ink::Blank));
                let wide =
                    if next_is_empty || !self.index.blank_starts_wide() { None } else { self.wide(column) };
                Guess::certain(wide.unwrap_or(Shape::Blank))
            }
            Some(Ink::Faint) => {
                let wide = if can_be_wide { self.wide(column) } else { None };
                wide.map_or_else(|| self.puzzle(column), Guess::certain)
            }
            Some(Ink::Inked) => {
                if can_be_wide && let Some(shape) = self.wide(column) {
                    return Guess::certain(shape);
                }
                match self.looks.narrow(&self.band, &self.index, column) {
                    Hit::Character(character) if can_be_wide && self.index.is_half_of_wide(character) => {
                        doubt::narrow_or_wide(&self.band, &self.index, column, character)
                    }
                    Hit::Character(character) => Guess::certain(Shape::Narrow(character)),
                    Hit::Ambiguous => Guess::certain(Shape::Unknown(self.band.id(self.band.narrow(column)))),
                    Hit::Miss => self.puzzle(column),
                }
            }
        }
    }

    fn wide(&mut self, column: usize) -> Option<Shape> {
        match self.looks.wide(&self.band, &self.index, column) {
            Hit::Miss => None,
            Hit::Ambiguous => Some(Shape::UnknownWide(self.band.id(self.band.wide(column)))),
            Hit::Character(character) => Some(Shape::Wide(character)),
        }
    }

    fn puzzle(&mut self, column: usize) -> Guess {
        self.memory.guess(&self.band, &self.index, column, column + 1 < self.geometry.size().columns)
    }

    fn report(&self, id: GlyphId, position: Position, page: &mut Page) {
        if page.unknown.iter().any(|known| known.id == id) {
            return;
        }
        let in_grid = position.column + 1 < self.geometry.size().columns;
        let wide = in_grid.then(|| self.band.glyph(self.band.wide(position.column)).ok()).flatten();
        if let Ok(narrow) = self.band.glyph(self.band.narrow(position.column)) {
            page.unknown.push(UnknownGlyph { id, position, narrow, wide });
        }
    }
}

impl Page {
    /// Adds the cells of a shape; returns how many.
    fn place(&mut self, shape: Shape) -> usize {
        let before = self.cells.len();
        match shape {
            Shape::Blank => self.cells.push(Cell::Blank),
            Shape::Narrow(character) => self.cells.push(Cell::Narrow(character)),
            Shape::Wide(character) => self.cells.extend([Cell::WideLeft(character), Cell::WideRight]),
            Shape::Unknown(id) => self.cells.push(Cell::Unknown(id)),
            Shape::UnknownWide(id) => self.cells.extend([Cell::Unknown(id); 2]),
        }
        self.cells.len() - before
    }

    /// Makes unknown what may be the other half of an unknown cell of the last row: blanks beside
    /// it, and before it a narrow character that a wide one begins with.
    fn doubt_halves(&mut self, columns: usize, index: &Index) {
        let start = self.cells.len().saturating_sub(columns);
        let Some(row) = self.cells.get_mut(start..) else { return };
        let doubts: Vec<(usize, Cell)> = row
            .windows(2)
            .enumerate()
            .filter_map(|(column, pair)| match pair {
                [Cell::Blank, unknown @ Cell::Unknown(_)] => Some((column, *unknown)),
                [unknown @ Cell::Unknown(_), Cell::Blank] => Some((column + 1, *unknown)),
                [Cell::Narrow(half), unknown @ Cell::Unknown(_)] if index.is_half_of_wide(*half) => {
                    Some((column, *unknown))
                }
                _ => None,
            })
            .collect();
        for (column, unknown) in doubts {
            if let Some(cell) = row.get_mut(column) {
                *cell = unknown;
            }
        }
    }

    /// The one character whose background differs from that of most cells.
    fn inverted(&self, columns: usize) -> Option<Caret> {
        let mut counts = [0_usize; 256];
        for run in self.backgrounds.chunk_by(|one, next| one == next) {
            if let Some(count) = run.first().and_then(|first| counts.get_mut(usize::from(*first))) {
                *count += run.len();
            }
        }
        let (usual, _) = (0_u8..=255).zip(counts).max_by_key(|(_, count)| *count)?;
        let differs = |background: &u8| background.abs_diff(usual) > MIN_CONTRAST;
        let mut places =
            self.backgrounds.iter().enumerate().filter(|(_, background)| differs(background)).map(|(i, _)| i);
        let first = places.next()?;
        let is_wide = matches!(self.cells.get(first), Some(Cell::WideLeft(_)));
        let alone = match places.next() {
            None => true,
            Some(second) => is_wide && second == first + 1 && places.next().is_none(),
        };
        let position = Position { row: first / columns, column: first % columns };
        alone.then_some(Caret { position, style: CaretStyle::Block })
    }
}

#[cfg(test)]
mod tests;
