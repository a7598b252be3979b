//! Entries that build a PNR in the work area, and the ones that end or drop it.

use jiff::civil::Date;
use waystation_shared::flight::{Airline, CityCode};
use waystation_shared::ids::OfficeNo;
use waystation_shared::pnr::{
    Contact, FlightNo, Gender, Group, IdNumber, IdType, Mobile, Passenger, PassengerKind, PassengerName,
    Phone, Segment, TicketLimit,
};

use crate::command::{Command, CommandError};
use crate::lexicon::HostDate;
use crate::step::{Commit, WorkArea};

type Edit = Result<Command<WorkArea>, CommandError>;

/// `SS CA4193/G/25NOV/CTUPEK/NN1`: sells seats on one flight.
///
/// # Errors
/// None that the types of the fields allow; the same holds for every entry here.
pub fn sell(segment: &Segment, seats: usize) -> Edit {
    let date = HostDate::without_year(segment.dep_date).to_string();
    let seats = seats.to_string();
    Command::of(&[
        "SS ",
        segment.flight_no.as_str(),
        "/",
        segment.cabin.as_str(),
        "/",
        &date,
        "/",
        segment.dep_city.as_str(),
        segment.arr_city.as_str(),
        "/NN",
        &seats,
    ])
}

/// `NM1林青禾1何小满CHD1ZHU/QI CHD1唐小试(UM8)`: everybody with a seat. `first_day` is the day of the first flight.
///
/// # Errors
/// See [`sell`].
pub fn names(passengers: &[&Passenger], first_day: Date) -> Edit {
    let mut text = String::from("NM");
    for passenger in passengers {
        text.push('1');
        text.push_str(&seated_name(passenger, first_day));
    }
    Command::of_names(text)
}

/// The name as the host keeps it: Chinese names carry their mark glued on, Latin ones after a blank.
#[must_use]
pub fn seated_name(passenger: &Passenger, first_day: Date) -> String {
    let name = passenger.name.as_str();
    match passenger.kind {
        PassengerKind::Child if passenger.name.is_chinese() => format!("{name}CHD"),
        PassengerKind::Child => format!("{name} CHD"),
        PassengerKind::Unaccompanied => {
            let age = passenger.age_on(first_day).unwrap_or_default();
            if passenger.name.is_chinese() { format!("{name}(UM{age})") } else { format!("{name} (UM{age})") }
        }
        PassengerKind::Adult | PassengerKind::Infant => name.to_owned(),
    }
}

/// `GN:12DEMOTOUR`.
///
/// # Errors
/// See [`sell`].
pub fn group(group: &Group) -> Edit {
    Command::of(&["GN:", &group.size.to_string(), group.name.as_str()])
}

/// `XN:IN/林小禾INF(MAR26)/P1`: an infant on an adult's lap.
///
/// # Errors
/// See [`sell`].
pub fn infant(name: &PassengerName, birth: Date, adult: usize) -> Edit {
    let mark = if name.is_chinese() { "INF" } else { " INF" };
    Command::of_names(format!("XN:IN/{name}{mark}({})/P{adult}", month(birth)))
}

/// `SSR INFT CA NN1 LIN/XIAOHE 05MAR26/P1/S2`: the airline's word for the same infant on one flight.
///
/// # Errors
/// See [`sell`].
pub fn infant_service(
    airline: &Airline,
    (latin, birth): (&PassengerName, Date),
    adult: usize,
    segment: usize,
) -> Edit {
    let (adult, segment) = (adult.to_string(), segment.to_string());
    Command::of(&[
        "SSR INFT ",
        airline.as_str(),
        " NN1 ",
        latin.as_str(),
        " ",
        &full_date(birth),
        "/P",
        &adult,
        "/S",
        &segment,
    ])
}

/// `SSR CHLD CA HK1/03MAR18/P2`.
///
/// # Errors
/// See [`sell`].
pub fn child_service(airline: &Airline, birth: Date, passenger: usize) -> Edit {
    Command::of(&["SSR CHLD ", airline.as_str(), " HK1/", &full_date(birth), "/P", &passenger.to_string()])
}

