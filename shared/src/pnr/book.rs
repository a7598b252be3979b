//! A booking as a partner or a person asks for it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Country, FlightNo, IdNumber, Mobile, PassengerName, Phone, TicketLimit};
use crate::flight::{Cabin, CityCode};

/// Segments that one booking may hold.
pub const MOST_SEGMENTS: usize = 5;
/// Passengers with a seat in a PNR that is no group.
pub const MOST_PASSENGERS: usize = 9;
/// Seats of a group.
pub const MOST_GROUP: u16 = 99;

/// Book a PNR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BookPnr {
    /// The flights, in the order in which they are flown; at most five.
    pub segments: Vec<Segment>,
    /// Who flies; at most nine with a seat unless it is a group.
    pub passengers: Vec<Passenger>,
    /// How to reach the agency or the passengers.
    pub contact: Contact,
    /// Until when tickets must be issued.
    pub ticket_limit: TicketLimit,
    /// Makes it the booking of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
}

/// One flight of a booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Segment {
    /// The flight.
    pub flight_no: FlightNo,
    /// Booking class.
    pub cabin: Cabin,
    /// Departure date, in the calendar of the departure city.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub dep_date: Date,
    /// Departure airport.
    pub dep_city: CityCode,
    /// Arrival airport.
    pub arr_city: CityCode,
}

/// One passenger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Passenger {
    /// Name, without titles such as CHD, which the kind says.
    pub name: PassengerName,
    /// What kind of passenger.
    #[serde(rename = "type")]
    pub kind: PassengerKind,
    /// Kind of the document; everybody with a seat shows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_type: Option<IdType>,
    /// Number of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_no: Option<IdNumber>,
    /// Date of birth; needed for children and infants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub birth: Option<Date>,
    /// The passenger's own mobile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<Mobile>,
    /// The name in Latin letters; needed for an infant with a Chinese name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latin_name: Option<PassengerName>,
    /// What a passport says, for flights abroad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<TravelDocument>,
}

/// What kind of passenger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PassengerKind {
    /// Adult.
    #[serde(rename = "ADT")]
    Adult,
    /// Child with a seat, 2 to 11 years old on the day of the first flight.
    #[serde(rename = "CHD")]
    Child,
    /// Infant on an adult's lap, younger than 2. The first infant sits with the first adult, and so on.
    #[serde(rename = "INF")]
    Infant,
    /// Child that flies alone, 5 to 11 years old.
    #[serde(rename = "UM")]
    Unaccompanied,
}

/// Kind of an identity document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum IdType {
    /// Resident identity card, 18 characters.
    #[serde(rename = "NI")]
    Identity,
    /// Passport.
    #[serde(rename = "PP")]
    Passport,
    /// Anything else.
    #[serde(rename = "ID")]
    Other,
}

impl IdType {
    /// The two letters of the host.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "NI",
            Self::Passport => "PP",
            Self::Other => "ID",
        }
    }
}

/// What a passport says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TravelDocument {
    /// Who issued it.
    pub issuing_country: Country,
    /// Whose citizen the passenger is.
    pub nationality: Country,
    /// As the passport says.
    pub gender: Gender,
    /// Last day on which it is valid.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub expiry: Date,
}

/// As passports say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Gender {
    /// Male.
    M,
    /// Female.
    F,
}

/// How to reach the agency or the passengers; at least one of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Mobile, given to the airlines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<Mobile>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Group {
    /// Its name.
    pub name: GroupName,
    /// Number of seats; names may be fewer.
    pub size: u16,
}

