//! The agent at work against a fake server and a fake window, with real sockets, real files and short times.

mod crashes;
mod doubt;
mod fake_server;
mod fake_station;

use std::time::Duration;

use serde_json::{Value, json};
use waystation_shared::ids::{Lease, TaskId, TerminalId};
use waystation_shared::time::Timestamp;
use waystation_spool::{Backoff, Policy, Spool};

use self::fake_server::{FakeServer, Fault, State, assigned};
use self::fake_station::{Act, FakeStation};
use super::*;
use crate::clock::{system_clock, system_entropy};
use crate::config::PollMode;
use crate::identity::tests::identity_at;
use crate::journal::Claim;
use crate::work::stop::{Stopper, stop_signal};

const REPORT: &str = "/api/report_result";
const POLL: &str = "/api/get_task";
const SCREEN: &str = "/api/edge/screen";

/// One agent with its folder, its window and its server.
struct Scene {
    server: FakeServer,
    station: FakeStation,
    folder: tempfile::TempDir,
    polling: PollSettings,
    pictures: PictureSettings,
    max_entries: u64,
}

impl Scene {
    fn new() -> Self {
        let polling = PollSettings { busy_every_ms: 60, retry_at_most_ms: 60, ..PollSettings::default() };
        let pictures = PictureSettings { send: false, look_every_ms: 50, at_least_ms: 80 };
        let (server, station) = (FakeServer::start(), FakeStation::default());
        Self { server, station, folder: tempfile::tempdir().unwrap(), polling, pictures, max_entries: 100 }
    }

    fn spool(&self) -> Spool {
        let backoff = Backoff { first: Duration::from_millis(10), longest: Duration::from_millis(50) };
        Spool::open(
            &self.folder.path().join("spool.db"),
            Policy { backoff, max_entries: self.max_entries, ..Policy::default() },
        )
        .unwrap()
    }

    fn journal(&self) -> Journal {
        Journal::open(&self.folder.path().join("journal.db")).unwrap()
    }

    fn worker(&self) -> (Worker, Stopper) {
        let station = self.station.clone();
        let parts = Parts {
            server: Server::of(&identity_at(&self.server.address), system_clock).unwrap(),
            terminal_id: TerminalId(7),
            journal: self.journal(),
            spool: self.spool(),
            station: StationThread::start(move || Ok(station.opened())).unwrap(),
            polling: self.polling.clone(),
            pictures: self.pictures.clone(),
            clock: system_clock,
            entropy: system_entropy,
        };
        let (stopper, stop) = stop_signal();
        (Worker::new(parts, stop), stopper)
    }

    /// One life of the agent: it is told to stop when the server has seen enough.
    fn live_until(&self, enough: impl Fn(&State) -> bool) -> Result<(), Halt> {
        let (worker, stopper) = self.worker();
        let watch = async {
            while !enough(&self.server.state()) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            stopper.stop();
        };
        self.in_time(async { tokio::join!(worker.run(), watch).0 })
    }

    /// A life that must end by itself.
    fn live_until_halted(&self) -> Halt {
        let (worker, _stopper) = self.worker();
        self.in_time(worker.run()).unwrap_err()
    }

    fn in_time<T>(&self, life: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let ended = runtime.block_on(async { tokio::time::timeout(Duration::from_secs(20), life).await });
        ended.unwrap_or_else(|_| {
            panic!("it did not come to that; calls so far: {:#?}", self.server.state().calls)
        })
    }

    fn runs(&self) -> usize {
        self.station.script().runs
    }
}

fn reasons(state: &State) -> Vec<Value> {
    state.polls().iter().map(|poll| poll["readiness"].clone()).collect()
}

#[test]
fn a_task_is_fetched_run_and_reported() {
    let scene = Scene::new();
    scene.server.state().queue(41);
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    let state = scene.server.state();
    let report = state.reports()[0];
    assert_eq!(
        (&report["task_id"], &report["lease"], &report["status"]),
        (&json!(41), &json!(1), &json!("done"))
    );
    assert_eq!((&report["terminal_id"], &report["result"]), (&json!(7), &json!({ "flights": [] })));
    assert!(state.calls.iter().all(|call| call.authorization == "Bearer s3cret"));
}

