//! What every character looks like in one font: learned bitmaps and the look-up by bitmap.
//!
//! Characters that the font draws alike share one bitmap. Such a bitmap reads as unknown until a
//! person says which character it stands for ([`Atlas::prefer`]). Knows nothing of pictures.

mod compact;
mod index;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::bits::{GlyphBitmap, GlyphId, SIDE_TRIM};
use crate::geometry::CellSize;
pub(crate) use index::{Hit, Index, Key, Shelf, Slot};

/// Names a font as it is drawn: an atlas is of use only where the key is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FontKey {
    /// Size of a cell in pixels.
    pub cell: CellSize,
    /// Hash of the bitmaps of the digits and capitals.
    pub fingerprint: u64,
}

/// Why an atlas cannot take a bitmap.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AtlasError {
    /// The bitmap has neither the size of a narrow nor of a wide character.
    #[error(
        "a bitmap of {width}x{height} is no character of this font; narrow ones are {narrow} wide, wide ones {wide}, both {expected_height} high"
    )]
    Size {
        /// Width of the bitmap, in pixels.
        width: usize,
        /// Height of the bitmap, in pixels.
        height: usize,
        /// Width of a narrow character's bitmap.
        narrow: usize,
        /// Width of a wide character's bitmap.
        wide: usize,
        /// Height of every bitmap.
        expected_height: usize,
    },
    /// The character was learned with another bitmap before.
    #[error("{character:?} was learned with another bitmap; calibrate again if the font has changed")]
    Changed {
        /// The character.
        character: char,
    },
    /// A blank cell stands for nothing but a space.
    #[error("{character:?} shows nothing in this font, so it cannot be told from a space")]
    Invisible {
        /// The character.
        character: char,
    },
    /// Preferring needs a learned character.
    #[error("{character:?} has not been learned; only learned characters can be preferred")]
    NotLearned {
        /// The character.
        character: char,
    },
}

/// Characters that cannot be told apart by their pixels in this font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Collision {
    /// The characters have one bitmap. Reads as the preferred character, or as unknown.
    SameBitmap {
        /// The characters, in order of code point.
        characters: Vec<char>,
        /// What the bitmap is read as, if a person has said so.
        preferred: Option<char>,
    },
    /// A wide character looks like two narrow cells side by side. Reads as the wide character
    /// if it is preferred, or as unknown.
    Pair {
        /// The wide character.
        wide: char,
        /// What its halves look like; `None` is a blank.
        halves: [Option<char>; 2],
    },
}

/// Ink at the edges of a cell or just beyond: the scan lines it covers, the topmost in bit 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EdgeInk {
    /// Lines inked on the left side; 0 for none.
    pub left: u64,
    /// Lines inked on the right side; 0 for none.
    pub right: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Glyph {
    bitmap: GlyphBitmap,
    characters: Vec<char>,
    preferred: Option<char>,
}

impl Glyph {
    fn reading(&self) -> Option<char> {
        match self.characters.as_slice() {
            [only] => Some(*only),
            _ => self.preferred,
        }
    }
}

/// Learned bitmaps of one font.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "compact::Compact", into = "compact::Compact")]
pub struct Atlas {
    cell: CellSize,
    glyphs: BTreeMap<GlyphId, Glyph>,
    learned: BTreeMap<char, GlyphId>,
    edge_only: BTreeMap<char, EdgeInk>,
}

impl Atlas {
    /// An empty atlas for cells of this size.
    #[must_use]
    pub const fn new(cell: CellSize) -> Self {
        Self { cell, glyphs: BTreeMap::new(), learned: BTreeMap::new(), edge_only: BTreeMap::new() }
    }

    /// Size of a cell in pixels.
    #[must_use]
    pub const fn cell(&self) -> CellSize {
        self.cell
    }

