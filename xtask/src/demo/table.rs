//! The flights of a finished task as an aligned table.

use serde_json::Value;

const HEAD: [&str; 9] = ["", "flight", "flown by", "from", "to", "departs", "arrives", "aircraft", "classes"];

/// The journeys of a result, each a list of legs.
pub(super) fn journeys(task: &Value) -> &[Value] {
    let result = task.get("result");
    let direct = result.and_then(|result| result.get("journeys"));
    let within = result.and_then(|result| result.get("av")?.get("journeys"));
    direct.or(within).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// One line per leg; the number stands on the first leg of a journey.
pub(super) fn flights(task: &Value) -> String {
    let mut rows = vec![HEAD.map(str::to_owned)];
    for (journey, number) in journeys(task).iter().zip(1_usize..) {
        let legs = journey.get("legs").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        rows.extend(
            legs.iter()
                .enumerate()
                .map(|(index, leg)| row(leg, if index == 0 { number.to_string() } else { String::new() })),
        );
    }
    aligned(&rows)
}

fn row(leg: &Value, number: String) -> [String; 9] {
    let text = |name: &str| leg.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let place =
        |airport: &str, building: &str| format!("{} {}", text(airport), text(building)).trim().to_owned();
    [
        number,
        text("flight"),
        text("operating"),
        place("from", "dep_term"),
        place("to", "arr_term"),
        time(leg, "dep"),
        time(leg, "arr"),
        text("equip"),
        classes(leg),
    ]
}

/// `0730` as `07:30`, with `+1` when it is on a later day.
fn time(leg: &Value, name: &str) -> String {
    let digits = leg.get(name).and_then(Value::as_str).unwrap_or_default();
    let clock = digits.get(..2).zip(digits.get(2..)).map(|(hours, minutes)| format!("{hours}:{minutes}"));
    let offset = leg.get(format!("{name}_offset")).and_then(Value::as_i64).unwrap_or_default();
    let day = if offset == 0 { String::new() } else { format!("{offset:+}") };
    clock.unwrap_or_default() + &day
}

fn classes(leg: &Value) -> String {
    let of = |name: &str| leg.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let words = of("classes").iter().chain(of("sub_classes")).filter_map(Value::as_str);
    words.collect::<Vec<_>>().join(" ")
}

fn aligned(rows: &[[String; 9]]) -> String {
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let line = |row: &[String; 9]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn task() -> Value {
        json!({"result": {"journeys": [
            {"line": 1, "legs": [
                {"flight": "ZH1831", "operating": "CA1831", "from": "PEK", "to": "SHA", "dep": "0730", "arr": "0945",
                 "dep_offset": 0, "arr_offset": 0, "equip": "33A", "dep_term": "T3", "arr_term": null,
                 "classes": ["F8", "YA"], "sub_classes": ["M1S"]}]},
            {"line": 2, "legs": [
                {"flight": "CA855", "operating": null, "from": "PEK", "to": "LHR", "dep": "2330", "arr": "0130",
                 "dep_offset": 0, "arr_offset": 1, "equip": "77W", "classes": []},
                {"flight": "BA1", "from": "LHR", "to": "MAN", "dep": "0500", "arr": "0600", "dep_offset": 1,
                 "arr_offset": 1, "classes": ["J4"]}]}]}})
    }

    #[test]
    fn every_leg_is_a_row_and_columns_are_aligned() {
        let table = flights(&task());
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "   flight  flown by  from    to   departs  arrives  aircraft  classes");
        assert_eq!(lines[1], "1  ZH1831  CA1831    PEK T3  SHA  07:30    09:45    33A       F8 YA M1S");
        assert_eq!(lines[2], "2  CA855             PEK     LHR  23:30    01:30+1  77W");
        assert_eq!(lines[3], "   BA1               LHR     MAN  05:00+1  06:00+1            J4");
    }

    #[test]
    fn a_result_may_hold_the_list_beside_its_screens() {
        let inner = task().get("result").unwrap().clone();
        assert_eq!(journeys(&json!({"result": {"av": inner, "pages": 1}})).len(), 2);
        assert!(journeys(&json!({"result": null})).is_empty());
    }
}
