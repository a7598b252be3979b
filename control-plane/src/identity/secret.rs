//! The one way in which making or opening a secret fails.

use thiserror::Error;

use crate::platform::crypto::CryptoError;
use crate::platform::store::StoreError;

/// A secret could not be made, opened or stored.
#[derive(Debug, Error)]
pub enum SecretError {
    /// No randomness, or sealed with another key.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
