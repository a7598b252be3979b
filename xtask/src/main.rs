//! The commands of this project: demo, test, bench, prove, setup, ui, windows, openapi, deps, metrics, coverage.
//!
//! `cargo xtask demo` shows the whole product on a fresh machine, `cargo xtask test` judges it. The checkers
//! (`deps`, `metrics`, `coverage`, `openapi`) keep the structure that the documents promise.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its terminal")]

mod bench;
mod coverage;
mod demo;
mod deps;
mod failure;
mod interrupt;
mod manifests;
mod metrics;
mod openapi;
mod prove;
mod run;
mod setup;
mod stage;
mod test;
mod ui;
mod windows;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;
use workspace::Workspace;

/// The commands of this project.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the whole product: install, build, start everything, run one query, keep running until Ctrl-C.
    Demo(demo::Options),
    /// Run every check and every test.
    Test(test::Options),
    /// Measure against a floor taken in the same run.
    Bench(bench::Options),
    /// Prove a claim by thousands of runs in which something dies.
    Prove(prove::Options),
    /// Install the system packages and npm modules that are missing.
    Setup,
    /// Build the admin page, if its sources changed.
    Ui,
    /// Build agent and simulator for Windows 7 and later, and check what they import.
    Windows,
    /// Write the `OpenAPI` document and the page's types from the server.
    Openapi(openapi::Options),
    /// Check who may use whom.
    Deps,
    /// Check the budgets of size and care.
    Metrics,
    /// Check that every requirement names tests that exist.
    Coverage,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Command) -> Result<(), Failure> {
    let workspace = Workspace::of_this_build();
    match command {
        Command::Demo(options) => demo::perform(&workspace, &options),
        Command::Test(options) => test::perform(&workspace, options),
        Command::Bench(options) => bench::perform(&workspace, &options),
        Command::Prove(options) => prove::perform(&workspace, &options),
        Command::Setup => setup::perform(&workspace),
        Command::Ui => ui::perform(&workspace),
        Command::Windows => windows::perform(&workspace),
        Command::Openapi(options) => openapi::perform(&workspace, options),
        Command::Deps => deps::perform(&workspace),
        Command::Metrics => metrics::perform(&workspace),
        Command::Coverage => coverage::perform(&workspace),
    }
}
