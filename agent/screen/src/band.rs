//! One text row of a picture, reduced to bits: the hot path of reading.
//!
//! Pixels become brightness levels ([`levels`]), every cell gets its own threshold half-way between
//! its darkest and brightest kept pixel, and each scan line becomes a string of bits from which a
//! character's rows are cut with two shifts. Knows nothing of characters.

mod edges;
mod levels;

use std::ops::Range;

use crate::atlas::EdgeInk;
use crate::bits::{self, GlyphBitmap, GlyphId, SIDE_TRIM, mask};
use crate::geometry::{CELL_WIDTHS, Geometry};
use crate::picture::Picture;
use levels::{BLOCK, Block, Levels, Windows, brighter};

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
    edges: Vec<EdgeInk>,
    levels: Levels,
    windows: [Windows; 2],
    thresholds: Vec<Block>,
    /// Pixels above their threshold, by block of 64 columns and then by scan line.
    lines: Vec<u64>,
    tones: Vec<Tone>,
    ink: Vec<Ink>,
}

impl Band {
    pub(crate) fn new(geometry: Geometry, edges: Vec<EdgeInk>) -> Self {
        let height = geometry.cell().height;
        let levels = Levels::new(geometry.pixel_width(), height);
        let blocks = levels.across();
        Self {
            geometry,
            edges,
            levels,
            windows: Default::default(),
            thresholds: vec![[0; BLOCK]; blocks + 1],
            lines: vec![0; (blocks + 1) * height],
            tones: vec![Tone::default(); geometry.size().columns],
            ink: vec![Ink::Blank; geometry.size().columns],
        }
    }

    /// Reads text row `row` of a picture that holds the whole grid.
    pub(crate) fn load(&mut self, picture: &Picture, row: usize) {
        let geometry = self.geometry;
        self.levels.load((0..geometry.cell().height).map(|line| scan_line(picture, &geometry, row, line)));
        self.find_tones();
        self.find_blanks(picture, row);
        self.set_thresholds();
        self.draw_lines();
        self.find_side_ink();
    }

    fn find_tones(&mut self) {
        let width = self.geometry.cell().width;
        let kept = width - 2 * SIDE_TRIM;
        let [lows, highs] = &mut self.windows;
        let lows = lows.over(self.levels.lows(), kept, u8::min).iter().skip(SIDE_TRIM).step_by(width);
        let highs = highs.over(self.levels.highs(), kept, u8::max).iter().skip(SIDE_TRIM).step_by(width);
        let cells = self.tones.iter_mut().zip(self.ink.iter_mut());
        for ((tone, ink), (low, high)) in cells.zip(lows.zip(highs)) {
            *tone = Tone { low: *low, high: *high };
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

    /// A cell without contrast of its own takes the threshold of its neighbour on either side:
    /// it may be the empty half of a wide character whose ink reaches its edge.
    fn set_thresholds(&mut self) {
        let width = self.geometry.cell().width;
        let own = |tone: Option<&Tone>| tone.filter(|tone| tone.is_inked()).map(|tone| tone.threshold());
        let pixels = self.thresholds.as_flattened_mut();
        let mut before = None;
        for (column, tone) in self.tones.iter().enumerate() {
            let threshold = own(Some(tone));
            let after = own(self.tones.get(column + 1));
            let halves = match threshold {
                Some(threshold) => [threshold; 2],
                None => [before.or(after), after.or(before)].map(|threshold| threshold.unwrap_or(u8::MAX)),
            };
            for (half, threshold) in halves.into_iter().enumerate() {
                let start = column * width + half * (width / 2);
                // As wide as the widest cell: what is too much is drawn over by the next.
                if let Some(place) = pixels.get_mut(start..).and_then(<[u8]>::first_chunk_mut) {
                    *place = [threshold; *CELL_WIDTHS.end()];
                }
            }
            before = threshold;
        }
    }

    fn draw_lines(&mut self) {
        let height = self.geometry.cell().height;
        let paper = self.levels.paper_block();
        let blocks = self.lines.chunks_exact_mut(height).zip(&self.thresholds).take(self.levels.across());
        for (block, (lines, thresholds)) in blocks.enumerate() {
            let blank = brighter(&paper, thresholds);
            for (line, levels) in lines.iter_mut().zip(self.levels.column_of_blocks(block)) {
                *line = levels.map_or(blank, |levels| brighter(levels, thresholds));
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

    /// Cuts the bits of a span and adds them as [`bits::strips`], which here comes to a few
    /// instructions per row.
    pub(crate) fn cut(&self, span: Span, words: &mut Vec<u32>) {
        let (left, right) = self.blocks(span);
        let shift = span.x % BLOCK;
        if shift + span.width <= BLOCK {
            bits::strips(span.width, left.iter().map(|row| row >> shift), words);
        } else {
            let pairs = left.iter().zip(right);
            bits::strips(span.width, pairs.map(|(left, right)| joined(*left, *right, shift)), words);
        }
    }

    /// The stable name of what a span shows.
    pub(crate) fn id(&self, span: Span) -> GlyphId {
        bits::id(span.width, self.rows(span))
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
        let width = self.geometry.cell().width;
        let mut rows = vec![0; self.geometry.cell().height];
        for x in 0..span.width {
            let tone = self.tones.get((span.x + x) / width).copied().unwrap_or_default();
            let (threshold, tolerance) = (tone.threshold(), tone.contrast() / 6);
            for (row, level) in rows.iter_mut().zip(self.levels.column(span.x + x)) {
                *row |= u64::from(level.abs_diff(threshold) <= tolerance) << x;
            }
        }
        rows
    }

    /// Brightness behind each character: its first kept pixel, which letters leave free.
    pub(crate) fn backgrounds(&self) -> impl Iterator<Item = u8> {
        let geometry = &self.geometry;
        let pixels = self.levels.first_line().iter().skip(SIDE_TRIM).step_by(geometry.cell().width);
        pixels.take(geometry.size().columns).copied()
    }
}

/// 64 bits that begin `shift` bits into `left` and go on in `right`.
const fn joined(left: u64, right: u64, shift: usize) -> u64 {
    (left >> shift) | (right << 1 << (BLOCK - 1 - shift))
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

/// Whether all pixels have this colour.
fn is_uniform(pixels: &[u32], colour: u32) -> bool {
    pixels.iter().fold(0, |difference, pixel| difference | (pixel ^ colour)) == 0
}
