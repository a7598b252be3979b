//! What people do to a task: cancel it before it runs, settle it when nobody else can tell what happened.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use waystation_shared::ids::TaskId;

use super::view::TaskRow;
use crate::dispatch::cancel::{self, CancelError};
use crate::dispatch::settle::{self, SettleError, Settlement, Verdict};
use crate::dispatch::{Change, Dispatch, store};
use crate::identity::PageCaller;
use crate::platform::catalogue::{Code, Language};
use crate::platform::http::{ApiProblem, Valid};

impl Dispatch {
    /// Announces a change and answers the task as it is now.
    async fn changed(&self, change: &Change, headers: &HeaderMap) -> Result<Json<TaskRow>, ApiProblem> {
        self.announce(change);
        let id = change.task;
        let task = self.platform.store.read(move |reader| store::load(reader, id)).await?;
        let task = task.ok_or_else(|| ApiProblem::new(Code::TaskUnknown).with(id))?;
        Ok(Json(TaskRow::of(task, Language::of(headers))))
    }
}

/// Cancels a task that no terminal has taken yet.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/cancel", tag = "dispatch", params(("id" = i64, Path)),
    responses((status = 200, body = TaskRow), (status = 409, description = "Too late")))]
pub(super) async fn cancel(
    State(dispatch): State<Dispatch>,
    headers: HeaderMap,
    Path(id): Path<i64>,
) -> Result<Json<TaskRow>, ApiProblem> {
    let now = dispatch.platform.clock.now();
    let change = dispatch.platform.store.write(move |tx| cancel::cancel(tx, TaskId(id), now)).await?;
    dispatch.changed(&change, &headers).await
}

/// What a person has found out about a task whose outcome was unknown.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SettleRequest {
    verdict: Verdict,
    /// Why the person is sure; 3 to 500 characters. It stands in the history with the person's name.
    note: String,
    /// The result, in the form of the task's kind, when it is done; what the agent reported stays without it.
    #[schema(value_type = Option<Object>)]
    result: Option<Map<String, Value>>,
}

/// Settles a task whose outcome is unknown. The partner is told.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/settle", tag = "dispatch", params(("id" = i64, Path)),
    request_body = SettleRequest,
    responses((status = 200, body = TaskRow), (status = 409, description = "It is not unknown, or no longer"),
        (status = 422, description = "The note is too short or too long")))]
pub(super) async fn settle(
    State(dispatch): State<Dispatch>,
    caller: PageCaller,
    headers: HeaderMap,
    Path(id): Path<i64>,
    Valid(request): Valid<SettleRequest>,
) -> Result<Json<TaskRow>, ApiProblem> {
    let settlement = Settlement {
        verdict: request.verdict,
        note: request.note.parse().map_err(|error| ApiProblem::invalid_field("note", error))?,
        result: request.result.map(Value::Object),
        by: caller.user_id,
    };
    let now = dispatch.platform.clock.now();
    let settled = dispatch.platform.store.write(move |tx| settle::settle(tx, TaskId(id), &settlement, now));
    dispatch.changed(&settled.await?, &headers).await
}

impl From<CancelError> for ApiProblem {
    fn from(error: CancelError) -> Self {
        match error {
            CancelError::Unknown(id) => Self::new(Code::TaskUnknown).with(id),
            CancelError::TooLate(state) => Self::new(Code::TaskNotCancellable).with(state),
            CancelError::Store(error) => error.into(),
        }
    }
}

impl From<SettleError> for ApiProblem {
    fn from(error: SettleError) -> Self {
        match error {
            SettleError::NoSuchTask(id) => Self::new(Code::TaskUnknown).with(id),
            SettleError::NotUnknown(state) => Self::new(Code::TaskNotUnknown).with(state),
            SettleError::Store(error) => error.into(),
        }
    }
}
