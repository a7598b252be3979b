//! What must hold whatever the PC runs, to be played on a [`Stage`] of any system.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::orders::{agrees, booked, family, held, journey, perform, result, texts, tickets_held, typed};
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

/// Every operation on a PNR: what the host then holds is what the result says.
///
/// # Panics
/// When it is otherwise.
pub fn every_operation_leaves_at_the_host_what_its_result_says(stage: &Stage) {
    let journey = journey();
    let locator = booked(stage, "BOOK", &family(&journey));
    let pnr = json!({"pnr": locator});

    let extracted = perform(stage, "extract_pnr", "EXTRACT", &pnr);
    agrees(result(&extracted), &held(stage, &locator));
    let infants = &result(&extracted)["content"]["infants"];
    assert_eq!((texts(infants, Some("name")), &infants[0]["pax"]), (vec!["林小禾".to_owned()], &json!(1)));

    let order = json!({"pnr": locator, "officeNo": "SHA999"});
    let authorised = perform(stage, "authorize_pnr", "AUTHORIZE", &order);
    agrees(result(&authorised), &held(stage, &locator));
    assert_eq!(result(&authorised)["content"]["auth"], json!(["SHA999"]));
    ticketed(stage, &locator);

    let locator = booked(stage, "BOOK-2", &family(&journey));
    let order = json!({"pnr": locator, "passengers": ["DEMO/ALPHA"]});
    let reduced = perform(stage, "cancel_passenger", "REDUCE", &order);
    agrees(result(&reduced), &held(stage, &locator));
    assert_eq!(held(stage, &locator)["names"], json!(["林青禾", "何小满CHD"]));

    let cancelled = perform(stage, "cancel_pnr", "CANCEL", &json!({"pnr": locator}));
    assert_eq!(result(&cancelled)["cancelled"], true);
    assert_eq!(held(stage, &locator)["cancelled"], true);
}

fn ticketed(stage: &Stage, locator: &str) {
    let order = json!({"pnr": locator, "maxFareFen": 100_000_000});
    let task = perform(stage, "issue_ticket", "ISSUE", &order);
    let issued = result(&task);
    let held = tickets_held(stage, locator);
    let told = issued["tickets"].as_array().expect("tickets");
    assert_eq!(told.len(), 4, "one for everybody: {told:?}");
    assert_eq!(ticket_numbers(told, "ticketNo"), ticket_numbers(&held, "ticket"));
    let kinds = texts(&issued["tickets"], Some("type"));
    assert_eq!(kinds.iter().filter(|kind| *kind == "INF").count(), 1, "{kinds:?}");
    let paid: i64 = held.iter().filter_map(|ticket| ticket["total"].as_i64()).sum();
    assert_eq!(issued["totalFen"], json!(paid));
    assert_eq!(typed(stage, "ETDZ"), 1);

    let task = perform(stage, "extract_ticket_no", "FACES", &json!({"pnr": locator}));
    let faces = result(&task)["tickets"].as_array().expect("tickets");
    assert_eq!(ticket_numbers(faces, "ticketNo"), ticket_numbers(&held, "ticket"));
    for ticket in faces {
        assert_eq!(ticket["face"]["ticket"], ticket["ticketNo"], "{ticket}");
        assert_eq!(ticket["face"]["coupons"].as_array().map(Vec::len), Some(2), "{ticket}");
    }
}

fn ticket_numbers(list: &[Value], field: &str) -> BTreeSet<String> {
    list.iter().map(|ticket| ticket[field].as_str().expect("a number").replace('-', "")).collect()
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
