//! What must hold whatever the PC runs, to be played on a [`Stage`] of any system.

use std::time::Duration;

use serde_json::Value;

use crate::{Stage, flights_of, travel_day, wait_for};

/// One query, asked twice: typed once, read exactly as the host holds it, called back with proof.
///
/// # Panics
/// When it is otherwise.
pub fn a_query_is_answered_exactly_and_once(stage: &Stage) {
    let day = travel_day();
    let id = stage.submit("REQ-1", &day);
    let done = stage.wait_for_state(id, "done");
    let (read, held) = (legs(&done), flights_of("PEK", "SHA", &day));
    assert!(held.len() >= 5, "the host has too few flights to prove anything: {}", held.len());
    assert_eq!(read.len(), held.len());
    for (read, held) in read.iter().zip(&held) {
        assert_eq!(read, held);
    }
    assert_eq!(done["result"]["pages"], done["result"]["screens"].as_array().expect("screens").len());
    assert_eq!(stage.submit("REQ-1", &day), id, "the same request is the same task");
    let attempts = wait_for("the callback", Duration::from_secs(30), || {
        let attempts = stage.callbacks.attempts(id);
        (!attempts.is_empty()).then_some(attempts)
    });
    assert!(attempts[0].is_proven(), "{attempts:?}");
    assert_eq!(attempts[0].status.as_deref(), Some("done"));
    assert_eq!(queries(stage), 1, "one query was typed: {:?}", stage.commands_received());
}

/// The agent is killed (kill -9) while the host works on a query; started again, it answers it.
///
/// # Panics
/// When it does not, or the partner is told twice.
pub fn an_agent_killed_in_the_middle_answers_after_its_return(stage: &mut Stage) {
    let day = travel_day();
    let id = stage.submit("REQ-1", &day);
    stage.wait_for_state(id, "running");
    wait_for("the query was typed", Duration::from_secs(30), || (queries(stage) > 0).then_some(()));
    stage.kill_agent();
    std::thread::sleep(Duration::from_secs(1));
    stage.start_agent();
    let done = stage.wait_for_state(id, "done");
    assert_eq!(legs(&done).len(), flights_of("PEK", "SHA", &day).len());
    assert!(stage.callbacks.attempts(id).len() <= 1, "told once");
}

/// The legs that the agent read for a finished query.
///
/// # Panics
/// When the task has no such result.
pub fn legs(task: &Value) -> Vec<Value> {
    let journeys = task["result"]["av"]["journeys"].as_array().expect("journeys");
    journeys.iter().flat_map(|journey| journey["legs"].as_array().expect("legs").clone()).collect()
}

/// The availability commands that reached the host.
fn queries(stage: &Stage) -> usize {
    stage.commands_received().iter().filter(|command| command.starts_with("AV")).count()
}
