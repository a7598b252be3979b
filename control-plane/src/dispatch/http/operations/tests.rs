use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::dispatch::http::fault::{Flaw, Spelling};
use crate::dispatch::http::rules::rule_of;
use crate::platform::catalogue::{Code, in_chinese};

const TODAY: Date = date(2026, 11, 21);

/// Right parameters of every kind.
fn right(kind: TaskKind) -> Value {
    match kind {
        TaskKind::QueryAv => json!({"depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25"}),
        TaskKind::BookPnr => json!({
            "segments": [
                {"flightNo": "CA4193", "cabin": "G", "depDate": "2026-11-25", "depCity": "CTU", "arrCity": "PEK"}
            ],
            "passengers": [
                {"name": "林青禾", "type": "ADT", "idType": "NI", "idNo": "999999199001010011"},
                {"name": "林小禾", "type": "INF", "birth": "2026-03-05", "latinName": "LIN/XIAOHE"}
            ],
            "contact": {"phone": "028-00000000"},
            "ticketLimit": "2026-11-24 12:00"
        }),
        TaskKind::ExtractPnr | TaskKind::CancelPnr | TaskKind::ExtractTicketNo => json!({"pnr": "KABC12"}),
        TaskKind::CancelPassenger => json!({"pnr": "KABC12", "passengers": ["林青禾"]}),
        TaskKind::IssueTicket => json!({"pnr": "KABC12", "maxFareFen": 80_000}),
        TaskKind::AuthorizePnr => json!({"pnr": "KABC12", "officeNo": "SHA999"}),
    }
}

fn read(kind: TaskKind, value: Value) -> Result<TaskParams, Fault> {
    read_params(kind, serde_json::from_value(value).unwrap(), TODAY)
}

fn refused(kind: TaskKind, pointer: &str, value: Value) -> (String, Code) {
    let mut form = right(kind);
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    form.pointer_mut(parent).unwrap()[name] = value;
    let fault = read(kind, form).unwrap_err();
    (fault.field.clone(), fault.problem(Spelling::Camel).code())
}

#[test]
fn every_kind_reads_its_parameters_and_no_others() {
    for &kind in TaskKind::ALL {
        let params = read(kind, right(kind)).unwrap_or_else(|fault| panic!("{kind}: {fault}"));
        assert_eq!(params.kind(), kind);
        let mut extra = right(kind);
        extra["surprise"] = json!(1);
        assert_eq!(read(kind, extra), Err(Fault::new("surprise", Flaw::Unknown)), "{kind}");
        assert!(read(kind, json!({})).is_err(), "{kind} needs something");
    }
}

#[test]
fn each_wrong_field_is_named_with_its_own_code() {
    let at = |path: &str, code| (path.to_owned(), code);
    let query = |pointer, value| refused(TaskKind::QueryAv, pointer, value);
    assert_eq!(query("/depCity", json!("QQQ")), at("depCity", Code::UnknownCity));
    assert_eq!(query("/depCity", json!("Beijing")), at("depCity", Code::InvalidField));
    assert_eq!(query("/depCity", json!("")), at("depCity", Code::MissingField));
    assert_eq!(query("/depCity", json!("SHA")), at("arrCity", Code::SameCity));
    assert_eq!(query("/depDate", json!("2026-11-20")), at("depDate", Code::DateInPast));
    assert_eq!(query("/depDate", json!("2028-01-01")), at("depDate", Code::DateTooFar));
    assert_eq!(query("/depTime", json!("2500")), at("depTime", Code::InvalidField));
    let book = |pointer, value| refused(TaskKind::BookPnr, pointer, value);
    assert_eq!(book("/segments/0/depCity", json!("QQQ")), at("segments[0].depCity", Code::UnknownCity));
    assert_eq!(book("/segments/0/depDate", json!("2026-11-20")), at("segments[0].depDate", Code::DateInPast));
    assert_eq!(book("/segments/0/arrCity", json!("CTU")), at("segments[0].arrCity", Code::SameCity));
    assert_eq!(book("/passengers/0/type", json!("UM")).0, "passengers");
    assert_eq!(book("/passengers/0/idNo", json!("1")), at("passengers[0].idNo", Code::InvalidField));
    assert_eq!(book("/passengers/1/birth", json!(null)), at("passengers[1].birth", Code::InvalidField));
    assert_eq!(book("/contact", json!({})), at("contact", Code::InvalidField));
    let issue = |pointer, value| refused(TaskKind::IssueTicket, pointer, value);
    assert_eq!(issue("/maxFareFen", json!(0)), at("maxFareFen", Code::InvalidField));
    assert_eq!(issue("/device", json!(0)), at("device", Code::InvalidField));
    assert_eq!(issue("/pnr", json!("KAB-12")), at("pnr", Code::InvalidField));
    let cancel = |value| refused(TaskKind::CancelPassenger, "/passengers", value);
    assert_eq!(cancel(json!([])), at("passengers", Code::InvalidField));
    assert_eq!(cancel(json!(["林青禾", "ZHU/QI", "林青禾"])), at("passengers[2]", Code::InvalidField));
    assert_eq!(cancel(json!(["林►"])), at("passengers[0]", Code::InvalidField));
}

