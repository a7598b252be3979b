//! Where the cells of a terminal lie in its picture.
//!
//! Pure arithmetic; [`detect`] finds the numbers. Knows nothing of what the cells show.

pub mod detect;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::picture::MAX_SIDE;

/// A pixel of a picture, from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Point {
    /// Pixels from the left.
    pub x: usize,
    /// Pixels from the top.
    pub y: usize,
}

/// The size of one (narrow) cell in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CellSize {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
}

/// The number of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GridSize {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
}

/// A cell of the grid, counted from 0 at the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Row from the top.
    pub row: usize,
    /// Column from the left.
    pub column: usize,
}

/// Narrowest and widest cell that can be read, in pixels.
pub const CELL_WIDTHS: std::ops::RangeInclusive<usize> = 4..=32;
/// Lowest and highest cell that can be read, in pixels.
pub const CELL_HEIGHTS: std::ops::RangeInclusive<usize> = 6..=64;
const MAX_CELLS: usize = 1000;

/// Where the grid lies in a picture and how large its cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Geometry {
    origin: Point,
    cell: CellSize,
    size: GridSize,
}

#[derive(Serialize, Deserialize)]
struct Parts {
    origin: Point,
    cell: CellSize,
    size: GridSize,
}

/// Why numbers do not make a grid.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GeometryError {
    /// The cell is too small or too large to be read.
    #[error("cells of {width}x{height} pixels cannot be read; choose a font of 4x6 to 32x64 pixels")]
    Cell {
        /// Width given, in pixels.
        width: usize,
        /// Height given, in pixels.
        height: usize,
    },
    /// No rows, no columns, or more than a thousand.
    #[error("a grid of {rows} rows and {columns} columns is not possible; 1 to 1000 each")]
    Size {
        /// Rows given.
        rows: usize,
        /// Columns given.
        columns: usize,
    },
    /// The grid begins farther away than any picture reaches.
    #[error("the grid cannot begin at pixel {x},{y}")]
    Origin {
        /// Pixels from the left.
        x: usize,
        /// Pixels from the top.
        y: usize,
    },
}

impl Geometry {
    /// A grid of `size` cells, each of `cell` pixels, whose top left corner is at `origin`.
    ///
    /// # Errors
    /// [`GeometryError`] naming the number that is out of range.
    pub fn new(origin: Point, cell: CellSize, size: GridSize) -> Result<Self, GeometryError> {
        if !CELL_WIDTHS.contains(&cell.width) || !CELL_HEIGHTS.contains(&cell.height) {
            return Err(GeometryError::Cell { width: cell.width, height: cell.height });
        }
        if !(1..=MAX_CELLS).contains(&size.rows) || !(1..=MAX_CELLS).contains(&size.columns) {
            return Err(GeometryError::Size { rows: size.rows, columns: size.columns });
        }
        if origin.x > MAX_SIDE || origin.y > MAX_SIDE {
            return Err(GeometryError::Origin { x: origin.x, y: origin.y });
        }
        Ok(Self { origin, cell, size })
    }

    /// Top left pixel of the first cell.
    #[must_use]
    pub const fn origin(&self) -> Point {
        self.origin
    }

    /// Size of a cell in pixels.
    #[must_use]
    pub const fn cell(&self) -> CellSize {
        self.cell
    }

    /// Number of rows and columns.
    #[must_use]
    pub const fn size(&self) -> GridSize {
        self.size
    }

    /// The same cells, but only the first `rows` rows.
    #[must_use]
    pub fn with_rows(self, rows: usize) -> Self {
        let rows = rows.clamp(1, self.size.rows);
        Self { size: GridSize { rows, columns: self.size.columns }, ..self }
    }

    /// Top left pixel of a cell.
    #[must_use]
    pub const fn top_left(&self, position: Position) -> Point {
        Point {
            x: self.origin.x + position.column * self.cell.width,
            y: self.origin.y + position.row * self.cell.height,
        }
    }

    /// Width of the whole grid in pixels.
    #[must_use]
    pub const fn pixel_width(&self) -> usize {
        self.size.columns * self.cell.width
    }

    /// Whether a picture of `width` × `height` pixels holds the whole grid.
    #[must_use]
    pub const fn fits(&self, width: usize, height: usize) -> bool {
        self.origin.x + self.pixel_width() <= width
            && self.origin.y + self.size.rows * self.cell.height <= height
    }
}

impl TryFrom<Parts> for Geometry {
    type Error = GeometryError;

    fn try_from(parts: Parts) -> Result<Self, GeometryError> {
        Self::new(parts.origin, parts.cell, parts.size)
    }
}

impl From<Geometry> for Parts {
    fn from(geometry: Geometry) -> Self {
        Self { origin: geometry.origin, cell: geometry.cell, size: geometry.size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn geometry(cell: (usize, usize), size: (usize, usize)) -> Result<Geometry, GeometryError> {
        Geometry::new(
            Point { x: 2, y: 3 },
            CellSize { width: cell.0, height: cell.1 },
            GridSize { rows: size.0, columns: size.1 },
        )
    }

    #[test]
    fn cells_follow_each_other_without_gaps() {
        let geometry = geometry((10, 20), (24, 80)).unwrap();
        assert_eq!(geometry.top_left(Position { row: 0, column: 0 }), Point { x: 2, y: 3 });
        assert_eq!(geometry.top_left(Position { row: 2, column: 5 }), Point { x: 52, y: 43 });
    }

    #[test]
    fn a_grid_fits_only_a_picture_that_holds_its_last_cell() {
        let geometry = geometry((10, 20), (24, 80)).unwrap();
        assert!(geometry.fits(802, 483));
        assert!(!geometry.fits(801, 483));
        assert!(!geometry.fits(802, 482));
    }

    #[test]
    fn unreadable_sizes_are_refused() {
        assert!(matches!(geometry((3, 20), (24, 80)), Err(GeometryError::Cell { .. })));
        assert!(matches!(geometry((33, 20), (24, 80)), Err(GeometryError::Cell { .. })));
        assert!(matches!(geometry((10, 65), (24, 80)), Err(GeometryError::Cell { .. })));
        assert!(matches!(geometry((10, 20), (0, 80)), Err(GeometryError::Size { .. })));
        assert!(matches!(geometry((10, 20), (24, 1001)), Err(GeometryError::Size { .. })));
    }

    #[test]
    fn rows_can_be_left_off_but_never_all() {
        let geometry = geometry((10, 20), (25, 80)).unwrap();
        assert_eq!(geometry.with_rows(24).size().rows, 24);
        assert_eq!(geometry.with_rows(0).size().rows, 1);
        assert_eq!(geometry.with_rows(99).size().rows, 25);
    }

    #[test]
    fn settings_with_an_impossible_grid_do_not_load() {
        let good = geometry((10, 20), (24, 80)).unwrap();
        let text = serde_json::to_string(&good).unwrap();
        assert_eq!(serde_json::from_str::<Geometry>(&text).unwrap(), good);
        assert!(serde_json::from_str::<Geometry>(&text.replace("\"rows\":24", "\"rows\":0")).is_err());
    }
}
