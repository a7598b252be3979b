//! Tickets: the face, the documents, the history, the itinerary, and lists of several.

use super::{day_month, day_month_year, yuan};
use crate::flights::airlines::airline;
use crate::flights::places::city_of;
use crate::host::columns::{Fields, wrap};
use crate::host::records::{Coupon, Ticket, dashed};

/// The face. Money is hidden from an office that did not issue it.
pub(in crate::host) fn face(ticket: &Ticket, sees_money: bool) -> Vec<String> {
    let mut rows = vec![format!("DETR:TN/{}", dashed(&ticket.number)), issuer(ticket)];
    rows.push(format!("E/R: {}", ticket.endorsement));
    rows.push("TOUR CODE:".to_owned());
    rows.push(format!("PASSENGER: {}", ticket.passenger));
    rows.push(Fields::default().at(0, "EXCH:").at(36, "CONJ TKT:").finish());
    for (number, coupon) in (1..).zip(&ticket.coupons) {
        rows.push(coupon_row(number, coupon));
        rows.push(second_row(ticket, coupon));
    }
    rows.extend(ticket.coupons.last().map(|last| format!("  TO: {}", last.to)));
    rows.extend(wrap(&format!("FC: {}", calculation(ticket))));
    rows.extend(money_rows(ticket, sees_money));
    rows
}

/// `ISSUED BY: AIR CHINA                 ORG/DST: CTU/BJS                 BSP-D`
fn issuer(ticket: &Ticket) -> String {
    let city = |airport: &str| city_of(airport).unwrap_or_default().to_owned();
    let from = ticket.coupons.first().map(|coupon| city(&coupon.from)).unwrap_or_default();
    let to = ticket.coupons.last().map(|coupon| city(&coupon.to)).unwrap_or_default();
    let code = ticket.coupons.first().and_then(|coupon| coupon.flight.get(..2)).unwrap_or_default();
    Fields::default()
        .at(0, &format!("ISSUED BY: {}", airline(code).map_or("", |airline| airline.name)))
        .at(37, &format!("ORG/DST: {from}/{to}"))
        .at(70, "BSP-D")
        .finish()
}

/// `O FM:1CTU CA    4193  G 25NOV 0700 OK G                        20K OPEN FOR USE`
fn coupon_row(number: usize, coupon: &Coupon) -> String {
    let (airline, flight) = coupon.flight.split_at_checked(2).unwrap_or_default();
    let class = coupon.class.get(..1).unwrap_or_default();
    Fields::default()
        .at(0, "O")
        .at(2, if number == 1 { "FM" } else { "TO" })
        .at(4, &format!(":{number}{}", coupon.from))
        .at(10, airline)
        .at(12, &format!("{flight:>8}"))
        .at(22, class)
        .at(24, &day_month(coupon.date))
        .at(30, &coupon.departure)
        .at(35, "OK")
        .at(38, &coupon.basis)
        .at(63, "20K")
        .at(67, coupon.status.text())
        .finish()
}

/// `     T2T3 RL:NX1Y2Z  /KABC121E`
fn second_row(ticket: &Ticket, coupon: &Coupon) -> String {
    let terminal = |known: &Option<String>| known.clone().unwrap_or_default();
    let (from, to) = &coupon.terminals;
    Fields::default()
        .at(5, &terminal(from))
        .at(7, &terminal(to))
        .at(10, &format!("RL:{}", ticket.airline_locator))
        .at(21, &format!("/{}1E", ticket.locator))
        .finish()
}

/// `25NOV26CTU CA PEK680.00CNY680.00END`: the stored calculation with its date, without bases and most blanks.
fn calculation(ticket: &Ticket) -> String {
    let date = ticket.coupons.first().map(|coupon| day_month_year(coupon.date)).unwrap_or_default();
    let mut text = date;
    for (index, word) in ticket.calculation.split(' ').enumerate() {
        let amount = word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits_end = bare.find('.').map_or(bare.len(), |at| (at + 3).min(bare.len()));
        match (amount, word.starts_with("CNY")) {
            (true, _) => text.push_str(bare.get(..digits_end).unwrap_or(bare)),
            (false, true) => text.push_str(word),
            (false, false) if index == 0 => text.push_str(word),
            (false, false) => text.extend([" ", word]),
        }
    }
    text
}

