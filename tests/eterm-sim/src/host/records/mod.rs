//! What the host never forgets: passenger records, tickets, seats sold, devices and their stock.
//!
//! Everything here can be written down and read back; nothing here knows a command or a row of a display.

mod device;
mod inventory;
mod item;
mod locator;
mod pnr;
mod segment;
mod ticket;

pub use device::{Device, Devices, StockError};
pub use inventory::{Inventory, SeatKey};
pub use item::{Content, Item, PassengerKind, Service, TicketService};
pub use pnr::{ElementId, Group, Passenger, Pnr, TransactionRecord, TravellerKind};
pub use segment::{Flown, Segment, Status};
pub use ticket::{Coupon, CouponStatus, Money, Settlement, Ticket, dashed};

pub(in crate::host) use locator::locator;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All records of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// Passenger records by locator, cancelled ones too.
    pub pnrs: BTreeMap<String, Pnr>,
    /// Tickets by their thirteen digits.
    pub tickets: BTreeMap<String, Ticket>,
    /// Seats sold beyond what the timetable says.
    pub inventory: Inventory,
    /// Ticketing devices.
    pub devices: Devices,
    /// Records made so far; the next locator follows from it.
    pub made: u32,
}

impl Records {
    /// A locator pair that nobody has yet: the system's own and the airline's.
    pub fn new_locators(&mut self) -> (String, String) {
        self.made += 1;
        (locator('K', self.made), locator('N', self.made))
    }

    /// The record an airline's locator belongs to.
    #[must_use]
    pub fn by_airline_locator(&self, airline_locator: &str) -> Option<&Pnr> {
        self.pnrs.values().find(|pnr| pnr.airline_locator.as_deref() == Some(airline_locator))
    }

    /// Completes what the airlines' servers have answered by now: pending tickets whose time has come.
    pub fn settle(&mut self, now: DateTime) {
        let due: Vec<String> =
            self.tickets.values().filter(|ticket| ticket.is_due(now)).map(|t| t.number.clone()).collect();
        for number in due {
            let Some(ticket) = self.tickets.get_mut(&number) else { continue };
            ticket.settlement = Settlement::Issued;
            if let Some(pnr) = self.pnrs.get_mut(&ticket.locator) {
                pnr.settle_ticket(&number);
            }
        }
    }
}
