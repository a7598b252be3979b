//! How the server is asked for work.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::SettingsError;

/// How a poll waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PollMode {
    /// Ask, and ask again after a while.
    Plain,
    /// The server holds the answer back until there is work: a task starts within milliseconds.
    Held,
}

/// Times in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PollSettings {
    /// `plain` or `held`.
    pub mode: PollMode,
    /// Longest that a held poll is held. Proxies on the way often cut off at 60 seconds.
    pub hold_ms: u64,
    /// Between polls while a task is being typed: only a sign of life.
    pub busy_every_ms: u64,
    /// Longest between polls while the server cannot be reached.
    pub retry_at_most_ms: u64,
    /// How long a task may be in doubt before it is handed in as unknown, for a person to see. It is looked at on.
    pub doubt_told_after_ms: u64,
}

/// A proof does not wait for seconds.
const LEAST_MS: u64 = if cfg!(feature = "fail-points") { 20 } else { 1_000 };

impl Default for PollSettings {
    fn default() -> Self {
        Self {
            mode: PollMode::Plain,
            hold_ms: 25_000,
            busy_every_ms: 10_000,
            retry_at_most_ms: 30_000,
            doubt_told_after_ms: 600_000,
        }
    }
}

impl PollSettings {
    /// How long the server may hold a poll back; nothing in plain mode.
    #[must_use]
    pub const fn hold(&self) -> Duration {
        match self.mode {
            PollMode::Plain => Duration::ZERO,
            PollMode::Held => Duration::from_millis(self.hold_ms),
        }
    }

    /// Between polls while a task is being typed.
    #[must_use]
    pub const fn busy_every(&self) -> Duration {
        Duration::from_millis(self.busy_every_ms)
    }

    /// Longest between polls while the server cannot be reached.
    #[must_use]
    pub const fn retry_at_most(&self) -> Duration {
        Duration::from_millis(self.retry_at_most_ms)
    }

    /// How long a task may be in doubt before a person is told.
    #[must_use]
    pub const fn doubt_told_after(&self) -> Duration {
        Duration::from_millis(self.doubt_told_after_ms)
    }

    pub(super) fn check(&self) -> Result<(), SettingsError> {
        let bounds = [
            ("polling.hold_ms", "at most 55000", self.hold_ms, self.hold_ms <= 55_000),
            (
                "polling.busy_every_ms",
                "from 1000 to 20000",
                self.busy_every_ms,
                (LEAST_MS..=20_000).contains(&self.busy_every_ms),
            ),
            (
                "polling.retry_at_most_ms",
                "from 1000 to 300000",
                self.retry_at_most_ms,
                (LEAST_MS..=300_000).contains(&self.retry_at_most_ms),
            ),
            (
                "polling.doubt_told_after_ms",
                "at most 86400000",
                self.doubt_told_after_ms,
                self.doubt_told_after_ms <= 86_400_000,
            ),
        ];
        let wrong = bounds.into_iter().find(|(.., holds)| !holds);
        wrong.map_or(Ok(()), |(name, rule, got, _)| Err(SettingsError::OutOfBounds { name, rule, got }))
    }
}
