//! Flows that take steps which cannot be taken back: what they write down, send, look at and say.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failing expectation is how a test speaks"
)]

mod common;

use std::rc::Rc;
use std::time::Duration;

use common::journal::{Log, Paper, failure, result};
use common::terminal::{Answer, ScriptedTerminal, Told};
use jiff::civil::date;
use serde_json::{Value, json};
use waystation_eterm::flow::{self, Desk, Ending, PastStep};
use waystation_eterm::journal::StepNo;
use waystation_eterm::ports::{NotReady, TerminalError};
use waystation_eterm::screen::Screen;
use waystation_shared::edge_api::{StepEnding, TaskParams};

const LIVE: &str = " 1.林青禾 KABC12
 2.  CA4193 G   WE25NOV  CTUPEK HK1   0700 0935          E T2T3
 3.CTU/T CTU/T 028-00000000/CHENGDU DEMO TRAVEL SERVICE/LI DEMO ABCDEFG
 4.TL/1200/24NOV/CTU999
 5.SSR FOID CA HK1 NI999999199001010011/P1
 6.OSI CA CTCT13000000001
 7.RMK CA/NX1Y2Z
 8.CTU999";
const CANCELLED: &str = "   *THIS PNR WAS ENTIRELY CANCELLED*
 1.林青禾 KABC12
 2.CTU999";
const AUTHORISED: &str = " 1.林青禾 KABC12
 2.  CA4193 G   WE25NOV  CTUPEK HK1   0700 0935          E T2T3
 3.RMK TJ AUTH SHA999
 4.CTU999";
const PRICED: &str = " 1.林青禾 KABC12
 2.  CA4193 G   WE25NOV  CTUPEK HK1   0700 0935          E T2T3
 3.TL/1200/24NOV/CTU999
 4.FC/A/CTU CA PEK 680.00G CNY680.00END
 5.SSR FOID CA HK1 NI999999199001010011/P1
 6.FN/A/FCNY680.00/SCNY680.00/C3.00/XCNY120.00/TCNY50.00CN/TCNY70.00YQ/ACNY800.00
 7.FP/CASH,CNY
 8.CTU999";
const TICKETED: &str = "  **ELECTRONIC TICKET PNR**
 1.林青禾 KABC12
 2.  CA4193 G   WE25NOV  CTUPEK RR1   0700 0935          E T2T3
 3.T
 4.SSR TKNE CA HK1 CTUPEK 4193 G25NOV 9992300000031/1/P1
 5.TN/999-2300000031/P1
 6.CTU999";
const PENDING: &str = " 1.林青禾 KABC12
 2.  CA4193 G   WE25NOV  CTUPEK RR1   0700 0935          E T2T3
 3.T
 4.SSR TKNE CA HK1 CTUPEK 4193 G25NOV 9992300000031/DPN1/P1
 5.RMK CA/NX1Y2Z
 6.CTU999";
const FARE: &str = "01 G FARE:CNY680.00 TAX:CNY50.00 YQ:CNY70.00  TOTAL:800.00
►SFC:01   ►SFN:01";
const EOT: &str = "  CA4193  G WE25NOV  CTUPEK HK1   0700 0935
KABC12";
const AREAS: &str = "A*       12345 21NOV 0830 41 CTU999
B        AVAIL
C        AVAIL
D        AVAIL
E        AVAIL
PID = 34825 HARDCOPY = 1112
TIME = 0831 DATE = 21NOV26 HOST = LILY
AIRLINE = 1E SYSTEM = CAAC05 APPLICATION = 3";

/// One play: what the flow said, did, and how it ended.
struct Play {
    ending: Ending,
    sent: Vec<String>,
    journal: Vec<String>,
}

fn shows(screens: &[&str]) -> Vec<Answer> {
    screens.iter().map(|screen| Answer::Shows((*screen).to_owned())).collect()
}

fn lost() -> Answer {
    Answer::Fails(TerminalError::Lost("失去与通信服务器的连接!".to_owned()))
}

fn signed_off() -> Answer {
    Answer::Fails(TerminalError::NotReady(NotReady::SignedOff))
}