#[test]
fn every_poll_has_a_greater_number_also_after_a_restart() {
    let scene = Scene::new();
    scene.live_until(|state| state.polls().len() >= 3).unwrap();
    scene.live_until(|state| state.polls().len() >= 8).unwrap();
    let numbers: Vec<_> =
        scene.server.state().polls().iter().map(|poll| poll["sequence"].as_i64().unwrap()).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
}

#[test]
fn a_task_whose_delivery_was_lost_is_run_under_its_next_claim() {
    let scene = Scene::new();
    scene.server.state().queue(41);
    scene.server.state().fail(POLL, Fault::LoseAnswer);
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    assert_eq!(scene.server.state().reports()[0]["lease"], 2);
    assert_eq!(scene.runs(), 1);
}

#[test]
fn a_report_whose_answer_was_lost_is_sent_again_to_the_letter() {
    let scene = Scene::new();
    scene.server.state().queue(41);
    scene.server.state().fail(REPORT, Fault::LoseAnswer);
    scene.live_until(|state| state.reports().len() == 2).unwrap();
    let state = scene.server.state();
    assert_eq!(state.reports()[0], state.reports()[1]);
    assert_eq!(scene.runs(), 1);
    assert_eq!(scene.spool().waiting().unwrap(), 0);
}

#[test]
fn a_result_outlives_a_server_that_is_down_and_goes_before_the_next_poll() {
    let scene = Scene::new();
    scene.server.state().queue(41);
    scene.station.next(Act::Step("第一页", None, Duration::from_millis(50)));
    scene.station.next(Act::Take(Duration::from_millis(100)));
    let outage = {
        let server = scene.server.clone();
        std::thread::spawn(move || {
            while server.state().bodies("/api/task_progress").is_empty() {
                std::thread::sleep(Duration::from_millis(1));
            }
            server.state().down = true;
            std::thread::sleep(Duration::from_millis(500));
            let mut state = server.state();
            state.calls.clear();
            state.down = false;
        })
    };
    scene.live_until(|state| !state.down && state.polls().len() >= 2 && !state.reports().is_empty()).unwrap();
    outage.join().unwrap();
    assert_eq!(scene.server.state().calls[0].path, REPORT, "the result is the first thing the server hears");
    assert_eq!((scene.runs(), scene.server.state().reports().len()), (1, 1));
}

#[test]
fn a_server_that_stumbles_over_a_report_gets_it_again_while_polls_go_on() {
    let scene = Scene::new();
    scene.server.state().queue(41);
    for _ in 0..3 {
        scene.server.state().fail(REPORT, Fault::Status(500));
    }
    scene.live_until(|state| state.reports().len() == 4).unwrap();
    let state = scene.server.state();
    assert!(state.reports().iter().all(|report| *report == state.reports()[0]));
    assert!(reasons(&state).contains(&json!({ "state": "busy", "task_id": 41, "lease": 1 })));
    assert_eq!(scene.runs(), 1, "to the server it still ran, so that it was not handed out again");
}

#[test]
fn a_result_the_server_stumbles_over_for_ever_does_not_keep_the_terminal_from_other_work() {
    let scene = Scene::new();
    scene.server.state().queue(41);
    for _ in 0..30 {
        scene.server.state().fail(REPORT, Fault::Status(500));
    }
    scene.live_until(|state| state.reports().iter().any(|report| report["lease"] == 2)).unwrap();
}

#[test]
fn a_result_that_finds_no_room_on_the_disk_is_handed_in_directly_until_it_has_arrived() {
    let mut scene = Scene::new();
    scene.max_entries = 0;
    scene.server.state().queue(41);
    scene.server.state().fail(REPORT, Fault::LoseAnswer);
    scene.server.state().fail(REPORT, Fault::Status(503));
    scene.live_until(|state| state.reports().len() == 3).unwrap();
    let state = scene.server.state();
    assert!(state.reports().iter().all(|report| *report == state.reports()[0]));
    assert_eq!(scene.runs(), 1);
}

