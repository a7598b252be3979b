//! Looks all characters of a text row up together.
//!
//! The atlas is larger than the fastest memory. Asking for one character after the other would
//! wait for memory each time; asked all at once, the waits overlap. What will be asked is a
//! forecast, which only saves time: whatever it left out is looked up when it is needed.

use crate::atlas::{Hit, Index, Key, Shelf, Slot};
use crate::band::{Band, Ink, Span};

/// The bits of a span, ready to be searched for.
#[derive(Debug, Clone, Copy)]
struct Question {
    column: usize,
    is_wide: bool,
    key: Key,
    /// Where its words begin.
    start: usize,
}

/// What was found out about a column; `None` where it was not asked.
#[derive(Debug, Clone, Copy, Default)]
struct Answer {
    narrow: Option<Hit>,
    wide: Option<Hit>,
}

/// The questions of one row and their answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Looks {
    questions: Vec<Question>,
    words: Vec<u32>,
    found: Vec<Option<Slot>>,
    answers: Vec<Answer>,
}

impl Looks {
    /// Asks for everything that a row of `columns` columns seems to show.
    pub(super) fn look_ahead(&mut self, band: &Band, index: &Index, columns: usize) {
        self.questions.clear();
        self.words.clear();
        self.answers.clear();
        self.answers.resize(columns, Answer::default());
        let mut column = 0;
        let mut is_wide = false;
        while column < columns {
            is_wide = self.ask(band, index, column, is_wide);
            column += if is_wide { 2 } else { 1 };
        }
        self.answer(index);
    }

    /// Asks for what may stand at a column, and says whether it seems to be wide. After a wide
    /// character another one is likely.
    fn ask(&mut self, band: &Band, index: &Index, column: usize, after_wide: bool) -> bool {
        let next = band.ink(column + 1);
        match band.ink(column) {
            Some(Ink::Inked) => {
                if after_wide && next.is_some() && self.ask_wide(band, index, column) {
                    return true;
                }
                let key = self.push(band, column, false);
                self.ask_blank_before(band, index, column, key);
                if next.is_some() && index.may_start_wide(key) {
                    return self.ask_wide(band, index, column);
                }
                self.rule_out_wide(column);
                false
            }
            Some(Ink::Blank | Ink::Faint) | None => false,
        }
    }

    /// Asks for a wide character whose left half is blank and whose right half has this key.
    fn ask_blank_before(&mut self, band: &Band, index: &Index, column: usize, key: Key) {
        let Some(blank) = column.checked_sub(1).filter(|column| band.ink(*column) == Some(Ink::Blank)) else {
            return;
        };
        if index.may_end_wide_after_blank(key) {
            self.push(band, blank, true);
        } else {
            self.rule_out_wide(blank);
        }
    }

    /// Asks for a wide character if there may be such a one.
    fn ask_wide(&mut self, band: &Band, index: &Index, column: usize) -> bool {
        let key = self.push(band, column, true);
        let may_be = index.may_be_wide(key);
        if !may_be && let Some(asked) = self.questions.pop() {
            self.words.truncate(asked.start);
            self.rule_out_wide(column);
        }
        may_be
    }

    fn rule_out_wide(&mut self, column: usize) {
        if let Some(answer) = self.answers.get_mut(column) {
            answer.wide = Some(Hit::Miss);
        }
    }

    fn push(&mut self, band: &Band, column: usize, is_wide: bool) -> Key {
        let start = self.words.len();
        band.cut(span(band, column, is_wide), &mut self.words);
        let key = Key::of(self.words.get(start..).unwrap_or_default());
        self.questions.push(Question { column, is_wide, key, start });
        key
    }

    fn answer(&mut self, index: &Index) {
        self.found.clear();
        self.found.extend(self.questions.iter().map(|asked| shelf(index, asked.is_wide).find(asked.key)));
        let ends = self.questions.iter().skip(1).map(|next| next.start).chain([self.words.len()]);
        for ((asked, end), slot) in self.questions.iter().zip(ends).zip(&self.found) {
            let words = self.words.get(asked.start..end).unwrap_or_default();
            let hit = shelf(index, asked.is_wide).hit(*slot, words);
            if let Some(answer) = self.answers.get_mut(asked.column) {
                *(if asked.is_wide { &mut answer.wide } else { &mut answer.narrow }) = Some(hit);
            }
        }
    }

    /// What the narrow span at a column reads as.
    pub(super) fn narrow(&mut self, band: &Band, index: &Index, column: usize) -> Hit {
        let known = self.answers.get(column).and_then(|answer| answer.narrow);
        known.unwrap_or_else(|| self.look(band, index, column, false))
    }

    /// What the wide span that begins at a column reads as.
    pub(super) fn wide(&mut self, band: &Band, index: &Index, column: usize) -> Hit {
        let known = self.answers.get(column).and_then(|answer| answer.wide);
        known.unwrap_or_else(|| self.look(band, index, column, true))
    }

    fn look(&mut self, band: &Band, index: &Index, column: usize, is_wide: bool) -> Hit {
        self.words.clear();
        band.cut(span(band, column, is_wide), &mut self.words);
        let learned = shelf(index, is_wide);
        learned.hit(learned.find(Key::of(&self.words)), &self.words)
    }
}

const fn span(band: &Band, column: usize, is_wide: bool) -> Span {
    if is_wide { band.wide(column) } else { band.narrow(column) }
}

const fn shelf(index: &Index, is_wide: bool) -> &Shelf {
    if is_wide { index.wide() } else { index.narrow() }
}
