//! One text row of a picture, reduced to bits: the hot path of reading.
//!
//! Pixels become brightness levels, every cell gets its own threshold half-way between its
//! darkest and brightest kept pixel, and each scan line becomes a string of bits from which a
//! character's rows are cut with two shifts. The loops over pixels run over whole scan lines, one
//! simple step each, so that the compiler turns them into vector code. Knows nothing of characters.

use std::ops::Range;

use crate::bits::{self, GlyphBitmap, SIDE_TRIM, mask};
use crate::geometry::Geometry;
use crate::picture::Picture;

const BLOCK: usize = 64;

/// Least difference between a character's darkest and brightest pixel, of 189. Below it a cell
/// is not trusted to show a character at all, but it is not blank either.
pub(crate) const MIN_CONTRAST: u8 = 18;

/// The darkest and the brightest level among the kept pixels of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tone {
    pub(crate) low: u8,
    pub(crate) high: u8,
}

impl Tone {
    const fn contrast(self) -> u8 {
        self.high - self.low
    }

    const fn threshold(self) -> u8 {
        self.low + self.contrast() / 2
    }

    const fn is_inked(self) -> bool {
        self.contrast() >= MIN_CONTRAST
    }
}

/// What is in a cell, as far as brightness tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Every kept pixel has the same colour.
    Blank,
    /// Not blank, but no contrast to tell bits by.
    Faint,
    /// A character, or part of one.
    Inked,
}

/// What strong ink in the outermost column of a blank cell is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edges {
    /// Spilled by the neighbour if it touches the neighbour's ink.
    MaySpill,
    /// Always a character's own, because this font has characters of nothing else. Such a
    /// character may even lie in the nearest column of the next cell.
    AreOwn,
}

/// A run of pixel columns: the kept part of one or two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) x: usize,
    pub(crate) width: usize,
}

/// The working memory for one text row; reused for every row of every picture.
#[derive(Debug, Clone)]
pub(crate) struct Band {
    geometry: Geometry,
    edges: Edges,
    /// Pixels in a line of the following: the grid's width made full blocks of 64.
    stride: usize,
    /// Brightness, line by line.
    levels: Vec<u8>,
    lows: Vec<u8>,
    highs: Vec<u8>,
    thresholds: Vec<u8>,
    /// 1 where a pixel of the current line is above its threshold.
    flags: Vec<u8>,
    /// Pixels above their threshold, by block of 64 columns and then by scan line.
    lines: Vec<u64>,
    tones: Vec<Tone>,
    ink: Vec<Ink>,
}

impl Band {
    pub(crate) fn new(geometry: Geometry, edges: Edges) -> Self {
        let blocks = geometry.pixel_width().div_ceil(BLOCK);
        let lines = geometry.cell().height;
        Self {
            geometry,
            edges,
            stride: blocks * BLOCK,
            levels: vec![0; blocks * BLOCK * lines],
            lows: vec![0; blocks * BLOCK],
            highs: vec![0; blocks * BLOCK],
            thresholds: vec![0; blocks * BLOCK],
            flags: vec![0; blocks * BLOCK],
            lines: vec![0; (blocks + 1) * lines],
            tones: vec![Tone::default(); geometry.size().columns],
            ink: vec![Ink::Blank; geometry.size().columns],
        }
    }

    /// Reads text row `row` of a picture that holds the whole grid.
    pub(crate) fn load(&mut self, picture: &Picture, row: usize) {
        self.load_levels(picture, row);
        self.find_tones();
        self.find_blanks(picture, row);
        self.set_thresholds();
        self.draw_lines();
        self.find_side_ink();
    }

    fn load_levels(&mut self, picture: &Picture, row: usize) {
        self.lows.fill(u8::MAX);
        self.highs.fill(0);
        for (line, levels) in self.levels.chunks_exact_mut(self.stride).enumerate() {
            brightness(scan_line(picture, &self.geometry, row, line), levels);
            widen(&mut self.lows, &mut self.highs, levels);
        }
    }

