//! Values the installation keeps about itself, such as its signing key.

use super::store::{Reader, StoreError, Tx};
use crate::params;

/// The value under `name`, if one was ever put.
///
/// # Errors
/// When the store fails.
pub fn get(reader: &mut Reader<'_>, name: &str) -> Result<Option<String>, StoreError> {
    reader.first("SELECT value FROM settings WHERE name = ?1", params![name], |row| row.get(0))
}

/// Puts `value` under `name` unless one is there; answers what is there now.
///
/// # Errors
/// When the store fails.
pub fn put_once(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<String, StoreError> {
    tx.execute(
        "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
        params![name, value],
    )?;
    Ok(get(tx, name)?.unwrap_or_else(|| value.to_owned()))
}
