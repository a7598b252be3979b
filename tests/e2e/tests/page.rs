//! The admin page in a real browser, on the real server, with flights that were read off a real window.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use waystation_e2e::orders::{journey, perform, result, single};
use waystation_e2e::{Agent, Settings, Stage, travel_day, wait_for};

/// Where the page and its browser tests are.
fn page_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../control-plane/ui")
}

/// Runs `npm` there to its end; answers whether all went well, and all that it printed.
fn npm(arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
    let output = Command::new("npm")
        .args(arguments)
        .current_dir(page_folder())
        .envs(variables.iter().copied())
        .output()
        .expect("run npm");
    let printed = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&printed).into_owned())
}

/// The number of a partner's task that is done, and whose callback has arrived.
fn delivered_task(stage: &Stage) -> i64 {
    let id = stage.submit("REQ-PAGE", &travel_day());
    stage.wait_for_state(id, "done");
    wait_for("the callback", Duration::from_secs(30), || {
        stage.callbacks.attempts(id).iter().any(waystation_fakes::Attempt::is_proven).then_some(())
    });
    id
}

/// The server reads the built page at run time, so it is built from what is here.
fn build_page() {
    let (built, printed) = npm(&["run", "build"], &[]);
    assert!(built, "{printed}");
}

/// Plays browser tests against the server of the stage.
fn browse(stage: &Stage, which: &[&str], variables: &[(&str, &str)]) {
    let (url, link) = (stage.url(), stage.sign_in_path("lin"));
    let server = [("WAYSTATION_URL", url.as_str()), ("WAYSTATION_SIGN_IN_LINK", link.as_str())];
    let (passed, printed) = npm(&[&["run", "e2e", "--"], which].concat(), &[&server, variables].concat());
    assert!(passed, "{printed}");
}

#[test]
fn the_page_shows_a_query_from_form_to_flights() {
    build_page();
    let stage = Stage::start(Settings::default(), Agent::Running);
    let task = delivered_task(&stage).to_string();
    browse(&stage, &[], &[("WAYSTATION_DELIVERED_TASK", &task)]);
}

/// A cancellation whose answer never came, on a keyboard that stays locked: the agent cannot look.
fn doubtful_task(stage: &Stage, locator: &str) -> i64 {
    stage.control(&json!({"fault": "no_answer", "on": "XEPNR", "count": 1}));
    let id = stage.order("cancel_pnr", "DOUBT", &json!({"pnr": locator}));
    assert_eq!(stage.wait_for_end(id)["status"], "unknown");
    id
}

#[test]
fn the_page_shows_what_the_agent_has_done_and_lets_a_person_settle_the_unknown() {
    build_page();
    let mut stage = Stage::start(Settings::default(), Agent::Stopped);
    let impatient = "[timing]\nanswer_ms = 3000\nunlock_ms = 1000\n[polling]\ndoubt_told_after_ms = 1000\n";
    std::fs::write(stage.agent_folder().join("agent.toml"), impatient).expect("write the settings");
    // A PNR with a fare holds Chinese remarks.
    stage.agent_command(&["calibrate"]);
    stage.start_agent();

    let [trip, _] = journey();
    let booked = perform(&stage, "book_pnr", "BOOK", &single("连可用", &trip));
    let pnr = &result(&booked)["pnr"];
    result(&perform(&stage, "issue_ticket", "ISSUE", &json!({"pnr": pnr, "maxFareFen": 100_000_000})));
    let ticketed = perform(&stage, "extract_ticket_no", "FACES", &json!({"pnr": pnr}));
    let other = perform(&stage, "book_pnr", "BOOK-2", &single("连可用", &trip));
    let unknown = doubtful_task(&stage, result(&other)["pnr"].as_str().expect("a locator"));

    let number = |task: &Value| task["taskId"].to_string();
    browse(
        &stage,
        &["operations"],
        &[
            ("WAYSTATION_BOOKED_TASK", &number(&booked)),
            ("WAYSTATION_TICKETED_TASK", &number(&ticketed)),
            ("WAYSTATION_UNKNOWN_TASK", &unknown.to_string()),
        ],
    );
    assert_eq!(stage.task(unknown)["status"], "done", "the partner hears what the person has found");
}
