//! Callbacks: a finished task is told to the partner that asked for it, again and again until it is heard.
//!
//! A delivery is written in the transaction that takes the news from the outbox, with its body and id
//! chosen once. Servers hold a delivery for a while when they send it, so that two never send at once
//! and one that dies loses nothing. Knows tasks only through what dispatch says of a finished one.

mod body;
mod collect;
mod deliver;
pub mod http;
pub mod jobs;
mod model;
mod replay;
mod store;
mod view;

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::platform::Platform;
use crate::platform::outbound::{CallbackSettings, Outbound};
pub use collect::CollectError;
pub use view::{AttemptView, DeliveryView, deliveries_of};

/// Deliveries that one server sends at once.
const SLOTS: u32 = 32;

/// The callback's part of the server; clones share it.
#[derive(Debug, Clone)]
pub struct Webhooks {
    platform: Platform,
    settings: Arc<CallbackSettings>,
    outbound: Outbound,
    slots: Arc<Semaphore>,
}

impl Webhooks {
    /// Callbacks that go where `settings` let them.
    ///
    /// # Errors
    /// When the system's certificates cannot be used.
    pub fn new(platform: Platform, settings: CallbackSettings) -> Result<Self, reqwest::Error> {
        Ok(Self {
            platform,
            outbound: Outbound::new(settings.clone())?,
            settings: Arc::new(settings),
            slots: Arc::new(Semaphore::new(SLOTS as usize)),
        })
    }
}
