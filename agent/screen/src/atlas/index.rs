//! The atlas as the reader wants it: every bitmap by its bits, in little memory and one look-up.

use std::collections::BTreeSet;

use super::{Atlas, Glyph};
use crate::bits::{GlyphBitmap, MAX_STRIP_WORDS};

/// One odd factor for every word a bitmap can have.
const FACTORS: [u64; MAX_STRIP_WORDS] = factors();

/// Bits of the filter for left halves: enough that few narrow characters pass by chance, and
/// little enough to stay in the fastest memory.
const FILTER_BITS: usize = 1 << 17;

/// What a bitmap is searched by. The products do not wait for each other, unlike those of a
/// [`GlyphId`](crate::bits::GlyphId), whose value outlives this program and this one's does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key(u64);

impl Key {
    /// The key of strips.
    pub(crate) fn of(strips: &[u32]) -> Self {
        let products =
            strips.iter().zip(&FACTORS).map(|(word, factor)| factor.wrapping_mul(u64::from(*word)));
        Self(products.fold(0, u64::wrapping_add))
    }

    /// The highest bits, which depend on all others.
    #[expect(clippy::cast_possible_truncation, reason = "no table has more places than memory")]
    const fn place(self, bits: u32) -> usize {
        (self.0 >> (u64::BITS - bits)) as usize
    }
}

const fn factors() -> [u64; MAX_STRIP_WORDS] {
    let mut factors = [0x9E37_79B9_7F4A_7C15_u64; MAX_STRIP_WORDS];
    let mut rest = factors.as_mut_slice();
    let mut factor: u64 = 0x9E37_79B9_7F4A_7C15;
    while let Some((first, others)) = rest.split_first_mut() {
        *first = factor | 1;
        factor = (factor ^ (factor >> 31)).wrapping_mul(0xD1B5_4A32_D192_ED03);
        rest = others;
    }
    factors
}

/// Everything learned, by bitmap.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    narrow: Shelf,
    wide: Shelf,
    starts: Filter,
    ends_after_blank: Filter,
    wholes: Filter,
    blank_starts: bool,
    /// Narrow characters a wide one begins with.
    halves: BTreeSet<char>,
}

/// A set of keys that forgets which: it says surely not, or probably.
#[derive(Debug, Clone)]
struct Filter(Vec<u64>);

impl Filter {
    fn of(keys: impl Iterator<Item = Key>) -> Self {
        let mut filter = Self(vec![0; FILTER_BITS / 64]);
        for (word, bit) in keys.map(Self::place) {
            if let Some(word) = filter.0.get_mut(word) {
                *word |= bit;
            }
        }
        filter
    }

    fn may_hold(&self, key: Key) -> bool {
        let (word, bit) = Self::place(key);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    const fn place(key: Key) -> (usize, u64) {
        let place = key.place(FILTER_BITS.trailing_zeros());
        (place / 64, 1 << (place % 64))
    }
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
        let (wide, narrow): (Vec<&Glyph>, Vec<&Glyph>) =
            atlas.glyphs.values().partition(|glyph| glyph.bitmap.width() == atlas.wide_width());
        let is_pair = |glyph: &Glyph| atlas.pair(&glyph.bitmap).is_some();
        let halves: Vec<[GlyphBitmap; 2]> =
            wide.iter().filter_map(|glyph| atlas.halves(&glyph.bitmap)).collect();
        let key = |bitmap: &GlyphBitmap| Key::of(&bitmap.strips());
        let after_blank = halves.iter().filter(|[left, _]| left.is_uniform());
        Self {
            narrow: Shelf::new(narrow.iter().map(|glyph| (glyph.bitmap.strips(), glyph.reading()))),
            wide: Shelf::new(wide.iter().map(|glyph| {
                let reading = if is_pair(glyph) { glyph.preferred } else { glyph.reading() };
                (glyph.bitmap.strips(), reading)
            })),
            starts: Filter::of(halves.iter().map(|[left, _]| key(left))),
            ends_after_blank: Filter::of(after_blank.clone().map(|[_, right]| key(right))),
            wholes: Filter::of(wide.iter().map(|glyph| key(&glyph.bitmap))),
            blank_starts: after_blank.count() > 0,
            halves: halves.iter().filter_map(|[left, _]| atlas.glyphs.get(&left.id())?.reading()).collect(),
        }
    }

    /// Whether a wide character may begin with this narrow bitmap: surely not, or probably.
    pub(crate) fn may_start_wide(&self, narrow: Key) -> bool {
        self.starts.may_hold(narrow)
    }

    /// Whether a wide character whose left half is blank may end with this narrow bitmap.
    pub(crate) fn may_end_wide_after_blank(&self, narrow: Key) -> bool {
        self.ends_after_blank.may_hold(narrow)
    }

