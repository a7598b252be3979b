//! Reading real terminal pictures: random screens in xterm, read cell by cell and counted.
//!
//! One [`Case`] is one font size with or without anti-aliasing. It detects the grid, learns the
//! font by calibration as an agent would, then shows random screens of ASCII and Chinese with
//! inverse and coloured words and a caret, and compares every cell that was read.

pub mod screens;
pub mod tesseract;
pub mod xterm;

use std::collections::BTreeMap;
use std::time::Instant;

use waystation_screen::calibration::{Area, Calibration, Page, Plan, Refusal, Repertoire, Session};
use waystation_screen::{AmbiguousWidth, Cell, Geometry, Picture, Reader, detect, probe_lines};

use screens::{Random, Screen};
use xterm::{Font, Xterm};

/// Whatever can go wrong while driving a terminal.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// Text rows of a screen; the row below shows the marker that tells pictures apart.
pub const ROWS: usize = 24;
/// Columns of a screen.
pub const COLUMNS: usize = 80;

/// One rendering to measure.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Font size in points.
    pub font_size: u32,
    /// Whether glyph edges are smoothed.
    pub antialias: bool,
    /// Number of random screens.
    pub screens: usize,
    /// Which random screens.
    pub seed: u64,
}

/// What a case came to. Times are microseconds, one per screen.
#[derive(Debug, Default)]
pub struct Outcome {
    /// From picture to text.
    pub read_us: Vec<f64>,
    /// From the same picture to text once more, with warm caches.
    pub again_us: Vec<f64>,
    /// Copying the same picture in memory.
    pub copy_us: Vec<f64>,
    /// Cells compared.
    pub cells: usize,
    /// Cells that read as something else than was shown.
    pub wrong: usize,
    /// The first few of them, for a person.
    pub wrong_examples: Vec<String>,
    /// Cells reported as unreadable.
    pub unknown_cells: usize,
    /// Characters that calibration could not learn.
    pub refused: BTreeMap<char, Refusal>,
    /// Groups of characters the font draws alike.
    pub collisions: usize,
    /// One picture of the case and its text, for comparison with other readers.
    pub sample: Option<(Picture, String)>,
}

impl Outcome {
    /// Adds what another case came to; times, counts and mistakes, not what was learned.
    pub fn add(&mut self, other: &Self) {
        self.read_us.extend(&other.read_us);
        self.again_us.extend(&other.again_us);
        self.copy_us.extend(&other.copy_us);
        self.cells += other.cells;
        self.wrong += other.wrong;
        self.unknown_cells += other.unknown_cells;
    }
}

/// Shows and reads the screens of one case.
///
/// # Errors
/// When Xvfb or xterm cannot be started or driven, or the grid is not found.
pub fn run(case: Case) -> Result<Outcome, Error> {
    let mut terminal = Xterm::start(Font { size: case.font_size, antialias: case.antialias })?;
    let geometry = find_grid(&mut terminal)?;
    let Calibration { atlas, collisions, refused } = calibrate(&mut terminal, geometry)?;
    let mut reader = Reader::new(&atlas, geometry.with_rows(ROWS))?;
    let mut outcome = Outcome { refused, collisions: collisions.len(), ..Outcome::default() };
    let characters = screens::Characters::visible_in_two_widths();
    let mut random =
        Random::new(case.seed ^ (u64::from(case.font_size) * 2 + u64::from(case.antialias)) << 32);
    let mut copy = Vec::new();
    for _ in 0..case.screens {
        let screen = Screen::random(&mut random, &characters);
        let picture = terminal.show(&screen.escapes, &geometry)?;
        outcome.copy_us.push(time_copy(&picture, &mut copy));
        let start = Instant::now();
        let reading = reader.read(&picture)?;
        outcome.read_us.push(start.elapsed().as_secs_f64() * 1e6);
        let start = Instant::now();
        let again = reader.read(&picture)?;
        outcome.again_us.push(start.elapsed().as_secs_f64() * 1e6);
        if again != reading {
            return Err("two readings of one picture differ".into());
        }
        outcome.compare(&screen, reading.grid.cells());
        outcome.sample.get_or_insert_with(|| (picture, screen.text()));
    }
    Ok(outcome)
}

