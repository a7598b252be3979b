//! What stands in each column of the display is what the ground truth says, for every route.

use jiff::civil::date;
use waystation_eterm_sim::flights::routes::ROUTES;
use waystation_eterm_sim::flights::{Query, Timetable, search};
use waystation_eterm_sim::host::availability::{Continuation, Detail, journey_rows};
use waystation_eterm_sim::truth::{TrueLeg, Truth};

/// The text between two columns, the last included, of a row filled up to 80 columns.
fn field(row: &str, first: usize, last: usize) -> String {
    format!("{row:<80}")[first..=last].trim().to_owned()
}

fn offset(text: &str) -> i16 {
    text.parse().unwrap_or(0)
}

fn cells(text: &str) -> Vec<String> {
    text.split_whitespace().map(ToOwned::to_owned).collect()
}

fn assert_flight_row(row: &str, leg: &TrueLeg, starts_journey: bool) {
    assert_eq!(field(row, 3, 3) == "*", leg.codeshare, "{row}");
    assert_eq!(field(row, 4, 10), leg.flight, "{row}");
    assert_eq!(field(row, 12, 14), leg.link, "{row}");
    assert!(cells(&field(row, 16, 45)).iter().eq(leg.classes.iter().take(10)), "{row}");
    assert_eq!(field(row, 47, 49), if starts_journey { leg.from.as_str() } else { "" }, "{row}");
    assert_eq!(field(row, 50, 52), leg.to, "{row}");
    assert_eq!((field(row, 54, 57), offset(&field(row, 58, 59))), (leg.dep.clone(), leg.dep_offset), "{row}");
    assert_eq!((field(row, 61, 64), offset(&field(row, 65, 66))), (leg.arr.clone(), leg.arr_offset), "{row}");
    assert_eq!((field(row, 68, 70), field(row, 72, 72)), (leg.equip.clone(), leg.stops.to_string()), "{row}");
    assert_eq!(field(row, 73, 73) == "^", leg.asr, "{row}");
    assert_eq!(field(row, 74, 74), leg.meal.clone().unwrap_or_default(), "{row}");
    assert_eq!(field(row, 77, 77) == "E", leg.et, "{row}");
}

fn assert_continuation_row(row: &str, leg: &TrueLeg) {
    assert!(row.starts_with('>'), "{row}");
    let terminal = |known: &Option<String>| known.clone().unwrap_or_else(|| "--".to_owned());
    assert_eq!(field(row, 4, 10), leg.operating.clone().unwrap_or_default(), "{row}");
    assert!(cells(&field(row, 16, 66)).iter().eq(leg.classes.iter().skip(10)), "{row}");
    assert_eq!(
        (field(row, 68, 69), field(row, 71, 72)),
        (terminal(&leg.dep_term), terminal(&leg.arr_term)),
        "{row}"
    );
    assert_eq!(field(row, 74, 78), leg.duration.clone().unwrap_or_default(), "{row}");
}

fn assert_journey(rows: &[String], legs: &[TrueLeg]) {
    let mut rows = rows.iter().map(String::as_str);
    for (index, leg) in legs.iter().enumerate() {
        assert_flight_row(rows.next().unwrap_or_default(), leg, index == 0);
        assert_continuation_row(rows.next().unwrap_or_default(), leg);
        if !leg.sub_classes.is_empty() {
            let row = rows.next().unwrap_or_default();
            assert_eq!(
                (field(row, 15, 16).as_str(), cells(&field(row, 18, 66))),
                ("**", leg.sub_classes.clone())
            );
        }
    }
    assert_eq!(rows.next(), None);
}

#[test]
fn every_flight_of_every_route_stands_in_its_columns() {
    let timetable = Timetable::generate(1);
    let both_ways = ROUTES.iter().flat_map(|route| [*route, route.reversed()]);
    for route in both_ways {
        let query = Query::everything(route.from, route.to, date(2026, 12, 4));
        let truth = Truth::of(&timetable, &query);
        assert!(!truth.journeys.is_empty(), "{route:?}");
        for (journey, known) in search(&timetable, &query).iter().zip(&truth.journeys) {
            let rows = journey_rows(known.line, None, journey, Detail::Full(Continuation::GreaterThan));
            assert!(rows.iter().all(|row| row.is_ascii() && row.len() <= 79), "{rows:?}");
            assert_journey(&rows, &known.legs);
        }
    }
}

#[test]
fn other_seeds_give_other_flights_but_every_route_is_still_flown() {
    for seed in [2, 77, u64::MAX] {
        let timetable = Timetable::generate(seed);
        for route in ROUTES {
            let query = Query::everything(route.from, route.to, date(2027, 1, 1));
            assert!(!search(&timetable, &query).is_empty(), "{route:?} of seed {seed}");
        }
    }
}

#[test]
fn a_flight_over_the_date_line_arrives_the_day_before() {
    let timetable = Timetable::generate(1);
    let query = Query::everything("CAN", "LAX", date(2026, 12, 4));
    let arrives_before = |leg: &TrueLeg| leg.arr_offset == -1;
    let truth = Truth::of(&timetable, &query);
    assert!(truth.journeys.iter().any(|journey| journey.legs.iter().any(arrives_before)));
}
