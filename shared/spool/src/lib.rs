//! Store-and-forward: what must reach the server waits here, on disk, until it has.
//!
//! [`Spool`] keeps entries through crashes, power cuts and a full disk; [`Uploader`] decides what to
//! send now and how long to wait. Neither knows what an entry means, how it is sent, or what time it is:
//! the caller brings the transport, the clock and the randomness.
//!
//! The promise is "at least once": an entry leaves only after [`Spool::done`], so the receiver must treat
//! its id as the key of idempotency.

mod backoff;
mod ballast;
#[cfg(test)]
mod crash_tests;
mod error;
mod spool;
mod uploader;

pub use backoff::Backoff;
pub use error::SpoolError;
pub use spool::{Entry, Parcel, Policy, Put, Refused, Spool};
pub use uploader::{Attempt, Delivery, Step, Uploader};
