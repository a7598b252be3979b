//! The smaller items of a PNR.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::{Airline, CityCode, TimeOfDay};
use waystation_shared::ids::OfficeNo;
use waystation_shared::pnr::Locator;

use crate::lexicon::{BookingClass, HostDate, TicketNumber};

/// `TL/1200/24NOV/CTU999`: until when tickets must be issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLimit {
    /// Time of day at the Office.
    pub time: TimeOfDay,
    /// Date; it may carry a year.
    pub date: HostDate,
    /// The Office that has to issue.
    pub office: OfficeNo,
}

/// `SSR TKNE …`: a ticket for one flight of one passenger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketElement {
    /// Airline of the flight.
    pub carrier: Airline,
    /// Departure airport.
    pub from: CityCode,
    /// Arrival airport.
    pub to: CityCode,
    /// The flight without its airline: one to four digits, perhaps a letter.
    pub flight: String,
    /// Booking class.
    pub class: BookingClass,
    /// Date of the flight.
    pub date: HostDate,
    /// The ticket.
    pub ticket: TicketNumber,
    /// Which coupon of the ticket; none while pending.
    pub coupon: Option<u8>,
    /// `/DPN…`: the airline has not confirmed the ticket yet.
    pub pending: bool,
    /// Whether the ticket is the infant's of that passenger.
    pub infant: bool,
    /// Number of the passenger.
    pub pax: Option<u16>,
}

/// `OSI CC …`: a message to an airline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherService {
    /// Item number of this display.
    pub n: u16,
    /// Airline, `YY` for all; none when the item is shown empty.
    pub carrier: Option<Airline>,
    /// The message; none when the item is shown empty.
    pub text: Option<String>,
    /// Numbers of the passengers it is about; none when it is about all.
    pub pax: Option<Vec<u16>>,
}

/// `RMK CA/NX1Y2Z`: the same booking in an airline's system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AirlineLocator {
    /// The system: two characters. `CA` also stands for the common system of Chinese airlines.
    pub carrier: Airline,
    /// Its locator.
    pub locator: Locator,
}

/// `TN/999-2300000031/P1`: a ticket as the PNR lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedTicket {
    /// The ticket, or the first of several that belong together.
    pub ticket: TicketNumber,
    /// The last two digits of the last of several.
    pub conj_last2: Option<String>,
    /// Whether it is the infant's of that passenger.
    pub infant: bool,
    /// Number of the passenger.
    pub pax: Option<u16>,
}

/// `XN/IN/林小禾INF(MAR26)/P1`: an infant, who hangs on an adult and takes no seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookedInfant {
    /// The name.
    pub name: String,
    /// Month and year of birth, as printed: `MAR26`.
    pub born: Option<String>,
    /// Number of the adult.
    pub pax: Option<u16>,
}
