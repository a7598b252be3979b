//! The availability flow against a scripted terminal.

#![cfg(test)]

mod common;

use std::time::Duration;

use common::render::{Page, plain_page};
use common::terminal::{Answer, ScriptedTerminal, Told};
use common::{AV_1, AV_2};
use jiff::civil::date;
use waystation_eterm::flow::query_av::{self, MAX_PAGES, QueryAvResult};
use waystation_eterm::flow::{Cause, Defect, FlowError};
use waystation_eterm::ports::{NotReady, TerminalError};
use waystation_eterm::screen::Screen;
use waystation_shared::flight::QueryAv;

const HEAD: &str = " 25NOV(WED) BJSSHA";
const QUESTION: &str = "AVH/PEKSHA/25NOV";

fn question() -> QueryAv {
    QueryAv {
        dep_city: "PEK".parse().unwrap(),
        arr_city: "SHA".parse().unwrap(),
        dep_date: date(2026, 11, 25),
        dep_time: None,
        airline: None,
        direct: false,
        cabin: None,
    }
}

fn text(screen: impl Into<String>) -> Answer {
    Answer::Shows(screen.into())
}

fn page(page: &Page) -> Answer {
    Answer::Shows(page.screen(HEAD))
}

/// Runs the flow on a script that must be played to its end.
fn play(
    script: impl IntoIterator<Item = Answer>,
) -> (Result<QueryAvResult, FlowError>, ScriptedTerminal, Told) {
    let mut terminal = ScriptedTerminal::new(script);
    let mut told = Told::default();
    let result = query_av::run(&mut terminal, &mut told, &question());
    assert!(terminal.is_played_out(), "the flow left answers unread: {result:?}");
    (result, terminal, told)
}

fn cause(result: Result<QueryAvResult, FlowError>) -> Cause {
    *result.unwrap_err().cause
}

#[test]
fn one_page_is_one_command_on_a_clear_screen() {
    let (result, terminal, told) = play([page(&plain_page(1, 4, false))]);
    let result = result.unwrap();
    assert_eq!((result.av.journeys.len(), result.pages, result.is_empty()), (4, 1, false));
    assert_eq!(terminal.actions, ["clear", QUESTION]);
    assert_eq!(told.0, [(format!("第 1 页：{QUESTION}"), Some(1))]);
}

#[test]
fn pages_are_turned_until_there_is_no_plus_and_joined() {
    let pages = [plain_page(1, 4, true), plain_page(5, 4, true), plain_page(9, 3, false)];
    let (result, terminal, told) = play(pages.iter().map(page));
    let result = result.unwrap();
    assert_eq!(
        result.av.journeys.iter().map(|journey| journey.line).collect::<Vec<_>>(),
        (1..=11).collect::<Vec<_>>()
    );
    assert!(!result.av.more);
    assert_eq!(terminal.sent(), [QUESTION, "PN", "PN"]);
    assert_eq!(result.screens, pages.map(|page| page.screen(HEAD)));
    assert_eq!(told.0.last().unwrap(), &("第 3 页：PN".to_owned(), Some(3)));
}

#[test]
fn pages_that_number_from_one_and_have_no_head_line_are_joined_too() {
    let mut second = plain_page(1, 2, false);
    second.journeys[0].legs[0].flight = "MU5102".to_owned();
    let (result, ..) = play([page(&plain_page(1, 4, true)), text(second.rows().join("\n"))]);
    assert_eq!(result.unwrap().av.journeys.len(), 6);
}

#[test]
fn a_middle_page_of_a_single_flight_may_have_its_plus_only() {
    let (result, ..) =
        play([plain_page(1, 4, true), plain_page(5, 1, true), plain_page(6, 2, false)].iter().map(page));
    assert_eq!(result.unwrap().pages, 3);
}

