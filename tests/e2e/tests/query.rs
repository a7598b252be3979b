//! One availability query through the real programs: signed call, real key strokes, real pixels, callback.

use std::time::Duration;

use serde_json::Value;
use waystation_e2e::{Agent, Settings, Stage, flights_of, travel_day, wait_for};

/// The legs that the agent read.
fn legs(task: &Value) -> Vec<Value> {
    let journeys = task["result"]["av"]["journeys"].as_array().expect("journeys");
    journeys.iter().flat_map(|journey| journey["legs"].as_array().expect("legs").clone()).collect()
}

/// The availability commands that reached the host.
fn queries(stage: &Stage) -> usize {
    stage.commands_received().iter().filter(|command| command.starts_with("AV")).count()
}

#[test]
fn a_signed_query_is_typed_read_and_called_back_exactly_as_the_host_holds_it() {
    let stage = Stage::start(Settings::default(), Agent::Running);
    let day = travel_day();
    let id = stage.submit("REQ-1", &day);
    let done = stage.wait_for_state(id, "done");
    let (read, held) = (legs(&done), flights_of("PEK", "SHA", &day));
    assert!(held.len() >= 5, "the host has too few flights to prove anything: {}", held.len());
    assert_eq!(read.len(), held.len());
    for (read, held) in read.iter().zip(&held) {
        assert_eq!(read, held);
    }
    assert_eq!(done["result"]["pages"], done["result"]["screens"].as_array().unwrap().len());
    assert_eq!(stage.submit("REQ-1", &day), id, "the same request is the same task");
    let attempts = wait_for("the callback", Duration::from_secs(30), || {
        let attempts = stage.callbacks.attempts(id);
        (!attempts.is_empty()).then_some(attempts)
    });
    assert!(attempts[0].is_proven(), "{attempts:?}");
    assert_eq!(attempts[0].status.as_deref(), Some("done"));
    assert_eq!(queries(&stage), 1, "one query was typed: {:?}", stage.commands_received());
}

#[test]
fn a_server_killed_in_the_middle_of_a_query_loses_nothing() {
    let mut stage = Stage::start(Settings { latency_ms: 2_500 }, Agent::Running);
    let day = travel_day();
    let id = stage.submit("REQ-1", &day);
    stage.wait_for_state(id, "running");
    stage.server.kill();
    // The agent goes on with what it has; the result waits on its disk.
    std::thread::sleep(Duration::from_secs(5));
    stage.server.start_again();
    let done = stage.wait_for_state(id, "done");
    assert_eq!(legs(&done).len(), flights_of("PEK", "SHA", &day).len());
    wait_for("the callback", Duration::from_secs(30), || {
        stage.callbacks.attempts(id).iter().any(waystation_fakes::Attempt::is_proven).then_some(())
    });
}

#[test]
fn an_agent_killed_in_the_middle_of_a_query_answers_it_after_its_return() {
    let mut stage = Stage::start(Settings { latency_ms: 2_500 }, Agent::Running);
    let day = travel_day();
    let id = stage.submit("REQ-1", &day);
    stage.wait_for_state(id, "running");
    wait_for("the query was typed", Duration::from_secs(30), || (queries(&stage) > 0).then_some(()));
    stage.kill_agent();
    std::thread::sleep(Duration::from_secs(1));
    stage.start_agent();
    let done = stage.wait_for_state(id, "done");
    assert_eq!(legs(&done).len(), flights_of("PEK", "SHA", &day).len());
    assert!(stage.callbacks.attempts(id).len() <= 1, "told once");
}

#[test]
fn a_task_waits_for_an_agent_that_comes_later() {
    let mut stage = Stage::start(Settings::default(), Agent::Stopped);
    let id = stage.submit("REQ-1", &travel_day());
    assert_eq!(stage.task(id)["status"], "pending");
    stage.start_agent();
    stage.wait_for_state(id, "done");
}
