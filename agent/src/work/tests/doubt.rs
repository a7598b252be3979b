//! Tasks that cannot be undone: never run twice, looked at until they are settled.

use waystation_shared::edge_api::TaskError;

use super::fake_server::assigned_cancellation;
use super::station::Verdict;
use super::*;

fn irreversible_scene() -> Scene {
    let scene = Scene::new();
    scene.server.state().irreversible = true;
    scene
}

fn error(code: &str) -> TaskError {
    TaskError { code: code.to_owned(), message: "没有回应".to_owned(), retry_safe: false }
}

fn in_doubt() -> Act {
    Act::End(Verdict::InDoubt(error("terminal_lost")))
}

fn done() -> Act {
    Act::End(Verdict::Done(json!({ "pnr": "JX1B2C" })))
}

fn cut_off(scene: &Scene, task: i64) {
    let task = serde_json::from_value(assigned_cancellation(task, 3, 30_000)).unwrap();
    scene.journal().begin(&task, Timestamp(1)).unwrap();
}

#[test]
fn a_task_in_doubt_is_looked_at_until_it_is_settled_and_only_then_the_next_one_is_taken() {
    let scene = irreversible_scene();
    scene.station.acts([Act::Write, in_doubt(), in_doubt(), done(), done()]);
    scene.server.state().queue(41);
    scene.server.state().queue(42);
    scene.live_until(|state| state.reports().len() == 2).unwrap();
    let state = scene.server.state();
    let stages = scene.station.script().stages.clone();
    assert_eq!(stages, [Stage::Fresh, Stage::CutOff, Stage::CutOff, Stage::Fresh]);
    let reports = state.reports();
    assert_eq!((&reports[0]["task_id"], &reports[0]["status"]), (&json!(41), &json!("done")));
    assert_eq!(
        reports[0]["evidence"]["transcript"].as_array().unwrap().len(),
        2,
        "the first and the last look"
    );
    let step = &reports[0]["evidence"]["steps"][0];
    assert_eq!((&step["step"], &step["command"]), (&json!("cancel_pnr"), &json!("XEPNR@")));
    assert_eq!((&step["before"], &step["ending"]), (&json!("1.WANG/LEI JX1B2C"), &json!("open")));
    assert_eq!(reports[1]["evidence"]["steps"], json!([]), "the steps of another task are not its own");
    let told = state.bodies("/api/task_progress");
    assert!(told.iter().any(|progress| progress["step"] == "正在核实…"), "{told:?}");
}

#[test]
fn a_task_in_doubt_keeps_the_terminal_busy_over_a_stop_and_a_restart() {
    let scene = irreversible_scene();
    scene.station.acts([Act::Write, in_doubt()]);
    scene.server.state().queue(41);
    let told = |state: &State| !state.bodies("/api/task_progress").is_empty();
    scene.live_until(told).unwrap();
    assert_eq!(scene.server.state().reports().len(), 0);
    scene.server.state().calls.clear();
    scene.station.next(done());
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    let state = scene.server.state();
    assert_eq!(scene.station.script().stages[1..], [Stage::CutOff]);
    assert_eq!((&state.reports()[0]["lease"], &state.reports()[0]["status"]), (&json!(1), &json!("done")));
    let ready = state.calls.iter().position(|call| call.body["readiness"]["state"] == "ready");
    let report = state.calls.iter().position(|call| call.path == REPORT);
    assert!(report < ready || ready.is_none(), "no work is asked for before the old one is settled");
}

#[test]
fn nobody_looks_while_the_terminal_is_not_ready() {
    let scene = irreversible_scene();
    scene.station.acts([Act::Write, in_doubt(), done()]);
    scene.station.script().obstacle = Some("signed_off".to_owned());
    scene.server.state().stray.push_back(assigned_cancellation(41, 1, 30_000));
    let station = scene.station.clone();
    let mending = std::thread::spawn(move || {
        while station.script().glances < 6 {
            std::thread::sleep(Duration::from_millis(1));
        }
        let runs = station.script().runs;
        station.script().obstacle = None;
        runs
    });
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    assert_eq!((mending.join().unwrap(), scene.runs()), (1, 2));
}

#[test]
fn whoever_has_paused_the_terminal_is_not_disturbed_by_a_look() {
    let scene = irreversible_scene();
    scene.station.acts([Act::Write, in_doubt()]);
    scene.server.state().queue(41);
    scene.server.state().commands.push(json!({ "command": "pause" }));
    scene.live_until(|state| state.polls().len() >= 5).unwrap();
    assert_eq!((scene.runs(), scene.server.state().reports().len()), (1, 0));
    scene.station.next(done());
    scene.server.state().commands.push(json!({ "command": "resume" }));
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    assert_eq!(scene.runs(), 2);
}

