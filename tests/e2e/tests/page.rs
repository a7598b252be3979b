//! The admin page in a real browser, on the real server, with flights that were read off a real window.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

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

#[test]
fn the_page_shows_a_query_from_form_to_flights() {
    // The server reads the built page at run time, so it is built from what is here.
    let (built, printed) = npm(&["run", "build"], &[]);
    assert!(built, "{printed}");
    let stage = Stage::start(Settings::default(), Agent::Running);
    let task = delivered_task(&stage);
    let (passed, printed) = npm(
        &["run", "e2e"],
        &[
            ("WAYSTATION_URL", &stage.url()),
            ("WAYSTATION_SIGN_IN_LINK", &stage.sign_in_path("lin")),
            ("WAYSTATION_DELIVERED_TASK", &task.to_string()),
        ],
    );
    assert!(passed, "{printed}");
}
