//! Faults between a terminal and a host that acts, as the clerk at the terminal meets them.

use crate::desk::{Desk, LATENCY, settings};
use std::time::Duration;
use waystation_eterm_sim::fault::{Control, Fault};
use waystation_eterm_sim::host::Effect;
use waystation_eterm_sim::simulator::Simulator;

const BOOKING: &[&str] =
    &["SS CA1212/Y/25NOV/TFUPEK/NN1", "NM1林青禾", "CT CTU/028-00000000", "TK:TL/1200/24NOV/PEK099", "@"];

fn type_lines(desk: &mut Desk, lines: &[&str]) {
    desk.keys(b"\x01\x1b");
    desk.keys(lines.join("\r").as_bytes());
    desk.keys(b"\x1b[24~");
}

fn effects(desk: &mut Desk) -> Vec<Effect> {
    desk.audit().into_iter().flat_map(|entry| entry.effects).collect()
}

fn booked(desk: &mut Desk) -> String {
    type_lines(desk, BOOKING);
    desk.wait(LATENCY);
    match effects(desk).as_slice() {
        [Effect::Booked { locator }] => locator.clone(),
        other => panic!("{other:?} on {}", desk.text()),
    }
}

fn ready_to_issue(desk: &mut Desk) -> String {
    let locator = booked(desk);
    type_lines(desk, &[&format!("RT {locator}"), "SSR FOID CA HK/PPE00000001/P1", "PAT:A"]);
    desk.wait(LATENCY);
    type_lines(desk, &["SFC:01", "@"]);
    desk.wait(LATENCY);
    type_lines(desk, &[&format!("RT {locator}"), "XE4", "2RR"]);
    desk.wait(LATENCY);
    effects(desk);
    locator
}

#[test]
fn several_lines_typed_with_enter_book_at_once() {
    let mut desk = Desk::new();
    let locator = booked(&mut desk);
    assert!(desk.text().contains(&locator), "{}", desk.text());
}

#[test]
fn an_answer_lost_with_the_link_leaves_a_booking_nobody_saw() {
    let mut desk = Desk::new();
    desk.control(Control {
        fault: Some(Fault::LinkLost),
        count: Some(1),
        on: Some("@".to_owned()),
        reconnect_ms: Some(5000),
        reconnect_signed_off: Some(true),
        ..Control::default()
    });
    type_lines(&mut desk, BOOKING);
    desk.wait(LATENCY);
    assert!(desk.text().contains("失去与通信服务器的连接!"));
    assert!(desk.status().starts_with("未连接服务器"));
    assert!(matches!(effects(&mut desk).as_slice(), [Effect::Booked { .. }]));
    desk.wait(Duration::from_secs(5));
    assert!(desk.status().starts_with("已连接服务器"));
    desk.keys(b"\x1b[24;5~\x01");
    assert!(desk.ask("RT").ends_with("PLEASE SIGN IN FIRST"));
}

#[test]
fn a_ticket_is_issued_in_three_screens_and_the_keyboard_stays_locked_until_the_last() {
    let mut desk = Desk::new();
    let locator = ready_to_issue(&mut desk);
    desk.keys(b"\x01");
    desk.ask("ETDZ 1");
    assert!(desk.text().contains(&locator) && desk.is_locked(), "{}", desk.text());
    assert!(!desk.text().contains("ET PROCESSING"));
    desk.wait(Duration::from_millis(400));
    assert!(desk.text().ends_with("ET PROCESSING...  PLEASE WAIT!") && desk.is_locked());
    desk.wait(Duration::from_millis(400));
    assert!(desk.text().ends_with("ELECTRONIC TICKET ISSUED") && !desk.is_locked());
}

#[test]
fn a_late_message_waits_in_the_status_bar() {
    let mut desk = Desk::new();
    ready_to_issue(&mut desk);
    desk.control(Control { fault: Some(Fault::LateMessage), count: Some(1), ..Control::default() });
    desk.ask("ETDZ 1");
    desk.wait(Duration::from_secs(1));
    assert!(!desk.is_locked() && !desk.status().contains("接收等待"));
    desk.wait(Duration::from_secs(8));
    assert!(desk.status().contains("接收等待"));
    desk.keys(b"\x1b[23~");
    assert!(desk.text().ends_with("ELECTRONIC TICKET ISSUED"));
}

#[test]
fn stock_that_runs_out_and_a_record_changed_meanwhile_are_met_at_the_terminal() {
    let mut desk = Desk::new();
    ready_to_issue(&mut desk);
    desk.control(Control { fault: Some(Fault::StockOut), count: Some(1), ..Control::default() });
    assert!(desk.ask("ETDZ 1").ends_with("STOCK"));
    desk.control(Control { fault: Some(Fault::ChangedMeanwhile), count: Some(1), ..Control::default() });
    assert!(desk.ask("ETDZ 1").ends_with("SIMULTANEOUS MODIFICATION—REENTER MODIFICATION"));
    assert!(effects(&mut desk).is_empty());
}

#[test]
fn prices_and_airlines_change_by_control() {
    let mut desk = Desk::new();
    let locator = booked(&mut desk);
    desk.control(Control { fare_percent: Some(200), ..Control::default() });
    desk.ask(&format!("RT {locator}"));
    assert!(desk.ask("PAT:A").contains("FARE:CNY2980.00"), "{}", desk.text());
    let answer: Control =
        serde_json::from_str(&format!(r#"{{"airline":{{"locator":"{locator}","status":"UN"}}}}"#))
            .expect("JSON");
    desk.control(answer);
    desk.keys(b"\x01");
    assert!(desk.ask(&format!("RT {locator}")).contains("TFUPEK UN1"), "{}", desk.text());
}

#[test]
fn a_command_can_have_a_latency_of_its_own() {
    let mut desk = Desk::new();
    let slow = serde_json::from_str(r#"{"latency_on":{"TSL":2000}}"#).expect("JSON");
    desk.control(slow);
    desk.ask("TSL");
    assert!(desk.is_locked());
    desk.wait(Duration::from_secs(2));
    assert!(!desk.is_locked());
    desk.ask("RT");
    assert!(!desk.is_locked());
}

#[test]
fn the_clerk_is_signed_off_in_the_middle_and_the_seats_go_back() {
    let mut desk = Desk::new();
    desk.ask("SS CA1212/Y/25NOV/TFUPEK/NN1");
    assert_eq!(desk.simulator.line().host().records().inventory.total(), 1);
    desk.control(Control { fault: Some(Fault::SignOff), count: Some(1), ..Control::default() });
    assert!(desk.ask("NM1林青禾").ends_with("PLEASE SIGN IN FIRST"));
    assert_eq!(desk.simulator.line().host().records().inventory.total(), 0);
}

#[test]
fn a_terminal_started_anew_finds_the_records_and_its_agent_signed_in() {
    let mut desk = Desk::new();
    let locator = booked(&mut desk);
    desk.ask("SO");
    let kept = desk.simulator.line().kept(Vec::new());
    let mut again = Desk { simulator: Simulator::resumed(settings(), kept), ..Desk::new() };
    assert!(again.ask(&format!("RT {locator}")).contains("1.林青禾"), "{}", again.text());
}
