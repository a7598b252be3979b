//! Settings: defaults, then `waystation.toml` in the data directory, then `WAYSTATION_*` from the environment.
//!
//! A section is a file of this folder. `WAYSTATION_STORE__BATCH=1` sets `batch` of section `[store]`.

mod environment;
mod server;
mod storage;

pub use server::ServerSettings;
pub use storage::StorageSettings;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use crate::identity::IdentitySettings;
use crate::platform::outbound::CallbackSettings;
use crate::platform::store::{Location, StoreSettings};

/// The name of the settings file in the data directory.
pub const FILE: &str = "waystation.toml";

/// Every setting.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the server listens and how it presents itself.
    pub server: ServerSettings,
    /// Where the data lives.
    pub store: StorageSettings,
    /// Sessions of people.
    pub identity: IdentitySettings,
    /// Callbacks to partners.
    pub callbacks: CallbackSettings,
}

/// Why settings could not be read.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file or a variable is not what a setting takes.
    #[error("{0}")]
    Invalid(String),
}

impl Config {
    /// Reads the settings of a data directory; `variables` are the environment's.
    ///
    /// # Errors
    /// When the file cannot be read, or a setting is unknown or of the wrong kind.
    pub fn load(
        data_dir: &Path,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let path = data_dir.join(FILE);
        let mut table = match std::fs::read_to_string(&path) {
            Ok(text) => text
                .parse::<toml::Table>()
                .map_err(|error| ConfigError::Invalid(format!("{}: {error}", path.display())))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => toml::Table::new(),
            Err(source) => return Err(ConfigError::Unreadable { path, source }),
        };
        let mut config = read(&table, &path.display().to_string())?;
        for (variable, text) in variables {
            if environment::overlay(&mut table, &variable, &text)? {
                config = read(&table, &variable)?;
            }
        }
        Ok(config)
    }

    /// Where and how the store opens, for this data directory.
    #[must_use]
    pub fn store_settings(&self, data_dir: &Path) -> StoreSettings {
        StoreSettings {
            location: match &self.store.database_url {
                Some(url) => Location::Postgres(url.clone()),
                None => Location::Sqlite(data_dir.join("waystation.db")),
            },
            batch: self.store.batch,
            connections: self.store.connections,
        }
    }
}

/// Reads the settings so far; an error is blamed on `source`, which was added last.
fn read(table: &toml::Table, source: &str) -> Result<Config, ConfigError> {
    table
        .clone()
        .try_into()
        .map_err(|error: toml::de::Error| ConfigError::Invalid(format!("{source}: {}", error.message())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(FILE), text).unwrap();
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::load(directory.path(), variables)
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        let config = load("", &[]).unwrap();
        assert_eq!(config.server.poll_ms, 3000);
        assert_eq!(config.store.batch, 128);
        assert_eq!(config.store.database_url, None);
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let text = "[store]\nbatch = 64\n[callbacks]\nallow_http = false";
        let variables = [
            ("WAYSTATION_STORE__BATCH", "1"),
            ("WAYSTATION_CALLBACKS__ALLOW_HTTP", "true"),
            ("WAYSTATION_CALLBACKS__ALLOW_CIDRS", "127.0.0.0/8,10.1.0.0/16"),
            ("HOME", "/nowhere"),
        ];
        let config = load(text, &variables).unwrap();
        assert_eq!(config.store.batch, 1);
        assert!(config.callbacks.allow_http);
        assert_eq!(config.callbacks.allow_cidrs.len(), 2);
    }

    #[test]
    fn a_misspelt_setting_is_refused_by_name() {
        let error = load("[store]\nbatches = 64", &[]).unwrap_err();
        assert!(error.to_string().contains("batches"), "{error}");
        let error = load("", &[("WAYSTATION_STORE__BATCH", "many")]).unwrap_err();
        assert!(error.to_string().contains("WAYSTATION_STORE__BATCH"), "{error}");
    }
}
