//! Tests of reading, on drawn pictures.

use proptest::prelude::*;

use super::*;
use crate::atlas::EdgeInk;
use crate::drawing::{BLACK, CELL, GREEN, draw, geometry, is_ink, paper, write};
use crate::geometry::{GridSize, Point};
use crate::width::AmbiguousWidth;

const TEXT: &str = "ABCHIXYZabcxyz0189,.-/中文航班查询，（";

fn atlas() -> Atlas {
    let mut atlas = Atlas::new(CELL);
    for character in TEXT.chars() {
        atlas.learn(bitmap(character), character).unwrap();
    }
    atlas
}

fn bitmap(character: char) -> GlyphBitmap {
    let width = AmbiguousWidth::One.columns(character) * CELL.width;
    let row =
        |y| (1..width - 1).filter(|x| is_ink(character, *x, y, width)).fold(0, |row, x| row | (1 << (x - 1)));
    GlyphBitmap::new(width - 2, &(0..CELL.height).map(row).collect::<Vec<u64>>()).unwrap()
}

fn screen(lines: &[&str]) -> Picture {
    let mut picture = paper(&geometry(4, 30), BLACK);
    write(&mut picture, &geometry(4, 30), 0, lines.iter().copied(), [GREEN, BLACK]);
    picture
}

fn read(picture: &Picture) -> Reading {
    Reader::new(&atlas(), geometry(4, 30)).unwrap().read(picture).unwrap()
}

#[test]
fn narrow_and_wide_characters_are_read_side_by_side() {
    let reading = read(&screen(&["AB中文C 0189", "", "（X，Y 航班", "中文航班查询中文航班查询中文航"]));
    assert_eq!(reading.grid.text(), "AB中文C 0189\n\n（X，Y 航班\n中文航班查询中文航班查询中文航");
    assert_eq!(reading.unknown, []);
    assert_eq!(reading.grid.cell(Position { row: 0, column: 3 }), Some(Cell::WideRight));
}

#[test]
fn colours_do_not_matter() {
    let geometry = geometry(4, 30);
    for colours in
        [[0xFF_FFFF, 0], [0, 0xFF_FFFF], [0xFF_0000, 0], [0xFF_FF00, 0x00_00FF], [0x80_8080, 0x20_2020]]
    {
        let mut picture = paper(&geometry, colours[1]);
        write(&mut picture, &geometry, 1, ["AB中文C"], colours);
        assert_eq!(read(&picture).grid.row_text(1), "AB中文C", "{colours:06X?}");
    }
}

#[test]
fn several_colours_on_one_row_are_read() {
    let geometry = geometry(4, 30);
    let mut picture = screen(&["AB  中"]);
    draw(&mut picture, &geometry, Position { row: 0, column: 6 }, '文', [BLACK, 0xFF_FFFF]);
    draw(&mut picture, &geometry, Position { row: 0, column: 8 }, 'X', [0x00_00FF, 0x10_1010]);
    assert_eq!(read(&picture).grid.row_text(0), "AB  中文X");
}

#[test]
fn a_block_caret_is_read_through_and_found() {
    let geometry = geometry(4, 30);
    for (character, column) in [('B', 1), (' ', 7), ('中', 4)] {
        let mut picture = screen(&["AB  中"]);
        let position = Position { row: 0, column };
        draw(&mut picture, &geometry, position, character, [BLACK, GREEN]);
        let reading = read(&picture);
        assert_eq!(reading.grid.row_text(0), "AB  中");
        assert_eq!(reading.caret, Some(Caret { position, style: CaretStyle::Block }));
    }
}

#[test]
fn a_selection_is_no_caret() {
    let mut picture = screen(&["", "XYZ"]);
    write(&mut picture, &geometry(4, 30), 0, ["ABC"], [BLACK, GREEN]);
    let reading = read(&picture);
    assert_eq!((reading.grid.row_text(0).as_str(), reading.caret), ("ABC", None));
}

fn bars(picture: &mut Picture, position: Position, lines: &[usize], columns: usize) {
    let Point { x, y } = geometry(4, 30).top_left(position);
    for line in lines {
        for column in 0..CELL.width * columns {
            picture.set_pixel(x + column, y + line, GREEN);
        }
    }
}

