//! The answer to the end of a transaction (`@`, `\`): the locator and an echo of the segments; and to `XEPNR@`.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::{CityCode, TimeOfDay};
use waystation_shared::pnr::Locator;

use crate::lexicon::{BookingClass, FlightNumber, HostDate, SegmentStatus, Weekday};
use crate::parse::error::ErrorAnswer;
use crate::parse::UnreadableRow;

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
