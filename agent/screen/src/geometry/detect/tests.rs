//! Tests of grid detection, on drawn pictures. Letters here are boxes and lines: detection knows
//! only that equal letters look equal and that some reach the edges of their cell.

use proptest::prelude::*;

use super::*;

/// A terminal to draw: cell size, origin, colours, and what else is on the screen.
#[derive(Debug, Clone, Copy)]
struct Window {
    cell: CellSize,
    origin: Point,
    ink: u32,
    paper: u32,
    caret: bool,
}

const WINDOW: Window = Window {
    cell: CellSize { width: 10, height: 20 },
    origin: Point { x: 2, y: 2 },
    ink: 0,
    paper: 0xFF_FFFF,
    caret: true,
};

impl Window {
    fn blank(&self) -> Picture {
        let Window { cell, origin, .. } = *self;
        Picture::filled(origin.x * 2 + 80 * cell.width, origin.y * 2 + 25 * cell.height, self.paper).unwrap()
    }

    fn fill(&self, picture: &mut Picture, (row, column): (usize, usize), x: Range<usize>, y: Range<usize>) {
        let (left, top) = (self.origin.x + column * self.cell.width, self.origin.y + row * self.cell.height);
        for (x, y) in x.flat_map(|x| y.clone().map(move |y| (x, y))) {
            picture.set_pixel(left + x, top + y, self.ink);
        }
    }

    fn letter(&self, picture: &mut Picture, row: usize, column: usize, letter: char) {
        let CellSize { width, height } = self.cell;
        match letter {
            ' ' => {}
            '_' => self.fill(picture, (row, column), 0..width, height - 2..height - 1),
            '|' => self.fill(picture, (row, column), width / 2..width / 2 + 1, 1..height - 1),
            'g' => self.fill(picture, (row, column), 2..width - 1, height / 3..height - 1),
            '@' => self.fill(picture, (row, column), 1..width - 1, height / 3..height - 2),
            'Q' | '[' => self.fill(picture, (row, column), 1..width - 2, 1..height - 2),
            _ => {
                self.fill(picture, (row, column), 1..2, 2..height - 3);
                self.fill(picture, (row, column), width - 2..width - 1, 2..height - 3);
                self.fill(picture, (row, column), 1..width - 1, height / 2..height / 2 + 1);
            }
        }
    }

    fn caret(&self, picture: &mut Picture, row: usize, column: usize) {
        if self.caret {
            self.fill(picture, (row, column), 0..self.cell.width, 0..self.cell.height);
        }
    }

    fn typed(&self, before: &Picture, row: usize, old_caret: bool) -> Picture {
        let mut after = if old_caret { self.blank() } else { before.clone() };
        for (index, line) in probe_lines().into_iter().enumerate() {
            for (column, letter) in line.chars().enumerate() {
                self.letter(&mut after, row + index, column, letter);
            }
        }
        self.caret(&mut after, row + EDGE_LINE, EDGE.len());
        after
    }

    fn geometry(&self) -> Geometry {
        Geometry::new(self.origin, self.cell, GridSize { rows: 25, columns: 80 }).unwrap()
    }
}

#[test]
fn the_grid_is_found_with_and_without_a_caret() {
    for caret in [true, false] {
        let window = Window { caret, ..WINDOW };
        let mut before = window.blank();
        window.caret(&mut before, 0, 0);
        let after = window.typed(&before, 0, true);
        assert_eq!(detect(&before, &after, 0), Ok(window.geometry()));
    }
}

#[test]
fn a_window_of_whole_cells_has_no_margins_however_its_letters_stand_in_their_cells() {
    let window = Window { origin: Point { x: 0, y: 0 }, caret: false, ..WINDOW };
    let before = window.blank();
    for (down, right) in [(1, 0), (2, 1), (0, 0)] {
        let shifted = Window { origin: Point { x: right, y: down }, ..window };
        let mut after = before.clone();
        for (row, line) in probe_lines().into_iter().enumerate() {
            for (column, letter) in line.chars().enumerate() {
                shifted.letter(&mut after, row, column, letter);
            }
        }
        assert_eq!(detect(&before, &after, 0), Ok(window.geometry()), "letters {down} down, {right} right");
    }
}

#[test]
fn text_already_on_the_screen_and_a_changing_status_row_do_not_matter() {
    let mut before = WINDOW.blank();
    for column in 0..80 {
        WINDOW.letter(&mut before, 12, column, 'H');
    }
    WINDOW.letter(&mut before, 24, 20, 'H');
    let mut after = WINDOW.typed(&before, 3, false);
    WINDOW.fill(&mut after, (24, 22), 2..7, 3..9);
    assert_eq!(detect(&before, &after, 3), Ok(WINDOW.geometry()));
}

#[test]
fn a_window_that_shows_no_letters_is_refused() {
    let before = WINDOW.blank();
    let refused = DetectError::ProbeNotFound { found: 0, expected: 18 };
    assert_eq!(detect(&before, &before, 0), Err(refused));
}

#[test]
fn a_lost_letter_is_refused_and_counted() {
    let before = WINDOW.blank();
    let mut after = WINDOW.typed(&before, 0, false);
    let erase = Window { ink: WINDOW.paper, ..WINDOW };
    erase.fill(&mut after, (1, 6), 0..10, 0..20);
    assert_eq!(detect(&before, &after, 0), Err(DetectError::ProbeNotFound { found: 17, expected: 18 }));
}

#[test]
fn letters_at_unequal_distances_are_refused() {
    let before = WINDOW.blank();
    let mut after = WINDOW.typed(&before, 0, false);
    let erase = Window { ink: WINDOW.paper, ..WINDOW };
    erase.fill(&mut after, (1, 6), 0..10, 0..20);
    WINDOW.letter(&mut after, 1, 7, 'H');
    assert!(matches!(detect(&before, &after, 0), Err(DetectError::ProbeNotFound { .. })));
}

#[test]
fn a_window_that_changed_its_size_is_refused() {
    let other = Picture::filled(10, 10, 0).unwrap();
    assert_eq!(detect(&WINDOW.blank(), &other, 0), Err(DetectError::SizeChanged));
}

#[test]
fn a_first_row_that_cannot_be_is_refused() {
    let before = WINDOW.blank();
    let after = WINDOW.typed(&before, 0, false);
    assert!(matches!(detect(&before, &after, 9), Err(DetectError::Impossible(GeometryError::Origin { .. }))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_cell_size_origin_and_colours_are_found(
        width in 5..24_usize, height in 9..40_usize, x in 0..30_usize, y in 0..30_usize,
        ink in 0..0xFF_FFFF_u32, caret: bool, row in 0..10_usize,
    ) {
        // Margins narrower than a cell: a wider one cannot be told from more columns.
        let origin = Point { x: x % width.div_ceil(2), y: y % height.div_ceil(2) };
        let window = Window { cell: CellSize { width, height }, origin, ink, paper: 0xFF_FFFF, caret };
        let before = window.blank();
        let after = window.typed(&before, row, false);
        prop_assert_eq!(detect(&before, &after, row), Ok(window.geometry()));
    }

    #[test]
    fn no_pair_of_pictures_makes_detection_panic(width in 1..90_usize, height in 1..60_usize, seed: u32, colours: u32, row: u8) {
        let noise = |seed: u32| {
            let pixel = |i: u32| (i ^ seed).wrapping_mul(0x9E37_79B9) >> 8 & colours;
            Picture::new(width, height, (0..).take(width * height).map(pixel).collect()).unwrap()
        };
        let _ = detect(&noise(seed), &noise(seed ^ 0x55), usize::from(row));
    }
}
