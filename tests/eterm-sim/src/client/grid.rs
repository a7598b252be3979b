//! The 24 × 80 grid of cells.

use super::Position;
use super::characters::{SOE, width};

/// Rows of the screen.
pub const ROWS: usize = 24;
/// Columns of the screen.
pub const COLUMNS: usize = 80;

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// A character of one column.
    Narrow(char),
    /// The left half of a character of two columns.
    Wide(char),
    /// The right half of the character to the left.
    Tail,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub glyph: Glyph,
    /// Whether the host highlights it.
    pub highlighted: bool,
}

impl Cell {
    const BLANK: Self = Self { glyph: Glyph::Narrow(' '), highlighted: false };

    fn is_blank(self) -> bool {
        self.glyph == Glyph::Narrow(' ')
    }
}

/// What becomes of the brackets `『 … 』` around a highlighted span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Highlighting {
    /// They become a colour, as in the client's window.
    #[default]
    Colour,
    /// They stay, as in captures of gateways.
    Brackets,
}

/// One row of 80 cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row([Cell; COLUMNS]);

impl Row {
    /// An empty row.
    #[must_use]
    pub const fn blank() -> Self {
        Self([Cell::BLANK; COLUMNS])
    }

    /// A row from host text; what does not fit is cut, what cannot be shown is a blank.
    #[must_use]
    pub fn from_text(text: &str, highlighting: Highlighting) -> Self {
        let mut row = Self::blank();
        let (mut column, mut highlighted) = (0, false);
        for character in text.chars() {
            match (highlighting, character) {
                (Highlighting::Colour, '『') => highlighted = true,
                (Highlighting::Colour, '』') => highlighted = false,
                (Highlighting::Colour | Highlighting::Brackets, _) => {
                    let shown = if width(character).is_some() { character } else { ' ' };
                    column += row.put(column, shown, highlighted).unwrap_or(COLUMNS);
                }
            }
        }
        row
    }

    /// The cells from left to right.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.0
    }

    /// The row's text without trailing blanks.
    #[must_use]
    pub fn text(&self) -> String {
        text_of(&self.0).trim_end().to_owned()
    }

    /// Writes a character over what stands at a column; returns its width, or nothing when it does not fit.
    fn put(&mut self, column: usize, character: char, highlighted: bool) -> Option<usize> {
        let width = width(character)?;
        match (self.0.get_mut(column..column + width)?, width) {
            ([only], 1) => *only = Cell { glyph: Glyph::Narrow(character), highlighted },
            ([head, tail], 2) => {
                *head = Cell { glyph: Glyph::Wide(character), highlighted };
                *tail = Cell { glyph: Glyph::Tail, highlighted };
            }
            _ => return None,
        }
        self.mend();
        Some(width)
    }

    /// Moves everything from a column to the right; what leaves the row is lost.
    fn open(&mut self, column: usize, gap: usize) {
        if let Some(rest) = self.0.get_mut(column..) {
            rest.rotate_right(gap.min(rest.len()));
            rest.iter_mut().take(gap).for_each(|cell| *cell = Cell::BLANK);
        }
        self.mend();
    }

    fn erase_from(&mut self, column: usize) {
        self.0.iter_mut().skip(column).for_each(|cell| *cell = Cell::BLANK);
        self.mend();
    }

    /// Blanks halves of characters whose other half is gone.
    fn mend(&mut self) {
        let before = self.0;
        for (index, cell) in self.0.iter_mut().enumerate() {
            let left = index.checked_sub(1).and_then(|left| before.get(left));
            let right = before.get(index + 1);
            let whole = match cell.glyph {
                Glyph::Narrow(_) => true,
                Glyph::Wide(_) => right.is_some_and(|cell| cell.glyph == Glyph::Tail),
                Glyph::Tail => left.is_some_and(|cell| matches!(cell.glyph, Glyph::Wide(_))),
            };
            if !whole {
                *cell = Cell::BLANK;
            }
        }
    }
}

fn text_of(cells: &[Cell]) -> String {
    let character = |cell: &Cell| match cell.glyph {
        Glyph::Narrow(character) | Glyph::Wide(character) => Some(character),
        Glyph::Tail => None,
    };
    cells.iter().filter_map(character).collect()
}

/// The whole screen; every position given is clipped to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen(Vec<Row>);

impl Default for Screen {
    fn default() -> Self {
        Self(vec![Row::blank(); ROWS])
    }
}

