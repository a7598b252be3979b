//! The SQL of users, sessions, sign-in links and API keys.

use waystation_shared::ids::{ApiKeyId, UserId};
use waystation_shared::time::Timestamp;

use super::model::{NewUser, User};
use crate::params;
use crate::platform::store::{Reader, Row, StoreError, Tx};

fn user(row: &Row<'_>) -> Result<User, StoreError> {
    Ok(User {
        id: row.get(0)?,
        username: row.get(1)?,
        display_name: row.get(2)?,
        role: row.get(3)?,
        enabled: row.get(4)?,
    })
}

/// The user with this number.
///
/// # Errors
/// When the store fails.
pub fn user_by_id(reader: &mut Reader<'_>, id: UserId) -> Result<Option<User>, StoreError> {
    reader.first(
        "SELECT id, username, display_name, role, enabled FROM users WHERE id = ?1",
        params![id],
        user,
    )
}

/// The user with this name.
///
/// # Errors
/// When the store fails.
pub fn user_by_name(reader: &mut Reader<'_>, username: &str) -> Result<Option<User>, StoreError> {
    reader.first(
        "SELECT id, username, display_name, role, enabled FROM users WHERE username = ?1",
        params![username],
        user,
    )
}

pub(super) fn any_user(reader: &mut Reader<'_>) -> Result<bool, StoreError> {
    Ok(reader.first("SELECT id FROM users LIMIT 1", params![], |row| row.get::<i64>(0))?.is_some())
}

/// Adds a user; `None` when the name is taken.
pub(super) fn insert_user(
    tx: &mut Tx<'_>,
    new: &NewUser,
    now: Timestamp,
) -> Result<Option<UserId>, StoreError> {
    tx.first(
        "INSERT INTO users (username, display_name, role, created_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (username) DO NOTHING RETURNING id",
        params![new.username.as_str(), new.display_name, new.role, now],
        |row| row.get(0),
    )
}

/// The hash of a user's password; `None` when it has none or there is no such user.
pub(super) fn password_hash(reader: &mut Reader<'_>, id: UserId) -> Result<Option<String>, StoreError> {
    let hash =
        reader.first("SELECT password_hash FROM users WHERE id = ?1", params![id], |row| row.get(0))?;
    Ok(hash.flatten())
}

pub(super) fn set_password_hash(tx: &mut Tx<'_>, id: UserId, hash: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE users SET password_hash = ?2 WHERE id = ?1", params![id, hash])?;
    Ok(())
}

pub(super) fn insert_session(
    tx: &mut Tx<'_>,
    token_hash: &[u8; 32],
    user: UserId,
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO sessions (token_hash, user_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
        params![token_hash[..], user, now, expires_at],
    )?;
    Ok(())
}

/// The user of a session that has not ended, and when it ends.
pub(super) fn session_user(
    reader: &mut Reader<'_>,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(User, Timestamp)>, StoreError> {
    reader.first(
        "SELECT u.id, u.username, u.display_name, u.role, u.enabled, s.expires_at
         FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND u.enabled = 1",
        params![token_hash[..], now],
        |row| Ok((user(row)?, row.get(5)?)),
    )
}

pub(super) fn delete_session(tx: &mut Tx<'_>, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sessions WHERE token_hash = ?1", params![token_hash[..]])?;
    Ok(())
}

/// Ends every session of a user but the one that is kept.
pub(super) fn delete_other_sessions(
    tx: &mut Tx<'_>,
    user: UserId,
    kept: &[u8; 32],
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sessions WHERE user_id = ?1 AND token_hash <> ?2", params![user, kept[..]])?;
    Ok(())
}

/// Forgets what has expired; used links are kept for a while so that they can be told from unknown ones.
pub(super) fn delete_expired(
    tx: &mut Tx<'_>,
    now: Timestamp,
    links_before: Timestamp,
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sessions WHERE expires_at <= ?1", params![now])?;
    tx.execute("DELETE FROM sign_in_links WHERE expires_at <= ?1", params![links_before])?;
    Ok(())
}

pub(super) fn insert_link(
    tx: &mut Tx<'_>,
    token_hash: &[u8; 32],
    user: UserId,
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO sign_in_links (token_hash, user_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
        params![token_hash[..], user, now, expires_at],
    )?;
    Ok(())
}

/// A one-time link as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StoredLink {
    pub(super) user: User,
    pub(super) expires_at: Timestamp,
    pub(super) used: bool,
}

pub(super) fn link(reader: &mut Reader<'_>, token_hash: &[u8; 32]) -> Result<Option<StoredLink>, StoreError> {
    reader.first(
        "SELECT u.id, u.username, u.display_name, u.role, u.enabled, l.expires_at, l.used_at
         FROM sign_in_links l JOIN users u ON u.id = l.user_id WHERE l.token_hash = ?1",
        params![token_hash[..]],
        |row| {
            let used_at: Option<Timestamp> = row.get(6)?;
            Ok(StoredLink { user: user(row)?, expires_at: row.get(5)?, used: used_at.is_some() })
        },
    )
}

