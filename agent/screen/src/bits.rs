//! The normal form of a cell: one bit per pixel, without colour and without polarity.
//!
//! Two cells that show the same character in other colours, or inverted under a block caret,
//! have the same normal form. The outermost pixel column on each side is left out
//! ([`SIDE_TRIM`]): anti-aliased ink of a neighbour spills into it. Polarity is settled by the
//! first pixel, which is always 0; so `b` and its complement are one bitmap.
//!
//! Knows nothing of pictures or characters.

use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Pixel columns left out on each side of a character, because neighbours bleed into them.
pub const SIDE_TRIM: usize = 1;

/// Widest bitmap: two cells of 32 pixels less the trim, one row in one 64-bit word.
pub const MAX_WIDTH: usize = 62;

/// Tallest bitmap, in pixels.
pub const MAX_HEIGHT: usize = 64;

/// Pixels in width of a strip (see [`strips`]).
const STRIP: usize = 32;

/// Most words the strips of one bitmap can have.
pub(crate) const MAX_STRIP_WORDS: usize = MAX_HEIGHT * MAX_WIDTH.div_ceil(STRIP);

/// A stable 64-bit name of a normal form: the same on every machine and in every version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GlyphId(u64);

impl GlyphId {
    /// An id kept elsewhere as a number.
    #[must_use]
    pub const fn from_raw(raw: u64) -> Self {
        Self(raw)
    }

    /// The id as a number.
    #[must_use]
    pub const fn raw(self) -> u64 {
        self.0
    }

    /// The id of packed words (see [`pack`]) of a bitmap of this width.
    pub(crate) fn of(width: usize, words: &[u64]) -> Self {
        let mixed = words.iter().fold(width as u64 + 1, |hash, word| mix(hash ^ *word));
        Self(mixed)
    }
}

impl fmt::Display for GlyphId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

const fn mix(value: u64) -> u64 {
    let product = value.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ (product >> 32)
}

/// Hash tables keyed by [`GlyphId`] take the id itself: it is a hash already.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

pub(crate) type ById<V> = std::collections::HashMap<GlyphId, V, BuildHasherDefault<IdHasher>>;

/// Why rows do not make a bitmap.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GlyphError {
    /// A side is zero or too long.
    #[error("a bitmap of {width}x{height} is not possible; at most {MAX_WIDTH}x{MAX_HEIGHT}")]
    Size {
        /// Width asked for, in pixels.
        width: usize,
        /// Height asked for, in pixels.
        height: usize,
    },
}

/// The normal form of one character: what an atlas keeps and compares.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GlyphBitmap {
    width: usize,
    height: usize,
    words: Box<[u64]>,
}

impl GlyphBitmap {
    /// A bitmap from its rows, top first; bit 0 of a row is the leftmost pixel. Bits beyond
    /// `width` are ignored, and the polarity is brought to the normal form.
    ///
    /// # Errors
    /// [`GlyphError::Size`].
    pub fn new(width: usize, rows: &[u64]) -> Result<Self, GlyphError> {
        let height = rows.len();
        if !(1..=MAX_WIDTH).contains(&width) || !(1..=MAX_HEIGHT).contains(&height) {
            return Err(GlyphError::Size { width, height });
        }
        let mut words = Vec::new();
        pack(width, rows.iter().copied(), &mut words);
        Ok(Self { width, height, words: words.into() })
    }

    /// Width in pixels, side trim left out.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// The rows, top first, bit 0 the leftmost pixel, in normal polarity (first pixel 0).
    #[must_use]
    pub fn rows(&self) -> Vec<u64> {
        unpack(self.width, self.height, &self.words)
    }

    /// The rows as a person expects them: ink is 1, and ink is the rarer colour.
    #[must_use]
    pub fn ink(&self) -> Vec<u64> {
        let rows = self.rows();
        let set: usize = rows.iter().map(|row| row.count_ones() as usize).sum();
        let flip = if set * 2 > self.width * self.height { mask(self.width) } else { 0 };
        rows.into_iter().map(|row| row ^ flip).collect()
    }