#[test]
fn polls_survive_a_server_that_stumbles() {
    let scene = Scene::new();
    for status in [500, 502, 503, 429, 404, 200] {
        scene.server.state().fail(POLL, Fault::Status(status));
    }
    scene.server.state().queue(41);
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    assert_eq!(scene.server.state().reports()[0]["status"], "done");
}

#[test]
fn a_claim_that_is_delivered_twice_is_run_once() {
    let scene = Scene::new();
    scene.server.state().stray.extend([assigned(41, 3, 30_000), assigned(41, 3, 30_000)]);
    scene.live_until(|state| state.polls().len() >= 4).unwrap();
    assert_eq!((scene.runs(), scene.server.state().reports().len()), (1, 1));
}

#[test]
fn a_result_that_comes_too_late_is_handed_in_once_and_work_goes_on() {
    let scene = Scene::new();
    scene.server.state().queue(41);
    scene.station.next(Act::Step("查询", None, Duration::from_millis(100)));
    scene.station.next(Act::Take(Duration::ZERO));
    let thief = scene.server.clone();
    let theft = std::thread::spawn(move || {
        while thief.state().bodies("/api/task_progress").is_empty() {
            std::thread::sleep(Duration::from_millis(1));
        }
        thief.state().revoke();
        thief.state().lease_ms = 0;
        thief.state().queue(42);
    });
    scene.live_until(|state| state.reports().len() == 2).unwrap();
    theft.join().unwrap();
    let state = scene.server.state();
    let tasks: Vec<_> = state.reports().iter().map(|report| report["task_id"].clone()).collect();
    assert_eq!(tasks, [json!(41), json!(42)]);
    assert_eq!(state.bodies("/api/task_progress").iter().filter(|step| step["task_id"] == 41).count(), 1);
}

#[test]
fn a_frozen_terminal_stops_in_words_for_a_person() {
    let scene = Scene::new();
    scene.server.state().fail(POLL, Fault::Problem(403, "terminal_frozen"));
    let halt = scene.live_until_halted();
    assert!(matches!(halt, Halt::Frozen(_)), "{halt}");
    assert!(halt.to_string().contains("administrator"), "{halt}");
}

#[test]
fn an_unknown_token_stops_the_agent_and_keeps_its_results() {
    let scene = Scene::new();
    scene.server.state().queue(41);
    scene.server.state().fail(REPORT, Fault::Problem(401, "unknown_token"));
    let halt = scene.live_until_halted();
    assert!(matches!(halt, Halt::UnknownToken(_)), "{halt}");
    assert_eq!(scene.spool().waiting().unwrap(), 1);
    scene.live_until(|state| state.reports().len() == 2).unwrap();
    assert_eq!((scene.runs(), scene.spool().waiting().unwrap()), (1, 0));
}

#[test]
fn a_refused_result_is_set_aside_and_a_proxys_refusal_is_not_believed() {
    let scene = Scene::new();
    scene.server.state().queue(41);
    scene.server.state().fail(REPORT, Fault::Status(404));
    scene.server.state().fail(REPORT, Fault::Problem(404, "task_not_found"));
    scene.live_until(|state| state.reports().len() >= 2 && state.polls().len() > 2).unwrap();
    let refused = scene.spool().refused().unwrap();
    assert_eq!((refused.len(), refused[0].reason.as_str()), (1, "task_not_found"));
}

#[test]
fn a_paused_terminal_says_so_and_stays_paused_over_a_restart() {
    let scene = Scene::new();
    scene.server.state().commands.push(json!({ "command": "pause" }));
    scene.live_until(|state| state.polls().len() >= 3).unwrap();
    let paused = json!({ "state": "not_ready", "reason": "paused" });
    assert_eq!(reasons(&scene.server.state())[1], paused);
    scene.server.state().calls.clear();
    scene.server.state().queue(41);
    scene.live_until(|state| state.polls().len() >= 3).unwrap();
    assert_eq!((&reasons(&scene.server.state())[0], scene.runs()), (&paused, 0));
    scene.server.state().commands.push(json!({ "command": "resume" }));
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    assert_eq!(scene.runs(), 1);
}

