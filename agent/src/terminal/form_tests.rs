//! Clicks and keys on a painted form.

use std::time::Duration;

use waystation_eterm::form::booking_entries;
use waystation_eterm::journal::{JournalFailure, Step, StepJournal, StepNo};
use waystation_eterm::step::Commit;
use waystation_screen::Position as Cell;
use waystation_shared::edge_api::StepEnding;

use super::*;
use crate::desk::WindowRule;
use crate::desk::fake::{FakeDesk, FakePace, Faults, Obstacle, OnSend, SMUDGE, learned};
use crate::terminal::Timing;

const FORM: &str = "  【返回黑屏】\n\n  姓名：[没      ]\n  【预订】  【查询】\n\n  提示：";

fn on(desk: &FakeDesk) -> EtermWindow<FakeDesk, FakePace> {
    let timing = Timing {
        echo: Duration::from_millis(300),
        unlock: Duration::from_secs(4),
        answer: Duration::from_secs(5),
        ..Timing::default()
    };
    let mut window = EtermWindow::new(desk.clone(), desk.pace(), WindowRule::default()).with_timing(timing);
    window.learn(learned()).unwrap();
    window
}

fn form(faults: Faults) -> FakeDesk {
    FakeDesk::new(faults).shows(FORM)
}

fn name() -> Entry {
    let booking = serde_json::json!({
        "segments": [{"flightNo": "CA1212", "cabin": "Y", "depDate": "2026-11-25", "depCity": "TFU", "arrCity": "PEK"}],
        "passengers": [{"name": "林青禾", "type": "ADT", "idType": "PP", "idNo": "E00000001"}],
        "contact": {"mobile": "13000000001"},
        "ticketLimit": "2026-11-24 12:00",
    });
    let entries = booking_entries(&serde_json::from_value(booking).unwrap()).unwrap();
    entries.into_iter().find(|entry| entry.label() == "姓名").unwrap()
}

/// A journal that writes everything down.
struct Paper;

impl StepJournal for Paper {
    fn write(&mut self, _act: &str, _step: &Step) -> Result<StepNo, JournalFailure> {
        Ok(StepNo(1))
    }

    fn close(&mut self, _: StepNo, _: StepEnding, _: &str) -> Result<(), JournalFailure> {
        Ok(())
    }
}

fn written() -> Written<Commit, Press<Commit>> {
    let step = r#"{"before":"","check":{"step":"cancel_pnr","pnr":"KABC12"}}"#;
    Written::down(&mut Paper, Press::book(), &serde_json::from_str(step).unwrap()).unwrap()
}

fn clicks(desk: &FakeDesk) -> Vec<Cell> {
    desk.client.borrow().clicked.clone()
}

#[test]
fn a_page_is_the_whole_screen_and_looking_at_it_touches_nothing() {
    let desk = form(Faults::default());
    let page = on(&desk).page().unwrap();
    assert!(Page::of(&page).is_open() && Page::of(&page).field("姓名").is_some());
    assert!(clicks(&desk).is_empty() && desk.client.borrow().typed.is_empty());
}

#[test]
fn a_field_is_clicked_where_its_first_cell_lies_and_filled_in() {
    let desk = form(Faults::default());
    let page = on(&desk).enter(&name()).unwrap();
    assert_eq!(clicks(&desk), [Cell { row: 2, column: 9 }]);
    assert!(page.text().contains("姓名：[林青禾  ]"), "{}", page.text());
}

#[test]
fn a_field_that_lost_a_key_is_shown_as_it_is() {
    let desk = form(Faults { lost_keys: 1, ..Faults::default() });
    let page = on(&desk).enter(&name()).unwrap();
    assert!(page.text().contains("姓名：[青禾    ]"), "{}", page.text());
    assert_eq!(clicks(&desk).len(), 1, "whoever asked decides whether to try again");
}

#[test]
fn without_the_field_nothing_is_clicked_or_typed() {
    let desk = FakeDesk::new(Faults::default()).shows("  【返回黑屏】");
    on(&desk).enter(&name()).unwrap();
    assert!(clicks(&desk).is_empty() && desk.client.borrow().typed.is_empty());
}

#[test]
fn a_button_is_clicked_once_and_its_answer_awaited() {
    let desk = form(Faults::default()).answers(400, "  【返回黑屏】\n  提示：没有航班");
    let page = on(&desk).press(&Press::search()).unwrap();
    assert_eq!(clicks(&desk), [Cell { row: 3, column: 14 }]);
    assert_eq!(Page::of(&page).message(), Some("没有航班"));
}

#[test]
fn a_form_that_still_waits_has_not_answered() {
    let desk = form(Faults::default()).answers(30, "  【返回黑屏】\n  提示：处理中");
    let error = on(&desk).press_written(written()).unwrap_err();
    assert!(matches!(error, TerminalError::TimedOut { .. }) && !error.nothing_was_sent(), "{error}");
    assert_eq!(clicks(&desk).len(), 1);
}

#[test]
fn a_button_that_is_not_there_or_not_taken_is_not_clicked() {
    for shown in ["►", "  【预订】 【预订】", "  【预订】\n  提示：处理中"] {
        let desk = FakeDesk::new(Faults::default()).shows(shown);
        let error = on(&desk).press_written(written()).unwrap_err();
        assert!(error.nothing_was_sent(), "{shown}: {error}");
        assert!(clicks(&desk).is_empty());
    }
}

#[test]
fn a_button_under_another_window_is_not_clicked() {
    let desk = form(Faults { obstacle: Some(Obstacle::Covered), ..Faults::default() });
    let error = on(&desk).press_written(written()).unwrap_err();
    assert_eq!(error, TerminalError::NotReady(NotReady::WindowCovered));
    assert!(clicks(&desk).is_empty());
}

#[test]
fn a_link_that_breaks_after_the_click_leaves_a_doubt() {
    let desk = form(Faults { on_send: OnSend::Break, ..Faults::default() });
    let error = on(&desk).press_written(written()).unwrap_err();
    assert!(matches!(error, TerminalError::Lost(_)) && !error.nothing_was_sent(), "{error}");
    assert_eq!(clicks(&desk).len(), 1);
}

#[test]
fn an_answer_with_a_cell_that_stays_unreadable_says_so() {
    let desk = form(Faults::default()).answers(30, &format!("  【返回黑屏】\n  提示：{SMUDGE}"));
    let error = on(&desk).press(&Press::search()).unwrap_err();
    assert!(matches!(error, TerminalError::Unreadable(_)), "{error}");
}
