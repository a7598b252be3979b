//! One segment row: `  CA4193 G   WE25NOV  CTUPEK HK1   0700 0935          E T2T3`.

use std::ops::Range;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use waystation_shared::flight::{CityCode, TimeOfDay};

use crate::lexicon::{
    ActionCode, BookingClass, Building, FlightNumber, HostDate, InvalidWord, SegmentStatus, Weekday,
};

/// A part of the journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Segment {
    /// A flight.
    Flight(Box<FlightSegment>),
    /// A gap that is travelled by other means.
    Surface(SurfaceSegment),
}

/// A booked flight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlightSegment {
    /// Item number of this display.
    pub n: u16,
    /// Flight number under which it is sold.
    pub flight: FlightNumber,
    /// Whether another airline flies it.
    pub codeshare: bool,
    /// Booking class.
    pub class: BookingClass,
    /// Weekday of the date.
    pub dow: Weekday,
    /// Date of departure, day and month.
    pub date: HostDate,
    /// Two digits of the year, if the host printed them.
    pub year: Option<String>,
    /// Departure airport.
    pub from: CityCode,
    /// Arrival airport.
    pub to: CityCode,
    /// State of the seats.
    pub status: SegmentStatus,
    /// Number of seats.
    pub count: u16,
    /// Departure, local time; requested segments may have none.
    pub dep: Option<TimeOfDay>,
    /// Arrival, local time.
    pub arr: Option<TimeOfDay>,
    /// Days between departure and arrival.
    pub arr_offset: i8,
    /// Place on the waiting list.
    pub wl_position: Option<u16>,
    /// Whether it can be ticketed electronically.
    pub et: bool,
    /// Departure terminal.
    pub dep_term: Option<Building>,
    /// Arrival terminal.
    pub arr_term: Option<Building>,
    /// Whether the airline has changed the schedule.
    pub sched_chg: bool,
    /// The flight that is really flown, if the screen says so.
    pub operating: Option<FlightNumber>,
    /// What else stands at the end of the row; absent from JSON when there is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// `ARNK`: the passenger gets from one airport to the next by other means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurfaceSegment {
    /// Item number of this display.
    pub n: u16,
    /// Always true; tells the two kinds of segment apart in JSON.
    pub arnk: bool,
    /// Where the last flight ended.
    pub from: CityCode,
    /// Where the next flight begins.
    pub to: CityCode,
}

/// What the front of a segment says, the same in a PNR and in the echo at the end of a transaction.
pub(in crate::parse) struct Front<'a> {
    pub(in crate::parse) flight: FlightNumber,
    pub(in crate::parse) codeshare: bool,
    pub(in crate::parse) class: BookingClass,
    pub(in crate::parse) dow: Weekday,
    pub(in crate::parse) date: HostDate,
    pub(in crate::parse) from: CityCode,
    pub(in crate::parse) to: CityCode,
    pub(in crate::parse) action: ActionCode,
    pub(in crate::parse) times: Option<Times>,
    /// What follows, and the column where it starts.
    rest: &'a str,
    column: usize,
}

/// Departure and arrival.
pub(in crate::parse) struct Times {
    pub(in crate::parse) dep: TimeOfDay,
    pub(in crate::parse) arr: TimeOfDay,
    pub(in crate::parse) arr_offset: i8,
}

/// Column of the departure terminal behind the point of the item number, for rows without the `E` in front of it.
const TERMINALS: usize = 56;

/// Reads the body of a segment item: everything behind the point of its number.
pub(super) fn read(n: u16, body: &str) -> Result<Segment, String> {
    if let Some(surface) = surface(n, body) {
        return Ok(Segment::Surface(surface));
    }
    let front = front(body)?;
    let end = End::read(front.rest, front.column);
    let (date, year) = front.date.split_year();
    let (dep, arr, arr_offset) = match front.times {
        Some(times) => (Some(times.dep), Some(times.arr), times.arr_offset),
        None => (None, None, 0),
    };
    Ok(Segment::Flight(Box::new(FlightSegment {
        n,
        flight: front.flight,
        codeshare: front.codeshare,
        class: front.class,
        dow: front.dow,
        date,
        year,
        from: front.from,
        to: front.to,
        status: front.action.segment_status(),
        count: front.action.count(),
        dep,
        arr,
        arr_offset,
        wl_position: end.wl_position,
        et: end.et,
        dep_term: end.dep_term,
        arr_term: end.arr_term,
        sched_chg: end.sched_chg,
        operating: end.operating,
        remark: end.remark,
    })))
}

/// `   ARNK              STRGRZ`.
fn surface(n: u16, body: &str) -> Option<SurfaceSegment> {
    let words: Vec<&str> = body.split_whitespace().collect();
    let ["ARNK", pair] = *words.as_slice() else { return None };
    let (from, to) = pair.split_at_checked(3)?;
    Some(SurfaceSegment { n, arnk: true, from: from.parse().ok()?, to: to.parse().ok()? })
}

