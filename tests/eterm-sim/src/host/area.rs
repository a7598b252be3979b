//! The work area: the copy of a record that a session works on until it ends or ignores the transaction.

use super::records::{Inventory, Pnr, SeatKey};
use jiff::{SignedDuration, civil::DateTime};
use serde::{Deserialize, Serialize};

/// How long sold segments are held without the end of the transaction.
const LONGEST_HOLD: SignedDuration = SignedDuration::from_mins(5);

/// A record in work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkArea {
    /// The copy that is worked on.
    pub pnr: Pnr,
    /// Transactions the record had when it was read; another number now means somebody else was quicker.
    pub version: u32,
    /// Whether anything was changed.
    pub changed: bool,
    /// Whether the end of the transaction cancels the whole record.
    pub cancels: bool,
    /// When the first segment was sold that is not yet kept.
    pub held_since: Option<DateTime>,
    taken: Vec<(SeatKey, u16)>,
    freed: Vec<(SeatKey, u16)>,
}

impl WorkArea {
    /// An area with a copy of a record, or with a new one.
    #[must_use]
    pub fn with(pnr: Pnr) -> Self {
        let version = pnr.next_transaction() - 1;
        Self {
            pnr,
            version,
            changed: false,
            cancels: false,
            held_since: None,
            taken: Vec::new(),
            freed: Vec::new(),
        }
    }

    /// Takes seats for a segment that was just sold.
    pub fn take_seats(&mut self, inventory: &mut Inventory, (key, count): (SeatKey, u16), now: DateTime) {
        inventory.take(&key, count);
        self.taken.push((key, count));
        self.held_since.get_or_insert(now);
    }

    /// Lets seats go: those sold in this transaction at once, others when it ends.
    pub fn free_seats(&mut self, inventory: &mut Inventory, key: SeatKey, count: u16) {
        if count == 0 {
            return;
        }
        match self.taken.iter_mut().find(|(taken, left)| *taken == key && *left >= count) {
            Some((_, left)) => {
                *left -= count;
                inventory.give_back(&key, count);
            }
            None => self.freed.push((key, count)),
        }
    }

    /// Whether sold segments have been held for too long.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime) -> bool {
        self.held_since.is_some_and(|since| now.duration_since(since) > LONGEST_HOLD)
    }

    /// Drops the work: seats sold in this transaction go back.
    pub fn ignore(self, inventory: &mut Inventory) {
        for (key, count) in self.taken {
            inventory.give_back(&key, count);
        }
    }

    /// Keeps the work: seats let go in this transaction go back; returns the record.
    pub fn keep(self, inventory: &mut Inventory) -> Pnr {
        for (key, count) in self.freed {
            inventory.give_back(&key, count);
        }
        self.pnr
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn key() -> SeatKey {
        SeatKey::new("CA1831", date(2026, 11, 25), "Y")
    }

    fn now() -> DateTime {
        date(2026, 11, 21).at(9, 0, 0, 0)
    }

    #[test]
    fn ignored_work_gives_back_what_it_took_and_keeps_what_it_let_go() {
        let mut inventory = Inventory::default();
        inventory.take(&key(), 3);
        let mut area = WorkArea::with(Pnr::new("CTU999"));
        area.free_seats(&mut inventory, key(), 3);
        area.take_seats(&mut inventory, (key(), 2), now());
        assert_eq!(inventory.total(), 5);
        area.clone().ignore(&mut inventory);
        assert_eq!(inventory.total(), 3);
        inventory.take(&key(), 2);
        area.keep(&mut inventory);
        assert_eq!(inventory.total(), 2);
    }

    #[test]
    fn seats_sold_in_this_transaction_go_back_at_once() {
        let mut inventory = Inventory::default();
        let mut area = WorkArea::with(Pnr::new("CTU999"));
        area.take_seats(&mut inventory, (key(), 2), now());
        area.free_seats(&mut inventory, key(), 1);
        assert_eq!(inventory.total(), 1);
        area.ignore(&mut inventory);
        assert_eq!(inventory.total(), 0);
    }

    #[test]
    fn five_minutes_are_allowed_and_not_more() {
        let mut area = WorkArea::with(Pnr::new("CTU999"));
        assert!(!area.is_overdue(now() + SignedDuration::from_hours(1)));
        area.take_seats(&mut Inventory::default(), (key(), 1), now());
        assert!(!area.is_overdue(now() + SignedDuration::from_mins(5)));
        assert!(area.is_overdue(now() + SignedDuration::from_secs(301)));
    }
}
