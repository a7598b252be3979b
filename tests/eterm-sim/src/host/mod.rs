//! The host: takes the text of one transmission, gives one answer. Pure; the time is passed in.

mod answer;
pub mod availability;
mod command;
mod dialogue;
mod listing;
mod refusal;
mod request;
mod session;

pub use answer::Answer;
pub use command::{Command, PageMove, masked};
pub use dialogue::{Host, HostSettings};
pub use listing::{Layout, Listing, Numbering, Page};
pub use refusal::Refusal;
pub use request::{AvailabilityRequest, DateWord, Pair};
pub use session::{Agent, Session, Workplace};
