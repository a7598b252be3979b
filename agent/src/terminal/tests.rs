use std::time::Duration;

use waystation_eterm::command::{Command, Paging};
use waystation_eterm::ports::Terminal as _;

use super::*;
use crate::desk::Key;
use crate::desk::fake::{FakeDesk, FakePace, Faults, Obstacle, OnSend, SMUDGE, learned};

type Session = EtermWindow<FakeDesk, FakePace>;

fn session(desk: &FakeDesk) -> Session {
    let timing = Timing {
        echo: Duration::from_millis(300),
        unlock: Duration::from_secs(4),
        answer: Duration::from_secs(5),
        ..Timing::default()
    };
    let mut session = EtermWindow::new(desk.clone(), desk.pace(), WindowRule::default()).with_timing(timing);
    session.learn(learned()).unwrap();
    session
}

fn not_ready(session: &mut Session) -> NotReady {
    match session.readiness().map(|_| ()) {
        Err(TerminalError::NotReady(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_answer_is_what_stands_below_the_own_command() {
    let desk =
        FakeDesk::new(Faults::default()).shows("OLD ANSWER\n").answers(40, " 25NOV(WED) PEKSHA\n1- CA1831");
    let screen = session(&desk).send(&Command::work_areas()).unwrap();
    assert_eq!(screen.text(), " 25NOV(WED) PEKSHA\n1- CA1831");
    assert_eq!(desk.sends(), 1);
    assert_eq!(desk.client.borrow().pressed, [Key::Escape, Key::F12], "what stood there is not cleared");
}

#[test]
fn an_answer_in_chinese_is_read() {
    let desk = FakeDesk::new(Faults::default()).answers(300, "没有航班");
    assert_eq!(session(&desk).send(&Command::work_areas()).unwrap().text(), "没有航班");
}

#[test]
fn an_answer_that_comes_row_by_row_is_awaited_whole() {
    let rows: Vec<String> = (1..=9).map(|row| format!("ROW {row}")).collect();
    let desk = FakeDesk::new(Faults::default()).answers(400, &rows.join("\n"));
    assert_eq!(session(&desk).send(&Command::work_areas()).unwrap().rows().count(), 9);
}

#[test]
fn the_answer_is_found_when_it_pushes_the_echo_up() {
    let full = "OLD\n".repeat(22);
    let desk = FakeDesk::new(Faults::default()).shows(&full).answers(30, "A\nB\nC\nD");
    assert_eq!(session(&desk).send(&Paging::Next.command()).unwrap().text(), "A\nB\nC\nD");
}

#[test]
fn an_answer_longer_than_the_screen_is_all_that_is_left_of_it() {
    let rows: Vec<String> = (1..=30).map(|row| format!("ROW {row}")).collect();
    let desk = FakeDesk::new(Faults::default()).answers(5, &rows.join("\n"));
    let screen = session(&desk).send(&Command::work_areas()).unwrap();
    assert_eq!(screen.rows().last(), Some("ROW 30"));
}

#[test]
fn a_wrong_echo_is_cleared_and_typed_again_before_anything_is_sent() {
    let desk = FakeDesk::new(Faults { lost_keys: 1, ..Faults::default() }).answers(40, "OK");
    assert_eq!(session(&desk).send(&Command::work_areas()).unwrap().text(), "OK");
    let client = desk.client.borrow();
    assert_eq!(client.pressed, [Key::Escape, Key::ControlA, Key::Escape, Key::F12]);
    assert_eq!(client.typed, ["DA", "DA"]);
}

#[test]
fn a_command_whose_echo_stays_wrong_is_never_sent_and_does_not_stay() {
    let desk = FakeDesk::new(Faults { lost_keys: 1000, ..Faults::default() });
    let error = session(&desk).send(&Command::work_areas()).unwrap_err();
    assert!(matches!(error, TerminalError::EchoMismatch { ref typed, .. } if typed == "DA"), "{error:?}");
    assert_eq!(desk.sends(), 0);
    assert_eq!(desk.client.borrow().pressed.last(), Some(&Key::ControlA));
}

#[test]
fn a_silent_host_times_out_and_is_never_asked_twice() {
    let desk = FakeDesk::new(Faults { on_send: OnSend::Silence, ..Faults::default() });
    let error = session(&desk).send(&Command::work_areas()).unwrap_err();
    let TerminalError::TimedOut { after, last } = error else { panic!("{error:?}") };
    assert_eq!(after, Duration::from_secs(5));
    assert!(last.text().contains("DA"), "the last screen is kept: {}", last.text());
    assert_eq!(desk.sends(), 1);
}

#[test]
fn a_link_that_breaks_while_waiting_is_a_loss_not_an_answer() {
    let desk = FakeDesk::new(Faults { on_send: OnSend::Break, ..Faults::default() });
    let error = session(&desk).send(&Command::work_areas()).unwrap_err();
    assert!(matches!(error, TerminalError::Lost(_)), "{error:?}");
}

#[test]
fn a_cell_spoilt_for_a_moment_is_read_again() {
    let desk = FakeDesk::new(Faults { smudged_until: Duration::from_millis(500), ..Faults::default() });
    let desk = desk.answers(50, "GOOD");
    assert_eq!(session(&desk).send(&Command::work_areas()).unwrap().text(), "GOOD");
    assert_eq!(desk.sends(), 1);
}

#[test]
fn a_cell_that_stays_unreadable_is_reported_with_its_place() {
    let desk = FakeDesk::new(Faults::default()).answers(50, &format!("AB{SMUDGE}"));
    let error = session(&desk).send(&Command::work_areas()).unwrap_err();
    let TerminalError::Unreadable(screen) = error else { panic!("{error:?}") };
    assert!(screen.text().starts_with("AB\u{fffd}"), "{}", screen.text());
    assert_eq!(screen.unreadable()[0].column, 2);
}

#[test]
fn a_keyboard_that_frees_itself_is_awaited() {
    let desk = FakeDesk::new(Faults { locked_until: Duration::from_secs(3), ..Faults::default() });
    let desk = desk.answers(40, "OK");
    assert_eq!(session(&desk).send(&Command::work_areas()).unwrap().text(), "OK");
}

#[test]
fn nothing_is_typed_on_a_keyboard_that_stays_locked() {
    let desk = FakeDesk::new(Faults { locked_until: Duration::MAX, ..Faults::default() });
    let error = session(&desk).send(&Command::work_areas()).unwrap_err();
    assert_eq!(error, TerminalError::NotReady(NotReady::KeyboardLocked));
    assert!(desk.client.borrow().pressed.is_empty());
}

#[test]
fn a_command_that_was_typed_and_cannot_be_wiped_away_leaves_a_doubt() {
    let desk = FakeDesk::new(Faults { focus_lost_after: Some(2), ..Faults::default() }).answers(40, "OK");
    let error = session(&desk).send(&Command::work_areas()).unwrap_err();
    assert!(
        matches!(&error, TerminalError::Lost(words) if words.starts_with("typed, not sent")),
        "{error:?}"
    );
    assert!(!error.nothing_was_sent(), "the next F12 of a person would send it");
    assert_eq!(desk.sends(), 0);
}

#[test]
fn every_obstacle_has_its_own_name() {
    let obstacles = [
        (Faults { obstacle: Some(Obstacle::WindowMissing), ..Faults::default() }, NotReady::WindowMissing),
        (Faults { obstacle: Some(Obstacle::Covered), ..Faults::default() }, NotReady::WindowCovered),
        (Faults { obstacle: Some(Obstacle::SessionLocked), ..Faults::default() }, NotReady::Locked),
        (Faults { obstacle: Some(Obstacle::Disconnected), ..Faults::default() }, NotReady::SignedOff),
        (Faults { locked_until: Duration::MAX, ..Faults::default() }, NotReady::KeyboardLocked),
    ];
    for (faults, reason) in obstacles {
        let desk = FakeDesk::new(faults);
        assert_eq!(not_ready(&mut session(&desk)), reason);
        assert!(desk.client.borrow().pressed.is_empty(), "judging never touches the window");
    }
}

#[test]
fn a_host_that_asks_to_sign_in_makes_the_terminal_signed_off() {
    let desk = FakeDesk::new(Faults::default()).shows("PLEASE SIGN IN FIRST");
    assert_eq!(not_ready(&mut session(&desk)), NotReady::SignedOff);
    let later = FakeDesk::new(Faults::default()).shows("PLEASE SIGN IN FIRST\n>SI\nSIGNED IN");
    assert!(session(&later).readiness().is_ok());
}

#[test]
fn a_status_bar_that_cannot_be_read_means_something_lies_over_it() {
    let desk = FakeDesk::new(Faults::default());
    let mut session = session(&desk);
    let blind = {
        let mut learned = crate::calibrate::Learned::nothing(
            &desk.clone().capture(WindowId(1)).unwrap(),
            crate::desk::fake::geometry(),
            waystation_screen::AmbiguousWidth::One,
        );
        let letter = crate::desk::fake::learned().atlas().bitmap('A').cloned().unwrap();
        learned.atlas_mut().learn(letter, 'A').unwrap();
        learned
    };
    session.learn(blind).unwrap();
    assert_eq!(not_ready(&mut session), NotReady::PopUp);
}

#[test]
fn an_uncalibrated_or_resized_window_is_not_ready() {
    let desk = FakeDesk::new(Faults::default());
    let mut fresh = EtermWindow::new(desk.clone(), desk.pace(), WindowRule::default());
    assert_eq!(not_ready(&mut fresh), NotReady::Uncalibrated);
    let other = Picture::filled(900, 900, 0).unwrap();
    let geometry = crate::desk::fake::geometry();
    fresh
        .learn(crate::calibrate::Learned::nothing(&other, geometry, waystation_screen::AmbiguousWidth::One))
        .unwrap();
    assert_eq!(not_ready(&mut fresh), NotReady::WrongSize);
}

#[test]
fn judging_an_idle_terminal_costs_one_look() {
    let desk = FakeDesk::new(Faults::default());
    let mut session = session(&desk);
    session.readiness().unwrap();
    assert_eq!(desk.client.borrow().looks, 1);
}

#[test]
fn clearing_sees_that_the_screen_is_empty() {
    let desk = FakeDesk::new(Faults::default()).shows("SOMETHING");
    let mut session = session(&desk);
    session.clear().unwrap();
    assert_eq!(session.snapshot().unwrap().view.screen_from(0).text(), "");
    assert_eq!(desk.sends(), 0);
}
