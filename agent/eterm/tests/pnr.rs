//! The text of a PNR: the worked examples to the letter, every trap, and what a clerk asks of it.

#![cfg(test)]

mod common;

use common::pnr::{
    CANCELLED, GROUP, GROUP_HIDDEN, INFANT, SCHEDULE_CHANGE, SIMPLE, TICKETED, pnr, shown, shown_on,
    with_items,
};
use jiff::civil::date;
use serde_json::{Value, json};
use waystation_eterm::parse::parse_text;
use waystation_eterm::parse::pnr::{self, PassengerType, Pnr, PnrAnswer, Segment, Title};
use waystation_eterm::screen::Screen;

#[test]
fn the_worked_examples_are_read_to_the_letter() {
    let examples = [
        (SIMPLE, include_str!("screens/pnr_1.json")),
        (TICKETED, include_str!("screens/pnr_2.json")),
        (INFANT, include_str!("screens/pnr_3.json")),
        (SCHEDULE_CHANGE, include_str!("screens/pnr_4.json")),
        (GROUP, include_str!("screens/pnr_5.json")),
        (CANCELLED, include_str!("screens/pnr_6.json")),
    ];
    for (screen, expected) in examples {
        assert_eq!(parse_text("pnr", screen).unwrap(), serde_json::from_str::<Value>(expected).unwrap());
    }
}

#[test]
fn the_json_of_a_pnr_reads_back_into_the_same_pnr() {
    for screen in [SIMPLE, TICKETED, INFANT, SCHEDULE_CHANGE, GROUP, GROUP_HIDDEN, CANCELLED] {
        let pnr = pnr(screen);
        let text = serde_json::to_string(&pnr).unwrap();
        assert_eq!(serde_json::from_str::<Pnr>(&text).unwrap(), pnr);
    }
}

#[test]
fn pages_read_one_by_one_are_the_same_as_below_each_other() {
    let (first, second) = TICKETED.split_once(">PN\n").unwrap();
    assert_eq!(shown_on(&[first, second]), shown(TICKETED));
    assert_eq!(shown_on(&[first, &format!(">PN\n{second}\n>")]), shown(TICKETED));
}

#[test]
fn a_first_page_says_that_more_follows() {
    let (first, _) = TICKETED.split_once(">PN\n").unwrap();
    let page = shown(first);
    assert!(page.pnr.more && !page.is_whole());
    assert!(!shown(TICKETED).pnr.more);
}

#[test]
fn a_lone_plus_still_says_that_more_follows() {
    let first: Vec<&str> = SCHEDULE_CHANGE.lines().take(12).collect();
    assert_eq!(first[11].trim(), "+", "the example has a row with only a plus");
    assert!(pnr(&first.join("\n")).more);
}

#[test]
fn the_echo_and_older_text_above_it_are_cut() {
    let capture = format!(">RT KDEM05\n{TICKETED}\n>RT KABC12\n{SIMPLE}\n>");
    assert_eq!(shown(&capture), shown(SIMPLE));
}

#[test]
fn highlights_and_entry_marks_change_nothing() {
    let capture = SIMPLE.replace("HK1", "『HK1』").replace('\n', "\r\n");
    assert_eq!(shown(&format!("\u{1e}RT:KABC12\r\n{capture}\u{1e}")), shown(SIMPLE));
}

#[test]
fn a_group_keeps_its_names_hidden_until_they_are_listed() {
    let hidden = shown(GROUP_HIDDEN);
    assert!(hidden.pnr.passengers.is_empty());
    assert_eq!((hidden.pnr.names_count(), hidden.pnr.locator().unwrap().as_str()), (4, "KGRP01"));
    assert_eq!(hidden.missing_items(), [] as [u16; 0], "hidden names are not missing");
    assert!(hidden.is_whole());
    assert_eq!(shown(GROUP).missing_items(), [8, 9, 10]);
}

#[test]
fn the_locator_of_a_group_may_have_a_suffix() {
    assert_eq!(pnr(&GROUP_HIDDEN.replace("KGRP01", "KGRP01/CA")).locator().unwrap().as_str(), "KGRP01");
}

#[test]
fn the_locator_may_stand_alone_on_the_last_row_of_names() {
    let names =
        " 1.DEMO/ALPHA MR 2.DEMO/BETA CHD 3.DEMO/GAMMA MS 4.DEMO/DELTA MSTR\n   KHLD04\n 5.T\n 6.CTU999";
    let pnr = pnr(names);
    assert_eq!((pnr.locator().unwrap().as_str(), pnr.names_count()), ("KHLD04", 4));
    assert_eq!(pnr.passenger(4).unwrap().title, Some(Title::Mstr));
    assert_eq!(pnr.passenger(4).unwrap().passenger_type, PassengerType::Adt);
    assert!(pnr.ticketed_item && pnr.other.is_empty());
}

