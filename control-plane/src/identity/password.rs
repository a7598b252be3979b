//! Hashing of passwords off the runtime, a few at a time.

use std::net::IpAddr;

use thiserror::Error;
use waystation_shared::ids::UserId;

use super::model::{NewPassword, WeakPassword};
use super::service::Identity;
use super::store;
use crate::platform::crypto::{self, CryptoError};
use crate::platform::store::StoreError;

/// Stands in for the hash of users that do not exist or have no password, so that they take as long as
/// others. Made with the same cost as ours; nobody knows a password for it.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhvbWU$bm8gcGFzc3dvcmQgZXZlciBnaXZlcyB0aGlzIGhhc2g";

/// Why a password could not be changed.
#[derive(Debug, Error)]
pub(super) enum SetPasswordError {
    /// The present password is missing or wrong.
    #[error("the present password is wrong")]
    WrongCurrent,
    /// Too many wrong ones.
    #[error("wait {0} seconds")]
    Wait(u64),
    /// The new one will not do.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// It could not be hashed.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Identity {
    /// Hashes a new password.
    pub(super) async fn hash(&self, password: NewPassword) -> Result<String, CryptoError> {
        self.off_runtime(move || crypto::hash_password(password.as_str())).await?
    }

    /// Whether `password` belongs to `hash`; takes as long when there is no hash.
    pub(super) async fn matches(&self, password: String, hash: Option<String>) -> Result<bool, CryptoError> {
        self.off_runtime(move || {
            let matches = crypto::password_matches(&password, hash.as_deref().unwrap_or(NOBODY));
            matches && hash.is_some()
        })
        .await
    }

    /// Each hash takes 19 MiB and a core for a while: more at once would only be slower.
    async fn off_runtime<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CryptoError> {
        let _turn = self.hashing().acquire().await;
        tokio::task::spawn_blocking(work).await.map_err(|stopped| CryptoError::Password(stopped.to_string()))
    }

    /// Changes a password and ends the user's other sessions. Who has one must know it.
    pub(super) async fn set_password(&self, change: PasswordChange) -> Result<(), SetPasswordError> {
        let PasswordChange { user, username, current, new, session, address } = change;
        let new = NewPassword::check(&new, &username)?;
        let stored = self.store().read(move |reader| store::password_hash(reader, user)).await?;
        if let Some(stored) = stored {
            let current = current.ok_or(SetPasswordError::WrongCurrent)?;
            self.begin_attempt(&username, address, self.clock().now()).map_err(SetPasswordError::Wait)?;
            if !self.matches(current, Some(stored)).await? {
                return Err(SetPasswordError::WrongCurrent);
            }
            self.attempts().succeeded(&username, address);
        }
        let hash = self.hash(new).await?;
        self.store()
            .write(move |tx| {
                store::set_password_hash(tx, user, &hash)?;
                store::delete_other_sessions(tx, user, &session)
            })
            .await?;
        self.sessions().forget_user(user);
        tracing::info!(user = username, "a password was changed");
        Ok(())
    }
}

/// Somebody wants another password.
pub(super) struct PasswordChange {
    pub(super) user: UserId,
    pub(super) username: String,
    /// The present password, if there is one.
    pub(super) current: Option<String>,
    /// The wanted one.
    pub(super) new: String,
    /// The hash of the session that stays.
    pub(super) session: [u8; 32],
    /// Where the wish comes from, by the socket.
    pub(super) address: IpAddr,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_hash_is_as_costly_as_a_real_one() {
        let cost = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(cost(NOBODY), cost(&crypto::hash_password("correct horse").unwrap()));
        let begun = std::time::Instant::now();
        assert!(!crypto::password_matches("correct horse", NOBODY));
        assert!(begun.elapsed().as_millis() >= 2, "the hash was not even tried: it must be well formed");
    }
}
