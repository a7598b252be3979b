//! Tests of a whole calibration, on drawn pictures.

use super::*;
use crate::calibration::{Area, Plan};
use crate::drawing::{BLACK, GREEN, draw, geometry, paper, write};
use crate::reader::Reader;

const AREA: Area = Area { row: 1, rows: 8, column: 0, columns: 40 };
const TEXT: &str = "ABCXYZ0189,.中文航班，（";

fn setting() -> (Repertoire, Geometry, Plan) {
    let repertoire = Repertoire::of(TEXT.chars(), AmbiguousWidth::One);
    let plan = Plan::new(&repertoire, AREA).unwrap();
    (repertoire, geometry(10, 40), plan)
}

fn picture(page: &Page, geometry: &Geometry) -> Picture {
    let mut picture = paper(geometry, BLACK);
    write(&mut picture, geometry, AREA.row, page.lines().iter().map(String::as_str), [GREEN, BLACK]);
    picture
}

fn learned() -> (Session, Plan) {
    let (repertoire, geometry, plan) = setting();
    let mut session = Session::new(repertoire, geometry);
    for page in plan.pages() {
        session.observe(page, &picture(page, &geometry)).unwrap();
    }
    (session, plan)
}

#[test]
fn typed_pages_teach_every_character() {
    let (session, _) = learned();
    assert_eq!(session.repeats(), []);
    let Calibration { atlas, collisions, refused } = session.finish();
    assert_eq!(atlas.len(), TEXT.chars().count());
    assert_eq!(collisions, []);
    assert!(refused.is_empty());
}

#[test]
fn a_reader_with_the_learned_atlas_reads_the_pages_back() {
    let (session, plan) = learned();
    let mut reader = Reader::new(&session.finish().atlas, geometry(10, 40)).unwrap();
    for page in plan.pages() {
        let reading = reader.read(&picture(page, &geometry(10, 40))).unwrap();
        assert_eq!(verify(page, &reading, AmbiguousWidth::One), []);
    }
}

#[test]
fn a_misread_character_is_reported_with_its_place() {
    let (session, plan) = learned();
    let geometry = geometry(10, 40);
    let page = &plan.pages()[0];
    let (position, typed) = page.placed()[0];
    let mut shown = picture(page, &geometry);
    draw(&mut shown, &geometry, position, 'Z', [GREEN, BLACK]);
    let reading = Reader::new(&session.finish().atlas, geometry).unwrap().read(&shown).unwrap();
    let found = verify(page, &reading, AmbiguousWidth::One);
    assert_eq!(found, [Mismatch { position, typed, read: Some(Cell::Narrow('Z')) }]);
}

#[test]
fn a_character_seen_once_is_asked_for_again() {
    let (repertoire, geometry, plan) = setting();
    let mut session = Session::new(repertoire.clone(), geometry);
    let page = &plan.pages()[0];
    session.observe(page, &picture(page, &geometry)).unwrap();
    session.observe(page, &picture(page, &geometry)).unwrap();
    assert_eq!(session.repeats(), repertoire.characters());
    assert_eq!(session.finish().refused.get(&'A'), Some(&Refusal::TooFewWitnesses));
}

#[test]
fn a_key_typed_wrongly_once_teaches_nothing_wrong() {
    let (session, plan) = learned();
    let geometry = geometry(10, 40);
    let mut disturbed = Session::new(setting().0, geometry);
    for (number, page) in plan.pages().iter().enumerate() {
        let mut shown = picture(page, &geometry);
        if number == 0 {
            draw(&mut shown, &geometry, page.placed()[0].0, 'Z', [GREEN, BLACK]);
        }
        disturbed.observe(page, &shown).unwrap();
    }
    let typed = plan.pages()[0].placed()[0].1;
    assert_eq!(disturbed.repeats(), [typed]);
    let again = Plan::new(&Repertoire::of(disturbed.repeats(), AmbiguousWidth::One), Area { row: 6, ..AREA })
        .unwrap();
    let mut shown = paper(&geometry, BLACK);
    write(&mut shown, &geometry, 6, again.pages()[0].lines().iter().map(String::as_str), [GREEN, BLACK]);
    disturbed.observe(&again.pages()[0], &shown).unwrap();
    assert_eq!(disturbed.finish(), session.finish());
}

#[test]
fn a_lost_page_teaches_that_nothing_was_seen() {
    let (repertoire, geometry, plan) = setting();
    let mut session = Session::new(repertoire, geometry);
    for page in plan.pages() {
        session.observe(page, &paper(&geometry, BLACK)).unwrap();
    }
    let Calibration { atlas, refused, .. } = session.finish();
    assert!(atlas.is_empty());
    assert!(refused.values().all(|refusal| *refusal == Refusal::Invisible));
}

#[test]
fn a_shifted_line_is_refused_as_spilling() {
    let (repertoire, geometry, plan) = setting();
    let mut session = Session::new(repertoire, geometry);
    for page in plan.pages() {
        let mut shown = paper(&geometry, BLACK);
        let shifted: Vec<String> = page.lines().iter().map(|line| line.replace(' ', "A")).collect();
        write(&mut shown, &geometry, AREA.row, shifted.iter().map(String::as_str), [GREEN, BLACK]);
        session.observe(page, &shown).unwrap();
    }
    let refused = session.finish().refused;
    assert_eq!(refused.len(), TEXT.chars().count());
    assert!(refused.values().all(|refusal| *refusal == Refusal::Spills));
}

#[test]
fn characters_of_edges_only_are_refused_and_never_read_as_blank() {
    for spill in [0, 1] {
        let (repertoire, geometry, plan) = setting();
        let edges = |page: &Page| {
            let mut shown = picture(page, &geometry);
            for (position, _) in page.placed().iter().filter(|(_, character)| *character == 'X') {
                draw(&mut shown, &geometry, *position, ' ', [GREEN, BLACK]);
                let corner = geometry.top_left(*position);
                let right = corner.x + geometry.cell().width - 1;
                (right..=right + spill).for_each(|x| shown.set_pixel(x, corner.y + 7, GREEN));
            }
            shown
        };
        let mut session = Session::new(repertoire, geometry);
        plan.pages().iter().for_each(|page| session.observe(page, &edges(page)).unwrap());
        let Calibration { atlas, refused, .. } = session.finish();
        assert_eq!(refused.get(&'X'), Some(&[Refusal::EdgeOnly, Refusal::Spills][spill]));
        let mut reader = Reader::new(&atlas, geometry).unwrap();
        for page in plan.pages() {
            let wrong = verify(page, &reader.read(&edges(page)).unwrap(), AmbiguousWidth::One);
            assert!(
                wrong.iter().all(|mismatch| matches!(mismatch.read, Some(Cell::Unknown(_)))),
                "{wrong:?}"
            );
            assert!(page.placed().iter().all(|(position, typed)| *typed != 'X'
                || wrong.iter().any(|mismatch| mismatch.position == *position)));
        }
    }
}

#[test]
fn a_picture_too_small_is_refused() {
    let (repertoire, geometry, plan) = setting();
    let mut session = Session::new(repertoire, geometry);
    let small = Picture::filled(50, 50, 0).unwrap();
    assert_eq!(
        session.observe(&plan.pages()[0], &small),
        Err(ReadError::PictureTooSmall { width: 50, height: 50 })
    );
}
