use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::field::InvalidField;

const TODAY: jiff::civil::Date = date(2026, 11, 21);

fn booking() -> Value {
    json!({
        "segments": [
            {"flightNo": "CA4193", "cabin": "G", "depDate": "2026-11-25", "depCity": "CTU", "arrCity": "PEK"},
            {"flightNo": "CA4194", "cabin": "G", "depDate": "2026-11-28", "depCity": "PEK", "arrCity": "CTU"}
        ],
        "passengers": [
            {"name": "林青禾", "type": "ADT", "idType": "NI", "idNo": "999999199001010011", "mobile": "13000000002"},
            {"name": "何小满", "type": "CHD", "idType": "NI", "idNo": "99999920180303001X", "birth": "2018-03-03"},
            {"name": "林小禾", "type": "INF", "birth": "2026-03-05", "latinName": "LIN/XIAOHE"}
        ],
        "contact": {"phone": "028-00000000", "mobile": "13000000001"},
        "ticketLimit": "2026-11-24 12:00"
    })
}

fn read(value: Value) -> BookPnr {
    serde_json::from_value(value).unwrap()
}

/// The field that is named when `value` stands at `pointer`.
fn fault_with(pointer: &str, value: Value) -> String {
    let mut form = booking();
    *form.pointer_mut(pointer).unwrap() = value;
    read(form).check(TODAY).unwrap_err().field
}

#[test]
fn a_family_with_an_infant_can_be_booked() {
    let family = read(booking());
    assert_eq!(family.check(TODAY), Ok(()));
    assert_eq!(family.seats(), 2);
    assert_eq!(family.passengers[1].age_on(date(2026, 3, 2)), Some(7));
    assert_eq!(family.passengers[1].age_on(date(2026, 3, 3)), Some(8));
    assert_eq!(serde_json::to_value(&family).unwrap(), booking());
}

#[test]
fn each_fault_names_its_field() {
    assert_eq!(fault_with("/segments", json!([])), "segments");
    assert_eq!(fault_with("/segments/0/depDate", json!("2026-11-20")), "segments[0].depDate");
    assert_eq!(fault_with("/segments/1/depDate", json!("2026-11-24")), "segments[1].depDate");
    assert_eq!(fault_with("/segments/1/arrCity", json!("PEK")), "segments[1].arrCity");
    assert_eq!(fault_with("/passengers/0/idNo", json!("99999919900101001")), "passengers[0].idNo");
    assert_eq!(fault_with("/passengers/1/idNo", json!("999999199001010011")), "passengers[1].idNo");
    assert_eq!(fault_with("/passengers/1/birth", json!("2012-03-03")), "passengers[1].birth");
    assert_eq!(fault_with("/passengers/2/birth", Value::Null), "passengers[2].birth");
    assert_eq!(fault_with("/passengers/2/latinName", Value::Null), "passengers[2].latinName");
    assert_eq!(fault_with("/contact", json!({})), "contact");
    assert_eq!(fault_with("/ticketLimit", json!("2026-11-26 12:00")), "ticketLimit");
    assert_eq!(fault_with("/ticketLimit", json!("2026-11-20 12:00")), "ticketLimit");
}

#[test]
fn ten_passengers_are_a_group_or_nothing() {
    let mut form = booking();
    let adult = |number: usize| json!({"name": "ZHU/QI", "type": "ADT", "idType": "PP", "idNo": format!("E{number:08}")});
    form["passengers"] = (0..10).map(adult).collect();
    assert_eq!(read(form.clone()).check(TODAY).unwrap_err().field, "passengers");
    form["group"] = json!({"name": "DEMOTOUR", "size": 12});
    assert_eq!(read(form.clone()).check(TODAY), Ok(()));
    assert_eq!(read(form.clone()).seats(), 12);
    form["group"]["size"] = json!(9);
    assert_eq!(read(form).check(TODAY).unwrap_err().field, "group.size");
}

#[test]
fn nobody_travels_on_a_lap_without_an_adult() {
    let mut form = booking();
    form["passengers"].as_array_mut().unwrap().remove(0);
    assert_eq!(read(form).check(TODAY).unwrap_err().field, "passengers");
}

#[test]
fn a_field_that_nobody_knows_is_refused() {
    let mut form = booking();
    form["passengers"][0]["seat"] = json!("12A");
    assert!(serde_json::from_value::<BookPnr>(form).unwrap_err().to_string().contains("seat"));
}

#[test]
fn names_are_what_the_host_takes() {
    for right in ["林青禾", "欧阳A", "ZHU/QI", "DEMO/BETA MR"] {
        assert!(right.parse::<PassengerName>().is_ok(), "{right}");
    }
    for wrong in [
        "",
        "林",
        "㐀㐁",
        "ZHU",
        "Z/QI",
        "zhu/qi",
        "ZHU/",
        "ZHU/QI@",
        "林青禾\n@",
        "林►",
        "ZHU//QI",
        "ZHU/ QI",
        "𠮷𠮷",
    ] {
        assert!(wrong.parse::<PassengerName>().is_err(), "{wrong:?}");
    }
}

#[test]
fn flights_have_an_airline_and_a_number() {
    for right in ["CA1831", "3U8804", "MU1", "CA123D"] {
        assert!(right.parse::<FlightNo>().is_ok(), "{right}");
    }
    for wrong in ["CA", "C-1831", "CA12345", "CA 967", "CADD", "121831", "CAé1"] {
        assert!(wrong.parse::<FlightNo>().is_err(), "{wrong:?}");
    }
}

#[test]
fn a_time_limit_is_local_and_to_the_minute() {
    let limit = TicketLimit::try_from("2026-11-24 12:00".to_owned()).unwrap();
    assert_eq!(String::from(limit), "2026-11-24 12:00");
    for wrong in ["2026-11-24", "2026-02-30 12:00", "2026-11-24 24:61", "2026-11-24 12:00Z"] {
        assert!(TicketLimit::try_from(wrong.to_owned()).is_err(), "{wrong}");
    }
}

#[test]
fn the_first_printer_is_used_when_none_is_named() {
    let issue: IssueTicket = serde_json::from_value(json!({"pnr": "KABC12", "maxFareFen": 80_000})).unwrap();
    assert_eq!((issue.device, issue.fare_basis), (1, None));
}

proptest! {
    #[test]
    fn no_field_holds_what_could_start_or_end_an_entry(text in any::<String>()) {
        let accepted: [Result<String, InvalidField>; 7] = [
            text.parse::<Locator>().map(String::from), text.parse::<FlightNo>().map(String::from),
            text.parse::<IdNumber>().map(String::from), text.parse::<Mobile>().map(String::from),
            text.parse::<Phone>().map(String::from), text.parse::<FareBasis>().map(String::from),
            text.parse::<PassengerName>().map(String::from),
        ];
        for value in accepted.into_iter().flatten() {
            prop_assert!(!value.contains(|mark: char| mark.is_control() || "►▶>■▪?(@\\^".contains(mark)));
        }
    }
}
