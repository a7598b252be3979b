//! Callback signatures by the Standard Webhooks convention, scheme `v1`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use super::same;
use super::v2::keyed;

/// The secret shared with one receiver of callbacks: 24 to 64 bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Vec<u8>);

/// A text that is no webhook secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a webhook secret is `whsec_` followed by the base64 of 24 to 64 bytes")]
pub struct InvalidWebhookSecret;

impl WebhookSecret {
    /// Takes raw bytes.
    ///
    /// # Errors
    /// When there are fewer than 24 or more than 64.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, InvalidWebhookSecret> {
        if (24..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(InvalidWebhookSecret) }
    }

    /// Reads the `whsec_…` form.
    ///
    /// # Errors
    /// When it is not that form.
    pub fn parse(text: &str) -> Result<Self, InvalidWebhookSecret> {
        let encoded = text.strip_prefix("whsec_").ok_or(InvalidWebhookSecret)?;
        STANDARD.decode(encoded).map_or(Err(InvalidWebhookSecret), Self::from_bytes)
    }

    /// The `whsec_…` form. Never log it.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("whsec_{}", STANDARD.encode(&self.0))
    }

    /// The value of the `webhook-signature` header for one attempt.
    #[must_use]
    pub fn sign(&self, id: &str, unix_seconds: i64, body: &str) -> String {
        format!("v1,{}", STANDARD.encode(keyed(&self.0, format!("{id}.{unix_seconds}.{body}").as_bytes())))
    }

    /// Whether any signature of the header's space-separated list is ours.
    #[must_use]
    pub fn verify(&self, id: &str, unix_seconds: i64, body: &str, header: &str) -> bool {
        let expected = self.sign(id, unix_seconds, body);
        header.split(' ').any(|claimed| same(claimed.as_bytes(), expected.as_bytes()))
    }
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("WebhookSecret(…)")
    }
}
