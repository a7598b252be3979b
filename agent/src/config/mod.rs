//! Settings: defaults, then `agent.toml` in the data folder, then the environment. The last one wins.
//!
//! A setting `window.title` of the file is `WAYSTATION_AGENT_WINDOW_TITLE` in the environment.

mod environment;
mod pictures;
mod polling;
mod timing;
mod window;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use environment::PREFIX;
pub use pictures::PictureSettings;
pub use polling::{PollMode, PollSettings};
pub use timing::TimingSettings;
pub use window::{ScreenChoice, WindowSettings};

/// Name of the settings file in the data folder.
pub const FILE: &str = "agent.toml";

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The X display to work on, such as `:0`; empty for that of the environment. Not used on Windows.
    pub display: String,
    /// What is logged: a level, or levels by module as `RUST_LOG` would have them.
    pub log: String,
    /// Which window is Eterm.
    pub window: WindowSettings,
    /// How patient the agent is with the window.
    pub timing: TimingSettings,
    /// How the server is asked for work.
    pub polling: PollSettings,
    /// When pictures of the screen are sent.
    pub pictures: PictureSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            display: String::new(),
            log: "info".to_owned(),
            window: WindowSettings::default(),
            timing: TimingSettings::default(),
            polling: PollSettings::default(),
            pictures: PictureSettings::default(),
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file has a mistake.
    #[error("{} has a mistake:\n{source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Where and what.
        source: Box<toml::de::Error>,
    },
    /// A variable of the environment has a mistake.
    #[error("the environment variable {name} {problem}")]
    Variable {
        /// Its name.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A value is out of bounds.
    #[error("the setting {name} must be {rule}; it is {got}")]
    OutOfBounds {
        /// The setting, as in the file.
        name: &'static str,
        /// What would be accepted.
        rule: &'static str,
        /// What was set.
        got: u64,
    },
}

impl Settings {
    /// Reads the settings for the agent whose data is in `folder`. No file means the defaults.
    ///
    /// # Errors
    /// When the file or a variable has a mistake; the message says where.
    pub fn load(
        folder: &Path,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let settings = environment::overlay(&Self::from_file(folder.join(FILE))?, environment)?;
        settings.polling.check()?;
        Ok(settings)
    }

    fn from_file(path: PathBuf) -> Result<Self, SettingsError> {
        match fs::read_to_string(&path) {
            Ok(text) => {
                toml::from_str(&text).map_err(|error| SettingsError::File { path, source: Box::new(error) })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(SettingsError::Unreadable { path, source }),
        }
    }
}

#[cfg(test)]
mod tests;