#[test]
fn a_pause_that_comes_with_the_last_poll_is_not_lost() {
    let scene = Scene::new();
    scene.server.state().farewell.push(json!({ "command": "pause" }));
    scene.live_until(|state| state.polls().len() >= 2).unwrap();
    assert!(scene.journal().is_paused().unwrap());
}

#[test]
fn while_a_task_runs_its_steps_are_told_and_the_terminal_shows_it_is_busy() {
    let mut scene = Scene::new();
    scene.polling.busy_every_ms = 100;
    scene.server.state().lease_ms = 240;
    scene.server.state().queue(41);
    scene.station.next(Act::Step("第 2 页：PN", Some(2), Duration::from_millis(400)));
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    let state = scene.server.state();
    let steps: Vec<_> = state.bodies("/api/task_progress");
    assert!(steps.iter().any(|step| step["step"] == "第 2 页：PN" && step["lease"] == 1), "{steps:?}");
    assert!(steps.len() >= 3, "the step is repeated in time to keep the lease: {steps:?}");
    assert!(reasons(&state).contains(&json!({ "state": "busy", "task_id": 41, "lease": 1 })));
}

#[test]
fn a_panic_fails_its_task_and_the_agent_lives_on() {
    let scene = Scene::new();
    scene.station.next(Act::Panic);
    scene.server.state().queue(41);
    scene.server.state().queue(42);
    scene.live_until(|state| state.reports().len() == 2).unwrap();
    let state = scene.server.state();
    let error = &state.reports()[0]["error"];
    assert_eq!((&error["code"], &error["retry_safe"]), (&json!("agent_fault"), &json!(true)));
    assert!(error["message"].as_str().unwrap().contains("index out of bounds"));
    assert_eq!(state.reports()[1]["status"], "done");
    assert_eq!(scene.station.script().opened, 2, "a station that panicked is opened afresh");
}

#[test]
fn a_stop_finishes_the_task_hands_it_in_and_says_goodbye() {
    let scene = Scene::new();
    scene.server.state().queue(41);
    scene.station.next(Act::Step("查询", None, Duration::from_millis(150)));
    scene.live_until(|state| !state.bodies("/api/task_progress").is_empty()).unwrap();
    let state = scene.server.state();
    assert_eq!(state.reports().len(), 1);
    assert_eq!(reasons(&state).last(), Some(&json!({ "state": "not_ready", "reason": "stopping" })));
}

#[test]
fn a_result_left_by_a_former_life_is_handed_in_before_the_first_poll() {
    let scene = Scene::new();
    let task = serde_json::from_value(assigned(41, 3, 30_000)).unwrap();
    scene.journal().begin(&task, Timestamp(1)).unwrap();
    let body = json!({ "terminal_id": 7, "task_id": 41, "lease": 3, "status": "done", "finished_at": 1 });
    let text = body.to_string();
    let parcel = waystation_spool::Parcel { id: "41-3", kind: "report_result", body: text.as_bytes() };
    scene.spool().put(&parcel, Timestamp(1)).unwrap();
    scene.live_until(|state| !state.polls().is_empty()).unwrap();
    let state = scene.server.state();
    assert_eq!((state.calls[0].path.as_str(), &state.calls[0].body), (REPORT, &body));
    assert_eq!(scene.journal().interrupted().unwrap(), []);
}

#[test]
fn a_run_that_was_cut_off_is_left_to_the_server() {
    let scene = Scene::new();
    let task = serde_json::from_value(assigned(41, 3, 30_000)).unwrap();
    scene.journal().begin(&task, Timestamp(1)).unwrap();
    assert_eq!(
        scene.journal().interrupted().unwrap()[0].claim,
        Claim { task_id: TaskId(41), lease: Lease(3) }
    );
    scene.live_until(|state| state.polls().len() >= 2).unwrap();
    assert_eq!((scene.runs(), scene.server.state().reports().len()), (0, 0));
    assert_eq!(scene.journal().interrupted().unwrap(), []);
}

