//! The answer to the end of a transaction (`@`, `\`): the locator and an echo of the segments; and to `XEPNR@`.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::{CityCode, TimeOfDay};
use waystation_shared::pnr::Locator;

use crate::lexicon::{BookingClass, FlightNumber, HostDate, SegmentStatus, Weekday};
use crate::parse::echo::{self, AnswerRow, UNREADABLE_CELLS};
use crate::parse::error::{self, ErrorAnswer, Next, Outcome};
use crate::parse::pnr::segment::{Front, front};
use crate::parse::{ParseError, UnreadableRow};
use crate::screen::Screen;

const EXPECTED: &str = "the answer to the end of a transaction";

/// What the end of a transaction can bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EotReading {
    /// The host has kept the PNR.
    Committed(EotAnswer),
    /// `PNR CANCELLED KABC12`.
    Cancelled(CancelledAnswer),
    /// The host refused; beside a locator that is a contradiction, and the outcome is uncertain.
    Error(ErrorAnswer),
}

/// The host has kept the PNR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "eot")]
pub struct EotAnswer {
    /// The PNR.
    pub locator: Locator,
    /// What stands behind the dash after the locator.
    pub message: Option<String>,
    /// The segments, with the status of the action that was taken: `DK` becomes `HK`.
    pub segments: Vec<EchoSegment>,
    /// Rows without a rule, trimmed. They are no part of the JSON.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// What could not be read; absent from JSON when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

/// The host has cancelled the PNR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "cancelled")]
pub struct CancelledAnswer {
    /// The PNR.
    pub locator: Locator,
}

/// A segment in the echo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EchoSegment {
    /// Flight number under which it is sold.
    pub flight: FlightNumber,
    /// Whether another airline flies it.
    pub codeshare: bool,
    /// Booking class.
    pub class: BookingClass,
    /// Weekday of the date.
    pub dow: Weekday,
    /// Date of departure.
    pub date: HostDate,
    /// Departure airport.
    pub from: CityCode,
    /// Arrival airport.
    pub to: CityCode,
    /// What was done with the seats.
    pub status: SegmentStatus,
    /// Number of seats.
    pub count: u16,
    /// Departure, local time; may be missing.
    pub dep: Option<TimeOfDay>,
    /// Arrival, local time; may be missing.
    pub arr: Option<TimeOfDay>,
    /// Days between departure and arrival.
    pub arr_offset: i8,
}

/// Reads the answer. Without a locator it is an error answer, if it is one at all.
///
/// # Errors
/// When the screen shows neither, or has rows that cannot be read and no locator.
pub fn read(screen: &Screen) -> Result<EotReading, ParseError> {
    let answer = echo::answer(std::slice::from_ref(screen));
    if let Some(locator) = answer.rows.iter().find_map(|row| cancelled(row.text)) {
        return Ok(EotReading::Cancelled(CancelledAnswer { locator }));
    }
    let mut reader = Reader::default();
    for row in &answer.rows {
        reader.row(row);
    }
    let refusal = reader.notes.iter().find_map(|note| refusal(note));
    let Some(locator) = reader.locator else {
        return error::find(screen)
            .map(EotReading::Error)
            .ok_or_else(|| ParseError::not_found(EXPECTED, screen));
    };
    if let Some(refusal) = refusal {
        let next = Next::Verify("RT".to_owned());
        return Ok(EotReading::Error(ErrorAnswer { outcome: Outcome::Uncertain, next, ..refusal }));
    }
    let Reader { message, segments, notes, unreadable, .. } = reader;
    Ok(EotReading::Committed(EotAnswer { locator, message, segments, notes, unreadable }))
}

#[derive(Default)]
struct Reader {
    locator: Option<Locator>,
    message: Option<String>,
    segments: Vec<EchoSegment>,
    notes: Vec<String>,
    unreadable: Vec<UnreadableRow>,
}

impl Reader {
    fn row(&mut self, row: &AnswerRow<'_>) {
        if row.has_unreadable_cells() {
            self.unreadable.push(row.unreadable(UNREADABLE_CELLS));
        } else if let Some((locator, message)) = located(row.text).filter(|_| self.locator.is_none()) {
            self.locator = Some(locator);
            self.message = message;
        } else if let Some(segment) = echoed(row.text) {
            self.segments.push(segment);
        } else if !is_end(row.text.trim()) {
            self.notes.push(row.text.trim().to_owned());
        }
    }
}

/// `PNR CANCELLED KABC12`; without a locator it is what `RT` says of a PNR that is no more.
fn cancelled(row: &str) -> Option<Locator> {
    row.trim().strip_prefix("PNR CANCELLED ")?.trim().parse().ok()
}

/// `KABC12`, alone at the start of its row or before a dash and a message.
fn located(row: &str) -> Option<(Locator, Option<String>)> {
    let (word, rest) = row.split_once(' ').unwrap_or((row, ""));
    let locator: Locator = word.parse().ok()?;
    let rest = rest.trim();
    let message = if rest.is_empty() { Some("") } else { rest.strip_prefix('-') }?.trim();
    // `SEATS` and other words of refusal have the form of a locator.
    error::find(&Screen::from_text(word)).is_none().then_some(())?;
    Some((locator, Some(message.to_owned()).filter(|message| !message.is_empty())))
}

/// ` *MU8984  N TH26NOV  PVGHKG DK2   0755 1020`.
fn echoed(row: &str) -> Option<EchoSegment> {
    let Front { flight, codeshare, class, dow, date, from, to, action, times, .. } =
        row.starts_with(' ').then(|| front(row).ok()).flatten()?;
    let (dep, arr, arr_offset) = match times {
        Some(times) => (Some(times.dep), Some(times.arr), times.arr_offset),
        None => (None, None, 0),
    };
    let (status, count) = (action.segment_status(), action.count());
    Some(EchoSegment { flight, codeshare, class, dow, date, from, to, status, count, dep, arr, arr_offset })
}

/// A row that refuses. Married segments are told of in answers that are none.
fn refusal(note: &str) -> Option<ErrorAnswer> {
    error::find(&Screen::from_text(note)).filter(|answer| answer.code != "MARRIED SEGMENT EXIST")
}

/// The last row of an entry that was typed on several.
fn is_end(row: &str) -> bool {
    let row = row.to_ascii_uppercase();
    matches!(row.strip_prefix(['@', '\\']), Some("" | "K" | "I" | "KI" | "IK"))
}
