//! Every fault, as a clerk would meet it.

use crate::desk::{Desk, HOLD, LATENCY};
use std::time::Duration;
use waystation_eterm_sim::fault::{Control, Fault};

const QUERY: &str = "AVH/PEKSHA/25NOV";

fn healthy() -> String {
    Desk::new().ask(QUERY)
}

fn at_once(fault: Fault) -> Control {
    Control { fault: Some(fault), now: true, ..Control::default() }
}

#[test]
fn a_slow_answer_keeps_the_keyboard_locked_and_then_comes_whole() {
    let mut desk = Desk::struck_by(Fault::Slow);
    desk.ask(QUERY);
    assert!(desk.is_locked());
    assert_eq!(desk.text(), format!("►{QUERY}"));
    desk.wait(HOLD);
    assert!(!desk.is_locked());
    assert_eq!(desk.text(), healthy());
}

#[test]
fn a_half_answer_stays_half_after_the_keyboard_is_free() {
    let mut desk = Desk::struck_by(Fault::Half);
    let half = desk.ask(QUERY);
    assert!(desk.is_locked());
    assert!(healthy().starts_with(half.trim_end()) && half.len() < healthy().len());
    desk.wait(HOLD);
    assert!(!desk.is_locked());
    assert_eq!(desk.text(), half);
}

#[test]
fn a_pop_up_lies_over_the_answer_until_a_key_is_pressed() {
    let mut desk = Desk::struck_by(Fault::Popup);
    assert!(desk.ask(QUERY).contains("系统通知"));
    desk.keys(b"\x1b[6~");
    assert_eq!(desk.text(), healthy());
}

#[test]
fn a_sign_off_lasts_until_somebody_signs_in() {
    let mut desk = Desk::struck_by(Fault::SignOff);
    assert!(desk.ask(QUERY).ends_with("PLEASE SIGN IN FIRST"));
    assert!(desk.ask(QUERY).ends_with("PLEASE SIGN IN FIRST"));
    desk.ask("SI:20999/demo");
    assert!(desk.ask(QUERY).contains("BJSSHA"));
}

#[test]
fn a_locked_keyboard_shows_the_answer_and_is_freed_by_ctrl_f12() {
    let mut desk = Desk::struck_by(Fault::Locked);
    assert_eq!(desk.ask(QUERY), healthy());
    assert!(desk.is_locked());
    desk.keys(b"\x1b[24;5~");
    assert!(!desk.is_locked());
}

#[test]
fn a_waiting_message_is_announced_and_shown_by_f11() {
    let mut desk = Desk::struck_by(Fault::Waiting);
    assert_eq!(desk.ask(QUERY), healthy());
    assert!(desk.status().contains("  接收等待  "), "{}", desk.status());
    desk.keys(b"\x1b[23~");
    assert!(desk.text().ends_with("ELECTRONIC TICKET ISSUED"));
    assert!(!desk.status().contains("接收等待"));
}

#[test]
fn garbage_changes_the_screen_but_not_what_the_audit_says_was_answered() {
    let mut desk = Desk::struck_by(Fault::Garbage);
    let mut sound = Desk::new();
    assert_ne!(desk.ask(QUERY), sound.ask(QUERY));
    assert_eq!(desk.audit()[0].answer_sha256, sound.audit()[0].answer_sha256);
}

#[test]
fn an_answer_lost_on_the_way_back_was_heard_and_one_lost_on_the_way_out_was_not() {
    for (fault, heard) in [(Fault::NoAnswer, 1), (Fault::NotReceived, 0)] {
        let mut desk = Desk::struck_by(fault);
        desk.ask(QUERY);
        desk.wait(Duration::from_hours(1));
        assert!(desk.is_locked(), "{fault:?}");
        assert_eq!(desk.text(), format!("►{QUERY}"));
        assert_eq!(desk.audit().len(), heard, "{fault:?}");
        desk.keys(b"\x1b[24;5~\x01");
        assert_eq!(desk.ask(QUERY), healthy());
    }
}