#[test]
fn an_obstacle_is_named_and_such_a_poll_is_never_held() {
    let mut scene = Scene::new();
    scene.polling.mode = PollMode::Held;
    scene.polling.hold_ms = 700;
    scene.live_until(|state| !state.polls().is_empty()).unwrap();
    assert_eq!(scene.server.state().polls()[0]["wait_ms"], 700);
    scene.server.state().calls.clear();
    scene.station.script().obstacle = Some("signed_off".to_owned());
    scene.live_until(|state| !state.polls().is_empty()).unwrap();
    let state = scene.server.state();
    assert_eq!(reasons(&state)[0], json!({ "state": "not_ready", "reason": "signed_off" }));
    assert_eq!(state.polls()[0]["wait_ms"], 0);
}

#[test]
fn a_window_that_cannot_be_opened_is_an_obstacle_not_the_end() {
    let station = StationThread::start(|| Err::<FakeStation, _>("window_missing".to_owned())).unwrap();
    let scene = Scene::new();
    let task =
        serde_json::from_value::<waystation_shared::edge_api::AssignedTask>(assigned(1, 1, 1)).unwrap();
    let job = job::Job {
        journal: scene
            .journal()
            .of_claim(Claim::of(&task), system_clock, Fence::new(Duration::from_mins(2), system_clock))
            .unwrap(),
        task: task.params,
        stage: Stage::Fresh,
        steps: station::Steps(tokio::sync::watch::channel(String::new()).0),
    };
    let (glance, outcome) =
        scene.in_time(async { (station.glance(Duration::ZERO).await, station.work(job).await) });
    assert_eq!(glance, station::Glance::blocked("window_missing"));
    assert!(
        matches!(outcome.verdict, station::Verdict::Failed(error) if error.code == "window_missing" && error.retry_safe)
    );
}

#[test]
fn a_named_glyph_is_taught_and_nonsense_is_not() {
    let scene = Scene::new();
    let name = |text: &str| json!({ "command": "learn_glyph", "glyph": "00ff", "text": text });
    scene.server.state().commands.extend([name("京"), name("北京"), name("")]);
    scene.live_until(|state| state.polls().len() >= 2).unwrap();
    assert_eq!(scene.station.script().learnt, [("00ff".to_owned(), '京')]);
}

fn after_a_picture(server: &FakeServer, act: fn(&mut State)) -> std::thread::JoinHandle<()> {
    let server = server.clone();
    std::thread::spawn(move || {
        while server.state().bodies(SCREEN).is_empty() {
            std::thread::sleep(Duration::from_millis(1));
        }
        act(&mut server.state());
    })
}

#[test]
fn the_screen_is_shown_at_the_start_after_a_task_and_on_demand_but_not_without_reason() {
    let mut scene = Scene::new();
    scene.pictures.send = true;
    scene.station.script().screen = "aa".to_owned();
    scene.live_until(|state| state.polls().len() >= 6).unwrap();
    assert_eq!(scene.server.state().bodies(SCREEN).len(), 1, "an unchanged screen is shown once");
    assert!(scene.server.state().polls().iter().any(|poll| poll["screen_hash"] == "aa"));
    scene.server.state().calls.clear();

    let task = after_a_picture(&scene.server, |state| state.queue(41));
    scene.live_until(|state| state.bodies(SCREEN).len() >= 2).unwrap();
    task.join().unwrap();
    scene.server.state().calls.clear();

    let wish =
        after_a_picture(&scene.server, |state| state.commands.push(json!({ "command": "screenshot" })));
    scene.live_until(|state| state.bodies(SCREEN).len() >= 2).unwrap();
    wish.join().unwrap();
    let state = scene.server.state();
    let picture = state.bodies(SCREEN)[0];
    assert_eq!((&picture["png"], &picture["text"]), (&json!("iVA="), &json!("AV")));
    assert_eq!(picture["unknown_glyphs"][0]["glyph"], "00ff");
}

#[test]
fn a_resting_agent_hardly_ever_looks_at_the_window() {
    let mut scene = Scene::new();
    scene.pictures = PictureSettings { send: true, look_every_ms: 3_000, at_least_ms: 2_000 };
    scene.live_until(|state| state.polls().len() >= 8).unwrap();
    let glances = scene.station.script().glances;
    assert!(glances <= 2, "{glances} looks within a second");
}
