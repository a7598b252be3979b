//! Random screens: what to send to the terminal and what every cell must then read as.

use waystation_screen::calibration::Repertoire;
use waystation_screen::{AmbiguousWidth, Cell};

use super::{COLUMNS, ROWS};

/// A small repeatable generator (xorshift64*): the same seed shows the same screens.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A generator; every seed gives another run.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit` (0 if the limit is 0).
    pub const fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        if limit == 0 { 0 } else { (number % limit as u64) as usize }
    }
}

/// What screens are made of.
#[derive(Debug, Clone)]
pub struct Characters {
    narrow: Vec<char>,
    wide: Vec<char>,
}

impl Characters {
    /// Visible ASCII, and every character of GB2312 that takes two columns.
    #[must_use]
    pub fn visible_in_two_widths() -> Self {
        let widths = AmbiguousWidth::One;
        let full = Repertoire::full(widths);
        let wide =
            full.characters().iter().copied().filter(|character| widths.columns(*character) == 2).collect();
        Self { narrow: ('!'..='~').collect(), wide }
    }
}

/// One random screen.
#[derive(Debug, Clone)]
pub struct Screen {
    /// What to send: text, colours and a place for the caret.
    pub escapes: String,
    /// What every cell must read as, row by row.
    pub cells: Vec<Cell>,
}

impl Screen {
    /// A screen of words in both widths, one in sixteen inverse or coloured, one row in twelve empty.
    #[must_use]
    pub fn random(random: &mut Random, characters: &Characters) -> Self {
        let mut screen = Self { escapes: String::new(), cells: Vec::with_capacity(ROWS * COLUMNS) };
        for row in 0..ROWS {
            if random.below(12) > 0 {
                screen.move_to(row + 1, 1);
                while screen.cells.len() < row * COLUMNS + COLUMNS - 20 {
                    screen.add_word(random, characters);
                }
            }
            screen.cells.resize((row + 1) * COLUMNS, Cell::Blank);
        }
        let (row, column) = (random.below(ROWS) + 1, random.below(COLUMNS) + 1);
        screen.move_to(row, column);
        screen
    }

    fn move_to(&mut self, row: usize, column: usize) {
        self.escapes.extend(["\x1b[", &row.to_string(), ";", &column.to_string(), "H"]);
    }

    fn add_word(&mut self, random: &mut Random, characters: &Characters) {
        let style = ["\x1b[7m", "\x1b[31m", "\x1b[34m", "\x1b[32m"]
            .get(random.below(64))
            .copied()
            .unwrap_or_default();
        self.escapes.push_str(style);
        let is_wide = random.below(3) == 0;
        for _ in 0..=random.below(9) {
            let choice = if is_wide { &characters.wide } else { &characters.narrow };
            let Some(character) = choice.get(random.below(choice.len())).copied() else { continue };
            self.escapes.push(character);
            if is_wide {
                self.cells.extend([Cell::WideLeft(character), Cell::WideRight]);
            } else {
                self.cells.push(Cell::Narrow(character));
            }
        }
        if random.below(2) == 0 {
            self.escapes.push(' ');
            self.cells.push(Cell::Blank);
        }
        self.escapes.push_str(if style.is_empty() { "" } else { "\x1b[0m" });
    }

    /// The screen as text, row by row.
    #[must_use]
    pub fn text(&self) -> String {
        let row = |cells: &[Cell]| -> String { cells.iter().filter_map(|cell| letter(*cell)).collect() };
        self.cells.chunks(COLUMNS).map(row).collect::<Vec<_>>().join("\n")
    }
}

const fn letter(cell: Cell) -> Option<char> {
    match cell {
        Cell::Blank => Some(' '),
        Cell::Narrow(character) | Cell::WideLeft(character) => Some(character),
        Cell::WideRight | Cell::Unknown(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_has_all_its_cells_and_both_widths() {
        let screen = Screen::random(&mut Random::new(1), &Characters::visible_in_two_widths());
        assert_eq!(screen.cells.len(), ROWS * COLUMNS);
        let count = |wanted: fn(&Cell) -> bool| screen.cells.iter().filter(|cell| wanted(cell)).count();
        assert!(count(|cell| matches!(cell, Cell::Narrow(_))) > 300);
        let (left, right) =
            (count(|cell| matches!(cell, Cell::WideLeft(_))), count(|cell| *cell == Cell::WideRight));
        assert!(left > 150);
        assert_eq!(left, right);
    }

    #[test]
    fn the_same_seed_shows_the_same_screens_and_another_seed_others() {
        let characters = Characters::visible_in_two_widths();
        let text = |seed| Screen::random(&mut Random::new(seed), &characters).text();
        assert_eq!(text(7), text(7));
        assert_ne!(text(7), text(8));
    }
}