impl Screen {
    /// The rows from top to bottom.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.0
    }

    /// The text of all rows, each without trailing blanks, joined by line feeds.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(Row::text).collect::<Vec<_>>().join("\n")
    }

    /// Writes a character over what stands there; returns its width, or nothing when it does not fit.
    pub fn put(&mut self, at: Position, character: char) -> Option<usize> {
        self.0.get_mut(at.row)?.put(at.column, character, false)
    }

    /// Makes room for so many columns.
    pub fn open(&mut self, at: Position, gap: usize) {
        if let Some(row) = self.0.get_mut(at.row) {
            row.open(at.column, gap);
        }
    }

    /// Replaces a row.
    pub fn replace(&mut self, row: usize, with: Row) {
        if let Some(place) = self.0.get_mut(row) {
            *place = with;
        }
    }

    /// Blanks a row from a column on.
    pub fn erase_from(&mut self, at: Position) {
        if let Some(row) = self.0.get_mut(at.row) {
            row.erase_from(at.column);
        }
    }

    /// Moves all rows up by one; the last becomes blank.
    pub fn scroll(&mut self) {
        self.0.rotate_left(1);
        self.replace(ROWS - 1, Row::blank());
    }

    /// Whether the right half of a wide character stands there.
    #[must_use]
    pub fn is_tail(&self, at: Position) -> bool {
        self.0.get(at.row).and_then(|row| row.0.get(at.column)).is_some_and(|cell| cell.glyph == Glyph::Tail)
    }

    /// The text from the last start-of-entry mark before a position up to it, from the first cell when there
    /// is no mark. A row that is full to its last column goes on in the next; others end a line.
    #[must_use]
    pub fn entry_before(&self, end: Position) -> String {
        let start = self
            .last_mark_before(end)
            .map_or(Position::default(), |mark| Position { column: mark.column + 1, ..mark });
        let mut entry = String::new();
        for (index, row) in self.0.iter().enumerate().take(end.row + 1).skip(start.row) {
            let from = if index == start.row { start.column } else { 0 };
            let to = if index == end.row { end.column } else { COLUMNS };
            let cells = row.0.get(from..to).unwrap_or_default();
            let goes_on = row.0.last().is_some_and(|cell| !cell.is_blank());
            let text = text_of(cells);
            entry.push_str(if goes_on || index == end.row { &text } else { text.trim_end() });
            if index < end.row && !goes_on {
                entry.push('\n');
            }
        }
        entry
    }

    fn last_mark_before(&self, end: Position) -> Option<Position> {
        let rows = self.0.iter().enumerate().take(end.row + 1).rev();
        rows.into_iter().find_map(|(index, row)| {
            let limit = if index == end.row { end.column } else { COLUMNS };
            let marked = |cell: &Cell| cell.glyph == Glyph::Narrow(SOE);
            row.0.iter().take(limit).rposition(marked).map(|column| Position { row: index, column })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: usize, column: usize) -> Position {
        Position { row, column }
    }

    fn write(screen: &mut Screen, mut position: Position, text: &str) {
        for character in text.chars() {
            position.column += screen.put(position, character).expect("it fits");
        }
    }

    #[test]
    fn a_wide_character_takes_two_cells_and_half_of_it_never_remains() {
        let mut screen = Screen::default();
        write(&mut screen, at(0, 0), "汉字X");
        assert_eq!(screen.put(at(0, 1), 'a'), Some(1));
        assert_eq!(screen.rows()[0].text(), " a字X");
        assert_eq!(screen.put(at(0, 1), '试'), Some(2));
        assert_eq!(screen.rows()[0].text(), " 试 X");
    }

    #[test]
    fn a_wide_character_does_not_fit_into_the_last_column() {
        let mut screen = Screen::default();
        assert_eq!(screen.put(at(0, 79), '汉'), None);
        assert_eq!(screen.put(at(0, 78), '汉'), Some(2));
        assert_eq!(screen.put(at(24, 0), 'x'), None);
    }

    #[test]
    fn host_text_is_cut_at_the_edge_and_cleaned() {
        let long = Row::from_text(&"试".repeat(50), Highlighting::Colour);
        assert_eq!(long.text(), "试".repeat(40));
        assert_eq!(Row::from_text("a\u{1b}[2Jb", Highlighting::Colour).text(), "a [2Jb");
    }

    #[test]
    fn highlight_brackets_become_a_colour_or_stay() {
        let coloured = Row::from_text("a『b』c", Highlighting::Colour);
        assert_eq!(coloured.text(), "abc");
        let marks: Vec<bool> = coloured.cells().iter().take(3).map(|cell| cell.highlighted).collect();
        assert_eq!(marks, [false, true, false]);
        let kept = Row::from_text("a『b』c", Highlighting::Brackets);
        assert_eq!(kept.text(), "a『b』c");
        assert!(kept.cells().iter().all(|cell| !cell.highlighted));
    }

    #[test]
    fn an_entry_runs_from_the_last_mark_before_the_caret_up_to_the_caret() {
        let mut screen = Screen::default();
        write(&mut screen, at(0, 0), "►OLD ►AVH/PEKSHA REST");
        assert_eq!(screen.entry_before(at(0, 16)), "AVH/PEKSHA");
        assert_eq!(screen.entry_before(at(0, 4)), "OLD");
        assert_eq!(screen.entry_before(at(0, 5)), "OLD ");
    }

    #[test]
    fn an_entry_of_several_rows_keeps_its_line_ends_but_not_those_of_full_rows() {
        let mut screen = Screen::default();
        write(&mut screen, at(2, 0), "►NM1林青禾");
        write(&mut screen, at(3, 0), "@");
        assert_eq!(screen.entry_before(at(3, 1)), "NM1林青禾\n@");
        let mut full = Screen::default();
        write(&mut full, at(0, 0), &format!("►{}", "X".repeat(79)));
        write(&mut full, at(1, 0), "YZ");
        assert_eq!(full.entry_before(at(1, 2)), format!("{}YZ", "X".repeat(79)));
    }

    #[test]
    fn without_a_mark_the_entry_begins_at_home() {
        let mut screen = Screen::default();
        write(&mut screen, at(0, 0), "ONE");
        write(&mut screen, at(1, 0), "TWO");
        assert_eq!(screen.entry_before(at(1, 3)), "ONE\nTWO");
    }

    #[test]
    fn scrolling_moves_rows_up_and_blanks_the_last() {
        let mut screen = Screen::default();
        write(&mut screen, at(1, 0), "second");
        write(&mut screen, at(23, 0), "last");
        screen.scroll();
        assert_eq!(
            (screen.rows()[0].text(), screen.rows()[22].text()),
            ("second".to_owned(), "last".to_owned())
        );
        assert_eq!(screen.rows()[23].text(), "");
    }
}
