//! Tickets: the worked examples to the letter, lists, identities and histories, and what must not be guessed.

#![cfg(test)]

use proptest::prelude::*;
use serde_json::{Value, json};
use waystation_eterm::parse::detr::{
    self, DetrAnswer, SelectionList, TicketFace, TicketHistory, TicketIdentities,
};
use waystation_eterm::parse::parse_text;
use waystation_eterm::screen::Screen;

const ONE: &str = include_str!("screens/detr_1.txt");
const THREE: &str = include_str!("screens/detr_2.txt");
const LIST: &str = include_str!("screens/detr_3.txt");
const IDENTITIES: &str = include_str!("screens/detr_f.txt");
const HISTORY: &str = include_str!("screens/detr_h.txt");

fn answer(pages: &[&str]) -> DetrAnswer {
    detr::read(&pages.iter().map(|page| Screen::from_text(page)).collect::<Vec<_>>()).unwrap()
}

fn face(text: &str) -> TicketFace {
    let DetrAnswer::Face(face) = answer(&[text]) else { panic!("no face: {text}") };
    *face
}

fn list(text: &str) -> SelectionList {
    let DetrAnswer::List(list) = answer(&[text]) else { panic!("no list: {text}") };
    list
}

#[test]
fn the_worked_examples_are_read_to_the_letter() {
    let examples = [
        (ONE, include_str!("screens/detr_1.json")),
        (THREE, include_str!("screens/detr_2.json")),
        (LIST, include_str!("screens/detr_3.json")),
    ];
    for (screen, expected) in examples {
        assert_eq!(parse_text("detr", screen).unwrap(), serde_json::from_str::<Value>(expected).unwrap());
    }
}

#[test]
fn the_json_of_a_ticket_reads_back() {
    for expected in [include_str!("screens/detr_1.json"), include_str!("screens/detr_2.json")] {
        let face: TicketFace = serde_json::from_str(expected).unwrap();
        assert_eq!(serde_json::to_value(face).unwrap(), serde_json::from_str::<Value>(expected).unwrap());
    }
}

#[test]
fn a_ticket_over_two_pages_is_whole_only_with_both() {
    let (first, second) = THREE.split_once("  TO: CTU").unwrap();
    let second = format!("  TO: CTU{second}");
    let DetrAnswer::Face(page) = answer(&[first]) else { panic!("no face") };
    assert!(page.more && !page.is_whole());
    let DetrAnswer::Face(whole) = answer(&[first, &second]) else { panic!("no face") };
    assert_eq!(*whole, face(THREE));
    assert!(whole.is_whole() && !whole.is_open_for_use());
    assert!(face(ONE).is_open_for_use());
}

#[test]
fn the_second_row_of_a_coupon_may_say_more() {
    let coupons = face(THREE).coupons;
    assert_eq!(coupons[0].boarding.as_deref(), Some("BG:2/43K BN:149"));
    let marked = face(&ONE.replace("/KABC121E", "/KABC121E IRR"));
    assert_eq!(marked.coupons[0].remark.as_deref(), Some("IRR"));
    let airline_only = face(&ONE.replace("/KABC121E", "/"));
    assert_eq!(
        (airline_only.coupons[0].crs_pnr.as_ref(), airline_only.coupons[0].crs_sys.as_ref()),
        (None, None)
    );
    let agents_only = face(&ONE.replace("RL:NX1Y2Z  /", "RL:        /"));
    assert_eq!(agents_only.coupons[0].ics_pnr, None);
    assert_eq!(agents_only.coupons[0].crs_pnr.as_ref().unwrap().as_str(), "KABC12");
}

#[test]
fn a_second_row_without_locators_still_has_terminals() {
    let face = face(&ONE.replace("T2T3 RL:NX1Y2Z  /KABC121E", "T2--"));
    assert_eq!(face.coupons[0].dep_term.as_ref().unwrap().as_str(), "T2");
    assert!(face.coupons[0].arr_term.is_none() && face.other.is_empty());
}

#[test]
fn hidden_money_is_not_zero() {
    let hidden: Vec<String> = ONE
        .lines()
        .filter(|row| !row.contains("70.00YQ"))
        .map(|row| match row.split_once('|') {
            Some((left, right)) => {
                format!("{:27}|{}", left.split_inclusive(':').next().unwrap(), right.trim_end_matches('+'))
            }
            None => row.to_owned(),
        })
        .collect();
    let face = face(&hidden.join("\n"));
    assert_eq!((face.fare, face.total, face.taxes), (None, None, Vec::new()));
    assert_eq!((face.fop.as_deref(), face.other), (Some("CASH(CNY)"), Vec::new()));
}

#[test]
fn a_fare_calculation_breaks_inside_words() {
    let broken = ONE.replace("PEK680.00CNY680.00END", "PEK680.00CN\nY680.00END");
    assert_eq!(face(&broken).fc.unwrap(), "25NOV26CTU CA PEK680.00CNY680.00END");
}

