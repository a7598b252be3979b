//! Query and booking through the white screen of the client: fields and buttons found on the real pixels, clicked and
//! filled in, and compared with what the host holds.

use std::fs;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use waystation_e2e::host::Trip;
use waystation_e2e::orders::{ended, held, journey, perform, result, single, typed};
use waystation_e2e::{Agent, Settings, Stage, program, travel_day, wait_for};

/// As the form lists them.
const FLIGHTS_ON_A_PAGE: usize = 15;

/// A stage whose agent reads Chinese and works on the white screen.
fn stage() -> Stage {
    let mut stage = Stage::start(Settings::default(), Agent::Stopped);
    stage.agent_command(&["calibrate"]);
    fs::write(stage.agent_folder().join("agent.toml"), "[window]\nscreen = \"white\"\n").expect("settings");
    stage.start_agent();
    stage
}

/// The journeys as the host would list them.
fn journeys_of(from: &str, to: &str, date: &str) -> Vec<Value> {
    let output = Command::new(program("eterm-sim"))
        .args(["flights", "--from", from, "--to", to, "--date", date, "--json"])
        .output()
        .expect("ask the simulator");
    let truth: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    truth["journeys"].as_array().expect("journeys").clone()
}

/// What a row of the white screen can tell of a journey.
fn as_listed(journey: &Value) -> Value {
    let legs = journey["legs"].as_array().expect("legs");
    let (first, last) = (legs.first().expect("a leg"), legs.last().expect("a leg"));
    let open = |class: &&Value| {
        class.as_str().is_some_and(|class| matches!(class.as_bytes(), [_, b'A' | b'1'..=b'9']))
    };
    let classes: Vec<&Value> =
        first["classes"].as_array().expect("classes").iter().filter(open).take(9).collect();
    json!({
        "flight": first["flight"], "from": first["from"], "dep": first["dep"], "equip": first["equip"],
        "to": last["to"], "arr": last["arr"], "arr_offset": last["arr_offset"], "classes": classes,
    })
}

#[test]
fn a_query_is_filled_in_and_read_to_the_last_page_as_the_host_holds_it() {
    let stage = stage();
    let day = travel_day();
    let mut question = json!({"depCity": "PEK", "arrCity": "SHA", "depDate": day});
    let task = perform(&stage, "query_av", "REQ-WHITE", &question);
    let list = &result(&task)["list"];
    assert_eq!((&list["kind"], &list["date"]), (&json!("white_av"), &json!(day)));
    let held = journeys_of("PEK", "SHA", &day);
    let read = list["flights"].as_array().expect("flights");
    assert!(held.len() > FLIGHTS_ON_A_PAGE, "one page proves no paging: {}", held.len());
    assert_eq!(read.len(), held.len());
    for ((read, held), line) in read.iter().zip(&held).zip(1..) {
        let mut expected = as_listed(held);
        expected["line"] = json!(line);
        assert_eq!(read, &expected);
    }
    assert_eq!(result(&task)["pages"], json!(held.len().div_ceil(FLIGHTS_ON_A_PAGE)));
    assert_eq!(typed(&stage, "AV"), 1, "{:?}", stage.commands_received());

    // The form has no field for direct flights.
    question["direct"] = json!(true);
    let task = perform(&stage, "query_av", "REQ-BLACK", &question);
    assert_eq!(result(&task)["av"]["kind"], "av");
}

#[test]
fn a_booking_is_pressed_once_even_if_the_agent_dies_before_its_answer() {
    let [trip, _] = journey();
    let mut stage = stage();

    let task = perform(&stage, "book_pnr", "PLAIN", &booking("林青禾", &trip));
    assert_eq!(result(&task)["content"]["passengers"][0]["name"], "林青禾");
    assert_is_held(&stage, &task, "林青禾");

    // The agent dies while the form waits; the next one finds it open.
    stage.control(&json!({"latency_on": {"@": 6_000}}));
    let id = stage.order("book_pnr", "KILLED", &booking("何小满", &trip));
    wait_for("the button was pressed", Duration::from_mins(2), || (pressed(&stage) > 1).then_some(()));
    stage.kill_agent();
    stage.start_agent();
    assert_is_held(&stage, &ended(&stage, id), "何小满");

    assert_eq!(pressed(&stage), 2, "{:?}", stage.commands_received());
    assert_eq!(typed(&stage, "SS "), 0, "nothing was booked on the black screen");
}

/// A booking that the form has fields for.
fn booking(name: &str, trip: &Trip) -> Value {
    let mut booking = single(name, trip);
    booking["contact"] = json!({"mobile": "13000000001"});
    booking
}

fn assert_is_held(stage: &Stage, task: &Value, name: &str) {
    let locator = result(task)["pnr"].as_str().expect("a locator");
    assert_eq!(held(stage, locator)["names"], json!([name]));
    let booked = stage.heard().into_iter().flat_map(|heard| heard.effects);
    let theirs = booked.filter(|effect| effect["kind"] == "booked" && effect["locator"] == locator);
    assert_eq!(theirs.count(), 1);
}

/// How often the form has sent a booking.
fn pressed(stage: &Stage) -> usize {
    stage.commands_received().iter().filter(|command| command.ends_with('@')).count()
}