fn play(
    script: Vec<Answer>,
    act: impl FnOnce(&mut Desk<'_, ScriptedTerminal, Paper, Told>) -> Ending,
) -> Play {
    let log = Log::default();
    let mut terminal = ScriptedTerminal::new(script).noting_steps_in(Rc::clone(&log));
    let mut journal = Paper { log: Rc::clone(&log), ..Paper::default() };
    let mut progress = Told::default();
    let mut desk = Desk {
        terminal: &mut terminal,
        journal: &mut journal,
        progress: &mut progress,
        today: date(2026, 11, 21),
    };
    let ending = act(&mut desk);
    assert!(terminal.is_played_out(), "unplayed answers are left; sent: {:?}", terminal.sent());
    let sent = terminal.sent().into_iter().map(str::to_owned).collect();
    let journal = log.borrow().clone();
    Play { ending, sent, journal }
}

fn run(script: Vec<Answer>, kind: &str, params: &Value) -> Play {
    let task: TaskParams = serde_json::from_value(json!({"kind": kind, "params": params})).unwrap();
    play(script, |desk| flow::run(desk, &task))
}

fn with(mut first: Vec<Answer>, more: Vec<Answer>) -> Vec<Answer> {
    first.extend(more);
    first
}

fn pnr() -> Value {
    json!({"pnr": "KABC12"})
}

#[test]
fn a_pnr_is_cancelled_once_and_seen_to_be() {
    let play = run(shows(&["", LIVE, "PNR CANCELLED KABC12", "", CANCELLED]), "cancel_pnr", &pnr());
    assert_eq!(play.sent, ["I", "RT KABC12", "XEPNR@", "I", "RT KABC12"]);
    assert_eq!(play.journal, ["write cancel_pnr XEPNR@", "send XEPNR@", "close 1 Done"]);
    assert_eq!(result(&play.ending)["cancelled"], true);
    assert_eq!(result(&play.ending)["content"]["cancelled"], true);
}

#[test]
fn a_lost_answer_to_a_cancellation_is_settled_by_looking() {
    let script = with(shows(&["", LIVE]), with(vec![lost()], shows(&["", CANCELLED])));
    let play = run(script, "cancel_pnr", &pnr());
    assert_eq!(play.sent.iter().filter(|command| *command == "XEPNR@").count(), 1);
    assert_eq!(play.journal.last().unwrap(), "close 1 Done");
    assert!(matches!(play.ending, Ending::Done(_)));
}

#[test]
fn what_seems_not_to_have_happened_is_looked_at_twice() {
    let script = with(shows(&["", LIVE]), with(vec![lost()], shows(&["", LIVE, "", "", LIVE])));
    let play = run(script, "cancel_pnr", &pnr());
    assert_eq!(play.sent, ["I", "RT KABC12", "XEPNR@", "I", "RT KABC12", "look", "I", "RT KABC12"]);
    assert_eq!(failure(&play.ending), ("not_done", true));
    assert_eq!(play.journal.last().unwrap(), "close 1 NotDone");
}

#[test]
fn a_host_that_is_slow_is_caught_by_the_second_look() {
    let script = with(shows(&["", LIVE]), with(vec![lost()], shows(&["", LIVE, "", "", CANCELLED])));
    assert!(matches!(run(script, "cancel_pnr", &pnr()).ending, Ending::Done(_)));
}

#[test]
fn a_step_that_cannot_be_looked_at_stays_open() {
    let script = with(shows(&["", LIVE]), vec![lost(), signed_off()]);
    let play = run(script, "cancel_pnr", &pnr());
    assert!(matches!(play.ending, Ending::InDoubt(_)));
    assert_eq!(play.journal, ["write cancel_pnr XEPNR@", "send XEPNR@"]);
}

#[test]
fn a_command_that_never_left_is_no_doubt() {
    let script = with(shows(&["", LIVE]), vec![signed_off()]);
    let play = run(script, "cancel_pnr", &pnr());
    assert_eq!(failure(&play.ending), ("signed_off", true));
    assert_eq!(play.journal.last().unwrap(), "close 1 NotDone");
}

#[test]
fn a_journal_that_cannot_write_keeps_the_command_from_being_sent() {
    let log = Log::default();
    let mut terminal = ScriptedTerminal::new(shows(&["", LIVE]));
    let mut journal = Paper { log, broken: true, ..Paper::default() };
    let mut progress = Told::default();
    let task: TaskParams = serde_json::from_value(json!({"kind": "cancel_pnr", "params": pnr()})).unwrap();
    let mut desk = Desk {
        terminal: &mut terminal,
        journal: &mut journal,
        progress: &mut progress,
        today: date(2026, 11, 21),
    };
    let ending = flow::run(&mut desk, &task);
    assert_eq!(failure(&ending), ("journal_unusable", true));
    assert_eq!(terminal.sent(), ["I", "RT KABC12"]);
}

#[test]
fn a_pnr_with_tickets_is_not_cancelled() {
    let play = run(shows(&["", TICKETED]), "cancel_pnr", &pnr());
    assert_eq!(failure(&play.ending), ("ticketed_pnr", false));
    assert!(play.journal.is_empty());
}

#[test]
fn settling_after_a_restart_sends_nothing_but_looks() {
    let step = r#"{"before":"","check":{"step":"cancel_pnr","pnr":"KABC12"}}"#;
    let past =
        [PastStep { number: StepNo(7), step: serde_json::from_str(step).unwrap(), ending: StepEnding::Open }];
    let play = play(shows(&["", CANCELLED]), |desk| flow::settle(desk, &past));
    assert_eq!(play.sent, ["I", "RT KABC12"]);
    assert_eq!(play.journal, ["close 7 Done"]);
    assert!(matches!(play.ending, Ending::Done(_)));
}

#[test]
fn a_task_cut_off_before_its_first_step_has_done_nothing() {
    let play = play(Vec::new(), |desk| flow::settle(desk, &[]));
    assert_eq!(failure(&play.ending), ("interrupted", true));
}

#[test]
fn another_office_is_let_in_and_letting_it_in_again_changes_nothing() {
    let params = json!({"pnr": "KABC12", "officeNo": "SHA999"});
    let play = run(shows(&["", LIVE, LIVE, EOT, "", AUTHORISED]), "authorize_pnr", &params);
    assert_eq!(play.sent[2..4], ["RMK TJ AUTH SHA999", "@"]);
    assert_eq!(result(&play.ending)["officeNo"], "SHA999");
    let again = run(shows(&["", AUTHORISED]), "authorize_pnr", &params);
    assert!(again.journal.is_empty() && matches!(again.ending, Ending::Done(_)));
}

#[test]
fn a_refused_commit_is_called_by_the_hosts_words() {
    let script = shows(&["", LIVE, LIVE, "SIMULTANEOUS MODIFICATION—REENTER MODIFICATION", "", LIVE]);
    let play = run(script, "authorize_pnr", &json!({"pnr": "KABC12", "officeNo": "SHA999"}));
    assert_eq!(failure(&play.ending), ("pnr_changed_meanwhile", true));
    assert_eq!(play.journal.last().unwrap(), "close 1 NotDone");
}

fn issue(limit_fen: i64) -> Value {
    json!({"pnr": "KABC12", "maxFareFen": limit_fen})
}

/// Up to and with the answer to the `@` that stores the fare, and the PNR after it with its two edits.
fn until_etdz() -> Vec<Answer> {
    shows(&["", LIVE, FARE, LIVE, EOT, PRICED, PRICED, PRICED])
}

#[test]
fn tickets_are_issued_in_three_phases_and_proven_by_the_pnr() {
    let phases = shows(&[
        "CNY800.00       KABC12\n999-2300000031",
        "ET PROCESSING...  PLEASE WAIT!",
        "MELECTRONIC TICKET ISSUED",
    ]);
    let proof = shows(&["", "", TICKETED]);
    let play = run(with(until_etdz(), with(phases, proof)), "issue_ticket", &issue(80_000));
    let commands: Vec<&str> = play.sent.iter().map(String::as_str).collect();
    assert_eq!(
        commands[..11],
        ["I", "RT KABC12", "PAT:A", "SFC:01", "@", "RT KABC12", "XE3", "2RR", "ETDZ 1", "look", "look"]
    );
    let result = result(&play.ending);
    assert_eq!(result["tickets"][0]["ticketNo"], "999-2300000031");
    assert_eq!(result["tickets"][0]["passenger"], "林青禾");
    assert_eq!((&result["totalFen"], &result["fares"][0]["count"]), (&json!(80_000), &json!(1)));
    assert_eq!(play.journal.iter().filter(|line| line.starts_with("send ETDZ")).count(), 1);
}

#[test]
fn a_fare_above_the_callers_limit_stores_nothing() {
    let play = run(shows(&["", LIVE, FARE, ""]), "issue_ticket", &issue(79_999));
    assert_eq!(failure(&play.ending), ("fare_above_limit", true));
    assert!(play.journal.is_empty());
}

#[test]
fn an_empty_stock_is_told_and_leaves_no_ticket() {
    let looks = shows(&["STOCK", "", "", PRICED, "NO RECORD", "TSL"]);
    let play = run(with(until_etdz(), looks), "issue_ticket", &issue(80_000));
    assert_eq!(failure(&play.ending), ("ticket_stock_empty", true));
}

#[test]
fn a_ticket_that_no_page_shows_but_the_ticket_server_knows_is_for_a_person() {
    let list = "DETR:TN/999-2300000031             NAME: 林青禾
    FOID:NI999999199001010011               CA4193 /25NOV26/CTUPEK OPEN
END OF SELECTION LIST";
    let script = with(until_etdz(), with(vec![lost()], shows(&["", "", PRICED, list, "", "", PRICED, list])));
    let play = run(script, "issue_ticket", &issue(80_000));
    assert_eq!(failure(&play.ending), ("outcome_unknown", false));
    assert_eq!(play.journal.last().unwrap(), "close 2 Unknown");
}

#[test]
fn a_time_out_of_the_ticket_server_is_waited_for_before_it_is_believed() {
    let nothing = ["", "", PRICED, "NO RECORD", "TSL"];
    let time_out = with(shows(&["ELECTRONIC TICKET TRANSACTION TIME OUT!!"]), shows(&nothing));
    let late = with(shows(&nothing), shows(&["", "", "", TICKETED]));
    let play = run(with(until_etdz(), with(time_out, late)), "issue_ticket", &issue(80_000));
    assert!(matches!(play.ending, Ending::Done(_)), "{:?}", play.ending);
}

#[test]
fn tickets_that_the_host_has_named_must_be_unknown_everywhere_before_others_may_be_issued() {
    let named = || {
        let phases = std::iter::repeat_n("ET PROCESSING...  PLEASE WAIT!", 15);
        let screens: Vec<&str> =
            ["CNY800.00       KABC12\n999-2300000031"].into_iter().chain(phases).collect();
        with(until_etdz(), shows(&screens))
    };
    let nothing = shows(&["", "", PRICED, "NO RECORD", "TSL"]);
    // Looked at once for a pending ticket, then twice with a wait between, then the numbers themselves.
    let looks = [nothing.clone(), nothing.clone(), shows(&[""]), nothing].concat();
    let play =
        run(with(with(named(), looks.clone()), shows(&["TICKET NOT FOUND"])), "issue_ticket", &issue(80_000));
    assert_eq!(failure(&play.ending), ("not_done", true));
    let face = "ISSUED BY: AIR CHINA                 ORG/DST: CTU/BJS                 BSP-D
PASSENGER: 林青禾
O FM:1CTU CA    4193  G 25NOV 0700 OK G                        20K OPEN FOR USE
TOTAL:          CNY  800.00|TKTN: 999-2300000031";
    let play = run(with(with(named(), looks), shows(&[face])), "issue_ticket", &issue(80_000));
    assert_eq!(failure(&play.ending), ("outcome_unknown", false));
}

#[test]
fn a_sales_report_that_cannot_be_read_proves_nothing() {
    let nothing = ["", "", PRICED, "NO RECORD", "T\u{fffd}L"];
    let looks = with(shows(&nothing), shows(&nothing));
    let play = run(with(until_etdz(), with(vec![lost()], looks)), "issue_ticket", &issue(80_000));
    assert!(matches!(play.ending, Ending::Unknown(_)), "{:?}", play.ending);
}

#[test]
fn a_pnr_that_changed_after_it_was_priced_is_not_ticketed() {
    let dearer = PRICED.replace("ACNY800.00", "ACNY900.00");
    let other = PRICED.replace("林青禾", "周一帆");
    for changed in [dearer, other] {
        let script = with(shows(&["", LIVE, FARE, LIVE, EOT]), shows(&[&changed, ""]));
        let play = run(script, "issue_ticket", &issue(80_000));
        assert_eq!(failure(&play.ending), ("fare_changed", true));
        assert!(!play.sent.iter().any(|command| command.starts_with("ETDZ")));
    }
}

#[test]
fn a_group_whose_names_are_hidden_is_for_a_person() {
    let group = LIVE.replace(" 1.林青禾 KABC12", " 0.12DEMOTOUR NM4 KABC12");
    let play = run(shows(&["", &group, ""]), "issue_ticket", &issue(80_000));
    assert_eq!(failure(&play.ending), ("hidden_names", true));
    assert!(!play.sent.iter().any(|command| command.starts_with("XE")));
}

#[test]
fn a_named_fare_is_that_fare_and_no_cheaper_one_that_begins_so() {
    let offered = "01 Y FARE:CNY1000.00 TAX:CNY50.00 YQ:CNY70.00  TOTAL:1120.00
►SFC:01   ►SFN:01
02 YB FARE:CNY500.00 TAX:CNY50.00 YQ:CNY70.00  TOTAL:620.00
►SFC:02   ►SFN:02";
    let params = json!({"pnr": "KABC12", "maxFareFen": 100_000, "fareBasis": "Y"});
    let play = run(shows(&["", LIVE, offered, ""]), "issue_ticket", &params);
    assert_eq!(failure(&play.ending), ("fare_above_limit", true));
}

#[test]
fn nobody_is_cancelled_for_another_whose_name_begins_alike() {
    let two = LIVE.replace(" 1.林青禾 KABC12", " 1.林青禾 2.ZHANG/LI KABC12");
    let params = json!({"pnr": "KABC12", "passengers": ["ZHANG/LI NA"]});
    let play = run(shows(&["", &two, ""]), "cancel_passenger", &params);
    assert_eq!(failure(&play.ending), ("passenger_not_found", true));
}

#[test]
fn a_passenger_is_taken_out_by_number_and_seen_to_be_gone() {
    let two = LIVE
        .replace(" 1.林青禾 KABC12", " 1.林青禾 2.ZHANG/LI MR KABC12")
        .replace("HK1   0700", "HK2   0700");
    let area = LIVE.replace(" KABC12", "");
    let params = json!({"pnr": "KABC12", "passengers": ["ZHANG/LI MR"]});
    let play = run(shows(&["", &two, &area, &area, EOT, "", LIVE]), "cancel_passenger", &params);
    assert_eq!(play.sent[2], "XEP2");
    assert_eq!(result(&play.ending)["cancelled"], json!(["ZHANG/LI MR"]));
}

#[test]
fn a_pending_ticket_is_retried_once_and_never_issued_again() {
    let etdz = shows(&["ELECTRONIC TICKET TRANSACTION TIME OUT!!", "", "", PENDING, "", "", "", PENDING]);
    let etry = shows(&["ELECTRONIC TICKET ISSUED", "", "", TICKETED]);
    let play = run(with(until_etdz(), with(etdz, etry)), "issue_ticket", &issue(80_000));
    let sent: Vec<_> = play.journal.iter().filter(|line| line.starts_with("send E")).collect();
    assert_eq!(sent, ["send ETDZ 1", "send ETRY:"]);
    assert!(matches!(play.ending, Ending::Done(_)));
}

#[test]
fn a_ticket_that_was_only_slow_needs_no_retry() {
    let slow = with(vec![lost()], shows(&["", "", PENDING, "", "", "", TICKETED, "", "", TICKETED]));
    let play = run(with(until_etdz(), slow), "issue_ticket", &issue(80_000));
    assert!(matches!(play.ending, Ending::Done(_)), "{:?}", play.ending);
    assert!(!play.journal.iter().any(|line| line.starts_with("send ETRY")));
}

#[test]
fn tickets_that_are_there_are_not_issued_again() {
    assert_eq!(
        failure(&run(shows(&["", TICKETED, ""]), "issue_ticket", &issue(80_000)).ending),
        ("already_ticketed", false)
    );
    assert_eq!(
        failure(&run(shows(&["", PENDING, ""]), "issue_ticket", &issue(80_000)).ending),
        ("ticket_pending", false)
    );
}

fn booking() -> Value {
    json!({
        "segments": [{"flightNo": "CA4193", "cabin": "G", "depDate": "2026-11-25", "depCity": "CTU", "arrCity": "PEK"}],
        "passengers": [{"name": "林青禾", "type": "ADT", "idType": "NI", "idNo": "999999199001010011"}],
        "contact": {"phone": "028-00000000", "mobile": "13000000001"},
        "ticketLimit": "2026-11-24 12:00"
    })
}

/// Up to the work area being read back: office, search, six entries, `RT`.
fn until_booked() -> Vec<Answer> {
    let area = LIVE.replace(" KABC12", "");
    shows(&["", AREAS, "NO PNR", "", &area, &area, &area, &area, &area, &area, &area])
}

#[test]
fn a_booking_is_entered_read_back_ended_once_and_read() {
    let play = run(with(until_booked(), shows(&[EOT, LIVE])), "book_pnr", &booking());
    assert_eq!(
        play.sent,
        [
            "I",
            "DA",
            "RT:N/林青禾/CA4193/25NOV",
            "I",
            "SS CA4193/G/25NOV/CTUPEK/NN1",
            "NM1林青禾",
            "CT CTU/028-00000000",
            "TK:TL/1200/24NOV/CTU999",
            "SSR FOID CA HK/NI999999199001010011/P1",
            "OSI CA CTCT13000000001",
            "RT",
            "@",
            "RT KABC12"
        ]
    );
    assert_eq!(play.journal, ["write book @", "send @", "close 1 Done"]);
    assert_eq!(result(&play.ending)["pnr"], "KABC12");
}

#[test]
fn a_class_that_is_sold_out_books_nothing() {
    let script = shows(&[
        "",
        AREAS,
        "NO PNR",
        "",
        "UNABLE TO SELL.PLEASE CHECK THE AVAILABILITY WITH \"AV\" AGAIN",
        "",
    ]);
    let play = run(script, "book_pnr", &booking());
    assert_eq!(failure(&play.ending), ("class_not_sold", true));
    assert!(play.journal.is_empty());
}

#[test]
fn a_booking_whose_answer_was_lost_is_found_by_name() {
    let play = run(with(until_booked(), with(vec![lost()], shows(&["", LIVE]))), "book_pnr", &booking());
    assert_eq!(result(&play.ending)["pnr"], "KABC12");
    assert_eq!(play.sent.iter().filter(|command| *command == "@").count(), 1);
}

const SEVERAL: &str = "CA4193 /25NOV          C
NAME LIST
 001   0林青禾         KOLD11 G HK1   CTU999 20NOV      K
 002   0林青禾         KABC12 G HK1   CTU999 21NOV      K
TOTAL NUMBER    2";

#[test]
fn a_booking_is_told_from_an_older_one_of_the_same_passenger() {
    let mut script = until_booked();
    script[2] = Answer::Shows(LIVE.replace("KABC12", "KOLD11"));
    let play = run(with(script, with(vec![lost()], shows(&["", SEVERAL, LIVE]))), "book_pnr", &booking());
    assert_eq!(result(&play.ending)["pnr"], "KABC12");
    assert_eq!(play.sent.last().unwrap(), "RT KABC12");
}

#[test]
fn a_list_with_a_row_that_cannot_be_read_proves_nothing() {
    let spoilt = SEVERAL.replace("KABC12", "KA\u{fffd}C12");
    let mut script = until_booked();
    script[2] = Answer::Shows(LIVE.replace("KABC12", "KOLD11"));
    let looks = with(vec![lost()], shows(&["", &spoilt, &spoilt]));
    assert_eq!(failure(&run(with(script, looks), "book_pnr", &booking()).ending), ("outcome_unknown", false));
}

#[test]
fn a_new_pnr_with_other_flights_is_not_taken_for_the_booking() {
    let other = LIVE.replace("CA4193", "CA4195");
    let play = run(with(until_booked(), with(vec![lost()], shows(&["", &other]))), "book_pnr", &booking());
    assert_eq!(failure(&play.ending), ("outcome_unknown", false));
}

#[test]
fn two_new_bookings_are_for_a_person() {
    let play = run(with(until_booked(), with(vec![lost()], shows(&["", SEVERAL]))), "book_pnr", &booking());
    assert_eq!(failure(&play.ending), ("outcome_unknown", false));
}

#[test]
fn a_booking_that_is_not_to_be_found_is_not_made_again() {
    let script = with(until_booked(), with(vec![lost()], shows(&["", "NO PNR", "", "", "NO PNR"])));
    let play = run(script, "book_pnr", &booking());
    assert_eq!(failure(&play.ending), ("not_done", true));
    assert_eq!(play.sent.iter().filter(|command| *command == "@").count(), 1);
}

#[test]
fn a_work_area_that_holds_something_else_is_dropped() {
    let mut script = until_booked();
    script.pop();
    let other = LIVE.replace(" KABC12", "").replace("林青禾", "周一帆");
    let play = run(with(script, shows(&[&other, ""])), "book_pnr", &booking());
    assert_eq!(failure(&play.ending), ("work_area_differs", true));
    assert_eq!(play.sent.last().unwrap(), "I");
}

#[test]
fn waiting_is_asked_of_the_terminal_and_of_nobody_else() {
    let mut terminal = ScriptedTerminal::new(shows(&["READY"]));
    let screen = waystation_eterm::ports::Terminal::look(&mut terminal, Duration::from_hours(1)).unwrap();
    assert_eq!(screen, Screen::from_text("READY"));
}
