//! Error answers: the table, how rows are matched, and what follows from what was sent.

#![cfg(test)]

use proptest::prelude::*;
use serde_json::{Value, json};
use waystation_eterm::parse::error::{self, ErrorAnswer, Next, Outcome};
use waystation_eterm::parse::parse_text;
use waystation_eterm::screen::Screen;
use waystation_eterm::step::EffectKind;

fn find(text: &str) -> Option<ErrorAnswer> {
    error::find(&Screen::from_text(text))
}

fn verdict(text: &str) -> (String, Outcome, String) {
    let answer = find(text).unwrap_or_else(|| panic!("{text:?} is no error answer"));
    assert_eq!(answer.text, text);
    (answer.code, answer.outcome, answer.next.to_string())
}

#[test]
fn every_error_of_an_availability_question_is_known() {
    let table = [
        ("AIRLINE", "AIRLINE", "fix"),
        ("FLT NUMBER", "FLT NUMBER", "fix"),
        ("CLASS", "CLASS", "fix"),
        ("DATE", "DATE", "fix"),
        ("TIME", "TIME", "fix"),
        ("SEGMENT", "SEGMENT", "fix"),
        ("FORMAT", "FORMAT", "fix"),
        ("FUNCTION", "FUNCTION", "fix"),
        ("ILLEGAL", "ILLEGAL", "fix"),
        ("INVALID CHAR", "INVALID CHAR", "fix"),
        ("INVALID CHARACTER", "INVALID CHAR", "fix"),
        ("SCH NBR", "SCH NBR", "AV"),
        ("NO DISPLAY", "NO DISPLAY", "fix"),
        ("AUTHORITY", "AUTHORITY", "human"),
        ("该PNR不属于本OFFICE, 需要授权", "需要授权", "human"),
        ("PLEASE SIGN IN FIRST", "PLEASE SIGN IN FIRST", "human"),
        ("PLEASE WAIT - TRANSACTION IN PROGRESS", "PLEASE WAIT - TRANSACTION IN PROGRESS", "wait"),
        ("MAX TIME FOR EOT - IGNORE PNR AND RESTART", "MAX TIME FOR EOT", "IG+RT"),
        ("PENDING", "PENDING", "IG+RT"),
        ("PROFILE PENDING", "PROFILE PENDING", "IG+RT"),
        ("很抱歉，您没有权限查看舱位剩余可订数", "很抱歉，您没有权限查看舱位剩余可订数", "human"),
        ("请先与服务器建立连接!", "请先与服务器建立连接!", "human"),
    ];
    for (text, code, next) in table {
        assert_eq!(verdict(text), (code.to_owned(), Outcome::Failed, next.to_owned()));
    }
}

#[test]
fn the_other_tasks_find_their_errors_too() {
    let table = [
        ("NO PNR", "NO PNR", "RT"),
        ("UNABLE TO SELL.PLEASE CHECK THE AVAILABILITY WITH \"AV\" AGAIN", "UNABLE", "AV"),
        ("SEATS/NAMES", "SEATS", "fix"),
        ("CHECK CONTINUITY  CONNECTION", "CHECK CONTINUITY", "human"),
        ("SIMULTANEOUS MODIFICATION—REENTER MODIFICATION", "SIMULTANEOUS MODIFICATION", "IG+RT"),
        ("ELE NBR", "ELE NBR", "RT"),
        ("INCOMPLETE PNR/FN", "INCOMPLETE PNR/FN", "fix"),
        ("没有符合条件的运价, 请使用手工处理", "没有符合条件的运价", "human"),
        ("STOCK", "STOCK", "human"),
        ("TICKET NOT FOUND", "TICKET NOT FOUND", "fix"),
        ("TKT 999-1234567890 NOT EXIST", "NOT EXIST", "fix"),
        ("MARRIED SEGMENT EXIST 1 AND 2", "MARRIED SEGMENT EXIST", "human"),
        ("NO NAME CHANGE FOR CZ/Y", "NO NAME CHANGE FOR", "human"),
        ("COMMISSION（C3.00）LOST", "COMMISSION", "fix"),
        ("超出字库GB2312范围", "超出字库GB2312范围", "fix"),
    ];
    for (text, code, next) in table {
        let (found, outcome, follows) = verdict(text);
        assert_eq!((found.as_str(), outcome, follows.as_str()), (code, Outcome::Failed, next), "{text}");
    }
}

#[test]
fn what_may_have_happened_is_uncertain() {
    for text in [
        "PNR TKTD",
        "ELECTRONIC TICKET TRANSACTION TIME OUT!!",
        "PNR CANCELLED",
        "onsend:错误:通信中断!",
        "通道忙",
        "TIME OUT - RETRY LATER",
    ] {
        assert_eq!(verdict(text).1, Outcome::Uncertain, "{text}");
    }
    assert_eq!(verdict("PNR TKTD").2, "verify: RT, DETR, TSL");
}

#[test]
fn a_longer_text_wins_over_a_word_it_begins_with() {
    assert_eq!(verdict("TIME OUT - RETRY LATER").0, "TIME OUT - RETRY LATER");
    assert_eq!(verdict("FORMAT IS 'TIME/DATE'").0, "FORMAT IS 'TIME/DATE'");
    assert_eq!(verdict("CHECK TKT DATE").0, "CHECK TKT DATE");
}

#[test]
fn blanks_entry_marks_and_gateway_residue_do_not_hide_an_error() {
    for row in ["   DATE  ", "►DATE", "DATE^", "DATEb", "DATE M", "\u{1e} DATE\r\n►"] {
        assert_eq!(find(row).unwrap().code, "DATE", "{row:?}");
    }
}

