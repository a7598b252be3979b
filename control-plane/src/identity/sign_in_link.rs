//! One-time links: the way in for who has no password yet or has lost it.

use std::time::Duration;

use thiserror::Error;
use waystation_shared::ids::UserId;
use waystation_shared::time::Timestamp;

use super::model::{NewPassword, User, WeakPassword};
use super::secret::SecretError;
use super::service::Identity;
use super::session::{NewSession, open_session};
use super::store::{self, StoredLink};
use crate::platform::crypto::{self, CryptoError};
use crate::platform::store::{Reader, StoreError, Tx};

/// How long a link can be used.
const LINK_LIFE: Duration = Duration::from_hours(24);

/// Why a link does not let anybody in.
#[derive(Debug, Error)]
pub(super) enum LinkError {
    /// Nobody made it.
    #[error("there is no such link")]
    Unknown,
    /// It has done its work, or is too old, or its user is disabled.
    #[error("the link has been used or has expired")]
    Used,
    /// The password that came with it will not do.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// No randomness.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a link for `user` and answers its token, which is stored only as a hash.
///
/// # Errors
/// When the store fails or there is no randomness.
pub fn issue_sign_in_link(tx: &mut Tx<'_>, user: UserId, now: Timestamp) -> Result<String, SecretError> {
    let token = crypto::new_token()?;
    store::insert_link(tx, &crypto::token_hash(&token), user, (now, now.plus(LINK_LIFE)))?;
    Ok(token)
}

/// What a link is good for, without using it.
pub(super) fn look_at_link(
    reader: &mut Reader<'_>,
    token: &str,
    now: Timestamp,
) -> Result<StoredLink, LinkError> {
    let link = store::link(reader, &crypto::token_hash(token))?.ok_or(LinkError::Unknown)?;
    if link.used || link.expires_at <= now || !link.user.enabled {
        return Err(LinkError::Used);
    }
    Ok(link)
}

impl Identity {
    /// Uses a link up: sets the password if one came with it, and opens a session, in one transaction.
    pub(super) async fn follow_link(
        &self,
        token: &str,
        password: Option<&str>,
    ) -> Result<(User, NewSession), LinkError> {
        let now = self.clock().now();
        let looked_up = token.to_owned();
        let link = self.store().read(move |reader| look_at_link(reader, &looked_up, now)).await?;
        let hash = match password {
            Some(text) => Some(self.hash(NewPassword::check(text, &link.user.username)?).await?),
            None => None,
        };
        let session = self.new_session(now)?;
        let (user, opened) = (link.user, session.clone());
        let (link_hash, user_id) = (crypto::token_hash(token), user.id);
        self.store()
            .write(move |tx| {
                if !store::use_link(tx, &link_hash, now)? {
                    return Err(LinkError::Used);
                }
                if let Some(hash) = &hash {
                    store::set_password_hash(tx, user_id, hash)?;
                    store::delete_other_sessions(tx, user_id, &opened.token_hash())?;
                }
                Ok(open_session(tx, user_id, &opened, now)?)
            })
            .await?;
        self.sessions().forget_user(user.id);
        tracing::info!(user = user.username, "signed in by a one-time link");
        Ok((user, session))
    }
}
