//! The answer to issuing tickets: only its third part says that there are any.

#![cfg(test)]

use proptest::prelude::*;
use serde_json::Value;
use waystation_eterm::parse::etdz::{self, EtdzAnswer, EtdzReading};
use waystation_eterm::parse::parse_text;
use waystation_eterm::screen::Screen;

const PROCESSING: &str = include_str!("screens/etdz_1.txt");
const ISSUED: &str = include_str!("screens/etdz_2.txt");
const ACCEPTED: &str = include_str!("screens/etdz_3.txt");

fn answer(screens: &[&str]) -> EtdzAnswer {
    let screens: Vec<Screen> = screens.iter().map(|screen| Screen::from_text(screen)).collect();
    match etdz::read(&screens).unwrap() {
        EtdzReading::Answer(answer) => answer,
        EtdzReading::Error(answer) => panic!("an error answer: {answer:?}"),
    }
}

#[test]
fn the_worked_examples_are_read_to_the_letter() {
    let examples = [
        (PROCESSING, include_str!("screens/etdz_1.json")),
        (ISSUED, include_str!("screens/etdz_2.json")),
        (ACCEPTED, include_str!("screens/etdz_3.json")),
    ];
    for (screen, expected) in examples {
        let expected: Value = serde_json::from_str(expected).unwrap();
        assert_eq!(parse_text("etdz", screen).unwrap(), expected);
        assert_eq!(serde_json::from_value::<EtdzAnswer>(expected).unwrap(), answer(&[screen]));
    }
}

#[test]
fn three_parts_on_three_screens_are_one_answer() {
    let parts: Vec<&str> = vec!["CNY800.00       KABC12\n999-2300000031", "ET PROCESSING...  PLEASE WAIT!"];
    assert!(answer(&parts).is_uncertain());
    let whole = answer(&[parts[0], parts[1], "MELECTRONIC TICKET ISSUED"]);
    assert!(whole.accepted && whole.processing && whole.issued && !whole.is_uncertain());
    assert_eq!(whole.message, None);
}

#[test]
fn each_part_alone_is_an_answer() {
    assert!(answer(&["ELECTRONIC TICKET ISSUED"]).issued);
    assert!(answer(&["ET PROCESSING...  PLEASE WAIT!b"]).processing);
    assert_eq!(answer(&[">ETDZ 1\nCNY800.00       KABC12\n>"]).locator.unwrap().as_str(), "KABC12");
}

#[test]
fn numbers_without_dash_sets_and_residue_are_read() {
    let read =
        answer(&["CNY12800.00     KABC1M\n7812300000041\n781-2300000042-43\n781-2300000044M\n7812300000041"]);
    let tickets: Vec<String> = read.tickets.iter().map(ToString::to_string).collect();
    assert_eq!(tickets, ["781-2300000041", "781-2300000042-43", "781-2300000044"]);
    assert_eq!(read.locator.unwrap().as_str(), "KABC1M", "a letter of the locator is no residue");
}

#[test]
fn the_time_out_of_the_ticket_server_beside_an_amount_is_kept_as_message() {
    let read = answer(&["CNY800.00       KABC12\nELECTRONIC TICKET TRANSACTION TIME OUT!!"]);
    assert!(read.accepted && read.is_uncertain());
    assert_eq!(read.message.as_deref(), Some("ELECTRONIC TICKET TRANSACTION TIME OUT!!"));
}

#[test]
fn an_amount_for_another_pnr_is_not_mixed_in() {
    let read = answer(&["CNY800.00       KABC12\nCNY900.00       KABC13"]);
    assert_eq!(
        (read.amount.unwrap().as_str(), read.message.as_deref()),
        ("800.00", Some("CNY900.00       KABC13"))
    );
}

#[test]
fn a_refusal_is_an_error_answer() {
    for (text, code) in
        [("STOCK", "STOCK"), ("INCOMPLETE PNR/FN", "INCOMPLETE PNR/FN"), ("PNR TKTD", "PNR TKTD")]
    {
        assert_eq!(parse_text("etdz", text).unwrap()["code"], code);
    }
    assert_eq!(parse_text("etdz", "S").unwrap_err().code(), "other_screen");
}

#[test]
fn every_unreadable_cell_leaves_the_answer_uncertain() {
    for (start, mark) in ISSUED.char_indices().filter(|(_, mark)| !mark.is_whitespace()) {
        let mut text = ISSUED.to_owned();
        text.replace_range(start..start + mark.len_utf8(), "\u{fffd}");
        let read = answer(&[&text]);
        assert!(read.is_uncertain() && read.unreadable.len() == 1, "{text}");
        assert!(read.tickets.iter().all(|ticket| ISSUED.contains(&ticket.to_string())));
    }
}

proptest! {
    #[test]
    fn any_amount_and_numbers_are_read_back(
        whole in 1u32..99_999, locator in "[A-Z][A-Z0-9]{4}[0-9]",
        numbers in prop::collection::btree_set("[0-9]{3}-[0-9]{10}", 0..9)) {
        let money = format!("CNY{whole}.00");
        let rows: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let read = answer(&[&format!("{money:16}{locator}\n{}\nET PROCESSING...  PLEASE WAIT!", rows.join("\n"))]);
        let tickets: Vec<String> = read.tickets.iter().map(ToString::to_string).collect();
        prop_assert_eq!(tickets, rows);
        prop_assert_eq!(read.amount.unwrap().hundredths(), i64::from(whole) * 100);
        prop_assert_eq!(read.locator.unwrap().to_string(), locator);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = parse_text("etdz", &text);
    }
}