fn money_rows(ticket: &Ticket, visible: bool) -> Vec<String> {
    let money = |label: &str, amount: &str, right: &str| {
        let left = if visible { format!("{label:<16}{amount:>11}") } else { format!("{label:<27}") };
        format!("{left}|{right}")
    };
    let tax = |amount: Option<i64>, code: &str| match amount {
        Some(amount) => format!("CNY{:>6}{code}", yuan(amount)),
        None => format!("EXEMPT{code}"),
    };
    let (fare, total) = (yuan(ticket.money.fare), yuan(ticket.money.total()));
    let mut rows = vec![
        money("FARE:", &format!("CNY{fare:>8}"), "FOP:CASH(CNY)"),
        money("TAX:", &tax(ticket.money.airport, "CN"), "OI:"),
    ];
    if visible {
        rows.push(money("TAX:", &tax(ticket.money.fuel, "YQ"), ""));
    }
    rows.push(money("TOTAL:", &format!("CNY{total:>8}"), &format!("TKTN: {}", dashed(&ticket.number))));
    rows
}

/// Several tickets, each with its documents beside its flights.
pub(in crate::host) fn list(tickets: &[&Ticket]) -> Vec<String> {
    let mut rows = Vec::new();
    for ticket in tickets {
        let number = format!("DETR:TN/{}", dashed(&ticket.number));
        rows.push(Fields::default().at(0, &number).at(35, &format!("NAME: {}", ticket.passenger)).finish());
        for (index, coupon) in ticket.coupons.iter().enumerate() {
            rows.push(list_row(ticket, index, coupon));
        }
    }
    rows.push("END OF SELECTION LIST".to_owned());
    rows
}

fn list_row(ticket: &Ticket, index: usize, coupon: &Coupon) -> String {
    let document = ticket.documents.get(index).or_else(|| ticket.documents.first());
    let Coupon { flight, date, from, to, status, .. } = coupon;
    Fields::default()
        .at(4, &format!("FOID:{}", document.map_or("", String::as_str)))
        .at(44, &format!("{flight:<7}/{}/{from}{to} {}", day_month_year(*date), status.short()))
        .finish()
}

fn name_row(ticket: &Ticket) -> String {
    let name = format!("NAME: {}", ticket.passenger);
    Fields::default().at(0, &name).at(28, &format!("TKTN:{}", ticket.number)).finish()
}

/// Everything the bearer can be known by.
pub(in crate::host) fn documents(ticket: &Ticket) -> Vec<String> {
    let mut rows = vec![name_row(ticket), "RCPT:".to_owned()];
    rows.extend((1..).zip(&ticket.documents).map(|(number, document)| format!("  {number}   {document}")));
    rows
}

/// What happened to it, newest first.
pub(in crate::host) fn history(ticket: &Ticket) -> Vec<String> {
    let at = ticket.issued_at;
    let issued = day_month_year(at.date());
    let (hour, minute, agent) = (at.hour(), at.minute(), &ticket.agent);
    vec![
        name_row(ticket),
        format!("IATA OFFC: 00000000 ISSUED: {issued} RVAL: 00"),
        format!("  1 1  {}/{hour:02}{minute:02}/{agent}     TRMK {}", day_month(at.date()), ticket.office),
    ]
}

/// The itinerary as it is printed for the passenger.
pub(in crate::host) fn itinerary(ticket: &Ticket) -> Vec<String> {
    let mut rows =
        vec![format!("旅客姓名: {}", ticket.passenger), format!("电子客票号: {}", dashed(&ticket.number))];
    for coupon in &ticket.coupons {
        let Coupon { from, to, flight, class, date, departure, status, .. } = coupon;
        let day = day_month_year(*date);
        rows.push(format!(
            "{from}-{to} 航班 {flight} 舱位 {class} 日期 {day} 时间 {departure} {}",
            status.text()
        ));
    }
    rows.push(format!("合计: CNY{}", yuan(ticket.money.total())));
    rows
}
