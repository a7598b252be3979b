//! The proof that nothing irreversible is done twice: builds its programs and plays the runs.

use clap::{Args, Subcommand};

use crate::failure::Failure;
use crate::run::Run;
use crate::workspace::Workspace;

/// Runs that every test run plays, those of them in a window, and their seed.
const IN_TESTS: (&str, &str, &str) = ("300", "4", "20261121");

/// What to prove.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    claim: Claim,
}

#[derive(Debug, Subcommand)]
enum Claim {
    /// No irreversible command is sent twice and no result is lost, whatever dies and whenever.
    NeverTwice {
        /// How many runs.
        #[arg(long, default_value_t = 300)]
        runs: u64,
        /// How many further runs, through a real window.
        #[arg(long, default_value_t = 0)]
        window: u64,
        /// What the runs are drawn from.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Only this run of the seed, to see a failure again; with `--window 1` in the window.
        #[arg(long)]
        only: Option<u64>,
        /// Print the last line as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Plays the runs of one claim.
///
/// # Errors
/// When something cannot be built, or when a run has gone wrong.
pub(crate) fn perform(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    let Claim::NeverTwice { runs, window, seed, only, json } = options.claim;
    build(workspace)?;
    let mut run = prove(workspace).arg("--runs").arg(runs.to_string()).arg("--seed").arg(seed.to_string());
    run = run.arg("--window").arg(window.to_string());
    if let Some(only) = only {
        run = run.arg("--only").arg(only.to_string());
    }
    if json { run.arg("--json").show() } else { run.show() }
}

/// The share of it that is played by every test run.
///
/// # Errors
/// As [`perform`].
pub(crate) fn in_tests(workspace: &Workspace) -> Result<(), Failure> {
    build(workspace)?;
    let (runs, window, seed) = IN_TESTS;
    prove(workspace)
        .arg("--runs")
        .arg(runs)
        .arg("--window")
        .arg(window)
        .arg("--seed")
        .arg(seed)
        .arg("--json")
        .show()
}

/// The agent is built with its fail points here, so by itself: no other build may get them.
fn build(workspace: &Workspace) -> Result<(), Failure> {
    crate::ui::perform(workspace)?;
    let programs = "build --quiet --package waystation-control-plane --package waystation-eterm-sim --bins";
    Run::cargo().words(programs).show()?;
    Run::cargo().words("build --quiet --package waystation-faults --bins").show()
}

fn prove(workspace: &Workspace) -> Run {
    Run::new(workspace.programs("debug").join("prove")).within(&workspace.path("."))
}
