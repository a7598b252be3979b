//! Signing in with user name and password.

use std::net::IpAddr;

use thiserror::Error;
use waystation_shared::time::Timestamp;

use super::model::User;
use super::service::Identity;
use super::session::{NewSession, open_session};
use super::store;
use crate::platform::crypto::CryptoError;
use crate::platform::store::{Reader, StoreError};

/// Why nobody was signed in.
#[derive(Debug, Error)]
pub(super) enum SignInError {
    /// Unknown user, disabled user, no password set, or a wrong one: all the same to the caller.
    #[error("user name or password is wrong")]
    WrongCredentials,
    /// Too many wrong attempts.
    #[error("wait {0} seconds")]
    Wait(u64),
    /// No randomness or no hash.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Somebody wants in.
pub(super) struct SignIn {
    pub(super) username: String,
    pub(super) password: String,
    /// Where from, by the socket.
    pub(super) address: IpAddr,
}

impl Identity {
    pub(super) async fn sign_in(&self, attempt: SignIn) -> Result<(User, NewSession), SignInError> {
        let SignIn { username, password, address } = attempt;
        let now = self.clock().now();
        self.begin_attempt(&username, address, now).map_err(SignInError::Wait)?;
        let looked_up = username.clone();
        let candidate = self.store().read(move |reader| candidate(reader, &looked_up)).await?;
        let (user, hash) = candidate.map_or((None, None), |(user, hash)| (Some(user), hash));
        let matches = self.matches(password, hash).await?;
        let Some(user) = user.filter(|_| matches) else {
            tracing::warn!(%address, "a sign-in was refused");
            return Err(SignInError::WrongCredentials);
        };
        self.attempts().succeeded(&username, address);
        let session = self.new_session(now)?;
        let (user_id, opened) = (user.id, session.clone());
        self.store().write(move |tx| open_session(tx, user_id, &opened, now)).await?;
        tracing::info!(user = user.username, %address, "signed in");
        Ok((user, session))
    }

    /// Counts an attempt to give a password; the error is the whole seconds to wait.
    pub(super) fn begin_attempt(&self, username: &str, address: IpAddr, now: Timestamp) -> Result<(), u64> {
        self.attempts().begin(username, address, now).map_err(|wait| {
            tracing::warn!(%address, "sign-ins are slowed down");
            wait.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
        })
    }
}

fn candidate(reader: &mut Reader<'_>, username: &str) -> Result<Option<(User, Option<String>)>, StoreError> {
    let Some(user) = store::user_by_name(reader, username)?.filter(|user| user.enabled) else {
        return Ok(None);
    };
    let hash = store::password_hash(reader, user.id)?;
    Ok(Some((user, hash)))
}
