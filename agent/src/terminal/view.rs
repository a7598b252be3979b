//! One look at the window, as text: the rows of the screen and the status bar under them.

use waystation_eterm::parse::status::StatusBar;
use waystation_eterm::screen::Screen;
use waystation_screen::{Cell, Grid};

/// The start-of-entry mark as Esc writes it.
pub(super) const ENTRY_MARK: char = '►';

/// What the window showed at one moment. The last row of its grid is the status bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    grid: Grid,
    bar: StatusBar,
}

/// Where the own command ends on the screen: its last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EchoEnd {
    row: usize,
}

impl View {
    /// From a grid whose last row is the status bar.
    #[must_use]
    pub fn new(grid: Grid) -> Self {
        let bar = StatusBar::parse(&grid.row_text(grid.rows().saturating_sub(1)));
        Self { grid, bar }
    }

    /// The whole grid, status bar included.
    #[must_use]
    pub const fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The status bar.
    #[must_use]
    pub const fn bar(&self) -> &StatusBar {
        &self.bar
    }

    /// Number of rows above the status bar.
    pub(super) fn screen_rows(&self) -> usize {
        self.grid.rows().saturating_sub(1)
    }

    /// The cells above the status bar.
    pub(super) fn screen_cells(&self) -> &[Cell] {
        let count = self.screen_rows() * self.grid.columns();
        self.grid.cells().get(..count).unwrap_or_default()
    }

    /// Whether nothing stands on the screen.
    pub(super) fn is_blank(&self) -> bool {
        self.screen_cells().iter().all(|cell| *cell == Cell::Blank)
    }

    /// The last row of the screen that is not blank.
    pub(super) fn last_row_text(&self) -> String {
        let mut rows = (0..self.screen_rows()).rev().map(|row| self.grid.row_text(row));
        rows.find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The screen from a row down to the status bar.
    pub(super) fn screen_from(&self, first: usize) -> Screen {
        let rows: Vec<String> = (first..self.screen_rows()).map(|row| self.grid.row_text(row)).collect();
        Screen::from_text(&rows.join("\n"))
    }

    /// The marks just before the caret, as many as the command has with its entry mark. This is
    /// what F12 would send if it is the command and begins with the entry mark.
    pub(super) fn before_caret(&self, command: &str) -> String {
        let Some(caret) = self.bar.caret else { return String::new() };
        let end = caret.row * self.grid.columns() + caret.column;
        let marks: Vec<char> = self.marks().filter(|(cell, _)| *cell < end).map(|(_, mark)| mark).collect();
        let length = command.chars().count() + 1;
        marks.iter().skip(marks.len().saturating_sub(length)).collect()
    }

    /// Whether exactly the command, begun by an entry mark, stands before the caret.
    pub(super) fn shows_before_caret(&self, command: &str) -> bool {
        self.before_caret(command).strip_prefix(ENTRY_MARK) == Some(command)
    }

    /// Where the own command stands now; the answer may have moved it up, or off the screen.
    pub(super) fn find_echo(&self, command: &str) -> Option<EchoEnd> {
        let marks: Vec<(usize, char)> = self.marks().collect();
        let echo: Vec<char> = std::iter::once(ENTRY_MARK).chain(command.chars()).collect();
        let shown = |window: &[(usize, char)]| window.iter().map(|(_, mark)| mark).eq(&echo);
        let (last, _) = *marks.windows(echo.len()).rfind(|window| shown(window))?.last()?;
        Some(EchoEnd { row: last / self.grid.columns().max(1) })
    }

    /// What stands below the own command; everything when the command is no longer there.
    pub(super) fn answer_below(&self, echo: Option<EchoEnd>) -> Screen {
        self.screen_from(echo.map_or(0, |echo| echo.row + 1))
    }

    /// Every mark of the screen with the number of its cell.
    fn marks(&self) -> impl Iterator<Item = (usize, char)> + '_ {
        self.screen_cells().iter().enumerate().filter_map(|(number, cell)| match cell {
            Cell::Blank => Some((number, ' ')),
            Cell::Narrow(mark) | Cell::WideLeft(mark) => Some((number, *mark)),
            Cell::WideRight => None,
            Cell::Unknown(_) => Some((number, char::REPLACEMENT_CHARACTER)),
        })
    }
}

#[cfg(test)]
mod tests {
    use waystation_screen::{GlyphId, GridSize};

    use super::*;

    const COLUMNS: usize = 40;

    fn view(rows: &[&str], bar: &str) -> View {
        let cells = rows.iter().chain([&bar]).flat_map(|row| cells(row)).collect();
        View::new(Grid::new(GridSize { rows: rows.len() + 1, columns: COLUMNS }, cells))
    }

    fn cells(row: &str) -> Vec<Cell> {
        let mut cells = Vec::new();
        for mark in row.chars() {
            match mark {
                ' ' => cells.push(Cell::Blank),
                '\u{fffd}' => cells.push(Cell::Unknown(GlyphId::from_raw(1))),
                wide if waystation_eterm::screen::width(wide) == 2 => {
                    cells.extend([Cell::WideLeft(wide), Cell::WideRight]);
                }
                narrow => cells.push(Cell::Narrow(narrow)),
            }
        }
        cells.resize(COLUMNS, Cell::Blank);
        cells
    }

    const BAR: &str = "已连接服务器 键盘可用 行：2 列：5";

    #[test]
    fn the_echo_is_what_stands_before_the_caret() {
        let view = view(&["OLD", "►AVH"], BAR);
        assert_eq!(view.before_caret("AVH"), "►AVH");
        assert!(view.shows_before_caret("AVH"));
        assert!(!view.shows_before_caret("VH"), "the entry mark must stand right before the command");
        assert!(!view.shows_before_caret("AVG"));
    }

    #[test]
    fn an_unreadable_echo_is_no_echo() {
        assert!(!view(&["", "►A\u{fffd}H"], BAR).shows_before_caret("AVH"));
    }

    #[test]
    fn without_a_caret_there_is_no_echo() {
        let view = view(&["", "►AVH"], "已连接服务器 键盘可用");
        assert_eq!(view.before_caret("AVH"), "");
    }

    #[test]
    fn a_command_that_wraps_is_compared_across_rows() {
        let long = "A".repeat(45);
        let first = format!("►{}", "A".repeat(39));
        let view = view(&[&first, "AAAAAA"], "键盘可用 行：2 列：7");
        assert!(view.shows_before_caret(&long));
        assert_eq!(view.answer_below(view.find_echo(&long)).text(), "");
    }

    #[test]
    fn hanzi_in_a_command_take_two_cells() {
        let view = view(&["", "►NM1张"], "键盘可用 行：2 列：7");
        assert!(view.shows_before_caret("NM1张"));
    }

    #[test]
    fn the_answer_is_cut_below_the_last_own_command() {
        let view = view(&["►PN", "page two", "►PN", "page three"], BAR);
        assert_eq!(view.answer_below(view.find_echo("PN")).text(), "page three");
    }

    #[test]
    fn without_the_echo_the_whole_screen_is_the_answer() {
        let view = view(&["first", "second"], BAR);
        assert_eq!(view.answer_below(view.find_echo("AVH")).text(), "first\nsecond");
    }

    #[test]
    fn the_status_bar_is_not_part_of_the_screen() {
        let view = view(&["", "PLEASE SIGN IN FIRST", ""], BAR);
        assert_eq!(view.last_row_text(), "PLEASE SIGN IN FIRST");
        assert!(!view.is_blank());
        assert!(super::tests::view(&["", ""], BAR).is_blank());
    }
}
