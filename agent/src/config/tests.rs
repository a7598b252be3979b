//! Settings from file and environment, and the words for their mistakes.

use std::time::Duration;

use super::*;

fn load(file: &str, environment: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), file).unwrap();
    Settings::load(
        folder.path(),
        environment.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())),
    )
}

#[test]
fn without_a_file_the_defaults_hold() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Settings::load(folder.path(), []).unwrap(), Settings::default());
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let file = "[window]\ntitle = \"信息平台\"\n[polling]\nhold_ms = 10000\nmode = \"held\"";
    let environment = [
        ("WAYSTATION_AGENT_WINDOW_TITLE", "Eterm"),
        ("WAYSTATION_AGENT_TIMING_SETTLE_MS", "80"),
        ("WAYSTATION_AGENT_PICTURES_SEND", "false"),
        ("WAYSTATION_AGENT_DISPLAY", ":7"),
        ("HOME", "/root"),
    ];
    let settings = load(file, &environment).unwrap();
    assert_eq!(settings.window.title, "Eterm");
    assert_eq!(
        (settings.timing.settle_ms, settings.pictures.send, settings.display.as_str()),
        (80, false, ":7")
    );
    assert_eq!(settings.polling.hold(), Duration::from_secs(10));
    assert_eq!(settings.timing.echo_ms, TimingSettings::default().echo_ms);
}

#[test]
fn the_mode_can_be_chosen_by_the_environment() {
    let settings = load("", &[("WAYSTATION_AGENT_POLLING_MODE", "held")]).unwrap();
    assert_eq!(settings.polling.mode, PollMode::Held);
    let error = load("", &[("WAYSTATION_AGENT_POLLING_MODE", "holding")]).unwrap_err();
    assert!(error.to_string().contains("expected `plain` or `held`"), "{error}");
}

#[test]
fn the_screen_can_be_chosen_and_is_black_where_nothing_is_said() {
    assert_eq!(load("[window]\ntitle = \"Eterm\"", &[]).unwrap().window.screen, ScreenChoice::Black);
    assert_eq!(load("[window]\nscreen = \"white\"", &[]).unwrap().window.screen, ScreenChoice::White);
    let settings = load("", &[("WAYSTATION_AGENT_WINDOW_SCREEN", "white")]).unwrap();
    assert_eq!(settings.window.screen, ScreenChoice::White);
    let error = load("", &[("WAYSTATION_AGENT_WINDOW_SCREEN", "grey")]).unwrap_err();
    assert!(error.to_string().contains("expected `black` or `white`"), "{error}");
}

#[test]
fn a_plain_poll_is_not_held() {
    assert_eq!(PollSettings::default().hold(), Duration::ZERO);
}

#[test]
fn a_misspelt_setting_is_told_with_its_line() {
    let error = load("[window]\ntitel = \"Eterm\"", &[]).unwrap_err();
    assert!(error.to_string().contains("titel") && error.to_string().contains("line 2"), "{error}");
}

#[test]
fn a_misspelt_variable_is_told_with_those_that_exist() {
    let error = load("", &[("WAYSTATION_AGENT_WINDOW_TITEL", "Eterm")]).unwrap_err();
    assert!(error.to_string().contains("WAYSTATION_AGENT_WINDOW_TITLE"), "{error}");
}

#[test]
fn arguments_in_the_environment_are_no_settings() {
    assert!(load("", &[("WAYSTATION_AGENT_DATA_DIR", "/tmp"), ("WAYSTATION_AGENT_CODE", "X")]).is_ok());
}

#[test]
fn a_number_that_is_none_is_told() {
    let error = load("", &[("WAYSTATION_AGENT_POLLING_HOLD_MS", "soon")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the environment variable WAYSTATION_AGENT_POLLING_HOLD_MS must be a whole number; it is \"soon\""
    );
}

#[test]
fn times_that_would_harm_are_refused() {
    let error = load("[polling]\nbusy_every_ms = 60000", &[]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the setting polling.busy_every_ms must be from 1000 to 20000; it is 60000"
    );
    assert!(load("[polling]\nhold_ms = 60000", &[]).is_err());
    assert!(load("[polling]\nretry_at_most_ms = 10", &[]).is_err());
}

#[test]
fn the_defaults_are_those_of_the_terminal_itself() {
    assert_eq!(TimingSettings::default().timing(), crate::terminal::Timing::default());
}

#[test]
fn an_empty_part_of_the_window_rule_is_not_looked_at() {
    let rule = WindowSettings { title: "Session1".to_owned(), ..WindowSettings::default() }.rule();
    assert!(rule.matches("eTerm 3 - Session1", "anything") && !rule.matches("Session2", ""));
    assert!(
        !WindowSettings { title: String::new(), ..WindowSettings::default() }.rule().matches("any", "any")
    );
}
