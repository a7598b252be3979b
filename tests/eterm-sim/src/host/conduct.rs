//! How the host's partners behave: the airlines' ticket server and the tariff.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What the electronic ticket server does with the next ticketing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerConduct {
    /// It issues and says so, in three screens.
    #[default]
    Prompt,
    /// It issues; that it did comes late, as a waiting message.
    LateMessage,
    /// It issues; nothing is heard after the amount.
    SilentAfterAmount,
    /// It issues; nothing is heard after `ET PROCESSING`.
    SilentAfterProcessing,
    /// It does not answer: tickets stay pending (`DPN`) until they are tried again.
    Pending,
    /// The amount is shown, then nothing is issued and nothing heard.
    NothingIssued,
    /// A time-out is shown and nothing issued.
    TimeOut,
    /// A time-out is shown; the tickets are issued.
    TimeOutIssued,
}

/// How the host's partners behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conduct {
    /// The ticket server.
    pub server: ServerConduct,
    /// Per cent of the published fare that is asked for.
    pub fare_percent: u16,
    /// Between two screens of one ticketing.
    pub phase_gap: Duration,
    /// How late a late message is.
    pub late: Duration,
}

impl Default for Conduct {
    fn default() -> Self {
        Self {
            server: ServerConduct::Prompt,
            fare_percent: 100,
            phase_gap: Duration::from_millis(400),
            late: Duration::from_secs(8),
        }
    }
}
