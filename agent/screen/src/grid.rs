//! What a reading found, cell by cell, and the text it makes.
//!
//! Knows nothing of pixels: an unreadable cell is here only the id of its bitmap.

use crate::bits::GlyphId;
use crate::geometry::{GridSize, Position};

/// One cell of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cell {
    /// Nothing is drawn here; a space (the ideographic space is two of these).
    Blank,
    /// A character of one column.
    Narrow(char),
    /// The left half of a character of two columns; the next cell is [`Cell::WideRight`].
    WideLeft(char),
    /// The right half of the wide character before it.
    WideRight,
    /// Something is drawn here that cannot be read with certainty.
    Unknown(GlyphId),
}

/// The cells of one screen, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    size: GridSize,
    cells: Vec<Cell>,
}

impl Grid {
    /// A grid from its cells, row by row; missing cells are blank, surplus ones are dropped.
    #[must_use]
    pub fn new(size: GridSize, mut cells: Vec<Cell>) -> Self {
        cells.resize(size.rows * size.columns, Cell::Blank);
        Self { size, cells }
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.size.rows
    }

    /// Number of columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.size.columns
    }

    /// All cells, row by row.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells of one row, or nothing below the grid.
    #[must_use]
    pub fn row(&self, row: usize) -> &[Cell] {
        self.cells.chunks(self.size.columns.max(1)).nth(row).unwrap_or_default()
    }

    /// One cell, or `None` outside the grid.
    #[must_use]
    pub fn cell(&self, position: Position) -> Option<Cell> {
        self.row(position.row).get(position.column).copied()
    }

    /// The text of one row without trailing blanks; an unreadable cell is U+FFFD. A wide
    /// character is one `char`, so text positions are columns only for narrow text.
    #[must_use]
    pub fn row_text(&self, row: usize) -> String {
        let mut text: String = self.row(row).iter().filter_map(|cell| character(*cell)).collect();
        text.truncate(text.trim_end_matches(' ').len());
        text
    }

    /// All rows joined by line breaks.
    #[must_use]
    pub fn text(&self) -> String {
        (0..self.rows()).map(|row| self.row_text(row)).collect::<Vec<_>>().join("\n")
    }

    /// Where something is drawn that could not be read, and the id of its bitmap.
    pub fn unknown_cells(&self) -> impl Iterator<Item = (Position, GlyphId)> + '_ {
        let columns = self.size.columns.max(1);
        self.cells.iter().enumerate().filter_map(move |(index, cell)| match cell {
            Cell::Unknown(id) => Some((Position { row: index / columns, column: index % columns }, *id)),
            Cell::Blank | Cell::Narrow(_) | Cell::WideLeft(_) | Cell::WideRight => None,
        })
    }
}

const fn character(cell: Cell) -> Option<char> {
    match cell {
        Cell::Blank => Some(' '),
        Cell::Narrow(character) | Cell::WideLeft(character) => Some(character),
        Cell::WideRight => None,
        Cell::Unknown(_) => Some(char::REPLACEMENT_CHARACTER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let cells = vec![
            Cell::Narrow('A'),
            Cell::Blank,
            Cell::WideLeft('中'),
            Cell::WideRight,
            Cell::Unknown(GlyphId::from_raw(7)),
            Cell::Blank,
        ];
        Grid::new(GridSize { rows: 2, columns: 6 }, cells)
    }

    #[test]
    fn a_row_reads_as_text_with_unreadable_cells_marked() {
        assert_eq!(grid().row_text(0), "A 中\u{FFFD}");
        assert_eq!(grid().text(), "A 中\u{FFFD}\n");
    }

    #[test]
    fn missing_cells_are_blank() {
        assert_eq!(grid().row(1), [Cell::Blank; 6]);
        assert_eq!(grid().cells().len(), 12);
    }

    #[test]
    fn unknown_cells_carry_their_place() {
        let found: Vec<_> = grid().unknown_cells().collect();
        assert_eq!(found, [(Position { row: 0, column: 4 }, GlyphId::from_raw(7))]);
    }

    #[test]
    fn outside_the_grid_there_is_nothing() {
        assert_eq!(grid().cell(Position { row: 0, column: 6 }), None);
        assert_eq!(grid().cell(Position { row: 2, column: 0 }), None);
        assert_eq!(grid().row_text(9), "");
    }
}
