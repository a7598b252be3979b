//! A made-up font for tests: every character has its own pattern, drawn into pictures with any
//! colours, so that tests need no window. Shares nothing with the code under test but the types.

use crate::geometry::{CellSize, Geometry, GridSize, Point, Position};
use crate::picture::Picture;
use crate::width::AmbiguousWidth;

pub(crate) const CELL: CellSize = CellSize { width: 9, height: 16 };
pub(crate) const GREEN: u32 = 0x00_FF00;
pub(crate) const BLACK: u32 = 0;

pub(crate) fn geometry(rows: usize, columns: usize) -> Geometry {
    Geometry::new(Point { x: 3, y: 5 }, CELL, GridSize { rows, columns }).unwrap()
}

/// A picture that holds the grid with a margin, all paper.
pub(crate) fn paper(geometry: &Geometry, colour: u32) -> Picture {
    let cell = geometry.cell();
    let (width, height) = (geometry.pixel_width() + 8, geometry.size().rows * cell.height + 9);
    Picture::filled(width, height, colour).unwrap()
}

/// Whether the font inks this pixel of a character. One pixel inside the edge is always free,
/// and one pixel is always inked, so that no character is blank.
pub(crate) fn is_ink(character: char, x: usize, y: usize, width: usize) -> bool {
    let inner = (2..width - 2).contains(&x) && (2..CELL.height - 3).contains(&y);
    let seed = (u64::from(u32::from(character)) + 7).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let noise = (seed ^ ((y * 64 + x) as u64 + 1).wrapping_mul(0xD1B5_4A32_D192_ED03))
        .wrapping_mul(0xBF58_476D_1CE4_E5B9);
    inner && character != ' ' && ((x, y) == (3, 6) || noise >> 62 == 0)
}

/// Draws one character in its cell (or two cells) in two colours.
pub(crate) fn draw(
    picture: &mut Picture,
    geometry: &Geometry,
    at: Position,
    character: char,
    [ink, paper]: [u32; 2],
) {
    let width = AmbiguousWidth::One.columns(character) * CELL.width;
    let Point { x: left, y: top } = geometry.top_left(at);
    for y in 0..CELL.height {
        for x in 0..width {
            picture.set_pixel(left + x, top + y, if is_ink(character, x, y, width) { ink } else { paper });
        }
    }
}

/// Draws lines of text from a row on.
pub(crate) fn write<'a>(
    picture: &mut Picture,
    geometry: &Geometry,
    row: usize,
    lines: impl IntoIterator<Item = &'a str>,
    colours: [u32; 2],
) {
    for (index, line) in lines.into_iter().enumerate() {
        let mut column = 0;
        for character in line.chars() {
            draw(picture, geometry, Position { row: row + index, column }, character, colours);
            column += AmbiguousWidth::One.columns(character);
        }
    }
}
