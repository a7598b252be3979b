//! The answer to the end of a transaction, in every shape that was seen.

#![cfg(test)]

use proptest::prelude::*;
use serde_json::{Value, json};
use waystation_eterm::parse::eot::{self, EotAnswer, EotReading};
use waystation_eterm::parse::error::Outcome;
use waystation_eterm::parse::parse_text;
use waystation_eterm::screen::Screen;

const LOCATOR_LAST: &str = include_str!("screens/eot_1.txt");
const LOCATOR_FIRST: &str = include_str!("screens/eot_2.txt");
const BARE: &str = include_str!("screens/eot_3.txt");

fn committed(text: &str) -> EotAnswer {
    match eot::read(&Screen::from_text(text)).unwrap() {
        EotReading::Committed(answer) => answer,
        other @ (EotReading::Cancelled(_) | EotReading::Error(_)) => panic!("something else: {other:?}"),
    }
}

#[test]
fn the_worked_example_is_read_to_the_letter() {
    let expected: Value = serde_json::from_str(include_str!("screens/eot_2.json")).unwrap();
    assert_eq!(parse_text("eot", LOCATOR_FIRST).unwrap(), expected);
    let read: EotAnswer = serde_json::from_value(expected).unwrap();
    assert_eq!(EotAnswer { notes: Vec::new(), ..committed(LOCATOR_FIRST) }, read);
}

#[test]
fn the_locator_stands_before_or_after_the_segments() {
    let last = committed(LOCATOR_LAST);
    assert_eq!((last.locator.as_str(), last.segments[0].status.as_str()), ("KABC12", "DK"));
    assert_eq!(last.message.as_deref(), Some("航空公司使用自动出票时限, 请检查PNR"));
    assert_eq!(last.notes, ["*** 预订酒店指令HC, 详情   HC:HELP   ***"]);
    let bare = committed(BARE);
    assert_eq!(
        (bare.locator.as_str(), bare.message.as_deref(), bare.segments[0].arr_offset),
        ("KABC14", None, 1)
    );
    assert_eq!(committed(LOCATOR_FIRST).notes, ["航空公司使用自动出票时限, 请检查PNR"]);
}

#[test]
fn a_single_row_is_an_answer() {
    let read = committed("KABC15 - 请及时出票, 自动出票时限: 24NOV26/2140");
    assert_eq!(read.message.as_deref(), Some("请及时出票, 自动出票时限: 24NOV26/2140"));
    assert_eq!(committed("KABC1").locator.as_str(), "KABC1", "older locators have five characters");
}

#[test]
fn the_entry_on_several_rows_and_married_segments_are_no_part_of_it() {
    let authorised = committed(include_str!("screens/eot_authorise.txt"));
    assert_eq!((authorised.locator.as_str(), authorised.notes.len()), ("KABC12", 0));
    let cancelled = committed(include_str!("screens/eot_cancel_passenger.txt"));
    assert_eq!((cancelled.locator.as_str(), cancelled.segments[0].count), ("KDEM05", 2));
    let married = committed(&format!("MARRIED SEGMENT EXIST IN THE PNR\n{BARE}"));
    assert_eq!(married.notes[0], "MARRIED SEGMENT EXIST IN THE PNR");
}

#[test]
fn times_may_be_missing() {
    let read = committed("  CA4193  G WE25NOV  CTUPEK NN1\nKABC12");
    assert_eq!((read.segments[0].dep.as_ref(), read.segments[0].count), (None, 1));
}

#[test]
fn cities_and_words_of_refusal_are_no_locators() {
    for word in ["SEATS", "NAMES", "FORMAT", "OFFICE", "STOCK", "DEVICE"] {
        let read = eot::read(&Screen::from_text(word)).unwrap();
        assert!(matches!(&read, EotReading::Error(answer) if answer.code == word), "{read:?}");
    }
    let no_locator = parse_text("eot", "  CA4193  G WE25NOV  CTUPEK DK1   0700 0935");
    assert_eq!(no_locator.unwrap_err().code(), "other_screen");
}

#[test]
fn a_refusal_beside_a_locator_is_a_contradiction_to_be_settled_by_looking() {
    let read =
        eot::read(&Screen::from_text("KABC12\n SIMULTANEOUS MODIFICATION—REENTER MODIFICATION")).unwrap();
    let EotReading::Error(answer) = read else { panic!("{read:?}") };
    assert_eq!((answer.outcome, answer.next.to_string().as_str()), (Outcome::Uncertain, "verify: RT"));
}

#[test]
fn a_cancelled_pnr_names_itself() {
    let expected = json!({"kind": "cancelled", "locator": "KABC12"});
    assert_eq!(parse_text("eot", include_str!("screens/eot_cancel_pnr.txt")).unwrap(), expected);
    assert_eq!(
        parse_text("eot", "PNR CANCELLED").unwrap()["kind"],
        "error",
        "RT says so of a PNR that is no more"
    );
}

#[test]
fn an_unreadable_locator_is_not_guessed() {
    let error = parse_text("eot", &BARE.replace("KABC14", "KABC\u{fffd}4")).unwrap_err();
    assert_eq!(error.code(), "unreadable");
    let read = committed(&BARE.replace("URCPVG", "URC\u{fffd}VG"));
    assert_eq!((read.segments.len(), read.unreadable.len()), (0, 1));
}

proptest! {
    #[test]
    fn rows_without_a_rule_are_kept_in_order(rows in prop::collection::vec("[a-z京][a-z 京]{0,20}", 0..6)) {
        let text = format!("{}\n{BARE}", rows.join("\n"));
        let notes: Vec<&str> = rows.iter().map(|row| row.trim()).collect();
        let read = committed(&text);
        prop_assert_eq!(&read.notes[..notes.len()], notes);
        prop_assert_eq!((read.segments, read.locator), (committed(BARE).segments, committed(BARE).locator));
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), rows in "(KABC12|  CA4193  G WE|[ -~京\u{fffd}]{0,50}|\n){0,12}") {
        let _ = parse_text("eot", &text);
        let _ = parse_text("eot", &rows);
    }
}
