//! An X server without a screen, and `xterm` on it: a terminal window that nobody here wrote.

use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

use crate::program::{Launch, Program, StartError};

/// How long an X server may take to come up on a busy machine.
const SERVER_START: Duration = Duration::from_secs(30);

/// A running X server (`Xvfb`) on a display number that was free.
#[derive(Debug)]
pub struct Screen {
    display: String,
    server: Program,
}

impl Screen {
    /// Starts the server with a true-colour screen of `width` × `height` pixels.
    ///
    /// # Errors
    /// When `Xvfb` is missing or does not come up.
    pub fn start(width: u32, height: u32, log_dir: &Path) -> Result<Self, StartError> {
        let mut server = Launch::new("xvfb", "Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .start(log_dir)?;
        let number = server
            .wait_for_line("it named its display", SERVER_START, |line| line.trim().parse::<u16>().ok())?;
        Ok(Self { display: format!(":{number}"), server })
    }

    /// Value of `DISPLAY` for programs that shall appear on it.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Whether the server is still there.
    pub fn is_running(&mut self) -> bool {
        self.server.is_running()
    }
}

/// The look of the text in a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Font {
    /// Size in points; at 96 dots per inch 12 points are 16 pixels.
    pub points: u16,
    /// Whether edges are smoothed with shades of grey.
    pub smooth: bool,
}

impl Font {
    fn face(self, family: &str) -> String {
        format!("{family}:antialias={}", self.smooth)
    }
}

impl Default for Font {
    fn default() -> Self {
        Self { points: 12, smooth: true }
    }
}

/// A terminal window to be opened.
#[derive(Debug, Clone, Copy)]
pub struct TerminalWindow<'a> {
    /// Text of its title bar.
    pub title: &'a str,
    /// Columns and rows of its grid.
    pub grid: (u16, u16),
    /// Its font.
    pub font: Font,
}

impl TerminalWindow<'_> {
    /// Opens the window on `screen` and runs `program` in it; the window closes when the program ends.
    ///
    /// # Errors
    /// When `xterm` is missing.
    pub fn open<A: AsRef<OsStr>>(
        self,
        screen: &Screen,
        program: &Path,
        arguments: impl IntoIterator<Item = A>,
        log_dir: &Path,
    ) -> Result<Program, StartError> {
        let (columns, rows) = self.grid;
        Launch::new("xterm", "xterm")
            .env("DISPLAY", screen.display())
            .env("LC_ALL", "C.UTF-8")
            .args(["-u8", "+sb", "-b", "2", "-bg", "white", "-fg", "black", "-T", self.title])
            .args(["-fa", &self.font.face("DejaVu Sans Mono")])
            .args(["-fd", &self.font.face("WenQuanYi Zen Hei Mono")])
            .args(["-fs", &self.font.points.to_string()])
            .args(["-geometry", &format!("{columns}x{rows}+20+20")])
            .arg("-e")
            .arg(program)
            .args(arguments)
            .start(log_dir)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The title bar texts of all windows on the screen.
    fn titles(screen: &Screen) -> String {
        let output = std::process::Command::new("xwininfo")
            .args(["-root", "-tree", "-display", screen.display()])
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    #[test]
    fn a_window_appears_on_its_screen_and_goes_with_it() {
        let log_dir = std::env::temp_dir().join(format!("waystation-window-{}", std::process::id()));
        let mut screen = Screen::start(1024, 700, &log_dir).unwrap();
        let window = TerminalWindow { title: "a test window", grid: (80, 25), font: Font::default() };
        let _terminal = window.open(&screen, Path::new("sleep"), ["60"], &log_dir).unwrap();
        let appeared = (0..100).any(|_| {
            std::thread::sleep(Duration::from_millis(50));
            titles(&screen).contains("a test window")
        });
        assert!(appeared && screen.is_running());
        fs::remove_dir_all(log_dir).unwrap();
    }

    #[test]
    fn two_screens_never_share_a_display() {
        let log_dir = std::env::temp_dir().join(format!("waystation-screens-{}", std::process::id()));
        let first = Screen::start(64, 64, &log_dir).unwrap();
        let second = Screen::start(64, 64, &log_dir.join("second")).unwrap();
        assert_ne!(first.display(), second.display());
        fs::remove_dir_all(log_dir).unwrap();
    }
}
