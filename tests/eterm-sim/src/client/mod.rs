//! The client: screen, caret, keyboard and status bar. Pure; knows no host command and no time.

mod characters;
mod console;
mod grid;
mod history;

pub use characters::{SOE, width};
pub use console::{Client, KeyboardState, Transaction, Transmission};
pub use grid::{COLUMNS, Cell, Glyph, Highlighting, ROWS, Row, Screen};

/// A row and a column, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// 0 to 23.
    pub row: usize,
    /// 0 to 79.
    pub column: usize,
}
