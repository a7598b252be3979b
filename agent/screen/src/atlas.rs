//! What every character looks like in one font: learned bitmaps and the look-up by bitmap.
//!
//! Characters that the font draws alike share one bitmap. Such a bitmap reads as unknown until a
//! person says which character it stands for ([`Atlas::prefer`]). Knows nothing of pictures.

mod compact;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::band::Edges;
use crate::bits::{ById, GlyphBitmap, GlyphId, SIDE_TRIM};
use crate::geometry::CellSize;

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
    edge_only: BTreeSet<char>,
}

impl Atlas {
    /// An empty atlas for cells of this size.
    #[must_use]
    pub const fn new(cell: CellSize) -> Self {
        Self { cell, glyphs: BTreeMap::new(), learned: BTreeMap::new(), edge_only: BTreeSet::new() }
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
    /// beyond. It cannot be learned; but once a font is known to have one, no strong ink there is taken
    /// for a neighbour's any more, so that the character reads as unknown and not as blank.
    pub fn note_edge_only(&mut self, character: char) {
        self.edge_only.insert(character);
    }

    pub(crate) fn edges(&self) -> Edges {
        if self.edge_only.is_empty() { Edges::MaySpill } else { Edges::AreOwn }
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

/// The atlas as the reader wants it: by bitmap, in little memory and in one look-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    by_id: ById<Entry>,
    words: Vec<u64>,
    blank_starts: bool,
    narrow: Shelf,
    wide: Shelf,
}

/// All bitmaps of one width, side by side in memory, to be searched through.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shelf {
    words: Vec<u64>,
    readings: Vec<Option<char>>,
}

impl Shelf {
    fn add(&mut self, words: &[u64], reading: Option<char>) {
        self.words.extend_from_slice(words);
        self.readings.push(reading);
    }

    /// The words of every bitmap and what it reads as; `None` is a collision nobody has resolved.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u64], Option<char>)> {
        let each = self.words.len() / self.readings.len().max(1);
        self.words.chunks_exact(each.max(1)).zip(self.readings.iter().copied())
    }
}

/// A bitmap: where its words are (none for a mere left half), what it reads as, and whether a
/// wide character begins so.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    start: u32,
    length: u8,
    reading: Option<char>,
    starts_wide: bool,
}

/// What the index says about an exact bitmap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hit {
    /// This bitmap was never learned.
    Miss,
    /// Learned, but shared by several characters.
    Ambiguous,
    /// One character.
    Character(char),
}

impl Index {
    pub(crate) fn new(atlas: &Atlas) -> Self {
        let mut index = Self::default();
        for glyph in atlas.glyphs.values() {
            index.add(atlas, glyph);
        }
        index
    }

    fn add(&mut self, atlas: &Atlas, glyph: &Glyph) {
        let is_wide = glyph.bitmap.width() == atlas.wide_width();
        let reading =
            if is_wide && atlas.pair(&glyph.bitmap).is_some() { glyph.preferred } else { glyph.reading() };
        let words = glyph.bitmap.words();
        let entry = self.by_id.entry(glyph.bitmap.id()).or_default();
        let place = u32::try_from(self.words.len()).ok().zip(u8::try_from(words.len()).ok());
        // There are not enough characters in Unicode to fill this; what did not fit would read as unknown.
        let (start, length) = place.unwrap_or_default();
        *entry = Entry { start, length, reading, ..*entry };
        self.words.extend_from_slice(words);
        if !is_wide {
            self.narrow.add(words, reading);
            return;
        }
        self.wide.add(words, reading);
        if let Some([left, _]) = atlas.halves(&glyph.bitmap) {
            self.blank_starts |= left.is_uniform();
            self.by_id.entry(left.id()).or_default().starts_wide = true;
        }
    }

    /// Looks a narrow bitmap up; the second value says whether a wide character begins so.
    pub(crate) fn narrow(&self, id: GlyphId, words: &[u64]) -> (Hit, bool) {
        self.by_id.get(&id).map_or((Hit::Miss, false), |entry| (self.hit(entry, words), entry.starts_wide))
    }

    pub(crate) fn wide(&self, id: GlyphId, words: &[u64]) -> Hit {
        self.by_id.get(&id).map_or(Hit::Miss, |entry| self.hit(entry, words))
    }

    /// The words are compared too, so that not even a collision of ids can read wrongly.
    fn hit(&self, entry: &Entry, words: &[u64]) -> Hit {
        let start = entry.start as usize;
        let learned = self.words.get(start..start + usize::from(entry.length)).unwrap_or_default();
        match entry.reading {
            _ if learned != words => Hit::Miss,
            Some(character) => Hit::Character(character),
            None => Hit::Ambiguous,
        }
    }

    pub(crate) const fn blank_starts_wide(&self) -> bool {
        self.blank_starts
    }

    pub(crate) const fn narrow_shelf(&self) -> &Shelf {
        &self.narrow
    }

    pub(crate) const fn wide_shelf(&self) -> &Shelf {
        &self.wide
    }
}

#[cfg(test)]
mod tests;
