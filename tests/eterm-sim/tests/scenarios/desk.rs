//! A clerk at a simulated terminal: types bytes, waits by moving a virtual clock, reads the screen.

use jiff::civil::date;
use std::time::Duration;
use waystation_eterm_sim::audit::AuditEntry;
use waystation_eterm_sim::client::Highlighting;
use waystation_eterm_sim::fault::{Control, Fault, FaultPlan};
use waystation_eterm_sim::host::HostSettings;
use waystation_eterm_sim::line::LineSettings;
use waystation_eterm_sim::simulator::{Simulator, SimulatorSettings};

pub(crate) const LATENCY: Duration = Duration::from_millis(150);
pub(crate) const HOLD: Duration = Duration::from_secs(3);

pub(crate) fn settings() -> SimulatorSettings {
    SimulatorSettings {
        line: LineSettings {
            host: HostSettings::plain("PEK099", "34825"),
            latency: LATENCY,
            faults: FaultPlan::new(Fault::None, None, HOLD),
        },
        started: date(2026, 11, 21).at(14, 32, 0, 0),
        highlighting: Highlighting::Colour,
    }
}

pub(crate) struct Desk {
    pub(crate) simulator: Simulator,
    pub(crate) now: Duration,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { simulator: Simulator::new(settings()), now: Duration::ZERO }
    }

    pub(crate) fn struck_by(fault: Fault) -> Self {
        let mut desk = Self::new();
        desk.control(Control { fault: Some(fault), count: Some(1), ..Control::default() });
        desk
    }

    pub(crate) fn control(&mut self, control: Control) {
        self.simulator.control(control, self.now);
    }

    pub(crate) fn wait(&mut self, time: Duration) {
        self.now += time;
        self.simulator.advance(self.now);
    }

    pub(crate) fn keys(&mut self, bytes: &[u8]) {
        self.simulator.feed(bytes, self.now);
        self.wait(Duration::from_millis(30));
    }

    /// Types Esc, a command and F12, and lets less than the latency pass.
    pub(crate) fn send(&mut self, command: &str) {
        self.keys(b"\x1b");
        self.keys(command.as_bytes());
        self.keys(b"\x1b[24~");
    }

    /// Sends a command and waits for its answer.
    pub(crate) fn ask(&mut self, command: &str) -> String {
        self.send(command);
        self.wait(LATENCY);
        self.text()
    }

    pub(crate) fn text(&self) -> String {
        self.simulator.frame().screen.text().trim_end().to_owned()
    }

    pub(crate) fn status(&self) -> String {
        self.simulator.frame().status_bar
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.status().contains("键盘锁定")
    }

    pub(crate) fn audit(&mut self) -> Vec<AuditEntry> {
        self.simulator.take_audit()
    }
}