#[test]
fn a_latin_name_that_looks_like_a_locator_is_a_name_while_names_follow() {
    let pnr = pnr(" 1.DEMO/ALPHA DEMOAB\n 2.DEMO/BETA KHLD04\n 3.CTU/T 028-00000000\n 4.CTU999");
    assert_eq!(pnr.passengers[0].name, "DEMO/ALPHA DEMOAB");
    assert_eq!(pnr.locator().unwrap().as_str(), "KHLD04");
    assert_eq!(pnr.contacts, ["CTU/T 028-00000000"]);
}

#[test]
fn a_first_name_that_begins_like_an_item_is_a_name() {
    let pnr = pnr(" 1.XN/ALPHA 2.FP/BETA KHLD04\n 3.CTU999");
    assert_eq!((pnr.passengers[1].name.as_str(), pnr.infants.len()), ("FP/BETA", 0));
    let masked = self::pnr(" 1.DEMO/ALPHA KHLDAB\n 2.FP/\n 3.EI/BUDEQIANZHUAN KHLDAC\n 4.CTU999");
    assert_eq!((masked.names_count(), masked.locator().unwrap().as_str()), (1, "KHLDAB"));
    assert_eq!(masked.other, ["FP/", "EI/BUDEQIANZHUAN KHLDAC"]);
}

#[test]
fn a_name_may_go_on_in_the_next_row() {
    let pnr = pnr(" 1.林青禾 2.DEMO/ALPHA\n    GAMMA MR 3.周一帆 KHLD04\n 4.CTU999");
    let names: Vec<&str> = pnr.passengers.iter().map(|passenger| passenger.name.as_str()).collect();
    assert_eq!(names, ["林青禾", "DEMO/ALPHA GAMMA", "周一帆"]);
}

#[test]
fn a_booking_that_has_not_been_ended_has_no_locator() {
    let text = SIMPLE.replace(" KABC12", "");
    let pnr = pnr(&text);
    assert_eq!((pnr.locator(), pnr.passengers[0].name.as_str()), (None, "林青禾"));
    assert_eq!(pnr.segments.len(), 1);
}

#[test]
fn segments_without_names_are_a_pnr_under_way() {
    let pnr = pnr(" 1.  CA4193 G   WE25NOV  CTUPEK DK1   0700 0935          E T2T3\n 2.CTU999");
    assert!(pnr.passengers.is_empty() && pnr.locator().is_none());
    assert_eq!(pnr.segments.len(), 1);
}

#[test]
fn children_and_unaccompanied_children_are_told_from_adults() {
    let pnr = pnr(
        " 1.何小满CHD 2.DEMO/BETA CHD 3.唐小试(UM8) 4.DEMO/RICHD MR 5.周一帆 KHLD04\n 6.SSR CHLD CA HK1/03MAR18/P5\n 7.CTU999",
    );
    let read: Vec<_> =
        pnr.passengers.iter().map(|one| (one.name.as_str(), one.passenger_type, one.age)).collect();
    assert_eq!(
        read,
        [
            ("何小满", PassengerType::Chd, None),
            ("DEMO/BETA", PassengerType::Chd, None),
            ("唐小试", PassengerType::Um, Some(8)),
            ("DEMO/RICHD", PassengerType::Adt, None),
            ("周一帆", PassengerType::Chd, None),
        ]
    );
    assert_eq!(serde_json::to_value(&pnr.passengers[2]).unwrap()["age"], 8);
    assert_eq!(pnr.passengers_of(PassengerType::Chd).count(), 3);
}

#[test]
fn a_gap_is_a_segment_without_flight() {
    let shown = with_items(&["    ARNK              STRGRZ", "CTU999"]);
    let gap = json!({"n": 4, "arnk": true, "from": "STR", "to": "GRZ"});
    assert_eq!(serde_json::to_value(&shown.pnr.segments[1]).unwrap(), gap);
    assert!(matches!(serde_json::from_value(gap).unwrap(), Segment::Surface(_)));
    assert_eq!(shown.pnr.flights().count(), 1);
}

fn segment(row: &str) -> Value {
    let shown = with_items(&[row]);
    assert!(shown.pnr.unreadable.is_empty(), "{:?}", shown.pnr.unreadable);
    serde_json::to_value(shown.pnr.segments.last().unwrap()).unwrap()
}

