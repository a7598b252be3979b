//! Calls out to addresses that outsiders chose: which of them are allowed, and a client that goes nowhere else.
//!
//! Knows addresses and HTTP; what is sent, and when it is sent again, is the business of the domains.

mod callback_url;
mod cidr;
mod client;
mod destination;

pub use callback_url::{CallbackUrlError, check_callback_url};
pub use cidr::{Cidr, InvalidCidr};
pub use client::{Answer, CallError, Outbound};
pub use destination::{CallbackSettings, ForbiddenAddress, is_forbidden};
