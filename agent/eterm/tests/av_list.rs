//! Availability lists: the worked examples to the letter, every trap, and lists drawn at random.

#![cfg(test)]

mod common;

use common::{AV_1, AV_2, AV_3, render};
use proptest::prelude::*;
use serde_json::{Value, json};
use waystation_eterm::lexicon::Elapsed;
use waystation_eterm::parse::av::{self, AvAnswer, AvList, AvPage, Mark};
use waystation_eterm::parse::parse_text;
use waystation_eterm::screen::Screen;

fn json_of(text: &str) -> Value {
    parse_text("av", text).unwrap()
}

fn page_on(screen: &Screen) -> AvPage {
    match av::read(screen).unwrap() {
        AvAnswer::Page(page) => page,
        AvAnswer::Error(answer) => panic!("an error answer: {answer:?}"),
    }
}

fn list_of(text: &str) -> AvList {
    let screen = Screen::from_text(text);
    AvList::from_page(page_on(&screen), &screen).unwrap()
}

/// Replaces what stands in some columns of one row.
fn overtype(screen: &str, row: usize, column: usize, text: &str) -> String {
    let mut rows: Vec<Vec<char>> = screen.lines().map(|row| format!("{row:80}").chars().collect()).collect();
    for (index, mark) in text.chars().enumerate() {
        rows[row][column + index] = mark;
    }
    rows.into_iter().map(String::from_iter).collect::<Vec<_>>().join("\n")
}

fn insert_blank(row: &str, column: usize) -> String {
    let (left, right) = row.split_at(column);
    format!("{left} {right}")
}

