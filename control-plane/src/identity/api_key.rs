//! API keys of partners: made once, shown once, sealed at rest.

use waystation_shared::ids::{ApiKeyId, UserId};
use waystation_shared::sign::WebhookSecret;
use waystation_shared::time::Timestamp;

use super::secret::SecretError;
use super::store::{self, KeyRow, NewKeyRow};
use crate::platform::crypto::{self, CryptoError, Vault};
use crate::platform::outbound::Cidr;
use crate::platform::store::{Reader, StoreError, Tx};

const WEBHOOK_SECRET_BYTES: usize = 32;

/// A new API key with its secrets; this is the only time they are shown.
#[derive(Clone, PartialEq, Eq)]
pub struct NewApiKey {
    /// Its number.
    pub id: ApiKeyId,
    /// Names the key in requests.
    pub api_key: String,
    /// Signs requests, and callbacks in the older form; 32 characters of 5 random bits each.
    pub md5_key: String,
    /// Signs callbacks by the Standard Webhooks convention.
    pub webhook_secret: String,
}

impl std::fmt::Debug for NewApiKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("NewApiKey").field("api_key", &self.api_key).finish_non_exhaustive()
    }
}

/// Makes a key for `user`.
///
/// # Errors
/// When there is no randomness or the store fails.
pub fn add_api_key(
    tx: &mut Tx<'_>,
    vault: &Vault,
    user: UserId,
    now: Timestamp,
) -> Result<NewApiKey, SecretError> {
    let api_key = format!("ak_{}", crypto::new_clear_code(16)?.to_ascii_lowercase());
    let md5_key = crypto::new_clear_code(32)?;
    let webhook_secret = new_webhook_secret()?;
    let row = NewKeyRow {
        user,
        api_key: &api_key,
        sealed_md5_key: &vault.seal(&purpose(MD5_KEY, &api_key), &md5_key)?,
        sealed_webhook_secret: &vault.seal(&purpose(WEBHOOK_SECRET, &api_key), &webhook_secret)?,
    };
    let id = store::insert_key(tx, &row, now)?;
    tracing::info!(api_key, %user, "an API key was made");
    Ok(NewApiKey { id, api_key, md5_key, webhook_secret })
}

fn new_webhook_secret() -> Result<String, CryptoError> {
    let mut bytes = vec![0; WEBHOOK_SECRET_BYTES];
    crypto::fill_random(&mut bytes)?;
    WebhookSecret::from_bytes(bytes).map(|secret| secret.reveal()).map_err(|_length| CryptoError::Unsealing)
}

const MD5_KEY: &str = "md5_key";
const WEBHOOK_SECRET: &str = "webhook_secret";

/// A sealed secret opens only for the key it belongs to, so rows cannot be exchanged.
fn purpose(what: &str, api_key: &str) -> String {
    format!("{what} of {api_key}")
}

/// What a key may be used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRules {
    /// Whether it may be used at all.
    pub enabled: bool,
    /// Whether requests must carry a timestamp (scheme v1.1).
    pub require_timestamp: bool,
    /// The only addresses it may be used from; any when empty.
    pub ip_allow_list: Vec<Cidr>,
}

/// Sets the rules of a key; `false` when there is no such key.
///
/// # Errors
/// When the store fails.
pub fn restrict_api_key(tx: &mut Tx<'_>, api_key: &str, rules: &KeyRules) -> Result<bool, StoreError> {
    let ranges: Vec<String> = rules.ip_allow_list.iter().map(ToString::to_string).collect();
    store::update_key_rules(tx, api_key, rules.enabled, rules.require_timestamp, &ranges.join(","))
}

/// Reads an allow list as it is stored. A list that cannot be read allows nobody.
pub(super) fn read_allow_list(text: &str) -> Option<Vec<Cidr>> {
    text.split([',', ' ', '\n']).filter(|range| !range.is_empty()).map(|range| range.parse().ok()).collect()
}

/// What signs callbacks to the owner of a key.
#[derive(Clone, PartialEq, Eq)]
pub struct KeySecrets {
    /// The name of the key's user.
    pub username: String,
    /// Signs in the older form.
    pub md5_key: String,
    /// Signs by the Standard Webhooks convention.
    pub webhook_secret: String,
}

impl std::fmt::Debug for KeySecrets {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("KeySecrets").field("username", &self.username).finish_non_exhaustive()
    }
}

/// The secrets of a key; `None` when there is no such key.
///
/// # Errors
/// When the store fails or the secrets were sealed by another installation.
pub fn key_secrets(
    reader: &mut Reader<'_>,
    vault: &Vault,
    id: ApiKeyId,
) -> Result<Option<KeySecrets>, SecretError> {
    let Some(row) = store::key_by_id(reader, id)? else { return Ok(None) };
    let webhook_secret =
        vault.open_sealed(&purpose(WEBHOOK_SECRET, &row.api_key), &row.sealed_webhook_secret)?;
    Ok(Some(KeySecrets { md5_key: open_md5_key(vault, &row)?, username: row.username, webhook_secret }))
}

pub(super) fn open_md5_key(vault: &Vault, row: &KeyRow) -> Result<String, CryptoError> {
    vault.open_sealed(&purpose(MD5_KEY, &row.api_key), &row.sealed_md5_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allow_list_reads_back_and_a_broken_one_is_not_taken_for_an_empty_one() {
        assert_eq!(read_allow_list(""), Some(Vec::new()));
        assert_eq!(read_allow_list("192.0.2.7/32, 2001:db8::/32").map(|ranges| ranges.len()), Some(2));
        assert_eq!(read_allow_list("192.0.2.7/32,nonsense"), None);
    }

    #[test]
    fn secrets_never_show_themselves() {
        let shown = format!(
            "{:?} {:?}",
            NewApiKey {
                id: ApiKeyId(1),
                api_key: "ak_x".to_owned(),
                md5_key: "SECRET1".to_owned(),
                webhook_secret: "SECRET2".to_owned(),
            },
            KeySecrets {
                username: "u".to_owned(),
                md5_key: "SECRET1".to_owned(),
                webhook_secret: "SECRET2".to_owned()
            }
        );
        assert!(!shown.contains("SECRET"), "{shown}");
    }
}
