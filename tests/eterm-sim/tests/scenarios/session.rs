//! A session from key bytes to the 24 × 80 buffer, without a terminal.

use crate::desk::{Desk, LATENCY, settings};
use std::process::Command;
use waystation_eterm_sim::client::{COLUMNS, Position, ROWS, Row};
use waystation_eterm_sim::simulator::Simulator;
use waystation_eterm_sim::terminal::Painter;

#[test]
fn a_query_typed_as_bytes_fills_the_screen_with_a_page_below_the_command() {
    let mut desk = Desk::new();
    desk.ask("AVH/PEKSHA/25NOV");
    let frame = desk.simulator.frame();
    let rows: Vec<String> = frame.screen.rows().iter().map(Row::text).collect();
    assert_eq!(rows.len(), ROWS);
    assert!(frame.screen.rows().iter().all(|row| row.cells().len() == COLUMNS));
    assert_eq!(rows[0], "►AVH/PEKSHA/25NOV");
    assert_eq!(rows[1], " 25NOV(WED) BJSSHA");
    assert!(rows[2].starts_with("1-"), "{}", rows[2]);
    assert!(rows[3].starts_with('>'), "{}", rows[3]);
    let fresh = frame.caret.row;
    assert_eq!(frame.caret, Position { row: fresh, column: 0 });
    assert!(rows[fresh..].iter().all(String::is_empty));
    assert!(!rows[fresh - 1].is_empty());
    assert_eq!(frame.status_bar, format!("已连接服务器  键盘可用  行：{} 列：1  改写", fresh + 1));
}

#[test]
fn the_keyboard_is_locked_until_the_answer_and_nothing_is_sent_without_transmit() {
    let mut desk = Desk::new();
    desk.keys(b"\x1b");
    desk.keys(b"DA\r");
    assert!(desk.audit().is_empty() && !desk.is_locked());
    desk.keys(b"\x01");
    desk.send("DA");
    assert!(desk.is_locked());
    assert_eq!(desk.text(), "►DA");
    desk.wait(LATENCY);
    assert!(!desk.is_locked());
    assert!(desk.text().starts_with("►DA\nA* 20999 21NOV 1432 12 PEK099\nB  AVAIL"));
    assert_eq!(desk.audit().into_iter().map(|entry| entry.text).collect::<Vec<_>>(), ["DA"]);
}

#[test]
fn older_text_stays_above_and_scrolls_away_as_answers_come() {
    let mut desk = Desk::new();
    desk.ask("PN");
    desk.ask("PB");
    assert_eq!(desk.text(), "►PN\nNO DISPLAY\n►PB\nNO DISPLAY");
    desk.ask("AVH/PEKSHA/25NOV");
    let text = desk.text();
    assert!(text.contains("►AVH/PEKSHA/25NOV\n 25NOV(WED) BJSSHA\n1-"), "{text}");
}

#[test]
fn keypad_enter_sends_and_a_command_without_a_fresh_mark_is_glued_to_old_text() {
    let mut desk = Desk::new();
    desk.keys(b"\x1b");
    desk.keys(b"PN\x1bOM");
    desk.wait(LATENCY);
    desk.keys(b"DA\x1b[24~");
    desk.wait(LATENCY);
    let heard: Vec<String> = desk.audit().into_iter().map(|entry| entry.text).collect();
    assert_eq!(heard, ["PN", "PN\nNO DISPLAY\nDA"]);
    assert!(desk.text().ends_with("FUNCTION"));
}

#[test]
fn hanzi_typed_as_utf_8_take_two_columns() {
    let mut desk = Desk::new();
    desk.keys("林青禾".as_bytes());
    assert_eq!(desk.text(), "林青禾");
    assert_eq!(desk.simulator.frame().caret, Position { row: 0, column: 6 });
}

#[test]
fn paging_reads_every_flight_the_ground_truth_holds() {
    let mut desk = Desk::new();
    let mut flights = Vec::new();
    let mut page = desk.ask("AVH/PEKSHA/25NOV");
    for _ in 0..20 {
        let lines: Vec<&str> =
            page.lines().filter(|row| row.starts_with(|c: char| c.is_ascii_digit())).collect();
        flights.extend(lines.iter().map(|row| row[4..11].trim().to_owned()));
        if !lines.iter().any(|row| row[1..3].contains('+')) {
            break;
        }
        desk.keys(b"\x01");
        page = desk.ask("PN");
    }
    let truth =
        truth(&["flights", "--from", "PEK", "--to", "SHA", "--date", "2026-11-25", "--json"]).expect("JSON");
    let journeys = truth["journeys"].as_array().expect("journeys");
    let held: Vec<&str> =
        journeys.iter().map(|journey| journey["legs"][0]["flight"].as_str().expect("a flight")).collect();
    assert_eq!(flights, held);
}

