//! The command line. Each command is a few lines that put the parts together; no part knows of it.

mod calibrate;
mod doctor;
mod enrol;
#[cfg(feature = "fail-points")]
mod prove;
mod run;
#[cfg(windows)]
mod service;

use std::env;
use std::fs::{self, File, TryLockError};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use thiserror::Error;
use tracing_subscriber::EnvFilter;
use waystation_eterm::parse::{ParseError, parse_text};
use waystation_spool::SpoolError;

use crate::calibrate::{CalibrateError, LearnedError};
use crate::config::{Settings, SettingsError};
use crate::desk::DeskError;
use crate::identity::IdentityError;
use crate::journal::JournalError;
use crate::server::ServerError;
use crate::work::Halt;

const LONG_ABOUT: &str = "\
The Waystation agent works one Eterm window for you: it asks the server for tasks, types them as a clerk would, \
reads the answers from the screen and hands them in. It calls out only; nothing connects in to this machine.

A new machine needs four steps:
  1. enrol      with a one-time code from the page (Terminals, Add)
  2. calibrate  with Eterm open and its screen empty: learns the font by typing, nothing is transmitted
  3. doctor     looks whether everything is in place and says what to mend
  4. run        works until it is stopped (Ctrl-C finishes the task under way first)";

const EXAMPLES: &str = "\
Examples:
  waystation-agent enrol --server https://waystation.example --code 7KQ2-M9XD
  waystation-agent calibrate
  waystation-agent run
  waystation-agent parse av < screen.txt

Settings stand in agent.toml in the data folder; every one can also be set in the environment:
  [window]
  title = \"Session1\"        # WAYSTATION_AGENT_WINDOW_TITLE: text in the title of the Eterm window
  [polling]
  mode = \"held\"             # WAYSTATION_AGENT_POLLING_MODE: a task starts within milliseconds";

#[derive(Debug, Parser)]
#[command(name = "waystation-agent", version, about = "Works one Eterm window for Waystation", long_about = LONG_ABOUT, after_help = EXAMPLES)]
struct Cli {
    /// Folder for identity, settings, journal and waiting results [default: the user's data folder]
    #[arg(long, global = true, env = "WAYSTATION_AGENT_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make this machine a terminal, with a one-time code from the page
    Enrol {
        /// Address of the server, such as <https://waystation.example>
        #[arg(long, env = "WAYSTATION_AGENT_SERVER", value_name = "URL")]
        server: String,
        /// The one-time code
        #[arg(long, env = "WAYSTATION_AGENT_CODE", value_name = "CODE", hide_env_values = true)]
        code: String,
    },
    /// Learn the font of the Eterm window by typing into it; nothing is transmitted
    Calibrate {
        /// Learn only ASCII, the Eterm marks and the words of the status bar: seconds instead of minutes
        #[arg(long)]
        quick: bool,
    },
    /// Look whether window, font, keys, server and clock are in order; say what to mend
    Doctor,
    /// Ask for tasks and do them until stopped
    Run {
        /// Work at a simulated host over a socket instead of in a window
        #[cfg(feature = "fail-points")]
        #[arg(long, value_name = "HOST:PORT|unix:PATH")]
        host: Option<String>,
        /// The session at that host
        #[cfg(feature = "fail-points")]
        #[arg(long, default_value = "a")]
        session: String,
    },
    /// Print the places where `WAYSTATION_FAIL_AT` can make this process die
    #[cfg(feature = "fail-points")]
    FailPoints,
    /// Keep the agent running for whoever is signed in; needs the rights of an administrator
    #[cfg(windows)]
    Service {
        /// What to do with the service
        #[command(subcommand)]
        action: service::ServiceAction,
    },
    /// Read a captured screen from standard input and print what it says as JSON
    Parse {
        /// What the screen shows: av, pnr, pat, etdz, detr, eot or error; pages of one answer may stand below each other
        kind: String,
    },
}

