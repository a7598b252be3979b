//! The PC at an Eterm desk: a screen, the Eterm window on it, and the agent's program. It runs Linux, or Windows as
//! Wine plays it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use waystation_desktop::{Font, Program, Screen, TerminalWindow, Wine};

use crate::server::program;
use crate::wait_for;

/// How long the window may take to come up on a busy machine.
const START_LIMIT: Duration = Duration::from_mins(1);
/// 24 rows of the host and the client's status bar.
const GRID: (u16, u16) = (80, 25);
/// What both systems show in the title bar.
const TITLE: &str = "eTerm 3";

/// The operating system of the PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum System {
    /// Linux with an xterm.
    #[default]
    Linux,
    /// Windows 7, with a console window.
    Windows,
}

/// A PC that is switched on. Everything on it stops when it is dropped.
#[derive(Debug)]
pub struct Machine {
    window: Option<Program>,
    arguments: Vec<OsString>,
    logs: PathBuf,
    wine: Option<Wine>,
    screen: Screen,
}

impl Machine {
    /// Starts it with the simulated Eterm in a window; `paths` are arguments with the files they name.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn start(system: System, arguments: &[&str], paths: &[(&str, &Path)], folder: &Path) -> Self {
        let logs = folder.join("logs");
        let screen = Screen::start(1280, 900, &logs).expect("an X server");
        let wine = (system == System::Windows)
            .then(|| Wine::install(&folder.join("windows"), &screen).expect("a Windows"));
        let mut arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        arguments.extend(paths.iter().flat_map(|(name, path)| [name.into(), path_on(wine.as_ref(), path)]));
        let mut machine = Self { window: None, arguments, logs, wine, screen };
        machine.open_window();
        machine
    }

    /// Opens the Eterm window.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn open_window(&mut self) {
        let arguments = self.arguments.clone();
        self.window = Some(open_window(&self.screen, self.wine.as_ref(), arguments, &self.logs));
        wait_for("the window", START_LIMIT, || shows(&self.screen, TITLE).then_some(()));
    }

    /// Kills the Eterm window and its program without a word of warning (kill -9).
    pub fn kill_window(&mut self) {
        if let Some(window) = self.window.take() {
            window.kill();
        }
        wait_for("the window to go", START_LIMIT, || (!shows(&self.screen, TITLE)).then_some(()));
    }

    /// Value of `DISPLAY` for programs on it.
    #[must_use]
    pub fn display(&self) -> &str {
        self.screen.display()
    }

    /// A command of the agent that keeps its data in `folder`.
    pub(crate) fn agent(&self, arguments: &[&str], folder: &Path) -> Command {
        let mut command = match &self.wine {
            None => Command::new(program("waystation-agent")),
            Some(wine) => wine.command(wine.path(&windows_program("waystation-agent"))),
        };
        command.args(arguments).arg("--data-dir").arg(path_on(self.wine.as_ref(), folder));
        command.env("DISPLAY", self.screen.display());
        command
    }
}

fn open_window(screen: &Screen, wine: Option<&Wine>, arguments: Vec<OsString>, logs: &Path) -> Program {
    let opened = match wine {
        None => TerminalWindow { title: TITLE, grid: GRID, font: Font::default() }.open(
            screen,
            &program("eterm-sim"),
            arguments,
            logs,
        ),
        Some(wine) => wine.open_console(&windows_program("eterm-sim"), arguments, logs),
    };
    opened.expect("open the window")
}

fn shows(screen: &Screen, title: &str) -> bool {
    let found = Command::new("xwininfo")
        .args(["-root", "-tree", "-display", screen.display()])
        .output()
        .expect("look for the window");
    String::from_utf8_lossy(&found.stdout).contains(title)
}

fn path_on(wine: Option<&Wine>, path: &Path) -> OsString {
    wine.map_or_else(|| path.into(), |wine| wine.path(path))
}

/// A program built for Windows.
fn windows_program(name: &str) -> PathBuf {
    let path = program("waystation-agent")
        .with_file_name("../windows/x86_64-win7-windows-gnu/debug")
        .join(name)
        .with_extension("exe");
    let built = path.canonicalize();
    built.unwrap_or_else(|_| panic!("{} is missing; build it with: cargo xtask windows", path.display()))
}
