//! A terminal that understands only what the painter may say, to prove that what is painted is the frame.

use waystation_eterm_sim::client::{COLUMNS, Glyph, Highlighting, ROWS, Row, width};
use waystation_eterm_sim::terminal::Frame;

/// The right half of a wide character.
const TAIL: char = '\0';

pub(crate) struct Emulator {
    cells: Vec<Vec<(char, bool)>>,
    pub(crate) caret: (usize, usize),
    highlighted: bool,
    pub(crate) caret_visible: bool,
}

impl Emulator {
    pub(crate) fn new() -> Self {
        let cells = vec![vec![('?', false); COLUMNS]; ROWS + 1];
        Self { cells, caret: (0, 0), highlighted: false, caret_visible: true }
    }

    /// Follows the painter's output; returns what it does not understand.
    pub(crate) fn follow(&mut self, output: &str) -> Result<(), String> {
        let mut rest = output;
        while let Some(first) = rest.chars().next() {
            rest = if let Some(sequence) = rest.strip_prefix("\x1b[") {
                let end = sequence.find(|c: char| c.is_ascii_alphabetic()).ok_or("an endless sequence")?;
                let (parameters, after) = sequence.split_at(end);
                self.control(parameters, after.chars().next())?;
                after.get(1..).unwrap_or_default()
            } else {
                self.print(first)?;
                rest.get(first.len_utf8()..).unwrap_or_default()
            };
        }
        Ok(())
    }

    fn control(&mut self, parameters: &str, last: Option<char>) -> Result<(), String> {
        let position = |text: &str| text.parse::<usize>().map(|number| number - 1).map_err(|e| e.to_string());
        match (parameters, last) {
            ("?25", Some('l')) => self.caret_visible = false,
            ("?25", Some('h')) => self.caret_visible = true,
            ("?1000" | "?1006", Some('h' | 'l')) => (),
            ("33", Some('m')) => self.highlighted = true,
            ("39", Some('m')) => self.highlighted = false,
            (column, Some('G')) => self.caret.1 = position(column)?,
            (place, Some('H')) => {
                let (row, column) = place.split_once(';').ok_or("a place without a column")?;
                self.caret = (position(row)?, position(column)?);
            }
            (other, last) => return Err(format!("ESC [ {other} {last:?}")),
        }
        Ok(())
    }

    /// Without line wrap a character at the edge would be printed over the last column: that must not happen.
    fn print(&mut self, character: char) -> Result<(), String> {
        let width = width(character).ok_or_else(|| format!("{character:?} cannot be shown"))?;
        let (row, column) = self.caret;
        let row = self.cells.get_mut(row).ok_or("below the last row")?;
        let cells =
            row.get_mut(column..column + width).ok_or_else(|| format!("{character} beyond the edge"))?;
        cells.fill((TAIL, self.highlighted));
        if let Some(head) = cells.first_mut() {
            head.0 = character;
        }
        self.caret.1 += width;
        Ok(())
    }

    /// Compares everything to be seen with a frame.
    pub(crate) fn shows(&self, frame: &Frame) -> bool {
        let status = Row::from_text(&frame.status_bar, Highlighting::Brackets);
        let rows = frame.screen.rows().iter().chain(std::iter::once(&status));
        let same = rows.zip(&self.cells).all(|(row, shown)| {
            row.cells().iter().zip(shown).all(|(cell, shown)| {
                let character = match cell.glyph {
                    Glyph::Narrow(character) | Glyph::Wide(character) => character,
                    Glyph::Tail => TAIL,
                };
                *shown == (character, cell.highlighted)
            })
        });
        same && self.caret_visible && self.caret == (frame.caret.row, frame.caret.column)
    }
}

#[test]
fn the_emulator_notices_a_shifted_row() {
    let desk = crate::desk::Desk::new();
    let frame = desk.simulator.frame();
    let mut emulator = Emulator::new();
    assert!(!emulator.shows(&frame));
    emulator
        .follow(&waystation_eterm_sim::terminal::Painter::default().paint(frame.clone()))
        .expect("understood");
    assert!(emulator.shows(&frame));
    emulator.follow("\x1b[3;5Hx\x1b[1;1H").expect("understood");
    assert!(!emulator.shows(&frame));
    assert!(emulator.follow("\x1b[2J").is_err());
}
