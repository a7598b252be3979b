//! Who is booked on a flight: the `ML` display.

use crate::host::columns::{Fields, columns};
use crate::host::records::{Flown, Pnr};
use crate::host::session::day_month;

/// Columns of a name.
const NAME_WIDTH: usize = 14;

/// One row for each passenger of each record, and their total.
pub(in crate::host) fn rows(flight: &str, day: &str, pair: &str, booked: &[(&Pnr, &Flown)]) -> Vec<String> {
    let mut rows = vec!["MULTI".to_owned(), format!("{:<7}/{day}          C", flight), pair.to_owned()];
    let people =
        booked.iter().flat_map(|(pnr, flown)| pnr.passengers.iter().map(move |one| (pnr, flown, &one.name)));
    for (number, (pnr, flown, name)) in (1..).zip(people) {
        rows.push(person(number, pnr, flown, name));
    }
    let total: u32 = booked.iter().map(|(_, flown)| u32::from(flown.held())).sum();
    rows.push(format!("TOTAL NUMBER {total:>4}"));
    rows
}

/// ` 001   0DEMOYI         KDEM11 T HX1  VVV999 07SEP      K    T`
fn person(number: usize, pnr: &Pnr, flown: &Flown, name: &str) -> String {
    let created = pnr.transactions.first().map(|first| day_month(first.at.date())).unwrap_or_default();
    let group = pnr.group.as_ref().map_or(0, |group| group.total);
    Fields::default()
        .at(1, &format!("{number:03}"))
        .at(7, &group.to_string())
        .at(8, &shortened(name))
        .at(23, pnr.locator.as_deref().unwrap_or_default())
        .at(30, &flown.class)
        .at(32, &format!("{}{}", flown.status.code(), flown.count))
        .at(37, &pnr.office)
        .at(44, &created)
        .at(55, "K")
        .at(59, if pnr.has_electronic_ticket() { "ST" } else { " T" })
        .finish()
}

/// A long name ends in `+`.
fn shortened(name: &str) -> String {
    if columns(name) <= NAME_WIDTH {
        return name.to_owned();
    }
    let mut short = String::new();
    for character in name.chars() {
        if columns(&short) + 2 > NAME_WIDTH {
            break;
        }
        short.push(character);
    }
    short + "+"
}
