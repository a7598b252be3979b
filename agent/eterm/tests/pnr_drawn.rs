//! PNRs drawn from the column table alone, and any other text: what is drawn is read back, nothing is lost.

#![cfg(test)]

use proptest::prelude::*;
use serde_json::{Value, json};
use waystation_eterm::parse::parse_text;
use waystation_eterm::parse::pnr::{self, Pnr, PnrAnswer, Shown};
use waystation_eterm::screen::{Screen, width};

const COLUMNS: usize = 79;
const ROWS: usize = 12;

#[derive(Debug, Clone)]
struct Flight {
    codeshare: bool,
    number: String,
    class: String,
    dow: &'static str,
    date: String,
    year: Option<String>,
    pair: (String, String),
    status: String,
    count: u16,
    times: Option<(String, String, i8)>,
    waiting: Option<u16>,
    et: bool,
    terminals: (String, String),
    changed: bool,
}

#[derive(Debug, Clone)]
struct Drawn {
    names: Vec<(String, &'static str)>,
    locator: String,
    flights: Vec<Flight>,
    services: Vec<(String, String)>,
    remarks: Vec<String>,
    fares: Vec<(i64, Option<i64>)>,
    tickets: Vec<String>,
    office: String,
}

fn put(row: &mut [u8], column: usize, text: &str) {
    row[column..column + text.len()].copy_from_slice(text.as_bytes());
}

fn columns_of(text: &str) -> usize {
    text.chars().map(width).sum()
}

impl Flight {
    /// The row by the column table.
    fn row(&self, number: usize) -> String {
        let mut row = [b' '; 80];
        put(&mut row, 0, &format!("{number:2}."));
        put(&mut row, 4, if self.codeshare { "*" } else { "" });
        put(&mut row, 5, &self.number);
        put(&mut row, 12, &self.class);
        put(&mut row, 16, &format!("{}{}{}", self.dow, self.date, self.year.as_deref().unwrap_or_default()));
        put(&mut row, 25, &format!("{}{}", self.pair.0, self.pair.1));
        put(&mut row, 32, &format!("{}{}", self.status, self.count));
        if let Some((dep, arr, days)) = &self.times {
            let offset = if *days == 0 { String::new() } else { format!("{days:+}") };
            put(&mut row, 38, &format!("{dep} {arr}{offset}"));
        }
        put(&mut row, 53, &self.waiting.map(|place| format!("/{place}")).unwrap_or_default());
        put(&mut row, 57, if self.et { "E" } else { "" });
        put(&mut row, 59, &format!("{:>2}", self.terminals.0));
        put(&mut row, 61, &format!("{:>2}", self.terminals.1));
        put(&mut row, 64, if self.changed { "S" } else { "" });
        String::from_utf8(row.to_vec()).unwrap().trim_end().to_owned()
    }

