//! What the pictures of the pages teach.

use std::collections::BTreeMap;

use super::plan::Page;
use super::repertoire::Repertoire;
use crate::atlas::{Atlas, AtlasError, Collision, EdgeInk};
use crate::band::{Band, Ink};
use crate::bits::GlyphBitmap;
use crate::geometry::{Geometry, Position};
use crate::grid::Cell;
use crate::picture::Picture;
use crate::reader::{ReadError, Reading};
use crate::width::AmbiguousWidth;

/// Places that must show the same bitmap before it is believed.
const WITNESSES: usize = 2;

/// Why one look at a character taught nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It has not been seen often enough, or not twice the same.
    TooFewWitnesses,
    /// Its cell stayed blank: lost while typing, or invisible in this font.
    Invisible,
    /// All its ink lies in the outermost pixel columns, which are left out of bitmaps.
    EdgeOnly,
    /// The cells beside it are not blank: it is wider than its cell, or the line has shifted.
    Spills,
}

/// What a session has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calibration {
    /// The learned bitmaps.
    pub atlas: Atlas,
    /// What this font draws alike.
    pub collisions: Vec<Collision>,
    /// Characters not learned, with the reason. They read as unknown.
    pub refused: BTreeMap<char, Refusal>,
}

/// A character that was read otherwise than it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch {
    /// Its cell.
    pub position: Position,
    /// The character typed.
    pub typed: char,
    /// What the reader says.
    pub read: Option<Cell>,
}

/// Collects what pages show until every character is known.
#[derive(Debug, Clone)]
pub struct Session {
    repertoire: Repertoire,
    geometry: Geometry,
    band: Band,
    seen: BTreeMap<char, Seen>,
}

#[derive(Debug, Clone, Default)]
struct Seen {
    witnesses: BTreeMap<(u64, usize), Witness>,
    refusal: Option<Refusal>,
    edge_ink: Option<EdgeInk>,
}

#[derive(Debug, Clone)]
struct Witness {
    bitmap: GlyphBitmap,
    places: Vec<Position>,
}

impl Session {
    /// A session for the characters of `repertoire` in the grid of `geometry`.
    #[must_use]
    pub fn new(repertoire: Repertoire, geometry: Geometry) -> Self {
        let band = Band::new(geometry, Vec::new());
        Self { repertoire, geometry, band, seen: BTreeMap::new() }
    }

    /// Looks at the picture of one typed page. Seeing the same place again adds nothing.
    ///
    /// # Errors
    /// [`ReadError::PictureTooSmall`]; then nothing was learned from the picture.
    pub fn observe(&mut self, page: &Page, picture: &Picture) -> Result<(), ReadError> {
        let (width, height) = (picture.width(), picture.height());
        if !self.geometry.fits(width, height) {
            return Err(ReadError::PictureTooSmall { width, height });
        }
        for line in page.placed().chunk_by(|(one, _), (next, _)| one.row == next.row) {
            let row = line.first().map_or(0, |(position, _)| position.row);
            self.band.load(picture, row);
            for (position, character) in line {
                let look = self.look(*position, *character);
                let columns = self.repertoire.widths().columns(*character);
                let edge_ink = self.band.edge_ink(position.column, columns);
                let seen = self.seen.entry(*character).or_default();
                seen.add(look, *position);
                seen.edge_ink = seen.edge_ink.or(edge_ink);
            }
        }
        Ok(())
    }

    fn look(&self, position: Position, character: char) -> Result<GlyphBitmap, Refusal> {
        let columns = self.repertoire.widths().columns(character);
        let Position { column, .. } = position;
        let is_blank = |column: usize| self.band.ink(column).is_none_or(|ink| ink == Ink::Blank);
        if !column.checked_sub(1).is_none_or(is_blank) || !is_blank(column + columns) {
            return Err(Refusal::Spills);
        }
        if (column..column + columns).all(is_blank) {
            return Err(Refusal::Invisible);
        }
        let span = if columns == 2 { self.band.wide(column) } else { self.band.narrow(column) };
        self.band.glyph(span).map_err(|_impossible| Refusal::Invisible)
    }

    /// The characters that have to be typed again, in the repertoire's order; make a [`Repertoire`]
    /// and a plan of them. What was refused every time is not worth more than one repetition.
    #[must_use]
    pub fn repeats(&self) -> Vec<char> {
        let unsettled = |character: &&char| self.settled(**character).is_none();
        self.repertoire.characters().iter().filter(unsettled).copied().collect()
    }

    /// The atlas of everything settled, what looks alike in it, and what is missing.
    #[must_use]
    pub fn finish(&self) -> Calibration {
        let mut atlas = Atlas::new(self.geometry.cell());
        let mut refused = BTreeMap::new();
        for character in self.repertoire.characters() {
            let learned = self.settled(*character).map(|bitmap| atlas.learn(bitmap.clone(), *character));
            let refusal = match learned {
                Some(Ok(())) => None,
                Some(Err(AtlasError::Invisible { .. })) => Some(Refusal::EdgeOnly),
                Some(Err(
                    AtlasError::Size { .. } | AtlasError::Changed { .. } | AtlasError::NotLearned { .. },
                ))
                | None => {
                    let reason = self.seen.get(character).and_then(|seen| seen.refusal);
                    Some(reason.unwrap_or(Refusal::TooFewWitnesses))
                }
            };
            if refusal.is_some()
                && let Some(ink) = self.seen.get(character).and_then(|seen| seen.edge_ink)
            {
                atlas.note_edge_only(*character, ink);
            }
            refused.extend(refusal.map(|refusal| (*character, refusal)));
        }
        atlas.prefer_ascii();
        Calibration { collisions: atlas.collisions(), atlas, refused }
    }

    fn settled(&self, character: char) -> Option<&GlyphBitmap> {
        self.seen.get(&character)?.settled()
    }
}

impl Seen {
    fn add(&mut self, look: Result<GlyphBitmap, Refusal>, position: Position) {
        match look {
            Err(refusal) => self.refusal = Some(refusal),
            Ok(bitmap) => {
                let key = (bitmap.id().raw(), bitmap.width());
                let witness = self.witnesses.entry(key).or_insert(Witness { bitmap, places: Vec::new() });
                if !witness.places.contains(&position) {
                    witness.places.push(position);
                }
            }
        }
    }

    /// The bitmap with the most witnesses, if they are enough and no other has as many.
    fn settled(&self) -> Option<&GlyphBitmap> {
        let best = self.witnesses.values().max_by_key(|witness| witness.places.len())?;
        let rivals =
            self.witnesses.values().filter(|witness| witness.places.len() == best.places.len()).count();
        (best.places.len() >= WITNESSES && rivals == 1).then_some(&best.bitmap)
    }
}

/// Compares a reading of a typed page with what was typed: the proof of an atlas. An unknown
/// cell is a mismatch too.
#[must_use]
pub fn verify(page: &Page, reading: &Reading, widths: AmbiguousWidth) -> Vec<Mismatch> {
    let expected = |character| match widths.columns(character) {
        2 => Cell::WideLeft(character),
        _ => Cell::Narrow(character),
    };
    let cells =
        page.placed().iter().map(|(position, typed)| (*position, *typed, reading.grid.cell(*position)));
    cells
        .filter(|(_, typed, read)| *read != Some(expected(*typed)))
        .map(|(position, typed, read)| Mismatch { position, typed, read })
        .collect()
}

#[cfg(test)]
mod tests;
