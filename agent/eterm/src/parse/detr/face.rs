//! The face of a ticket: rows by label, coupons by column.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::{Airline, CityCode, TimeOfDay};
use waystation_shared::pnr::Locator;

use crate::lexicon::{BookingClass, Building, HostDate, Money, TicketNumber};
use crate::parse::UnreadableRow;
use crate::parse::pnr::Tax;

/// A ticket. Money that this Office may not see is `None`, which is not zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "detr")]
pub struct TicketFace {
    /// Its number.
    pub ticket: TicketNumber,
    /// Name of the issuing airline.
    pub issued_by: Option<String>,
    /// City where the journey begins.
    pub org: Option<CityCode>,
    /// City where it ends.
    pub dst: Option<CityCode>,
    /// `BSP-D`, `BSP-I`, `ARL-D` or `ARL-I`.
    #[serde(rename = "type")]
    pub ticket_type: Option<String>,
    /// `E/R`: what must not be done with it.
    pub endorsement: Option<String>,
    /// Tour code.
    pub tour_code: Option<String>,
    /// Whether a paper receipt exists.
    pub receipt_printed: bool,
    /// Name with everything that stands behind it.
    pub passenger: Option<String>,
    /// `EXCH`: the ticket that was exchanged for this one, as printed.
    pub exch: Option<String>,
    /// `CONJ TKT`: the first ticket of a set, as printed.
    pub conj: Option<String>,
    /// Its flights.
    pub coupons: Vec<Coupon>,
    /// The final city.
    pub end: Option<CityCode>,
    /// Fare calculation.
    pub fc: Option<String>,
    /// Fare.
    pub fare: Option<Money>,
    /// The fare in the currency of payment.
    pub equiv: Option<Money>,
    /// Taxes.
    pub taxes: Vec<Tax>,
    /// What was paid.
    pub total: Option<Money>,
    /// Form of payment.
    pub fop: Option<String>,
    /// `OI`: the original issue, as printed.
    pub oi: Option<String>,
    /// Whether more follows that is not here.
    pub more: bool,
    /// Rows without a rule, trimmed; absent from JSON when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<String>,
    /// What could not be read; absent from JSON when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

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
    /// What else stands in the second row (baggage, boarding number, marks); absent from JSON when there is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}
