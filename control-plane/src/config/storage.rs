//! Section `[store]`.

use serde::Deserialize;

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StorageSettings {
    /// `postgres://…`; the embedded SQLite file when left out.
    pub database_url: Option<String>,
    /// The most writes that share one SQLite commit.
    pub batch: usize,
    /// PostgreSQL connections.
    pub connections: u32,
}

impl Default for StorageSettings {
    fn default() -> Self {
        Self { database_url: None, batch: 128, connections: 24 }
    }
}
