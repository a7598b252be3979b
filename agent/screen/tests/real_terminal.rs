//! Reads a real xterm: grid found, font learned, random screens read without one wrong cell.
//! The measured run over all sizes is the benchmark `bench_screen`.

use waystation_bench::screen::{COLUMNS, Case, ROWS, run};

#[test]
fn sixty_random_screens_of_a_real_xterm_are_read_without_a_wrong_cell() {
    let outcome = run(Case { font_size: 12, antialias: true, screens: 60, seed: 1 }).unwrap();
    assert_eq!(outcome.cells, 60 * ROWS * COLUMNS);
    assert_eq!(outcome.wrong, 0, "{:?}", outcome.wrong_examples);
    let allowed = outcome.cells / 100;
    assert!(outcome.unknown_cells <= allowed, "{} of {} cells unknown", outcome.unknown_cells, outcome.cells);
    assert!(outcome.refused.len() < 50, "not learned: {:?}", outcome.refused);
}
