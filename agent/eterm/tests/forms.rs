//! Tasks on the white screen: what they fill in, write down, press, look at and say.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failing expectation is how a test speaks"
)]

mod common;

use std::rc::Rc;

use common::form::{Brings, Client, Trouble};
use common::journal::{Log, Paper, failure, result};
use common::terminal::{Answer, Told};
use jiff::civil::date;
use serde_json::{Value, json};
use waystation_eterm::flow::{Desk, Ending, PastStep, form};
use waystation_eterm::journal::StepNo;
use waystation_eterm::ports::{NotReady, TerminalError};
use waystation_shared::edge_api::{StepEnding, TaskParams};

const HELD: &str = " 1.林青禾 KABC12
 2.  CA4193 G   WE25NOV  CTUPEK HK1   0700 0935          E T2T3
 3.TL/1200/24NOV/CTU999
 4.SSR FOID CA HK1 PPE00000001/P1
 5.OSI CA CTCT13000000001
 6.RMK CA/NX1Y2Z
 7.CTU999";
const OTHER: &str = " 1.何小满 KABC12
 2.  CA4193 G   WE25NOV  CTUPEK HK1   0700 0935          E T2T3
 3.CTU999";

/// What is different from a play in which everything goes well.
#[derive(Default)]
struct Scene {
    black: Vec<&'static str>,
    white: Vec<Brings>,
    trouble: Trouble,
    broken_journal: bool,
}

struct Play {
    ending: Ending,
    done: Vec<String>,
    journal: Vec<String>,
}

