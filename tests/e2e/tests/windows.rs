//! The Windows build of agent and simulator, in a console window under Wine: the same scenarios as on Linux.

use std::time::Duration;

use waystation_e2e::{Agent, Settings, Stage, System, scenarios, wait_for};

fn windows(settings: Settings, agent: Agent) -> Stage {
    Stage::start_on(System::Windows, settings, agent)
}

#[test]
fn the_windows_agent_types_and_reads_a_query_exactly_as_the_host_holds_it() {
    scenarios::a_query_is_answered_exactly_and_once(&windows(Settings::default(), Agent::Running));
}

#[test]
fn the_windows_agent_killed_in_the_middle_of_a_query_answers_it_after_its_return() {
    let mut stage = windows(Settings { latency_ms: 2_500 }, Agent::Running);
    scenarios::an_agent_killed_in_the_middle_answers_after_its_return(&mut stage);
}

#[test]
fn the_windows_agent_finds_a_healthy_terminal_healthy_and_keeps_its_token_sealed() {
    let stage = windows(Settings::default(), Agent::Stopped);
    let report = stage.agent_command(&["doctor"]);
    assert!(!report.contains('✗'), "{report}");
    assert!(stage.commands_received().is_empty(), "{:?}", stage.commands_received());
    let kept = std::fs::read_to_string(stage.agent_folder().join("identity.json")).expect("an identity");
    let kept: serde_json::Value = serde_json::from_str(&kept).expect("JSON");
    let token = kept["token"].as_str().expect("a token");
    assert!(token.starts_with("dpapi:") && token.len() > 200, "the token stands there as it is: {token}");
}

#[test]
fn the_windows_service_is_put_in_starts_the_agent_and_is_taken_out() {
    let stage = windows(Settings::default(), Agent::Stopped);
    stage.agent_command(&["service", "install"]);
    let logged = |file: &str, words: &str| {
        let text = std::fs::read_to_string(stage.agent_folder().join(file)).unwrap_or_default();
        text.contains(words).then_some(())
    };
    let limit = Duration::from_secs(30);
    wait_for("the agent works", limit, || logged("agent.log", "working"));
    stage.agent_command(&["service", "uninstall"]);
    wait_for("the agent was asked to stop", limit, || logged("agent.log", "asks to stop"));
    wait_for("the service has stopped", limit, || logged("service.log", "the service stops"));
}