    /// Whether all pixels are alike, as in a blank cell.
    #[must_use]
    pub fn is_uniform(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The stable name of this bitmap.
    #[must_use]
    pub fn id(&self) -> GlyphId {
        GlyphId::of(self.width, &self.words)
    }

    /// The strips (see [`strips`]) of this bitmap.
    pub(crate) fn strips(&self) -> Vec<u32> {
        let mut words = Vec::new();
        strips_as_is(self.width, self.rows().into_iter(), &mut words);
        words
    }

    /// The part of `width` pixels from `x` on, as a bitmap of its own.
    pub(crate) fn part(&self, x: usize, width: usize) -> Result<Self, GlyphError> {
        let rows: Vec<u64> = self.rows().iter().map(|row| row >> x.min(63)).collect();
        Self::new(width, &rows)
    }
}

/// The stable name of a bitmap of these rows, in whatever polarity.
pub(crate) fn id(width: usize, rows: impl Iterator<Item = u64> + Clone) -> GlyphId {
    let mut words = Vec::new();
    pack(width, rows, &mut words);
    GlyphId::of(width, &words)
}

/// The lowest `width` bits.
pub(crate) const fn mask(width: usize) -> u64 {
    if width >= 64 { u64::MAX } else { (1 << width) - 1 }
}

/// How many rows of `width` bits one word holds.
pub(crate) const fn rows_per_word(width: usize) -> usize {
    if width == 0 || width > 64 { 1 } else { 64 / width }
}

/// Packs rows into words, as many whole rows per word as fit, in normal polarity: when the first
/// pixel is set, every pixel is turned over.
pub(crate) fn pack(width: usize, rows: impl Iterator<Item = u64> + Clone, words: &mut Vec<u64>) {
    let flip = polarity(rows.clone().next());
    pack_as_is(width, rows.map(|row| row ^ flip), words);
}

/// What every row is to be combined with so that the first pixel becomes 0.
pub(crate) fn polarity(first_row: Option<u64>) -> u64 {
    if first_row.is_some_and(|row| row & 1 == 1) { u64::MAX } else { 0 }
}

/// Cuts rows into strips of 32 pixels in width, in normal polarity, and adds them strip by strip:
/// what bitmaps are searched for and compared by. Whole rows take more memory than packed ones,
/// but all rows of a strip are cut at once.
pub(crate) fn strips(width: usize, rows: impl Iterator<Item = u64> + Clone, words: &mut Vec<u32>) {
    let flip = polarity(rows.clone().next());
    strips_as_is(width, rows.map(|row| row ^ flip), words);
}

/// Cuts rows like [`strips`] but leaves their polarity alone, as masks need it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a strip is the lower half of a row, then the upper half"
)]
pub(crate) fn strips_as_is(width: usize, rows: impl Iterator<Item = u64> + Clone, words: &mut Vec<u32>) {
    let kept = mask(width);
    words.extend(rows.clone().map(|row| (row & kept) as u32));
    if width > STRIP {
        words.extend(rows.map(|row| ((row & kept) >> STRIP) as u32));
    }
}

/// Packs rows like [`pack`] but leaves their polarity alone, as masks need it.
pub(crate) fn pack_as_is(width: usize, rows: impl Iterator<Item = u64>, words: &mut Vec<u64>) {
    words.clear();
    let per_word = rows_per_word(width);
    let (mut word, mut count) = (0, 0);
    for row in rows {
        word = (word << (width & 63)) | (row & mask(width));
        count += 1;
        if count == per_word {
            words.push(word);
            (word, count) = (0, 0);
        }
    }
    if count > 0 {
        words.push(word);
    }
}

