//! Records and tickets as rows: every field in its column, counted from 0. Knows no command and no page.

pub(super) mod cancelled;
pub(super) mod end;
pub(super) mod items;
pub(super) mod movement;
pub(super) mod pnr;
pub(super) mod sales;
pub(super) mod ticket;

use jiff::civil::{Date, Weekday};

use super::session::day_month;

/// `WE`.
fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

/// `25NOV26`.
pub(super) fn day_month_year(date: Date) -> String {
    format!("{}{:02}", day_month(date), date.year().rem_euclid(100))
}

/// `+1`, or nothing on the same day.
fn offset(days: i16) -> String {
    if days == 0 { String::new() } else { format!("{days:+}") }
}

/// `680.00` for fen.
pub(super) fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}
