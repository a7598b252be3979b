//! What the simulated host really holds, from its own mouth and not from a screen.

use std::process::Command;

use serde_json::Value;

use crate::server::program;

/// The legs that the host flies from `from` to `to` on `date`, as it would list them.
pub fn flights_of(from: &str, to: &str, date: &str) -> Vec<Value> {
    let output = Command::new(program("eterm-sim"))
        .args(["flights", "--from", from, "--to", to, "--date", date, "--json"])
        .output()
        .expect("ask the simulator");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let truth: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let journeys = truth["journeys"].as_array().expect("journeys");
    journeys.iter().flat_map(|journey| journey["legs"].as_array().expect("legs").clone()).collect()
}
