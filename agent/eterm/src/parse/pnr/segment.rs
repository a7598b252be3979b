//! One segment row: `  CA4193 G   WE25NOV  CTUPEK HK1   0700 0935          E T2T3`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use waystation_shared::flight::{CityCode, TimeOfDay};

use crate::lexicon::{BookingClass, Building, FlightNumber, HostDate, SegmentStatus, Weekday};

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