#[test]
fn an_underline_or_outline_caret_is_read_through_and_found() {
    for lines in [&[14, 15][..], &[0, 15][..]] {
        for (column, columns) in [(1, 1), (7, 1), (4, 2)] {
            let mut picture = screen(&["AB  中"]);
            let position = Position { row: 0, column };
            bars(&mut picture, position, lines, columns);
            let reading = read(&picture);
            assert_eq!(reading.grid.row_text(0), "AB  中", "{lines:?} at {column}");
            assert_eq!(reading.caret, Some(Caret { position, style: CaretStyle::Bars }));
        }
    }
}

#[test]
fn an_unlearned_character_is_unknown_and_can_be_named() {
    let picture = screen(&["A?B", "鑫C"]);
    let reading = read(&picture);
    assert_eq!(reading.grid.row_text(0), "A\u{FFFD}B");
    assert!(reading.grid.row_text(1).ends_with('C'));
    let mut atlas = atlas();
    for (unknown, character) in reading.unknown.iter().zip(['?', '鑫']) {
        let columns = AmbiguousWidth::One.columns(character);
        atlas.learn(unknown.bitmap(columns).unwrap().clone(), character).unwrap();
    }
    let mut reader = Reader::new(&atlas, geometry(4, 30)).unwrap();
    assert_eq!(reader.read(&picture).unwrap().grid.text(), "A?B\n鑫C\n\n");
}

#[test]
fn every_unknown_bitmap_is_reported_once() {
    let reading = read(&screen(&["???A", "A?A"]));
    assert_eq!(reading.grid.unknown_cells().count(), 4);
    assert_eq!(reading.unknown.len(), 1);
    assert_eq!(reading.unknown[0].position, Position { row: 0, column: 0 });
    assert_eq!(reading.unknown[0].id, bitmap('?').id());
}

#[test]
fn characters_drawn_alike_read_as_unknown_until_one_is_preferred() {
    let mut atlas = atlas();
    atlas.learn(bitmap('I'), 'l').unwrap();
    let look = |atlas: &Atlas| {
        Reader::new(atlas, geometry(4, 30)).unwrap().read(&screen(&["HI"])).unwrap().grid.row_text(0)
    };
    assert_eq!(look(&atlas), "H\u{FFFD}\u{FFFD}");
    atlas.prefer('I').unwrap();
    assert_eq!(look(&atlas), "HI");
}

/// Changes pixels of the cell at row 0, column 0 to a level between paper and ink.
fn tint(picture: &mut Picture, pixels: impl Iterator<Item = (usize, usize)>, colour: u32) {
    let Point { x, y } = geometry(4, 30).top_left(Position { row: 0, column: 0 });
    for (dx, dy) in pixels {
        picture.set_pixel(x + dx, y + dy, colour);
    }
}

#[test]
fn a_pixel_near_half_contrast_does_not_hide_a_character() {
    let mut picture = screen(&["A"]);
    let free =
        (3..6).flat_map(|x| (3..9).map(move |y| (x, y))).find(|(x, y)| !is_ink('A', *x, *y, 9)).unwrap();
    tint(&mut picture, std::iter::once(free), 0x00_9000);
    assert_eq!(read(&picture).grid.row_text(0), "A");
}

#[test]
fn a_clearly_different_pixel_makes_a_character_unknown() {
    let mut picture = screen(&["A"]);
    let free =
        (3..6).flat_map(|x| (3..9).map(move |y| (x, y))).find(|(x, y)| !is_ink('A', *x, *y, 9)).unwrap();
    tint(&mut picture, std::iter::once(free), GREEN);
    assert_eq!(read(&picture).grid.row_text(0), "\u{FFFD}\u{FFFD}");
}

#[test]
fn doubt_between_two_characters_is_not_decided() {
    let mut atlas = atlas();
    let mut rows = bitmap('A').rows();
    let free =
        (3..6).flat_map(|x| (3..9).map(move |y| (x, y))).find(|(x, y)| !is_ink('A', *x, *y, 9)).unwrap();
    rows[free.1] ^= 1 << (free.0 - 1);
    atlas.learn(GlyphBitmap::new(7, &rows).unwrap(), 'Ä').unwrap();
    let mut picture = screen(&["A"]);
    let other = (3..6)
        .flat_map(|x| (3..9).map(move |y| (x, y)))
        .filter(|(x, y)| !is_ink('A', *x, *y, 9))
        .nth(1)
        .unwrap();
    tint(&mut picture, [free, other].into_iter(), 0x00_9000);
    let reading = Reader::new(&atlas, geometry(4, 30)).unwrap().read(&picture).unwrap();
    assert_eq!(reading.grid.row_text(0), "\u{FFFD}\u{FFFD}");
}

