//! Which lines to type, page by page, and which character stands where on them.

use thiserror::Error;

use super::repertoire::Repertoire;
use crate::geometry::Position;

/// The part of the grid that can be typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First usable row, from 0.
    pub row: usize,
    /// Number of usable rows.
    pub rows: usize,
    /// First usable column, from 0.
    pub column: usize,
    /// Number of usable columns.
    pub columns: usize,
}

/// Fewest columns a page can be made of: a blank, a wide character, a blank.
const MIN_COLUMNS: usize = 4;

/// Why no plan can be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// Not even one character fits.
    #[error(
        "{rows} rows of {columns} columns are too few to type characters into; at least 1 row of {MIN_COLUMNS}"
    )]
    AreaTooSmall {
        /// Rows of the area.
        rows: usize,
        /// Columns of the area.
        columns: usize,
    },
}

/// One page: lines to type and where each character will be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    lines: Vec<String>,
    placed: Vec<(Position, char)>,
}

impl Page {
    /// The lines to type, from the first row and column of the area on.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Where each character stands on the grid; a wide one at its left half.
    #[must_use]
    pub fn placed(&self) -> &[(Position, char)] {
        &self.placed
    }
}

/// All pages of a calibration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pages: Vec<Page>,
}

impl Plan {
    /// Every character twice, the second time in another order, so that a lost or doubled key
    /// cannot teach the same wrong bitmap twice.
    ///
    /// # Errors
    /// [`PlanError::AreaTooSmall`].
    pub fn new(repertoire: &Repertoire, area: Area) -> Result<Self, PlanError> {
        let characters = repertoire.characters();
        let mut pages = typeset(characters, repertoire, area)?;
        pages.extend(typeset(&reordered(characters), repertoire, area)?);
        Ok(Self { pages })
    }

    /// The pages, in the order to type them.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }
}

/// Another order in which no two neighbours stay neighbours: seven interleaved runs, backwards.
fn reordered(characters: &[char]) -> Vec<char> {
    (0..7).flat_map(|start| characters.iter().rev().skip(start).step_by(7)).copied().collect()
}

fn typeset(characters: &[char], repertoire: &Repertoire, area: Area) -> Result<Vec<Page>, PlanError> {
    if area.rows == 0 || area.columns < MIN_COLUMNS {
        return Err(PlanError::AreaTooSmall { rows: area.rows, columns: area.columns });
    }
    let widths = repertoire.widths();
    let mut pages = Vec::new();
    let mut page = Page { lines: Vec::new(), placed: Vec::new() };
    let mut line = String::from(" ");
    let mut column = 1;
    for character in characters {
        let width = widths.columns(*character);
        if column + width >= area.columns {
            page.lines.push(std::mem::replace(&mut line, String::from(" ")));
            column = 1;
        }
        if page.lines.len() == area.rows {
            pages.push(std::mem::replace(&mut page, Page { lines: Vec::new(), placed: Vec::new() }));
        }
        let position = Position { row: area.row + page.lines.len(), column: area.column + column };
        page.placed.push((position, *character));
        line.push(*character);
        line.push(' ');
        column += width + 1;
    }
    if !page.placed.is_empty() {
        page.lines.push(line);
        pages.push(page);
    }
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::width::AmbiguousWidth;
    use proptest::prelude::*;

    const AREA: Area = Area { row: 2, rows: 20, column: 1, columns: 79 };

    fn full() -> Repertoire {
        Repertoire::full(AmbiguousWidth::One)
    }

    #[test]
    fn every_character_is_typed_twice_at_different_places_with_different_neighbours() {
        let plan = Plan::new(&full(), AREA).unwrap();
        let mut places: BTreeMap<char, Vec<(usize, Position)>> = BTreeMap::new();
        for (number, page) in plan.pages().iter().enumerate() {
            for (position, character) in page.placed() {
                places.entry(*character).or_default().push((number, *position));
            }
        }
        assert_eq!(places.len(), full().characters().len());
        assert!(places.values().all(|seen| seen.len() == 2 && seen[0] != seen[1]));
    }

    #[test]
    fn the_whole_of_gb2312_takes_a_few_dozen_pages() {
        assert!(Plan::new(&full(), AREA).unwrap().pages().len() < 40);
    }

    #[test]
    fn an_area_too_small_for_one_wide_character_is_refused() {
        let small = Area { columns: 3, ..AREA };
        assert_eq!(Plan::new(&full(), small), Err(PlanError::AreaTooSmall { rows: 20, columns: 3 }));
        assert!(Plan::new(&full(), Area { rows: 0, ..AREA }).is_err());
    }

    proptest! {
        #[test]
        fn pages_fit_their_area_and_put_blanks_around_every_character(
            rows in 1..30_usize, columns in 4..100_usize, row in 0..5_usize, column in 0..5_usize,
        ) {
            let repertoire = Repertoire::of("AzQ9中文，航！►①".chars(), AmbiguousWidth::One);
            let area = Area { row, rows, column, columns };
            for page in Plan::new(&repertoire, area).unwrap().pages() {
                prop_assert!(page.lines().len() <= rows);
                for line in page.lines() {
                    prop_assert!(AmbiguousWidth::One.line_columns(line) <= columns);
                    prop_assert!(line.starts_with(' ') && line.ends_with(' '));
                }
                for (position, character) in page.placed() {
                    let mut at = column;
                    let line = &page.lines()[position.row - row];
                    let found = line.chars().find(|c| {
                        let here = at == position.column;
                        at += AmbiguousWidth::One.columns(*c);
                        here
                    });
                    prop_assert_eq!(found, Some(*character));
                }
            }
        }
    }
}
