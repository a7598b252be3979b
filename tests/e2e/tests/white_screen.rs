//! Query and booking through the white screen of the client: fields and buttons found on the real pixels, clicked and
//! filled in, and compared with what the host holds.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use waystation_e2e::{Agent, Settings, Stage, days_ahead, program, travel_day};

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
fn a_query_is_filled_in_clicked_and_read_to_the_last_page_as_the_host_holds_it() {
    let stage = stage();
    let day = travel_day();
    let parameters = json!({"depCity": "PEK", "arrCity": "SHA", "depDate": day});
    let task = stage.wait_for_end(stage.order("query_av", "REQ-WHITE-1", &parameters));
    assert_eq!(task["status"], "done", "{task}");
    let list = &task["result"]["list"];
    assert_eq!((&list["kind"], &list["date"]), (&json!("white_av"), &json!(day)));
    let held = journeys_of("PEK", "SHA", &day);
    let read = list["flights"].as_array().expect("flights");
    assert!(held.len() > 15, "one page proves no paging: {}", held.len());
    assert_eq!(read.len(), held.len());
    for ((read, held), line) in read.iter().zip(&held).zip(1..) {
        let mut expected = as_listed(held);
        expected["line"] = json!(line);
        assert_eq!(read, &expected);
    }
    assert_eq!(task["result"]["pages"], json!(held.len().div_ceil(15)));
    let sent = stage.commands_received();
    assert_eq!(sent.iter().filter(|command| command.starts_with("AV")).count(), 1, "{sent:?}");
}

#[test]
fn a_booking_is_filled_in_pressed_once_and_held_by_the_host() {
    let stage = stage();
    let day = travel_day();
    let held = journeys_of("PEK", "SHA", &day);
    let direct = held.iter().filter(|journey| journey["legs"].as_array().is_some_and(|legs| legs.len() == 1));
    let leg = direct
        .map(|journey| &journey["legs"][0])
        .find(|leg| leg["classes"].as_array().is_some_and(|classes| classes.contains(&json!("YA"))))
        .expect("a flight with seats");
    let parameters = json!({
        "segments": [{"flightNo": leg["flight"], "cabin": "Y", "depDate": day, "depCity": leg["from"], "arrCity": leg["to"]}],
        "passengers": [{"name": "林青禾", "type": "ADT", "idType": "PP", "idNo": "E00000001"}],
        "contact": {"mobile": "13000000001"},
        "ticketLimit": format!("{} 12:00", days_ahead(8)),
    });
    let task = stage.wait_for_end(stage.order("book_pnr", "REQ-WHITE-2", &parameters));
    assert_eq!(task["status"], "done", "{task}");
    let pnr = task["result"]["pnr"].as_str().expect("a PNR");
    let content = &task["result"]["content"];
    assert_eq!(content["passengers"][0]["name"], "林青禾", "{content}");
    let records = stage.records().to_string();
    assert!(
        records.contains(pnr) && records.contains("林青禾") && records.contains("E00000001"),
        "{records}"
    );
    let sent = stage.commands_received();
    assert_eq!(sent.iter().filter(|command| command.ends_with('@')).count(), 1, "{sent:?}");
    assert!(
        sent.iter().all(|command| !command.starts_with("SS ")),
        "the black screen was not used: {sent:?}"
    );
}

#[test]
fn what_has_no_form_is_done_on_the_black_screen() {
    let stage = stage();
    let parameters = json!({"depCity": "PEK", "arrCity": "SHA", "depDate": travel_day(), "direct": true});
    let task = stage.wait_for_end(stage.order("query_av", "REQ-WHITE-3", &parameters));
    assert_eq!(task["status"], "done", "{task}");
    assert_eq!(task["result"]["av"]["kind"], "av");
}
