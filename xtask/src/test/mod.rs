//! Every check and every test, with one line at the end that says how it went.

mod postgres;

use std::time::{Duration, Instant};

use clap::Args;

use crate::failure::Failure;
use crate::run::Run;
use crate::workspace::Workspace;
use crate::{coverage, deps, metrics, openapi, prove, setup, ui, windows};

/// How much to test.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Options {
    /// Leave out the scenarios that start the real programs and the browser.
    #[arg(long)]
    fast: bool,
}

type Check = fn(&Workspace) -> Result<(), Failure>;

/// One part of the whole.
struct Step {
    name: &'static str,
    check: Check,
}

const fn step(name: &'static str, check: Check) -> Step {
    Step { name, check }
}

/// What everything else stands on; when it fails there is no point in going on.
const PREPARATION: [Step; 3] =
    [step("setup", setup::perform), step("test runner", |_| setup::test_runner()), step("page", ui::perform)];

/// The checks, quickest first.
const CHECKS: [Step; 7] = [
    step("fmt", |_| Run::cargo().words("fmt --all --check").show()),
    step("deps", deps::perform),
    step("metrics", metrics::perform),
    step("coverage", coverage::perform),
    step("clippy", |_| Run::cargo().words("clippy --quiet --workspace --all-targets -- -D warnings").show()),
    step("openapi", |workspace| openapi::perform(workspace, openapi::Options::CHECK)),
    step("page check", |workspace| {
        Run::new("npm").words("run --silent check").within(&workspace.path("control-plane/ui")).show()
    }),
];

/// Tests of the crates, without those that start the real programs.
const FAST: [Step; 1] =
    [step("tests", |_| nextest("--workspace --exclude waystation-faults --exclude waystation-e2e"))];

/// All tests. The programs they start are built before, once, and without the proof's own crate: it builds the agent
/// with its fail points.
const ALL: [Step; 5] = [
    step("windows", windows::perform),
    step("programs", |_| {
        Run::cargo().words("build --quiet --workspace --exclude waystation-faults --bins").show()
    }),
    step("tests", |_| nextest("--workspace --exclude waystation-faults")),
    step("proof tests", |_| nextest("--package waystation-faults")),
    step("never twice", prove::in_tests),
];

/// Runs tests, and stops the database server that they have started.
fn nextest(which: &str) -> Result<(), Failure> {
    let home = postgres::home();
    let outcome = Run::cargo().words("nextest run").words(which).env(postgres::HOME, &home).show();
    postgres::stop(&home);
    outcome
}

/// Runs the checks and tests; goes on after a failure, so that one run tells everything.
///
/// # Errors
/// When any of them failed.
pub(crate) fn perform(workspace: &Workspace, options: Options) -> Result<(), Failure> {
    let start = Instant::now();
    for step in PREPARATION {
        (step.check)(workspace)?;
    }
    let tests: &[Step] = if options.fast { &FAST } else { &ALL };
    let outcomes: Vec<Outcome> = CHECKS.iter().chain(tests).map(|step| step.run(workspace)).collect();
    let failed: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.failed).collect();
    println!("{}", summary(&outcomes, start.elapsed()));
    if failed.is_empty() { Ok(()) } else { Err(Failure::Other("something above failed".into())) }
}

/// How one step went.
struct Outcome {
    name: &'static str,
    failed: bool,
    took: Duration,
}

impl Step {
    fn run(&self, workspace: &Workspace) -> Outcome {
        let start = Instant::now();
        let result = (self.check)(workspace);
        if let Err(failure) = &result {
            eprintln!("{}: {failure}", self.name);
        }
        Outcome { name: self.name, failed: result.is_err(), took: start.elapsed() }
    }
}

fn summary(outcomes: &[Outcome], took: Duration) -> String {
    let parts: Vec<String> = outcomes
        .iter()
        .map(|outcome| {
            let mark = if outcome.failed { "FAILED" } else { "ok" };
            format!("{} {mark} {:.0} s", outcome.name, outcome.took.as_secs_f64())
        })
        .collect();
    let failed = outcomes.iter().filter(|outcome| outcome.failed).count();
    let verdict = if failed == 0 { "all passed".to_owned() } else { format!("{failed} FAILED") };
    format!("test: {}; {verdict} in {:.0} s", parts.join(", "), took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(name: &'static str, failed: bool) -> Outcome {
        Outcome { name, failed, took: Duration::from_secs(2) }
    }

    #[test]
    fn the_last_line_says_what_failed() {
        let outcomes = [outcome("fmt", false), outcome("tests", true)];
        assert_eq!(
            summary(&outcomes, Duration::from_secs(5)),
            "test: fmt ok 2 s, tests FAILED 2 s; 1 FAILED in 5 s"
        );
        assert!(summary(&outcomes[..1], Duration::from_secs(5)).ends_with("all passed in 5 s"));
    }

    #[test]
    fn a_failing_step_does_not_stop_the_others() {
        let broken = step("broken", |_| Err(Failure::Other("no".into())));
        assert!(broken.run(&Workspace::of_this_build()).failed);
        assert!(!step("fine", |_| Ok(())).run(&Workspace::of_this_build()).failed);
    }
}