    fn find_tones(&mut self) {
        let width = self.geometry.cell().width;
        let lows = self.lows.chunks_exact(width);
        let highs = self.highs.chunks_exact(width);
        let cells = self.tones.iter_mut().zip(self.ink.iter_mut());
        for ((tone, ink), (low, high)) in cells.zip(lows.zip(highs)) {
            tone.low = kept(low).iter().copied().min().unwrap_or_default();
            tone.high = kept(high).iter().copied().max().unwrap_or_default();
            *ink = if tone.is_inked() { Ink::Inked } else { Ink::Faint };
        }
    }

    /// Little contrast is not yet one colour: cells without ink are compared pixel by pixel,
    /// whole runs of them at once, one by one only where a run has several colours.
    fn find_blanks(&mut self, picture: &Picture, row: usize) {
        let width = self.geometry.cell().width;
        let blank = |cells: Range<usize>| {
            is_one_colour(
                picture,
                &self.geometry,
                row,
                cells.start * width + SIDE_TRIM..cells.end * width - SIDE_TRIM,
            )
        };
        let mut column = 0;
        for run in self.ink.chunk_by_mut(|one, other| one == other) {
            let cells = column..column + run.len();
            column = cells.end;
            if run.first() != Some(&Ink::Faint) {
                continue;
            }
            if blank(cells.clone()) {
                run.fill(Ink::Blank);
                continue;
            }
            for (ink, cell) in run.iter_mut().zip(cells) {
                *ink = if blank(cell..cell + 1) { Ink::Blank } else { Ink::Faint };
            }
        }
    }

    /// A blank cell may be dirty in its outermost columns: by what a neighbour spills there, which
    /// is light, or touches the neighbour's ink. Any other ink is a character's own, and the cell
    /// not blank.
    fn find_side_ink(&mut self) {
        let width = self.geometry.cell().width;
        for column in 0..self.ink.len() {
            if self.ink(column) == Some(Ink::Blank) {
                let left = column * width;
                let own = |(side, neighbour, x): (usize, Option<usize>, Option<usize>)| {
                    self.is_own_ink(column, side, neighbour, x)
                };
                let sides = [
                    (left, column.checked_sub(1), left.checked_sub(1)),
                    (left + width - 1, Some(column + 1), Some(left + width)),
                ];
                if sides.into_iter().any(own)
                    && let Some(ink) = self.ink.get_mut(column)
                {
                    *ink = Ink::Faint;
                }
            }
        }
    }

    /// Whether the outermost pixel column `side` of a blank cell holds ink of its own, not
    /// spilled from the neighbouring cell, whose nearest pixel column is `x`.
    fn is_own_ink(&self, column: usize, side: usize, neighbour: Option<usize>, x: Option<usize>) -> bool {
        let tone = |column: Option<usize>| {
            column.and_then(|column| self.tones.get(column)).copied().unwrap_or_default()
        };
        let paper = tone(Some(column)).low;
        let level = |levels: &[u8]| levels.get(side).map_or(0, |level| level.abs_diff(paper));
        let is_dirty = level(&self.lows).max(level(&self.highs)) > tone(neighbour).contrast() / 2;
        let Some(x) = x.filter(|_| tone(neighbour).is_inked()) else { return is_dirty };
        if !is_dirty && self.edges == Edges::MaySpill {
            return false;
        }
        let inked = |x: usize| {
            let bright = paper > tone(neighbour).threshold();
            self.rows(Span { x, width: 1 }).map(move |bit| (bit == 1) != bright).collect::<Vec<bool>>()
        };
        let (own, other) = (inked(side), inked(x));
        if self.edges == Edges::AreOwn {
            return is_dirty || other.contains(&true);
        }
        let touches =
            |line: usize| other.iter().skip(line.saturating_sub(1)).take(2 + line.min(1)).any(|inked| *inked);
        own.iter().enumerate().any(|(line, inked)| *inked && !touches(line))
    }