crate::field::closed_text!(
    /// Name of a group.
    GroupName, "group.name", "is 2 to 20 capital letters",
    |text| (2..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
);

/// What is wrong with a booking that has well-formed fields.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}: {problem}")]
pub struct BookingFault {
    /// The field by its name on the wire, such as `passengers[1].idNo`.
    pub field: String,
    /// What to mend.
    pub problem: &'static str,
}

impl BookPnr {
    /// How many seats it takes.
    #[must_use]
    pub fn seats(&self) -> usize {
        let seated =
            self.passengers.iter().filter(|passenger| passenger.kind != PassengerKind::Infant).count();
        self.group.as_ref().map_or(seated, |group| usize::from(group.size))
    }

    /// Judges what one field alone cannot tell. `today` is the date at the Office.
    ///
    /// # Errors
    /// The first [`BookingFault`].
    pub fn check(&self, today: Date) -> Result<(), BookingFault> {
        self.check_segments(today)?;
        self.check_party()?;
        let first_day = self.segments.first().map_or(today, |segment| segment.dep_date);
        for (index, passenger) in self.passengers.iter().enumerate() {
            passenger.check(first_day).map_err(|(field, problem)| {
                let field = if field.is_empty() { field.to_owned() } else { format!(".{field}") };
                BookingFault { field: format!("passengers[{index}]{field}"), problem }
            })?;
        }
        if self.contact.phone.is_none() && self.contact.mobile.is_none() {
            return fault("contact", "needs a phone or a mobile");
        }
        if self.ticket_limit.0.date() < today || self.ticket_limit.0.date() > first_day {
            return fault("ticketLimit", "lies between today and the first flight");
        }
        Ok(())
    }

    fn check_segments(&self, today: Date) -> Result<(), BookingFault> {
        if self.segments.is_empty() || self.segments.len() > MOST_SEGMENTS {
            return fault("segments", "has one to five flights");
        }
        let mut before = today;
        for (index, segment) in self.segments.iter().enumerate() {
            if segment.dep_date < before {
                return fault(
                    format!("segments[{index}].depDate"),
                    "lies before today or before the flight ahead of it",
                );
            }
            if segment.dep_city == segment.arr_city {
                return fault(format!("segments[{index}].arrCity"), "is where the flight leaves from");
            }
            let same = |other: &Segment| {
                other.flight_no == segment.flight_no
                    && other.dep_date == segment.dep_date
                    && other.dep_city == segment.dep_city
            };
            if self.segments.iter().take(index).any(same) {
                return fault(format!("segments[{index}]"), "is there twice");
            }
            before = segment.dep_date;
        }
        Ok(())
    }

    fn check_party(&self) -> Result<(), BookingFault> {
        let count = |kind| self.passengers.iter().filter(|passenger| passenger.kind == kind).count();
        let (adults, infants) = (count(PassengerKind::Adult), count(PassengerKind::Infant));
        let seated = self.passengers.len().saturating_sub(infants);
        match &self.group {
            None if seated == 0 => return fault("passengers", "needs somebody with a seat"),
            None if seated > MOST_PASSENGERS => {
                return fault("passengers", "has at most nine with a seat; book more as a group");
            }
            Some(group) if group.size > MOST_GROUP || usize::from(group.size) < seated.max(10) => {
                return fault("group.size", "is 10 to 99 and not less than the passengers named");
            }
            None | Some(_) => {}
        }
        if infants > adults {
            return fault("passengers", "has more infants than adults");
        }
        if count(PassengerKind::Child) > 0 && adults == 0 {
            return fault(
                "passengers",
                "has a child without an adult; a child that flies alone is of type UM",
            );
        }
        let twice = self.passengers.iter().enumerate().find(|(index, passenger)| {
            self.passengers.iter().take(*index).any(|other| {
                other.id_no.is_some() && other.id_no == passenger.id_no && other.id_type == passenger.id_type
            })
        });
        match twice {
            Some((index, _)) => fault(format!("passengers[{index}].idNo"), "is another passenger's"),
            None => Ok(()),
        }
    }
}

impl Passenger {
    /// Full years on `day`; `None` when the birth is not known or lies later.
    #[must_use]
    pub fn age_on(&self, day: Date) -> Option<u8> {
        let birth = self.birth.filter(|birth| *birth <= day)?;
        let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
        let years = day.year() - birth.year() - i16::from(!had_birthday);
        u8::try_from(years).ok()
    }

    fn check(&self, first_day: Date) -> Result<(), (&'static str, &'static str)> {
        self.check_age(first_day)?;
        match (self.id_type, &self.id_no) {
            (Some(IdType::Identity), Some(number)) if !is_identity_card(number.as_str()) => {
                return Err(("idNo", "has 17 digits and then a digit or X for idType NI"));
            }
            (Some(_), Some(_)) => {}
            (None, None) if self.kind == PassengerKind::Infant => {}
            (None, _) => return Err(("idType", "is missing; NI, PP or ID")),
            (Some(_), None) => return Err(("idNo", "is missing")),
        }
        if self.kind == PassengerKind::Infant && self.name.is_chinese() && self.latin_name.is_none() {
            return Err(("latinName", "is missing; airlines know infants by their Latin name"));
        }
        if self.latin_name.as_ref().is_some_and(PassengerName::is_chinese) {
            return Err(("latinName", "is SURNAME/GIVEN in capital letters"));
        }
        match &self.document {
            Some(document) if document.expiry < first_day => {
                Err(("document.expiry", "lies before the first flight"))
            }
            Some(_) if self.id_type != Some(IdType::Passport) => Err(("document", "goes with idType PP")),
            Some(_) if self.birth.is_none() => Err(("birth", "is missing; it goes with a travel document")),
            Some(_) if self.name.is_chinese() && self.latin_name.is_none() => {
                Err(("latinName", "is missing; it goes with a travel document"))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn check_age(&self, first_day: Date) -> Result<(), (&'static str, &'static str)> {
        let ages = match self.kind {
            PassengerKind::Adult => return Ok(()),
            PassengerKind::Child => 2..=11,
            PassengerKind::Infant => 0..=1,
            PassengerKind::Unaccompanied => 5..=11,
        };
        if self.birth.is_none() {
            return Err(("birth", "is missing; children and infants need it"));
        }
        match self.age_on(first_day) {
            Some(age) if ages.contains(&age) => Ok(()),
            Some(_) | None => {
                Err(("birth", "does not fit the type: INF is under 2, CHD 2 to 11, UM 5 to 11"))
            }
        }
    }
}

fn is_identity_card(number: &str) -> bool {
    let digits = number.strip_suffix('X').unwrap_or(number);
    number.len() == 18 && digits.len() >= 17 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn fault(field: impl Into<String>, problem: &'static str) -> Result<(), BookingFault> {
    Err(BookingFault { field: field.into(), problem })
}
