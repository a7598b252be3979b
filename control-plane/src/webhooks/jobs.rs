//! Callbacks beside requests: news is collected, what is due is sent, a few at a time.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use waystation_shared::time::Timestamp;

use super::{CollectError, SLOTS, Webhooks, collect, deliver, store};
use crate::dispatch::TASK_FINISHED;
use crate::platform::jobs::{self, Shutdown, every};
use crate::platform::store::{Reader, StoreError};

/// Starts the sender. Its handle ends after shutdown when everything on its way has been settled.
#[must_use]
pub fn start(webhooks: &Webhooks, shutdown: &Shutdown) -> Vec<JoinHandle<()>> {
    let (sender, waiter) = (webhooks.clone(), webhooks.clone());
    let wake = webhooks.platform.outbox.clone();
    let rounds = every("callbacks", Duration::from_secs(1), wake, shutdown.clone(), move || {
        let sender = sender.clone();
        async move { sender.round().await }
    });
    vec![tokio::spawn(async move {
        if let Err(error) = rounds.await {
            tracing::error!(%error, "the sender of callbacks broke off");
        }
        waiter.settled().await;
    })]
}

impl Webhooks {
    /// Collects news and begins to send what is due, as far as there are free places.
    ///
    /// # Errors
    /// When the store fails; nothing is lost then.
    pub async fn round(&self) -> Result<(), anyhow::Error> {
        let now = self.platform.clock.now();
        let (news, due) = self.platform.store.read(move |reader| waiting(reader, now)).await?;
        if news {
            self.drain().await?;
        }
        if news || due {
            self.send_due(now).await?;
        }
        Ok(())
    }

    /// Waits until nothing is on its way from this server.
    pub async fn settled(&self) {
        // The semaphore is never closed, so this cannot fail.
        let _all = self.slots.acquire_many(SLOTS).await;
    }

    /// Takes all news of finished tasks out of the outbox and writes the deliveries they owe.
    ///
    /// # Errors
    /// When the store fails; what was not taken stays in the outbox.
    pub async fn drain(&self) -> Result<(), CollectError> {
        let now = self.platform.clock.now();
        loop {
            let vault = self.platform.vault.clone();
            if !self.platform.store.write(move |tx| collect::collect(tx, &vault, now)).await? {
                return Ok(());
            }
        }
    }

    async fn send_due(&self, now: Timestamp) -> Result<(), anyhow::Error> {
        let free = i64::try_from(self.slots.available_permits())?;
        if free == 0 {
            return Ok(());
        }
        let vault = self.platform.vault.clone();
        let parcels = self.platform.store.write(move |tx| deliver::pick_up(tx, &vault, free, now)).await?;
        for parcel in parcels {
            let place = Arc::clone(&self.slots).acquire_owned().await?;
            let sender = self.clone();
            tokio::spawn(async move {
                if let Err(error) = sender.deliver(parcel).await {
                    tracing::error!(%error, "an attempt could not be written down; it is repeated later");
                }
                drop(place);
                // Others may have waited for the place.
                sender.platform.outbox.nudge();
            });
        }
        Ok(())
    }
}

/// Whether there is news, and whether anything is due.
fn waiting(reader: &mut Reader<'_>, now: Timestamp) -> Result<(bool, bool), StoreError> {
    Ok((jobs::waits(reader, TASK_FINISHED)?, store::anything_due(reader, now)?))
}