/// Types the probe and finds the grid of a terminal.
///
/// # Errors
/// When the terminal does not answer or shows no probe.
pub fn find_grid(terminal: &mut Xterm) -> Result<Geometry, Error> {
    terminal.write("\x1b[2J\x1b[H")?;
    let before = terminal.settled()?;
    terminal.write(&probe_lines().join("\r\n"))?;
    let after = terminal.settled()?;
    let geometry = detect(&before, &after, 0)?;
    let size = geometry.size();
    if (size.rows, size.columns) == (ROWS + 1, COLUMNS) {
        Ok(geometry)
    } else {
        Err(format!("xterm has {}x{} cells, but {geometry:?} was found", ROWS + 1, COLUMNS).into())
    }
}

/// Learns the font: every character twice, and what did not settle up to three times more.
///
/// # Errors
/// When the terminal does not answer.
pub fn calibrate(terminal: &mut Xterm, geometry: Geometry) -> Result<Calibration, Error> {
    let repertoire = Repertoire::full(AmbiguousWidth::One);
    let mut session = Session::new(repertoire.clone(), geometry);
    let mut due = repertoire;
    for round in 0..4 {
        let area = Area { row: round, rows: ROWS - round, column: 0, columns: COLUMNS };
        for page in Plan::new(&due, area)?.pages() {
            let picture = terminal.show(&page_escapes(page, round), &geometry)?;
            session.observe(page, &picture)?;
        }
        due = Repertoire::of(session.repeats(), AmbiguousWidth::One);
    }
    Ok(session.finish())
}

fn page_escapes(page: &Page, first_row: usize) -> String {
    let rows = page.lines().iter().zip(first_row + 1..);
    rows.map(|(line, row)| format!("\x1b[{row};1H{line}")).collect::<Vec<_>>().concat()
}

fn time_copy(picture: &Picture, copy: &mut Vec<u32>) -> f64 {
    copy.resize(picture.pixels().len(), 0);
    let start = Instant::now();
    copy.copy_from_slice(std::hint::black_box(picture.pixels()));
    std::hint::black_box(&copy);
    start.elapsed().as_secs_f64() * 1e6
}

impl Outcome {
    fn compare(&mut self, screen: &Screen, read: &[Cell]) {
        self.cells += screen.cells.len();
        for (index, (shown, read)) in screen.cells.iter().zip(read).enumerate() {
            if matches!(read, Cell::Unknown(_)) {
                self.unknown_cells += 1;
            } else if shown != read {
                self.wrong += 1;
                if self.wrong_examples.len() < 10 {
                    self.wrong_examples.push(format!(
                        "{},{}: {shown:?} read as {read:?}",
                        index / COLUMNS,
                        index % COLUMNS
                    ));
                }
            }
        }
        self.wrong += screen.cells.len().abs_diff(read.len());
    }
}

/// The value below which the share `part` (0 to 1) of the values lies; 0 of none.
#[must_use]
pub fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "counts of screens are small"
    )]
    let place = (sorted.len().saturating_sub(1) as f64 * part.clamp(0.0, 1.0)).round() as usize;
    sorted.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let values = [5.0, 1.0, 3.0, 2.0, 4.0];
        for (part, expected) in [(0.0, 1.0), (0.5, 3.0), (1.0, 5.0)] {
            assert!((quantile(&values, part) - expected).abs() < f64::EPSILON);
        }
        assert!(quantile(&[], 0.5).abs() < f64::EPSILON);
    }

    #[test]
    fn outcomes_of_several_cases_add_up() {
        let one = Outcome { read_us: vec![1.0], cells: 3, wrong: 1, ..Outcome::default() };
        let other = Outcome { read_us: vec![3.0, 2.0], cells: 4, unknown_cells: 2, ..Outcome::default() };
        let mut total = Outcome::default();
        for outcome in [one, other] {
            total.add(&outcome);
        }
        assert!((quantile(&total.read_us, 0.5) - 2.0).abs() < f64::EPSILON);
        assert_eq!((total.cells, total.wrong, total.unknown_cells), (7, 1, 2));
    }

    #[test]
    fn a_wrong_cell_is_counted_and_an_unknown_one_apart() {
        let screen =
            Screen { escapes: String::new(), cells: vec![Cell::Narrow('A'), Cell::Blank, Cell::Narrow('B')] };
        let mut outcome = Outcome::default();
        let unknown = Cell::Unknown(waystation_screen::GlyphId::from_raw(1));
        outcome.compare(&screen, &[unknown, Cell::Narrow('.'), Cell::Narrow('B')]);
        assert_eq!((outcome.cells, outcome.wrong, outcome.unknown_cells), (3, 1, 1));
    }
}
