//! Typing onto an empty screen as local echo, and seeing that it has arrived. F12 is never pressed.

use std::time::Duration;

use waystation_screen::calibration::Page;
use waystation_screen::{AmbiguousWidth, Geometry, Picture, Position};

use crate::desk::{Desk, DeskError, Key, WindowId};
use crate::terminal::Pace;

/// What Esc writes; it cannot be typed as text.
const ENTRY_MARK: char = '►';
/// Between two looks.
const LOOK: Duration = Duration::from_millis(8);
/// A window that shows the same for so long has drawn what it will draw.
const QUIET: Duration = Duration::from_millis(250);
/// A window that still changes after so long will not come to rest.
const PATIENCE: Duration = Duration::from_secs(5);
/// A client behind a terminal line takes Esc and a letter on its heels for one chord.
const AFTER_ESCAPE: Duration = Duration::from_millis(60);

/// Types into one window.
pub(super) struct Typist<'a, D, P> {
    pub(super) desk: &'a mut D,
    pub(super) pace: &'a mut P,
    pub(super) window: WindowId,
}

impl<D: Desk, P: Pace> Typist<'_, D, P> {
    /// Empties the screen and waits until the window has come to rest.
    pub(super) fn clear(&mut self) -> Result<Picture, DeskError> {
        self.desk.raise(self.window)?;
        self.desk.press(self.window, Key::ControlA)?;
        self.rest()
    }

    /// Types lines, each ended by Enter.
    pub(super) fn lines<'l>(&mut self, lines: impl IntoIterator<Item = &'l str>) -> Result<(), DeskError> {
        for line in lines {
            self.line(line)?;
        }
        Ok(())
    }

    fn line(&mut self, line: &str) -> Result<(), DeskError> {
        // Blanks at the end would run into the next row when the line fills it.
        for (number, part) in line.trim_end_matches(' ').split(ENTRY_MARK).enumerate() {
            if number > 0 {
                self.desk.press(self.window, Key::Escape)?;
                self.pace.wait(AFTER_ESCAPE);
            }
            if !part.is_empty() {
                self.desk.type_text(self.window, part)?;
            }
        }
        self.desk.press(self.window, Key::Enter)
    }

    /// Types a page on an empty screen: the picture of it, every character drawn that the font has.
    pub(super) fn page(
        &mut self,
        page: &Page,
        geometry: Geometry,
        widths: AmbiguousWidth,
    ) -> Result<Picture, DeskError> {
        let mut picture = self.clear()?;
        let mut typed = page.placed().first().map_or(0, |(position, _)| position.row);
        self.lines(std::iter::repeat_n("", typed))?;
        for group in bursts(page.lines(), self.desk.burst()) {
            self.lines(group.iter().map(String::as_str))?;
            typed += group.len();
            let placed = || page.placed().iter().filter(|(position, _)| position.row < typed);
            let drawn = |picture: &Picture, at: Position, character| {
                let columns = at.column..at.column + widths.columns(character);
                columns.into_iter().any(|column| is_drawn(picture, geometry, Position { column, ..at }))
            };
            picture =
                self.look_until(|picture| placed().all(|(at, character)| drawn(picture, *at, *character)))?;
        }
        Ok(picture)
    }

    /// Waits until the window keeps still.
    pub(super) fn rest(&mut self) -> Result<Picture, DeskError> {
        self.look_until(|_| false)
    }

    /// Looks until two pictures on end are equal and show what is expected, or the window keeps still.
    fn look_until(&mut self, expected: impl Fn(&Picture) -> bool) -> Result<Picture, DeskError> {
        let start = self.pace.elapsed();
        let mut last = self.desk.capture(self.window)?;
        let mut since = start;
        loop {
            self.pace.wait(LOOK);
            let picture = self.desk.capture(self.window)?;
            let now = self.pace.elapsed();
            let is_still = picture == last;
            if (is_still && (now.saturating_sub(since) >= QUIET || expected(&picture)))
                || now.saturating_sub(start) >= PATIENCE
            {
                return Ok(picture);
            }
            if !is_still {
                since = now;
                last = picture;
            }
        }
    }
}

/// Groups of lines that together hold no more new characters than the desk types at once.
fn bursts(lines: &[String], limit: usize) -> Vec<&[String]> {
    let mut groups = Vec::new();
    let mut rest = lines;
    while !rest.is_empty() {
        let mut total = 0;
        let fitting = rest.iter().take_while(|line| {
            total += line.chars().filter(|character| !character.is_ascii()).count();
            total <= limit
        });
        let (group, after) = rest.split_at(fitting.count().max(1));
        groups.push(group);
        rest = after;
    }
    groups
}

/// Whether the cell has more than one colour. A block caret on a blank cell has only one.
pub(super) fn is_drawn(picture: &Picture, geometry: Geometry, at: Position) -> bool {
    let (corner, cell) = (geometry.top_left(at), geometry.cell());
    let mut pixels = (corner.y..corner.y + cell.height)
        .filter_map(|y| picture.row(y)?.get(corner.x + 1..(corner.x + cell.width).saturating_sub(1)))
        .flatten();
    let first = pixels.next();
    pixels.any(|pixel| Some(pixel) != first)
}

#[cfg(test)]
mod tests {
    use waystation_screen::{CellSize, GridSize, Point};

    use super::*;

    fn lines(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_burst_holds_as_many_lines_as_the_desk_types_at_once() {
        let lines = lines(&["中 文 AB", "国 语", "ASCII", "一 二 三"]);
        let groups = bursts(&lines, 4);
        assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [3, 1]);
    }

    #[test]
    fn a_line_longer_than_a_burst_still_gets_its_turn() {
        let lines = lines(&["一二三四五", "六"]);
        assert_eq!(bursts(&lines, 2).len(), 2);
        assert!(bursts(&[], 2).is_empty());
    }

    #[test]
    fn a_cell_of_one_colour_is_not_drawn() {
        let size = GridSize { rows: 1, columns: 2 };
        let geometry = Geometry::new(Point { x: 0, y: 0 }, CellSize { width: 6, height: 8 }, size).unwrap();
        let mut picture = Picture::filled(12, 8, 0).unwrap();
        let at = |column| Position { row: 0, column };
        assert!(!is_drawn(&picture, geometry, at(0)));
        picture.set_pixel(8, 4, 0x00FF_FFFF);
        assert!(is_drawn(&picture, geometry, at(1)) && !is_drawn(&picture, geometry, at(0)));
    }
}