fn without_row(screen: &str, row: usize) -> String {
    let rows = screen.lines().enumerate().filter(|(index, _)| *index != row);
    rows.map(|(_, text)| text).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_worked_examples_are_read_to_the_letter() {
    let examples = [
        (AV_1, include_str!("common/av_1.json")),
        (AV_2, include_str!("common/av_2.json")),
        (AV_3, include_str!("common/av_3.json")),
    ];
    for (screen, expected) in examples {
        assert_eq!(json_of(screen), serde_json::from_str::<Value>(expected).unwrap());
    }
}

#[test]
fn the_json_of_a_list_reads_back_into_the_same_list() {
    for screen in [AV_1, AV_2, AV_3] {
        let list = list_of(screen);
        let text = serde_json::to_string(&list).unwrap();
        assert_eq!(serde_json::from_str::<AvList>(&text).unwrap(), list);
    }
}

#[test]
fn captures_with_other_entry_marks_and_line_ends_read_the_same() {
    for mark in ["►", "▶", "\u{1e}", "\u{10}", "\u{7f}", "■", "▪", "?", "("] {
        let capture = AV_1.replace("\n>", &format!("\n{mark}")).replace('\n', "\r\n");
        assert_eq!(json_of(&capture), json_of(AV_1), "{mark:?}");
    }
}

#[test]
fn the_own_echo_and_older_text_above_it_are_cut() {
    let capture = format!(">RT KABC12\nNO PNR\n{AV_2}\n>AVH/PEKSHA/25NOV\n{AV_1}\n>");
    assert_eq!(json_of(&capture), json_of(AV_1));
}

#[test]
fn a_second_row_may_be_absent() {
    let list = list_of(&without_row(AV_3, 2));
    let leg = &list.journeys[0].legs[0];
    assert_eq!(leg.classes.len(), 10);
    assert!(leg.dep_term.is_none() && leg.duration.is_none() && list.unreadable.is_empty());
}

#[test]
fn an_office_that_may_not_see_counts_gets_flights_without_classes() {
    let hidden = overtype(AV_3, 5, 16, &" ".repeat(30));
    let list = list_of(&format!("{hidden}\n很抱歉，您没有权限查看舱位剩余可订数"));
    assert!(list.journeys[2].legs[0].classes.is_empty());
    assert_eq!(list.journeys[2].legs[0].flight.as_str(), "FM9222");
    assert_eq!(list.notes.last().unwrap(), "很抱歉，您没有权限查看舱位剩余可订数");
}

#[test]
fn an_arrival_may_lie_a_day_before() {
    let list = list_of(&overtype(AV_1, 1, 65, "-1"));
    assert_eq!((list.journeys[0].legs[0].dep_offset, list.journeys[0].legs[0].arr_offset), (0, -1));
}

#[test]
fn both_times_of_a_connection_may_lie_a_day_later() {
    let list = list_of(AV_2);
    let leg = &list.journeys[0].legs[1];
    assert_eq!((leg.dep_offset, leg.arr_offset), (1, 1));
}

#[test]
fn the_airport_of_a_flight_may_differ_from_the_city_of_the_head_line() {
    let list = list_of(AV_1);
    assert_eq!(list.header.from.as_str(), "BJS");
    assert_eq!(list.journeys[3].legs[0].from.as_str(), "PKX");
}

#[test]
fn the_same_flight_under_two_numbers_is_kept_twice() {
    let list = list_of(AV_1);
    let second = &list.journeys[1].legs[0];
    assert_eq!(second.operating.as_ref(), Some(&list.journeys[0].legs[0].flight));
    assert!(second.codeshare && !list.journeys[0].legs[0].codeshare);
}

#[test]
fn only_the_last_leg_of_a_connection_has_the_duration() {
    let list = list_of(AV_2);
    let durations: Vec<_> =
        list.journeys[0].legs.iter().map(|leg| leg.duration.as_ref().map(Elapsed::minutes)).collect();
    assert_eq!(durations, [None, Some(30 * 60 + 30)]);
}

#[test]
fn s_is_a_class_a_status_or_a_meal_by_its_column() {
    let list = list_of(AV_1);
    let classes: Vec<String> = list.journeys[0].legs[0].classes.iter().map(ToString::to_string).collect();
    assert!(classes.contains(&"SS".to_owned()) && classes.contains(&"WS".to_owned()));
    assert_eq!(list.journeys[2].legs[0].meal, Some('S'));
}

#[test]
fn short_flight_numbers_and_carriers_with_digits_are_flights() {
    let list = list_of(AV_2);
    assert_eq!(list.journeys[0].legs[1].flight.as_str(), "CA855");
    assert_eq!(list.journeys[1].legs[0].flight.as_str(), "3U8887");
    for (printed, flight) in
        [("CA 967 ", "CA967"), ("9C1    ", "9C1"), ("MU5102A", "MU5102A"), ("CA  96 ", "CA96")]
    {
        let list = list_of(&overtype(AV_1, 1, 4, printed));
        assert_eq!(list.journeys[0].legs[0].flight.as_str(), flight);
    }
}

#[test]
fn a_second_row_may_hold_seventeen_classes() {
    let classes: Vec<String> = ('A'..='Q').map(|class| format!("{class}9")).collect();
    let list = list_of(&overtype(AV_1, 2, 16, &classes.join(" ")));
    assert_eq!(list.journeys[0].legs[0].classes.len(), 27);
    assert_eq!(list.journeys[0].legs[0].classes[26].to_string(), "Q9");
    assert_eq!(list.journeys[0].legs[0].dep_term.as_ref().unwrap().as_str(), "T3");
}

#[test]
fn a_line_number_of_two_digits_pushes_the_mark_right() {
    let list = list_of(&overtype(&overtype(AV_1, 1, 0, "10-"), 8, 0, "13+"));
    assert_eq!((list.journeys[0].line, list.journeys[0].mark), (10, Some(Mark::First)));
    assert_eq!((list.journeys[3].line, list.journeys[3].mark), (13, Some(Mark::More)));
    assert!(list.more);
}

#[test]
fn unknown_links_are_kept_and_a_missing_one_is_null() {
    assert_eq!(json_of(&overtype(AV_1, 1, 12, "XY#"))["journeys"][0]["legs"][0]["link"], "XY#");
    assert_eq!(json_of(&overtype(AV_1, 1, 12, "   "))["journeys"][0]["legs"][0]["link"], Value::Null);
}

#[test]
fn a_list_without_a_plus_says_that_nothing_follows() {
    let list = list_of(&overtype(AV_1, 8, 1, " "));
    assert!(!list.more);
    assert!(
        list_of(&overtype(&overtype(AV_1, 8, 1, " "), 9, 79, "+")).more,
        "a plus in the last column counts too"
    );
}

#[test]
fn rows_without_a_rule_are_notes_wherever_they_stand() {
    let screen = format!("MESSAGE FROM CAAC\n{AV_1}NOT A FLIGHT 12345\n 收到一条新的公告，请按 F11 查看");
    let list = list_of(&screen.replacen(" BJSSHA", " BJSSHA NON-STOP", 1));
    assert_eq!(list.journeys.len(), 4);
    let notes: Vec<&str> = list.notes.iter().map(String::as_str).collect();
    assert_eq!(
        notes,
        [
            "MESSAGE FROM CAAC",
            "25NOV(WED) BJSSHA NON-STOP",
            "**  CA  PLEASE CHECK IN 45 MINUTES BEFORE DEPARTURE AT PEK",
            "NOT A FLIGHT 12345",
            "收到一条新的公告，请按 F11 查看",
        ]
    );
}

#[test]
fn a_head_line_without_flights_is_an_empty_list() {
    let list = list_of(" 25NOV(WED) BJSSHA\n>");
    assert!(list.journeys.is_empty() && list.unreadable.is_empty() && !list.more);
}

#[test]
fn an_unreadable_cell_in_any_field_of_a_leg_takes_its_journey_out_and_names_the_row() {
    for column in [0, 1, 3, 4, 10, 12, 16, 44, 47, 50, 54, 58, 61, 65, 68, 72, 73, 74, 77] {
        let list = list_of(&overtype(AV_1, 6, column, "\u{fffd}"));
        let flights: Vec<_> = list.journeys.iter().map(|journey| journey.legs[0].flight.as_str()).collect();
        assert!(!flights.contains(&"MU5102"), "column {column}");
        assert!(flights.contains(&"CA1831") && flights.contains(&"HO1252"), "column {column}");
        let bad = list.unreadable.iter().find(|row| row.row == 6).unwrap();
        assert_eq!(bad.problem, format!("the cell in column {column} cannot be read"));
        assert!(list.unreadable.iter().any(|row| row.row == 7), "its second row is kept: column {column}");
    }
}

#[test]
fn a_line_number_that_cannot_be_read_spoils_the_journey_before_it_too() {
    let list = list_of(&overtype(AV_1, 6, 0, "\u{fffd}"));
    assert_eq!(list.journeys.len(), 2, "it may be the second leg of line 2");
    assert_eq!(list.unreadable.iter().map(|row| row.row).collect::<Vec<_>>(), [4, 5, 6, 7]);
}

#[test]
fn an_unreadable_cell_in_a_second_row_or_a_sub_class_row_takes_its_journey_out() {
    for (row, column) in [(2, 0), (2, 16), (2, 68), (2, 75), (3, 15), (3, 19)] {
        let list = list_of(&overtype(AV_1, row, column, "\u{fffd}"));
        assert_eq!(list.journeys.len(), 3, "row {row} column {column}");
        assert_eq!(list.unreadable.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 2, 3]);
    }
}