impl Scene {
    fn play(self, act: impl FnOnce(&mut Desk<'_, Client, Paper, Told>) -> Ending) -> Play {
        let log = Log::default();
        let mut client = Client::new(self.trouble, Rc::clone(&log));
        client.black = self.black.into_iter().map(|text| Answer::Shows(text.to_owned())).collect();
        client.white = self.white.into_iter().collect();
        let mut journal = Paper {
            log: Rc::clone(&log),
            broken: self.broken_journal,
            keeps: "姓名：[林青禾",
            ..Paper::default()
        };
        let mut progress = Told::default();
        let ending = act(&mut Desk {
            terminal: &mut client,
            journal: &mut journal,
            progress: &mut progress,
            today: date(2026, 11, 21),
        });
        assert!(client.is_black(), "the form was left open after {:?}", client.done);
        assert!(client.black.is_empty() && client.white.is_empty(), "unplayed after {:?}", client.done);
        let journal = log.borrow().clone();
        Play { ending, done: client.done, journal }
    }

    fn run(self, kind: &str, params: &Value) -> Play {
        let task: TaskParams = serde_json::from_value(json!({"kind": kind, "params": params})).unwrap();
        self.play(|desk| form::run(desk, &task))
    }
}

fn says(message: &str, rows: Vec<String>) -> Brings {
    Brings::Says(message.to_owned(), rows)
}

fn lost() -> Brings {
    Brings::Fails(TerminalError::Lost("失去与通信服务器的连接!".to_owned()))
}

fn query() -> Value {
    json!({"depCity": "CTU", "arrCity": "PEK", "depDate": "2026-11-25", "airline": "CA"})
}

/// Rows of flights with the buttons of their page.
fn flights(numbers: std::ops::Range<u32>) -> Vec<String> {
    let row = |(number, button): (u32, u32)| {
        format!("   CA{number}  TFU 08:55  PEK 11:45+1  73E  FA Y9      【订{button}】")
    };
    numbers.zip(1..).map(row).collect()
}

#[test]
fn flights_are_asked_for_once_and_read_to_the_last_page() {
    let white = vec![says("共 17 个航班", flights(1000..1015)), says("共 17 个航班", flights(1015..1017))];
    let play = Scene { white, ..Scene::default() }.run("query_av", &query());
    assert_eq!(play.done, ["WS", "【查询】", "【下页】", "【返回黑屏】"]);
    let list = &result(&play.ending)["list"];
    assert_eq!(
        (&list["kind"], &list["date"], &list["via"]),
        (&json!("white_av"), &json!("2026-11-25"), &json!("CA"))
    );
    let read = list["flights"].as_array().unwrap();
    let lines: Vec<_> = read.iter().map(|flight| flight["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, (1..=17).collect::<Vec<_>>());
    assert_eq!((&read[16]["flight"], &read[16]["arr_offset"]), (&json!("CA1016"), &json!(1)));
    assert_eq!((&result(&play.ending)["pages"], play.journal.len()), (&json!(2), 0));
}

#[test]
fn no_flights_are_a_result_in_the_hosts_words() {
    let white = vec![says("查询失败 NO DISPLAY", vec![])];
    let play = Scene { white, ..Scene::default() }.run("query_av", &query());
    let list = &result(&play.ending)["list"];
    assert_eq!((&list["flights"], &list["notes"]), (&json!([]), &json!(["NO DISPLAY"])));
}

#[test]
fn a_refused_question_is_not_asked_again() {
    let white = vec![says("查询失败 FORMAT", vec![])];
    let play = Scene { white, ..Scene::default() }.run("query_av", &query());
    assert_eq!(failure(&play.ending), ("host_refused", true));
    assert_eq!(play.done, ["WS", "【查询】", "【返回黑屏】"]);
}

#[test]
fn an_answer_that_came_broken_is_asked_for_once_more_on_a_fresh_form() {
    let mut broken = flights(1000..1002);
    broken[1] = broken[1].replace("73E", "7\u{fffd}E");
    let white = vec![says("共 2 个航班", broken), says("共 2 个航班", flights(1000..1002))];
    let play = Scene { white, ..Scene::default() }.run("query_av", &query());
    assert_eq!(play.done, ["WS", "【查询】", "【返回黑屏】", "WS", "【查询】", "【返回黑屏】"]);
    assert_eq!(result(&play.ending)["list"]["flights"].as_array().unwrap().len(), 2);
}

#[test]
fn what_cannot_be_true_of_a_list_is_no_result() {
    let cases = [
        vec![says("共 1 个航班", flights(1000..1002))],
        vec![says("共 17 个航班", flights(1000..1015)), says("共 17 个航班", flights(1000..1015))],
        vec![says("共 \u{fffd} 个航班", flights(1000..1002))],
        vec![says("共 3 个航班", vec![])],
        vec![says("共 3 个航班", flights(1000..1002)), says("共 3 个航班", vec![])],
        vec![says("", vec![])],
    ];
    for case in cases {
        let white = case.iter().chain(&case).cloned().collect();
        let play = Scene { white, ..Scene::default() }.run("query_av", &query());
        assert_eq!(failure(&play.ending).0, "cannot_read", "{case:?}");
    }
}

#[test]
fn a_field_that_lost_a_key_is_filled_in_again() {
    let white = vec![says("共 1 个航班", flights(1000..1001))];
    let play = Scene { white, trouble: Trouble::LostKeys(2), ..Scene::default() }.run("query_av", &query());
    assert_eq!(play.done, ["WS", "【查询】", "【返回黑屏】"]);
    assert!(matches!(play.ending, Ending::Done(_)));
}

#[test]
fn a_field_that_does_not_take_its_content_keeps_the_button_from_being_pressed() {
    let play = Scene { trouble: Trouble::Deaf, ..Scene::default() }.run("query_av", &query());
    assert_eq!(failure(&play.ending).0, "echo_mismatch");
    assert!(!play.done.contains(&"【查询】".to_owned()), "{:?}", play.done);
    let black = vec!["", "NO PNR", ""];
    let play = Scene { trouble: Trouble::Deaf, black, ..Scene::default() }.run("book_pnr", &booking());
    assert_eq!(failure(&play.ending), ("echo_mismatch", true));
    assert!(play.journal.is_empty() && !play.done.contains(&"【预订】".to_owned()));
}

#[test]
fn a_client_without_forms_is_noticed_and_nothing_is_pressed() {
    let black = vec!["FORMAT", "FORMAT"];
    let play = Scene { black, trouble: Trouble::Formless, ..Scene::default() }.run("query_av", &query());
    assert_eq!((failure(&play.ending), play.done), (("cannot_read", true), vec!["WS".to_owned(); 2]));
    let black = vec!["", "NO PNR", "", "FORMAT"];
    let play = Scene { black, trouble: Trouble::Formless, ..Scene::default() }.run("book_pnr", &booking());
    assert_eq!((failure(&play.ending), play.journal.len()), (("cannot_read", true), 0));
}

#[test]
fn a_question_without_a_field_is_asked_on_the_black_screen() {
    let mut query = query();
    query["direct"] = json!(true);
    let play = Scene { black: vec!["NO DISPLAY"], ..Scene::default() }.run("query_av", &query);
    assert_eq!(play.done, ["AVH/CTUPEK/25NOV/CA/D"]);
    assert_eq!(result(&play.ending)["av"]["kind"], "av");
}

fn booking() -> Value {
    json!({
        "segments": [{"flightNo": "CA4193", "cabin": "G", "depDate": "2026-11-25", "depCity": "CTU", "arrCity": "PEK"}],
        "passengers": [{"name": "林青禾", "type": "ADT", "idType": "PP", "idNo": "E00000001"}],
        "contact": {"mobile": "13000000001"},
        "ticketLimit": "2026-11-24 12:00",
    })
}

fn book(black: &[&'static str], white: Brings) -> Play {
    let black = ["", "NO PNR", ""].iter().chain(black).copied().collect();
    Scene { black, white: vec![white], ..Scene::default() }.run("book_pnr", &booking())
}

const PRESSED: [&str; 3] = ["write book 【预订】", "press 【预订】", "close 1 Done"];

fn presses(play: &Play) -> usize {
    play.done.iter().filter(|act| *act == "【预订】").count()
}

#[test]
fn a_booking_is_written_down_pressed_once_and_proven_on_the_black_screen() {
    let play = book(&[HELD], says("订座成功 编码 KABC12", vec![]));
    assert_eq!(play.journal, PRESSED);
    assert_eq!(play.done[3..], ["WS", "【订座】", "【预订】", "【返回黑屏】", "RT KABC12"]);
    assert_eq!(result(&play.ending)["pnr"], "KABC12");
    assert_eq!(result(&play.ending)["content"]["passengers"][0]["name"], "林青禾");
}

#[test]
fn a_lost_answer_is_settled_by_looking_and_nothing_is_pressed_again() {
    let play = book(&["", HELD], lost());
    assert_eq!((play.journal.as_slice(), presses(&play)), (PRESSED.map(str::to_owned).as_slice(), 1));
    assert_eq!(result(&play.ending)["pnr"], "KABC12");
    let play = book(&["", "NO PNR", "", "", "NO PNR"], lost());
    assert_eq!((failure(&play.ending), presses(&play)), (("not_done", true), 1));
    assert_eq!(play.journal.last().unwrap(), "close 1 NotDone");
}

#[test]
fn a_refusal_is_called_by_the_hosts_words_and_looked_at_all_the_same() {
    let play = book(&["", "NO PNR"], says("订座失败 FLT NUMBER", vec![]));
    assert_eq!((failure(&play.ending), presses(&play)), (("host_refused", true), 1));
    assert_eq!(play.journal.last().unwrap(), "close 1 NotDone");
}

#[test]
fn a_success_that_names_another_pnr_is_not_believed() {
    let play = book(&[OTHER, "", "NO PNR"], says("订座成功 编码 KABC12", vec![]));
    assert_eq!(failure(&play.ending), ("outcome_unknown", false));
    assert_eq!(play.journal.last().unwrap(), "close 1 Unknown");
}

#[test]
fn a_click_that_never_left_is_no_doubt() {
    let play = book(&[], Brings::Fails(TerminalError::NotReady(NotReady::WindowCovered)));
    assert_eq!(failure(&play.ending), ("window_covered", true));
    assert_eq!(play.journal.last().unwrap(), "close 1 NotDone");
}

#[test]
fn a_journal_that_cannot_write_keeps_the_button_from_being_pressed() {
    let black = vec!["", "NO PNR", ""];
    let play = Scene { black, broken_journal: true, ..Scene::default() }.run("book_pnr", &booking());
    assert_eq!((failure(&play.ending), presses(&play)), (("journal_unusable", true), 0));
}

#[test]
fn a_name_without_room_in_its_field_is_booked_on_the_black_screen() {
    let mut booking = booking();
    booking["passengers"][0]["name"] = json!("WOLFESCHLEGEL/JOHANN");
    let black = vec!["", "NO PNR", "", "", "PLEASE SIGN IN FIRST", ""];
    let play = Scene { black, ..Scene::default() }.run("book_pnr", &booking);
    assert_eq!(play.done[3..7], ["WS", "【订座】", "【返回黑屏】", "I"]);
    assert_eq!((failure(&play.ending).0, presses(&play)), ("signed_off", 0));
}

#[test]
fn a_form_that_was_left_open_is_left_before_anything_else() {
    let scene = Scene { trouble: Trouble::LeftOpen, black: vec!["", "NO PNR"], ..Scene::default() };
    let play = scene.run("extract_pnr", &json!({"pnr": "KABC12"}));
    assert_eq!(play.done[..3], ["【返回黑屏】", "I", "RT KABC12"]);
    let step = r#"{"before":"","check":{"step":"book","name":"林青禾","flight":"CA4193","date":"2026-11-25","names":["林青禾"],"known":[]}}"#;
    let step = serde_json::from_str(step).unwrap();
    let past = [PastStep { number: StepNo(1), step, ending: StepEnding::Open }];
    let scene = Scene { trouble: Trouble::LeftOpen, black: vec!["", HELD], ..Scene::default() };
    let play = scene.play(|desk| form::settle(desk, &past));
    assert_eq!(play.done[0], "【返回黑屏】");
    assert_eq!((presses(&play), play.journal), (0, vec!["close 1 Done".to_owned()]));
}