/// Marks a link used; `false` when somebody was faster or it is too late.
pub(super) fn use_link(tx: &mut Tx<'_>, token_hash: &[u8; 32], now: Timestamp) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE sign_in_links SET used_at = ?2 WHERE token_hash = ?1 AND used_at IS NULL AND expires_at > ?2",
        params![token_hash[..], now],
    )?;
    Ok(changed == 1)
}

/// What is stored of a new API key.
pub(super) struct NewKeyRow<'a> {
    pub(super) user: UserId,
    pub(super) api_key: &'a str,
    pub(super) sealed_md5_key: &'a [u8],
    pub(super) sealed_webhook_secret: &'a [u8],
}

pub(super) fn insert_key(
    tx: &mut Tx<'_>,
    new: &NewKeyRow<'_>,
    now: Timestamp,
) -> Result<ApiKeyId, StoreError> {
    tx.one(
        "INSERT INTO api_keys (user_id, api_key, sealed_md5_key, sealed_webhook_secret, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
        params![new.user, new.api_key, *new.sealed_md5_key, *new.sealed_webhook_secret, now],
        |row| row.get(0),
    )
}

/// Changes the rules of a key; `false` when there is none.
pub(super) fn update_key_rules(
    tx: &mut Tx<'_>,
    api_key: &str,
    enabled: bool,
    require_timestamp: bool,
    ip_allow_list: &str,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE api_keys SET enabled = ?2, require_timestamp = ?3, ip_allow_list = ?4 WHERE api_key = ?1",
        params![api_key, enabled, require_timestamp, ip_allow_list],
    )?;
    Ok(changed == 1)
}

/// An API key as stored, secrets sealed.
#[derive(Debug, Clone)]
pub(super) struct KeyRow {
    pub(super) id: ApiKeyId,
    pub(super) user_id: UserId,
    pub(super) username: String,
    pub(super) api_key: String,
    pub(super) sealed_md5_key: Vec<u8>,
    pub(super) sealed_webhook_secret: Vec<u8>,
    pub(super) require_timestamp: bool,
    pub(super) ip_allow_list: String,
    /// Both the key and its user are enabled.
    pub(super) enabled: bool,
}

const KEY: &str = "SELECT k.id, k.user_id, u.username, k.api_key, k.sealed_md5_key, k.sealed_webhook_secret,
    k.require_timestamp, k.ip_allow_list, k.enabled, u.enabled
    FROM api_keys k JOIN users u ON u.id = k.user_id";

fn key_row(row: &Row<'_>) -> Result<KeyRow, StoreError> {
    let (key_enabled, user_enabled): (bool, bool) = (row.get(8)?, row.get(9)?);
    Ok(KeyRow {
        id: row.get(0)?,
        user_id: row.get(1)?,
        username: row.get(2)?,
        api_key: row.get(3)?,
        sealed_md5_key: row.get(4)?,
        sealed_webhook_secret: row.get(5)?,
        require_timestamp: row.get(6)?,
        ip_allow_list: row.get(7)?,
        enabled: key_enabled && user_enabled,
    })
}

pub(super) fn key_by_name(reader: &mut Reader<'_>, api_key: &str) -> Result<Option<KeyRow>, StoreError> {
    reader.first(&format!("{KEY} WHERE k.api_key = ?1"), params![api_key], key_row)
}

pub(super) fn key_by_id(reader: &mut Reader<'_>, id: ApiKeyId) -> Result<Option<KeyRow>, StoreError> {
    reader.first(&format!("{KEY} WHERE k.id = ?1"), params![id], key_row)
}

/// An API key as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListedKey {
    pub(super) id: ApiKeyId,
    pub(super) api_key: String,
    pub(super) username: String,
    pub(super) created_at: Timestamp,
    pub(super) last_used_at: Option<Timestamp>,
    pub(super) enabled: bool,
}

/// Every key, or those of one user; newest first.
pub(super) fn list_keys(reader: &mut Reader<'_>, of: Option<UserId>) -> Result<Vec<ListedKey>, StoreError> {
    reader.query(
        "SELECT k.id, k.api_key, u.username, k.created_at, k.last_used_at, k.enabled
         FROM api_keys k JOIN users u ON u.id = k.user_id
         WHERE (k.user_id = ?1 OR ?1 = 0) ORDER BY k.id DESC",
        params![of.unwrap_or(UserId(0))],
        |row| {
            Ok(ListedKey {
                id: row.get(0)?,
                api_key: row.get(1)?,
                username: row.get(2)?,
                created_at: row.get(3)?,
                last_used_at: row.get(4)?,
                enabled: row.get(5)?,
            })
        },
    )
}

/// Remembers when a key was last used; never goes back.
pub(super) fn touch_key(tx: &mut Tx<'_>, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE api_keys SET last_used_at = ?2 WHERE id = ?1 AND COALESCE(last_used_at, 0) < ?2",
        params![id, at],
    )?;
    Ok(())
}
