//! Draws availability lists from the column table alone, and says what a reader must find in them.

use proptest::prelude::*;
use serde_json::{Value, json};

/// One leg to draw; every field as it is printed, empty for blank.
#[derive(Debug, Clone)]
pub(crate) struct Leg {
    pub(crate) codeshare: bool,
    pub(crate) flight: String,
    pub(crate) operating: String,
    pub(crate) link: String,
    pub(crate) classes: Vec<String>,
    pub(crate) sub_classes: Vec<String>,
    pub(crate) to: String,
    pub(crate) dep: (String, i8),
    pub(crate) arr: (String, i8),
    pub(crate) equip: String,
    pub(crate) stops: u8,
    pub(crate) asr: bool,
    pub(crate) meal: Option<char>,
    pub(crate) et: bool,
    pub(crate) terminals: (String, String),
}

/// One journey to draw.
#[derive(Debug, Clone)]
pub(crate) struct Journey {
    pub(crate) from: String,
    pub(crate) legs: Vec<Leg>,
    pub(crate) duration: String,
}

/// One page to draw.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) first_line: usize,
    pub(crate) journeys: Vec<Journey>,
    pub(crate) notes: Vec<String>,
    pub(crate) more: bool,
}

fn put(row: &mut [u8], column: usize, text: &str) {
    row[column..column + text.len()].copy_from_slice(text.as_bytes());
}

fn finish(row: [u8; 80]) -> String {
    String::from_utf8(row.to_vec()).unwrap().trim_end().to_owned()
}

fn offset(days: i8) -> String {
    if days == 0 { String::new() } else { format!("{days:+}") }
}

fn put_classes(row: &mut [u8], classes: &[String]) {
    for (index, class) in classes.iter().enumerate() {
        put(row, 16 + 3 * index, class);
    }
}

impl Leg {
    fn rows(&self, number: &str, from: &str, duration: &str) -> Vec<String> {
        let mut first = [b' '; 80];
        put(&mut first, 0, number);
        put(&mut first, 3, if self.codeshare { "*" } else { "" });
        put(&mut first, 4, &self.flight);
        put(&mut first, 12, &self.link);
        let (here, below) = self.classes.split_at(self.classes.len().min(10));
        put_classes(&mut first, here);
        put(&mut first, 47, from);
        put(&mut first, 50, &self.to);
        put(&mut first, 54, &self.dep.0);
        put(&mut first, 58, &offset(self.dep.1));
        put(&mut first, 61, &self.arr.0);
        put(&mut first, 65, &offset(self.arr.1));
        put(&mut first, 68, &self.equip);
        put(&mut first, 72, &self.stops.to_string());
        put(&mut first, 73, if self.asr { "^" } else { "" });
        put(&mut first, 74, &self.meal.map(String::from).unwrap_or_default());
        put(&mut first, 77, if self.et { "E" } else { "" });

        let mut second = [b' '; 80];
        put(&mut second, 0, ">");
        put(&mut second, 4, &self.operating);
        put_classes(&mut second, below);
        let shown = |terminal: &str| if terminal.is_empty() { "--".to_owned() } else { terminal.to_owned() };
        put(&mut second, 68, &shown(&self.terminals.0));
        put(&mut second, 71, &shown(&self.terminals.1));
        put(&mut second, 74, &format!("{duration:>5}"));

        let mut rows = vec![finish(first), finish(second)];
        if !self.sub_classes.is_empty() {
            rows.push(format!("{:15}** {}", "", self.sub_classes.join(" ")));
        }
        rows
    }

    fn expected(&self, from: &str, duration: &str) -> Value {
        let or_null = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
        json!({
            "flight": self.flight, "codeshare": self.codeshare, "operating": or_null(&self.operating),
            "link": or_null(&self.link), "classes": self.classes, "sub_classes": self.sub_classes,
            "from": from, "to": self.to, "dep": self.dep.0, "dep_offset": self.dep.1,
            "arr": self.arr.0, "arr_offset": self.arr.1, "equip": self.equip, "stops": self.stops,
            "asr": self.asr, "meal": self.meal, "et": self.et,
            "dep_term": or_null(&self.terminals.0), "arr_term": or_null(&self.terminals.1),
            "duration": or_null(duration),
        })
    }
}

impl Page {
    fn mark(&self, index: usize) -> Option<char> {
        if self.more && index + 1 == self.journeys.len() { Some('+') } else { (index == 0).then_some('-') }
    }

