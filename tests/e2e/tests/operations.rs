//! All operations on PNRs through the real programs: signed calls, real key strokes, real pixels, proven callbacks. What
//! the host then holds is asked of the host itself.

use serde_json::{Value, json};
use waystation_e2e::host::{Trip, host_day};
use waystation_e2e::orders::{
    booked, failure, journey, perform, result, single, stage_with_names, texts, tickets_held,
};
use waystation_e2e::{days_ahead, flights_of, scenarios};

#[test]
fn every_operation_leaves_at_the_host_what_its_result_says() {
    let (stage, ()) = stage_with_names(|_| ());
    scenarios::every_operation_leaves_at_the_host_what_its_result_says(&stage);
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
