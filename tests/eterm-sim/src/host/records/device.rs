//! Ticketing devices: who controls them, whether they take input, and their stock of numbers.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A device of an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The terminal that controls it.
    pub control: Option<String>,
    /// Whether it takes input.
    pub input: bool,
    /// Whether it gives output.
    pub output: bool,
    /// First number of its stock, ten digits.
    pub first: u64,
    /// Last number of its stock.
    pub last: u64,
    /// The number to be used next.
    pub next: u64,
}

impl Device {
    /// A device that is ready, controlled by a terminal.
    #[must_use]
    pub fn ready(control: &str, first: u64, count: u64) -> Self {
        let last = first + count.saturating_sub(1);
        Self { control: Some(control.to_owned()), input: true, output: true, first, last, next: first }
    }

    /// Numbers left.
    #[must_use]
    pub fn stock(&self) -> u64 {
        (self.last + 1).saturating_sub(self.next)
    }

    /// Takes the next numbers.
    ///
    /// # Errors
    /// [`StockError`] when there are too few; none is taken then.
    pub fn draw(&mut self, count: usize) -> Result<Vec<u64>, StockError> {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        if self.stock() < count {
            return Err(StockError);
        }
        let drawn = (self.next..self.next + count).collect();
        self.next += count;
        Ok(drawn)
    }
}

/// Too few ticket numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the device has too few ticket numbers; load a range")]
pub struct StockError;

/// First number of the first device's stock.
const FIRST_NUMBER: u64 = 2_300_000_031;
/// Numbers between the stocks of two devices.
const STOCK_DISTANCE: u64 = 100_000;

/// All devices, by office and number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Devices {
    devices: BTreeMap<String, Device>,
}

fn name(office: &str, number: u16) -> String {
    format!("{office}/{number}")
}

impl Devices {
    /// The device of an office.
    #[must_use]
    pub fn get(&self, office: &str, number: u16) -> Option<&Device> {
        self.devices.get(&name(office, number))
    }

    /// The device of an office, to be changed.
    pub fn get_mut(&mut self, office: &str, number: u16) -> Option<&mut Device> {
        self.devices.get_mut(&name(office, number))
    }

    /// Gives an office its first device, with numbers nobody else has, unless it has it already.
    pub fn provide(&mut self, office: &str, control: &str, stock: u64) {
        if self.get(office, 1).is_none() {
            let before = u64::try_from(self.devices.len()).unwrap_or(0);
            let first = FIRST_NUMBER + before * STOCK_DISTANCE;
            self.devices.insert(name(office, 1), Device::ready(control, first, stock.min(STOCK_DISTANCE)));
        }
    }

    /// Whether a range meets the stock of a device other than this one.
    #[must_use]
    pub fn is_taken(&self, range: (u64, u64), office: &str, number: u16) -> bool {
        let own = name(office, number);
        let meets = |device: &Device| device.first <= range.1 && range.0 <= device.last;
        self.devices.iter().any(|(name, device)| *name != own && meets(device))
    }

    /// All devices by `office/number`.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Device)> {
        self.devices.iter().map(|(name, device)| (name.as_str(), device))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_drawn_in_order_and_never_in_part() {
        let mut device = Device::ready("34825", 10, 3);
        assert_eq!(device.draw(2), Ok(vec![10, 11]));
        assert_eq!(device.draw(2), Err(StockError));
        assert_eq!((device.draw(1), device.stock()), (Ok(vec![12]), 0));
    }

    #[test]
    fn offices_have_different_numbers() {
        let mut devices = Devices::default();
        devices.provide("CTU999", "1", 500);
        devices.provide("SHA999", "2", 500);
        devices.provide("CTU999", "3", 500);
        let [ctu, sha] = ["CTU999", "SHA999"].map(|office| devices.get(office, 1).expect("provided").clone());
        assert_eq!(ctu.control.as_deref(), Some("1"));
        assert!(devices.is_taken((sha.first, sha.first), "CTU999", 1));
        assert!(!devices.is_taken((ctu.first, ctu.last), "CTU999", 1));
    }
}
