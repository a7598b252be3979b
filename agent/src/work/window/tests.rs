//! What is in the way of the window, and what the station does about it by itself.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use waystation_shared::ids::{Lease, TaskId};

use super::*;
use crate::desk::fake::{FakeDesk, FakePace, Faults, Obstacle, learned};
use crate::desk::{Key, WindowRule};
use crate::journal::{Claim, Journal};
use crate::work::fence::Fence;
use crate::work::job::Stage;
use crate::work::station::Steps;

type FakeStation = WindowStation<FakeDesk, FakePace>;

fn station(desk: &FakeDesk, clock: Clock) -> (tempfile::TempDir, FakeStation) {
    let folder = tempfile::tempdir().unwrap();
    learned().save(&folder.path().join(LEARNED_FILE)).unwrap();
    let window = EtermWindow::new(desk.clone(), desk.pace(), WindowRule::default());
    let station = WindowStation::open(window, folder.path(), clock).unwrap();
    (folder, station)
}

fn meets(obstacle: Option<Obstacle>) -> FakeDesk {
    FakeDesk::new(Faults { obstacle, ..Faults::default() })
}

fn standing_clock() -> Timestamp {
    Timestamp(1_795_000_000_000)
}

/// A task that was cut off before it had taken any step.
fn cut_off(folder: &tempfile::TempDir) -> Job {
    let claim = Claim { task_id: TaskId(1), lease: Lease(1) };
    let journal = Journal::open(&folder.path().join("journal.db")).unwrap();
    Job {
        task: serde_json::from_str(r#"{"kind":"cancel_pnr","params":{"pnr":"JX1B2C"}}"#).unwrap(),
        stage: Stage::CutOff,
        journal: journal
            .of_claim(claim, standing_clock, Fence::new(Duration::from_mins(2), standing_clock))
            .unwrap(),
        steps: Steps(watch::channel(String::new()).0),
    }
}

#[test]
fn every_obstacle_is_seen_before_a_task_is_taken_under_its_own_name() {
    let names = [
        (None, None),
        (Some(Obstacle::SessionLocked), Some("locked")),
        (Some(Obstacle::SessionDisconnected), Some("rdp_closed")),
        (Some(Obstacle::Disconnected), Some("not_connected")),
        (Some(Obstacle::WindowMissing), Some("window_missing")),
        (Some(Obstacle::Covered), Some("window_covered")),
        (Some(Obstacle::ModifierHeld), Some("ime_on")),
    ];
    for (obstacle, name) in names {
        let (_folder, mut station) = station(&meets(obstacle), standing_clock);
        assert_eq!(station.glance().obstacle.as_deref(), name, "{obstacle:?}");
    }
}

#[test]
fn a_window_that_was_hidden_is_raised_and_nothing_is_typed() {
    let desk = meets(Some(Obstacle::Behind));
    let (_folder, mut station) = station(&desk, standing_clock);
    assert_eq!(station.glance().obstacle.as_deref(), Some("window_covered"));
    assert_eq!(desk.client.borrow().raised, 0, "a look touches nothing");
    station.mend();
    assert_eq!(station.glance().obstacle, None);
    assert_eq!(desk.client.borrow().pressed, []);
}

#[test]
fn a_window_that_a_person_hides_again_is_left_alone_for_a_minute() {
    static NOW: AtomicI64 = AtomicI64::new(1_795_000_000_000);
    let desk = meets(Some(Obstacle::Covered));
    let (_folder, mut station) = station(&desk, || Timestamp(NOW.load(Ordering::SeqCst)));
    for (later_ms, raised) in [(0, 1), (59_999, 1), (1, 2), (-3_600_000, 3)] {
        NOW.fetch_add(later_ms, Ordering::SeqCst);
        station.glance();
        station.mend();
        assert_eq!(desk.client.borrow().raised, raised, "after {later_ms} ms");
    }
}

#[test]
fn nothing_is_raised_against_other_obstacles_or_without_one() {
    for obstacle in [None, Some(Obstacle::SessionLocked), Some(Obstacle::Disconnected)] {
        let desk = meets(obstacle);
        let (_folder, mut station) = station(&desk, standing_clock);
        station.glance();
        station.mend();
        assert_eq!((desk.client.borrow().raised, desk.client.borrow().pressed.len()), (0, 0), "{obstacle:?}");
    }
}

#[test]
fn the_first_task_after_a_broken_link_begins_on_an_empty_screen_and_only_the_first() {
    let desk = meets(Some(Obstacle::Disconnected));
    let (folder, mut station) = station(&desk, standing_clock);
    station.glance();
    desk.client.borrow_mut().faults.obstacle = None;
    assert_eq!(station.glance().obstacle, None);
    let clears = || desk.client.borrow().pressed.iter().filter(|key| **key == Key::ControlA).count();
    assert_eq!(clears(), 0, "a look types nothing");
    let mut job = cut_off(&folder);
    station.work(&mut job);
    assert_eq!(clears(), 1);
    station.work(&mut job);
    assert_eq!(clears(), 1);
}

#[test]
fn a_form_that_was_left_open_is_left_where_forms_are_worked_on_and_only_there() {
    for (screen, clicked) in [(ScreenChoice::Black, 0), (ScreenChoice::White, 1)] {
        let desk = FakeDesk::new(Faults::default()).shows("  【返回黑屏】");
        let (folder, station) = station(&desk, standing_clock);
        let outcome = station.on_screen(screen).work(&mut cut_off(&folder));
        assert_eq!(desk.client.borrow().clicked.len(), clicked, "{screen:?}");
        let pressed: Vec<_> = outcome.evidence.transcript.into_iter().map(|entry| entry.command).collect();
        assert_eq!(pressed, ["【返回黑屏】"][..clicked], "what was pressed is part of the evidence");
    }
}
