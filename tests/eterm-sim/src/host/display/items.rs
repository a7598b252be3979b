//! One item as text.

use super::{day_month, day_month_year, yuan};
use crate::host::records::{
    Content, ElementId, Item, PassengerKind, Pnr, Service, TicketService, TravellerKind, dashed,
};
use jiff::civil::Date;

/// The texts of all items of a record, in the order of their display.
#[must_use]
pub fn item_texts(pnr: &Pnr) -> Vec<String> {
    pnr.items.iter().map(|item| item_text(pnr, item, false)).collect()
}

/// An item's text without its number.
pub(in crate::host) fn item_text(pnr: &Pnr, item: &Item, masked: bool) -> String {
    let whose = |id: &ElementId| format!("/P{}", pnr.passenger_number(*id));
    match &item.content {
        Content::Contact(text) => text.clone(),
        Content::Limit { time, date, office } => format!("TL/{time}/{}/{office}", limit_date(pnr, *date)),
        Content::Ticketed => "T".to_owned(),
        Content::FareCalculation { kind, text, .. } => {
            format!("FC/{}{text}{}", fare_mark(*kind), whom(pnr, *kind))
        }
        Content::Service(service) => service_text(pnr, service, masked),
        Content::TicketService(service) => ticket_service_text(pnr, service),
        Content::Information { carrier, text, passengers } => {
            let numbers: Vec<String> =
                passengers.iter().map(|id| pnr.passenger_number(*id).to_string()).collect();
            let whom = if numbers.is_empty() { String::new() } else { format!("/P{}", numbers.join("/")) };
            format!("OSI {carrier} {text}{whom}")
        }
        Content::Remark(_) if masked => "RMK".to_owned(),
        Content::Remark(text) => format!("RMK {text}"),
        Content::FareAmount { kind, text, .. } => format!("FN/{text}{}", whom(pnr, *kind)),
        Content::Endorsement(text) => format!("EI/{text}"),
        Content::TicketNumber { number, infant, passenger } => {
            format!("TN/{}{}{}", if *infant { "IN/" } else { "" }, dashed(number), whose(passenger))
        }
        Content::Payment { .. } if masked => "FP/".to_owned(),
        Content::Payment { kind, text } => {
            format!("FP/{}{text}", if *kind == PassengerKind::Infant { "IN/" } else { "" })
        }
        Content::Infant { name, born, adult } => format!("XN/IN/{name}({born}){}", whose(adult)),
    }
}

/// The limit names its year when the record has nothing to tell it by.
fn limit_date(pnr: &Pnr, date: Date) -> String {
    let same_year = pnr.flights().all(|(_, flown)| flown.date.year() == date.year());
    if same_year { day_month(date) } else { day_month_year(date) }
}

/// `/P1/3` when a record holds adults and children, who pay different fares.
fn whom(pnr: &Pnr, kind: PassengerKind) -> String {
    let of_kind = |child: bool| -> Vec<String> {
        let people =
            (1..).zip(&pnr.passengers).filter(|(_, one)| (one.kind == TravellerKind::Child) == child);
        people.map(|(number, _)| number.to_string()).collect()
    };
    let (adults, children) = (of_kind(false), of_kind(true));
    match kind {
        PassengerKind::Adult if !children.is_empty() => format!("/P{}", adults.join("/")),
        PassengerKind::Child if !adults.is_empty() => format!("/P{}", children.join("/")),
        PassengerKind::Adult | PassengerKind::Child | PassengerKind::Infant => String::new(),
    }
}

fn fare_mark(kind: PassengerKind) -> &'static str {
    match kind {
        PassengerKind::Adult | PassengerKind::Child => "A/",
        PassengerKind::Infant => "IN/",
    }
}

/// `SSR FOID CA HK1 NI…/P1`, `SSR INFT MU  KK1 …`; empty behind the code when it may not be seen.
fn service_text(pnr: &Pnr, service: &Service, masked: bool) -> String {
    let Service { code, carrier, action, text, passenger } = service;
    if masked && matches!(code.as_str(), "FOID" | "DOCS") {
        return format!("SSR {code}");
    }
    let whose = passenger.map(|id| format!("/P{}", pnr.passenger_number(id))).unwrap_or_default();
    let gap = if code == "INFT" { "  " } else { " " };
    if action.is_empty() {
        format!("SSR {code} {carrier} {text}")
    } else {
        format!("SSR {code} {carrier}{gap}{action} {text}{whose}")
    }
}

/// `SSR TKNE CA HK1 CTUPEK 4193 G25NOV 9992300000031/1/P1`; a pending one has `DPN` for its coupon.
fn ticket_service_text(pnr: &Pnr, service: &TicketService) -> String {
    let TicketService { carrier, flight, number, coupon, pending, infant, passenger } = service;
    let coupon = if *pending { format!("DPN{coupon:04}") } else { coupon.to_string() };
    let infant = if *infant { "INF" } else { "" };
    format!("SSR TKNE {carrier} HK1 {flight} {infant}{number}/{coupon}/P{}", pnr.passenger_number(*passenger))
}

/// What follows `FN/`: `A/FCNY1090.00/SCNY1090.00/C0.00/XCNY120.00/TCNY50.00CN/TCNY70.00YQ/ACNY1210.00`.
pub(in crate::host) fn fare_amount_text(
    kind: PassengerKind,
    fare: i64,
    taxes: (Option<i64>, Option<i64>),
) -> String {
    let infant = if kind == PassengerKind::Infant { "IN/" } else { "" };
    let (airport, fuel) = taxes;
    let sum = airport.unwrap_or(0) + fuel.unwrap_or(0);
    let all = if sum == 0 { String::new() } else { format!("/XCNY{}", yuan(sum)) };
    let tax = |amount: Option<i64>, code: &str| match amount {
        Some(amount) => format!("/TCNY{}{code}", yuan(amount)),
        None => format!("/TEXEMPT{code}"),
    };
    let net = yuan(fare);
    let (airport, fuel) = (tax(airport, "CN"), tax(fuel, "YQ"));
    format!("A/{infant}FCNY{net}/SCNY{net}/C0.00{all}{airport}{fuel}/ACNY{}", yuan(fare + sum))
}