#[test]
fn times_waiting_list_terminals_and_operating_flight_are_optional() {
    let bare = segment("  CA4193 G   WE25NOV  CTUPEK KK1");
    assert_eq!((&bare["dep"], &bare["et"], &bare["dep_term"]), (&Value::Null, &json!(false), &Value::Null));
    let waiting = segment("  CA4193 G   WE25NOV  CTUPEK HL1   0700 0935      /6  E T2--");
    assert_eq!(
        (&waiting["wl_position"], &waiting["et"], &waiting["dep_term"]),
        (&json!(6), &json!(true), &json!("T2"))
    );
    let shared = segment(" *CA4193 G   WE25NOV  CTUPEK HK1   0700 0935+1        E T22E OP-CA1787");
    assert_eq!((&shared["codeshare"], &shared["operating"]), (&json!(true), &json!("CA1787")));
    assert_eq!((&shared["arr_term"], &shared["arr_offset"]), (&json!("2E"), &json!(1)));
    let plain = segment("  CA4193 G   WE25NOV  CTUPEK HK1   0700 0935            T2T3");
    assert_eq!((&plain["et"], &plain["arr_term"]), (&json!(false), &json!("T3")));
}

#[test]
fn what_stands_at_the_end_of_a_segment_without_a_rule_is_kept() {
    let interline = segment("  CX 881 S2  SA23JAN27LAXHKG HK2   0055 0645+1        SEAME");
    assert_eq!((&interline["remark"], &interline["et"]), (&json!("SEAME"), &json!(false)));
    assert_eq!((&interline["flight"], &interline["year"]), (&json!("CX881"), &json!("27")));
}

#[test]
fn a_segment_row_without_a_reading_is_told_and_never_left_out() {
    for row in
        ["  CA OPEN Y   CTUPEK", "  CA4193 G   XX25NOV  CTUPEK HK1", "  CA4193 G   WE25NOV  北京PEK HK1"]
    {
        let shown = with_items(&[row, "CTU999"]);
        assert_eq!(shown.pnr.segments.len(), 1);
        assert!(shown.pnr.unreadable[0].text.contains(row), "{:?}", shown.pnr.unreadable);
        assert!(!shown.is_whole());
    }
}

#[test]
fn the_year_and_the_weekday_tell_the_date() {
    let simple = pnr(SIMPLE);
    let flight = simple.flights().next().unwrap();
    assert_eq!(flight.departure_date(date(2026, 11, 20)), Some(date(2026, 11, 25)));
    // In 2026 the 25th of November is a Wednesday, and not again before 2037.
    assert_eq!(flight.departure_date(date(2026, 11, 26)), None);
    let changed = pnr(SCHEDULE_CHANGE);
    assert_eq!(changed.flights().next().unwrap().departure_date(date(2026, 1, 1)), Some(date(2027, 1, 23)));
}

#[test]
fn a_number_lower_than_the_last_one_goes_on_with_the_item_above() {
    let text = SIMPLE.replace("OR CXL CA ALL SEGS", "OR CXL\n 2.CA ALL SEGS");
    let shown = shown(&text);
    assert_eq!(shown.pnr.ssr[1].text.as_deref(), Some("BY CTU20NOV26/1605 OR CXL 2.CA ALL SEGS"));
    assert!(shown.is_whole());
}

#[test]
fn a_page_shown_twice_is_not_a_whole_pnr() {
    let (first, second) = TICKETED.split_once(">PN\n").unwrap();
    assert!(shown_on(&[first, second]).is_whole());
    assert!(!shown_on(&[first, second, second]).is_whole());
}

#[test]
fn an_item_number_of_three_digits_shifts_the_row() {
    let text = SIMPLE.replace(" 2.  CA", "102.  CA").replace(" 3.CTU", "103.CTU");
    assert_eq!(pnr(&text).flights().next().unwrap().n, 102);
}

#[test]
fn items_of_another_office_are_shown_empty() {
    let shown = with_items(&["SSR FOID", "SSR DOCS", "RMK", "FP/", "OSI", "CTU999"]);
    let masked = json!({"n": 4, "code": "FOID", "carrier": null, "action": null, "text": null, "pax": null});
    assert_eq!(serde_json::to_value(&shown.pnr.ssr[0]).unwrap(), masked);
    assert_eq!(shown.pnr.other, ["RMK", "FP/"]);
    assert_eq!(shown.pnr.osi[0].text, None);
}

#[test]
fn references_at_the_end_of_a_service_are_numbers() {
    let shown = with_items(&["SSR INFT MU NN1 LIN/XIAOHE 05MAR26/P1/S2", "OSI CA CTCM13000000002/P1/2/3"]);
    let service = serde_json::to_value(&shown.pnr.ssr[0]).unwrap();
    assert_eq!(
        (&service["text"], &service["pax"], &service["seg"]),
        (&json!("LIN/XIAOHE 05MAR26"), &json!([1]), &json!([2]))
    );
    assert_eq!(shown.pnr.osi[0].pax, Some(vec![1, 2, 3]));
}

