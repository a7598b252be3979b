//! Section `[server]`.

use serde::Deserialize;

/// Where the server listens and how it presents itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerSettings {
    /// How long terminals are told to wait between polls, in milliseconds.
    pub poll_ms: u64,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self { poll_ms: 3000 }
    }
}
