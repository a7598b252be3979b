//! Steps that cannot be taken back, in the real window, when something dies or is lost in their middle: afterwards they
//! have happened once, and their task says so.

use std::time::Duration;

use serde_json::json;
use waystation_e2e::orders::{
    ended, held, journey, perform, result, single, stage_with_names, tickets_held, typed,
};
use waystation_e2e::wait_for;

#[test]
fn whatever_is_lost_after_the_step_is_found_by_looking_and_never_done_again() {
    let [trip, _] = journey();
    let (mut stage, [first, second]) =
        stage_with_names(|host| ["林青禾", "何小满"].map(|name| host.clerk().book(&trip, &[name])));
    let issue = |pnr: &str| json!({"pnr": pnr, "maxFareFen": 100_000_000});

    // The agent dies while the ticket server is at work.
    stage.control(&json!({"latency_on": {"ETDZ": 6_000}}));
    let task = stage.order("issue_ticket", "KILLED", &issue(&first));
    wait_for("the ticket was asked for", Duration::from_mins(2), || {
        (typed(&stage, "ETDZ") > 0).then_some(())
    });
    stage.kill_agent();
    stage.start_agent();
    let issued = ended(&stage, task);
    assert_eq!(result(&issued)["tickets"][0]["ticketNo"], tickets_held(&stage, &first)[0]["ticket"]);
    assert_eq!(typed(&stage, "ETDZ"), 1, "{:?}", stage.commands_received());

    // The host speaks of the tickets only in a message that waits to be fetched.
    stage.control(&json!({"latency_on": {"ETDZ": 200}, "fault": "late_message", "on": "ETDZ", "count": 1}));
    let issued = perform(&stage, "issue_ticket", "LATE", &issue(&second));
    assert_eq!(result(&issued)["tickets"][0]["ticketNo"], tickets_held(&stage, &second)[0]["ticket"]);
    assert_eq!(typed(&stage, "ETDZ"), 2);
}

#[test]
fn a_booking_whose_answer_went_down_with_the_link_is_found_when_the_link_is_back() {
    let [trip, _] = journey();
    let (mut stage, ()) = stage_with_names(|_| ());
    stage.control(&json!({"fault": "link_lost", "on": "@", "count": 1, "reconnect_ms": 5_000}));
    let task = stage.order("book_pnr", "LOST", &single("周一帆", &trip));
    wait_for("the end was asked for", Duration::from_mins(2), || (typed(&stage, "@") > 0).then_some(()));
    wait_for("the agent is in doubt", Duration::from_mins(1), || {
        stage.task(task)["step"].as_str().is_some_and(|step| step.contains("核实")).then_some(())
    });
    // The keyboard of a link that broke stays locked.
    stage.reopen_window();
    let booked = ended(&stage, task);
    let locator = result(&booked)["pnr"].as_str().expect("a locator");
    assert_eq!(held(&stage, locator)["names"], json!(["周一帆"]));
    let kept = stage.heard().into_iter().flat_map(|heard| heard.effects);
    assert_eq!(kept.filter(|effect| effect["kind"] == "booked").count(), 1);
}