#[test]
fn free_remarks_are_no_locators() {
    let pnr =
        with_items(&["RMK CA/NX1Y2Z", "RMK 3U/PK3M7Q", "RMK MP 13800", "RMK TL/123456", "RMK CA/LONGER7"])
            .pnr;
    let systems: Vec<&str> = pnr.airline_pnr.iter().map(|kept| kept.carrier.as_str()).collect();
    assert_eq!(systems, ["CA", "3U"]);
    assert_eq!(pnr.other.len(), 3);
}

#[test]
fn phones_with_and_without_city_are_contacts() {
    let contacts = ["0993-2833333", "13000000001/P1", "PEK/010-00000000", "SHA/T SHA/T 021-00000000/DEMO"];
    assert_eq!(with_items(&contacts).pnr.contacts[1..], contacts);
    assert_eq!(with_items(&["HELLO 123", "TC/DEMO01"]).pnr.contacts.len(), 1);
}

#[test]
fn a_fare_with_an_unknown_part_is_kept_as_text_too() {
    let pnr = with_items(&["FN/M/FCNY680.00/SCNY680.00/C3.00/TEXEMPTCN/OCNY10.00/ACNY680.00/P1/2"]).pnr;
    let fare = serde_json::to_value(&pnr.fare[0]).unwrap();
    assert_eq!(
        (&fare["commission"], &fare["total"], &fare["pax"]),
        (&json!("3.00"), &json!("680.00"), &json!([1, 2]))
    );
    assert_eq!(pnr.other.len(), 1);
}

#[test]
fn a_second_time_limit_is_kept_as_text() {
    let pnr = with_items(&["TL/1200/24NOV/CTU999", "TL/1300/24NOV27/SHA999", "TL/2500/24NOV/CTU999"]).pnr;
    assert_eq!(pnr.tl.unwrap().time.as_str(), "1200");
    assert_eq!(pnr.other.len(), 2);
    assert_eq!(with_items(&["TL/1300/24NOV27/SHA999"]).pnr.tl.unwrap().date.to_string(), "24NOV27");
}

#[test]
fn items_out_of_force_in_a_living_pnr_are_told_apart() {
    let pnr = pnr(&SIMPLE.replace(" 4.TL", "X4.TL"));
    assert_eq!((pnr.tl, pnr.other), (None, vec!["X4.TL/1200/24NOV/CTU999".to_owned()]));
}

#[test]
fn the_past_of_a_cancelled_pnr_is_kept_beside_it() {
    let shown = shown(CANCELLED);
    assert!(shown.pnr.is_cancelled());
    assert_eq!(shown.history.len(), 2, "{:?}", shown.history);
    assert!(shown.history[1].starts_with("NN(001)"));
}

#[test]
fn rows_without_a_rule_are_kept_wherever_they_stand() {
    let text = format!("MESSAGE FROM CAAC\n{SIMPLE}* SOMETHING NEW *\n");
    assert_eq!(pnr(&text).other, ["MESSAGE FROM CAAC", "* SOMETHING NEW *"]);
    assert_eq!(pnr(&text).office.unwrap().as_str(), "CTU999");
}

#[test]
fn every_unreadable_cell_is_told_and_its_item_is_not_guessed() {
    let cells = SIMPLE.char_indices().filter(|(_, mark)| !matches!(mark, ' ' | '\n'));
    for (start, mark) in cells {
        let mut text = SIMPLE.to_owned();
        let marks = "\u{fffd}".repeat(waystation_eterm::screen::width(mark));
        text.replace_range(start..start + mark.len_utf8(), &marks);
        match pnr::read(&[Screen::from_text(&text)]) {
            Ok(PnrAnswer::Shown(shown)) => {
                assert!(!shown.pnr.unreadable.is_empty() && !shown.is_whole(), "{text}");
                let json = serde_json::to_string(&Pnr { unreadable: Vec::new(), ..shown.pnr }).unwrap();
                assert!(!json.contains('\u{fffd}'), "{json}");
            }
            Ok(PnrAnswer::Error(answer)) => panic!("an error answer: {answer:?}"),
            Err(error) => assert_eq!(error.code(), "unreadable"),
        }
    }
}

#[test]
fn an_unreadable_head_line_is_told() {
    let text = format!("  **ELECTRONIC TICK\u{fffd}T PNR**\n{SIMPLE}");
    assert_eq!(pnr(&text).unreadable[0].row, 0);
}

#[test]
fn errors_are_answers_and_other_screens_are_refused() {
    assert_eq!(parse_text("pnr", "NO PNR\n>").unwrap()["code"], "NO PNR");
    assert_eq!(parse_text("pnr", " 25NOV(WED) BJSSHA").unwrap_err().code(), "other_screen");
    assert_eq!(parse_text("pnr", "").unwrap_err().code(), "other_screen");
    assert_eq!(parse_text("pnr", "N\u{fffd} PNR").unwrap_err().code(), "unreadable");
}