#[test]
fn a_ticket_sold_in_another_currency_has_both_fares() {
    let text = ONE.replace(
        "FARE:           CNY  680.00|FOP:CASH(CNY)",
        "FARE:           USD  100.00|FOP:CASH(CNY)\nEQUIV.FARE PD:  CNY  680.00|",
    );
    let face = face(&text);
    assert_eq!(serde_json::to_value(face.equiv).unwrap(), json!({"cur": "CNY", "amount": "680.00"}));
    assert_eq!(face.fare.unwrap().cur.as_str(), "USD");
}

#[test]
fn what_has_no_field_is_kept() {
    let text = ONE.replace("FARE:           CNY  680.00|", "FARE:                    IT|");
    let face = face(&format!("{text}SOMETHING NEW\n"));
    assert_eq!((face.fare, face.fop.as_deref()), (None, Some("CASH(CNY)")));
    assert_eq!(face.other, ["FARE:                    IT|FOP:CASH(CNY)", "SOMETHING NEW"]);
}

#[test]
fn another_ticket_number_on_the_same_face_is_told() {
    let face = face(&ONE.replace("DETR:TN/999-2300000031", "DETR:TN/999-2300000032"));
    assert_eq!(face.other.len(), 1);
}

#[test]
fn the_head_may_be_the_processing_notice() {
    let face =
        face(&ONE.replace("DETR:TN/999-2300000031", "ET PROCESSING IN PROGRESS\nAATK:TN/9992300000031"));
    assert_eq!((face.ticket.to_string().as_str(), face.other.len()), ("999-2300000031", 0));
}

#[test]
fn a_shifted_coupon_is_not_guessed_and_its_second_row_goes_with_it() {
    let face = face(&THREE.replace("O TO:2NRT CA     926", "O TO:2NRT CA    926 "));
    assert_eq!((face.coupons.len(), face.unreadable.len()), (2, 2));
    assert!(!face.is_whole());
    assert_eq!(face.coupons[0].dep_term.as_ref().unwrap().as_str(), "T2");
}

#[test]
fn every_unreadable_cell_is_told() {
    for (start, mark) in THREE.char_indices().filter(|(_, mark)| !mark.is_whitespace()) {
        let mut text = THREE.to_owned();
        text.replace_range(start..start + mark.len_utf8(), "\u{fffd}");
        match detr::read(&[Screen::from_text(&text)]) {
            Ok(DetrAnswer::Face(face)) => assert!(!face.is_whole() && !face.unreadable.is_empty(), "{text}"),
            Ok(other) => panic!("{other:?}"),
            Err(error) => assert_eq!(error.code(), "unreadable"),
        }
    }
}

#[test]
fn a_list_without_its_end_is_unfinished() {
    assert!(list(LIST).is_whole());
    let cut = list(&LIST.replace("END OF SELECTION LIST", ""));
    assert!(cut.unfinished && !cut.is_whole());
    assert_eq!(serde_json::to_value(cut).unwrap()["end"], true);
}

#[test]
fn entry_marks_around_the_tickets_of_a_list_change_nothing() {
    let marked = LIST.replace("DETR:TN/", "►DETR:TN/").replace("NAME: ", "►NAME:");
    assert_eq!(list(&format!(">DETR:CN/KABC12\n{marked}\n>")), list(LIST));
}

#[test]
fn a_flight_below_an_unreadable_ticket_is_not_given_to_another() {
    let text = LIST.replace("DETR:TN/784-2300000062", "DETR:TN/784-23000\u{fffd}0062");
    let list = list(&text);
    assert_eq!((list.tickets.len(), list.tickets[0].foid.len(), list.unreadable.len()), (1, 2, 2));
    assert!(!list.is_whole());
    let first = self::list(&LIST.replace("784-2300000061", "784-23000\u{fffd}0061"));
    assert_eq!((first.tickets.len(), first.tickets[0].foid.len(), first.unreadable.len()), (1, 1, 1));
    assert_eq!(first.other.len(), 2, "flights above every ticket belong to none");
}

#[test]
fn an_identity_without_flight_is_listed() {
    let list = list(&LIST.replace(
        "    FOID:NI999999198802020033               CZ3461 /26DEC26/CSXCTU VOID",
        "    FOID:NI999999198802020033",
    ));
    let listed = &list.tickets[1].foid[0];
    assert_eq!((listed.id.as_str(), listed.flight.as_ref()), ("999999198802020033", None));
}

#[test]
fn the_identities_of_a_ticket_are_listed_and_voided_receipts_marked() {
    let expected = json!({"kind": "detr_foid", "ticket": "999-2300000031", "name": "林青禾", "more": false, "receipts": [
        {"n": 1, "kind": "NI", "id": "999999199001010011", "voided": false},
        {"n": 2, "kind": "RP", "id": "1000000001", "voided": false}]});
    assert_eq!(parse_text("detr", IDENTITIES).unwrap(), expected);
    assert!(serde_json::from_value::<TicketIdentities>(expected).is_ok());
    for voided in ["XXRP1000000001", "RPXX1000000001"] {
        let read = parse_text("detr", &IDENTITIES.replace("RP1000000001", voided)).unwrap();
        assert_eq!(read["receipts"][1], json!({"n": 2, "kind": "RP", "id": "1000000001", "voided": true}));
    }
}

