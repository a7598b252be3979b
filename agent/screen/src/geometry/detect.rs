//! Finds the grid of a terminal from two pictures: before and after a known text was typed.
//!
//! Only what changed between the pictures is looked at, so colours, window decoration and text
//! already on the screen do not matter. The text ([`probe_lines`]) holds a lattice of equal
//! letters: their distances give the cell size exactly, in any font size, anti-aliased or not.
//! Where a cell begins is then told by the caret if it is seen as a box of exactly one cell,
//! else by letters that reach to the edges of their cell. A window that holds whole cells only has no margins.

use std::collections::BTreeMap;
use std::ops::Range;

use thiserror::Error;

use super::{CELL_HEIGHTS, CELL_WIDTHS, CellSize, Geometry, GeometryError, GridSize, Point};
use crate::picture::Picture;

/// Columns between two letters of the lattice, and the column of the first.
const STEP: usize = 4;
const FIRST: usize = 2;
const LETTERS: usize = 6;
const LATTICE_LINES: usize = 3;
/// The line, counted from the first, whose letters reach to the edges of their cells.
const EDGE_LINE: usize = 4;
const EDGE: &str = "  _   |   g   @   Q   [  ";
const LATTICE: &str = "  H   H   H   H   H   H";

/// The text to type: lines, each begun in the first column, the caret left behind the last.
#[must_use]
pub const fn probe_lines() -> [&'static str; EDGE_LINE + 1] {
    [LATTICE, LATTICE, LATTICE, "", EDGE]
}

/// Why no grid was found.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DetectError {
    /// The pictures have different sizes.
    #[error("the window changed its size between the two pictures; keep it still and try again")]
    SizeChanged,
    /// The typed letters are not in the second picture, or not at equal distances.
    #[error(
        "the typed letters were not found on the screen ({found} of {expected}); is the right window in front, and its font of fixed width?"
    )]
    ProbeNotFound {
        /// Letters found.
        found: usize,
        /// Letters typed.
        expected: usize,
    },
    /// What was found is not a possible grid.
    #[error("the typed letters were found, but not a possible grid: {0}")]
    Impossible(#[from] GeometryError),
}

/// A connected group of changed pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Blob {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

/// Finds the grid. `first_row` is the text row (from 0) on which the first line was typed.
///
/// The grid has as many whole rows and columns as the picture holds from there on.
///
/// # Errors
/// [`DetectError`].
pub fn detect(before: &Picture, after: &Picture, first_row: usize) -> Result<Geometry, DetectError> {
    let changed = Changes::between(before, after).ok_or(DetectError::SizeChanged)?;
    let blobs = changed.blobs();
    let lattice = lattice(after, &blobs)?;
    let corner = changed.cell_corner(&blobs, &lattice);
    let CellSize { width, height } = lattice.cell;
    let corner =
        Point { x: snapped(corner.x, width, after.width()), y: snapped(corner.y, height, after.height()) };
    let origin = corner.x.checked_sub(FIRST * width).zip(corner.y.checked_sub(first_row * height));
    let (x, y) = origin.ok_or(GeometryError::Origin { x: corner.x, y: corner.y })?;
    let size = GridSize {
        rows: after.height().saturating_sub(y) / height,
        columns: after.width().saturating_sub(x) / width,
    };
    Ok(Geometry::new(Point { x, y }, lattice.cell, size)?)
}

/// Where the letters of the lattice are.
struct Lattice {
    cell: CellSize,
    first: Blob,
}

fn lattice(picture: &Picture, blobs: &[Blob]) -> Result<Lattice, DetectError> {
    let mut alike: BTreeMap<Vec<u32>, Vec<Blob>> = BTreeMap::new();
    for blob in
        blobs.iter().filter(|blob| blob.width <= *CELL_WIDTHS.end() && blob.height <= *CELL_HEIGHTS.end())
    {
        let mut look = vec![u32::try_from(blob.width).unwrap_or(u32::MAX)];
        for y in blob.y..blob.y + blob.height {
            look.extend(
                picture.row(y).and_then(|row| row.get(blob.x..blob.x + blob.width)).unwrap_or_default(),
            );
        }
        alike.entry(look).or_default().push(*blob);
    }
    let most = alike.values().map(Vec::len).max().unwrap_or_default();
    let missing = DetectError::ProbeNotFound { found: most, expected: LETTERS * LATTICE_LINES };
    alike
        .values()
        .filter(|blobs| blobs.len() == LETTERS * LATTICE_LINES)
        .find_map(|blobs| regular(blobs))
        .ok_or(missing)
}

/// The cell size if the blobs form a complete lattice of [`LETTERS`] × [`LATTICE_LINES`].
fn regular(blobs: &[Blob]) -> Option<Lattice> {
    let (x_step, columns) = spacing(blobs.iter().map(|blob| blob.x))?;
    let (y_step, rows) = spacing(blobs.iter().map(|blob| blob.y))?;
    let whole = columns == LETTERS && rows == LATTICE_LINES && x_step % STEP == 0;
    let cell = CellSize { width: x_step / STEP, height: y_step };
    let readable = CELL_WIDTHS.contains(&cell.width) && CELL_HEIGHTS.contains(&cell.height);
    let first = *blobs.iter().min_by_key(|blob| (blob.y, blob.x))?;
    (whole && readable).then_some(Lattice { cell, first })
}