/// `SSR FOID CA HK/NI999999199001010011/P1`.
///
/// # Errors
/// See [`sell`].
pub fn document(airline: &Airline, (kind, number): (IdType, &IdNumber), passenger: usize) -> Edit {
    Command::of(&[
        "SSR FOID ",
        airline.as_str(),
        " HK/",
        kind.as_str(),
        number.as_str(),
        "/P",
        &passenger.to_string(),
    ])
}

/// `SSR DOCS CX HK1 P/CN/E00000002/CN/12MAR86/M/29OCT34/DEMO/ALPHA/P1`; `None` when the passenger has not said it all.
///
/// # Errors
/// See [`sell`].
#[must_use]
pub fn travel_document(airline: &Airline, passenger: &Passenger, number: usize) -> Option<Edit> {
    let document = passenger.document.as_ref()?;
    let (id, birth) = (passenger.id_no.as_ref()?, passenger.birth?);
    let (surname, given) = passenger.latin_name.as_ref().unwrap_or(&passenger.name).latin_parts()?;
    let gender = match document.gender {
        Gender::M => "/M/",
        Gender::F => "/F/",
    };
    Some(Command::of(&[
        "SSR DOCS ",
        airline.as_str(),
        " HK1 P/",
        document.issuing_country.as_str(),
        "/",
        id.as_str(),
        "/",
        document.nationality.as_str(),
        "/",
        &full_date(birth),
        gender,
        &full_date(document.expiry),
        "/",
        surname,
        "/",
        given,
        "/P",
        &number.to_string(),
    ]))
}

/// `CT CTU/028-00000000`; the mobile where no telephone is given.
///
/// # Errors
/// See [`sell`].
#[must_use]
pub fn contact(contact: &Contact, city: &CityCode) -> Option<Edit> {
    let number = contact.phone.as_ref().map(Phone::as_str);
    let number = number.or_else(|| contact.mobile.as_ref().map(Mobile::as_str))?;
    Some(Command::of(&["CT ", city.as_str(), "/", number]))
}

/// `OSI CA CTCT13000000001`: the agency's mobile.
///
/// # Errors
/// See [`sell`].
pub fn agency_mobile(airline: &Airline, mobile: &Mobile) -> Edit {
    Command::of(&["OSI ", airline.as_str(), " CTCT", mobile.as_str()])
}

/// `OSI CA CTCM13000000002/P1`: a passenger's mobile.
///
/// # Errors
/// See [`sell`].
pub fn passenger_mobile(airline: &Airline, mobile: &Mobile, passenger: usize) -> Edit {
    Command::of(&["OSI ", airline.as_str(), " CTCM", mobile.as_str(), "/P", &passenger.to_string()])
}

/// `TK:TL/1200/24NOV/CTU999`.
///
/// # Errors
/// See [`sell`].
pub fn ticket_limit(limit: TicketLimit, office: &OfficeNo) -> Edit {
    let date = HostDate::without_year(limit.0.date()).to_string();
    Command::of(&["TK:TL/", &limit.0.strftime("%H%M").to_string(), "/", &date, "/", office.as_str()])
}

/// `RMK TJ AUTH SHA999`.
///
/// # Errors
/// See [`sell`].
pub fn authorize(office: &OfficeNo) -> Edit {
    Command::of(&["RMK TJ AUTH ", office.as_str()])
}

impl Command<Commit> {
    /// `@`: ends the transaction.
    #[must_use]
    pub fn end_transaction() -> Self {
        Self::fixed("@")
    }
}

/// The airline of a flight number.
///
/// # Errors
/// None that the type of a flight number allows.
pub fn airline_of(flight: &FlightNo) -> Result<Airline, CommandError> {
    let text = flight.as_str();
    text.get(..2).and_then(|code| code.parse().ok()).ok_or_else(|| CommandError::Airline(text.to_owned()))
}

/// `05MAR26`
fn full_date(date: Date) -> String {
    format!("{}{:02}", HostDate::without_year(date), date.year().rem_euclid(100))
}

/// `MAR26`
fn month(date: Date) -> String {
    full_date(date).split_off(2)
}
