//! The flights that the query page lists under its buttons, one row each, with its own button at the end:
//! `CA1212  TFU 08:55  PEK 11:45+1  73E  FA YA B2   【订1】`.

use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use waystation_shared::flight::{Airline, CityCode, QueryAv, TimeOfDay};

use crate::form::page::message_in;
use crate::lexicon::{ClassSeats, Equipment, FlightNumber};
use crate::parse::UnreadableRow;
use crate::screen::Screen;

/// The row above the first flight.
const HEADING: [&str; 5] = ["航班", "出发", "到达", "机型", "舱位"];

/// What the white screen tells of the flights of a question.
///
/// It is less than the black screen's [`AvList`](crate::parse::av::AvList), and therefore another type: code-shares,
/// stops, meals, terminals, durations, electronic ticketing, sub-classes and closed classes are not on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "white_av")]
pub struct FlightList {
    /// The date that was asked for.
    pub date: Date,
    /// Departure as it was asked for.
    pub from: CityCode,
    /// Arrival as it was asked for.
    pub to: CityCode,
    /// The only airline of the list, if one was asked for.
    pub via: Option<Airline>,
    /// The rows of all pages.
    pub flights: Vec<ListedFlight>,
    /// The host's words when it has nothing to show.
    pub notes: Vec<String>,
}

/// One row. A connection is one row, too, and nothing on it says so: flight, aircraft and classes are those of its first
/// leg, arrival is where and when its last leg arrives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFlight {
    /// Number in the whole list, from 1.
    pub line: u16,
    /// Flight number of the first leg.
    pub flight: FlightNumber,
    /// Departure airport.
    pub from: CityCode,
    /// Departure, local time.
    pub dep: TimeOfDay,
    /// Airport of the last arrival.
    pub to: CityCode,
    /// Last arrival, local time.
    pub arr: TimeOfDay,
    /// Days after the requested date on which it arrives.
    pub arr_offset: i8,
    /// Aircraft of the first leg.
    pub equip: Equipment,
    /// The first nine classes of the first leg that can be sold.
    pub classes: Vec<ClassSeats>,
}

impl FlightList {
    /// A list without flights yet.
    pub(crate) fn of(query: &QueryAv) -> Self {
        Self {
            date: query.dep_date,
            from: query.dep_city.clone(),
            to: query.arr_city.clone(),
            via: query.airline.clone(),
            flights: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// The flights of one page, numbered from `first`.
///
/// # Errors
/// The first row between heading and message that has no reading.
pub fn read_flights(screen: &Screen, first: u16) -> Result<Vec<ListedFlight>, UnreadableRow> {
    let rows = screen.rows().enumerate().skip_while(|(_, row)| !is_heading(row)).skip(1);
    let listed =
        rows.take_while(|(_, row)| message_in(row).is_none()).filter(|(_, row)| !row.trim().is_empty());
    let mut flights = Vec::new();
    for ((row, text), number) in listed.zip(1..) {
        let line = first.saturating_add(number).saturating_sub(1);
        flights.push(read_row(text, number, line).map_err(|problem| UnreadableRow {
            row,
            text: text.to_owned(),
            problem,
        })?);
    }
    Ok(flights)
}

fn is_heading(row: &str) -> bool {
    row.split_whitespace().eq(HEADING)
}

/// The button at the end must be the one of this row, or a row is lost.
fn read_row(row: &str, number: u16, line: u16) -> Result<ListedFlight, String> {
    let button = format!("【订{number}】");
    let fields = row.trim().strip_suffix(&button).ok_or_else(|| format!("it does not end with {button}"))?;
    let mut words = fields.split_whitespace();
    let mut next = || words.next().ok_or("it ends too early");
    let (flight, from, dep, to) = (next()?, next()?, next()?, next()?);
    let (arr, arr_offset) = arrival(next()?)?;
    Ok(ListedFlight {
        line,
        flight: word(flight)?,
        from: word(from)?,
        dep: time(dep)?,
        to: word(to)?,
        arr,
        arr_offset,
        equip: word(next()?)?,
        classes: words.map(word).collect::<Result<_, _>>()?,
    })
}

fn word<T: FromStr>(text: &str) -> Result<T, String>
where
    T::Err: ToString,
{
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// `08:55`
fn time(text: &str) -> Result<TimeOfDay, String> {
    let (hours, minutes) = text.split_once(':').ok_or_else(|| format!("{text:?} is no time"))?;
    word(&[hours, minutes].concat())
}

/// `11:45+1`
fn arrival(text: &str) -> Result<(TimeOfDay, i8), String> {
    match text.find(['+', '-']).and_then(|at| text.split_at_checked(at)) {
        Some((clock, days)) => Ok((time(clock)?, word(days)?)),
        None => Ok((time(text)?, 0)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn page(rows: &[&str]) -> Screen {
        let head = "  出发：[CTU ]\n  【上页】  【下页】\n\n   航班    出发       到达         机型 舱位\n";
        Screen::from_text(&format!("{head}{}\n\n  提示：共 2 个航班", rows.join("\n")))
    }

    const NEAR: &str = "   CA1212  TFU 08:55  PEK 11:45    73E  FA AA Y9                      【订1】";
    const FAR: &str = "   CA421   TFU 22:10  LHR 06:05+1  33A                                【订2】";

    #[test]
    fn a_row_is_read_to_its_button() {
        let flights = read_flights(&page(&[NEAR, FAR]), 16).unwrap();
        assert_eq!(
            serde_json::to_value(flights).unwrap(),
            json!([
                {"line": 16, "flight": "CA1212", "from": "TFU", "dep": "0855", "to": "PEK", "arr": "1145",
                 "arr_offset": 0, "equip": "73E", "classes": ["FA", "AA", "Y9"]},
                {"line": 17, "flight": "CA421", "from": "TFU", "dep": "2210", "to": "LHR", "arr": "0605",
                 "arr_offset": 1, "equip": "33A", "classes": []},
            ])
        );
    }

    #[test]
    fn a_page_without_a_heading_lists_nothing() {
        assert_eq!(
            read_flights(&Screen::from_text("  【查询】\n\n  提示：查询失败 NO DISPLAY"), 1),
            Ok(vec![])
        );
    }

    #[test]
    fn a_row_that_is_lost_is_noticed_by_the_numbers_of_the_buttons() {
        let problem = read_flights(&page(&[FAR]), 1).unwrap_err();
        assert_eq!((problem.row, problem.problem.as_str()), (4, "it does not end with 【订1】"));
    }

    #[test]
    fn nothing_in_a_row_is_guessed() {
        for (part, broken) in [
            ("CA1212", "CA\u{fffd}212"),
            ("08:55", "08:5\u{fffd}"),
            ("08:55", "0855"),
            ("11:45", "11:45+x"),
            ("73E", "7\u{fffd}E"),
            ("Y9", "Y\u{fffd}"),
            ("TFU 08:55  PEK 11:45    73E  FA AA Y9", "TFU"),
        ] {
            let row = NEAR.replace(part, broken);
            assert!(read_flights(&page(&[&row, FAR]), 1).is_err(), "{row}");
        }
    }

    proptest! {
        #[test]
        fn any_screen_is_read_or_refused(text in "[ A-Z0-9:+【】订航班\n]{0,200}") {
            let _ = read_flights(&page(&[&text]), 1);
        }
    }
}
