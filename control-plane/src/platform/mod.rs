//! What every domain stands on: the store, HTTP conventions, jobs, the clock and secrets. Knows no domain.

pub mod catalogue;
pub mod clock;
pub mod crypto;
pub mod events;
pub mod http;
pub mod jobs;
pub mod outbound;
pub mod settings;
pub mod store;

use std::ops::Deref;
use std::sync::Arc;

/// The parts that every domain needs, in one handle: requests clone it several times each.
#[derive(Debug, Clone)]
pub struct Platform(Arc<Parts>);

impl Platform {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for Platform {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// What a [`Platform`] consists of.
#[derive(Debug)]
pub struct Parts {
    /// The data.
    pub store: store::Store,
    /// The time.
    pub clock: clock::Clock,
    /// Secrets at rest.
    pub vault: crypto::Vault,
    /// News for open pages.
    pub events: events::Events,
    /// Tells the outbox that something waits in it.
    pub outbox: jobs::Wake,
    /// Tells everything that runs or waits to end.
    pub shutdown: jobs::Shutdown,
}
