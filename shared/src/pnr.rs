//! Fields and parameters of the tasks that work on a PNR.
//!
//! What can be judged without the host is judged by [`BookPnr::check`] and by the alphabets of the fields: on the server,
//! so that the caller hears of it at once, and on the agent before anything is typed.

mod book;
mod name;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

pub use book::{
    BookPnr, BookingFault, Contact, Gender, Group, IdType, MOST_GROUP, MOST_PASSENGERS, MOST_SEGMENTS,
    Passenger, PassengerKind, Segment, TravelDocument,
};
pub use name::PassengerName;

use crate::field::{InvalidField, closed_text};
use crate::ids::OfficeNo;

closed_text!(
    /// The number under which the reservation system keeps a PNR, such as `KABC12`.
    Locator, "pnr", "is five or six capital letters or digits, such as KABC12",
    |text| matches!(text.len(), 5 | 6)
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
);

closed_text!(
    /// A flight: the airline's two characters, up to four digits, perhaps one letter, such as `CA1831`.
    FlightNo, "flightNo", "is an airline code, one to four digits and perhaps a letter, such as CA1831",
    |text| {
        let (Some(airline), Some(rest)) = (text.get(..2), text.get(2..)) else { return false };
        let digits = rest.strip_suffix(|mark: char| mark.is_ascii_uppercase()).unwrap_or(rest);
        airline.parse::<crate::flight::Airline>().is_ok()
            && (1..=4).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    }
);

closed_text!(
    /// Number of an identity document.
    IdNumber, "idNo", "is 2 to 25 capital letters or digits",
    |text| (2..=25).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
);

closed_text!(
    /// A mobile number of the Chinese mainland.
    Mobile, "mobile", "is eleven digits beginning with 1",
    |text| text.len() == 11 && text.starts_with('1') && text.bytes().all(|byte| byte.is_ascii_digit())
);

closed_text!(
    /// A telephone number with its area, such as `028-00000000`.
    Phone, "phone", "is 5 to 20 digits and hyphens, such as 028-00000000",
    |text| (5..=20).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && text.bytes().any(|byte| byte.is_ascii_digit())
);

closed_text!(
    /// A country: two capital letters of ISO 3166.
    Country, "country", "is two capital letters, such as CN",
    |text| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
);

closed_text!(
    /// What a fare is called, such as `Y`, or `RT/Y+RT/Y` for a way out and back.
    FareBasis, "fareBasis", "is 1 to 30 capital letters, digits, + or /, such as Y or RT/Y+RT/Y",
    |text| (1..=30).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"+/".contains(&byte))
);

/// Until when tickets must be issued, in the local time of the Office; on the wire `2026-11-24 12:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-11-24 12:00"))]
#[serde(try_from = "String", into = "String")]
pub struct TicketLimit(pub DateTime);

impl TryFrom<String> for TicketLimit {
    type Error = InvalidField;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let rule = "is a local time in the form YYYY-MM-DD HH:MM";
        let wrong = || InvalidField::new("ticketLimit", rule, &text);
        if text.len() != 16 {
            return Err(wrong());
        }
        text.replacen(' ', "T", 1).parse().map(Self).map_err(|_not_a_time: jiff::Error| wrong())
    }
}

impl From<TicketLimit> for String {
    fn from(limit: TicketLimit) -> Self {
        limit.0.strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// Read a PNR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtractPnr {
    /// Which.
    pub pnr: Locator,
}

/// Take passengers out of a PNR. They are named and not numbered: numbers move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelPassenger {
    /// From which.
    pub pnr: Locator,
    /// Their names as the PNR holds them.
    pub passengers: Vec<PassengerName>,
}

/// Cancel a whole PNR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelPnr {
    /// Which.
    pub pnr: Locator,
}

/// Issue the tickets of a PNR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueTicket {
    /// Which.
    pub pnr: Locator,
    /// The most that all tickets together may cost, taxes included, in fen. Nothing is issued above it.
    pub max_fare_fen: i64,
    /// Which of the offered fares; the cheapest when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fare_basis: Option<FareBasis>,
    /// Number of the ticket printer under the Office's control.
    #[serde(default = "first_device")]
    pub device: u8,
}

const fn first_device() -> u8 {
    1
}

/// Read the ticket numbers of a PNR and the state of each ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtractTicketNo {
    /// Of which.
    pub pnr: Locator,
}

/// Let another Office work on a PNR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthorizePnr {
    /// On which.
    pub pnr: Locator,
    /// The Office that may work on it from then on.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "SHA999"))]
    pub office_no: OfficeNo,
}

#[cfg(test)]
mod tests;
