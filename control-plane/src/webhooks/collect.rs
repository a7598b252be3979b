//! Takes news of finished tasks from the outbox and writes the deliveries they owe.

use thiserror::Error;
use url::Url;
use waystation_shared::ids::{ApiKeyId, TaskId};
use waystation_shared::time::Timestamp;

use super::body::callback_body;
use super::store::{self, NewDelivery};
use crate::dispatch::{self, FinishedTask, TASK_FINISHED};
use crate::identity::{SecretError, key_secrets};
use crate::platform::crypto::{self, CryptoError, Vault};
use crate::platform::jobs;
use crate::platform::store::{StoreError, Tx};

/// News taken in one transaction.
const BATCH: i64 = 200;

/// Why news could not be taken.
#[derive(Debug, Error)]
pub enum CollectError {
    /// No randomness.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a batch of news; answers whether more may wait.
pub(super) fn collect(tx: &mut Tx<'_>, vault: &Vault, now: Timestamp) -> Result<bool, CollectError> {
    let news = jobs::take(tx, TASK_FINISHED, BATCH)?;
    for entry in &news {
        if let Some(task) = dispatch::finished_task(tx, TaskId(entry.subject))?
            && let (Some(url), Some(key)) = (&task.callback_url, task.api_key_id)
        {
            owe(tx, vault, (&task, url, key), now)?;
        }
    }
    Ok(i64::try_from(news.len()).is_ok_and(|taken| taken == BATCH))
}

fn owe(
    tx: &mut Tx<'_>,
    vault: &Vault,
    (task, url, api_key): (&FinishedTask, &str, ApiKeyId),
    now: Timestamp,
) -> Result<(), CollectError> {
    let secrets = match key_secrets(tx, vault, api_key) {
        Ok(Some(secrets)) => secrets,
        Err(SecretError::Store(error)) => return Err(error.into()),
        // One key that cannot be opened must not hold up everybody's callbacks.
        Ok(None) | Err(SecretError::Crypto(_)) => {
            tracing::error!(task = %task.id, key = %api_key, "no callback: the key's secrets cannot be opened");
            return Ok(());
        }
    };
    let body = match callback_body(task, &secrets, now) {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(task = %task.id, %error, "no callback: the result cannot be signed");
            return Ok(());
        }
    };
    let webhook_id = format!("evt_{}", crypto::new_clear_code(26)?.to_ascii_lowercase());
    let host = host_of(url);
    let new = NewDelivery {
        webhook_id: &webhook_id,
        task: task.id,
        task_state: task.state,
        user: task.user_id,
        api_key,
        url,
        host: &host,
        body: &body,
    };
    Ok(store::insert(tx, &new, now)?)
}

/// Deliveries to the same host share its few places.
fn host_of(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}
