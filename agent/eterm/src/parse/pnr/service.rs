//! `SSR`: services that an airline has to act on.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use waystation_shared::flight::{Airline, CityCode};
use waystation_shared::ids::OfficeNo;

use crate::lexicon::ActionCode;
use crate::parse::pnr::element::{AirlineLocator, OtherService, TicketElement};

/// `SSR CODE CC HK1 text/P1`. Items of another Office are shown empty; what is missing then is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialService {
    /// Item number of this display.
    pub n: u16,
    /// What kind of service: `FOID`, `DOCS`, `ADTK` …
    pub code: String,
    /// Airline.
    pub carrier: Option<Airline>,
    /// State and number.
    pub action: Option<ActionCode>,
    /// The rest without what the other fields say.
    pub text: Option<String>,
    /// Numbers of the passengers it is for.
    pub pax: Option<Vec<u16>>,
    /// Numbers of the segments it is for (`/S2`); absent from JSON when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seg: Option<Vec<u16>>,
}

/// An `SSR` item by what it is about.
pub(super) enum Service {
    /// A ticket.
    Ticket(TicketElement),
    /// Anything else.
    Special(SpecialService),
}

/// A remark with a rule.
pub(super) enum Remark {
    /// Where an airline keeps the booking.
    Airline(AirlineLocator),
    /// Who else may work on it.
    Authorisation(OfficeNo),
}

/// Services whose text begins behind the airline, without state and without references.
const FREE_TEXT: [&str; 3] = ["OTHS", "ADTK", "GRPS"];

/// Reads an `SSR` item; `None` without a code of four letters.
pub(super) fn service(n: u16, text: &str) -> Option<Service> {
    let (code, rest) = first_word(text.strip_prefix("SSR")?);
    let is_code =
        code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !is_code {
        return None;
    }
    let (carrier, rest) = word_of::<Airline>(rest);
    if FREE_TEXT.contains(&code) {
        let text = not_empty(rest);
        let special =
            SpecialService { n, code: code.to_owned(), carrier, action: None, text, pax: None, seg: None };
        return Some(Service::Special(special));
    }
    let (action, rest) = word_of::<ActionCode>(rest);
    let confirmed = action.as_ref().is_some_and(|action| action.status() == "HK");
    if code == "TKNE"
        && confirmed
        && let Some(ticket) = carrier.clone().and_then(|carrier| ticket(carrier, rest))
    {
        return Some(Service::Ticket(ticket));
    }
    let References { text, pax, seg } = references(rest);
    let (code, text) = (code.to_owned(), not_empty(text));
    Some(Service::Special(SpecialService { n, code, carrier, action, text, pax, seg }))
}

/// `CTUPEK 4193 G25NOV 9992300000031/1/P1`; `INF` before the number, and `DPN…` instead of the coupon while pending.
fn ticket(carrier: Airline, text: &str) -> Option<TicketElement> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [pair, flight, class_and_date, ticket] = *words.as_slice() else { return None };
    let (from, to) = pair.split_at_checked(3)?;
    let digits = class_and_date.bytes().position(|byte| byte.is_ascii_digit())?;
    // A sub-class has a digit of its own: one more than day, or day and year, can explain.
    let (class, date) =
        class_and_date.split_at_checked(digits + usize::from(class_and_date.len() % 2 == 1))?;
    let (infant, ticket) = ticket.strip_prefix("INF").map_or((false, ticket), |ticket| (true, ticket));
    let mut parts = ticket.split('/');
    let mut element = TicketElement {
        carrier,
        from: from.parse().ok()?,
        to: to.parse().ok()?,
        flight: Some(flight.to_owned()).filter(|flight| is_flight_number(flight))?,
        class: class.parse().ok()?,
        date: date.parse().ok()?,
        ticket: parts.next()?.parse().ok()?,
        coupon: None,
        pending: false,
        infant,
        pax: None,
    };
    parts.all(|part| element.take_part(part)).then_some(())?;
    element.coupon = element.coupon.filter(|_| !element.pending);
    (element.pending || element.coupon.is_some()).then_some(element)
}