    /// Number of learned characters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.learned.len()
    }

    /// Whether nothing has been learned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.learned.is_empty()
    }

    /// The learned characters, in order of code point.
    pub fn characters(&self) -> impl Iterator<Item = char> + '_ {
        self.learned.keys().copied()
    }

    /// The bitmap of a learned character.
    #[must_use]
    pub fn bitmap(&self, character: char) -> Option<&GlyphBitmap> {
        self.glyphs.get(self.learned.get(&character)?).map(|glyph| &glyph.bitmap)
    }

    /// Names the font: the cell size and what digits and capitals look like.
    #[must_use]
    pub fn font_key(&self) -> FontKey {
        let shapes: Vec<u64> =
            ('0'..='9').chain('A'..='Z').map(|c| self.learned.get(&c).map_or(0, |id| id.raw())).collect();
        FontKey { cell: self.cell, fingerprint: GlyphId::of(self.cell.height, &shapes).raw() }
    }

    /// Learns what a character looks like. Learning the same again changes nothing.
    ///
    /// # Errors
    /// [`AtlasError::Size`], [`AtlasError::Invisible`] or [`AtlasError::Changed`]; the atlas stays
    /// as it was.
    pub fn learn(&mut self, bitmap: GlyphBitmap, character: char) -> Result<(), AtlasError> {
        self.check_size(&bitmap)?;
        if bitmap.is_uniform() {
            return Err(AtlasError::Invisible { character });
        }
        let id = bitmap.id();
        if *self.learned.entry(character).or_insert(id) != id {
            return Err(AtlasError::Changed { character });
        }
        let glyph =
            self.glyphs.entry(id).or_insert(Glyph { bitmap, characters: Vec::new(), preferred: None });
        if let Err(place) = glyph.characters.binary_search(&character) {
            glyph.characters.insert(place, character);
        }
        Ok(())
    }

    /// Notes a character whose ink lies in the outermost columns, which bitmaps leave out, or
    /// beyond. It cannot be learned; but once a font is known to have one, ink like its own is not
    /// taken for a neighbour's any more, so that the character reads as unknown and not as blank.
    pub fn note_edge_only(&mut self, character: char, ink: EdgeInk) {
        self.edge_only.insert(character, ink);
    }

    /// Where characters of edges only have their ink.
    pub(crate) fn edges(&self) -> Vec<EdgeInk> {
        self.edge_only.values().copied().collect()
    }

    /// Says that wherever this character's bitmap is seen, this character is meant.
    ///
    /// # Errors
    /// [`AtlasError::NotLearned`].
    pub fn prefer(&mut self, character: char) -> Result<(), AtlasError> {
        let glyph = self.learned.get(&character).and_then(|id| self.glyphs.get_mut(id));
        glyph.ok_or(AtlasError::NotLearned { character })?.preferred = Some(character);
        Ok(())
    }

    /// Declares the ASCII character meant wherever exactly one ASCII character shares a bitmap
    /// with letters of alphabets no booking screen uses: Greek, Cyrillic, accented Latin, Roman
    /// numerals and the ratio sign. `I` and `l` drawn alike stay undecided.
    pub fn prefer_ascii(&mut self) {
        for glyph in self.glyphs.values_mut() {
            let (ascii, others): (Vec<char>, Vec<char>) =
                glyph.characters.iter().partition(|character| character.is_ascii());
            if let [only] = ascii.as_slice()
                && others
                    .iter()
                    .all(|other| matches!(other, '\u{C0}'..='\u{4FF}' | '\u{2160}'..='\u{217F}' | '∶'))
                && glyph.preferred.is_none()
                && !others.is_empty()
            {
                glyph.preferred = Some(*only);
            }
        }
    }

    /// Everything this font draws alike.
    #[must_use]
    pub fn collisions(&self) -> Vec<Collision> {
        let same = self.glyphs.values().filter(|glyph| glyph.characters.len() > 1).map(|glyph| {
            Collision::SameBitmap { characters: glyph.characters.clone(), preferred: glyph.preferred }
        });
        let pairs = self.wide_glyphs().filter_map(|glyph| {
            let wide = *glyph.characters.first()?;
            Some(Collision::Pair { wide, halves: self.pair(&glyph.bitmap)? })
        });
        same.chain(pairs).collect()
    }

    fn check_size(&self, bitmap: &GlyphBitmap) -> Result<(), AtlasError> {
        let (narrow, wide) = (self.narrow_width(), self.wide_width());
        let (width, height) = (bitmap.width(), bitmap.height());
        let expected_height = self.cell.height;
        if (width == narrow || width == wide) && height == expected_height {
            return Ok(());
        }
        Err(AtlasError::Size { width, height, narrow, wide, expected_height })
    }

    const fn narrow_width(&self) -> usize {
        self.cell.width.saturating_sub(2 * SIDE_TRIM)
    }

    const fn wide_width(&self) -> usize {
        (2 * self.cell.width).saturating_sub(2 * SIDE_TRIM)
    }

    fn wide_glyphs(&self) -> impl Iterator<Item = &Glyph> {
        self.glyphs.values().filter(|glyph| glyph.bitmap.width() == self.wide_width())
    }

    /// The halves of a wide bitmap as narrow cells would show them, side trim left out.
    fn halves(&self, wide: &GlyphBitmap) -> Option<[GlyphBitmap; 2]> {
        let left = wide.part(0, self.narrow_width()).ok()?;
        let right = wide.part(self.cell.width, self.narrow_width()).ok()?;
        Some([left, right])
    }

    fn pair(&self, wide: &GlyphBitmap) -> Option<[Option<char>; 2]> {
        let [left, right] = self.halves(wide)?;
        let look = |half: GlyphBitmap| {
            if half.is_uniform() {
                return Some(None);
            }
            self.glyphs.get(&half.id()).map(|glyph| glyph.characters.first().copied())
        };
        Some([look(left)?, look(right)?])
    }
}

#[cfg(test)]
mod tests;
