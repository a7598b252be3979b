//! The host: takes the text of one transmission, gives its reply. Pure; the time is passed in.

mod answer;
pub mod area;
pub mod availability;
mod central;
mod closing;
mod columns;
mod command;
mod conduct;
pub mod devices;
mod dialogue;
mod display;
mod editing;
pub mod entry;
mod listing;
mod naming;
pub mod pages;
pub mod pricing;
pub mod records;
mod refusal;
mod reply;
mod request;
mod retrieving;
mod session;
mod shopping;
pub mod tariff;
mod ticketing;
pub mod tickets;

pub use answer::Answer;
pub use central::{ForeignRecords, Host, HostSettings, HostState};
pub use command::{Command, PageMove, masked};
pub use conduct::{Conduct, ServerConduct};
pub use display::items::item_texts;
pub use listing::{Layout, Listing, Numbering, Page};
pub use refusal::Refusal;
pub use reply::{Arrival, Effect, Later, Reply};
pub use request::{AvailabilityRequest, DateWord, Pair, spelled_date};
pub use session::{Agent, Session, Workplace};

#[cfg(test)]
mod booking_tests;
#[cfg(test)]
mod clerk;
#[cfg(test)]
mod ticketing_tests;
