//! Tests of learning, collisions and the written form.

use proptest::prelude::*;

use super::*;

const CELL: CellSize = CellSize { width: 8, height: 10 };

fn hit(shelf: &Shelf, bitmap: &GlyphBitmap) -> Hit {
    shelf.hit(shelf.find(key(bitmap)), &bitmap.strips())
}

fn key(bitmap: &GlyphBitmap) -> Key {
    Key::of(&bitmap.strips())
}

fn narrow(seed: u64) -> GlyphBitmap {
    let rows: Vec<u64> =
        (0..10).map(|row| if row == 0 { 0 } else { (seed << 1).rotate_left(row) ^ 2 }).collect();
    GlyphBitmap::new(6, &rows).unwrap()
}

fn wide(seed: u64) -> GlyphBitmap {
    let rows: Vec<u64> =
        (0..10).map(|row| if row == 0 { 2 } else { seed.wrapping_mul(0x9E37_79B9 + row) }).collect();
    GlyphBitmap::new(14, &rows).unwrap()
}

#[test]
fn a_learned_bitmap_is_found_and_nothing_else() {
    let mut atlas = Atlas::new(CELL);
    atlas.learn(narrow(3), 'A').unwrap();
    let index = Index::new(&atlas);
    assert_eq!(hit(index.narrow(), &narrow(3)), Hit::Character('A'));
    assert_eq!(hit(index.narrow(), &narrow(5)), Hit::Miss);
    assert_eq!(hit(index.wide(), &wide(3)), Hit::Miss);
}

#[test]
fn an_equal_key_with_other_pixels_is_no_hit() {
    let mut atlas = Atlas::new(CELL);
    atlas.learn(narrow(3), 'A').unwrap();
    let index = Index::new(&atlas);
    let slot = index.narrow().find(key(&narrow(3)));
    assert!(slot.is_some());
    assert_eq!(index.narrow().hit(slot, &narrow(5).strips()), Hit::Miss);
}

#[test]
fn characters_drawn_alike_are_reported_and_not_guessed() {
    let mut atlas = Atlas::new(CELL);
    atlas.learn(narrow(3), 'l').unwrap();
    atlas.learn(narrow(3), 'I').unwrap();
    let report = |preferred| vec![Collision::SameBitmap { characters: vec!['I', 'l'], preferred }];
    assert_eq!(atlas.collisions(), report(None));
    let look = |atlas: &Atlas| hit(Index::new(atlas).narrow(), &narrow(3));
    assert_eq!(look(&atlas), Hit::Ambiguous);
    atlas.prefer('I').unwrap();
    assert_eq!(look(&atlas), Hit::Character('I'));
    assert_eq!(atlas.collisions(), report(Some('I')));
}

#[test]
fn ascii_is_meant_rather_than_greek_cyrillic_or_roman_but_not_among_ascii() {
    let mut atlas = Atlas::new(CELL);
    for character in "AΑА".chars() {
        atlas.learn(narrow(3), character).unwrap();
    }
    for character in "IlⅠ".chars() {
        atlas.learn(narrow(5), character).unwrap();
    }
    for character in "-─".chars() {
        atlas.learn(narrow(7), character).unwrap();
    }
    atlas.prefer_ascii();
    let look = |seed| hit(Index::new(&atlas).narrow(), &narrow(seed));
    assert_eq!([look(3), look(5), look(7)], [Hit::Character('A'), Hit::Ambiguous, Hit::Ambiguous]);
}

#[test]
fn a_wide_character_like_two_narrow_ones_is_not_guessed() {
    let mut atlas = Atlas::new(CELL);
    let bars: Vec<u64> = (0..10).map(|row| if row == 0 { 0 } else { 0b0000_1000_0000_0100 }).collect();
    let both = GlyphBitmap::new(14, &bars).unwrap();
    atlas.learn(both.clone(), '‖').unwrap();
    assert_eq!(atlas.collisions(), []);
    for (character, half) in ['|', '¦'].into_iter().zip(atlas.halves(&both).unwrap()) {
        atlas.learn(half, character).unwrap();
    }
    assert_eq!(atlas.collisions(), [Collision::Pair { wide: '‖', halves: [Some('|'), Some('¦')] }]);
    assert_eq!(hit(Index::new(&atlas).wide(), &both), Hit::Ambiguous);
}

#[test]
fn the_index_knows_how_wide_characters_begin() {
    let mut atlas = Atlas::new(CELL);
    atlas.learn(wide(77), '中').unwrap();
    let [left, right] = atlas.halves(&wide(77)).unwrap();
    let index = Index::new(&atlas);
    assert_eq!([&left, &right].map(|half| hit(index.narrow(), half)), [Hit::Miss; 2]);
    assert_eq!([&left, &right].map(|half| index.may_start_wide(key(half))), [true, false]);
    assert_eq!([77, 78].map(|seed| index.may_be_wide(key(&wide(seed)))), [true, false]);
    assert!(!index.blank_starts_wide());
    assert!(!index.may_end_wide_after_blank(key(&right)));
}

#[test]
fn the_index_knows_how_wide_characters_end_whose_left_half_is_blank() {
    let mut atlas = Atlas::new(CELL);
    let rows: Vec<u64> = (0..10).map(|row| if row % 3 == 1 { 0b0001_1000_0000_0000 } else { 0 }).collect();
    let bracket = GlyphBitmap::new(14, &rows).unwrap();
    let [left, right] = atlas.halves(&bracket).unwrap();
    assert!(left.is_uniform());
    atlas.learn(bracket, '（').unwrap();
    let index = Index::new(&atlas);
    assert!(index.blank_starts_wide());
    assert!(index.may_end_wide_after_blank(key(&right)));
    assert!(!index.may_end_wide_after_blank(key(&narrow(3))));
}