#[test]
fn an_error_below_other_text_is_found() {
    assert_eq!(find("AVH/XXXSHA/25NOV\n\n SEGMENT\n>").unwrap().code, "SEGMENT");
}

#[test]
fn ordinary_words_in_a_sentence_are_no_error() {
    for row in [
        "TIME = 1432  DATE = 06NOV",
        "DATE OF BIRTH",
        "SEATS LEFT 4",
        "CLASSES",
        "XDATE",
        "MR STOCKTON",
        "S",
        "INPUT OK",
    ] {
        assert_eq!(find(row), None, "{row:?}");
    }
}

#[test]
fn a_text_inside_a_longer_word_is_no_error() {
    assert_eq!(find("XNO PNR"), None);
    assert_eq!(find("NO PNRS"), None);
    assert_eq!(find("SORRY, NO PNR!").unwrap().code, "NO PNR");
}

#[test]
fn the_number_of_a_ticket_server_is_the_code() {
    let answer = find("ET TRANSACTION ERROR: 118, SYSTEM UNABLE").unwrap();
    assert_eq!((answer.code.as_str(), answer.outcome, answer.next), ("118", Outcome::Uncertain, Next::Human));
    assert_eq!(find("ERROR 118"), None, "without ET it may be anything");
}

#[test]
fn after_a_command_that_only_reads_nothing_is_uncertain() {
    let timed_out = find("ELECTRONIC TICKET TRANSACTION TIME OUT!!").unwrap();
    assert!(timed_out.may_resend_read());
    let read = timed_out.clone().after(EffectKind::ReadOnly);
    assert_eq!((read.outcome, read.next), (Outcome::Failed, Next::Wait));
    assert_eq!(timed_out.clone().after(EffectKind::Irreversible), timed_out);

    let cancelled = find("PNR CANCELLED").unwrap().after(EffectKind::ReadOnly);
    assert_eq!((cancelled.outcome, cancelled.next), (Outcome::Failed, Next::Human));
}

#[test]
fn a_refused_question_is_never_worth_repeating_unchanged() {
    for text in ["DATE", "FORMAT", "PLEASE SIGN IN FIRST", "PLEASE WAIT - TRANSACTION IN PROGRESS"] {
        assert!(!find(text).unwrap().may_resend_read(), "{text}");
    }
    assert!(find("通道忙").unwrap().may_resend_read());
}

#[test]
fn the_json_has_the_five_keys_and_reads_back() {
    let read = parse_text("error", "\n ELECTRONIC TICKET TRANSACTION TIME OUT!!\n").unwrap();
    let expected: Value = json!({
        "kind": "error", "code": "ELECTRONIC TICKET TRANSACTION TIME OUT!!",
        "text": "ELECTRONIC TICKET TRANSACTION TIME OUT!!", "outcome": "uncertain", "next": "verify: RT, DETR, TSL",
    });
    assert_eq!(read, expected);
    let answer: ErrorAnswer = serde_json::from_value(read).unwrap();
    assert_eq!(serde_json::to_value(answer).unwrap(), expected);
}

#[test]
fn a_failed_sale_names_its_flight() {
    let expected = json!({
        "kind": "error", "code": "UNABLE", "outcome": "failed", "next": "AV",
        "text": "UNABLE TO SELL.PLEASE CHECK THE AVAILABILITY WITH \"AV\" AGAIN",
        "flight": "3U8900", "class": "A", "date": "29AUG", "from": "KWL", "to": "SYX", "requested": "NN2",
    });
    let read = parse_text("error", include_str!("screens/eot_unable.txt")).unwrap();
    assert_eq!(read, expected);
    let answer: ErrorAnswer = serde_json::from_value(read).unwrap();
    assert_eq!(answer.failed_sale.unwrap().requested.count(), 2);
    let weekday = find("  CA4193  G WE25NOV  CTUPEK NN1  UNABLE\nUNABLE TO SELL").unwrap();
    assert_eq!(weekday.failed_sale.unwrap().date.to_string(), "25NOV");
    assert_eq!(find("UNABLE").unwrap().failed_sale, None);
}

#[test]
fn a_next_step_has_one_text() {
    for text in ["AV", "RT", "IG+RT", "fix", "wait", "human", "verify: RT"] {
        assert_eq!(Next::try_from(text.to_owned()).unwrap().to_string(), text);
    }
    assert!(Next::try_from("retry".to_owned()).unwrap_err().contains("known are"));
}

#[test]
fn a_screen_without_an_error_says_how_it_begins() {
    let error = parse_text("error", "\n\nHELLO WORLD").unwrap_err();
    assert_eq!(error.to_string(), "this is not an error answer; the screen begins with \"HELLO WORLD\"");
}

proptest! {
    #[test]
    fn an_unreadable_cell_in_a_one_word_error_is_never_guessed(word in "AIRLINE|CLASS|DATE|TIME|SEGMENT|FORMAT", at in any::<prop::sample::Index>()) {
        let mut marks: Vec<char> = word.chars().collect();
        let index = at.index(marks.len());
        marks[index] = '\u{fffd}';
        prop_assert_eq!(find(&marks.iter().collect::<String>()), None);
        prop_assert_eq!(parse_text("error", &marks.iter().collect::<String>()).unwrap_err().code(), "unreadable");
    }

    #[test]
    fn blanks_around_an_error_change_nothing(before in " {0,20}", after in " {0,20}", above in "\n{0,5}") {
        prop_assert_eq!(find(&format!("{above}{before}FLT NUMBER{after}")), find("FLT NUMBER"));
    }
}
