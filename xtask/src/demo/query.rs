//! One availability query through the open API, signed as a partner would sign it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use waystation_shared::time::{Timestamp, beijing, date_in};

use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::stage::Stage;

/// How long the whole query may take; a terminal that was just enrolled needs some polls first.
const LIMIT: Duration = Duration::from_mins(3);
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Submits PEK to SHA, ten days from now; answers the task's id.
///
/// # Errors
/// When the server refuses.
pub(super) fn submit(stage: &Stage, callback_url: &str) -> Result<i64, Failure> {
    let now = now();
    let travel_day = date_in(now.plus(Duration::from_hours(10 * 24)), &beijing());
    let data = call(
        stage,
        "/api/query_av",
        &format!("DEMO-{}", now.0),
        [
            ("callbackUrl", json!(callback_url)),
            ("depCity", json!("PEK")),
            ("arrCity", json!("SHA")),
            ("depDate", json!(travel_day.to_string())),
        ],
    )?;
    data.get("taskId").and_then(Value::as_i64).ok_or_else(|| Failure::Other(format!("no taskId in {data}")))
}

/// Asks how the task stands until it has come to its end, saying what happens on the way.
///
/// # Errors
/// When it takes too long, the server refuses, or somebody asks to stop.
pub(super) fn wait(stage: &mut Stage, task: i64, interrupt: &Interrupt) -> Result<Value, Failure> {
    let start = Instant::now();
    let mut said = String::new();
    while start.elapsed() < LIMIT {
        interrupt.check()?;
        stage.check()?;
        let data =
            call(stage, "/api/task_status", &format!("DEMO-S-{}", now().0), [("taskId", json!(task))])?;
        let words = progress(&data);
        if words != said {
            eprintln!("task {task}: {words}");
            said = words;
        }
        if matches!(status(&data), "done" | "failed" | "cancelled" | "expired") {
            return Ok(data);
        }
        std::thread::sleep(LOOK_AGAIN);
    }
    Err(Failure::Other(format!("task {task} is still {said} after {} s", LIMIT.as_secs())))
}

fn status(data: &Value) -> &str {
    data.get("status").and_then(Value::as_str).unwrap_or_default()
}

fn progress(data: &Value) -> String {
    match data.get("step").and_then(Value::as_str) {
        Some(step) => format!("{} ({step})", status(data)),
        None => status(data).to_owned(),
    }
}

fn call<const N: usize>(
    stage: &Stage,
    path: &str,
    request_id: &str,
    members: [(&str, Value); N],
) -> Result<Value, Failure> {
    let called = stage.partner.call(&stage.url, path, request_id, members);
    called.map_err(|error| Failure::Other(error.to_string()))
}

#[expect(clippy::disallowed_methods, reason = "the demo plays a partner, who has nothing but the real clock")]
fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_names_the_step_when_there_is_one() {
        assert_eq!(progress(&json!({"status": "running", "step": "第 2 页"})), "running (第 2 页)");
        assert_eq!(progress(&json!({"status": "assigned", "step": null})), "assigned");
    }
}