    /// The rows below the head line.
    pub(crate) fn rows(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for (index, journey) in self.journeys.iter().enumerate() {
            let mark = self.mark(index).map(String::from).unwrap_or_default();
            let number = format!("{}{mark}", self.first_line + index);
            let last = journey.legs.len() - 1;
            for (leg_index, leg) in journey.legs.iter().enumerate() {
                let duration = if leg_index == last { journey.duration.as_str() } else { "" };
                let (number, from) =
                    if leg_index == 0 { (number.as_str(), journey.from.as_str()) } else { ("", "") };
                rows.extend(leg.rows(number, from, duration));
            }
        }
        rows.extend(self.notes.iter().cloned());
        rows
    }

    /// The whole screen.
    pub(crate) fn screen(&self, head: &str) -> String {
        std::iter::once(head.to_owned()).chain(self.rows()).collect::<Vec<_>>().join("\n")
    }

    /// The journeys as a reader must find them.
    pub(crate) fn expected(&self) -> Vec<Value> {
        let journey = |(index, journey): (usize, &Journey)| {
            let mut from = journey.from.as_str();
            let last = journey.legs.len() - 1;
            let mut legs = Vec::new();
            for (leg_index, leg) in journey.legs.iter().enumerate() {
                legs.push(leg.expected(from, if leg_index == last { &journey.duration } else { "" }));
                from = &leg.to;
            }
            json!({"line": self.first_line + index, "mark": self.mark(index), "legs": legs})
        };
        self.journeys.iter().enumerate().map(journey).collect()
    }
}

fn leg() -> impl Strategy<Value = Leg> {
    let time = "([01][0-9]|2[0-3])[0-5][0-9]";
    let flight = "([A-Z]{2}|[0-9][A-Z]|[A-Z][0-9])[0-9]{1,4}[A-Z]?";
    let names = (any::<bool>(), flight, flight, prop_oneof!["[A-Z]{2}#", Just(String::new())], "[A-Z]{3}");
    let seats = (
        prop::collection::vec("[A-Z][A0-9LQSCXZ]", 0..=27),
        prop::collection::vec("[A-Z][0-9][A0-9LQSCXZ]", 0..=5),
    );
    let times = (time, -1i8..=2, time, -1i8..=2);
    let rest =
        ("[0-9A-Z]{3}", 0u8..=9, any::<bool>(), prop::option::of(prop::char::range('A', 'Z')), any::<bool>());
    let terminals = ("([T][1-3]|[1-3][A-F]?)?", "([T][1-3]|[1-3][A-F]?)?");
    (names, seats, times, rest, terminals).prop_map(|(names, seats, times, rest, terminals)| Leg {
        codeshare: names.0,
        operating: if names.0 { names.2 } else { String::new() },
        flight: names.1,
        link: names.3,
        to: names.4,
        classes: seats.0,
        sub_classes: seats.1,
        dep: (times.0, times.1),
        arr: (times.2, times.3),
        equip: rest.0,
        stops: rest.1,
        asr: rest.2,
        meal: rest.3,
        et: rest.4,
        terminals,
    })
}

/// Any page that the column table allows.
pub(crate) fn page() -> impl Strategy<Value = Page> {
    let journey = ("[A-Z]{3}", prop::collection::vec(leg(), 1..=3), "[1-9]?[0-9]:[0-5][0-9]")
        .prop_map(|(from, legs, duration)| Journey { from, legs, duration });
    let notes = prop::collection::vec("\\*\\*  [A-Z]{2}  [A-Z ]{0,40}[A-Z]", 0..=2);
    (1usize..=90, prop::collection::vec(journey, 1..=8), notes, any::<bool>())
        .prop_map(|(first_line, journeys, notes, more)| Page { first_line, journeys, notes, more })
}

/// A plain page of direct flights for the tests of flows.
pub(crate) fn plain_page(first_line: usize, count: usize, more: bool) -> Page {
    let leg = |index: usize| Leg {
        codeshare: false,
        flight: format!("CA{}", 1000 + first_line * 10 + index),
        operating: String::new(),
        link: "DS#".to_owned(),
        classes: ["F8", "YA", "B0"].map(String::from).to_vec(),
        sub_classes: Vec::new(),
        to: "SHA".to_owned(),
        dep: (format!("{:02}30", 6 + index), 0),
        arr: (format!("{:02}45", 8 + index), 0),
        equip: "33A".to_owned(),
        stops: 0,
        asr: true,
        meal: Some('B'),
        et: true,
        terminals: ("T3".to_owned(), "T2".to_owned()),
    };
    let journey =
        |index| Journey { from: "PEK".to_owned(), legs: vec![leg(index)], duration: "2:15".to_owned() };
    Page { first_line, journeys: (0..count).map(journey).collect(), notes: Vec::new(), more }
}
