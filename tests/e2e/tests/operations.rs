//! All operations on PNRs through the real programs: signed calls, real key strokes, real pixels, proven callbacks. What
//! the host then holds is asked of the host itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use waystation_e2e::host::{Trip, host_day};
use waystation_e2e::orders::{
    failure, held, journey, perform, result, segment, single, stage_with_names, tickets_held, typed,
};
use waystation_e2e::{Stage, days_ahead, flights_of};

/// Two adults, a child and an infant, with Chinese and Latin names.
fn family(segments: &[Trip]) -> Value {
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

fn texts(list: &Value, field: Option<&str>) -> Vec<String> {
    let items = list.as_array().unwrap_or_else(|| panic!("{list} is no list")).iter();
    let text = |item: &Value| field.map_or(item, |field| &item[field]).as_str().expect("a text").to_owned();
    items.map(text).collect()
}

/// What was read of a PNR must be what the host holds of it.
fn agrees(result: &Value, held: &Value) {
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

fn ticket_numbers(list: &[Value], field: &str) -> BTreeSet<String> {
    list.iter().map(|ticket| ticket[field].as_str().expect("a number").replace('-', "")).collect()
}

/// The PNR of a booking that is right at the host.
fn booked(stage: &Stage, request: &str, booking: &Value) -> String {
    let task = perform(stage, "book_pnr", request, booking);
    let locator = result(&task)["pnr"].as_str().expect("a locator").to_owned();
    agrees(result(&task), &held(stage, &locator));
    locator
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

#[test]
fn every_operation_leaves_at_the_host_what_its_result_says() {
    let (stage, ()) = stage_with_names(|_| ());
    let journey = journey();
    let locator = booked(&stage, "BOOK", &family(&journey));
    let pnr = json!({"pnr": locator});

    let extracted = perform(&stage, "extract_pnr", "EXTRACT", &pnr);
    agrees(result(&extracted), &held(&stage, &locator));
    let infants = &result(&extracted)["content"]["infants"];
    assert_eq!((texts(infants, Some("name")), &infants[0]["pax"]), (vec!["林小禾".to_owned()], &json!(1)));

    let order = json!({"pnr": locator, "officeNo": "SHA999"});
    let authorised = perform(&stage, "authorize_pnr", "AUTHORIZE", &order);
    agrees(result(&authorised), &held(&stage, &locator));
    assert_eq!(result(&authorised)["content"]["auth"], json!(["SHA999"]));
    ticketed(&stage, &locator);

    let locator = booked(&stage, "BOOK-2", &family(&journey));
    let order = json!({"pnr": locator, "passengers": ["DEMO/ALPHA"]});
    let reduced = perform(&stage, "cancel_passenger", "REDUCE", &order);
    agrees(result(&reduced), &held(&stage, &locator));
    assert_eq!(held(&stage, &locator)["names"], json!(["林青禾", "何小满CHD"]));

    let cancelled = perform(&stage, "cancel_pnr", "CANCEL", &json!({"pnr": locator}));
    assert_eq!(result(&cancelled)["cancelled"], true);
    assert_eq!(held(&stage, &locator)["cancelled"], true);
}

/// A class that is on sale on a flight and has no seat left.
fn sold_out() -> Trip {
    let date = days_ahead(5);
    let legs = flights_of("PEK", "SHA", &date);
    let text = |leg: &Value, field: &str| leg[field].as_str().expect("a text").to_owned();
    let full = legs.iter().filter(|leg| leg["codeshare"] == false).find_map(|leg| {
        let classes = texts(&leg["classes"], None);
        let class = classes.iter().find_map(|class| class.strip_suffix('S').or(class.strip_suffix('C')))?;
        let pair = text(leg, "from") + &text(leg, "to");
        Some(Trip {
            flight: text(leg, "flight"),
            class: class.to_owned(),
            day: host_day(&date),
            date: date.clone(),
            pair,
        })
    });
    full.expect("a class without seats")
}

#[test]
fn whatever_the_host_refuses_has_a_stable_code_and_says_whether_repeating_is_safe() {
    let [trip, _] = journey();
    let (stage, (own, foreign)) = stage_with_names(|host| {
        let foreign = host.clerk_of("SHA999").book(&trip, &["何小满"]);
        (host.clerk().book(&trip, &["林青禾"]), foreign)
    });
    let fails = |kind: &str, request: &str, order: &Value, expected: (&str, bool)| {
        let task = perform(&stage, kind, request, order);
        assert_eq!(failure(&task), expected, "{kind} {request}: {task}");
    };
    let issue = |limit: i64| json!({"pnr": own, "maxFareFen": limit});
    fails("extract_pnr", "MISSING", &json!({"pnr": "KZZZZ9"}), ("pnr_not_found", true));
    fails("extract_pnr", "FOREIGN", &json!({"pnr": foreign}), ("office_not_authorised", true));
    fails("cancel_pnr", "FOREIGN-2", &json!({"pnr": foreign}), ("office_not_authorised", true));
    fails("book_pnr", "FULL", &single("周一帆", &sold_out()), ("class_not_sold", true));
    fails("issue_ticket", "DEAR", &issue(100), ("fare_above_limit", true));
    stage.control(&json!({"fault": "stock_out", "count": 1}));
    fails("issue_ticket", "NO-STOCK", &issue(100_000_000), ("ticket_stock_empty", true));
    assert!(tickets_held(&stage, &own).is_empty());

    let issued = perform(&stage, "issue_ticket", "ISSUE", &issue(100_000_000));
    assert_eq!(result(&issued)["tickets"].as_array().map(Vec::len), Some(1), "{issued}");
    fails("issue_ticket", "AGAIN", &issue(100_000_000), ("already_ticketed", false));
    fails("cancel_pnr", "TICKETED", &json!({"pnr": own}), ("ticketed_pnr", false));
    assert_eq!(tickets_held(&stage, &own).len(), 1);

    let locator = booked(&stage, "BOOK", &single("周一帆", &trip));
    perform(&stage, "cancel_pnr", "CANCEL", &json!({"pnr": locator}));
    fails("cancel_pnr", "CANCEL-2", &json!({"pnr": locator}), ("pnr_cancelled", true));
    fails("authorize_pnr", "GONE", &json!({"pnr": locator, "officeNo": "SHA999"}), ("pnr_cancelled", true));
}
