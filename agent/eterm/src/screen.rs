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
    let mut text: String =
        row.chars().filter(|mark| !matches!(mark, '『' | '』')).map(normalise_mark).collect();
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
    text.chars()
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

/// Stands in the right half of a wide character.
const RIGHT_HALF: char = '\0';

/// Where the host puts `+` (more follows) and `-` (something before) on pages other than availability.
const PAGE_MARK_COLUMN: usize = 79;

/// One row laid out by column. Beyond its end everything is blank.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    cells: Vec<char>,
    page_mark: Option<char>,
}

impl Columns {
    /// Lays a row out; a page mark in the last column is taken off the row and kept aside.
    pub(crate) fn new(row: &str) -> Self {
        let mut cells = Vec::with_capacity(row.len());
        for mark in row.chars() {
            cells.push(mark);
            if width(mark) == 2 {
                cells.push(RIGHT_HALF);
            }
        }
        let mark = cells.get(PAGE_MARK_COLUMN).copied().filter(|mark| matches!(mark, '+' | '-'));
        let page_mark = mark.filter(|_| cells.len() == PAGE_MARK_COLUMN + 1);
        if page_mark.is_some() {
            cells.pop();
        }
        Self { cells, page_mark }
    }

    /// `+` or `-` that stood in the last column.
    pub(crate) const fn page_mark(&self) -> Option<char> {
        self.page_mark
    }

    /// What stands in a column; the right half of a wide character is NUL.
    pub(crate) fn at(&self, column: usize) -> char {
        self.cells.get(column).copied().unwrap_or(' ')
    }

    /// The text of some columns, without blanks around it.
    pub(crate) fn text(&self, columns: RangeInclusive<usize>) -> String {
        let marks = self.slice(&columns).iter().filter(|&&mark| mark != RIGHT_HALF);
        marks.collect::<String>().trim_matches(' ').to_owned()
    }

    /// The text of the whole row, without blanks around it.
    pub(crate) fn all_text(&self) -> String {
        self.text(0..=self.cells.len())
    }

    /// Whether some columns hold nothing.
    pub(crate) fn is_blank(&self, columns: RangeInclusive<usize>) -> bool {
        self.slice(&columns).iter().all(|&mark| mark == ' ')
    }

    /// Whether nothing stands from a column to the end of the row.
    pub(crate) fn is_blank_from(&self, column: usize) -> bool {
        self.cells.iter().skip(column).all(|&mark| mark == ' ')
    }

    /// The first column that could not be read.
    pub(crate) fn first_unreadable(&self) -> Option<usize> {
        self.cells.iter().position(|&mark| mark == UNREADABLE)
    }

    /// Whether any wide character stands in the row.
    pub(crate) fn has_wide(&self) -> bool {
        self.cells.contains(&RIGHT_HALF)
    }

    fn slice(&self, columns: &RangeInclusive<usize>) -> &[char] {
        let end = columns.end().saturating_add(1).min(self.cells.len());
        self.cells.get(*columns.start()..end).unwrap_or_default()
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
        assert_eq!(columns.text(0..=5), "很抱歉");
        assert!(columns.is_blank(6..=6) && columns.is_blank_from(9) && columns.has_wide());
    }

    #[test]
    fn only_the_last_column_holds_a_page_mark() {
        let marked = Columns::new(&format!("{:79}+", "TO CANCEL -   -"));
        assert_eq!((marked.page_mark(), marked.all_text().as_str()), (Some('+'), "TO CANCEL -   -"));
        assert_eq!(Columns::new("TO CANCEL -   -").page_mark(), None);
        assert_eq!(Columns::new(&format!("{:79}+X", "")).page_mark(), None);
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