#[test]
fn the_history_of_a_ticket_is_a_list_of_events() {
    let expected = json!({"kind": "detr_history", "ticket": "999-2300000031", "name": "林青禾", "more": false,
        "iata_office": "00000000", "issued": "20NOV26", "rval": "00", "events": [
        {"n": 2, "coupon": 1, "date": "22NOV", "time": "0912", "agent": "9940", "code": "EOTU",
         "text": "CHG FLT FROM CA4193/G/25NOV26/0700/OK"},
        {"n": 1, "coupon": 1, "date": "20NOV", "time": "1530", "agent": "0999", "code": "TRMK", "text": "DEMO"}]});
    assert_eq!(parse_text("detr", HISTORY).unwrap(), expected);
    assert!(serde_json::from_value::<TicketHistory>(expected).is_ok());
    let whole = parse_text("detr", &HISTORY.replace("  1 1  20NOV", "  1    20NOV")).unwrap();
    assert_eq!(whole["events"][1]["coupon"], Value::Null);
}

#[test]
fn unreadable_rows_of_the_other_screens_are_told() {
    for (screen, from, to) in [(IDENTITIES, "NI9", "N\u{fffd}9"), (HISTORY, "TRMK", "T\u{fffd}MK")] {
        assert_eq!(
            parse_text("detr", &screen.replace(from, to)).unwrap()["unreadable"].as_array().unwrap().len(),
            1
        );
        let error = parse_text("detr", &screen.replace("TKTN:999", "TKTN:9\u{fffd}9")).unwrap_err();
        assert_eq!(error.code(), "unreadable");
    }
}

#[test]
fn errors_are_answers_and_other_screens_are_refused() {
    assert_eq!(
        parse_text("detr", ">DETR:TN/999-2300000031\nTICKET NOT FOUND").unwrap()["code"],
        "TICKET NOT FOUND"
    );
    assert_eq!(
        parse_text("detr", "DETR:TN/999-2300000031\nELECTRONIC TICKET TRANSACTION TIME OUT!!").unwrap()["kind"],
        "error"
    );
    assert_eq!(parse_text("detr", " 1.林青禾 KABC12").unwrap_err().code(), "other_screen");
}

proptest! {
    #[test]
    fn every_drawn_coupon_is_read_back(
        flight in "[1-9][0-9]{0,3}", class in "[A-Z]", from in "[A-Z]{3}", basis in "[A-Z0-9]{1,11}",
        status in "OPEN FOR USE|USED/FLOWN|VOID|REFUNDED|CHECKED IN|AIRP CNTL/YY", locators in ("[A-Z0-9]{6}", "[A-Z0-9]{6}")) {
        let first = format!("O FM:1{from} CA{flight:>8}  {class} 25NOV 0700 OK {basis:11}05DEC6/03JUN7 2PC {status}");
        let second = format!("     T2-- RL:{:6}  /{}1E", locators.0, locators.1);
        let rows: Vec<&str> = ONE.lines().collect();
        let text = [&rows[..6], &[first.as_str(), second.as_str()], &rows[8..]].concat().join("\n");
        let coupon = face(&text).coupons.remove(0);
        prop_assert_eq!(coupon.flight, flight);
        prop_assert_eq!(coupon.class.unwrap().to_string(), class);
        prop_assert_eq!(coupon.from.as_str(), from);
        prop_assert_eq!(coupon.fare_basis.unwrap(), basis);
        prop_assert_eq!(coupon.status, status);
        prop_assert_eq!(coupon.nva.unwrap(), "03JUN7");
        prop_assert_eq!(coupon.crs_pnr.unwrap().to_string(), locators.1);
        prop_assert_eq!(coupon.ics_pnr.unwrap().to_string(), locators.0);
    }

    #[test]
    fn every_row_of_any_text_below_a_ticket_is_kept(rows in prop::collection::vec("[A-Z][A-Z0-9 京/]{3,30}", 0..6)) {
        let face = face(&format!("{ONE}{}", rows.join("\n")));
        let kept: Vec<&str> = face.other.iter().map(String::as_str).collect();
        prop_assert_eq!(kept, rows.iter().map(|row| row.trim()).collect::<Vec<_>>());
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), rows in prop::collection::vec("(O FM:1|  TO: |FC:|TAX:|DETR:TN/|    FOID:|NAME:)?[ -~京\u{fffd}]{0,70}", 0..12)) {
        let _ = parse_text("detr", &text);
        let _ = parse_text("detr", &rows.join("\n"));
    }
}
