//! What a terminal shows, by columns. A Chinese character and every other East-Asian wide one takes two.
//!
//! Captures differ in how they write the start-of-entry mark, line ends and highlights; a [`Screen`] has them in
//! one form. It knows nothing of pixels and nothing of what the text means.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// Stands for a cell that could not be read.
pub const UNREADABLE: char = '\u{fffd}';

/// A cell, both counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Row from the top.
    pub row: usize,
    /// Column from the left; a wide character counts two.
    pub column: usize,
}

/// What the terminal shows after a command has settled: text rows by column, and which cells could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    rows: Vec<String>,
    unreadable: Vec<Position>,
}

impl Screen {
    /// Reads a capture. Line ends become uniform, highlight brackets `『』` go, any form of the start-of-entry mark at
    /// the start of a row becomes `>`, blanks at row ends and empty rows at the end go; control characters count as
    /// unreadable cells.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let text = text.replace("\r\n", "\n");
        let mut rows: Vec<String> = text.split(['\n', '\r']).map(normalise_row).collect();
        while rows.last().is_some_and(String::is_empty) {
            rows.pop();
        }
        let unreadable =
            rows.iter().enumerate().flat_map(|(row, text)| unreadable_cells(row, text)).collect();
        Self { rows, unreadable }
    }

    /// The rows from the top, without blanks at their ends.
    pub fn rows(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(String::as_str)
    }

    /// All rows, separated by line feeds.
    #[must_use]
    pub fn text(&self) -> String {
        self.rows.join("\n")
    }

    /// The cells that could not be read, from the top left.
    #[must_use]
    pub fn unreadable(&self) -> &[Position] {
        &self.unreadable
    }
}

fn normalise_row(row: &str) -> String {
    // Most rows are plain ASCII; they are taken as they are.
    let mut text: String = if row.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        row.to_owned()
    } else {
        row.chars().filter(|mark| !matches!(mark, '『' | '』')).map(normalise_mark).collect()
    };
    if let Some(first) = text.chars().next().filter(|&first| is_start_of_entry(first)) {
        text.replace_range(..first.len_utf8(), ">");
    }
    text.truncate(text.trim_end_matches(' ').len());
    text
}

fn normalise_mark(mark: char) -> char {
    match mark {
        '\u{10}' | '\u{1e}' | '\u{7f}' | '▶' => '►',
        control if control.is_control() => UNREADABLE,
        other => other,
    }
}

/// Forms in which captures show the start-of-entry mark; at the start of a row only.
const fn is_start_of_entry(mark: char) -> bool {
    matches!(mark, '►' | '■' | '▪' | '?' | '(')
}

fn unreadable_cells(row: usize, text: &str) -> impl Iterator<Item = Position> {
    let searched = if text.is_ascii() { "" } else { text };
    searched
        .chars()
        .scan(0, |column, mark| {
            let here = *column;
            *column += width(mark);
            Some((here, mark))
        })
        .filter(|&(_, mark)| mark == UNREADABLE)
        .map(move |(column, _)| Position { row, column })
}

/// How many columns a character takes: two for the East-Asian wide and full-width ones, else one.
#[must_use]
pub const fn width(mark: char) -> usize {
    match mark {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe10}'..='\u{fe19}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// Stands for a cell that could not be read, in [`Columns`].
const UNREADABLE_CELL: u8 = 0x00;
/// Stands for any other character that is not ASCII; no field of a list holds one.
const OTHER_CELL: u8 = 0x01;
/// Stands in the right half of a wide character.
const RIGHT_HALF: u8 = 0x02;

/// Where the host puts `+` (more follows) and `-` (something before) on pages other than availability.
const PAGE_MARK_COLUMN: usize = 79;

/// One row laid out by column, a byte for each. Beyond its end everything is blank.
#[derive(Debug, Clone)]
pub(crate) struct Columns<'a> {
    row: &'a str,
    cells: Vec<u8>,
    page_mark: Option<u8>,
}

impl<'a> Columns<'a> {
    /// Lays a row out; a page mark in the last column is taken off the row and kept aside.
    pub(crate) fn new(row: &'a str) -> Self {
        let mut cells = Vec::with_capacity(row.len());
        if row.is_ascii() {
            cells.extend_from_slice(row.as_bytes());
        } else {
            row.chars().for_each(|mark| lay_out(mark, &mut cells));
        }
        let is_full = cells.len() == PAGE_MARK_COLUMN + 1;
        let page_mark = cells.last().copied().filter(|mark| is_full && matches!(mark, b'+' | b'-'));
        if page_mark.is_some() {
            cells.pop();
        }
        let row = if page_mark.is_some() { row.split_at(row.len().saturating_sub(1)).0 } else { row };
        Self { row, cells, page_mark }
    }

    /// Whether a `+` stood in the last column.
    pub(crate) const fn says_more(&self) -> bool {
        matches!(self.page_mark, Some(b'+'))
    }

    /// What stands in a column; a control character where it is not ASCII.
    pub(crate) fn at(&self, column: usize) -> char {
        self.cells.get(column).map_or(' ', |&cell| char::from(cell))
    }

    /// The text of some columns, without blanks around it; control characters stand for what is not ASCII.
    pub(crate) fn text(&self, columns: RangeInclusive<usize>) -> &str {
        str::from_utf8(self.slice(&columns)).unwrap_or_default().trim_matches(' ')
    }