#[test]
fn an_unreadable_cell_in_a_remark_costs_no_flight() {
    let remark = overtype(AV_1, 10, 20, "\u{fffd}");
    let list = list_of(&format!("{remark}\n很抱歉，您\u{fffd}\u{fffd}权限"));
    assert_eq!((list.journeys.len(), list.unreadable.len(), list.notes.len()), (4, 0, 2));
}

#[test]
fn an_unreadable_head_line_is_cannot_read_not_another_screen() {
    let error = parse_text("av", &overtype(AV_1, 0, 3, "\u{fffd}")).unwrap_err();
    assert_eq!(error.code(), "unreadable");
    assert!(error.to_string().contains("row 0"), "{error}");
}

#[test]
fn a_row_shifted_by_one_column_is_not_read_wrongly() {
    for row in [1, 2, 4, 6] {
        let shifted: Vec<String> = AV_1
            .lines()
            .enumerate()
            .map(|(index, text)| if index == row { insert_blank(text, 12) } else { text.to_owned() })
            .collect();
        let list = list_of(&shifted.join("\n"));
        assert_eq!(list.journeys.len(), 3, "row {row}");
        assert!(list.unreadable.iter().any(|bad| bad.row == row), "row {row}");
    }
}

#[test]
fn a_row_cut_in_the_middle_is_not_read() {
    for end in [30, 50, 56, 63, 70] {
        let rows: Vec<&str> =
            AV_1.lines().take(8).chain([AV_1.lines().nth(8).unwrap().split_at(end).0]).collect();
        let list = list_of(&rows.join("\n"));
        assert_eq!((list.journeys.len(), list.unreadable.len()), (3, 1), "cut at {end}");
    }
}

#[test]
fn a_lost_first_row_is_noticed_by_its_second_row() {
    let list = list_of(&without_row(AV_1, 6));
    assert_eq!(list.journeys.iter().map(|journey| journey.line).collect::<Vec<_>>(), [1, 4]);
    assert!(list.unreadable.iter().any(|bad| bad.problem.contains("row between them is lost")));
}

#[test]
fn text_over_a_row_inside_the_list_spoils_the_journey_above_it() {
    let rows: Vec<&str> = AV_1
        .lines()
        .enumerate()
        .map(|(index, row)| if index == 7 { "*** 收到新消息 ***" } else { row })
        .collect();
    let list = list_of(&rows.join("\n"));
    let flights: Vec<_> = list.journeys.iter().map(|journey| journey.line).collect();
    assert_eq!(flights, [1, 2, 4]);
    assert!(list.unreadable.iter().any(|bad| bad.problem.contains("inside the list")));
}

