//! Sessions of people: an opaque token in a cookie, stored as a hash, ended by time or by signing out.

use waystation_shared::ids::UserId;
use waystation_shared::time::Timestamp;

use super::model::User;
use super::service::Identity;
use super::store;
use crate::platform::crypto::{self, CryptoError};
use crate::platform::store::{StoreError, Tx};

/// A session about to be opened.
#[derive(Clone)]
pub(super) struct NewSession {
    /// The secret that goes into the cookie.
    pub(super) token: String,
    /// When it ends, whatever happens.
    pub(super) expires_at: Timestamp,
}

impl NewSession {
    pub(super) fn token_hash(&self) -> [u8; 32] {
        crypto::token_hash(&self.token)
    }
}

pub(super) fn open_session(
    tx: &mut Tx<'_>,
    user: UserId,
    session: &NewSession,
    now: Timestamp,
) -> Result<(), StoreError> {
    store::insert_session(tx, &session.token_hash(), user, (now, session.expires_at))
}

impl Identity {
    pub(super) fn new_session(&self, now: Timestamp) -> Result<NewSession, CryptoError> {
        Ok(NewSession { token: crypto::new_token()?, expires_at: now.plus(self.settings().session_life()) })
    }

    /// The user of a session, if it is still open.
    pub(super) async fn user_of_session(&self, token_hash: [u8; 32]) -> Result<Option<User>, StoreError> {
        let now = self.clock().now();
        if let Some(user) = self.sessions().get(&token_hash, now) {
            return Ok(Some(user));
        }
        // Taken before reading: a sign-out in between must win over what was read.
        let ticket = self.sessions().ticket();
        let found = self.store().read(move |reader| store::session_user(reader, &token_hash, now)).await?;
        let Some((user, ends)) = found else { return Ok(None) };
        self.sessions().put(ticket, token_hash, &user, (now, ends));
        Ok(Some(user))
    }

    /// Ends a session at once.
    pub(super) async fn sign_out(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        self.store().write(move |tx| store::delete_session(tx, &token_hash)).await?;
        self.sessions().forget(&token_hash);
        Ok(())
    }
}