fn unpack(width: usize, height: usize, words: &[u64]) -> Vec<u64> {
    let per_word = rows_per_word(width);
    let mut rows = Vec::with_capacity(height);
    for (index, word) in words.iter().enumerate() {
        let count = per_word.min(height.saturating_sub(index * per_word));
        rows.extend((0..count).rev().map(|place| (word >> (place * width)) & mask(width)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn glyph() -> impl Strategy<Value = (usize, Vec<u64>)> {
        (1..=MAX_WIDTH, prop::collection::vec(any::<u64>(), 1..=MAX_HEIGHT))
    }

    proptest! {
        #[test]
        fn rows_come_back_but_for_polarity((width, rows) in glyph()) {
            let kept: Vec<u64> = rows.iter().map(|row| row & mask(width)).collect();
            let turned: Vec<u64> = kept.iter().map(|row| row ^ mask(width)).collect();
            let back = GlyphBitmap::new(width, &rows).unwrap().rows();
            let expected = if kept[0] & 1 == 0 { kept } else { turned };
            prop_assert_eq!(back, expected);
        }

        #[test]
        fn a_bitmap_and_its_inverse_are_one((width, rows) in glyph()) {
            let turned: Vec<u64> = rows.iter().map(|row| !row).collect();
            let (one, other) = (GlyphBitmap::new(width, &rows).unwrap(), GlyphBitmap::new(width, &turned).unwrap());
            prop_assert_eq!(one.id(), other.id());
            prop_assert_eq!(one, other);
        }

        #[test]
        fn one_changed_pixel_changes_the_id((width, rows) in glyph(), x in 0..MAX_WIDTH, y in 0..MAX_HEIGHT) {
            prop_assume!(width > 1);
            let (x, y) = (x % width, y % rows.len());
            let mut changed = rows.clone();
            changed[y] ^= 1 << x;
            prop_assert_ne!(GlyphBitmap::new(width, &rows).unwrap().id(), GlyphBitmap::new(width, &changed).unwrap().id());
        }

        #[test]
        fn strips_tell_bitmaps_apart_as_rows_do((width, rows) in glyph(), x in 0..MAX_WIDTH, y in 0..MAX_HEIGHT) {
            let (x, y) = (x % width, y % rows.len());
            let bitmap = GlyphBitmap::new(width, &rows).unwrap();
            let mut turned = Vec::new();
            strips(width, rows.iter().map(|row| !row), &mut turned);
            prop_assert_eq!(bitmap.strips(), turned);
            let mut changed = bitmap.rows();
            changed[y] ^= 1 << x;
            let mut other = Vec::new();
            strips_as_is(width, changed.into_iter(), &mut other);
            prop_assert_ne!(bitmap.strips(), other);
        }

        #[test]
        fn no_part_panics((width, rows) in glyph(), x: usize, part: usize) {
            let _ = GlyphBitmap::new(width, &rows).unwrap().part(x, part);
        }
    }

    #[test]
    fn ink_is_the_rarer_colour() {
        let inverted = GlyphBitmap::new(4, &[0b1111, 0b1011, 0b1111]).unwrap();
        assert_eq!(inverted.ink(), [0, 0b0100, 0]);
        let corner = GlyphBitmap::new(4, &[0b0001, 0, 0]).unwrap();
        assert_eq!(corner.ink(), [1, 0, 0]);
    }

    #[test]
    fn a_uniform_bitmap_is_uniform_in_both_colours() {
        assert!(GlyphBitmap::new(5, &[0; 9]).unwrap().is_uniform());
        assert!(GlyphBitmap::new(5, &[u64::MAX; 9]).unwrap().is_uniform());
        assert!(!GlyphBitmap::new(5, &[0, 2]).unwrap().is_uniform());
    }

    #[test]
    fn impossible_sizes_are_refused() {
        assert!(GlyphBitmap::new(0, &[0]).is_err());
        assert!(GlyphBitmap::new(MAX_WIDTH + 1, &[0]).is_err());
        assert!(GlyphBitmap::new(8, &[]).is_err());
        assert!(GlyphBitmap::new(8, &[0; MAX_HEIGHT + 1]).is_err());
    }

    #[test]
    fn ids_never_change_between_versions() {
        let bitmap = GlyphBitmap::new(8, &[0x00, 0x18, 0x24, 0x42, 0x7E, 0x42, 0x42, 0x00]).unwrap();
        assert_eq!(bitmap.id(), GlyphId::of(8, &bitmap.words));
        assert_eq!(*bitmap.words, [0x0018_2442_7E42_4200]);
        assert_eq!(bitmap.id().to_string(), format!("{:016x}", mix(9 ^ 0x0018_2442_7E42_4200)));
    }
}
