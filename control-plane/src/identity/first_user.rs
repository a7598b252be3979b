//! Adding users, and the first one: an installation never starts with a default password.

use thiserror::Error;
use waystation_shared::ids::UserId;
use waystation_shared::time::Timestamp;

use super::model::{InvalidUsername, NewUser, Role};
use super::secret::SecretError;
use super::sign_in_link::issue_sign_in_link;
use super::store;
use crate::platform::store::{StoreError, Tx};

/// Why a user could not be added.
#[derive(Debug, Error)]
pub enum AddUserError {
    /// Somebody has the name already.
    #[error("there is a user {0} already; choose another name")]
    NameTaken(String),
    /// The name is no name.
    #[error(transparent)]
    Name(#[from] InvalidUsername),
    /// The link could not be made.
    #[error(transparent)]
    Link(#[from] SecretError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds a user without a password; a sign-in link lets it in for the first time.
///
/// # Errors
/// When the name is taken or the store fails.
pub fn add_user(tx: &mut Tx<'_>, new: &NewUser, now: Timestamp) -> Result<UserId, AddUserError> {
    let added = store::insert_user(tx, new, now)?;
    added.ok_or_else(|| AddUserError::NameTaken(new.username.to_string()))
}

/// In an installation without users, adds `admin` and a one-time link; answers the link's token.
/// Of several servers that start together only one gets it.
///
/// # Errors
/// When the store fails.
pub fn ensure_first_user(tx: &mut Tx<'_>, now: Timestamp) -> Result<Option<String>, AddUserError> {
    if store::any_user(tx)? {
        return Ok(None);
    }
    let admin =
        NewUser { username: "admin".parse()?, display_name: "管理员".to_owned(), role: Role::SuperAdmin };
    match store::insert_user(tx, &admin, now)? {
        Some(user) => Ok(Some(issue_sign_in_link(tx, user, now)?)),
        None => Ok(None),
    }
}
