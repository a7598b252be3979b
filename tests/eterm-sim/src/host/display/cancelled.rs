//! A record with its history: what an `RT` of a cancelled one shows, and `RT:C/…` of any.

use super::items::item_text;
use super::pnr::segment_row;
use super::{day_month, day_month_year};
use crate::host::columns::wrap;
use crate::host::records::{Pnr, Segment, TransactionRecord};
use jiff::civil::Date;

/// All rows: the transactions that ended, then every element with the transaction that made it.
pub(in crate::host) fn rows(pnr: &Pnr, today: Date) -> Vec<String> {
    let mut rows = Vec::new();
    if pnr.cancelled {
        rows.push("   *THIS PNR WAS ENTIRELY CANCELLED*".to_owned());
    }
    let last = pnr.transactions.len();
    rows.extend(
        (1..).zip(&pnr.transactions).skip(last.saturating_sub(1)).map(|(n, one)| transaction_row(n, one)),
    );
    rows.push(names(pnr));
    let first = pnr.passengers.len() + 1;
    for (number, segment) in (first..).zip(&pnr.segments) {
        rows.push(element(segment.created, &segment_row(number, segment, today), pnr.cancelled));
        rows.extend(statuses(segment));
    }
    for (number, item) in (first + pnr.segments.len()..).zip(&pnr.items) {
        let text = format!("{number:>2}.{}", item_text(pnr, item, false));
        rows.extend(wrap(&element(item.created, &text, pnr.cancelled)));
    }
    rows.push(element(1, &format!("{:>2}.{}", pnr.elements().len(), pnr.office), false));
    rows
}

/// `005     CTU999 20999 0403 13NOV26 /RLC5`
fn transaction_row(number: usize, one: &TransactionRecord) -> String {
    let TransactionRecord { office, agent, at } = one;
    let (hour, minute) = (at.hour(), at.minute());
    format!(
        "{number:03}     {office} {agent} {hour:02}{minute:02} {} /RLC{number}",
        day_month_year(at.date())
    )
}

/// `     X1.林青禾(001) X2.周一帆(001) KDEM08`
fn names(pnr: &Pnr) -> String {
    let mark = if pnr.cancelled { "X" } else { " " };
    let names: Vec<String> =
        (1..).zip(&pnr.passengers).map(|(number, one)| format!("{mark}{number}.{}(001)", one.name)).collect();
    format!("     {} {}", names.join(" "), pnr.locator.as_deref().unwrap_or_default())
}

/// `001 X3.` before what follows the number.
fn element(created: u32, row: &str, cancelled: bool) -> String {
    if !cancelled {
        return format!("{created:03} {row}");
    }
    format!("{created:03} X{}", row.trim_start())
}

/// `       NN(001)  DK(001)  HK(001)  DL(005)`
fn statuses(segment: &Segment) -> Option<String> {
    let history = &segment.flown.as_ref()?.history;
    let words: Vec<String> =
        history.iter().map(|(status, number)| format!("{}({number:03})", status.code())).collect();
    Some(format!("       {}", words.join("  ")))
}

/// `20NOV26/1605`, for the limit an airline sets.
pub(in crate::host) fn airline_limit(date: Date, time: &str) -> String {
    format!("{}{:02}/{time}", day_month(date), date.year().rem_euclid(100))
}