#[test]
fn a_page_with_an_unreadable_flight_is_asked_for_again_from_the_question() {
    let broken = plain_page(5, 4, false).screen(HEAD).replace("CA1052", "CA1\u{fffd}52");
    let again = [plain_page(1, 4, true), plain_page(5, 4, false)];
    let script = [page(&plain_page(1, 4, true)), text(broken)].into_iter().chain(again.iter().map(page));
    let (result, terminal, told) = play(script);
    let result = result.unwrap();
    assert_eq!((result.av.journeys.len(), result.pages, result.screens.len()), (8, 2, 2));
    assert_eq!(terminal.sent(), [QUESTION, "PN", QUESTION, "PN"], "never a blind PN");
    assert!(told.0.iter().any(|(text, _)| text.starts_with("重新查询")));
}

#[test]
fn what_stays_unreadable_is_cannot_read_not_empty() {
    let broken = plain_page(1, 4, false).screen(HEAD).replace("CA1011", "CA\u{fffd}011");
    let (result, terminal, _) = play([text(broken.clone()), text(broken.clone())]);
    let error = result.unwrap_err();
    assert_eq!(error.code(), "cannot_read");
    assert!(matches!(*error.cause, Cause::CannotRead(Defect::Rows { count: 2, .. })), "{error}");
    assert_eq!(error.screens, [broken.clone(), broken]);
    assert_eq!(terminal.sent(), [QUESTION, QUESTION]);
}

#[test]
fn a_terminal_that_reports_an_unreadable_remark_still_gives_its_flights() {
    let screen = format!("{}\n**  CA  REMARK \u{fffd}", plain_page(1, 2, false).screen(HEAD));
    let (result, ..) = play([Answer::Fails(TerminalError::Unreadable(Screen::from_text(&screen)))]);
    assert_eq!(result.unwrap().av.notes.len(), 1);
}

#[test]
fn a_list_without_flights_is_confirmed_once_and_then_empty() {
    let (result, terminal, _) = play([text(HEAD), text(HEAD)]);
    let result = result.unwrap();
    assert!(result.is_empty());
    assert_eq!(terminal.sent(), [QUESTION, QUESTION]);
}

#[test]
fn a_host_that_has_nothing_to_show_is_believed_at_once() {
    let (result, ..) = play([text(" NO DISPLAY\n>")]);
    let result = result.unwrap();
    assert!(result.is_empty());
    assert_eq!(result.av.notes, ["NO DISPLAY"]);
    let header = &result.av.header;
    assert_eq!(
        (header.date.to_string().as_str(), header.from.as_str(), header.to.as_str()),
        ("25NOV", "PEK", "SHA")
    );
}

#[test]
fn flights_that_show_up_at_the_second_look_were_only_late() {
    let (result, ..) = play([text(HEAD), page(&plain_page(1, 4, false))]);
    assert_eq!(result.unwrap().av.journeys.len(), 4);
}

#[test]
fn an_answer_that_may_be_cut_is_looked_at_again_and_then_believed() {
    let whole = plain_page(1, 4, false).screen(HEAD);
    let cut = whole.rsplit_once('\n').unwrap().0.to_owned();
    let (result, ..) = play([text(cut.clone()), text(whole)]);
    assert!(result.unwrap().av.journeys[3].legs[0].duration.is_some());
    let (result, ..) = play([text(cut.clone()), text(cut)]);
    assert!(result.unwrap().av.journeys[3].legs[0].duration.is_none());
}

#[test]
fn a_list_of_a_system_without_second_rows_is_not_looked_at_twice() {
    let rows = plain_page(1, 4, false).screen(HEAD);
    let bare: Vec<&str> = rows.lines().filter(|row| !row.starts_with('>')).collect();
    let (result, ..) = play([text(bare.join("\n"))]);
    assert_eq!(result.unwrap().av.journeys.len(), 4);
}

