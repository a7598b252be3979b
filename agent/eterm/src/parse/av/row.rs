//! One row of the list, by columns counted from 0. It knows no other row.

use std::ops::RangeInclusive;
use std::str::FromStr;

use waystation_shared::flight::{CityCode, TimeOfDay};

use crate::lexicon::{Building, ClassSeats, Elapsed, Equipment, FlightNumber, Link};
use crate::parse::av::Mark;
use crate::screen::Columns;

/// A row that has a reading.
pub(super) enum Row {
    /// Nothing, or a bare start-of-entry mark that waits for the next command.
    Blank,
    /// First leg of a journey.
    Start { line: u16, mark: Option<Mark>, leg: LegRow },
    /// A further leg.
    Leg(LegRow),
    /// Second row of a leg.
    Continuation(Continuation),
    /// Sub-classes of a leg.
    SubClasses(Vec<ClassSeats>),
    /// Anything else.
    Note,
}

/// First row of a leg. `from` is absent where the leg departs from where the last one arrived.
pub(super) struct LegRow {
    pub(super) flight: FlightNumber,
    pub(super) codeshare: bool,
    pub(super) link: Option<Link>,
    pub(super) classes: Vec<ClassSeats>,
    pub(super) from: Option<CityCode>,
    pub(super) to: CityCode,
    pub(super) dep: TimeOfDay,
    pub(super) dep_offset: i8,
    pub(super) arr: TimeOfDay,
    pub(super) arr_offset: i8,
    pub(super) equip: Equipment,
    pub(super) stops: u8,
    pub(super) asr: bool,
    pub(super) meal: Option<char>,
    pub(super) et: bool,
}

/// Second row of a leg.
pub(super) struct Continuation {
    pub(super) operating: Option<FlightNumber>,
    pub(super) classes: Vec<ClassSeats>,
    pub(super) dep_term: Option<Building>,
    pub(super) arr_term: Option<Building>,
    pub(super) duration: Option<Elapsed>,
}

/// Why a row has no reading, and whether it is sure that a journey starts with it (or that none does).
pub(super) struct Problem {
    pub(super) text: String,
    pub(super) starts_journey: Option<bool>,
}

const FLIGHT: RangeInclusive<usize> = 4..=10;
const LINK: RangeInclusive<usize> = 12..=14;
const FIRST_CLASS: usize = 16;
const LEG_CLASSES: usize = 10;
const CONTINUATION_CLASSES: usize = 17;
const SUB_CLASS_MARK: RangeInclusive<usize> = 15..=16;
const FIRST_SUB_CLASS: usize = 18;
const SUB_CLASSES: usize = 15;
const WIDTH: usize = 80;

/// Columns between the fields of a leg row; text in one of them means that the row is shifted.
const LEG_GAPS: [usize; 10] = [11, 15, 46, 53, 60, 67, 71, 75, 76, 78];
const CONTINUATION_GAPS: [usize; 10] = [1, 2, 3, 11, 12, 13, 14, 67, 70, 73];

pub(super) fn classify(columns: &Columns<'_>) -> Result<Row, Problem> {
    let entry = columns.at(0) == '>';
    if columns.is_blank_from(1) && (entry || columns.at(0) == ' ') {
        return Ok(Row::Blank);
    }
    if columns.at(0) == '*' && columns.at(1) == '*' {
        return Ok(Row::Note);
    }
    if let Some(column) = columns.first_unreadable() {
        return unreadable(columns, column);
    }
    if columns.at(0).is_ascii_digit() {
        return if looks_like_leg(columns) {
            start(columns).map_err(problem(columns))
        } else {
            Ok(Row::Note)
        };
    }
    if columns.text(SUB_CLASS_MARK) == "**" && columns.is_blank(1..=14) {
        return sub_classes(columns).map(Row::SubClasses).map_err(problem(columns));
    }
    if entry && columns.is_blank(1..=3) {
        return continuation(columns).map(Row::Continuation).map_err(problem(columns));
    }
    if looks_like_leg(columns) {
        return leg(columns).map(Row::Leg).map_err(problem(columns));
    }
    let bare_continuation = columns.is_blank(0..=3).then(|| continuation(columns).ok()).flatten();
    Ok(bare_continuation.map_or(Row::Note, Row::Continuation))
}

