//! What to make of a cell that equals nothing learned.
//!
//! Two causes are understood. *Doubtful pixels*: ink so near half contrast that another colour
//! pair or a neighbour tips it; a learned bitmap explains the cell if it differs only in such
//! pixels, and it is believed only if no other learned bitmap does. *A caret of bars*: full rows
//! at the top or bottom edge; they are left out of the comparison, under the same condition.
//! Everything else stays unknown. Findings are remembered in a bounded table.

use crate::atlas::{Index, Shelf};
use crate::band::{Band, Ink, Span};
use crate::bits::{self, ById, GlyphId, mask, strips, strips_as_is};
use crate::reader::CaretStyle;

/// Findings kept before the table starts anew.
const MEMORY: usize = 4096;

/// One doubtful pixel in this many may be wrong, no more.
const PIXELS_PER_DOUBT: usize = 32;

/// What stands at a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Blank,
    Narrow(char),
    Wide(char),
    Unknown(GlyphId),
    UnknownWide(GlyphId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) shape: Shape,
    pub(super) caret: Option<CaretStyle>,
}

impl Guess {
    pub(super) const fn certain(shape: Shape) -> Self {
        Self { shape, caret: None }
    }
}

/// Findings by bits and doubts of the cell (and the next, where there is one).
#[derive(Debug, Clone, Default)]
pub(super) struct Memory(ById<Guess>);

impl Memory {
    pub(super) fn guess(&mut self, band: &Band, index: &Index, column: usize, can_be_wide: bool) -> Guess {
        let narrow = Puzzle::new(band, band.narrow(column));
        let wide = can_be_wide.then(|| Puzzle::new(band, band.wide(column)));
        let parts = [Some(&narrow), wide.as_ref()]
            .into_iter()
            .flatten()
            .flat_map(|puzzle| [&puzzle.words, &puzzle.doubts]);
        let key = GlyphId::of(0, &parts.flatten().copied().map(u64::from).collect::<Vec<_>>());
        if let Some(known) = self.0.get(&key) {
            return *known;
        }
        let is_faint = band.ink(column) == Some(Ink::Faint);
        let guess = solve(&narrow, wide.as_ref(), index, is_faint);
        if self.0.len() >= MEMORY {
            self.0.clear();
        }
        self.0.insert(key, guess);
        guess
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A narrow character that some wide one begins with: unknown if a wide one would explain both
/// cells but for doubtful pixels, because then nobody can tell which of them is drawn here.
pub(super) fn narrow_or_wide(band: &Band, index: &Index, column: usize, narrow: char) -> Guess {
    if band.ink(column + 1) == Some(Ink::Blank) {
        return Guess::certain(Shape::Narrow(narrow));
    }
    let wide = Puzzle::new(band, band.wide(column));
    let is_wide = wide.explained(index.wide()).next().is_some();
    Guess::certain(if is_wide { Shape::UnknownWide(wide.id()) } else { Shape::Narrow(narrow) })
}

/// What a caret of bars stands on.
enum Covered {
    Nothing,
    Character(char),
}

/// The bits of a span with what is doubtful about them.
struct Puzzle {
    span: Span,
    rows: Vec<u64>,
    words: Vec<u32>,
    doubts: Vec<u32>,
}

impl Puzzle {
    fn new(band: &Band, span: Span) -> Self {
        let (mut words, mut doubts) = (Vec::new(), Vec::new());
        strips(span.width, band.rows(span), &mut words);
        strips_as_is(span.width, band.doubtful(span).into_iter(), &mut doubts);
        Self { span, rows: band.rows(span).collect(), words, doubts }
    }

    fn id(&self) -> GlyphId {
        bits::id(self.span.width, self.rows.iter().copied())
    }

    /// The only character that differs from the cell in doubtful pixels alone.
    fn by_doubt(&self, learned: &Shelf) -> Option<char> {
        if self.doubts.iter().all(|doubt| *doubt == 0) {
            return None;
        }
        only(self.explained(learned))
    }

    /// The bitmaps that differ from the cell in a few doubtful pixels alone.
    fn explained<'a>(&'a self, learned: &'a Shelf) -> impl Iterator<Item = (&'a [u32], Option<char>)> {
        let most = self.span.width * self.rows.len() / PIXELS_PER_DOUBT;
        let alike = learned.like(&self.words, &self.doubts);
        alike.filter(move |(known, _)| differences(&self.words, known) <= most)
    }

    /// What is under a caret of bars; nothing if the rest is blank and no character fits.
    fn under_bars(&self, learned: &Shelf) -> Option<Covered> {
        let bars = self.bars()?;
        let paper = self.background();
        let cleared: Vec<u64> =
            self.rows.iter().zip(&bars).map(|(row, bar)| if *bar == 0 { *row } else { paper }).collect();
        let (mut words, mut free) = (Vec::new(), Vec::new());
        strips(self.span.width, cleared.iter().copied(), &mut words);
        strips_as_is(self.span.width, bars.into_iter(), &mut free);
        let mut fitting = learned.like(&words, &free).peekable();
        match (fitting.peek().is_some(), cleared.iter().all(|row| *row == paper)) {
            (true, false) => only(fitting).map(Covered::Character),
            (false, true) => Some(Covered::Nothing),
            // A blank or, say, an underscore hidden by the bar: nobody can tell.
            (true, true) | (false, false) => None,
        }
    }

    /// Full rows at the upper and lower edge, as a mask; `None` if there are none.
    fn bars(&self) -> Option<Vec<u64>> {
        let full = mask(self.span.width);
        let ink = full ^ self.background();
        let thickness = self.rows.len() / 5;
        let top = self.rows.iter().take_while(|row| **row == ink).count();
        let bottom = self.rows.iter().rev().take_while(|row| **row == ink).count();
        let (below, possible) = (self.rows.len() - bottom, 1..=thickness);
        let bars = |row: usize| if row < top || row >= below { full } else { 0 };
        (top <= thickness && possible.contains(&bottom)).then(|| (0..self.rows.len()).map(bars).collect())
    }

    /// A row of background: the colour most of the leftmost pixels have.
    fn background(&self) -> u64 {
        let set = self.rows.iter().filter(|row| **row & 1 == 1).count();
        if set * 2 > self.rows.len() { mask(self.span.width) } else { 0 }
    }

    /// Whether ink lies on the border of the two cells of a wide span.
    fn crosses_the_middle(&self) -> bool {
        let middle = 0b11 << (self.span.width / 2 - 1);
        let paper = self.background() & middle;
        self.rows.iter().any(|row| row & middle != paper)
    }
}

/// How many pixels differ.
fn differences(words: &[u32], known: &[u32]) -> usize {
    words.iter().zip(known).map(|(own, other)| (own ^ other).count_ones() as usize).sum()
}

fn only<'a>(mut fitting: impl Iterator<Item = (&'a [u32], Option<char>)>) -> Option<char> {
    let first = fitting.next()?;
    if fitting.next().is_some() { None } else { first.1 }
}