    /// Whether this may be a wide character.
    pub(crate) fn may_be_wide(&self, wide: Key) -> bool {
        self.wholes.may_hold(wide)
    }

    /// Whether some wide character begins exactly as this narrow one looks.
    pub(crate) fn is_half_of_wide(&self, narrow: char) -> bool {
        self.halves.contains(&narrow)
    }

    pub(crate) const fn blank_starts_wide(&self) -> bool {
        self.blank_starts
    }

    pub(crate) const fn narrow(&self) -> &Shelf {
        &self.narrow
    }

    pub(crate) const fn wide(&self) -> &Shelf {
        &self.wide
    }
}

/// All bitmaps of one width, side by side in memory.
#[derive(Debug, Clone)]
pub(crate) struct Shelf {
    words: Vec<u32>,
    readings: Vec<Option<char>>,
    /// Two rows of each: enough to pass over nearly all when searching through.
    middles: Vec<u64>,
    /// An open hash table, at most half full; a bitmap lies at its key's place or soon after.
    slots: Vec<Option<Slot>>,
}

/// Where a bitmap's words begin, and what it reads as; `None` is a collision nobody has resolved.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    key: Key,
    start: u32,
    reading: Option<char>,
}

impl Shelf {
    fn new(bitmaps: impl Iterator<Item = (Vec<u32>, Option<char>)>) -> Self {
        let (mut words, mut readings, mut middles) = (Vec::new(), Vec::new(), Vec::new());
        let mut filed = Vec::new();
        for (bitmap, reading) in bitmaps {
            // There are not enough characters in Unicode to overflow this.
            let start = u32::try_from(words.len()).unwrap_or(u32::MAX);
            filed.push(Slot { key: Key::of(&bitmap), start, reading });
            middles.push(middle(&bitmap));
            words.extend(bitmap);
            readings.push(reading);
        }
        let slots = vec![None; (2 * filed.len()).next_power_of_two().max(2)];
        let mut shelf = Self { words, readings, middles, slots };
        for slot in filed {
            shelf.file(slot);
        }
        shelf
    }

    fn file(&mut self, slot: Slot) {
        let free = self.places(slot.key).find(|place| matches!(self.slots.get(*place), Some(None)));
        if let Some(place) = free.and_then(|place| self.slots.get_mut(place)) {
            *place = Some(slot);
        }
    }

    /// The places to search for a key, the best first.
    fn places(&self, key: Key) -> impl Iterator<Item = usize> + use<> {
        let last = self.slots.len() - 1;
        let first = key.place(self.slots.len().trailing_zeros());
        (first..=last + first).map(move |place| place & last)
    }

    /// What was filed under a key. Only [`Self::hit`] says whether it is the same bitmap.
    pub(crate) fn find(&self, key: Key) -> Option<Slot> {
        let mut filed = self.places(key).map_while(|place| self.slots.get(place).copied().flatten());
        filed.find(|slot| slot.key == key)
    }

    /// What a bitmap reads as. All its rows are compared, so that not even two bitmaps of one
    /// key can be mistaken for each other.
    pub(crate) fn hit(&self, slot: Option<Slot>, words: &[u32]) -> Hit {
        let Some(slot) = slot else { return Hit::Miss };
        let start = slot.start as usize;
        let learned = self.words.get(start..start + words.len()).unwrap_or_default();
        let differences = learned.iter().zip(words).fold(0, |all, (one, other)| all | (one ^ other));
        match slot.reading {
            _ if differences != 0 || learned.len() != words.len() => Hit::Miss,
            Some(character) => Hit::Character(character),
            None => Hit::Ambiguous,
        }
    }

    /// Every bitmap that differs from `strips` in pixels of `free` only, and what it reads as.
    pub(crate) fn like<'a>(
        &'a self,
        strips: &'a [u32],
        free: &'a [u32],
    ) -> impl Iterator<Item = (&'a [u32], Option<char>)> {
        let (own, open) = (middle(strips), middle(free));
        let each = self.words.len() / self.readings.len().max(1);
        let alike = self.middles.iter().enumerate().filter(move |(_, known)| (own ^ *known) & !open == 0);
        let bitmaps = alike.filter_map(move |(place, _)| {
            Some((self.words.get(place * each..(place + 1) * each)?, *self.readings.get(place)?))
        });
        bitmaps.filter(move |(known, _)| {
            strips.iter().zip(*known).zip(free).all(|((own, known), free)| (own ^ known) & !free == 0)
        })
    }
}

/// Two rows of the middle, where characters differ most.
fn middle(strips: &[u32]) -> u64 {
    let rows = strips.iter().skip(strips.len() / 2).take(2);
    rows.fold(0, |both, row| (both << 32) | u64::from(*row))
}