/// Text for people may lack a character; a row of the list may not.
fn unreadable(columns: &Columns<'_>, column: usize) -> Result<Row, Problem> {
    if columns.has_wide() && columns.at(0) != '>' && !looks_like_leg(columns) {
        return Ok(Row::Note);
    }
    Err(problem(columns)(format!("the cell in column {column} cannot be read")))
}

fn problem(columns: &Columns<'_>) -> impl Fn(String) -> Problem {
    let starts_journey = match columns.at(0) {
        '0'..='9' => Some(true),
        ' ' | '>' => Some(false),
        _ => None,
    };
    move |text| Problem { text, starts_journey }
}

/// Whether the row begins like a leg and has a flight or a link where a leg has one.
fn looks_like_leg(columns: &Columns<'_>) -> bool {
    let begins = (0..=3).all(|column| {
        columns.is_unreadable(column) || matches!(columns.at(column), '0'..='9' | '+' | '-' | '*' | ' ')
    });
    begins && (columns.at(14) == '#' || flight(columns).is_ok())
}

fn start(columns: &Columns<'_>) -> Result<Row, String> {
    let digits = (0..2).take_while(|&column| columns.at(column).is_ascii_digit()).count();
    let line = field(columns, 0..=digits.saturating_sub(1), "line number")?;
    let mark = match columns.at(digits) {
        ' ' => None,
        '-' => Some(Mark::First),
        '+' => Some(Mark::More),
        other => return Err(format!("{other:?} behind the line number is no paging mark")),
    };
    require_blank(columns, digits + 1..3)?;
    let leg = leg(columns)?;
    if leg.from.is_none() {
        return Err("a journey must begin with a city pair in columns 47-52".to_owned());
    }
    Ok(Row::Start { line, mark, leg })
}

fn leg(columns: &Columns<'_>) -> Result<LegRow, String> {
    require_blank(columns, LEG_GAPS)?;
    if !columns.is_blank_from(WIDTH - 1) {
        return Err("text behind the last column of a leg".to_owned());
    }
    Ok(LegRow {
        flight: flight(columns)?,
        codeshare: flag(columns, 3, '*')?,
        link: optional(columns, LINK, "link")?,
        classes: cells(columns, FIRST_CLASS, LEG_CLASSES, 3)?,
        from: optional(columns, 47..=49, "departure airport")?,
        to: field(columns, 50..=52, "arrival airport")?,
        dep: field(columns, 54..=57, "departure time")?,
        dep_offset: day_offset(columns, 58)?,
        arr: field(columns, 61..=64, "arrival time")?,
        arr_offset: day_offset(columns, 65)?,
        equip: field(columns, 68..=70, "equipment")?,
        stops: field(columns, 72..=72, "number of stops")?,
        asr: flag(columns, 73, '^')?,
        meal: meal(columns.at(74))?,
        et: flag(columns, 77, 'E')?,
    })
}

fn continuation(columns: &Columns<'_>) -> Result<Continuation, String> {
    require_blank(columns, CONTINUATION_GAPS)?;
    if !columns.is_blank_from(WIDTH - 1) {
        return Err("text behind the last column of a second row".to_owned());
    }
    let operating = if columns.is_blank(FLIGHT) { None } else { Some(flight(columns)?) };
    Ok(Continuation {
        operating,
        classes: cells(columns, FIRST_CLASS, CONTINUATION_CLASSES, 3)?,
        dep_term: building(columns, 68..=69)?,
        arr_term: building(columns, 71..=72)?,
        duration: optional(columns, 74..=78, "duration")?,
    })
}

