//! What a callback says: one flat JSON object, signed in the older form as well.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use waystation_shared::sign::{self, Unsignable};
use waystation_shared::time::Timestamp;

use crate::dispatch::{self, FinishedTask};
use crate::identity::KeySecrets;

/// Bodies stay under this, in bytes; receivers of webhooks rarely take more.
const LIMIT: usize = 64 * 1024;

/// Writes the body. It is made once; every attempt sends the same bytes.
pub(super) fn callback_body(
    task: &FinishedTask,
    secrets: &KeySecrets,
    now: Timestamp,
) -> Result<String, Unsignable> {
    let mut members = members(task, secrets, now);
    let whole = signed(&members, secrets)?;
    if whole.len() < LIMIT {
        return Ok(whole);
    }
    members.remove("result");
    members.insert("resultOmitted".to_owned(), Value::Bool(true));
    signed(&members, secrets)
}

fn members(task: &FinishedTask, secrets: &KeySecrets, now: Timestamp) -> BTreeMap<String, Value> {
    let mut members = BTreeMap::from([
        ("username".to_owned(), json!(secrets.username)),
        ("taskId".to_owned(), json!(task.id)),
        ("status".to_owned(), json!(task.state)),
        ("timestamp".to_owned(), json!(now.unix_seconds())),
    ]);
    let optional = [
        ("requestId", task.request_id.as_ref().map(|id| json!(id))),
        ("finishedAt", task.finished_at.map(|at| json!(at))),
        ("result", task.result.clone().map(signable)),
        ("error", task.error.as_ref().map(dispatch::told)),
    ];
    members.extend(optional.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    members
}

/// Fractions become text, because languages print them differently and the signature covers the print.
fn signable(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => Value::String(number.to_string()),
        Value::Array(items) => items.into_iter().map(signable).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, signable(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

fn signed(members: &BTreeMap<String, Value>, secrets: &KeySecrets) -> Result<String, Unsignable> {
    let sign = sign::sign(members, &secrets.md5_key)?;
    let mut whole: serde_json::Map<String, Value> = members.clone().into_iter().collect();
    whole.insert("sign".to_owned(), Value::String(sign));
    Ok(Value::Object(whole).to_string())
}

#[cfg(test)]
mod tests {
    use waystation_shared::edge_api::TaskError;
    use waystation_shared::ids::{ApiKeyId, TaskId, UserId};
    use waystation_shared::task::TaskState;

    use super::*;

    fn secrets() -> KeySecrets {
        KeySecrets {
            username: "agent01".to_owned(),
            md5_key: "K9f2mQ7xT4vB8nL1pR6sW3yZ0aC5eG2h".to_owned(),
            webhook_secret: "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".to_owned(),
        }
    }

    fn task(result: Option<Value>) -> FinishedTask {
        FinishedTask {
            id: TaskId(1001),
            user_id: UserId(1),
            api_key_id: Some(ApiKeyId(1)),
            request_id: Some("REQ202602180002".to_owned()),
            callback_url: Some("https://cb.example.com/".to_owned()),
            state: TaskState::Done,
            result,
            error: None,
            finished_at: Some(Timestamp(1_771_396_289_500)),
        }
    }

    fn body(task: &FinishedTask) -> (Value, String) {
        let text = callback_body(task, &secrets(), Timestamp(1_771_396_290_000)).unwrap();
        (serde_json::from_str(&text).unwrap(), text)
    }

    fn verifies(body: &str) -> bool {
        let members = sign::parse_members(body.as_bytes()).unwrap();
        let claimed = members["sign"].as_str().unwrap().to_owned();
        sign::verify(&members, &secrets().md5_key, &claimed).unwrap()
    }

    #[test]
    fn a_callback_says_what_became_of_the_task_and_is_signed() {
        let (mut value, text) = body(&task(Some(json!({"pages": 1}))));
        assert!(verifies(&text));
        value.as_object_mut().unwrap().remove("sign");
        assert_eq!(
            value,
            json!({
                "requestId": "REQ202602180002", "taskId": 1001, "status": "done", "username": "agent01",
                "result": {"pages": 1}, "finishedAt": 1_771_396_289_500_i64, "timestamp": 1_771_396_290
            })
        );
    }

    #[test]
    fn what_is_not_settled_yet_has_no_end() {
        let unknown = FinishedTask { state: TaskState::Unknown, finished_at: None, ..task(None) };
        let (value, text) = body(&unknown);
        assert!(verifies(&text));
        assert_eq!((&value["status"], value.get("finishedAt")), (&json!("unknown"), None));
    }

    #[test]
    fn a_failed_task_has_an_error_instead_of_a_result() {
        let mut failed = task(None);
        failed.state = TaskState::Failed;
        failed.error =
            Some(TaskError {
                code: "no_route".to_owned(), message: "没有航班".to_owned(), retry_safe: true
            });
        let (value, text) = body(&failed);
        assert!(verifies(&text));
        assert_eq!(
            (&value["error"]["code"], &value["error"]["retrySafe"]),
            (&json!("no_route"), &json!(true))
        );
        assert!(value.get("result").is_none());
    }

    #[test]
    fn a_result_that_is_too_big_is_left_out_and_said_to_be() {
        let (value, text) = body(&task(Some(json!({"screens": ["字".repeat(LIMIT / 3)]}))));
        assert!(text.len() < LIMIT && verifies(&text));
        assert_eq!(value["resultOmitted"], true);
        assert!(value.get("result").is_none());
    }

    #[test]
    fn fractions_travel_as_text_so_that_the_signature_can_be_checked_anywhere() {
        let (value, text) = body(&task(Some(json!({"fare": 1.5, "list": [0.25, 2]}))));
        assert!(verifies(&text));
        assert_eq!(value["result"], json!({"fare": "1.5", "list": ["0.25", 2]}));
    }
}
