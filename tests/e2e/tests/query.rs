//! One availability query through the real programs: signed call, real key strokes, real pixels, callback.

use std::time::Duration;

use waystation_e2e::scenarios::{self, legs};
use waystation_e2e::{Agent, Settings, Stage, flights_of, travel_day, wait_for};

#[test]
fn a_signed_query_is_typed_read_and_called_back_exactly_as_the_host_holds_it() {
    scenarios::a_query_is_answered_exactly_and_once(&Stage::start(Settings::default(), Agent::Running));
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
    scenarios::an_agent_killed_in_the_middle_answers_after_its_return(&mut stage);
}

#[test]
fn a_task_waits_for_an_agent_that_comes_later() {
    let mut stage = Stage::start(Settings::default(), Agent::Stopped);
    let id = stage.submit("REQ-1", &travel_day());
    assert_eq!(stage.task(id)["status"], "pending");
    stage.start_agent();
    stage.wait_for_state(id, "done");
}
