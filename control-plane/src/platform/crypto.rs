//! Secrets: randomness as a parameter, sealing at rest, hashes of tokens and passwords.

use std::path::Path;
use std::sync::Arc;

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use thiserror::Error;

const NONCE_BYTES: usize = 12;

/// Letters and digits that nobody mistakes for one another.
const CLEAR_ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Why a secret could not be made or opened.
#[derive(Debug, Error)]
pub enum CryptoError {
    /// The system gives no randomness.
    #[error("no randomness: {0}")]
    Entropy(#[from] getrandom::Error),
    /// The key file cannot be read or written.
    #[error("key file {path}: {source}")]
    KeyFile {
        /// Its path.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The key file does not hold 32 bytes.
    #[error("key file {0} must hold exactly 32 bytes; restore it from the backup made with the database")]
    BadKeyFile(String),
    /// Sealed data does not open: wrong key or damaged.
    #[error("sealed data does not open with this key")]
    Unsealing,
    /// A password could not be hashed.
    #[error("password hash: {0}")]
    Password(String),
}

/// Fills `bytes` with randomness of the system.
///
/// # Errors
/// When the system gives none.
pub fn fill_random(bytes: &mut [u8]) -> Result<(), CryptoError> {
    #[expect(clippy::disallowed_methods, reason = "the one place where the system's randomness comes in")]
    getrandom::fill(bytes)?;
    Ok(())
}

/// A new secret of 256 bits for a cookie, link or `Authorization` header.
///
/// # Errors
/// When the system gives no randomness.
pub fn new_token() -> Result<String, CryptoError> {
    let mut bytes = [0; 32];
    fill_random(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// A new code of `length` characters for people to copy, 5 bits each.
///
/// # Errors
/// When the system gives no randomness.
pub fn new_clear_code(length: usize) -> Result<String, CryptoError> {
    let mut bytes = vec![0; length];
    fill_random(&mut bytes)?;
    let letter = |byte: &u8| CLEAR_ALPHABET.get(usize::from(byte % 32)).copied().map(char::from);
    Ok(bytes.iter().filter_map(letter).collect())
}

/// What is stored of a token: its SHA-256. Tokens are random, so no salt is needed.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Seals and opens secrets with the installation's key (AES-256-GCM).
#[derive(Clone)]
pub struct Vault(Arc<Aes256Gcm>);

impl std::fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Vault(…)")
    }
}

impl Vault {
    /// Takes a key of 256 bits.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self(Arc::new(Aes256Gcm::new(&(*key).into())))
    }

    /// Reads the key from a file, or makes one that only its owner can read.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn open(path: &Path) -> Result<Self, CryptoError> {
        let failed = |source| CryptoError::KeyFile { path: path.display().to_string(), source };
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut key = [0; 32];
                fill_random(&mut key)?;
                write_private(path, &key).map_err(failed)?;
                key.to_vec()
            }
            Err(error) => return Err(failed(error)),
        };
        let key: [u8; 32] =
            bytes.try_into().map_err(|_wrong_length| CryptoError::BadKeyFile(path.display().to_string()))?;
        Ok(Self::new(&key))
    }

    /// Seals `secret` for one purpose; it opens only for the same purpose.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn seal(&self, purpose: &str, secret: &str) -> Result<Vec<u8>, CryptoError> {
        let mut nonce = [0; NONCE_BYTES];
        fill_random(&mut nonce)?;
        let payload = aes_gcm::aead::Payload { msg: secret.as_bytes(), aad: purpose.as_bytes() };
        let sealed =
            self.0.encrypt(&Nonce::from(nonce), payload).map_err(|_opaque| CryptoError::Unsealing)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what [`Vault::seal`] made.
    ///
    /// # Errors
    /// When the key or purpose is another, or the bytes are damaged.
    pub fn open_sealed(&self, purpose: &str, sealed: &[u8]) -> Result<String, CryptoError> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(CryptoError::Unsealing)?;
        let payload = aes_gcm::aead::Payload { msg: body, aad: purpose.as_bytes() };
        let opened =
            self.0.decrypt(&Nonce::from(*nonce), payload).map_err(|_opaque| CryptoError::Unsealing)?;
        String::from_utf8(opened).map_err(|_not_utf8| CryptoError::Unsealing)
    }
}

#[cfg(unix)]
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(not(unix))]
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::write(path, bytes)
}

/// Hashes a password with argon2id. Takes tens of milliseconds on purpose: call it off the runtime.
///
/// # Errors
/// When the system gives no randomness.
pub fn hash_password(password: &str) -> Result<String, CryptoError> {
    let mut salt = [0; 16];
    fill_random(&mut salt)?;
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| CryptoError::Password(error.to_string()))
}

/// Whether `password` is the one that was hashed. As slow as hashing.
#[must_use]
pub fn password_matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_with_the_same_key_and_purpose() {
        let vault = Vault::new(&[7; 32]);
        let sealed = vault.seal("api key 1", "K9f2mQ7x").unwrap();
        assert_eq!(vault.open_sealed("api key 1", &sealed).unwrap(), "K9f2mQ7x");
        assert!(vault.open_sealed("api key 2", &sealed).is_err());
        assert!(Vault::new(&[8; 32]).open_sealed("api key 1", &sealed).is_err());
        assert!(vault.open_sealed("api key 1", b"short").is_err());
        assert!(!sealed.windows(8).any(|window| window == b"K9f2mQ7x"));
    }

    #[test]
    fn a_key_file_is_made_once_and_is_private() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret.key");
        let sealed = Vault::open(&path).unwrap().seal("p", "text").unwrap();
        assert_eq!(Vault::open(&path).unwrap().open_sealed("p", &sealed).unwrap(), "text");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&path, b"short").unwrap();
        assert!(Vault::open(&path).unwrap_err().to_string().contains("exactly 32 bytes"));
    }

    #[test]
    fn a_password_matches_only_itself() {
        let hash = hash_password("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(password_matches("correct horse", &hash));
        assert!(!password_matches("wrong horse", &hash));
        assert!(!password_matches("correct horse", "not a hash"));
    }

    #[test]
    fn codes_have_no_look_alikes_and_tokens_differ() {
        let code = new_clear_code(16).unwrap();
        assert_eq!(code.len(), 16);
        assert!(code.bytes().all(|letter| CLEAR_ALPHABET.contains(&letter)));
        assert_ne!(new_token().unwrap(), new_token().unwrap());
    }
}
