//! The agent as the person at the Eterm PC knows it: its commands and what they say.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use waystation_e2e::{Agent, Settings, Stage, program};

/// Runs the agent with `input`; answers everything it said.
fn agent(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(program("waystation-agent"))
        .args(arguments)
        .env_remove("DISPLAY")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // An agent that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

const SCREEN: &str = " 25NOV(WED) BJSSHA
1-  CA1831  DS# F8 A2 YA BA MA UA HA QA VA WS  PEKSHA 0730   0945   33A 0^B  E
>               SS TS LS NS KQ                                      T3 T2  2:15
               ** M1A H1S V1S
2  *ZH1831  DS# F4 YA BA MA UQ HQ QQ VQ        PEKSHA 0730   0945   33A 0^B  E
>   CA1831                                                          T3 T2  2:15
**  CA  PLEASE CHECK IN 45 MINUTES BEFORE DEPARTURE AT PEK
";

#[test]
fn a_screen_on_standard_input_is_parsed_to_json() {
    let output = agent(&["parse", "av"], SCREEN);
    assert!(output.status.success(), "{}", said(&output));
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&list["kind"], &list["date"], &list["from"]), (&json!("av"), &json!("25NOV"), &json!("BJS")));
    let legs: Vec<_> =
        list["journeys"].as_array().unwrap().iter().map(|journey| &journey["legs"][0]).collect();
    assert_eq!(legs[0]["classes"].as_array().unwrap().len(), 15);
    assert_eq!(legs[0]["sub_classes"], json!(["M1A", "H1S", "V1S"]));
    assert_eq!((&legs[1]["flight"], &legs[1]["operating"]), (&json!("ZH1831"), &json!("CA1831")));
    assert_eq!(list["notes"].as_array().unwrap().len(), 1);
}

#[test]
fn an_error_of_the_host_is_told_as_one() {
    let output =
        agent(&["parse", "error"], "UNABLE TO SELL.PLEASE CHECK THE AVAILABILITY WITH \"AV\" AGAIN\n");
    let error: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&error["kind"], &error["next"]), (&json!("error"), &json!("AV")));
}

#[test]
fn an_unknown_kind_of_screen_is_answered_with_the_known_ones() {
    let output = agent(&["parse", "weather"], SCREEN);
    assert!(!output.status.success());
    assert!(said(&output).contains("av"), "{}", said(&output));
}

#[test]
fn an_agent_that_is_not_enrolled_says_how_to_enrol_it() {
    let folder = tempfile::tempdir().unwrap();
    let output = agent(&["run", "--data-dir", folder.path().to_str().unwrap()], "");
    assert!(!output.status.success());
    assert!(said(&output).contains("enrol"), "{}", said(&output));
}

#[test]
fn help_shows_every_command() {
    let output = agent(&["--help"], "");
    for command in ["enrol", "calibrate", "doctor", "run", "parse"] {
        assert!(said(&output).contains(command), "{command} is missing in {}", said(&output));
    }
}

#[test]
fn the_doctor_finds_a_healthy_terminal_healthy() {
    let stage = Stage::start(Settings::default(), Agent::Stopped);
    let report = stage.agent_command(&["doctor"]);
    assert!(!report.is_empty());
    assert!(
        stage.commands_received().is_empty(),
        "a doctor transmits nothing: {:?}",
        stage.commands_received()
    );
}
