//! The smaller items of a PNR.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::{Airline, CityCode, TimeOfDay};
use waystation_shared::ids::OfficeNo;
use waystation_shared::pnr::Locator;

use crate::lexicon::{BookingClass, HostDate, TicketNumber, TicketRange};
use crate::parse::pnr::service::split_list;

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

/// `TL/1200/24NOV/CTU999`.
pub(super) fn time_limit(text: &str) -> Option<TimeLimit> {
    let parts: Vec<&str> = text.strip_prefix("TL/")?.split('/').collect();
    let [time, date, office] = *parts.as_slice() else { return None };
    Some(TimeLimit { time: time.parse().ok()?, date: date.parse().ok()?, office: office.parse().ok()? })
}

/// `TN/999-2300000031/P1`, `TN/IN/…`, `TN/220-2300000038-39/P1`.
pub(super) fn printed_ticket(text: &str) -> Option<PrintedTicket> {
    let (infant, text) = infant_mark(text.strip_prefix("TN/")?);
    let (range, pax) = one_passenger(text)?;
    let range: TicketRange = range.parse().ok()?;
    Some(PrintedTicket { ticket: range.first(), conj_last2: range.last_two_digits(), infant, pax })
}

/// `XN/IN/林小禾INF(MAR26)/P1`.
pub(super) fn booked_infant(text: &str) -> Option<BookedInfant> {
    let (text, pax) = one_passenger(text.strip_prefix("XN/IN/")?)?;
    let (name, born) = match text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((name, born)) => (name, Some(born.to_owned())),
        None => (text, None),
    };
    let name = name.trim_end();
    let name = name.strip_suffix("INF").unwrap_or(name).trim_end().to_owned();
    (!name.is_empty()).then_some(BookedInfant { name, born, pax })
}

/// `IN/` in front of what belongs to an infant.
pub(super) fn infant_mark(text: &str) -> (bool, &str) {
    text.strip_prefix("IN/").map_or((false, text), |text| (true, text))
}

/// The text without its `/P1`; `None` if it names several passengers.
fn one_passenger(text: &str) -> Option<(&str, Option<u16>)> {
    match split_list(text, 'P') {
        Some((text, numbers)) => match *numbers.as_slice() {
            [number] => Some((text, Some(number))),
            _ => None,
        },
        None => Some((text, None)),
    }
}
