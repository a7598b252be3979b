//! Strict stand-ins for outside parties: a partner that signs its calls and checks every callback.
//!
//! The demo and the end-to-end scenarios play the partner with it. It speaks plain HTTP on this machine and
//! knows only what a partner is told: the signatures and the envelope.

mod callbacks;
mod http;
mod partner;

pub use callbacks::{Attempt, CallbackReceiver, ReceiverError};
pub use http::{Message, post};
pub use partner::{CallError, Partner};
