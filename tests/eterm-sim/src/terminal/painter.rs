//! Paints frames on an xterm: only rows that changed, each whole, every position absolute.

use crate::client::{COLUMNS, Cell, Glyph, Highlighting, Position, Row, Screen};
use std::fmt::Write;

/// All that is to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The 24 rows of the session.
    pub screen: Screen,
    /// Row 25: the status bar.
    pub status_bar: String,
    /// Where the caret is.
    pub caret: Position,
    /// Whether clicks are to be reported.
    pub mouse: bool,
}

impl Frame {
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> {
        let status_bar = Row::from_text(&self.status_bar, Highlighting::Brackets);
        self.screen.rows().iter().cloned().chain(std::iter::once(status_bar))
    }
}

/// Takes the terminal over: window title, no line wrap, keypad in application mode, empty screen.
#[must_use]
pub fn enter(title: &str) -> String {
    format!("\x1b]0;{title}\x07\x1b[?7l\x1b=\x1b[0m\x1b[2J\x1b[H")
}

/// Gives the terminal back.
#[must_use]
pub fn leave() -> &'static str {
    "\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?7h\x1b>\x1b[?25h\x1b[2J\x1b[H"
}

/// Remembers what the terminal shows.
#[derive(Debug, Default)]
pub struct Painter {
    shown: Option<Frame>,
}

impl Painter {
    /// The output that turns what is shown into a frame; empty when nothing changed.
    pub fn paint(&mut self, frame: Frame) -> String {
        if self.shown.as_ref() == Some(&frame) {
            return String::new();
        }
        let mut rows = String::new();
        if self.shown.as_ref().is_some_and(|shown| shown.mouse) != frame.mouse {
            rows.push_str(if frame.mouse { "\x1b[?1000h\x1b[?1006h" } else { "\x1b[?1006l\x1b[?1000l" });
        }
        let before: Vec<Row> = self.shown.iter().flat_map(Frame::rows).collect();
        for (index, row) in frame.rows().enumerate() {
            if before.get(index) != Some(&row) {
                paint_row(&mut rows, index, &row);
            }
        }
        let caret = move_to(frame.caret.row, frame.caret.column);
        self.shown = Some(frame);
        if rows.is_empty() { caret } else { format!("\x1b[?25l{rows}{caret}\x1b[?25h") }
    }
}

fn paint_row(out: &mut String, index: usize, row: &Row) {
    out.push_str(&move_to(index, 0));
    let mut highlighted = false;
    for (column, cell) in row.cells().iter().enumerate() {
        if cell.highlighted != highlighted {
            highlighted = cell.highlighted;
            out.push_str(if highlighted { "\x1b[33m" } else { "\x1b[39m" });
        }
        paint_cell(out, *cell, column);
    }
    if highlighted {
        out.push_str("\x1b[39m");
    }
}

/// After anything but ASCII the column is set again, so that no disagreement on widths can shift a row.
fn paint_cell(out: &mut String, cell: Cell, column: usize) {
    let next = match cell.glyph {
        Glyph::Tail => return,
        Glyph::Narrow(character) => {
            out.push(character);
            if character.is_ascii() {
                return;
            }
            column + 2
        }
        Glyph::Wide(character) => {
            out.push(character);
            column + 3
        }
    };
    if next <= COLUMNS {
        // Writing to a String cannot fail.
        let _ = write!(out, "\x1b[{next}G");
    }
}

fn move_to(row: usize, column: usize) -> String {
    format!("\x1b[{};{}H", row + 1, column + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(text: &str) -> Frame {
        let mut screen = Screen::default();
        screen.replace(0, Row::from_text(text, Highlighting::Colour));
        Frame {
            screen,
            status_bar: "键盘可用".to_owned(),
            caret: Position { row: 3, column: 4 },
            mouse: false,
        }
    }

    #[test]
    fn the_first_frame_paints_every_row_and_sets_the_caret() {
        let output = Painter::default().paint(frame("HELLO"));
        for row in 1..=25 {
            assert!(output.contains(&format!("\x1b[{row};1H")), "row {row}");
        }
        assert!(output.ends_with("\x1b[4;5H\x1b[?25h"));
    }

    #[test]
    fn afterwards_only_changed_rows_are_painted() {
        let mut painter = Painter::default();
        painter.paint(frame("HELLO"));
        assert_eq!(painter.paint(frame("HELLO")), "");
        let output = painter.paint(frame("WORLD"));
        assert!(output.contains("WORLD") && !output.contains("键盘"));
        let moved = Frame { caret: Position { row: 0, column: 0 }, ..frame("WORLD") };
        assert_eq!(painter.paint(moved), "\x1b[1;1H");
    }

    #[test]
    fn clicks_are_reported_only_while_they_are_wanted() {
        let mut painter = Painter::default();
        assert!(!painter.paint(frame("HELLO")).contains("?1000"));
        let open = Frame { mouse: true, ..frame("HELLO") };
        assert!(painter.paint(open.clone()).contains("\x1b[?1000h\x1b[?1006h"));
        assert_eq!(painter.paint(open), "");
        assert!(painter.paint(frame("HELLO")).contains("\x1b[?1006l\x1b[?1000l"));
        assert!(leave().contains("\x1b[?1000l"));
    }

    #[test]
    fn a_row_is_painted_to_its_last_column_and_nothing_can_shift_it() {
        let output = Painter::default().paint(frame("►试A"));
        assert!(output.contains("►\x1b[2G试\x1b[4GA"), "{output:?}");
        assert!(output.contains(&format!("A{}", " ".repeat(76))));
    }

    #[test]
    fn a_highlighted_span_has_a_colour_that_ends_with_it() {
        let output = Painter::default().paint(frame("a『b』c"));
        assert!(output.contains("a\x1b[33mb\x1b[39mc"));
        let to_the_edge = Painter::default().paint(frame(&format!("『{}』", "x".repeat(80))));
        assert!(to_the_edge.contains("x\x1b[39m"));
    }

    #[test]
    fn taking_over_sets_the_title_and_turns_line_wrap_off() {
        let output = enter("eTerm 3 - [Session1]");
        assert!(output.starts_with("\x1b]0;eTerm 3 - [Session1]\x07"));
        assert!(output.contains("\x1b[?7l") && leave().contains("\x1b[?7h"));
    }
}