fn solve(narrow: &Puzzle, wide: Option<&Puzzle>, index: &Index, is_faint: bool) -> Guess {
    let as_wide = wide.and_then(|puzzle| puzzle.by_doubt(index.wide()));
    let as_narrow = if is_faint { None } else { narrow.by_doubt(index.narrow()) };
    match (as_wide, as_narrow) {
        (Some(character), None) => return Guess::certain(Shape::Wide(character)),
        (None, Some(character)) => return Guess::certain(Shape::Narrow(character)),
        (Some(_), Some(_)) => return unknown(narrow, wide),
        (None, None) => {}
    }
    let under = if is_faint { None } else { under_bars(narrow, wide, index) };
    under.map_or_else(|| unknown(narrow, wide), |shape| Guess { shape, caret: Some(CaretStyle::Bars) })
}

fn under_bars(narrow: &Puzzle, wide: Option<&Puzzle>, index: &Index) -> Option<Shape> {
    if let Some(Covered::Character(character)) = wide.and_then(|puzzle| puzzle.under_bars(index.wide())) {
        return Some(Shape::Wide(character));
    }
    Some(match narrow.under_bars(index.narrow())? {
        Covered::Nothing => Shape::Blank,
        Covered::Character(character) => Shape::Narrow(character),
    })
}

fn unknown(narrow: &Puzzle, wide: Option<&Puzzle>) -> Guess {
    Guess::certain(match wide {
        Some(wide) if wide.crosses_the_middle() => Shape::UnknownWide(wide.id()),
        _ => Shape::Unknown(narrow.id()),
    })
}