#[test]
fn a_narrow_character_is_not_read_where_a_doubtful_wide_one_begins_so() {
    let mut atlas = atlas();
    let half: Vec<u64> = bitmap('中').rows().iter().map(|row| row & 0x7F).collect();
    atlas.learn(GlyphBitmap::new(7, &half).unwrap(), '├').unwrap();
    let read = |picture: &Picture| {
        Reader::new(&atlas, geometry(4, 30)).unwrap().read(picture).unwrap().grid.row_text(0)
    };
    let mut picture = screen(&["中A"]);
    assert_eq!(read(&picture), "中A");
    let free =
        (12..15).flat_map(|x| (3..9).map(move |y| (x, y))).find(|(x, y)| !is_ink('中', *x, *y, 18)).unwrap();
    for colour in [0x00_9000, GREEN] {
        tint(&mut picture, std::iter::once(free), colour);
        assert_eq!(read(&picture), "\u{FFFD}\u{FFFD}A", "{colour:06X}");
    }
}

#[test]
fn ink_of_a_neighbour_in_the_outermost_column_does_not_matter() {
    let mut picture = screen(&["AB"]);
    tint(&mut picture, (0..16).map(|y| (8, y)).chain((0..16).map(|y| (9, y))), GREEN);
    assert_eq!(read(&picture).grid.row_text(0), "AB");
}

#[test]
fn a_cell_without_contrast_is_not_taken_for_blank() {
    let mut picture = screen(&["A"]);
    tint(&mut picture, (30..34).map(|x| (x, 7)), 0x00_0800);
    // The blanks beside it are in doubt too: each may be the other half of the same character.
    assert_eq!(read(&picture).grid.row_text(0), "A \u{FFFD}\u{FFFD}\u{FFFD}");
}

#[test]
fn colours_of_equal_brightness_are_not_taken_for_blank() {
    let mut picture = screen(&["A"]);
    let Point { x, y } = geometry(4, 30).top_left(Position { row: 0, column: 3 });
    for (dx, dy) in (0..CELL.width).flat_map(|x| (0..CELL.height).map(move |y| (x, y))) {
        let colour = if is_ink('B', dx, dy, CELL.width) { 0xFE_0000 } else { 0x00_007F << 1 };
        picture.set_pixel(x + dx, y + dy, colour);
    }
    assert_eq!(read(&picture).grid.row_text(0), "A \u{FFFD}\u{FFFD}\u{FFFD}");
}

#[test]
fn an_atlas_of_another_font_or_a_small_picture_is_refused() {
    let other = Atlas::new(CellSize { width: 8, height: 16 });
    assert!(matches!(Reader::new(&other, geometry(4, 30)), Err(ReadError::OtherFont { .. })));
    let mut reader = Reader::new(&atlas(), geometry(4, 30)).unwrap();
    let small = Picture::filled(270, 60, 0).unwrap();
    assert_eq!(reader.read(&small), Err(ReadError::PictureTooSmall { width: 270, height: 60 }));
}

#[test]
fn what_was_puzzled_out_is_remembered_but_not_without_end() {
    let mut reader = Reader::new(&atlas(), geometry(4, 30)).unwrap();
    let picture = screen(&["?!?!"]);
    let first = reader.read(&picture).unwrap();
    let remembered = reader.memory.len();
    assert!(remembered > 0);
    assert_eq!(reader.read(&picture).unwrap(), first);
    assert_eq!(reader.memory.len(), remembered);
    let size = paper(&geometry(4, 30), 0);
    for seed in 0..400_u32 {
        let noise =
            (0_u32..).take(size.pixels().len()).map(|i| (i ^ seed).wrapping_mul(0x9E37_79B9)).collect();
        reader.read(&Picture::new(size.width(), size.height(), noise).unwrap()).unwrap();
        assert!(reader.memory.len() <= 4096);
    }
}