/// Why a command did not do what it was asked.
#[derive(Debug, Error)]
pub enum CliError {
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Who this machine is.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The server.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The spool.
    #[error(transparent)]
    Spool(#[from] SpoolError),
    /// The desktop.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// What was learned.
    #[error(transparent)]
    Learned(#[from] LearnedError),
    /// Calibration.
    #[error(transparent)]
    Calibrate(#[from] CalibrateError),
    /// A screen to parse.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// The Windows service.
    #[cfg(windows)]
    #[error(transparent)]
    Service(#[from] crate::service::ServiceError),
    /// Work came to an end that only a person can mend.
    #[error(transparent)]
    Halt(#[from] Halt),
    /// Another agent works with the same folder.
    #[error("another agent is running with the data folder {}; stop it first or choose another folder", .0.display())]
    AlreadyRunning(PathBuf),
    /// The examination has found something broken.
    #[error("this terminal cannot work yet; mend what is marked ✗ and look again")]
    Unfit,
    /// The data folder.
    #[error("the data folder {} cannot be used: {source}; choose another with --data-dir", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system.
    #[error("the system refused: {0}")]
    System(#[from] io::Error),
}

/// Runs the program with the arguments and the environment of this process.
#[must_use]
pub fn main() -> ExitCode {
    match execute(Cli::parse(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to be done when even this cannot be written.
            writeln!(io::stderr(), "waystation-agent: {error}").ok();
            ExitCode::FAILURE
        }
    }
}

fn execute(cli: Cli, out: &mut impl Write) -> Result<(), CliError> {
    if let Command::Parse { kind } = &cli.command {
        return parse(kind, &mut io::stdin().lock(), out);
    }
    let folder = open_folder(cli.data_dir.unwrap_or_else(default_folder))?;
    let settings = Settings::load(&folder, env::vars())?;
    #[cfg(windows)]
    if let Command::Service { action: service::ServiceAction::Run } = &cli.command {
        // It has a log of its own.
        return Ok(crate::service::run(&folder)?);
    }
    log_to_stderr(&settings);
    match cli.command {
        Command::Enrol { server, code } => enrol::enrol(&folder, &server, code, out),
        Command::Calibrate { quick } => calibrate::calibrate(&folder, &settings, quick, out),
        Command::Doctor => doctor::doctor(&folder, &settings, out),
        #[cfg(not(feature = "fail-points"))]
        Command::Run {} => run::run(&folder, &settings, crate::clock::system_clock),
        #[cfg(feature = "fail-points")]
        Command::Run { host, session } => prove::run(&folder, &settings, host, session),
        #[cfg(feature = "fail-points")]
        Command::FailPoints => prove::fail_points(out),
        #[cfg(windows)]
        Command::Service { action } => service::perform(action, &folder, &settings, out),
        Command::Parse { kind } => parse(&kind, &mut io::stdin().lock(), out),
    }
}

fn parse(kind: &str, input: &mut impl Read, out: &mut impl Write) -> Result<(), CliError> {
    let mut text = String::new();
    input.read_to_string(&mut text)?;
    writeln!(out, "{:#}", parse_text(kind, &text)?)?;
    Ok(())
}

/// Keeps the folder for this process alone while the returned file lives.
fn lock(folder: &Path) -> Result<File, CliError> {
    let file = File::create(folder.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(CliError::AlreadyRunning(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn open_folder(path: PathBuf) -> Result<PathBuf, CliError> {
    match fs::create_dir_all(&path) {
        Ok(()) => Ok(path),
        Err(source) => Err(CliError::Folder { path, source }),
    }
}

fn default_folder() -> PathBuf {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        set("ProgramData")
    } else {
        set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")))
    };
    base.unwrap_or_else(env::temp_dir).join("waystation-agent")
}

fn log_to_stderr(settings: &Settings) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_unreadable| EnvFilter::new("info"));
    // A second command in one process, as in tests, finds the log set up.
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .try_init()
        .ok();
}

#[cfg(test)]
mod tests;