#[test]
fn a_party_that_no_pnr_can_hold_has_a_code_of_its_own() {
    let adult = |number: usize| json!({"name": "ZHU/QI", "type": "ADT", "idType": "PP", "idNo": format!("E{number:08}")});
    let ten: Value = (0..10).map(adult).collect();
    assert_eq!(
        refused(TaskKind::BookPnr, "/passengers", ten),
        ("passengers".to_owned(), Code::TooManyPassengers)
    );
    let mut infants = right(TaskKind::BookPnr)["passengers"].clone();
    let second = infants[1].clone();
    infants.as_array_mut().unwrap().push(second);
    assert_eq!(
        refused(TaskKind::BookPnr, "/passengers", infants),
        ("passengers".to_owned(), Code::InfantWithoutAdult)
    );
}

#[test]
fn the_last_day_that_hosts_hold_is_accepted() {
    for (day, accepted) in [("2026-11-21", true), ("2027-11-17", true), ("2027-11-18", false)] {
        let mut form = right(TaskKind::QueryAv);
        form["depDate"] = json!(day);
        assert_eq!(read(TaskKind::QueryAv, form).is_ok(), accepted, "{day}");
    }
}

/// What people read of a fault, in English.
fn reason(fault: &Fault) -> &'static str {
    match fault.flaw {
        Flaw::Malformed => rule_of(&fault.field),
        Flaw::Breaks(rule) => rule,
        Flaw::Missing | Flaw::Unknown | Flaw::Coded(..) => "is missing",
    }
}

#[test]
fn every_reason_is_told_in_chinese_too() {
    let booking = right(TaskKind::BookPnr);
    let (adult, infant) = (&booking["passengers"][0], &booking["passengers"][1]);
    let with = |name: &str, value: Value| {
        let mut passenger = adult.clone();
        passenger[name] = value;
        json!([passenger])
    };
    let child = json!({"name": "何小满", "type": "UM", "idType": "PP", "idNo": "E1", "birth": "2020-01-01"});
    let document =
        |expiry: &str| json!({"issuingCountry": "CN", "nationality": "CN", "gender": "M", "expiry": expiry});
    let abroad = |birth: Value, latin: Value, expiry| {
        json!([
            {"name": "林青禾", "type": "ADT", "idType": "PP", "idNo": "E1", "birth": birth, "latinName": latin, "document": document(expiry)}
        ])
    };
    let segment = &booking["segments"][0];
    let mut kind_of_child = child.clone();
    kind_of_child["type"] = json!("CHD");
    for (pointer, value) in [
        ("/segments", json!([])),
        ("/segments", json!([segment, segment])),
        ("/segments", json!("x")),
        ("/passengers", json!([infant])),
        ("/passengers", json!([kind_of_child])),
        ("/passengers", json!([adult, adult])),
        ("/passengers", with("idNo", json!("99999919900101001"))),
        ("/passengers", with("idNo", json!("-"))),
        ("/passengers", with("idNo", json!(null))),
        ("/passengers", with("idType", json!(null))),
        ("/passengers", with("idType", json!("XX"))),
        ("/passengers", with("type", json!("XX"))),
        ("/passengers", with("latinName", json!("林"))),
        ("/passengers", with("latinName", json!("林青禾"))),
        ("/passengers", with("document", document("2030-01-01"))),
        ("/passengers", with("document", json!(1))),
        ("/passengers", abroad(json!(null), json!(null), "2030-01-01")),
        ("/passengers", abroad(json!("1990-01-01"), json!(null), "2030-01-01")),
        ("/passengers", abroad(json!("1990-01-01"), json!("LIN/QINGHE"), "2026-11-22")),
        ("/passengers/1/latinName", json!(null)),
        ("/passengers/1/birth", json!(null)),
        ("/passengers/1/birth", json!("1990-01-01")),
        ("/contact", json!({})),
        ("/ticketLimit", json!("2026-11-26 12:00")),
        ("/group", json!({"name": "DEMO", "size": 9})),
        ("/group", json!({"name": "demo 1", "size": 12})),
    ] {
        let mut form = booking.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        form.pointer_mut(parent).unwrap()[name] = value.clone();
        let fault = read(TaskKind::BookPnr, form).expect_err(&format!("{pointer} {value}"));
        assert!(in_chinese(reason(&fault)).is_some(), "{pointer} {value}: {fault}");
    }
}