    /// A cell without contrast of its own takes the threshold of its neighbour on either side:
    /// it may be the empty half of a wide character whose ink reaches its edge.
    fn set_thresholds(&mut self) {
        let width = self.geometry.cell().width;
        let own = |tone: Option<&Tone>| tone.filter(|tone| tone.is_inked()).map(|tone| tone.threshold());
        let cells = self.thresholds.chunks_exact_mut(width);
        for (column, (cell, tone)) in cells.zip(&self.tones).enumerate() {
            if let Some(threshold) = own(Some(tone)) {
                cell.fill(threshold);
                continue;
            }
            let before = column.checked_sub(1).and_then(|left| own(self.tones.get(left)));
            let after = own(self.tones.get(column + 1));
            let (left, right) = cell.split_at_mut(width / 2);
            left.fill(before.or(after).unwrap_or(u8::MAX));
            right.fill(after.or(before).unwrap_or(u8::MAX));
        }
    }

    fn draw_lines(&mut self) {
        let height = self.geometry.cell().height;
        for (line, levels) in self.levels.chunks_exact(self.stride).enumerate() {
            compare(levels, &self.thresholds, &mut self.flags);
            let words = self.lines.iter_mut().skip(line).step_by(height);
            for (word, flags) in words.zip(self.flags.as_chunks::<BLOCK>().0) {
                *word = gather(flags);
            }
        }
    }

    pub(crate) fn ink(&self, column: usize) -> Option<Ink> {
        self.ink.get(column).copied()
    }

    /// The kept pixels of one cell.
    pub(crate) const fn narrow(&self, column: usize) -> Span {
        let width = self.geometry.cell().width;
        Span { x: column * width + SIDE_TRIM, width: width - 2 * SIDE_TRIM }
    }

    /// The kept pixels of this cell and the next as one character.
    pub(crate) const fn wide(&self, column: usize) -> Span {
        let width = self.geometry.cell().width;
        Span { x: column * width + SIDE_TRIM, width: 2 * width - 2 * SIDE_TRIM }
    }

    /// Cuts the bits of a span and packs them into words, in normal polarity: what [`bits::pack`]
    /// does, a word at a time.
    pub(crate) fn cut(&self, span: Span, words: &mut Vec<u64>) {
        let (left, right) = self.blocks(span);
        let shift = span.x % BLOCK;
        let flip = bits::polarity(self.rows(span).next());
        let (mask, width, per_word) = (mask(span.width), span.width % BLOCK, bits::rows_per_word(span.width));
        words.clear();
        for (left, right) in left.chunks(per_word).zip(right.chunks(per_word)) {
            let rows = left.iter().zip(right).map(|(left, right)| joined(*left, *right, shift));
            words.push(rows.fold(0, |word, row| (word << width) | ((row ^ flip) & mask)));
        }
    }

