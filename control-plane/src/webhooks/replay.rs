//! Sends a delivery again because a person wants it; what was tried before stays on the record.

use thiserror::Error;
use waystation_shared::ids::DeliveryId;
use waystation_shared::time::Timestamp;

use super::store;
use crate::identity::PageCaller;
use crate::platform::store::{StoreError, Tx};

/// Why a delivery is not sent again.
#[derive(Debug, Error)]
pub(super) enum ReplayError {
    /// There is none, or it is not the caller's.
    #[error("there is no such delivery")]
    Unknown,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub(super) fn replay(
    tx: &mut Tx<'_>,
    caller: &PageCaller,
    id: DeliveryId,
    now: Timestamp,
) -> Result<(), ReplayError> {
    let owner = store::owner(tx, id)?.ok_or(ReplayError::Unknown)?;
    if !caller.may_see(owner) {
        return Err(ReplayError::Unknown);
    }
    Ok(store::begin_again(tx, id, now)?)
}
