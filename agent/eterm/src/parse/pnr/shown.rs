//! What is true of one display of a PNR only: item numbers. Every change and every new display may move them.

use std::collections::BTreeSet;

use waystation_shared::ids::OfficeNo;

use crate::parse::pnr::Pnr;
use crate::parse::pnr::service::authorised_office;

/// A PNR as it was last displayed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// What it says.
    pub pnr: Pnr,
    /// Its items by number, names left out.
    pub items: Vec<Item>,
    /// Rows about past transactions that a cancelled PNR shows, trimmed.
    pub history: Vec<String>,
}

/// One numbered item, its rows joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The number that `XE` takes, valid until the next change or display.
    pub number: u16,
    /// Marked `X`: no longer in force.
    pub cancelled: bool,
    /// The text behind the number, trimmed.
    pub text: String,
}

/// Items that pricing writes and a new pricing must remove first.
const FARE_ITEMS: [&str; 4] = ["FC/", "FN/", "FP/", "EI/"];

impl Shown {
    /// Numbers of the items whose text begins so and that are in force.
    pub fn items_beginning<'a>(&'a self, beginnings: &'a [&str]) -> impl Iterator<Item = u16> + 'a {
        let begins = |item: &&Item| beginnings.iter().any(|begin| item.text.starts_with(begin));
        self.items.iter().filter(|item| !item.cancelled).filter(begins).map(|item| item.number)
    }

    /// Numbers of the ticketing limits (`TL`).
    #[must_use]
    pub fn time_limit_items(&self) -> Vec<u16> {
        self.items_beginning(&["TL/"]).collect()
    }

    /// Numbers of the fare items (`FC`, `FN`, `FP`, `EI`), those of infants included.
    #[must_use]
    pub fn fare_items(&self) -> Vec<u16> {
        self.items_beginning(&FARE_ITEMS).collect()
    }

    /// Numbers of the items that let an Office work on this PNR.
    #[must_use]
    pub fn authorisation_items(&self, office: &OfficeNo) -> Vec<u16> {
        let lets = |item: &&Item| {
            let remark = item.text.strip_prefix("RMK ").and_then(authorised_office);
            !item.cancelled && remark.as_ref() == Some(office)
        };
        self.items.iter().filter(lets).map(|item| item.number).collect()
    }

    /// Numbers below the last one that stand nowhere on the pages: a page is missing, or an item was lost. Names that a
    /// group keeps hidden are not missing.
    #[must_use]
    pub fn missing_items(&self) -> Vec<u16> {
        let mut present: BTreeSet<u16> = self.items.iter().map(|item| item.number).collect();
        present.extend(self.pnr.passengers.iter().map(|passenger| passenger.n));
        let hidden = self.pnr.group.as_ref().filter(|_| self.pnr.passengers.is_empty());
        let first = hidden.map_or(0, |group| group.named).saturating_add(1);
        let last = present.last().copied().unwrap_or_default();
        (first..last).filter(|number| !present.contains(number)).collect()
    }

    /// Whether nothing is missing or shown twice: no further page, no gap in the numbers, nothing unreadable, and the
    /// Office at the end.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let last_is_office = self
            .pnr
            .office
            .as_ref()
            .zip(self.items.last())
            .is_some_and(|(office, item)| item.text == office.as_str());
        let once = self.items.is_sorted_by(|item, next| item.number < next.number);
        let complete = once && last_is_office && self.missing_items().is_empty();
        !self.pnr.more && self.pnr.unreadable.is_empty() && complete
    }
}
