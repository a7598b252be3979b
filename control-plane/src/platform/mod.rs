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

/// The parts that every domain needs; clones share them.
#[derive(Debug, Clone)]
pub struct Platform {
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