fn truth(arguments: &[&str]) -> Result<serde_json::Value, Box<dyn std::error::Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_eterm-sim")).args(arguments).output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[test]
fn the_program_prints_flights_as_rows_too_and_says_what_is_wrong() {
    let program = env!("CARGO_BIN_EXE_eterm-sim");
    let rows = Command::new(program)
        .args(["flights", "--from", "CTU", "--to", "LON", "--date", "2026-11-26"])
        .output()
        .expect("it runs");
    assert!(String::from_utf8_lossy(&rows.stdout).starts_with("1   "));
    let wrong = Command::new(program).args(["flights", "--from", "QQQ"]).output().expect("it runs");
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("no airport or city QQQ"));
}

#[test]
fn without_a_terminal_the_program_says_how_to_start_it() {
    let output = Command::new(env!("CARGO_BIN_EXE_eterm-sim"))
        .stdin(std::process::Stdio::null())
        .output()
        .expect("it runs");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("xterm -geometry 80x25"));
}

#[test]
fn signing_in_and_out_goes_through_the_screen() {
    let mut settings = settings();
    settings.line.host.signed_in = false;
    let mut desk = Desk { simulator: Simulator::new(settings), ..Desk::new() };
    assert!(desk.ask("AVH/PEKSHA/25NOV").ends_with("PLEASE SIGN IN FIRST"));
    assert!(desk.ask("SI:20999/demo").ends_with("A* 20999 21NOV 1432 12 PEK099"));
    desk.keys(b"\x01");
    assert!(desk.ask("AVH/PEKSHA/25NOV").contains("25NOV(WED) BJSSHA"));
    assert!(desk.audit().iter().all(|entry| !entry.text.contains("demo")));
}

#[test]
fn a_highlighted_note_is_coloured_on_the_terminal() {
    let mut desk = Desk::new();
    let text = desk.ask("AVH/URCSHA/27NOV/MU");
    assert!(text.contains("**  MU  FARE    URCSHA/SHAURC   YI:MU/TZ305") && !text.contains('『'), "{text}");
    let output = Painter::default().paint(desk.simulator.frame());
    assert!(output.contains("\x1b[33m**  MU  FARE"));
}

#[test]
fn the_host_clock_goes_on_with_the_session() {
    let mut desk = Desk::new();
    desk.wait(std::time::Duration::from_hours(10));
    assert!(desk.ask("DA").contains("TIME = 0032  DATE = 22NOV"));
}

#[test]
fn history_brings_older_screens_back_and_leads_to_the_present_again() {
    let mut desk = Desk::new();
    let first = desk.ask("AVH/PEKSHA/25NOV");
    desk.keys(b"\x01");
    desk.ask("DA");
    desk.keys(b"\x1b[5~\x1b[5~");
    assert_eq!(desk.text(), first, "two screens back, before the clearing");
    desk.keys(b"\x1b[6~\x1b[6~");
    assert!(desk.text().contains("AIRLINE = 1E"));
}

#[test]
fn all_remaining_pages_scroll_past_and_leave_the_last_rows() {
    let mut desk = Desk::new();
    desk.ask("AVH/PEKSHA/25NOV");
    let all = desk.ask("PN1");
    assert!(!all.contains("►PN1"), "the command has scrolled away");
    desk.keys(b"\x01");
    let last = desk.ask("PG");
    assert!(all.ends_with(last.strip_prefix("►PG\n").expect("the echo")));
}

#[test]
fn clearing_the_pages_leaves_an_empty_screen_and_nothing_to_turn() {
    let mut desk = Desk::new();
    desk.ask("AVH/PEKSHA/25NOV");
    assert_eq!(desk.ask("CP"), "");
    assert_eq!(desk.simulator.frame().caret, Position::default());
    assert_eq!(desk.ask("PN"), "►PN\nNO DISPLAY");
}

#[test]
fn a_list_with_start_of_entry_marks_does_not_disturb_the_next_command() {
    let mut settings = settings();
    settings.line.host.continuation = waystation_eterm_sim::host::availability::Continuation::StartOfEntry;
    let mut desk = Desk { simulator: Simulator::new(settings), ..Desk::new() };
    assert!(desk.ask("AVH/PEKSHA/25NOV").matches('►').count() > 5);
    desk.ask("PN");
    let heard: Vec<String> = desk.audit().into_iter().map(|entry| entry.text).collect();
    assert_eq!(heard, ["AVH/PEKSHA/25NOV", "PN"]);
}

#[test]
fn two_sessions_of_one_seed_answer_alike_and_of_two_seeds_do_not() {
    let ask = |seed: u64| {
        let mut settings = settings();
        settings.line.host.seed = seed;
        let mut desk = Desk { simulator: Simulator::new(settings), ..Desk::new() };
        desk.ask("AVH/CTUCAN/+")
    };
    assert_eq!(ask(5), ask(5));
    assert_ne!(ask(5), ask(6));
}