#[test]
fn a_remark_between_flights_harms_nothing() {
    let rows: Vec<&str> =
        AV_1.lines().take(4).chain(["**  ZH  MEALS FOR SALE"]).chain(AV_1.lines().skip(4)).collect();
    let list = list_of(&rows.join("\n"));
    assert_eq!((list.journeys.len(), list.notes.len(), list.unreadable.len()), (4, 2, 0));
}

#[test]
fn rows_before_any_journey_are_named_not_dropped() {
    let rows: Vec<&str> = AV_1.lines().take(1).chain(AV_1.lines().skip(2)).collect();
    let list = list_of(&rows.join("\n"));
    assert_eq!(list.unreadable.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 2]);
    assert!(json_of(&rows.join("\n"))["unreadable"].is_array());
}

#[test]
fn pages_join_into_one_list_and_a_repeated_remark_is_kept_once() {
    let mut list = list_of(AV_1);
    let mut next = page_on(&Screen::from_text(&render::plain_page(5, 3, false).rows().join("\n")));
    next.notes.clone_from(&list.notes);
    assert!(next.header.is_none());
    list.append(next);
    assert_eq!(list.journeys.iter().map(|journey| journey.line).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!((list.notes.len(), list.more), (1, false));
}

#[test]
fn an_error_answer_is_told_apart_from_a_list() {
    let answer = json_of(" FLT NUMBER\n>");
    assert_eq!(
        answer,
        json!({"kind": "error", "code": "FLT NUMBER", "text": "FLT NUMBER", "outcome": "failed", "next": "fix"})
    );
    assert_eq!(
        json_of(&format!("{AV_1}\nDATE\n"))["kind"],
        "av",
        "a list is a list, whatever words stand below it"
    );
}

#[test]
fn another_screen_is_neither() {
    for other in ["", ">", "S", "HELLO", "A* 20999 06NOV 0822 12 CTU999", "▒▒▓▓ 乱码"] {
        assert_eq!(parse_text("av", other).unwrap_err().code(), "other_screen", "{other:?}");
    }
}

#[test]
fn an_unknown_kind_lists_the_known_ones() {
    let error = parse_text("tarot", AV_1).unwrap_err();
    let known = "av, pnr, pat, etdz, detr, eot, error";
    assert_eq!(error.to_string(), format!("unknown kind of screen \"tarot\"; known are: {known}"));
}

#[test]
fn a_screen_full_of_flights_reads_in_well_under_a_millisecond() {
    let screen = render::plain_page(1, 10, true).screen(" 25NOV(WED) BJSSHA");
    let started = std::time::Instant::now();
    for _ in 0..200 {
        assert_eq!(list_of(&screen).journeys.len(), 10);
    }
    let each = started.elapsed() / 200;
    println!("{each:?} a screen");
    assert!(each.as_micros() < 5_000, "{each:?} even without optimisation");
}

proptest! {
    #[test]
    fn any_drawn_list_is_read_back_field_by_field(page in render::page()) {
        let read = json_of(&page.screen(" 25NOV(WED) BJSSHA"));
        prop_assert_eq!(&read["journeys"], &json!(page.expected()));
        prop_assert_eq!(&read["notes"], &json!(page.notes));
        prop_assert_eq!(&read["more"], &json!(page.more));
        prop_assert_eq!(&read["unreadable"], &Value::Null);
    }

    #[test]
    fn losing_any_cell_of_a_drawn_list_never_changes_a_flight(page in render::page(), row in any::<prop::sample::Index>(), column in 0usize..80) {
        let screen = page.screen(" 25NOV(WED) BJSSHA");
        let rows = page.rows().len() - page.notes.len();
        let lost = list_of(&overtype(&screen, 1 + row.index(rows), column, "\u{fffd}"));
        let whole = list_of(&screen);
        prop_assert!(lost.journeys.iter().all(|journey| whole.journeys.contains(journey)));
        prop_assert!(!lost.unreadable.is_empty());
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        let _ = parse_text("av", &text);
        let _ = parse_text("error", &text);
    }

    #[test]
    fn no_text_below_a_head_line_makes_it_panic_and_every_row_is_somewhere(rows in prop::collection::vec("[ 0-9A-Z*>+#^:\u{fffd}京-]{0,90}", 0..12)) {
        let list = list_of(&format!(" 25NOV(WED) BJSSHA\n{}", rows.join("\n")));
        let kept = list.notes.len() + list.unreadable.len() + list.journeys.len();
        prop_assert!(kept > 0 || rows.iter().all(|row| matches!(row.trim(), "" | ">") || row.starts_with('>')));
    }

    #[test]
    fn overtyping_a_real_screen_anywhere_never_panics(row in 0usize..11, column in 0usize..76, text in "[ -~\u{fffd}]{1,4}") {
        let _ = parse_text("av", &overtype(AV_1, row, column, &text));
    }
}