#[test]
fn the_previous_answer_can_come_in_place_of_the_right_one() {
    let mut desk = Desk::new();
    desk.ask("PN");
    desk.control(Control { fault: Some(Fault::PreviousAnswer), count: Some(1), ..Control::default() });
    desk.keys(b"\x01");
    assert_eq!(desk.ask(QUERY), format!("►{QUERY}\nNO DISPLAY"));
}

#[test]
fn a_busy_gateway_answers_with_a_lone_s() {
    assert_eq!(Desk::struck_by(Fault::OnlyS).ask(QUERY), format!("►{QUERY}\nS"));
}

#[test]
fn a_lost_link_sends_nothing_until_it_is_back() {
    let mut desk = Desk::struck_by(Fault::LinkDown);
    assert!(desk.ask(QUERY).contains("失去与通信服务器的连接!"));
    assert!(desk.status().starts_with("未连接服务器"));
    desk.keys(b"\x1b[24;5~\x01");
    assert!(desk.ask(QUERY).contains("请先与服务器建立连接!"));
    assert!(desk.audit().is_empty());
    desk.control(Control { fault: Some(Fault::None), ..Control::default() });
    desk.keys(b"\x01");
    assert_eq!(desk.ask(QUERY), healthy());
}

#[test]
fn a_command_during_another_one_is_told_to_wait() {
    let mut desk = Desk::struck_by(Fault::Slow);
    desk.send(QUERY);
    desk.keys(b"\x1b[24;5~");
    desk.keys(b"\r");
    desk.ask("PN");
    assert!(desk.text().ends_with("PLEASE WAIT - TRANSACTION IN PROGRESS"), "{}", desk.text());
    desk.wait(HOLD);
    assert!(desk.text().contains("BJSSHA"), "the late answer still comes");
}

#[test]
fn some_faults_strike_without_a_command() {
    let mut desk = Desk::new();
    desk.control(at_once(Fault::Waiting));
    assert!(desk.status().contains("接收等待"));
    desk.control(at_once(Fault::Popup));
    assert!(desk.text().contains("系统通知"));
    desk.control(at_once(Fault::Locked));
    assert!(desk.is_locked());
    desk.wait(HOLD);
    assert!(!desk.is_locked());
    desk.control(at_once(Fault::SignOff));
    assert!(desk.ask(QUERY).contains("PLEASE SIGN IN FIRST"));
    desk.control(at_once(Fault::LinkDown));
    assert!(desk.status().starts_with("未连接服务器"));
}

#[test]
fn latency_and_hold_can_be_changed_while_the_session_runs() {
    let mut desk = Desk::new();
    desk.control(Control { latency_ms: Some(1000), ..Control::default() });
    desk.ask("PN");
    assert!(desk.is_locked());
    desk.wait(Duration::from_secs(1));
    assert!(!desk.is_locked());
    desk.control(Control {
        fault: Some(Fault::Locked),
        hold_ms: Some(10),
        latency_ms: Some(0),
        ..Control::default()
    });
    desk.ask("PN");
    assert!(!desk.is_locked(), "held for 10 ms, not for the default");
}

#[test]
fn a_counted_fault_ends_by_itself() {
    let mut desk = Desk::new();
    desk.control(Control { fault: Some(Fault::OnlyS), count: Some(2), ..Control::default() });
    assert!(desk.ask("PN").ends_with("\nS"));
    assert!(desk.ask("PN").ends_with("\nS"));
    assert!(desk.ask("PN").ends_with("\nNO DISPLAY"));
}

#[test]
fn the_next_wake_up_is_the_next_thing_due() {
    let mut desk = Desk::new();
    assert_eq!(desk.simulator.next_due(), None);
    desk.keys(b"\x1b");
    desk.keys(b"PN");
    let due = desk.now + LATENCY;
    desk.keys(b"\x1b[24~");
    assert_eq!(desk.simulator.next_due(), Some(due));
}
