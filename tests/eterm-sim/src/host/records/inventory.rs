//! Seats: what was sold and given back, on top of what the timetable draws for each flight and date.

use crate::flights::model::{Class, Leg, Seats};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Seats behind an `A`.
const MANY: u16 = 20;

/// One class of one flight on one date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeatKey(String);

impl SeatKey {
    /// The class of a flight that departs on a date.
    #[must_use]
    pub fn new(flight: &str, date: Date, class: &str) -> Self {
        Self(format!("{flight}/{date}/{class}"))
    }
}

/// What was sold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    sold: BTreeMap<String, u16>,
}

impl Inventory {
    /// Takes seats.
    pub fn take(&mut self, key: &SeatKey, count: u16) {
        let sold = self.sold.entry(key.0.clone()).or_default();
        *sold = sold.saturating_add(count);
    }

    /// Gives seats back.
    pub fn give_back(&mut self, key: &SeatKey, count: u16) {
        if let Some(sold) = self.sold.get_mut(&key.0) {
            *sold = sold.saturating_sub(count);
            if *sold == 0 {
                self.sold.remove(&key.0);
            }
        }
    }

    /// Seats sold of a class.
    #[must_use]
    pub fn sold(&self, key: &SeatKey) -> u16 {
        self.sold.get(&key.0).copied().unwrap_or(0)
    }

    /// All seats sold.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.sold.values().copied().map(u32::from).sum()
    }

    /// Seats of a class that can be sold at once.
    #[must_use]
    pub fn free(&self, key: &SeatKey, drawn: Seats) -> u16 {
        let capacity = match drawn {
            Seats::Many => MANY,
            Seats::Count(count) => u16::from(count),
            Seats::Waitlist
            | Seats::Request
            | Seats::Limit
            | Seats::Closed
            | Seats::Cancelled
            | Seats::Unknown => 0,
        };
        capacity.saturating_sub(self.sold(key))
    }

    /// Shows a leg that departs on a date with what is left on it.
    pub fn apply(&self, leg: &mut Leg, date: Date) {
        let Leg { flight, classes, sub_classes, .. } = leg;
        for class in classes.iter_mut().chain(sub_classes) {
            self.apply_to(class, &SeatKey::new(flight.as_str(), date, &class.name));
        }
    }

    fn apply_to(&self, class: &mut Class, key: &SeatKey) {
        if class.seats.can_be_sold() {
            let free = self.free(key, class.seats);
            class.seats = if free > 9 { Seats::Many } else { Seats::Count(u8::try_from(free).unwrap_or(9)) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn sold_seats_are_missing_from_the_display_until_they_come_back() {
        let key = SeatKey::new("CA1831", date(2026, 11, 25), "Y");
        let mut inventory = Inventory::default();
        let shown = |inventory: &Inventory, seats| {
            let mut class = Class { name: "Y".to_owned(), seats };
            inventory.apply_to(&mut class, &key);
            class.seats.letter()
        };
        inventory.take(&key, 2);
        assert_eq!((shown(&inventory, Seats::Count(5)), shown(&inventory, Seats::Many)), ('3', 'A'));
        inventory.take(&key, 10);
        assert_eq!((shown(&inventory, Seats::Count(5)), shown(&inventory, Seats::Many)), ('0', '8'));
        assert_eq!(shown(&inventory, Seats::Closed), 'C');
        inventory.give_back(&key, 12);
        assert_eq!((shown(&inventory, Seats::Count(5)), inventory), ('5', Inventory::default()));
    }
}
