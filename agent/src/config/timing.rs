//! How patient the agent is with the window. None of this depends on the font.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::terminal::Timing;

/// Times in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TimingSettings {
    /// Between two looks at the window while something is awaited.
    pub look_ms: u64,
    /// How long the window must show the same before it counts as settled.
    pub settle_ms: u64,
    /// How long typed text may take to appear.
    pub echo_ms: u64,
    /// How long a free keyboard is awaited before typing.
    pub unlock_ms: u64,
    /// How long an answer of the host may take.
    pub answer_ms: u64,
}

impl Default for TimingSettings {
    fn default() -> Self {
        let usual = Timing::default();
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        Self {
            look_ms: millis(usual.look),
            settle_ms: millis(usual.settle),
            echo_ms: millis(usual.echo),
            unlock_ms: millis(usual.unlock),
            answer_ms: millis(usual.answer),
        }
    }
}

impl TimingSettings {
    /// The times as the terminal takes them.
    #[must_use]
    pub fn timing(&self) -> Timing {
        Timing {
            look: Duration::from_millis(self.look_ms),
            settle: Duration::from_millis(self.settle_ms),
            echo: Duration::from_millis(self.echo_ms),
            unlock: Duration::from_millis(self.unlock_ms),
            answer: Duration::from_millis(self.answer_ms),
            ..Timing::default()
        }
    }
}