#[test]
fn a_person_is_told_of_a_task_that_stays_in_doubt_and_what_is_found_later_is_handed_in_all_the_same() {
    let mut scene = irreversible_scene();
    scene.polling.doubt_told_after_ms = 100;
    scene.station.acts([Act::Write, in_doubt()]);
    scene.station.script().obstacle = Some("signed_off".to_owned());
    scene.server.state().stray.push_back(assigned_cancellation(41, 1, 30_000));
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    let claim = Claim { task_id: TaskId(41), lease: Lease(1) };
    assert_eq!(scene.journal().interrupted().unwrap()[0].claim, claim, "being told of is not the end");
    scene.station.script().obstacle = None;
    scene.station.next(done());
    scene.live_until(|state| state.reports().len() == 2).unwrap();
    let state = scene.server.state();
    let told: Vec<_> = state.reports().iter().map(|report| (&report["status"], &report["lease"])).collect();
    assert_eq!(told, [(&json!("unknown"), &json!(1)), (&json!("done"), &json!(1))]);
    assert_eq!(state.reports()[0]["evidence"]["steps"][0]["step"], "cancel_pnr");
}

#[test]
fn a_claim_without_a_step_is_settled_although_the_terminal_is_not_ready() {
    let scene = irreversible_scene();
    cut_off(&scene, 41);
    scene.station.script().obstacle = Some("signed_off".to_owned());
    scene.station.next(Act::End(Verdict::Failed(TaskError { retry_safe: true, ..error("interrupted") })));
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    assert_eq!(scene.station.script().stages, [Stage::CutOff]);
}

#[test]
fn a_panic_in_an_irreversible_task_is_settled_by_a_fresh_station_and_never_called_safe() {
    let scene = irreversible_scene();
    scene.station.acts([Act::Write, Act::Panic, done()]);
    scene.server.state().queue(41);
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    assert_eq!(scene.server.state().reports()[0]["status"], "done");
    assert_eq!(scene.station.script().stages, [Stage::Fresh, Stage::CutOff]);
    assert_eq!(scene.station.script().opened, 2);
}

#[test]
fn faults_of_the_agent_while_looking_hand_the_task_to_a_person() {
    let scene = irreversible_scene();
    scene.station.acts([Act::Write, Act::Panic, Act::Panic, Act::Panic]);
    scene.server.state().queue(41);
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    let state = scene.server.state();
    let report = state.reports()[0];
    assert_eq!((&report["status"], &report["error"]["code"]), (&json!("unknown"), &json!("agent_fault")));
    assert_eq!((&report["error"]["retry_safe"], scene.runs()), (&json!(false), 3));
}

#[test]
fn an_unknown_outcome_is_reported_with_its_steps_and_ends_the_run() {
    let scene = irreversible_scene();
    scene.station.acts([Act::Write, Act::End(Verdict::Unknown(error("outcome_unknown")))]);
    scene.server.state().queue(41);
    scene.live_until(|state| !state.reports().is_empty()).unwrap();
    let state = scene.server.state();
    assert_eq!(state.reports()[0]["status"], "unknown");
    assert_eq!(state.reports()[0]["evidence"]["steps"][0]["check"], "RT JX1B2C");
    assert_eq!(scene.journal().interrupted().unwrap(), []);
}

#[test]
fn a_task_with_a_step_that_comes_again_under_a_new_claim_is_only_looked_at() {
    let scene = irreversible_scene();
    scene.station.acts([Act::Write, done(), done()]);
    let again = [assigned_cancellation(41, 3, 30_000), assigned_cancellation(41, 4, 30_000)];
    scene.server.state().stray.extend(again);
    scene.live_until(|state| state.reports().len() == 2).unwrap();
    assert_eq!(scene.station.script().stages, [Stage::Fresh, Stage::CutOff]);
    let state = scene.server.state();
    assert_eq!((&state.reports()[0]["lease"], &state.reports()[1]["lease"]), (&json!(3), &json!(4)));
    assert_eq!(state.reports()[1]["evidence"]["steps"].as_array().unwrap().len(), 1);
}

#[test]
fn a_claim_that_was_cut_off_is_settled_before_the_first_poll() {
    let scene = irreversible_scene();
    cut_off(&scene, 41);
    scene.station.next(Act::End(Verdict::Failed(TaskError { retry_safe: true, ..error("interrupted") })));
    scene.live_until(|state| !state.polls().is_empty()).unwrap();
    let state = scene.server.state();
    assert_eq!(state.calls.iter().find(|call| call.path != "/api/task_progress").unwrap().path, REPORT);
    assert_eq!(scene.station.script().stages, [Stage::CutOff]);
    assert_eq!(
        (&state.reports()[0]["error"]["code"], &state.reports()[0]["error"]["retry_safe"]),
        (&json!("interrupted"), &json!(true))
    );
    assert_eq!(scene.journal().interrupted().unwrap(), []);
}