#[test]
fn a_shelf_finds_every_one_of_many_bitmaps() {
    let mut atlas = Atlas::new(CELL);
    let bitmaps: Vec<GlyphBitmap> = (1..3000).map(wide).collect();
    for (bitmap, character) in bitmaps.iter().zip('\u{4E00}'..) {
        atlas.learn(bitmap.clone(), character).unwrap();
    }
    let index = Index::new(&atlas);
    for (bitmap, character) in bitmaps.iter().zip('\u{4E00}'..) {
        assert_eq!(hit(index.wide(), bitmap), Hit::Character(character));
    }
    assert_eq!(hit(index.wide(), &wide(3000)), Hit::Miss);
}

#[test]
fn searching_through_a_shelf_lets_only_free_pixels_differ() {
    let mut atlas = Atlas::new(CELL);
    atlas.learn(narrow(3), 'A').unwrap();
    atlas.learn(narrow(5), 'B').unwrap();
    let index = Index::new(&atlas);
    for line in 0..10 {
        let mut rows = narrow(3).rows();
        rows[line] ^= 0b10_0000;
        let changed = GlyphBitmap::new(6, &rows).unwrap().strips();
        let free = |free: u32| (0..10).map(|row| if row == line { free } else { 0 }).collect::<Vec<u32>>();
        let like = |free: Vec<u32>| {
            index.narrow().like(&changed, &free).filter_map(|known| known.1).collect::<String>()
        };
        assert_eq!(like(free(0b10_0000)), "A", "line {line}");
        assert_eq!(like(free(0b01_0000)), "", "line {line}");
    }
}

#[test]
fn a_character_that_changes_its_look_is_refused() {
    let mut atlas = Atlas::new(CELL);
    atlas.learn(narrow(3), 'A').unwrap();
    let before = atlas.clone();
    assert_eq!(atlas.learn(narrow(5), 'A'), Err(AtlasError::Changed { character: 'A' }));
    assert_eq!(atlas, before);
}

#[test]
fn an_invisible_character_or_a_bitmap_of_another_font_is_refused() {
    let mut atlas = Atlas::new(CELL);
    let blank = GlyphBitmap::new(6, &[0; 10]).unwrap();
    assert_eq!(atlas.learn(blank, '_'), Err(AtlasError::Invisible { character: '_' }));
    let other = GlyphBitmap::new(7, &[2; 10]).unwrap();
    assert!(matches!(atlas.learn(other, 'A'), Err(AtlasError::Size { width: 7, narrow: 6, wide: 14, .. })));
    assert_eq!(atlas.prefer('A'), Err(AtlasError::NotLearned { character: 'A' }));
    assert!(atlas.is_empty());
}

#[test]
fn the_font_key_follows_the_letters_not_the_order_of_learning() {
    let (mut one, mut other) = (Atlas::new(CELL), Atlas::new(CELL));
    for (index, character) in ('A'..='F').enumerate() {
        one.learn(narrow(index as u64 + 1), character).unwrap();
    }
    for (index, character) in ('A'..='F').enumerate().collect::<Vec<_>>().into_iter().rev() {
        other.learn(narrow(index as u64 + 1), character).unwrap();
    }
    assert_eq!(one.font_key(), other.font_key());
    other.learn(narrow(9), 'G').unwrap();
    assert_ne!(one.font_key(), other.font_key());
}

#[test]
fn a_damaged_or_newer_file_is_refused() {
    let mut atlas = Atlas::new(CELL);
    atlas.learn(narrow(3), 'A').unwrap();
    let text = serde_json::to_string(&atlas).unwrap();
    for (from, to) in [
        ("\"version\":2", "\"version\":1"),
        ("\"A\"", "\"AB\""),
        ("\"width\":8", "\"width\":20"),
        ("\"width\":8", "\"width\":0"),
    ] {
        assert!(text.contains(from));
        assert!(serde_json::from_str::<Atlas>(&text.replace(from, to)).is_err(), "{from} -> {to}");
    }
}

proptest! {
    #[test]
    fn an_atlas_comes_back_from_its_written_form(
        seeds in prop::collection::btree_map(any::<char>(), any::<u64>(), 0..40),
        prefer: prop::sample::Index,
    ) {
        let mut atlas = Atlas::new(CELL);
        for (character, seed) in &seeds {
            let bitmap = if seed % 2 == 0 { narrow(seed % 50) } else { wide(seed % 50) };
            let _ = atlas.learn(bitmap, *character);
        }
        if !atlas.is_empty() {
            let character = atlas.characters().nth(prefer.index(atlas.len())).unwrap();
            atlas.prefer(character).unwrap();
        }
        for (character, seed) in seeds.iter().take(2) {
            atlas.note_edge_only(*character, EdgeInk { left: *seed, right: seed.rotate_left(32) });
        }
        let text = serde_json::to_string(&atlas).unwrap();
        prop_assert_eq!(serde_json::from_str::<Atlas>(&text).unwrap(), atlas);
    }

    #[test]
    fn no_file_makes_the_program_panic(text in "\\PC{0,80}", characters in "\\PC{0,8}", width: u8, height: u8) {
        let _ = serde_json::from_str::<Atlas>(&text);
        let sheet = serde_json::json!({ "characters": characters, "bitmaps": text });
        let _ = serde_json::from_value::<Atlas>(serde_json::json!({
            "version": 2, "cell": { "width": width, "height": height },
            "narrow": sheet, "wide": sheet, "preferred": characters, "edge_only": { characters: { "left": 1, "right": 2 } },
        }));
    }
}
