//! The open API: signed calls of partners, in the envelope `{"code","msg","requestId","data"}`.

use axum::extract::State;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use utoipa::ToSchema;
use waystation_shared::edge_api::TaskParams;
use waystation_shared::ids::TaskId;
use waystation_shared::task::TaskSource;
use waystation_shared::time::{Timestamp, beijing, date_in};

use super::form::{AvForm, Spelling, refusal};
use crate::dispatch::Dispatch;
use crate::dispatch::model::{NewTask, RequestKey};
use crate::dispatch::store;
use crate::identity::Signed;
use crate::platform::catalogue::Code;
use crate::platform::http::{ApiProblem, Envelope, EnvelopeError};
use crate::platform::outbound::check_callback_url;

/// What an availability query says besides the five security members.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct QueryAvParams {
    /// Departure city or airport, three letters.
    dep_city: String,
    /// Arrival city or airport, three letters.
    arr_city: String,
    /// `YYYY-MM-DD`
    dep_date: String,
    /// Only flights leaving at or after this time, `HHMM`.
    #[serde(default)]
    dep_time: Option<String>,
    /// Only flights of this airline, two characters.
    #[serde(default)]
    airline: Option<String>,
    /// Only direct flights.
    #[serde(default, deserialize_with = "flag")]
    direct: bool,
    /// Only flights with this booking class, one letter.
    #[serde(default)]
    cabin: Option<String>,
    /// Only this terminal may run it.
    #[serde(default, deserialize_with = "whole_number")]
    terminal_id: Option<i64>,
    /// Only terminals of this Office may run it.
    #[serde(default)]
    office_no: Option<String>,
}

/// Form bodies have only text: `true` and `1` are yes.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Bool(yes) => Ok(yes),
        Value::Null => Ok(false),
        Value::String(text) if matches!(text.as_str(), "true" | "1") => Ok(true),
        Value::String(text) if matches!(text.as_str(), "false" | "0" | "") => Ok(false),
        Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            Err(serde::de::Error::custom("must be true or false"))
        }
    }
}

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

impl From<QueryAvParams> for AvForm {
    fn from(params: QueryAvParams) -> Self {
        Self {
            dep_city: params.dep_city,
            arr_city: params.arr_city,
            dep_date: params.dep_date,
            dep_time: params.dep_time,
            airline: params.airline,
            direct: params.direct,
            cabin: params.cabin,
            terminal_id: params.terminal_id,
            office_no: params.office_no,
        }
    }
}

/// Queries the availability of flights. The answer comes by callback and by `/api/task_status`.
#[utoipa::path(post, path = "/api/query_av", tag = "open api", request_body = QueryAvParams,
    responses((status = 200, description = "`{\"code\":0,\"msg\":\"ok\",\"requestId\":…,\"data\":{\"taskId\":…}}`"),
        (status = 401, description = "The key or the signature is wrong"),
        (status = 409, description = "The requestId was used for another request")))]
pub(super) async fn query_av(
    State(dispatch): State<Dispatch>,
    signed: Signed<QueryAvParams>,
) -> Result<Envelope, EnvelopeError> {
    let request_id = signed.request_id.to_string();
    let refuse = |problem| EnvelopeError { request_id: Some(request_id.clone()), problem };
    let now = dispatch.platform.clock.now();
    let new = dispatch.partner_task(signed, now).map_err(&refuse)?;
    let id = dispatch.submit(new).await.map_err(|error| refuse(refusal(error, Spelling::Camel)))?;
    Ok(Envelope { request_id, data: json!({"taskId": id}) })
}

impl Dispatch {
    fn partner_task(&self, signed: Signed<QueryAvParams>, now: Timestamp) -> Result<NewTask, ApiProblem> {
        let callback_url = signed
            .callback_url
            .ok_or_else(|| ApiProblem::new(Code::MissingField).with("callbackUrl").at("callbackUrl"))?;
        check_callback_url(&callback_url, &self.callbacks)
            .map_err(|error| ApiProblem::new(Code::CallbackUrlInvalid).with(error).at("callbackUrl"))?;
        let (query, choice) = AvForm::from(signed.params).check(date_in(now, &beijing()), Spelling::Camel)?;
        Ok(NewTask {
            user_id: signed.caller.user_id,
            api_key_id: Some(signed.caller.api_key_id),
            source: TaskSource::Api,
            params: TaskParams::QueryAv(query),
            choice,
            request: Some(RequestKey {
                request_id: signed.request_id.to_string(),
                content_hash: signed.content_hash,
            }),
            callback_url: Some(callback_url),
        })
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
    signed: Signed<TaskStatusParams>,
) -> Result<Envelope, EnvelopeError> {
    task_status(state, signed).await
}

/// Tells how a task stands.
#[utoipa::path(post, path = "/api/task_status", tag = "open api", request_body = TaskStatusParams,
    responses((status = 200, description = "`data`: taskId, status, terminal, result, error and times")))]
pub(super) async fn post_task_status(
    state: State<Dispatch>,
    signed: Signed<TaskStatusParams>,
) -> Result<Envelope, EnvelopeError> {
    task_status(state, signed).await
}

async fn task_status(
    State(dispatch): State<Dispatch>,
    signed: Signed<TaskStatusParams>,
) -> Result<Envelope, EnvelopeError> {
    let request_id = signed.request_id.to_string();
    let id = TaskId(signed.params.task_id.unwrap_or_default());
    let owner = signed.caller.user_id;
    let detail = dispatch.platform.store.read(move |reader| store::task_detail(reader, id)).await;
    let data = match detail {
        // A task of somebody else does not exist for this caller.
        Ok(Some(detail)) if detail.task.user_id == owner => Ok(status_data(&detail)),
        Ok(_) => Err(ApiProblem::new(Code::TaskUnknown).with(id).at("taskId")),
        Err(error) => Err(error.into()),
    };
    match data {
        Ok(data) => Ok(Envelope { request_id, data }),
        Err(problem) => Err(EnvelopeError { request_id: Some(request_id), problem }),
    }
}

fn status_data(detail: &store::TaskDetail) -> Value {
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
        "error": task.error.as_ref().map(|error| json!({
            "code": error.code, "message": error.message, "retrySafe": error.retry_safe
        })),
        "createdAt": task.created_at,
        "assignedAt": task.assigned_at,
        "startedAt": task.started_at,
        "finishedAt": task.finished_at,
    })
}
