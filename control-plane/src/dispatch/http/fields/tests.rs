use proptest::prelude::*;
use serde_json::json;
use waystation_shared::ids::OfficeNo;
use waystation_shared::pnr::{BookPnr, IssueTicket};

use super::*;

fn booking() -> Value {
    json!({
        "segments": [{"flightNo": "CA4193", "cabin": "G", "depDate": "2026-11-25", "depCity": "CTU", "arrCity": "PEK"}],
        "passengers": [
            {"name": "林青禾", "type": "ADT", "idType": "NI", "idNo": "999999199001010011"},
            {"name": "ZHU/QI", "type": "ADT", "idType": "PP", "idNo": "E00000002"}
        ],
        "contact": {"phone": "028-00000000"},
        "ticketLimit": "2026-11-24 12:00"
    })
}

fn fields(value: Value) -> Fields {
    serde_json::from_value(value).unwrap()
}

/// The path and the flaw when `value` stands at `pointer`.
fn fault(pointer: &str, value: Value) -> (String, Flaw) {
    let mut form = booking();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    form.pointer_mut(parent).unwrap()[name] = value;
    let fault = fields(form).read::<BookPnr>().unwrap_err();
    (fault.field, fault.flaw)
}

#[test]
fn lower_case_and_blanks_are_forgiven_at_any_depth() {
    let mut form = booking();
    form["segments"][0]["flightNo"] = json!(" ca4193 ");
    form["segments"][0]["depCity"] = json!("ctu");
    form["passengers"][1] = json!({"name": "zhu/qi", "type": "adt", "idType": "pp", "idNo": "e00000002", "birth": "", "mobile": null});
    assert_eq!(fields(form).read::<BookPnr>(), fields(booking()).read());
}

#[test]
fn a_form_says_structures_and_numbers_as_text() {
    let form = booking();
    let text: serde_json::Map<_, _> = form
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (name.clone(), json!(text))
        })
        .collect();
    assert_eq!(Fields(text).read::<BookPnr>(), fields(form).read());
    let issue = fields(json!({"pnr": "kabc12", "maxFareFen": "80000", "device": "2"})).read::<IssueTicket>();
    assert_eq!(issue.map(|issue| (issue.max_fare_fen, issue.device)), Ok((80_000, 2)));
}

#[test]
fn every_fault_names_its_path() {
    let at = |path: &str, flaw| (path.to_owned(), flaw);
    assert_eq!(fault("/passengers/1/idNo", json!("E-1")), at("passengers[1].idNo", Flaw::Malformed));
    assert_eq!(fault("/passengers/1/type", json!("DOG")), at("passengers[1].type", Flaw::Malformed));
    assert_eq!(fault("/passengers/0/name", json!(7)), at("passengers[0].name", Flaw::Malformed));
    assert_eq!(fault("/passengers/0/seat", json!("12A")), at("passengers[0].seat", Flaw::Unknown));
    assert_eq!(fault("/passengers/0/name", json!(" ")), at("passengers[0].name", Flaw::Missing));
    assert_eq!(fault("/segments/0/flightNo", json!("CA")), at("segments[0].flightNo", Flaw::Malformed));
    assert_eq!(fault("/segments", json!("CA1831")), at("segments", Flaw::Breaks("is a list")));
    assert_eq!(fault("/segments", json!([[]])).0, "segments[0]");
    assert_eq!(
        fault("/contact", json!([])),
        at("contact", Flaw::Breaks("is an object with fields of its own"))
    );
    assert_eq!(fault("/contact/mobile", json!("2")), at("contact.mobile", Flaw::Malformed));
    assert_eq!(fault("/group", json!({"name": "DEMO", "size": 70_000})), at("group.size", Flaw::Malformed));
    assert_eq!(fault("/ticketLimit", json!("2026-11-24")), at("ticketLimit", Flaw::Malformed));
}

#[test]
fn a_day_is_written_in_one_way_only() {
    for wrong in ["20261125", "2026-11-25T10:00", "2026-02-30", "2026-W48-3", "25NOV", "2026-1-25"] {
        assert_eq!(fault("/segments/0/depDate", json!(wrong)).0, "segments[0].depDate", "{wrong}");
    }
}

#[test]
fn text_that_looks_like_a_structure_cannot_bring_a_second_member() {
    for text in ["[],\"x\":1", "[]}", "{\"a\":1,\"a\":2}", "[", ""] {
        assert!(fields(json!({"segments": text})).read::<BookPnr>().is_err(), "{text}");
    }
}

#[test]
fn a_member_that_was_taken_out_is_no_longer_there() {
    let mut members = fields(json!({"officeNo": "pek099", "terminalId": "", "pnr": "KABC12"}));
    assert_eq!(members.take("officeNo"), Ok(Some("PEK099".parse::<OfficeNo>().unwrap())));
    assert_eq!(members.take::<i64>("terminalId"), Ok(None));
    assert_eq!(members.0.len(), 1);
    let wrong = fields(json!({"terminalId": 1.5})).take::<i64>("terminalId").unwrap_err();
    assert_eq!(wrong, Fault::new("terminalId", Flaw::Malformed));
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[ A-Za-z0-9/林►\\r@-]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-zA-Z]{1,9}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_that_is_sent_makes_the_reader_panic_or_lose_the_path(
        name in prop_oneof![Just("segments"), Just("passengers"), Just("contact"), Just("group"), Just("odd")],
        value in any_value(),
    ) {
        let mut form = booking();
        form[name] = value;
        if let Err(fault) = fields(form).read::<BookPnr>() {
            prop_assert!(fault.field.starts_with(name), "{fault}");
        }
    }
}