#[test]
fn a_sign_off_in_the_middle_stops_at_once_and_says_what_to_do() {
    let (result, terminal, _) = play([page(&plain_page(1, 4, true)), text(" PLEASE SIGN IN FIRST")]);
    let error = result.unwrap_err();
    assert_eq!(error.code(), "signed_off");
    assert!(error.to_string().contains("sign in to Eterm"));
    assert_eq!(error.screens.len(), 2);
    assert_eq!(terminal.sent(), [QUESTION, "PN"]);
}

#[test]
fn a_refused_question_is_not_repeated() {
    let (result, terminal, _) = play([text(" FLT NUMBER\n>")]);
    let cause = cause(result);
    assert!(matches!(&cause, Cause::Refused(answer) if answer.code == "FLT NUMBER"));
    assert_eq!((cause.code(), terminal.sent().len()), ("host_refused", 1));
}

#[test]
fn a_busy_gateway_and_half_a_screen_are_asked_once_more() {
    for first in ["通道忙", "S", "", "▓▒░ 乱码"] {
        let (result, ..) = play([text(first), page(&plain_page(1, 4, false))]);
        assert_eq!(result.unwrap().av.journeys.len(), 4, "{first:?}");
    }
}

#[test]
fn a_host_that_is_still_busy_is_left_in_peace() {
    let (result, ..) = play([text("PLEASE WAIT - TRANSACTION IN PROGRESS")]);
    assert_eq!(cause(result).code(), "host_refused");
}

#[test]
fn lost_pages_come_back_by_asking_again() {
    let again = [plain_page(1, 4, true), plain_page(5, 4, false)];
    let script =
        [page(&plain_page(1, 4, true)), text("NO DISPLAY")].into_iter().chain(again.iter().map(page));
    let (result, terminal, _) = play(script);
    assert_eq!(result.unwrap().av.journeys.len(), 8);
    assert_eq!(terminal.sent(), [QUESTION, "PN", QUESTION, "PN"]);
}

/// Plays a second page that does not fit, twice, and hands back what the flow says about it.
fn second_page_defect(second: &str) -> Defect {
    let first = || page(&plain_page(1, 4, true));
    let (result, ..) = play([first(), text(second), first(), text(second)]);
    match cause(result) {
        Cause::CannotRead(defect) => defect,
        other @ (Cause::Command(_)
        | Cause::Terminal(_)
        | Cause::Refused(_)
        | Cause::TooManyPages(_)
        | Cause::Journal(_)
        | Cause::Unfit(_)) => {
            panic!("{other}")
        }
    }
}

#[test]
fn a_page_that_does_not_go_on_where_the_last_one_ended_is_not_joined() {
    assert_eq!(second_page_defect(&plain_page(1, 4, true).screen(HEAD)), Defect::SamePage);
    assert_eq!(
        second_page_defect(&plain_page(9, 4, false).screen(HEAD)),
        Defect::Sequence { before: 4, found: 9 }
    );
    assert_eq!(second_page_defect(HEAD), Defect::MaybeCut);
    let unmarked = plain_page(5, 4, false).screen(HEAD).replace("\n5-", "\n5 ");
    assert_eq!(second_page_defect(&unmarked), Defect::Mark { line: 5 });
    let other_day = plain_page(5, 4, false).screen(" 26NOV(THU) BJSSHA");
    assert!(matches!(second_page_defect(&other_day), Defect::OtherQuestion { .. }));
}

#[test]
fn a_plus_in_the_middle_of_a_page_does_not_fit() {
    let odd = plain_page(1, 4, false).screen(HEAD).replace("\n2 ", "\n2+");
    let (result, ..) = play([text(odd.clone()), text(odd)]);
    assert_eq!(cause(result), Cause::CannotRead(Defect::Mark { line: 2 }));
}

#[test]
fn a_lost_line_number_is_noticed() {
    let whole = plain_page(1, 4, false).screen(HEAD);
    let lost: Vec<&str> = whole.lines().take(3).chain(whole.lines().skip(5)).collect();
    let (result, ..) = play([text(lost.join("\n")), text(whole)]);
    assert_eq!(result.unwrap().av.journeys.len(), 4);
}

