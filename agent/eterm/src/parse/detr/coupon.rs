//! One flight of a ticket, by columns counted from 0: a row for the flight, and one below it for terminals and locators.

use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use waystation_shared::flight::{Airline, CityCode, TimeOfDay};
use waystation_shared::pnr::Locator;

use crate::lexicon::{BookingClass, Building, HostDate};
use crate::parse::pnr::service::is_flight_number;
use crate::screen::Columns;

/// One flight of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    /// Its number.
    pub n: u8,
    /// `O`: the journey is broken there; `X`: a transfer only.
    pub stop: Option<char>,
    /// Departure airport.
    pub from: CityCode,
    /// Airline.
    pub carrier: Option<Airline>,
    /// The flight without its airline, or `OPEN`.
    pub flight: String,
    /// Booking class.
    pub class: Option<BookingClass>,
    /// Date; none while open.
    pub date: Option<HostDate>,
    /// Departure time; none while open.
    pub time: Option<TimeOfDay>,
    /// State of the seat: `OK`, `RQ`, `NS`, `SA`.
    pub seat: Option<String>,
    /// Fare basis.
    pub fare_basis: Option<String>,
    /// Not valid before, with one digit of the year: `05DEC6`.
    pub nvb: Option<String>,
    /// Not valid after, likewise.
    pub nva: Option<String>,
    /// Free baggage.
    pub baggage: Option<String>,
    /// State of the coupon: `OPEN FOR USE`, `USED/FLOWN`, `VOID`, `REFUNDED` …
    pub status: String,
    /// Departure terminal.
    pub dep_term: Option<Building>,
    /// Arrival terminal.
    pub arr_term: Option<Building>,
    /// Locator in the airline's system.
    pub ics_pnr: Option<Locator>,
    /// Locator in the agents' system.
    pub crs_pnr: Option<Locator>,
    /// Which agents' system: `1E`.
    pub crs_sys: Option<Airline>,
    /// Checked baggage and boarding number (`BG:2/43K BN:149`) as printed. They are no part of the JSON.
    #[serde(skip)]
    pub boarding: Option<String>,
    /// What else stands in the second row, such as `IRR`; absent from JSON when there is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// Columns between the fields of the first row; text in one of them means that the row is shifted.
const GAPS: [usize; 9] = [1, 9, 20, 21, 23, 29, 34, 37, 62];

/// Whether a row is the first of a coupon: `FM:1` or `TO:2` in columns 2 to 5.
pub(super) fn is_first_row(columns: &Columns<'_>) -> bool {
    matches!(columns.text(2..=4), "FM:" | "TO:") && columns.at(5) != ' '
}

/// Whether the row below the first one of a coupon is its second.
pub(super) fn is_second_row(columns: &Columns<'_>) -> bool {
    columns.is_blank(0..=4) && (columns.text(10..=12) == "RL:" || columns.is_blank_from(9))
}

/// `O FM:1CTU CA    4193  G 25NOV 0700 OK G                        20K OPEN FOR USE`.
pub(super) fn read(columns: &Columns<'_>) -> Result<Coupon, String> {
    if let Some(column) = GAPS.into_iter().find(|&column| columns.at(column) != ' ') {
        return Err(format!("column {column} must be blank, got {:?}", columns.at(column)));
    }
    if columns.at(19) == ' ' {
        return Err("a flight must end in column 19".to_owned());
    }
    let stop = match columns.at(0) {
        ' ' => None,
        mark @ ('O' | 'X') => Some(mark),
        other => return Err(format!("column 0: O, X or blank expected, got {other:?}")),
    };
    Ok(Coupon {
        n: field(columns, 5..=5)?.ok_or("the number of the coupon is missing")?,
        stop,
        from: field(columns, 6..=8)?.ok_or("the departure airport is missing")?,
        carrier: field(columns, 10..=11)?,
        flight: flight(columns.text(12..=19))?,
        class: field(columns, 22..=22)?,
        date: unless_open(columns, 24..=28)?,
        time: field(columns, 30..=33)?,
        seat: text(columns, 35..=36),
        fare_basis: text(columns, 38..=48),
        nvb: text(columns, 49..=54),
        nva: text(columns, 56..=61),
        baggage: text(columns, 63..=66),
        status: text(columns, 67..=78).ok_or("the state of the coupon is missing")?,
        dep_term: None,
        arr_term: None,
        ics_pnr: None,
        crs_pnr: None,
        crs_sys: None,
        boarding: None,
        remark: None,
    })
}

fn flight(text: &str) -> Result<String, String> {
    if text == "OPEN" || is_flight_number(text) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} in columns 12 to 19 is no flight"))
    }
}

fn text(columns: &Columns<'_>, range: RangeInclusive<usize>) -> Option<String> {
    Some(columns.text(range).to_owned()).filter(|text| !text.is_empty())
}

fn field<T>(columns: &Columns<'_>, range: RangeInclusive<usize>) -> Result<Option<T>, String>
where
    T: FromStr<Err: ToString>,
{
    let start = *range.start();
    let read = text(columns, range).map(|text| text.parse());
    read.transpose().map_err(|error: T::Err| format!("column {start}: {}", error.to_string()))
}

fn unless_open(columns: &Columns<'_>, range: RangeInclusive<usize>) -> Result<Option<HostDate>, String> {
    if columns.text(range.clone()) == "OPEN" { Ok(None) } else { field(columns, range) }
}

impl Coupon {
    /// Reads the second row: `     T2T3 RL:NX1Y2Z  /KABC121E BG:2/43K BN:149`.
    pub(super) fn take_second_row(&mut self, columns: &Columns<'_>) -> Result<(), String> {
        let row = columns.all_text();
        let locators = row.split_once("RL:").map(|(_, rest)| rest).unwrap_or_default();
        let (airline, rest) = locators.split_once('/').unwrap_or((locators, ""));
        let (agents, rest) = match rest.split_at_checked(1) {
            Some((" ", _)) | None => ("", rest),
            Some(_) => rest.split_once(' ').unwrap_or((rest, "")),
        };
        let (locator, system) =
            agents.split_at_checked(agents.len().saturating_sub(2)).unwrap_or((agents, ""));
        (self.dep_term, self.arr_term) = (terminal(columns, 5..=6)?, terminal(columns, 7..=8)?);
        self.ics_pnr = word(airline)?;
        (self.crs_pnr, self.crs_sys) = (word(locator)?, word(system)?);
        let (boarding, marks): (Vec<&str>, Vec<&str>) =
            rest.split_whitespace().partition(|word| word.starts_with("BG:") || word.starts_with("BN:"));
        self.boarding = Some(boarding.join(" ")).filter(|text| !text.is_empty());
        self.remark = Some(marks.join(" ")).filter(|text| !text.is_empty());
        Ok(())
    }
}

fn terminal(columns: &Columns<'_>, range: RangeInclusive<usize>) -> Result<Option<Building>, String> {
    if columns.text(range.clone()) == "--" { Ok(None) } else { field(columns, range) }
}

/// A word that may be missing.
fn word<T: FromStr<Err: ToString>>(text: &str) -> Result<Option<T>, String> {
    let word = Some(text.trim()).filter(|text| !text.is_empty()).map(str::parse);
    word.transpose().map_err(|error: T::Err| error.to_string())
}
