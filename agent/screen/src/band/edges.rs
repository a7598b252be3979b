//! Ink in the outermost pixel columns, which bitmaps leave out: a neighbour's or a character's own.

use super::{Band, Ink, Span, Tone};
use crate::atlas::EdgeInk;

/// One side of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Side {
    const fn of(self, ink: &EdgeInk) -> u64 {
        match self {
            Self::Left => ink.left,
            Self::Right => ink.right,
        }
    }
}

impl Band {
    /// A blank cell may be dirty in its outermost columns: by what a neighbour spills there, which
    /// is light, or touches the neighbour's ink. Any other ink is a character's own, and the cell
    /// not blank.
    pub(super) fn find_side_ink(&mut self) {
        for column in 0..self.ink.len() {
            if self.ink(column) == Some(Ink::Blank)
                && [Side::Left, Side::Right].into_iter().any(|side| self.has_own_ink(column, side))
                && let Some(ink) = self.ink.get_mut(column)
            {
                *ink = Ink::Faint;
            }
        }
    }

    /// Whether the outermost pixel column of a blank cell on this side may hold ink of a character
    /// in this cell, not just what the neighbouring cell has spilled.
    fn has_own_ink(&self, column: usize, side: Side) -> bool {
        let outermost = self.outermost(column, side);
        let neighbour = self.neighbour(column, side);
        let contrast = neighbour.map_or(0, Tone::contrast);
        let is_dirty = self.dirt(column, outermost) > contrast / 2;
        let Some(tone) = neighbour.filter(|tone| tone.is_inked()) else { return is_dirty };
        let nearest = if side == Side::Left { outermost - 1 } else { outermost + 1 };
        if !is_dirty && self.edges.is_empty() {
            return false;
        }
        let other = self.inked_rows(nearest, column, tone);
        let seen = self.dirty_rows(outermost, column, 0) | other;
        if self.edges.iter().map(|ink| side.of(ink)).any(|rows| rows != 0 && seen & rows == rows) {
            return true;
        }
        let touched = other | (other << 1) | (other >> 1);
        is_dirty && self.inked_rows(outermost, column, tone) & !touched != 0
    }

    const fn outermost(&self, column: usize, side: Side) -> usize {
        let width = self.geometry.cell().width;
        match side {
            Side::Left => column * width,
            Side::Right => column * width + width - 1,
        }
    }

    fn neighbour(&self, column: usize, side: Side) -> Option<Tone> {
        let column = match side {
            Side::Left => column.checked_sub(1)?,
            Side::Right => column + 1,
        };
        self.tones.get(column).copied()
    }

    /// The colour a blank cell is made of.
    fn paper(&self, column: usize) -> u8 {
        self.tones.get(column).map_or(0, |tone| tone.low)
    }

    /// How far a pixel column gets from the paper of a cell.
    fn dirt(&self, column: usize, x: usize) -> u8 {
        let paper = self.paper(column);
        let from_paper = |levels: &[u8]| levels.get(x).map_or(0, |level| level.abs_diff(paper));
        from_paper(self.levels.lows()).max(from_paper(self.levels.highs()))
    }

    /// The scan lines, one bit each, where a pixel column differs by more than `least` from the
    /// paper of a cell.
    fn dirty_rows(&self, x: usize, column: usize, least: u8) -> u64 {
        let paper = self.paper(column);
        bits(self.levels.column(x).map(|level| level.abs_diff(paper) > least))
    }

    /// The scan lines, one bit each, where a pixel column is on the other side of a neighbour's
    /// threshold than the paper of a cell.
    fn inked_rows(&self, x: usize, column: usize, neighbour: Tone) -> u64 {
        let is_bright = self.paper(column) > neighbour.threshold();
        bits(self.rows(Span { x, width: 1 }).map(|bit| (bit == 1) != is_bright))
    }

    /// The edge ink of a character of so many columns that shows nothing else and stands between
    /// blanks; `None` if it shows something else.
    pub(crate) fn edge_ink(&self, column: usize, columns: usize) -> Option<EdgeInk> {
        let last = (column + columns).checked_sub(1)?;
        let is_uniform = |tone: &Tone| tone.contrast() == 0;
        if !self.tones.get(column..=last)?.iter().all(is_uniform) {
            return None;
        }
        let strong = |column: usize, x: usize| self.dirty_rows(x, column, self.dirt(column, x) / 2);
        let rows = |column: usize, side: Side| {
            let outermost = self.outermost(column, side);
            let beyond = if side == Side::Left { outermost.checked_sub(1) } else { Some(outermost + 1) };
            match strong(column, outermost) {
                0 => beyond.map_or(0, |x| strong(column, x)),
                own => own,
            }
        };
        let ink = EdgeInk { left: rows(column, Side::Left), right: rows(last, Side::Right) };
        (ink != EdgeInk::default()).then_some(ink)
    }
}

/// One bit per scan line, the topmost first.
fn bits(lines: impl Iterator<Item = bool>) -> u64 {
    lines.zip(0..u64::BITS).fold(0, |rows, (is_set, line)| rows | (u64::from(is_set) << line))
}