    /// The text of the whole row as the screen shows it, without blanks around it.
    pub(crate) const fn all_text(&self) -> &'a str {
        self.row.trim_ascii()
    }

    /// The whole row without its page mark.
    pub(crate) const fn without_page_mark(&self) -> &'a str {
        self.row
    }

    /// Whether a `-` stood in the last column.
    pub(crate) const fn says_before(&self) -> bool {
        matches!(self.page_mark, Some(b'-'))
    }

    /// Whether some columns hold nothing.
    pub(crate) fn is_blank(&self, columns: RangeInclusive<usize>) -> bool {
        self.slice(&columns).iter().all(|&cell| cell == b' ')
    }

    /// Whether nothing stands from a column to the end of the row.
    pub(crate) fn is_blank_from(&self, column: usize) -> bool {
        self.cells.iter().skip(column).all(|&cell| cell == b' ')
    }

    /// The first column that could not be read.
    pub(crate) fn first_unreadable(&self) -> Option<usize> {
        self.cells.iter().position(|&cell| cell == UNREADABLE_CELL)
    }

    /// Whether a column could not be read.
    pub(crate) fn is_unreadable(&self, column: usize) -> bool {
        self.cells.get(column) == Some(&UNREADABLE_CELL)
    }

    /// Whether any wide character stands in the row.
    pub(crate) fn has_wide(&self) -> bool {
        self.cells.contains(&RIGHT_HALF)
    }

    fn slice(&self, columns: &RangeInclusive<usize>) -> &[u8] {
        let end = columns.end().saturating_add(1).min(self.cells.len());
        self.cells.get(*columns.start()..end).unwrap_or_default()
    }
}

fn lay_out(mark: char, cells: &mut Vec<u8>) {
    cells.push(match u8::try_from(mark) {
        Ok(byte) if byte.is_ascii() => byte,
        _ if mark == UNREADABLE => UNREADABLE_CELL,
        _ => OTHER_CELL,
    });
    if width(mark) == 2 {
        cells.push(RIGHT_HALF);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_of_the_entry_mark_becomes_one() {
        for form in ["►", "▶", "\u{1e}", "\u{10}", "\u{7f}", ">", "■", "▪", "?", "("] {
            let screen = Screen::from_text(&format!("{form}   CA1831"));
            assert_eq!(screen.text(), ">   CA1831", "{form:?}");
            assert!(screen.unreadable().is_empty());
        }
    }

    #[test]
    fn an_entry_mark_inside_a_row_stays_where_it_is() {
        assert_eq!(Screen::from_text("►SFC:01   \u{1e}SFN:01 (A)?").text(), ">SFC:01   ►SFN:01 (A)?");
    }

    #[test]
    fn highlight_brackets_take_no_column() {
        let screen = Screen::from_text("『**  MU  FARE』 X");
        assert_eq!(screen.text(), "**  MU  FARE X");
    }

    #[test]
    fn all_line_ends_are_one() {
        assert_eq!(
            Screen::from_text("A\r\nB\rC\nD  \n\n  \n").rows().collect::<Vec<_>>(),
            ["A", "B", "C", "D"]
        );
    }

    #[test]
    fn unreadable_cells_are_found_by_column_behind_wide_characters() {
        let screen = Screen::from_text("OK\n没有\u{fffd}A\u{fffd}");
        let cells = [Position { row: 1, column: 4 }, Position { row: 1, column: 6 }];
        assert_eq!(screen.unreadable(), cells);
    }

    #[test]
    fn a_control_character_is_a_cell_that_cannot_be_read() {
        let screen = Screen::from_text("A\u{7}B\tC");
        assert_eq!(screen.text(), "A\u{fffd}B\u{fffd}C");
        assert_eq!(screen.unreadable().len(), 2);
    }

    #[test]
    fn columns_count_a_chinese_character_twice() {
        let columns = Columns::new("很抱歉 AB");
        assert_eq!(columns.text(7..=8), "AB");
        assert_eq!(columns.all_text(), "很抱歉 AB");
        assert!(columns.is_blank(6..=6) && columns.is_blank_from(9) && columns.has_wide());
    }

    #[test]
    fn only_the_last_column_holds_a_page_mark() {
        let row = format!("{:79}+", "TO CANCEL -   -");
        let marked = Columns::new(&row);
        assert_eq!((marked.says_more(), marked.all_text()), (true, "TO CANCEL -   -"));
        let before = format!("{:79}-", "TO CANCEL -   -");
        assert_eq!(
            (Columns::new(&before).says_more(), Columns::new(&before).all_text()),
            (false, "TO CANCEL -   -")
        );
        assert_eq!(Columns::new("TO CANCEL -   -").all_text(), "TO CANCEL -   -");
        assert!(!Columns::new(&format!("{:79}+X", "")).says_more());
    }

    proptest! {
        #[test]
        fn a_screen_read_twice_stays_the_same(text in any::<String>()) {
            let once = Screen::from_text(&text);
            prop_assert_eq!(Screen::from_text(&once.text()), once);
        }

        #[test]
        fn every_unreadable_cell_is_reported(text in "[ A>京\u{fffd}\n]{0,60}") {
            let screen = Screen::from_text(&text);
            let marks = screen.text().chars().filter(|&mark| mark == UNREADABLE).count();
            prop_assert_eq!(screen.unreadable().len(), marks);
        }
    }
}
