//! When pictures of the screen are sent.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Times in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PictureSettings {
    /// Whether pictures are sent at all. Without them a person cannot look over the agent's shoulder.
    pub send: bool,
    /// How often the screen is looked at for a change while nothing runs.
    pub look_every_ms: u64,
    /// Least time between two pictures.
    pub at_least_ms: u64,
}

impl Default for PictureSettings {
    fn default() -> Self {
        Self { send: true, look_every_ms: 3_000, at_least_ms: 2_000 }
    }
}

impl PictureSettings {
    /// How often the screen is looked at; never so often that it costs anything.
    #[must_use]
    pub fn look_every(&self) -> Duration {
        Duration::from_millis(self.look_every_ms.max(50))
    }

    /// Least time between two pictures.
    #[must_use]
    pub const fn at_least(&self) -> Duration {
        Duration::from_millis(self.at_least_ms)
    }
}
