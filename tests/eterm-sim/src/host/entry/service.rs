//! Special services and other information as they are entered: `SSR FOID CA HK/NI…/P1`, `OSI CA CTCT…`.

use super::text::split_passengers;
use crate::flights::airlines::airline;
use crate::host::refusal::Refusal;

/// Services that can be asked for by hand.
const SERVICES: [&str; 16] = [
    "FOID", "INFT", "CHLD", "DOCS", "DOCA", "DOCO", "FQTV", "OTHS", "UMNR", "WCHR", "WCHS", "WCHC", "VGML",
    "CHML", "BBML", "NSSA",
];

/// A special service request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceEntry {
    /// Four letters.
    pub code: String,
    /// Two characters.
    pub carrier: String,
    /// `HK`, `NN`; empty for free text.
    pub action: String,
    /// What is asked for.
    pub text: String,
    /// Number of the passenger.
    pub passenger: Option<usize>,
    /// Number of the segment.
    pub segment: Option<usize>,
}

/// Other information.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformationEntry {
    /// Two characters.
    pub carrier: String,
    /// What is said.
    pub text: String,
    /// Numbers of the passengers.
    pub passengers: Vec<usize>,
}

pub(super) fn service(rest: &str) -> Result<ServiceEntry, Refusal> {
    let mut words = rest.trim_start_matches([':', ' ']).splitn(3, ' ');
    let (code, carrier) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let body = words.next().unwrap_or_default().trim();
    if !SERVICES.contains(&code) {
        return Err(Refusal::ServiceType);
    }
    check_carrier(carrier)?;
    if body.is_empty() {
        return Err(Refusal::Format);
    }
    let (code, carrier) = (code.to_owned(), carrier.to_owned());
    if code == "OTHS" {
        return Ok(ServiceEntry {
            code,
            carrier,
            action: String::new(),
            text: body.to_owned(),
            passenger: None,
            segment: None,
        });
    }
    let (body, segment) = split_segment(body);
    let (body, passengers) = split_passengers(body)?;
    let passenger = match passengers.as_slice() {
        [] => None,
        [one] => Some(*one),
        _ => return Err(Refusal::PassengerNumber),
    };
    let (action, text) = action(body)?;
    Ok(ServiceEntry { code, carrier, action, text, passenger, segment })
}

/// `…/S2` at the very end.
fn split_segment(body: &str) -> (&str, Option<usize>) {
    let split = body.rsplit_once("/S");
    split
        .and_then(|(before, number)| number.parse().ok().map(|number| (before, Some(number))))
        .unwrap_or((body, None))
}

/// `HK/NI…`, `HK1/…`, `NN1 LIN/…`, `HK1 P/CN/…`.
fn action(body: &str) -> Result<(String, String), Refusal> {
    let end = body.find(['/', ' ']).unwrap_or(body.len());
    let (word, text) = body.split_at_checked(end).ok_or(Refusal::Format)?;
    let (code, count) = word.split_at_checked(2).ok_or(Refusal::Action)?;
    let known = matches!(code, "HK" | "NN" | "KK");
    if !known || !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::Action);
    }
    Ok((code.to_owned(), text.trim_start_matches(['/', ' ']).to_owned()))
}

fn check_carrier(carrier: &str) -> Result<(), Refusal> {
    let known = matches!(carrier, "YY" | "1E") || airline(carrier).is_some();
    if known { Ok(()) } else { Err(Refusal::Airline) }
}

pub(super) fn information(rest: &str) -> Result<InformationEntry, Refusal> {
    let rest = rest.trim_start_matches([':', ' ']).trim_end();
    let (carrier, body) = rest.split_once(' ').ok_or(Refusal::Format)?;
    check_carrier(carrier)?;
    let (text, passengers) = split_passengers(body.trim())?;
    if text.is_empty() {
        return Err(Refusal::Format);
    }
    let telephone = text.strip_prefix("CTCT").or_else(|| text.strip_prefix("CTCM"));
    if telephone.is_some_and(|digits| digits.len() < 7 || !digits.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(Refusal::Format);
    }
    Ok(InformationEntry { carrier: carrier.to_owned(), text: text.to_owned(), passengers })
}
