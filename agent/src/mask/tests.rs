use waystation_screen::{CellSize, GlyphId, GridSize, Point};

use super::*;

const COLUMNS: usize = 80;

fn grid(rows: &[&str]) -> Grid {
    let mut cells = Vec::new();
    for row in rows {
        let mut line: Vec<Cell> = row.chars().flat_map(cell).collect();
        line.resize(COLUMNS, Cell::Blank);
        cells.extend(line);
    }
    Grid::new(GridSize { rows: rows.len(), columns: COLUMNS }, cells)
}

fn cell(mark: char) -> Vec<Cell> {
    match mark {
        ' ' => vec![Cell::Blank],
        '\u{fffd}' => vec![Cell::Unknown(GlyphId::from_raw(3))],
        wide if !wide.is_ascii() => vec![Cell::WideLeft(wide), Cell::WideRight],
        narrow => vec![Cell::Narrow(narrow)],
    }
}

fn shown(row: &str) -> String {
    masked_text(&grid(&[row]))
}

#[test]
fn identity_cards_are_blotted_in_every_form_the_host_shows() {
    assert_eq!(
        shown(" 5.SSR FOID CA HK1 NI999999199001010011/P1"),
        " 5.SSR FOID CA HK1 NI******************/P1"
    );
    assert_eq!(shown("身份证 99999919900101001X"), "身份证 ******************");
    assert_eq!(shown("SSR FOID CA HK/NI999999199001010011/P1"), "SSR FOID CA HK/NI******************/P1");
    assert_eq!(
        shown("    FOID:NI999999199001010011               CZ3462"),
        format!("    FOID:NI{}{:15}CZ3462", "*".repeat(18), "")
    );
}

#[test]
fn passports_are_blotted_after_their_kind_or_in_a_document_row() {
    assert_eq!(shown(" 9.SSR FOID 3U HK1 PPE00000001/P3"), " 9.SSR FOID 3U HK1 PP*********/P3");
    assert_eq!(shown("PPE00000001"), "PP*********");
    assert_eq!(shown("    FOID:RP4000000001"), "    FOID:RP**********");
    let docs = shown("SSR DOCS CA HK1 P/CN/E00000001/CN/01JAN1990/M/01JAN2030/ZHANG/SAN/P1");
    assert_eq!(docs, "SSR DOCS CA HK1 P/CN/*********/CN/*********/M/*********/ZHANG/SAN/P1");
}

#[test]
fn the_fields_of_a_form_are_blotted() {
    assert_eq!(shown("  证件：[NI999999199001010011    ]"), "  证件：[NI******************    ]");
    assert_eq!(shown("  证件：[PPE00000001 ]"), "  证件：[PP********* ]");
    assert_eq!(
        shown("  电话：[13800138000 ]  时限：[1200/24NOV ]"),
        "  电话：[*********** ]  时限：[1200/24NOV ]"
    );
}

#[test]
fn mobile_numbers_are_blotted() {
    assert_eq!(shown("OSI CA CTCT13800138000"), "OSI CA CTCT***********");
    assert_eq!(shown("OSI CA CTCM8613800138000/P1"), "OSI CA CTCM*************/P1");
    assert_eq!(shown("电话13800138000"), "电话***********");
}

#[test]
fn flights_tickets_and_amounts_stay_readable() {
    for row in [
        "1- *CA1831  DS# FA A2 JC CC DC YA  PEKSHA 0730   0945   33A 0^S  E",
        "TN/999-2300000031/P1",
        " 3.  CA1501 Y   TU01DEC  PEKSHA HK1   0830 1045          E T2T2",
        "FN/A/FCNY1130.00/SCNY1130.00/C0.00",
        "09OCT26 10012 PEK099 12345",
        "PP NI FOID PIDS",
    ] {
        assert_eq!(shown(row), row);
    }
}

#[test]
fn an_unreadable_cell_inside_a_number_does_not_unmask_it() {
    assert_eq!(shown("CTCT138\u{fffd}0138000"), "CTCT***********");
    assert_eq!(shown("999999\u{fffd}99001010011"), "*".repeat(18));
}

#[test]
fn a_number_that_wraps_is_blotted_in_both_rows() {
    let first = format!("{:70}9999991990", "7.SSR X");
    let text = masked_text(&grid(&[&first, "    01010011/P1"]));
    assert_eq!(text, format!("{:70}**********\n    ********/P1", "7.SSR X"));
}

#[test]
fn a_number_that_ends_at_the_edge_is_blotted_whatever_follows() {
    let first = format!("{:69}13800138000", "OSI");
    let text = masked_text(&grid(&[&first, "2.CA1501"]));
    assert_eq!(text, format!("{:69}***********\n2.CA1501", "OSI"));
}

#[test]
fn the_picture_is_blotted_exactly_where_the_text_is() {
    let size = GridSize { rows: 1, columns: COLUMNS };
    let geometry = Geometry::new(Point { x: 2, y: 1 }, CellSize { width: 4, height: 6 }, size).unwrap();
    let picture = Picture::filled(2 + 4 * COLUMNS, 8, 0x0000_FF00).unwrap();
    let blotted = masked_picture(&picture, geometry, &grid(&["X 13800138000 Y"]));
    let colour = |column: usize| blotted.pixel(2 + 4 * column + 1, 3);
    assert_eq!(colour(1), Some(0x0000_FF00));
    assert!((2..13).all(|column| colour(column) == Some(BLOT_COLOUR)));
    assert_eq!(colour(13), Some(0x0000_FF00));
    assert_eq!(blotted.pixel(10, 0), Some(0x0000_FF00), "above the row");
    assert_eq!(blotted.pixel(10, 7), Some(0x0000_FF00), "below the row");
}

#[test]
fn the_surroundings_of_a_glyph_never_leave_the_picture() {
    let size = GridSize { rows: 2, columns: 3 };
    let geometry = Geometry::new(Point { x: 0, y: 0 }, CellSize { width: 4, height: 6 }, size).unwrap();
    let picture = Picture::filled(12, 12, 0).unwrap();
    for row in 0..2 {
        for column in 0..3 {
            assert!(surroundings(&picture, geometry, Position { row, column }).is_ok());
        }
    }
}