    fn expected(&self, number: usize) -> Value {
        let terminal = |text: &str| if matches!(text, "" | "--") { Value::Null } else { json!(text) };
        let (dep, arr, days) = match &self.times {
            Some((dep, arr, days)) => (json!(dep), json!(arr), *days),
            None => (Value::Null, Value::Null, 0),
        };
        json!({
            "n": number, "flight": self.number, "codeshare": self.codeshare, "class": self.class, "dow": self.dow,
            "date": self.date, "year": self.year, "from": self.pair.0, "to": self.pair.1, "status": self.status,
            "count": self.count, "dep": dep, "arr": arr, "arr_offset": days, "wl_position": self.waiting,
            "et": self.et, "dep_term": terminal(&self.terminals.0), "arr_term": terminal(&self.terminals.1),
            "sched_chg": self.changed, "operating": null,
        })
    }
}

impl Drawn {
    /// Wraps names or an item at the last column; rows after the first are indented.
    fn wrap(words: &[String], indent: &str, rows: &mut Vec<String>) {
        let mut row = String::new();
        for word in words {
            if !row.trim().is_empty() && columns_of(&row) + 1 + columns_of(word) > COLUMNS {
                rows.push(std::mem::replace(&mut row, indent.to_owned()));
            } else if !row.trim().is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
        rows.push(row);
    }

    fn rows(&self) -> Vec<String> {
        let mut rows = Vec::new();
        let mut words: Vec<String> = self
            .names
            .iter()
            .zip(1..)
            .map(|((name, suffix), number)| format!("{number}.{name}{suffix}"))
            .collect();
        words[0].insert(0, ' ');
        words.push(self.locator.clone());
        let mut names = Vec::new();
        Self::wrap(&words, " ", &mut names);
        // A locator that has no room stands alone, indented by three.
        let alone = names.last().is_some_and(|row| row.trim() == self.locator);
        if alone && names.len() > 1 {
            names.pop();
            names.push(format!("   {}", self.locator));
        }
        rows.extend(names);
        let mut number = self.names.len() + 1;
        for flight in &self.flights {
            rows.push(flight.row(number));
            number += 1;
        }
        for item in self.items() {
            let words: Vec<String> = format!("{number:2}.{item}").split(' ').map(str::to_owned).collect();
            if number < 10 {
                Self::wrap(
                    &[vec![format!(" {}", words[1])], words[2..].to_vec()].concat(),
                    "    ",
                    &mut rows,
                );
            } else {
                Self::wrap(&words, "    ", &mut rows);
            }
            number += 1;
        }
        rows
    }

    fn items(&self) -> Vec<String> {
        let mut items = vec!["CTU/T CTU/T 028-00000000/CHENGDU DEMO TRAVEL SERVICE".to_owned()];
        items.extend(self.services.iter().map(|(code, text)| format!("SSR {code} CA HK1 {text}/P1")));
        items.extend(self.remarks.iter().map(|text| format!("RMK {text}")));
        items.extend(self.fares.iter().map(|(fare, tax)| {
            let tax_part = tax.map_or("EXEMPTCN".to_owned(), |tax| format!("CNY{tax}.00CN"));
            let total = fare + tax.unwrap_or_default();
            format!("FN/A/FCNY{fare}.00/SCNY{fare}.00/C0.00/T{tax_part}/ACNY{total}.00")
        }));
        items.extend(self.tickets.iter().map(|ticket| format!("TN/{ticket}/P1")));
        items.push(self.office.clone());
        items
    }

    /// Pages of twelve rows with marks in the last column.
    fn pages(&self) -> Vec<String> {
        let rows = self.rows();
        let count = rows.len().div_ceil(ROWS);
        let page = |(page, rows): (usize, &[String])| {
            let last = rows.len() - 1;
            let mark = |(index, row): (usize, &String)| {
                let blanks = " ".repeat(COLUMNS - columns_of(row));
                match (index, page) {
                    (index, _) if index == last && page + 1 < count => format!("{row}{blanks}+"),
                    (0, page) if page > 0 => format!("{row}{blanks}-"),
                    _ => row.clone(),
                }
            };
            rows.iter().enumerate().map(mark).collect::<Vec<_>>().join("\n")
        };
        rows.chunks(ROWS).enumerate().map(page).collect()
    }
}

fn flight() -> impl Strategy<Value = Flight> {
    let time = "([01][0-9]|2[0-3])[0-5][0-9]";
    let front = (any::<bool>(), "([A-Z]{2}|[0-9][A-Z])[0-9]{3,4}", "[A-Z][0-9]?");
    let dow = prop::sample::select(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
    let date = ("(0[1-9]|[12][0-9])(JAN|FEB|NOV|DEC)", prop::option::of("[0-9]{2}"));
    let pair = ("[A-Z]{3}", "[A-Z]{3}");
    let status = ("[A-Z]{2}", 1u16..=999);
    let times = prop::option::of((time, time, -1i8..=2));
    let end = (prop::option::of(1u16..=99), any::<bool>(), any::<bool>());
    let terminals = ("(T[1-9]|--|[1-9]|[A-Z]|[1-9][A-E])?", "(T[1-9]|--|[1-9]|[A-Z]|[1-9][A-E])?");
    (front, (dow, date), pair, status, (times, end, terminals)).prop_map(
        |(
            (codeshare, number, class),
            (dow, (date, year)),
            pair,
            (status, count),
            (times, end, terminals),
        )| Flight {
            codeshare,
            number,
            class,
            dow,
            date,
            year,
            pair,
            status,
            count,
            times,
            waiting: end.0,
            et: end.1,
            terminals,
            changed: end.2,
        },
    )
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let suffix = prop::sample::select(vec!["", " MR", " MS", " MSTR", " CHD"]);
    let latin = ("[B-DG-SU-W][A-Z]{1,7}/[A-Z]{2,8}( [A-Z]{3,6})?", suffix);
    let chinese = ("[林周何唐陈]([一-龥]){1,2}", prop::sample::select(vec!["", "CHD", "(UM8)"]));
    let names = prop::collection::vec(prop_oneof![latin, chinese], 1..=9);
    let services =
        prop::collection::vec(("FOID|DOCS|FQTV|OTHX", "[A-Z0-9]{1,20}( [A-Z0-9]{1,12}){0,8}"), 0..6);
    let remarks = prop::collection::vec("[a-z]{1,9}( [a-z]{1,12}){0,9}", 0..4);
    let fares = prop::collection::vec((1i64..99_999, prop::option::of(1i64..500)), 0..3);
    let tickets = prop::collection::vec("[0-9]{3}-[0-9]{10}(-[0-9]{2})?", 0..4);
    (
        names,
        "[A-Z][A-Z0-9]{4}[0-9]",
        prop::collection::vec(flight(), 0..=5),
        services,
        remarks,
        (fares, tickets, "[A-Z]{3}[0-9]{3}"),
    )
        .prop_map(|(names, locator, flights, services, remarks, (fares, tickets, office))| Drawn {
            names,
            locator,
            flights,
            services,
            remarks,
            fares,
            tickets,
            office,
        })
}

fn shown(pages: &[String]) -> Shown {
    let pages: Vec<Screen> = pages.iter().map(|page| Screen::from_text(page)).collect();
    match pnr::read(&pages).unwrap() {
        PnrAnswer::Shown(shown) => *shown,
        PnrAnswer::Error(answer) => panic!("an error answer: {answer:?}"),
    }
}

proptest! {
    #[test]
    fn whatever_is_drawn_is_read_back(drawn in drawn()) {
        let pages = drawn.pages();
        let read = shown(&pages);
        prop_assert!(read.is_whole(), "{:?}\n{}", read.pnr.unreadable, pages.join("\n"));
        let json = serde_json::to_value(&read.pnr).unwrap();
        prop_assert_eq!(&json["locator"], &json!(drawn.locator));
        prop_assert_eq!(&json["office"], &json!(drawn.office));
        for (passenger, (name, suffix)) in read.pnr.passengers.iter().zip(&drawn.names) {
            prop_assert_eq!(&passenger.name, name);
            prop_assert_eq!(passenger.title.is_some(), suffix.starts_with(" M"));
        }
        prop_assert_eq!(read.pnr.passengers.len(), drawn.names.len());
        let first = drawn.names.len() + 1;
        let flights: Vec<Value> =
            drawn.flights.iter().enumerate().map(|(index, flight)| flight.expected(first + index)).collect();
        prop_assert_eq!(&json["segments"], &json!(flights));
        let texts: Vec<&String> = drawn.services.iter().map(|(_, text)| text).collect();
        prop_assert_eq!(read.pnr.ssr.iter().filter_map(|ssr| ssr.text.as_ref()).collect::<Vec<_>>(), texts);
        let remarks: Vec<String> = drawn.remarks.iter().map(|text| format!("RMK {text}")).collect();
        prop_assert_eq!(&read.pnr.other, &remarks);
        let totals: Vec<i64> = read.pnr.fare.iter().map(|fare| fare.total.as_ref().unwrap().hundredths()).collect();
        prop_assert_eq!(totals, drawn.fares.iter().map(|(fare, tax)| 100 * (fare + tax.unwrap_or_default())).collect::<Vec<_>>());
        prop_assert_eq!(read.pnr.tn.len(), drawn.tickets.len());
    }

    #[test]
    fn a_missing_page_is_noticed(drawn in drawn(), lost in any::<prop::sample::Index>()) {
        let mut pages = drawn.pages();
        pages.remove(lost.index(pages.len()));
        let pages: Vec<Screen> = pages.iter().map(|page| Screen::from_text(page)).collect();
        if let Ok(PnrAnswer::Shown(shown)) = pnr::read(&pages) {
            prop_assert!(!shown.is_whole() || shown.pnr.locator.is_none());
        }
    }

    #[test]
    fn every_row_is_kept_in_order(rows in prop::collection::vec("( ?[0-9]{1,2}\\.|    |X[0-9]\\.|00[0-9] )?[A-Z][A-Z0-9 /京]{0,40}", 0..12)) {
        let text = format!(" 1.林青禾 KABC12\n{}", rows.join("\n"));
        let shown = shown(std::slice::from_ref(&text));
        let kept = [
            shown.items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join(" "),
            shown.history.join(" "),
            shown.pnr.other.join(" "),
            shown.pnr.unreadable.iter().map(|row| row.text.as_str()).collect::<Vec<_>>().join(" "),
        ].join(" ");
        for row in &rows {
            for word in row.split_whitespace() {
                let word = word.split_once('.').map_or(word, |(_, word)| word);
                prop_assert!(kept.contains(word), "{word:?} of {row:?} is lost in {kept:?}");
            }
        }
        let in_json = serde_json::to_string(&shown.pnr).unwrap();
        for item in shown.items.iter().filter(|item| item.text.contains("京")) {
            prop_assert!(in_json.contains("京"), "{item:?}");
        }
    }

    #[test]
    fn no_text_makes_it_panic_and_all_that_is_read_survives_json(text in any::<String>(), rows in prop::collection::vec("[ 0-9X]{0,4}\\.?(SSR |OSI |RMK |FN/A/|TN/|XN/IN/|TL/|  |T)?[ -~京\u{fffd}]{0,80}", 0..12)) {
        let _ = parse_text("pnr", &text);
        let _ = parse_text("pnr", &rows.join("\n"));
        // A row may be the echo of a command, and then nothing above it counts.
        let screen = Screen::from_text(&format!(" 1.林青禾 KABC12\n{}", rows.join("\n")));
        if let Ok(PnrAnswer::Shown(read)) = pnr::read(&[screen]) {
            let json = serde_json::to_string(&read.pnr).unwrap();
            prop_assert_eq!(serde_json::from_str::<Pnr>(&json).unwrap(), read.pnr);
        }
    }
}