impl TicketElement {
    fn take_part(&mut self, part: &str) -> bool {
        match (part.strip_prefix("DPN"), part.strip_prefix('P')) {
            (Some(_), _) => self.pending = true,
            (None, Some(number)) if self.pax.is_none() => {
                self.pax = number.parse().ok();
                return self.pax.is_some();
            }
            (None, None) if self.coupon.is_none() && part.len() == 1 => {
                self.coupon = part.parse().ok();
                return self.coupon.is_some();
            }
            _ => return false,
        }
        true
    }
}

pub(in crate::parse) fn is_flight_number(text: &str) -> bool {
    let digits = text.strip_suffix(|mark: char| mark.is_ascii_uppercase()).unwrap_or(text);
    (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `OSI CA CTCM13000000002/P1`.
pub(super) fn other_service(n: u16, text: &str) -> Option<OtherService> {
    let (carrier, rest) = word_of(text.strip_prefix("OSI")?.trim_start());
    let (text, pax) = split_list(rest, 'P').map_or((rest, None), |(text, pax)| (text, Some(pax)));
    Some(OtherService { n, carrier, text: not_empty(text), pax })
}

/// `RMK CA/NX1Y2Z` and `RMK TJ AUTH SHA999`.
pub(super) fn remark(text: &str) -> Option<Remark> {
    let text = text.strip_prefix("RMK")?.trim();
    if let Some(office) = authorised_office(text) {
        return Some(Remark::Authorisation(office));
    }
    let (carrier, locator) = text.split_once('/')?;
    let is_locator = locator.len() == 6 && !locator.bytes().all(|byte| byte.is_ascii_digit());
    let (carrier, locator) = (carrier.parse().ok()?, locator.parse().ok()?);
    is_locator.then_some(Remark::Airline(AirlineLocator { carrier, locator }))
}

/// `TJ AUTH SHA999`, `TJ SHA999`, either with `/T` behind it.
pub(super) fn authorised_office(remark: &str) -> Option<OfficeNo> {
    let rest = remark.strip_prefix("TJ ")?.trim_start();
    let office = rest.strip_prefix("AUTH ").unwrap_or(rest).trim();
    office.strip_suffix("/T").unwrap_or(office).parse().ok()
}

/// A telephone number, or an address that begins with its city: `CTU/T CTU/T 028-…`, `PEK/010-…`, `0993-2833333/P1`.
pub(super) fn is_contact(text: &str) -> bool {
    let text = split_list(text, 'P').map_or(text, |(text, _)| text);
    let is_number = |text: &str| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        digits >= 5 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b' ' | b'/'))
    };
    let address = text.split_once('/').filter(|(city, _)| city.parse::<CityCode>().is_ok());
    let is_address = address
        .is_some_and(|(_, rest)| rest == "T" || rest.starts_with("T ") || is_number(first_word(rest).0));
    is_address || is_number(text)
}

/// What an item refers to at its end.
struct References<'a> {
    text: &'a str,
    pax: Option<Vec<u16>>,
    seg: Option<Vec<u16>>,
}

/// Splits `/P1/2/S1` off the end.
fn references(text: &str) -> References<'_> {
    let (text, seg) = split_list(text, 'S').map_or((text, None), |(text, seg)| (text, Some(seg)));
    let (text, pax) = split_list(text, 'P').map_or((text, None), |(text, pax)| (text, Some(pax)));
    References { text, pax, seg }
}

/// Splits `/P1/2/3` off the end, for one letter.
pub(super) fn split_list(text: &str, letter: char) -> Option<(&str, Vec<u16>)> {
    let mut numbers = Vec::new();
    let mut rest = text;
    loop {
        let (before, part) = rest.rsplit_once('/')?;
        let (is_first, digits) = part.strip_prefix(letter).map_or((false, part), |digits| (true, digits));
        let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        numbers.push(digits.parse().ok().filter(|_| is_number)?);
        rest = before;
        if is_first {
            numbers.reverse();
            return Some((rest, numbers));
        }
    }
}

/// The first word, and what follows it without blanks in front.
pub(in crate::parse) fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(' ').map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

/// The first word if it is of a kind, and what follows it; else everything.
fn word_of<T: FromStr>(text: &str) -> (Option<T>, &str) {
    let (word, rest) = first_word(text);
    word.parse().map_or((None, text), |word| (Some(word), rest))
}

fn not_empty(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
