//! A station whose terminal is a line to a simulated host.

use std::time::Duration;

use waystation_eterm::ports::TerminalError;

use super::terminal::HostTerminal;
use crate::clock::Clock;
use crate::screenshots::MaskedPicture;
use crate::work::job::Job;
use crate::work::station::{Glance, Outcome, Station};
use crate::work::window::DESKTOP_LOST;

/// Virtual time that passes between two looks at a terminal that is not ready.
const BETWEEN_GLANCES: Duration = Duration::from_secs(30);

/// A host in the place of a window.
pub struct HostStation {
    terminal: HostTerminal,
    clock: Clock,
    lost: bool,
}

impl HostStation {
    /// Connects to the host at `address`, as `session` there.
    ///
    /// # Errors
    /// The name of the obstacle when it cannot be reached.
    pub fn open(address: &str, session: &str, clock: Clock) -> Result<Self, String> {
        let terminal = HostTerminal::connect(address, session).map_err(|error| {
            tracing::warn!(%error, address, "no host");
            DESKTOP_LOST.to_owned()
        })?;
        Ok(Self { terminal, clock, lost: false })
    }
}

impl Station for HostStation {
    fn glance(&mut self) -> Glance {
        match self.terminal.readiness() {
            Ok(()) => Glance { obstacle: None, screen_hash: None },
            Err(error) => {
                // What has to be waited for comes the sooner.
                self.terminal.wait(BETWEEN_GLANCES);
                self.lost = matches!(error, TerminalError::Lost(_));
                Glance::blocked(if self.lost { DESKTOP_LOST } else { error.code() })
            }
        }
    }

    fn work(&mut self, job: &mut Job) -> Outcome {
        job.on(&mut self.terminal, self.clock)
    }

    fn picture(&mut self) -> Option<MaskedPicture> {
        None
    }

    fn learn(&mut self, _glyph: &str, _character: char) -> Result<(), String> {
        Err("a host over a socket has no glyphs".to_owned())
    }

    fn is_lost(&self) -> bool {
        self.lost
    }
}
