//! What people may see of a screen: passenger documents blotted out, in the text and in the picture.
//!
//! Blotted out are identity card numbers, passport numbers and mobile phone numbers. It errs on the
//! side of blotting: an unreadable cell inside a number counts as a digit, and a number that may go
//! on in the next row is judged with and without that row.

mod png;

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use waystation_screen::{Cell, Geometry, Grid, Picture, PictureError, Position, UnknownGlyph};
use waystation_shared::edge_api::GlyphPicture;

pub use self::png::{EncodeError, encode};
use crate::terminal::Snapshot;

/// Stands for a blotted cell in the text.
const BLOT: char = '*';
/// Fills a blotted cell in the picture.
const BLOT_COLOUR: u32 = 0x0080_8080;
/// Runs of digits from here on are identity cards (15 or 18) or card numbers.
const LONG_NUMBER: usize = 15;
/// A document number has at least so many digits.
const DOCUMENT_DIGITS: usize = 5;
/// Kinds of document as the host writes them before the number.
const KINDS: [&str; 4] = ["NI", "PP", "ID", "RP"];
/// Rows that mention these carry documents of every form.
const DOCUMENT_ROWS: [&str; 3] = ["FOID", "DOCS", "DOCO"];

/// A screen as people may see it.
#[derive(Debug, Clone)]
pub struct Masked {
    /// The rows, with `*` in blotted cells.
    pub text: String,
    /// The picture as PNG, blotted cells filled.
    pub png: Vec<u8>,
}

/// Blots a snapshot's documents out.
///
/// # Errors
/// [`EncodeError`] when the picture cannot be compressed.
pub fn masked(snapshot: &Snapshot, geometry: Geometry) -> Result<Masked, EncodeError> {
    let grid = snapshot.view.grid();
    let picture = masked_picture(&snapshot.picture, geometry, grid);
    Ok(Masked { text: masked_text(grid), png: encode(&picture)? })
}

/// The rows of a grid joined by line breaks, with `*` in blotted cells.
#[must_use]
pub fn masked_text(grid: &Grid) -> String {
    let blotted = document_cells(grid);
    (0..grid.rows()).map(|row| masked_row(grid, row, &blotted)).collect::<Vec<_>>().join("\n")
}

/// The picture with blotted cells filled. Everything else stays as it was, pixel for pixel.
#[must_use]
pub fn masked_picture(picture: &Picture, geometry: Geometry, grid: &Grid) -> Picture {
    let mut picture = picture.clone();
    let cell = geometry.cell();
    for position in document_cells(grid) {
        let corner = geometry.top_left(position);
        for y in corner.y..corner.y + cell.height {
            for x in corner.x..corner.x + cell.width {
                picture.set_pixel(x, y, BLOT_COLOUR);
            }
        }
    }
    picture
}

/// The glyphs nobody has named yet, each with its surroundings, for a person to name.
///
/// # Errors
/// [`EncodeError`] when a picture cannot be cut out or compressed.
pub fn unknown_glyphs(snapshot: &Snapshot, geometry: Geometry) -> Result<Vec<GlyphPicture>, EncodeError> {
    let grid = snapshot.view.grid();
    let blotted = document_cells(grid);
    let picture = masked_picture(&snapshot.picture, geometry, grid);
    let show = |glyph: &UnknownGlyph| {
        let around = surroundings(&picture, geometry, glyph.position)?;
        Ok(GlyphPicture {
            glyph: glyph.id.to_string(),
            png: STANDARD.encode(encode(&around)?),
            context: masked_row(grid, glyph.position.row, &blotted),
        })
    };
    snapshot.unknown.iter().map(show).collect()
}

/// The cell, three more to each side and a third of a row above and below.
fn surroundings(picture: &Picture, geometry: Geometry, at: Position) -> Result<Picture, PictureError> {
    let (corner, cell) = (geometry.top_left(at), geometry.cell());
    let (side, rise) = (3 * cell.width, cell.height / 3);
    let (left, top) = (corner.x.saturating_sub(side), corner.y.saturating_sub(rise));
    let right = (corner.x + 2 * cell.width + side).min(picture.width());
    let bottom = (corner.y + cell.height + rise).min(picture.height());
    picture.crop(left, top, right.saturating_sub(left), bottom.saturating_sub(top))
}

