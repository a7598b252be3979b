//! Devices, their stock, and the day's sales.

use super::{day_month, yuan};
use crate::host::columns::Fields;
use crate::host::records::{Device, Ticket, dashed};
use jiff::civil::Date;

/// What the host knows of a device.
pub(in crate::host) fn device_rows(number: u16, device: &Device, office: &str, agent: &str) -> Vec<String> {
    let state = |on: bool| if on { "ACTIVE" } else { "INACTIVE" };
    let control = device.control.as_deref().unwrap_or_default();
    let pair = |left: String, right: String| Fields::default().at(0, &left).at(40, &right).finish();
    let used = device.next.saturating_sub(1);
    vec![
        format!("                       DEVICE INFORMATION DISPLAY -DEVICE {number:>3}"),
        "=".repeat(79),
        pair("         DEVICE STATUS".to_owned(), "         DEVICE DEFINITION".to_owned()),
        pair("         -------------".to_owned(), "         -----------------".to_owned()),
        pair(format!("CONTROL PID: {control}"), format!("OFFICE:{office}")),
        pair(format!("CONTROL AGENT: {agent}"), "PID:30487".to_owned()),
        pair("STATUS:UP".to_owned(), "ATTRIBUTE:TAT".to_owned()),
        pair(format!("INPUT:{}", state(device.input)), "MODE:DEMAND".to_owned()),
        pair(format!("OUTPUT:{}", state(device.output)), "TYPE:4".to_owned()),
        pair("NACK:".to_owned(), "CURRENCY:CNY2".to_owned()),
        pair(format!("TICKETS:*{}", device.stock()), "BOARDING PASS:0".to_owned()),
        "AMS PID:".to_owned(),
        "LAST TKT #            AIRLINE           TICKET NUMBER RANGE".to_owned(),
        Fields::default()
            .at(0, &format!("{used:010}"))
            .at(22, "BSP")
            .at(40, &format!("{:010}/{:010}", device.first, device.last))
            .finish(),
    ]
}

/// What is left on each device of an office.
pub(in crate::host) fn stock_rows<'a>(
    office: &str,
    devices: impl Iterator<Item = (&'a str, &'a Device)>,
) -> Vec<String> {
    let mut rows = vec![format!("TICKET STOCK OF {office}")];
    for (name, device) in devices {
        if let Some(number) = name.strip_prefix(office).and_then(|rest| rest.strip_prefix('/')) {
            let (next, last, stock) = (device.next, device.last, device.stock());
            rows.push(format!("DEVICE {number:>3}   {next:010}-{last:010}   LEFT {stock:>6}"));
        }
    }
    rows
}

/// The tickets an office sold on a day, one a row.
pub(in crate::host) fn rows(office: &str, day: Date, tickets: &[&Ticket]) -> Vec<String> {
    let mut rows = vec![
        format!("CAAC   MIS   OPTAT   DAILY-SALES-REPORT   OFFICE : {office}   DATE : {}", day_month(day)),
        "TKT-NUMBER       ORIG-DEST  COLLECTION       TAXS  COMM   PNR     AGENT".to_owned(),
    ];
    rows.extend(tickets.iter().map(|ticket| ticket_row(ticket)));
    let total: i64 = tickets.iter().map(|ticket| ticket.money.total()).sum();
    rows.push(format!("TOTAL TICKETS: {:>5}   AMOUNT: CNY{}", tickets.len(), yuan(total)));
    rows
}

fn ticket_row(ticket: &Ticket) -> String {
    let ends = ticket.coupons.first().zip(ticket.coupons.last());
    let ends = ends.map(|(first, last)| format!("{} {}", first.from, last.to)).unwrap_or_default();
    let taxes = ticket.money.total() - ticket.money.fare;
    Fields::default()
        .at(0, &dashed(&ticket.number))
        .at(17, &ends)
        .at(26, &format!("{:>12}", yuan(ticket.money.fare)))
        .at(38, &format!("{:>11}", yuan(taxes)))
        .at(51, "0.00")
        .at(58, &ticket.locator)
        .at(66, &ticket.agent)
        .finish()
}
