//! A display of its own with an xterm on it that runs the Eterm simulator.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use std::{env, fs};

use waystation_agent::desk::WindowRule;
use waystation_agent::desk::x11::X11Desk;

/// Xvfb and xterm, stopped when dropped.
pub(crate) struct Display {
    children: Vec<Child>,
    name: String,
    folder: PathBuf,
}

impl Display {
    /// A display with the simulator in a window.
    pub(crate) fn with_simulator(arguments: &[&str]) -> Self {
        let mut display =
            Self::start().expect("Xvfb and xterm are installed: cargo xtask demo installs them");
        display.xterm(arguments);
        display
    }

    /// A second window like the first, over it.
    pub(crate) fn open_another(&mut self) {
        self.xterm(&["--signed-in"]);
    }

    fn start() -> Option<Self> {
        let mut xvfb = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut number = String::new();
        let mut output = std::io::BufReader::new(xvfb.stdout.take()?);
        std::io::BufRead::read_line(&mut output, &mut number).ok()?;
        let name = format!(":{}", number.trim());
        let folder = env::temp_dir().join(format!(
            "waystation-window-{}{}",
            std::process::id(),
            name.replace(':', "-")
        ));
        fs::create_dir_all(&folder).ok()?;
        Some(Self { children: vec![xvfb], name, folder })
    }

    fn xterm(&mut self, arguments: &[&str]) {
        let simulator = simulator().expect("the simulator is built: cargo build -p waystation-eterm-sim");
        let audit = self.audit();
        let xterm = Command::new("xterm")
            .args(["-T", "eTerm 3 simulator", "-u8", "-geometry", "80x25+20+20", "-bw", "0"])
            .args(["-fa", "WenQuanYi Zen Hei Mono", "-fs", "11"])
            .arg("-e")
            .arg(simulator)
            .arg("--audit")
            .arg(audit)
            .args(arguments)
            .env("DISPLAY", &self.name)
            .env("LC_ALL", "C.UTF-8")
            .stderr(Stdio::null())
            .spawn()
            .expect("xterm starts");
        self.children.push(xterm);
        sleep(Duration::from_millis(1500));
    }

    pub(crate) fn desk(&self) -> X11Desk {
        X11Desk::connect(Some(&self.name)).expect("the display takes connections")
    }

    fn audit(&self) -> PathBuf {
        self.folder.join("audit.jsonl")
    }

    /// The commands the host has received.
    pub(crate) fn received(&self) -> Vec<String> {
        self.audited("text")
    }

    /// SHA-256 of the answers as the host wrote them.
    pub(crate) fn answer_hashes(&self) -> Vec<String> {
        self.audited("answer_sha256")
    }

    fn audited(&self, field: &str) -> Vec<String> {
        let audit = fs::read_to_string(self.audit()).unwrap_or_default();
        let entries =
            audit.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        entries.filter_map(|entry| Some(entry.get(field)?.as_str()?.to_owned())).collect()
    }

    /// Closes the window as a person would.
    pub(crate) fn close_window(&self) {
        let xterm = self.children.last().map(Child::id).expect("xterm runs");
        Command::new("kill").arg(xterm.to_string()).status().expect("kill runs");
        sleep(Duration::from_millis(500));
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn rule() -> WindowRule {
    WindowRule { title: Some("eTerm 3".to_owned()), class: Some("XTerm".to_owned()) }
}

/// The simulator beside the test program: target/debug/eterm-sim.
fn simulator() -> Option<PathBuf> {
    let test = env::current_exe().ok()?;
    let simulator = test.parent()?.parent()?.join("eterm-sim");
    simulator.exists().then_some(simulator)
}
