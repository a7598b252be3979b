//! Dispatch beside requests: waiting tasks are assigned, lost ones are settled.

use std::time::Duration;

use tokio::task::JoinHandle;

use super::{Dispatch, reap, submit};
use crate::platform::jobs::{Shutdown, Wake, every};
use crate::platform::store::StoreError;

/// Tasks assigned in one transaction.
const BATCH: i64 = 200;

/// Starts dispatch's loops.
#[must_use]
pub fn start(dispatch: &Dispatch, shutdown: &Shutdown) -> Vec<JoinHandle<()>> {
    let (assigning, moving, reaping) = (dispatch.clone(), dispatch.clone(), dispatch.clone());
    let second = Duration::from_secs(1);
    vec![
        every("assign", second, dispatch.waiting.clone(), shutdown.clone(), move || {
            let dispatch = assigning.clone();
            async move { Ok(dispatch.assign_waiting().await?) }
        }),
        every(
            "fleet moved",
            Duration::from_secs(5),
            dispatch.fleet.moved.clone(),
            shutdown.clone(),
            move || {
                let dispatch = moving.clone();
                async move {
                    dispatch.reap().await?;
                    Ok(dispatch.assign_waiting().await?)
                }
            },
        ),
        every("reap", second, Wake::default(), shutdown.clone(), move || {
            let dispatch = reaping.clone();
            async move { Ok(dispatch.reap().await?) }
        }),
    ]
}

impl Dispatch {
    /// Locks waiting tasks to terminals that can work now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn assign_waiting(&self) -> Result<(), StoreError> {
        let now = self.platform.clock.now();
        if !self.platform.store.read(super::store::anything_waits).await? {
            return Ok(());
        }
        let changes = self.platform.store.write(move |tx| submit::assign_waiting(tx, BATCH, now)).await?;
        for change in &changes {
            self.announce(change);
        }
        Ok(())
    }

    /// Settles what time has overtaken.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reap(&self) -> Result<(), StoreError> {
        let now = self.platform.clock.now();
        if !self.platform.store.read(move |reader| super::store::anything_overdue(reader, now)).await? {
            return Ok(());
        }
        let changes = self.platform.store.write(move |tx| reap::reap(tx, now)).await?;
        for change in &changes {
            self.announce(change);
        }
        Ok(())
    }
}
