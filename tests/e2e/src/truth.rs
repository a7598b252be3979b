//! What the simulated host really holds, from its own mouth and not from a screen.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::server::program;

/// The legs that the host flies from `from` to `to` on `date`, as it would list them.
pub fn flights_of(from: &str, to: &str, date: &str) -> Vec<Value> {
    let mut question = Command::new(program("eterm-sim"));
    let truth = ask(question.args(["flights", "--from", from, "--to", to, "--date", date, "--json"]));
    let journeys = truth["journeys"].as_array().expect("journeys");
    journeys.iter().flat_map(|journey| journey["legs"].as_array().expect("legs").clone()).collect()
}

/// Every PNR and ticket in the state file of a host.
///
/// # Panics
/// When it cannot be read.
pub fn records_of(state: &Path) -> Value {
    ask(Command::new(program("eterm-sim")).args(["records", "--state"]).arg(state))
}

fn ask(question: &mut Command) -> Value {
    let output = question.output().expect("ask the simulator");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}
