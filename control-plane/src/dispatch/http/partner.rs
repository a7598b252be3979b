//! What partners ask after a task, in the envelope `{"code","msg","requestId","data"}`.

use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use utoipa::ToSchema;
use waystation_shared::ids::TaskId;

use crate::dispatch::Dispatch;
use crate::dispatch::outcome::Explained;
use crate::dispatch::store;
use crate::identity::Signed;
use crate::platform::catalogue::{Code, Language};
use crate::platform::http::{ApiProblem, Envelope, EnvelopeError};

/// A number, or the same number as text.
fn whole_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let wrong = || serde::de::Error::custom("must be a whole number");
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        Value::String(text) => text.parse().map(Some).map_err(|_not_a_number| wrong()),
        Value::Number(number) => number.as_i64().map(Some).ok_or_else(wrong),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(wrong()),
    }
}

/// Which task is asked after.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct TaskStatusParams {
    /// The id that submitting answered.
    #[serde(deserialize_with = "whole_number")]
    #[schema(value_type = i64)]
    task_id: Option<i64>,
}

/// Tells how a task stands, by a signed query.
#[utoipa::path(get, path = "/api/task_status", tag = "open api",
    params(("taskId" = i64, Query), ("username" = String, Query), ("api_key" = String, Query),
        ("requestId" = String, Query), ("sign" = String, Query)),
    responses((status = 200, description = "`data`: taskId, status, terminal, result, error and times")))]
pub(super) async fn get_task_status(
    state: State<Dispatch>,
    headers: HeaderMap,
    signed: Signed<TaskStatusParams>,
) -> Result<Envelope, EnvelopeError> {
    task_status(state, Language::of(&headers), signed).await
}

/// Tells how a task stands.
#[utoipa::path(post, path = "/api/task_status", tag = "open api", request_body = TaskStatusParams,
    responses((status = 200, description = "`data`: taskId, status, terminal, result, error and times")))]
pub(super) async fn post_task_status(
    state: State<Dispatch>,
    headers: HeaderMap,
    signed: Signed<TaskStatusParams>,
) -> Result<Envelope, EnvelopeError> {
    task_status(state, Language::of(&headers), signed).await
}

async fn task_status(
    State(dispatch): State<Dispatch>,
    language: Language,
    signed: Signed<TaskStatusParams>,
) -> Result<Envelope, EnvelopeError> {
    let request_id = signed.request_id.to_string();
    let id = TaskId(signed.params.task_id.unwrap_or_default());
    let owner = signed.caller.user_id;
    let detail = dispatch.platform.store.read(move |reader| store::task_detail(reader, id)).await;
    let data = match detail {
        // A task of somebody else does not exist for this caller.
        Ok(Some(detail)) if detail.task.user_id == owner => Ok(status_data(&detail, language)),
        Ok(_) => Err(ApiProblem::new(Code::TaskUnknown).with(id).at("taskId")),
        Err(error) => Err(error.into()),
    };
    match data {
        Ok(data) => Ok(Envelope { request_id, data }),
        Err(problem) => Err(EnvelopeError { request_id: Some(request_id), problem }),
    }
}

fn status_data(detail: &store::TaskDetail, language: Language) -> Value {
    let task = &detail.task;
    let terminal =
        task.terminal.as_ref().map(|(id, name, office)| json!({"id": id, "name": name, "officeNo": office}));
    json!({
        "taskId": task.id,
        "requestId": task.request_id,
        "kind": task.kind,
        "status": task.state,
        "step": task.step,
        "terminal": terminal,
        "result": detail.result,
        "error": task.error.as_ref().map(|error| Explained::of(error, language).to_json()),
        "createdAt": task.created_at,
        "assignedAt": task.assigned_at,
        "startedAt": task.started_at,
        "finishedAt": task.finished_at,
    })
}