fn line() -> impl Strategy<Value = String> {
    let characters: Vec<char> = TEXT.chars().chain([' ', ' ', ' ']).collect();
    prop::collection::vec(prop::sample::select(characters), 0..15).prop_map(|line| line.into_iter().collect())
}

proptest! {
    #[test]
    fn any_text_drawn_with_the_atlas_is_read_back(lines in prop::collection::vec(line(), 4), ink: u32, paper_colour: u32) {
        let brightness = |c: u32| i64::from((c >> 16) & 0xFF) + i64::from((c >> 8) & 0xFF) + i64::from(c & 0xFF);
        prop_assume!((brightness(ink) - brightness(paper_colour)).abs() > 4 * 22);
        let geometry = geometry(4, 30);
        let mut picture = paper(&geometry, paper_colour);
        write(&mut picture, &geometry, 0, lines.iter().map(String::as_str), [ink, paper_colour]);
        let expected: Vec<&str> = lines.iter().map(|line| line.trim_end_matches(' ')).collect();
        let reading = read(&picture);
        prop_assert_eq!(reading.grid.text(), expected.join("\n"));
        prop_assert_eq!(reading.caret, None);
    }

    #[test]
    fn no_picture_makes_the_reader_panic(
        width in 1..200_usize, height in 1..120_usize, seed: u32, colours: u32,
        cell in (4..=32_usize, 6..=64_usize), size in (1..5_usize, 1..9_usize),
    ) {
        let pixel = |i: u32| (i ^ seed).wrapping_mul(0x9E37_79B9) >> 8 & colours;
        let pixels = (0..).take(width * height).map(pixel).collect();
        let picture = Picture::new(width, height, pixels).unwrap();
        let cell = CellSize { width: cell.0, height: cell.1 };
        let geometry = Geometry::new(Point { x: 1, y: 0 }, cell, GridSize { rows: size.0, columns: size.1 }).unwrap();
        let mut reader = Reader::new(&Atlas::new(cell), geometry).unwrap();
        prop_assert_eq!(reader.read(&picture).is_ok(), geometry.fits(width, height));
    }
}

#[test]
fn ink_in_the_outermost_column_of_a_blank_cell_is_a_neighbours_only_if_it_touches_it() {
    let edge = |x: usize, line: std::ops::Range<usize>| line.map(move |y| (x, y));
    let mut spilled = screen(&["A"]);
    tint(&mut spilled, edge(8, 4..9).chain(edge(9, 5..8)), GREEN);
    assert_eq!(read(&spilled).grid.row_text(0), "A");
    let mut own = screen(&["A"]);
    tint(&mut own, edge(9, 5..8), GREEN);
    assert_eq!(read(&own).grid.row_text(0), "A\u{FFFD}\u{FFFD}");
}

fn with_edge_only(rows: std::ops::Range<u32>) -> Atlas {
    let mut atlas = atlas();
    let left = rows.fold(0, |rows, row| rows | (1 << row));
    atlas.note_edge_only('［', EdgeInk { left, right: 0 });
    atlas
}

#[test]
fn ink_like_that_of_a_character_of_edges_only_is_not_taken_for_a_neighbours() {
    let mut picture = screen(&["A"]);
    tint(&mut picture, (4..9).map(|y| (8, y)).chain((5..8).map(|y| (9, y))), GREEN);
    for (rows, expected) in [(5..8, "A\u{FFFD}\u{FFFD}"), (4..9, "A\u{FFFD}\u{FFFD}"), (4..10, "A")] {
        let atlas = with_edge_only(rows.clone());
        let reading = Reader::new(&atlas, geometry(4, 30)).unwrap().read(&picture).unwrap();
        assert_eq!(reading.grid.row_text(0), expected, "{rows:?}");
    }
}

#[test]
fn a_character_of_edges_only_may_lie_in_the_nearest_column_of_the_next_cell() {
    let mut picture = screen(&["A"]);
    tint(&mut picture, (4..9).map(|y| (8, y)), GREEN);
    for (rows, expected) in [(4..9, "A\u{FFFD}\u{FFFD}"), (4..10, "A")] {
        let atlas = with_edge_only(rows.clone());
        let reading = Reader::new(&atlas, geometry(4, 30)).unwrap().read(&picture).unwrap();
        assert_eq!(reading.grid.row_text(0), expected, "{rows:?}");
    }
}