fn masked_row(grid: &Grid, row: usize, blotted: &BTreeSet<Position>) -> String {
    let marks = grid.row(row).iter().enumerate().filter_map(|(column, cell)| {
        let mark = mark(*cell)?;
        Some(if blotted.contains(&Position { row, column }) { BLOT } else { mark })
    });
    let text: String = marks.collect();
    text.trim_end_matches(' ').to_owned()
}

/// The cells that belong to a document or phone number.
fn document_cells(grid: &Grid) -> BTreeSet<Position> {
    let mut blotted = BTreeSet::new();
    for row in 0..grid.rows() {
        let own = row_marks(grid, row);
        blotted.extend(documents(&own));
        if reaches_edge(&own, grid.columns()) {
            let mut joined = own;
            joined.extend(row_marks(grid, row + 1).into_iter().skip_while(|(_, mark)| *mark == ' '));
            blotted.extend(documents(&joined));
        }
    }
    blotted
}

type Mark = (Position, char);

fn row_marks(grid: &Grid, row: usize) -> Vec<Mark> {
    let cells = grid.row(row).iter().enumerate();
    let mut marks: Vec<Mark> =
        cells.filter_map(|(column, cell)| Some((Position { row, column }, mark(*cell)?))).collect();
    let used = marks.iter().rposition(|(_, mark)| *mark != ' ').map_or(0, |last| last + 1);
    marks.truncate(used);
    marks
}

const fn mark(cell: Cell) -> Option<char> {
    match cell {
        Cell::Blank => Some(' '),
        Cell::Narrow(mark) | Cell::WideLeft(mark) => Some(mark),
        Cell::WideRight => None,
        Cell::Unknown(_) => Some(char::REPLACEMENT_CHARACTER),
    }
}

/// The host wraps at the last column or, where that is kept for the page mark, at the one before.
fn reaches_edge(marks: &[Mark], columns: usize) -> bool {
    marks.last().is_some_and(|(last, _)| last.column + 2 >= columns)
}

fn documents(marks: &[Mark]) -> Vec<Position> {
    let text: String = marks.iter().map(|(_, mark)| *mark).collect();
    let is_document_row = DOCUMENT_ROWS.iter().any(|word| text.contains(word));
    let runs = marks.split(|(_, mark)| !is_number_mark(*mark));
    runs.filter_map(|run| document_in(run, is_document_row))
        .flatten()
        .map(|(position, _)| *position)
        .collect()
}

const fn is_number_mark(mark: char) -> bool {
    mark.is_ascii_alphanumeric() || mark == char::REPLACEMENT_CHARACTER
}

const fn is_digit(mark: char) -> bool {
    mark.is_ascii_digit() || mark == char::REPLACEMENT_CHARACTER
}

/// The part of a run of letters and digits that must not be seen.
fn document_in(run: &[Mark], is_document_row: bool) -> Option<&[Mark]> {
    let text: String = run.iter().map(|(_, mark)| *mark).collect();
    let digits = text.chars().filter(|&mark| is_digit(mark)).count();
    let kind = KINDS.iter().find(|kind| text.starts_with(**kind)).map_or(0, |kind| kind.len());
    if digits >= DOCUMENT_DIGITS && (kind > 0 || is_document_row) {
        return run.get(kind..);
    }
    let first = run.iter().position(|(_, mark)| is_digit(*mark))?;
    let number = run.get(first..)?;
    let length = number.iter().take_while(|(_, mark)| is_digit(*mark)).count();
    let plain: String = number.iter().take(length).map(|(_, mark)| *mark).collect();
    (length >= LONG_NUMBER || is_mobile(&plain)).then_some(number)
}

/// A mainland mobile number, with or without the country code.
fn is_mobile(digits: &str) -> bool {
    let national = if digits.chars().count() == 13 { digits.strip_prefix("86") } else { Some(digits) };
    let marks: Vec<char> = national.unwrap_or_default().chars().collect();
    match marks.as_slice() {
        [first, second, ..] if marks.len() == 11 => {
            matches!(first, '1' | '\u{fffd}') && !matches!(second, '0' | '1' | '2')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