fn sub_classes(columns: &Columns<'_>) -> Result<Vec<ClassSeats>, String> {
    require_blank(columns, [17])?;
    if !columns.is_blank_from(FIRST_SUB_CLASS + SUB_CLASSES * 4) {
        return Err("text behind the last sub-class".to_owned());
    }
    cells(columns, FIRST_SUB_CLASS, SUB_CLASSES, 4)
}

/// Cells of equal width: one class each, then a blank.
fn cells(columns: &Columns<'_>, first: usize, count: usize, width: usize) -> Result<Vec<ClassSeats>, String> {
    let mut classes = Vec::new();
    for start in (first..).step_by(width).take(count) {
        let end = start + width - 1;
        require_blank(columns, [end])?;
        if columns.is_blank(start..=end) {
            continue;
        }
        let seats: ClassSeats = field(columns, start..=end, "class")?;
        if seats.is_sub_class() != (width == 4) {
            return Err(format!("class {seats} in column {start} has the form of the other kind of row"));
        }
        classes.push(seats);
    }
    Ok(classes)
}

/// Blanks between carrier and number occur: `CA 967`.
fn flight(columns: &Columns<'_>) -> Result<FlightNumber, String> {
    if columns.at(*FLIGHT.start()) == ' ' {
        return Err("a flight must begin in column 4".to_owned());
    }
    let text = columns.text(FLIGHT);
    let (carrier, number) = text.split_at_checked(2).unwrap_or((text, ""));
    let parsed = match number.strip_prefix(' ') {
        Some(number) => [carrier, number.trim_start()].concat().parse(),
        None => text.parse(),
    };
    parsed.map_err(in_column("flight", *FLIGHT.start()))
}

fn building(columns: &Columns<'_>, range: RangeInclusive<usize>) -> Result<Option<Building>, String> {
    if columns.text(range.clone()) == "--" { Ok(None) } else { optional(columns, range, "terminal") }
}

fn day_offset(columns: &Columns<'_>, column: usize) -> Result<i8, String> {
    let invalid = || format!("day offset in column {column}: +1, -1 or blank expected");
    let days = columns.at(column + 1).to_digit(10).and_then(|days| i8::try_from(days).ok());
    match (columns.at(column), days) {
        (' ', None) if columns.at(column + 1) == ' ' => Ok(0),
        ('+', Some(days)) => Ok(days),
        ('-', Some(days)) => Ok(-days),
        _ => Err(invalid()),
    }
}

fn meal(mark: char) -> Result<Option<char>, String> {
    match mark {
        ' ' => Ok(None),
        'A'..='Z' => Ok(Some(mark)),
        other => Err(format!("meal in column 74: a letter or blank expected, got {other:?}")),
    }
}

fn flag(columns: &Columns<'_>, column: usize, set: char) -> Result<bool, String> {
    match columns.at(column) {
        ' ' => Ok(false),
        mark if mark == set => Ok(true),
        other => Err(format!("column {column}: {set:?} or blank expected, got {other:?}")),
    }
}

fn require_blank(columns: &Columns<'_>, gaps: impl IntoIterator<Item = usize>) -> Result<(), String> {
    match gaps.into_iter().find(|&column| columns.at(column) != ' ') {
        Some(column) => Err(format!("column {column} must be blank, got {:?}", columns.at(column))),
        None => Ok(()),
    }
}

fn optional<T>(columns: &Columns<'_>, range: RangeInclusive<usize>, name: &str) -> Result<Option<T>, String>
where
    T: FromStr<Err: ToString>,
{
    if columns.is_blank(range.clone()) { Ok(None) } else { field(columns, range, name).map(Some) }
}

fn field<T>(columns: &Columns<'_>, range: RangeInclusive<usize>, name: &str) -> Result<T, String>
where
    T: FromStr<Err: ToString>,
{
    let start = *range.start();
    columns.text(range).parse().map_err(in_column(name, start))
}

fn in_column<E: ToString>(name: &str, column: usize) -> impl Fn(E) -> String {
    move |error| format!("{name} in column {column}: {}", error.to_string())
}

#[cfg(test)]
mod tests;
