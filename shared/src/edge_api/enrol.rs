//! Enrolment: a one-time code is exchanged for an identity.

use serde::{Deserialize, Serialize};

use crate::ids::{OfficeNo, TerminalId};
use crate::time::Timestamp;

/// What an agent knows of the machine it runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MachineInfo {
    /// Stable over restarts, different on every machine: a hash, never a serial number in the clear.
    pub machine_code: String,
    /// Name of the host, as its user knows it.
    pub host_name: String,
    /// Operating system and version, as in `Windows 7 SP1`.
    pub os_info: String,
    /// Version of the agent program.
    pub agent_version: String,
}

/// Asks for an identity. Repeating it with the same code from the same machine hands out a new token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolRequest {
    /// The one-time enrolment code.
    pub code: String,
    /// The machine that will own the identity.
    pub machine: MachineInfo,
}

/// The identity of a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolAnswer {
    /// The terminal this machine now is.
    pub terminal_id: TerminalId,
    /// Name shown on the page.
    pub name: String,
    /// Office the terminal signs in to.
    pub office_no: OfficeNo,
    /// Numeric id of the Eterm terminal.
    pub pid: String,
    /// Secret of 256 bits for the `Authorization` header; the server keeps only its hash.
    pub token: String,
    /// Ed25519 key with which the server signs what the agent must be able to trust, base64.
    pub server_public_key: String,
    /// Server time, so that the agent knows its skew.
    pub server_time: Timestamp,
}