/// The common distance of neighbouring coordinates, and how many different ones there are.
fn spacing(coordinates: impl Iterator<Item = usize>) -> Option<(usize, usize)> {
    let places: std::collections::BTreeSet<usize> = coordinates.collect();
    let mut steps = places.iter().zip(places.iter().skip(1)).map(|(one, next)| next - one);
    let step = steps.next()?;
    steps.all(|other| other == step).then_some((step, places.len()))
}

/// Which pixels differ between two pictures.
struct Changes {
    width: usize,
    mask: Vec<bool>,
}

impl Changes {
    fn between(before: &Picture, after: &Picture) -> Option<Self> {
        let same_size = before.width() == after.width() && before.height() == after.height();
        let mask = before.pixels().iter().zip(after.pixels()).map(|(one, other)| one != other).collect();
        same_size.then_some(Self { width: after.width(), mask })
    }

    /// All connected groups (corners count as connected).
    fn blobs(&self) -> Vec<Blob> {
        let mut left = self.mask.clone();
        let starts = self.mask.iter().enumerate().filter(|(_, changed)| **changed).map(|(index, _)| index);
        starts.filter_map(|start| self.take_blob(&mut left, start)).collect()
    }

    /// Removes the group around a pixel and measures it; `None` if it was taken before.
    fn take_blob(&self, left: &mut [bool], start: usize) -> Option<Blob> {
        let take = |left: &mut [bool], index: usize| left.get_mut(index).is_some_and(std::mem::take);
        if !take(left, start) {
            return None;
        }
        let mut open = vec![start];
        let (first_x, first_y) = (start % self.width, start / self.width);
        let (mut xs, mut ys) = (first_x..first_x + 1, first_y..first_y + 1);
        while let Some(index) = open.pop() {
            let (x, y) = (index % self.width, index / self.width);
            xs = xs.start.min(x)..xs.end.max(x + 1);
            ys = ys.start.min(y)..ys.end.max(y + 1);
            for near_y in y.saturating_sub(1)..=y + 1 {
                for near_x in x.saturating_sub(1)..=(x + 1).min(self.width - 1) {
                    let near = near_y * self.width + near_x;
                    if take(left, near) {
                        open.push(near);
                    }
                }
            }
        }
        Some(Blob { x: xs.start, y: ys.start, width: xs.end - xs.start, height: ys.end - ys.start })
    }

    /// The top left pixel of the cell of the lattice's first letter.
    fn cell_corner(&self, blobs: &[Blob], lattice: &Lattice) -> Point {
        let CellSize { width, height } = lattice.cell;
        let caret = blobs.iter().find(|blob| blob.width == width && blob.height == height);
        caret.map_or_else(
            || self.corner_by_edges(lattice),
            |caret| Point {
                x: cell_start(&lattice.first.columns(), caret.x, width),
                y: cell_start(&lattice.first.lines(), caret.y, height),
            },
        )
    }

    /// Without a caret: the underscore spans its cell, and the tallest letters leave equal space
    /// above and below.
    fn corner_by_edges(&self, lattice: &Lattice) -> Point {
        let CellSize { width, height } = lattice.cell;
        let Blob { x, y, .. } = lattice.first;
        let below = y + (EDGE_LINE - 1) * height + lattice.first.height.min(height);
        let letters = x.saturating_sub(width)..x + (EDGE.len() - STEP) * width;
        let lines = extent(below..below + 2 * height, |line| self.any(letters.clone(), line..line + 1));
        let underscore = x.saturating_sub(width)..x + 2 * width;
        let columns = extent(underscore, |column| self.any(column..column + 1, lines.clone()));
        Point { x: centred(&columns, width), y: centred(&lines, height).saturating_sub(EDGE_LINE * height) }
    }

    fn any(&self, columns: Range<usize>, lines: Range<usize>) -> bool {
        lines.into_iter().any(|line| {
            let row = line * self.width..(line + 1) * self.width;
            let row = self.mask.get(row).unwrap_or_default();
            row.get(columns.start..columns.end.min(row.len())).is_some_and(|part| part.contains(&true))
        })
    }
}

impl Blob {
    const fn columns(&self) -> Range<usize> {
        self.x..self.x + self.width
    }

    const fn lines(&self) -> Range<usize> {
        self.y..self.y + self.height
    }
}

/// The part of a range between its first and last hit.
fn extent(range: Range<usize>, hit: impl Fn(usize) -> bool) -> Range<usize> {
    let start = range.clone().find(|place| hit(*place)).unwrap_or(range.start);
    let end = range.clone().rev().find(|place| hit(*place)).unwrap_or(range.start);
    start..end + 1
}

/// Where the cell that holds the middle of `ink` begins, when some cell begins at `known`.
fn cell_start(ink: &Range<usize>, known: usize, size: usize) -> usize {
    let middle = usize::midpoint(ink.start, ink.end);
    let phase = known % size;
    (middle + size - phase) / size * size + phase - size
}

/// Where a cell begins that was measured at `start`: in a window of whole cells the measure is off by the uneven
/// space around its letters.
fn snapped(start: usize, size: usize, whole: usize) -> usize {
    let nearest = (start + size / 2) / size * size;
    let is_near = nearest.abs_diff(start) <= size / 4;
    if whole.is_multiple_of(size) && is_near { nearest } else { start }
}

/// Where a cell of `size` begins whose ink lies in its middle.
fn centred(ink: &Range<usize>, size: usize) -> usize {
    (ink.start + ink.end).saturating_sub(size) / 2
}

#[cfg(test)]
mod tests;
