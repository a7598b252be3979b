//! Arguments, and the commands that need no window.

use clap::CommandFactory;

use super::*;

fn cli(arguments: &[&str]) -> Result<Cli, clap::Error> {
    Cli::try_parse_from([&["waystation-agent"], arguments].concat())
}

fn execute_in(folder: &Path, arguments: &[&str]) -> Result<String, CliError> {
    let mut out = Vec::new();
    let folder = folder.to_str().unwrap();
    execute(cli(&[arguments, &["--data-dir", folder]].concat()).unwrap(), &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn the_arguments_are_sound() {
    Cli::command().debug_assert();
}

#[test]
fn help_teaches_the_way_from_a_new_machine_to_work() {
    let help = Cli::command().render_long_help().to_string();
    for word in
        ["enrol", "calibrate", "doctor", "run", "parse av < screen.txt", "WAYSTATION_AGENT_WINDOW_TITLE"]
    {
        assert!(help.contains(word), "{word} is missing in {help}");
    }
}

#[test]
fn a_code_is_needed_to_enrol() {
    let error = cli(&["enrol", "--server", "https://waystation.example"]).unwrap_err();
    assert!(error.to_string().contains("--code"), "{error}");
}

#[test]
fn a_machine_that_is_not_enrolled_is_told_before_it_works() {
    let folder = tempfile::tempdir().unwrap();
    let error = execute_in(folder.path(), &["run"]).unwrap_err();
    assert!(matches!(error, CliError::Identity(IdentityError::NotEnrolled)), "{error}");
}

#[test]
fn two_agents_never_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let _held = lock(folder.path()).unwrap();
    let error = execute_in(folder.path(), &["run"]).unwrap_err();
    assert!(matches!(error, CliError::AlreadyRunning(_)), "{error}");
}

#[test]
fn a_wrong_address_is_told_and_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let error = execute_in(folder.path(), &["enrol", "--server", "waystation", "--code", "X"]).unwrap_err();
    assert!(matches!(error, CliError::Server(ServerError::Address(_))), "{error}");
    assert!(matches!(crate::identity::Identity::load(folder.path()), Err(IdentityError::NotEnrolled)));
}

#[test]
fn a_mistake_in_the_settings_stops_every_command() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("agent.toml"), "[window]\nname = \"x\"").unwrap();
    assert!(matches!(execute_in(folder.path(), &["run"]), Err(CliError::Settings(_))));
}

#[test]
fn a_screen_is_printed_as_json_and_nonsense_is_an_error() {
    let mut out = Vec::new();
    parse("error", &mut &b"NO PNR\n"[..], &mut out).unwrap();
    let printed: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert!(printed.is_object(), "{printed}");
    assert!(matches!(parse("tarot", &mut &b""[..], &mut out), Err(CliError::Parse(_))));
}

#[test]
fn every_kind_of_screen_that_can_be_parsed_is_named_in_the_help() {
    let mut command = Cli::command();
    let help = command.find_subcommand_mut("parse").unwrap().render_long_help().to_string();
    for kind in waystation_eterm::parse::ScreenKind::ALL {
        assert!(help.contains(kind.as_str()), "{kind} is missing in {help}");
    }
    let mut out = Vec::new();
    let screen = b"CNY800.00       KABC12\n999-2300000031\nELECTRONIC TICKET ISSUED\n";
    parse("etdz", &mut &screen[..], &mut out).unwrap();
    let printed: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!((&printed["kind"], &printed["issued"]), (&"etdz".into(), &true.into()));
}
