//! Measurements with a floor taken in the same run. The last line of each is one JSON object.

mod idle;

use std::ffi::OsStr;

use clap::{Args, Subcommand};

use crate::failure::Failure;
use crate::run::Run;
use crate::workspace::Workspace;
use crate::{setup, ui};

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    subject: Subject,
    /// Print the JSON line only.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Subject {
    /// Empty polls beside a bare axum handler, and 10 000 terminals that poll every 3 s.
    Poll,
    /// Durable submissions beside bare SQLite, and beside one commit each.
    Submit,
    /// Reading random screens of a real xterm, with tesseract beside it.
    Screen,
    /// What an agent adds to the time its host takes, through a real window.
    Flow,
    /// Captured screens into JSON, beside only cutting their text into rows.
    Parse,
    /// Memory and processor time of an agent without work.
    Idle,
}

/// Builds what is needed in release form and measures.
///
/// # Errors
/// When something cannot be built or measured.
pub(crate) fn perform(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    let server = "--package waystation-control-plane --bin waystation";
    let simulator = "--package waystation-eterm-sim --bin eterm-sim";
    match options.subject {
        Subject::Poll | Subject::Submit => ui::perform(workspace)?,
        Subject::Screen | Subject::Flow => setup::packages()?,
        Subject::Parse | Subject::Idle => {}
    }
    match options.subject {
        Subject::Poll => program(workspace, "bench_poll", server, options.json),
        Subject::Submit => program(workspace, "bench_submit", server, options.json),
        Subject::Screen => program(workspace, "bench_screen", "", options.json),
        Subject::Flow => program(workspace, "bench_flow", simulator, options.json),
        Subject::Parse => program(workspace, "bench_parse", "", options.json),
        Subject::Idle => idle::measure(workspace, options.json),
    }
}

/// Builds one of the benchmark programs, and what it measures, and runs it from the root of the tree.
fn program(workspace: &Workspace, name: &str, also: &str, json: bool) -> Result<(), Failure> {
    let build = Run::cargo().words("build --quiet --release --package waystation-bench --bin").arg(name);
    build.words(also).show()?;
    let programs = workspace.programs("release");
    let run = Run::new(programs.join(name)).within(&workspace.path("."));
    let run = if also.is_empty() { run } else { run.arg("--programs").arg(&programs) };
    let flags: &[&OsStr] = if json { &[OsStr::new("--json")] } else { &[] };
    flags.iter().fold(run, Run::arg).show()
}
