//! Windows without a Windows machine: Wine on a screen of its own, with console windows nobody here wrote.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::program::{Launch, Program, StartError};
use crate::window::Screen;

/// How consoles and the desktop look.
const REGISTRY: &str = include_str!("wine.reg");
/// Browser and .NET engines, which Wine would ask to install.
const NOT_WANTED: &str = "mscoree,mshtml=";

/// A Windows of its own in a folder; all its programs stop when it is dropped.
#[derive(Debug)]
pub struct Wine {
    folder: PathBuf,
    display: String,
}

impl Wine {
    /// Installs it in `folder`, which nobody else may use, and shows it on `screen`.
    ///
    /// # Errors
    /// When Wine is missing, or its log cannot be written.
    pub fn install(folder: &Path, screen: &Screen) -> Result<Self, StartError> {
        let wine = Self { folder: folder.to_owned(), display: screen.display().to_owned() };
        let settings = folder.join("settings.reg");
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&settings, REGISTRY));
        written.map_err(|source| StartError::Log { path: settings.clone(), source })?;
        run(wine.command("regedit").arg("/S").arg(wine.path(&settings)))?;
        // The desktop window is made with the first program, as the settings say by then.
        run(&mut wine.server("-k"))?;
        run(&mut wine.server("-w"))?;
        Ok(wine)
    }

    /// A command that runs a Windows program without a window of its own.
    #[must_use]
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = self.unix("wine");
        command.arg(program);
        command
    }

    /// Opens a console window and runs `program` in it.
    ///
    /// # Errors
    /// When `wineconsole` is missing.
    pub fn open_console<A: AsRef<OsStr>>(
        &self,
        program: &Path,
        arguments: impl IntoIterator<Item = A>,
        log_dir: &Path,
    ) -> Result<Program, StartError> {
        let mut command = self.unix("wineconsole");
        command.arg(self.path(program)).args(arguments);
        Launch::of("wineconsole", command).start(log_dir)
    }

    /// How its programs name a file of this machine.
    #[must_use]
    pub fn path(&self, path: &Path) -> OsString {
        let mut name = OsString::from("Z:");
        name.push(path);
        name
    }

    fn server(&self, wish: &str) -> Command {
        let mut command = self.unix("wineserver");
        command.arg(wish);
        command
    }

    fn unix(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("WINEPREFIX", &self.folder)
            .env("WINEARCH", "win64")
            .env("WINEDLLOVERRIDES", NOT_WANTED)
            .env("WINEDEBUG", "-all")
            .env("DISPLAY", &self.display)
            .env("LC_ALL", "C.UTF-8");
        command
    }
}

fn run(command: &mut Command) -> Result<(), StartError> {
    let program = PathBuf::from(command.get_program());
    let name = program.display().to_string();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.map(|_any| ()).map_err(|source| StartError::Spawn { name, program, source })
}

impl Drop for Wine {
    fn drop(&mut self) {
        // What does not run need not be stopped.
        let _ = run(&mut self.server("-k"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_windows_program_runs_in_its_own_windows_and_finds_files_of_this_machine() {
        let folder = std::env::temp_dir().join(format!("waystation-wine-{}", std::process::id()));
        let screen = Screen::start(1280, 900, &folder.join("logs")).unwrap();
        let wine = Wine::install(&folder.join("wine"), &screen).unwrap();
        let note = folder.join("note.txt");
        fs::write(&note, "驿站").unwrap();
        let shown = wine
            .command("cmd")
            .args(["/c", "type"])
            .arg(wine.path(&note).to_str().unwrap().replace('/', "\\"))
            .output();
        assert_eq!(String::from_utf8_lossy(&shown.unwrap().stdout).trim(), "驿站");
        drop(wine);
        fs::remove_dir_all(folder).unwrap();
    }
}
