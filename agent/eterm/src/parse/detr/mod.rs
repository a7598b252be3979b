//! What `DETR` shows of tickets: the face of one, a list to choose from, the identities on one, its history.
//!
//! [`read`] takes all pages that were shown, joined in their order, and tells the four kinds apart by their shape.

mod face;
mod history;
mod identities;
mod list;

use serde::Serialize;

pub use face::{Coupon, TicketFace};
pub use history::{TicketEvent, TicketHistory};
pub use identities::{Receipt, TicketIdentities};
pub use list::{ListedCoupon, ListedTicket, SelectionList};

use crate::parse::error::ErrorAnswer;

/// What `DETR` can bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum DetrAnswer {
    /// One ticket.
    Face(Box<TicketFace>),
    /// Several tickets to choose from.
    List(SelectionList),
    /// The identities on one ticket (`,F`).
    Identities(TicketIdentities),
    /// The history of one ticket (`,H`).
    History(TicketHistory),
    /// The host refused.
    Error(ErrorAnswer),
}