#[test]
fn a_terminal_or_an_office_is_chosen_except_where_the_office_is_what_it_is_about() {
    let choice = |kind, value| take_choice(kind, &mut serde_json::from_value(value).unwrap());
    let pnr = TaskKind::ExtractPnr;
    assert_eq!(choice(pnr, json!({})), Ok(TerminalChoice::Any));
    assert_eq!(
        choice(pnr, json!({"officeNo": " pek099"})),
        Ok(TerminalChoice::Office("PEK099".parse().unwrap()))
    );
    assert_eq!(
        choice(pnr, json!({"terminalId": "7", "officeNo": "PEK099"})),
        Ok(TerminalChoice::Only(TerminalId(7)))
    );
    assert_eq!(choice(TaskKind::AuthorizePnr, json!({"officeNo": "SHA999"})), Ok(TerminalChoice::Any));
    assert_eq!(choice(pnr, json!({"officeNo": "PEK"})).unwrap_err().field, "officeNo");
    assert_eq!(choice(pnr, json!({"terminalId": "x"})).unwrap_err().field, "terminalId");
}

#[test]
fn the_description_of_a_signed_call_is_whole() {
    let schema = serde_json::to_value(SignedCall::<BookPnr>::schema()).unwrap();
    for name in
        ["segments", "passengers", "contact", "ticketLimit", "group", "terminalId", "officeNo", "callbackUrl"]
    {
        assert!(schema["properties"][name].is_object(), "{name}: {schema}");
    }
    let schema = serde_json::to_value(SignedCall::<AuthorizePnr>::schema()).unwrap();
    assert_eq!(schema["properties"]["officeNo"]["example"], "SHA999");
}

/// Every text of stored parameters.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// Puts `text` into the leaf of that number; answers how many leaves there are.
fn put(value: &mut Value, leaf: &mut usize, text: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| put(item, leaf, text)),
        Value::Object(members) => members.values_mut().for_each(|member| put(member, leaf, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            if *leaf == 0 {
                *value = Value::from(text);
            }
            *leaf = leaf.wrapping_sub(1);
        }
    }
}

proptest! {
    #[test]
    fn no_text_from_outside_is_stored_outside_the_alphabet_of_its_field(
        kind in proptest::sample::select(TaskKind::ALL),
        leaf in 0_usize..20,
        text in prop_oneof![any::<String>(), "[ A-Za-z0-9/林►▶>\\r\\n\\x1e@\\\\?(:-]{1,12}"],
    ) {
        let mut form = right(kind);
        put(&mut form, &mut leaf.clone(), &text);
        if let Ok(params) = read(kind, form) {
            let stored = serde_json::to_value(&params).unwrap();
            for text in texts(&stored["params"]) {
                prop_assert!(text.chars().all(|mark| {
                    mark.is_ascii_uppercase() || mark.is_ascii_digit() || "-+/: ".contains(mark)
                        || ('\u{4e00}'..='\u{9fff}').contains(&mark)
                }), "{text:?}");
            }
        }
    }
}
