//! Now and then: forget expired sessions and links, write down when keys were last used.

use std::time::Duration;

use tokio::task::JoinHandle;

use super::service::Identity;
use super::store;
use crate::platform::jobs::{Shutdown, Wake, every};
use crate::platform::store::StoreError;

const PERIOD: Duration = Duration::from_mins(1);

/// Used links are told from unknown ones for this long after their end.
const LINK_MEMORY: Duration = Duration::from_hours(30 * 24);

/// Keeps the domain's tables small, until shutdown.
#[must_use]
pub fn housekeeping(identity: Identity, shutdown: Shutdown) -> JoinHandle<()> {
    every("identity housekeeping", PERIOD, Wake::default(), shutdown, move || {
        let identity = identity.clone();
        async move { Ok(identity.tidy().await?) }
    })
}

impl Identity {
    /// One round of housekeeping.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tidy(&self) -> Result<(), StoreError> {
        let now = self.clock().now();
        let uses = self.keys().take_uses();
        self.store()
            .write(move |tx| {
                for &(key, at) in &uses {
                    store::touch_key(tx, key, at)?;
                }
                store::delete_expired(tx, now, now.minus(LINK_MEMORY))
            })
            .await
    }
}