#[test]
fn the_answer_to_another_question_is_not_taken() {
    let (result, ..) = play([text(AV_2), text(AV_2)]);
    let cause = cause(result);
    assert_eq!(
        cause.to_string(),
        "the answer cannot be read: the answer is for 26NOV26 CTULON, the question was for 25NOV PEKSHA"
    );
    for head in [" 25NOV27(THU) BJSSHA", " 25NOV(THU) BJSSHA"] {
        let other_year = plain_page(1, 1, false).screen(head);
        let (result, ..) = play([text(other_year.clone()), text(other_year)]);
        assert!(
            matches!(*result.unwrap_err().cause, Cause::CannotRead(Defect::OtherQuestion { .. })),
            "{head}"
        );
    }
}

#[test]
fn an_airport_is_answered_by_its_city() {
    let (result, ..) = play([text(AV_1.replace("\n4+", "\n4 "))]);
    assert_eq!(result.unwrap().av.header.from.as_str(), "BJS");
}

#[test]
fn a_time_out_is_repeated_once_and_both_screens_are_kept() {
    let timed_out = || {
        Answer::Fails(TerminalError::TimedOut {
            after: Duration::from_secs(30),
            last: Screen::from_text("HALF"),
        })
    };
    let (result, ..) = play([timed_out(), page(&plain_page(1, 4, false))]);
    assert_eq!(result.unwrap().screens.len(), 1, "the screens of a result are its own pages");
    let (result, ..) = play([timed_out(), timed_out()]);
    let error = result.unwrap_err();
    assert_eq!((error.code(), error.screens), ("terminal_timed_out", vec!["HALF".to_owned(); 2]));
}

#[test]
fn a_wrong_echo_is_typed_again_once() {
    let mistyped = TerminalError::EchoMismatch { typed: QUESTION.to_owned(), shown: "AVH/PEKSH".to_owned() };
    let (result, ..) = play([Answer::Fails(mistyped), page(&plain_page(1, 4, false))]);
    assert!(result.is_ok());
}

#[test]
fn a_terminal_that_needs_a_person_is_not_tried_again() {
    for error in
        [TerminalError::NotReady(NotReady::PopUp), TerminalError::Lost("the window closed".to_owned())]
    {
        let (result, terminal, _) = play([Answer::Fails(error.clone())]);
        assert_eq!(cause(result), Cause::Terminal(error));
        assert_eq!(terminal.sent().len(), 1);
    }
}

#[test]
fn an_endless_answer_ends() {
    let pages: Vec<Page> = (0..MAX_PAGES as usize).map(|index| plain_page(1 + 4 * index, 4, true)).collect();
    let (result, terminal, _) = play(pages.iter().map(page));
    assert_eq!(cause(result), Cause::TooManyPages(MAX_PAGES));
    assert_eq!(terminal.sent().len(), MAX_PAGES as usize);
}

#[test]
fn a_question_without_a_command_sends_nothing() {
    let mut terminal = ScriptedTerminal::default();
    let query = QueryAv { cabin: Some("D".parse().unwrap()), ..question() };
    let error = query_av::run(&mut terminal, &mut Told::default(), &query).unwrap_err();
    assert_eq!(error.code(), "ambiguous_class");
    assert!(terminal.actions.is_empty());
}

#[test]
fn a_result_crosses_the_wire_unchanged() {
    let (result, ..) = play([page(&plain_page(1, 4, false))]);
    let result = result.unwrap();
    let json = serde_json::to_value(&result).unwrap();
    assert_eq!((json["av"]["kind"].as_str(), json["pages"].as_u64()), (Some("av"), Some(1)));
    assert_eq!(serde_json::from_value::<QueryAvResult>(json).unwrap(), result);
}
