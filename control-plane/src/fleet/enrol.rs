//! Enrolment: a registered terminal gets a one-time code, a machine exchanges it for an identity.

use std::time::Duration;

use thiserror::Error;
use waystation_shared::edge_api::{EnrolRequest, MachineInfo};
use waystation_shared::ids::{OfficeNo, TerminalId};
use waystation_shared::time::Timestamp;

use super::model::{NewTerminal, Terminal};
use super::store;
use crate::platform::crypto::{self, CryptoError};
use crate::platform::store::{StoreError, Tx};

/// How long a code may wait to be used.
const CODE_LIFETIME: Duration = Duration::from_hours(24);

/// Characters of a code: 80 bits.
const CODE_LENGTH: usize = 16;

/// A code that was just made. It is shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedCode {
    /// The terminal it will enrol.
    pub terminal: TerminalId,
    /// The code.
    pub code: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Why a terminal could not be registered or enrolled.
#[derive(Debug, Error)]
pub enum EnrolError {
    /// That PID of that Office exists already.
    #[error("Office {0} has a terminal with PID {1} already")]
    Taken(OfficeNo, String),
    /// The code is unknown, used by another machine or over.
    #[error("the enrolment code is unknown, used or expired")]
    CodeInvalid,
    /// There is no such terminal.
    #[error("there is no terminal {0}")]
    Unknown(TerminalId),
    /// No secret could be made.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Registers a terminal and makes its first code.
///
/// # Errors
/// [`EnrolError::Taken`] when Office and PID are registered.
pub fn register(tx: &mut Tx<'_>, new: &NewTerminal, now: Timestamp) -> Result<IssuedCode, EnrolError> {
    let id = store::insert_terminal(tx, new, now)?
        .ok_or_else(|| EnrolError::Taken(new.office_no.clone(), new.pid.clone()))?;
    store::log_change(tx, id, "registered", now)?;
    make_code(tx, id, now)
}

/// Makes a code for a terminal, registering it first when Office and PID are new.
///
/// # Errors
/// When the store fails.
pub fn issue_code(tx: &mut Tx<'_>, new: &NewTerminal, now: Timestamp) -> Result<IssuedCode, EnrolError> {
    match store::find_by_office_and_pid(tx, &new.office_no, &new.pid)? {
        Some(id) => make_code(tx, id, now),
        None => register(tx, new, now),
    }
}

/// Makes a code for a registered terminal; an unused earlier one is no longer good.
pub(super) fn make_code(
    tx: &mut Tx<'_>,
    terminal: TerminalId,
    now: Timestamp,
) -> Result<IssuedCode, EnrolError> {
    if !store::terminal_exists(tx, terminal)? {
        return Err(EnrolError::Unknown(terminal));
    }
    let code = crypto::new_clear_code(CODE_LENGTH)?;
    let expires_at = now.plus(CODE_LIFETIME);
    store::insert_code(tx, &crypto::token_hash(&code), terminal, now, expires_at)?;
    Ok(IssuedCode { terminal, code, expires_at })
}

/// Exchanges a code for an identity; answers the terminal and its new token.
pub(super) fn enrol(
    tx: &mut Tx<'_>,
    request: &EnrolRequest,
    now: Timestamp,
) -> Result<(Terminal, String), EnrolError> {
    let MachineInfo { machine_code, host_name, .. } = &request.machine;
    let code = request.code.trim().to_ascii_uppercase();
    let id = store::redeem_code(tx, &crypto::token_hash(&code), machine_code, now)?
        .ok_or(EnrolError::CodeInvalid)?;
    let token = crypto::new_token()?;
    store::set_identity(tx, id, &crypto::token_hash(&token), &request.machine)?;
    store::log_change(tx, id, &format!("enrolled on {host_name}"), now)?;
    let terminal = store::load_terminal(tx, id)?.ok_or(EnrolError::Unknown(id))?;
    Ok((terminal, token))
}
