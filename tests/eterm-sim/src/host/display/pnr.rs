//! A record as `RT` shows it.

use super::items::item_text;
use super::{day_month, day_month_year, offset, weekday};
use crate::host::columns::{Fields, columns, wrap};
use crate::host::records::{Flown, Pnr, Segment};
use jiff::civil::Date;

/// How a record is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::host) struct View {
    /// The host's date: a date of another year names its year.
    pub(in crate::host) today: Date,
    /// Whether a group's names are shown.
    pub(in crate::host) group_names: bool,
    /// Whether documents, remarks and payments are shown empty.
    pub(in crate::host) masked: bool,
}

/// Columns of a row, the last one being kept for page marks.
const WIDTH: usize = 79;

/// All rows.
pub(in crate::host) fn rows(pnr: &Pnr, view: View) -> Vec<String> {
    let mut rows = Vec::new();
    if pnr.has_electronic_ticket() {
        rows.push("  **ELECTRONIC TICKET PNR**".to_owned());
    }
    rows.extend(head(pnr, view));
    let first = pnr.passengers.len() + 1;
    for (number, segment) in (first..).zip(&pnr.segments) {
        rows.push(segment_row(number, segment, view.today));
    }
    for (number, item) in (first + pnr.segments.len()..).zip(&pnr.items) {
        rows.extend(wrap(&format!("{number:>2}.{}", item_text(pnr, item, view.masked))));
    }
    rows.push(format!("{:>2}.{}", pnr.elements().len(), pnr.office));
    rows
}

/// Only the rows of the items.
pub(in crate::host) fn item_rows(pnr: &Pnr, view: View) -> Vec<String> {
    let skipped = pnr.passengers.len() + pnr.segments.len() + 1;
    let items = (skipped..).zip(&pnr.items);
    items
        .flat_map(|(number, item)| wrap(&format!("{number:>2}.{}", item_text(pnr, item, view.masked))))
        .collect()
}

/// The rows of the group and of the names.
fn head(pnr: &Pnr, view: View) -> Vec<String> {
    let locator = pnr.locator.as_deref().unwrap_or_default();
    let Some(group) = &pnr.group else { return name_rows(pnr, locator) };
    let named = pnr.passengers.len();
    let mut rows =
        vec![format!(" 0.{}{} NM{named} {locator}", group.total, group.name).trim_end().to_owned()];
    if view.group_names && named > 0 {
        rows.extend(name_rows(pnr, ""));
    }
    rows
}

/// All names in one run, the locator last; it stands alone when the last row has no room for it.
fn name_rows(pnr: &Pnr, locator: &str) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for (number, passenger) in (1..).zip(&pnr.passengers) {
        let word = format!("{number:>2}.{}", passenger.name);
        let tight = format!(" {}", word.trim_start());
        match rows.last_mut() {
            Some(row) if columns(row) + columns(&tight) <= WIDTH => row.push_str(&tight),
            Some(_) | None => rows.push(word),
        }
    }
    match rows.last_mut() {
        Some(row) if columns(row) + 1 + locator.len() <= WIDTH => {
            row.push(' ');
            row.push_str(locator);
            row.truncate(row.trim_end().len());
        }
        Some(_) => rows.push(format!("   {locator}")),
        None => rows.extend((!locator.is_empty()).then(|| format!("   {locator}"))),
    }
    rows
}

/// ` 2.  CA4193 G   WE25NOV  CTUPEK HK1   0700 0935          E T2T3`
pub(in crate::host) fn segment_row(number: usize, segment: &Segment, today: Date) -> String {
    let row = Fields::default().at(0, &format!("{number:>2}."));
    let pair = format!("{}{}", segment.from, segment.to);
    let Some(flown) = &segment.flown else { return row.at(7, "ARNK").at(25, &pair).finish() };
    let year = if flown.date.year() == today.year() || soon(flown.date, today) {
        day_month(flown.date)
    } else {
        day_month_year(flown.date)
    };
    row.at(4, if flown.codeshare { "*" } else { " " })
        .at(5, &flown.flight)
        .at(12, &flown.class)
        .at(16, &format!("{}{year}", weekday(flown.date)))
        .at(25, &pair)
        .at(32, &format!("{}{}", flown.status.code(), flown.count))
        .at(38, &flown.departure)
        .at(43, &flown.arrival)
        .at(47, &offset(flown.arrival_days))
        .at(57, if flown.electronic { "E" } else { "" })
        .at(59, &terminals(flown))
        .finish()
}

/// A date of the next year that cannot be mistaken for a past one needs no year.
fn soon(date: Date, today: Date) -> bool {
    (date - today).get_days() < 180
}

/// `T2T3`, ` B 1`, `--T2`; nothing when neither is known.
fn terminals(flown: &Flown) -> String {
    let (from, to) = &flown.terminals;
    if from.is_none() && to.is_none() {
        return String::new();
    }
    let part = |terminal: &Option<String>| terminal.clone().unwrap_or_else(|| "--".to_owned());
    format!("{:>2}{:>2}", part(from), part(to))
}