    /// The bits of a span row by row, 1 for bright.
    pub(crate) fn rows(&self, span: Span) -> impl Iterator<Item = u64> + Clone + '_ {
        let (left, right) = self.blocks(span);
        let (shift, mask) = (span.x % BLOCK, mask(span.width));
        left.iter().zip(right).map(move |(left, right)| joined(*left, *right, shift) & mask)
    }

    /// The bits of the block a span begins in, and of the block after it.
    fn blocks(&self, span: Span) -> (&[u64], &[u64]) {
        let height = self.geometry.cell().height;
        let start = span.x / BLOCK * height;
        let block = |start: usize| self.lines.get(start..start + height).unwrap_or_default();
        (block(start), block(start + height))
    }

    /// The bitmap of a span, to be learned or shown.
    pub(crate) fn glyph(&self, span: Span) -> Result<GlyphBitmap, bits::GlyphError> {
        GlyphBitmap::new(span.width, &self.rows(span).collect::<Vec<_>>())
    }

    /// The pixels of a span so near its threshold that rendering could tip them either way.
    pub(crate) fn doubtful(&self, span: Span) -> Vec<u64> {
        let height = self.geometry.cell().height;
        (0..height)
            .map(|line| {
                (0..span.width)
                    .filter(|x| self.is_doubtful(span.x + x, line))
                    .fold(0, |row, x| row | (1 << x))
            })
            .collect()
    }

    fn is_doubtful(&self, x: usize, line: usize) -> bool {
        let tone = self.tones.get(x / self.geometry.cell().width).copied().unwrap_or_default();
        let level = self.levels.get(line * self.stride + x).copied().unwrap_or_default();
        level.abs_diff(tone.threshold()) <= tone.contrast() / 6
    }

    /// Brightness behind the character: the first kept pixel, which letters leave free.
    pub(crate) fn background(&self, column: usize) -> u8 {
        self.levels.get(self.narrow(column).x).copied().unwrap_or_default()
    }
}

/// 64 bits that begin `shift` bits into `left` and go on in `right`.
const fn joined(left: u64, right: u64, shift: usize) -> u64 {
    (left >> shift) | (right << 1 << (BLOCK - 1 - shift))
}

fn kept(columns: &[u8]) -> &[u8] {
    columns.get(SIDE_TRIM..columns.len() - SIDE_TRIM).unwrap_or_default()
}

fn scan_line<'a>(picture: &'a Picture, geometry: &Geometry, row: usize, line: usize) -> &'a [u32] {
    let y = geometry.origin().y + row * geometry.cell().height + line;
    let x = geometry.origin().x;
    picture.row(y).and_then(|pixels| pixels.get(x..x + geometry.pixel_width())).unwrap_or_default()
}

fn is_one_colour(picture: &Picture, geometry: &Geometry, row: usize, area: Range<usize>) -> bool {
    let line = |line| scan_line(picture, geometry, row, line).get(area.clone()).unwrap_or_default();
    let Some(colour) = line(0).first() else { return true };
    (0..geometry.cell().height).all(|y| is_uniform(line(y), *colour))
}

/// A quarter of each of red, green and blue, added up, for every pixel: 0 to 189.
fn brightness(pixels: &[u32], levels: &mut [u8]) {
    if let Some(first) = pixels.first()
        && is_uniform(pixels, *first)
    {
        levels.fill(level(*first));
        return;
    }
    for (place, pixel) in levels.iter_mut().zip(pixels) {
        *place = level(*pixel);
    }
}

/// The quarters cannot carry into each other, so three additions of whole pixels do.
const fn level(pixel: u32) -> u8 {
    let quarters = (pixel >> 2) & 0x3F_3F3F;
    quarters.wrapping_add(quarters >> 8).wrapping_add(quarters >> 16).to_le_bytes()[0]
}

/// Whether all pixels have this colour; gives up at the first block that has not.
fn is_uniform(pixels: &[u32], colour: u32) -> bool {
    pixels
        .chunks(BLOCK)
        .all(|block| block.iter().fold(0, |difference, pixel| difference | (pixel ^ colour)) == 0)
}

fn widen(lows: &mut [u8], highs: &mut [u8], levels: &[u8]) {
    for ((low, high), level) in lows.iter_mut().zip(highs).zip(levels) {
        *low = (*low).min(*level);
        *high = (*high).max(*level);
    }
}

fn compare(levels: &[u8], thresholds: &[u8], flags: &mut [u8]) {
    for (flag, (level, threshold)) in flags.iter_mut().zip(levels.iter().zip(thresholds)) {
        *flag = u8::from(level > threshold);
    }
}

/// One bit per flag. The product gathers the lowest bits of eight bytes in its top byte.
fn gather(flags: &[u8; BLOCK]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |line, eight| {
        (line << 8) | (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56)
    })
}