/// Reads words until the times; the blanks between them vary, their order does not.
pub(in crate::parse) fn front(row: &str) -> Result<Front<'_>, String> {
    let mut words = Words { row, column: 0 };
    let starred = words.next().ok_or("the row is empty")?;
    let (codeshare, first) = starred.strip_prefix('*').map_or((false, starred), |first| (true, first));
    let first = if first.is_empty() { words.expect("a flight")? } else { first };
    // Blanks between carrier and number occur.
    let flight =
        if first.len() == 2 { [first, words.expect("a flight number")?].concat() } else { first.to_owned() };
    let flight = parsed(&flight)?;
    let class = parsed(words.expect("a class")?)?;
    let day = words.expect("a date")?;
    let (dow, date) = day.split_at_checked(2).ok_or_else(|| format!("{day:?} is no date"))?;
    // A glued year leaves no blank before the cities.
    let (date, pair) = match date.split_at_checked(7) {
        Some((date, pair)) if !pair.is_empty() => (date, pair),
        _ => (date, words.expect("two cities")?),
    };
    let (from, to) = pair.split_at_checked(3).ok_or_else(|| format!("{pair:?} are no two cities"))?;
    let action = parsed(words.expect("a status")?)?;
    let times = words.times();
    Ok(Front {
        flight,
        codeshare,
        class,
        dow: parsed(dow)?,
        date: parsed(date)?,
        from: parsed(from)?,
        to: parsed(to)?,
        action,
        times,
        rest: words.row.get(words.column..).unwrap_or_default(),
        column: words.column,
    })
}

fn parsed<T: FromStr<Err: ToString>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// The words of a row, with the column behind the last one taken.
struct Words<'a> {
    row: &'a str,
    column: usize,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.row.get(self.column..)?;
        let text = rest.trim_start_matches(' ');
        let word = text.split(' ').next().filter(|word| !word.is_empty())?;
        self.column += rest.len() - text.len() + word.len();
        Some(word)
    }

    fn expect(&mut self, what: &str) -> Result<&'a str, String> {
        self.next().ok_or_else(|| format!("{what} expected at the end of the row"))
    }

    /// Two times, or nothing taken.
    fn times(&mut self) -> Option<Times> {
        let start = self.column;
        let times = self.next().zip(self.next()).and_then(|(dep, arr)| {
            let (arr, days) = arr.split_at_checked(4)?;
            let arr_offset = if days.is_empty() { 0 } else { day_offset(days)? };
            Some(Times { dep: dep.parse().ok()?, arr: arr.parse().ok()?, arr_offset })
        });
        if times.is_none() {
            self.column = start;
        }
        times
    }
}

fn day_offset(text: &str) -> Option<i8> {
    match *text.as_bytes() {
        [sign @ (b'+' | b'-'), digit @ b'0'..=b'9'] => {
            let days = (digit - b'0').cast_signed();
            Some(if sign == b'-' { -days } else { days })
        }
        _ => None,
    }
}

/// The end of a segment row.
#[derive(Default)]
struct End {
    wl_position: Option<u16>,
    et: bool,
    dep_term: Option<Building>,
    arr_term: Option<Building>,
    sched_chg: bool,
    operating: Option<FlightNumber>,
    remark: Option<String>,
}

impl End {
    /// Reads `/6`, `E`, two terminals of two columns each, `S` and `OP-CA1787`; what is left is a remark.
    fn read(rest: &str, column: usize) -> Self {
        let mut end = Self::default();
        let mut words = Words { row: rest, column: 0 };
        let mut start = 0;
        let mut word = words.next();
        if let Some(position) =
            word.and_then(|word| word.strip_prefix('/')).and_then(|digits| digits.parse().ok())
        {
            end.wl_position = Some(position);
            start = words.column;
            word = words.next();
        }
        // Further right it would be the name of a terminal.
        end.et = word == Some("E") && column + words.column <= TERMINALS;
        let terminals = if end.et { words.column + 1 } else { TERMINALS.saturating_sub(column) };
        start = if end.et { words.column } else { start };
        if !end.take_terminals(rest, start, terminals) {
            end.remark = rest.get(start..).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        }
        end
    }

    /// Whether the terminals stand where they should and everything behind them has a field.
    fn take_terminals(&mut self, rest: &str, start: usize, terminals: usize) -> bool {
        let columns = |range: Range<usize>| {
            let end = range.end.min(rest.len());
            rest.get(range.start.min(end)..end).unwrap_or_default().trim()
        };
        let (Ok(dep_term), Ok(arr_term)) =
            (terminal(columns(terminals..terminals + 2)), terminal(columns(terminals + 2..terminals + 4)))
        else {
            return false;
        };
        let mut behind = columns(terminals + 4..rest.len()).split_whitespace().peekable();
        let sched_chg = behind.next_if_eq(&"S").is_some();
        let operating =
            behind.next().map(|word| word.strip_prefix("OP-").and_then(|flight| flight.parse().ok()));
        let fits = columns(start..terminals).is_empty() && operating != Some(None) && behind.next().is_none();
        if fits {
            (self.dep_term, self.arr_term) = (dep_term, arr_term);
            (self.sched_chg, self.operating) = (sched_chg, operating.flatten());
        }
        fits
    }
}

fn terminal(text: &str) -> Result<Option<Building>, InvalidWord> {
    if matches!(text, "" | "--") { Ok(None) } else { text.parse().map(Some) }
}

impl FlightSegment {
    /// The date of departure in the calendar: the first one not before `earliest` that agrees with the weekday and with
    /// the year, if there is one.
    #[must_use]
    pub fn departure_date(&self, earliest: Date) -> Option<Date> {
        let year = self.year.as_deref().unwrap_or_default();
        let date: HostDate = format!("{}{year}", self.date).parse().ok()?;
        date.resolve_on(earliest, |date| self.dow.is(date))
    }
}
