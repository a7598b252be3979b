//! What partners order on a [`Stage`], and what the host then holds.

use std::time::Duration;

use serde_json::{Value, json};

use crate::host::{Host, Trip, host_day, trips};
use crate::{Agent, Settings, Stage, days_ahead, wait_for};

/// A stage whose agent knows every character that a name may have, and what was done at the host before.
///
/// # Panics
/// When it cannot be set up.
pub fn stage_with_names<R>(before: impl FnOnce(&Host) -> R) -> (Stage, R) {
    let (stage, done) = Stage::start_after(before, Settings::default(), Agent::Stopped);
    (knowing_names(stage), done)
}

/// The same with a stage whose agent stands still.
///
/// # Panics
/// When the characters cannot be learned or the agent cannot be started.
pub fn knowing_names(mut stage: Stage) -> Stage {
    stage.agent_command(&["calibrate"]);
    stage.start_agent();
    stage
}

/// Does a task to its end, and sees that the partner is told of it with proof.
///
/// # Panics
/// When it has no end, or the partner is told otherwise.
pub fn perform(stage: &Stage, kind: &str, request: &str, parameters: &Value) -> Value {
    let id = stage.order(kind, request, parameters);
    ended(stage, id)
}

/// Waits for the end of a task and for its callback.
///
/// # Panics
/// When it has no end, or the partner is told otherwise.
pub fn ended(stage: &Stage, id: i64) -> Value {
    let task = stage.wait_for_end(id);
    wait_for("the callback", Duration::from_secs(30), || {
        let attempts = stage.callbacks.attempts(id);
        let last = attempts.last().filter(|attempt| attempt.is_proven())?;
        (last.status.as_deref() == task["status"].as_str()).then_some(())
    });
    task
}

/// The result of a task that is done.
///
/// # Panics
/// When it is not.
pub fn result(task: &Value) -> &Value {
    assert_eq!(task["status"], "done", "{task}");
    &task["result"]
}

/// Code and `retrySafe` of a task that has failed.
///
/// # Panics
/// When it has not.
pub fn failure(task: &Value) -> (&str, bool) {
    assert_eq!(task["status"], "failed", "{task}");
    let error = &task["error"];
    (error["code"].as_str().expect("a code"), error["retrySafe"].as_bool().expect("a promise"))
}

/// The host's own word on a PNR.
///
/// # Panics
/// When there is none.
pub fn held(stage: &Stage, locator: &str) -> Value {
    let records = stage.records();
    let mut pnrs = records["pnrs"].as_array().expect("PNRs").iter();
    pnrs.find(|pnr| pnr["locator"] == locator).unwrap_or_else(|| panic!("no {locator}")).clone()
}

/// The host's own word on the tickets of a PNR.
///
/// # Panics
/// When the host keeps none at all.
pub fn tickets_held(stage: &Stage, locator: &str) -> Vec<Value> {
    let records = stage.records();
    let tickets = records["tickets"].as_array().expect("tickets").iter();
    tickets.filter(|ticket| ticket["locator"] == locator).cloned().collect()
}

/// How often a command that begins so has reached the host.
pub fn typed(stage: &Stage, command: &str) -> usize {
    stage.commands_received().iter().filter(|text| text.starts_with(command)).count()
}

/// A way out and one onwards, on different days, in a class that every airline sells.
///
/// # Panics
/// When nothing of the kind is flown.
pub fn journey() -> [Trip; 2] {
    let mut trips = trips();
    trips.retain(|trip| trip.class == "Y");
    let fits = |out: &Trip| {
        let on = trips.iter().find(|on| {
            on.pair[..3] == out.pair[3..] && on.date > out.date && on.flight[..2] == out.flight[..2]
        });
        on.map(|on| [out.clone(), on.clone()])
    };
    trips.iter().find_map(fits).expect("a journey of two flights")
}

/// A segment of a booking.
pub fn segment(trip: &Trip) -> Value {
    json!({"flightNo": trip.flight, "cabin": trip.class, "depDate": trip.date,
        "depCity": trip.pair[..3], "arrCity": trip.pair[3..]})
}

/// A booking for one adult.
pub fn single(name: &str, trip: &Trip) -> Value {
    json!({
        "segments": [segment(trip)],
        "passengers": [{"name": name, "type": "ADT", "idType": "NI", "idNo": "110000199001010011"}],
        "contact": {"phone": "010-00000000"},
        "ticketLimit": format!("{} 12:00", days_ahead(1)),
    })
}

/// Two adults, a child and an infant, with Chinese and Latin names.
pub fn family(segments: &[Trip]) -> Value {
    json!({
        "ticketLimit": format!("{} 12:00", days_ahead(1)),
        "segments": segments.iter().map(segment).collect::<Vec<_>>(),
        "passengers": [
            {"name": "林青禾", "type": "ADT", "idType": "NI", "idNo": "110000199001010011", "mobile": "13000000002"},
            {"name": "DEMO/ALPHA", "type": "ADT", "idType": "PP", "idNo": "E00000002"},
            {"name": "何小满", "type": "CHD", "idType": "NI", "idNo": "110000201903030012", "birth": "2019-03-03"},
            {"name": "林小禾", "type": "INF", "birth": "2026-03-05", "latinName": "LIN/XIAOHE"},
        ],
        "contact": {"phone": "010-00000000", "mobile": "13000000001"},
    })
}

/// The texts of a list, or that field of each of its items.
///
/// # Panics
/// When it is no list of such texts.
pub fn texts(list: &Value, field: Option<&str>) -> Vec<String> {
    let items = list.as_array().unwrap_or_else(|| panic!("{list} is no list")).iter();
    let text = |item: &Value| field.map_or(item, |field| &item[field]).as_str().expect("a text").to_owned();
    items.map(text).collect()
}

/// The PNR of a booking that is right at the host.
///
/// # Panics
/// When it is not.
pub fn booked(stage: &Stage, request: &str, booking: &Value) -> String {
    let task = perform(stage, "book_pnr", request, booking);
    let locator = result(&task)["pnr"].as_str().expect("a locator").to_owned();
    agrees(result(&task), &held(stage, &locator));
    locator
}

/// What was read of a PNR must be what the host holds of it.
///
/// # Panics
/// When it is not.
pub fn agrees(result: &Value, held: &Value) {
    let content = &result["content"];
    let names: Vec<String> = texts(&held["names"], None)
        .iter()
        .map(|name| name.trim_end_matches("CHD").trim().to_owned())
        .collect();
    assert_eq!(texts(&content["passengers"], Some("name")), names);
    let read = content["segments"].as_array().expect("segments").iter().map(|segment| {
        let text = |field: &str| segment[field].as_str().expect("a text").to_owned();
        let status = format!("{}{}", text("status"), segment["count"]);
        [text("flight"), text("class"), text("date"), text("from") + &text("to"), status].join("/")
    });
    let day = |segment: &String| {
        let parts: Vec<&str> = segment.split('/').collect();
        [parts[0], parts[1], &host_day(parts[2]), parts[3], parts[4]].join("/")
    };
    let known: Vec<String> = texts(&held["segments"], None).iter().map(day).collect();
    assert_eq!(read.collect::<Vec<_>>(), known);
    assert_eq!(content["cancelled"], held["cancelled"]);
    let seen = texts(&result["screens"], None).join("\n");
    // Longer ones are wrapped on the screen.
    for item in texts(&held["items"], None).iter().filter(|item| item.len() < 70) {
        assert!(seen.contains(item), "{item} was not seen");
    }
}
