//! Measurements with a floor taken in the same run. The last line of each is one JSON object.

mod idle;

use std::ffi::OsStr;

use clap::{Args, Subcommand};

use crate::failure::Failure;
use crate::run::Run;
use crate::setup;
use crate::workspace::Workspace;

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
    /// Memory and processor time of an agent without work.
    Idle,
}

/// Builds what is needed in release form and measures.
///
/// # Errors
/// When something cannot be built or measured.
pub(crate) fn perform(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    let server = "--package waystation-control-plane --bin waystation";
    match options.subject {
        Subject::Poll => program(workspace, "bench_poll", server, options.json),
        Subject::Submit => program(workspace, "bench_submit", server, options.json),
        Subject::Screen => {
            setup::packages()?;
            program(workspace, "bench_screen", "", options.json)
        }
        Subject::Idle => idle::measure(workspace, options.json),
    }
}

/// Builds one of the benchmark programs, and what it measures, and runs it from the root of the tree.
fn program(workspace: &Workspace, name: &str, also: &str, json: bool) -> Result<(), Failure> {
    if !also.is_empty() {
        crate::ui::perform(workspace)?;
    }
    let build = Run::cargo().words("build --quiet --release --package waystation-bench --bin").arg(name);
    build.words(also).show()?;
    let programs = workspace.programs("release");
    let run = Run::new(programs.join(name)).within(&workspace.path("."));
    let run = if also.is_empty() { run } else { run.arg("--programs").arg(&programs) };
    let flags: &[&OsStr] = if json { &[OsStr::new("--json")] } else { &[] };
    flags.iter().fold(run, Run::arg).show()
}
