//! The page's routes of this domain.

use axum::Json;
use axum::extract::{FromRef, Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use waystation_shared::ids::{DeliveryId, TaskId};

use super::replay::{self, ReplayError};
use super::{DeliveryView, Webhooks, deliveries_of};
use crate::dispatch;
use crate::identity::PageCaller;
use crate::platform::catalogue::Code;
use crate::platform::http::ApiProblem;

/// Routes for people; they need a session.
pub fn page_routes<S>() -> OpenApiRouter<S>
where
    Webhooks: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(send_again))
}

/// The callbacks of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct DeliveryList {
    items: Vec<DeliveryView>,
}

/// Lists the callbacks of a finished task with every attempt.
#[utoipa::path(get, path = "/api/v1/tasks/{id}/deliveries", tag = "webhooks",
    params(("id" = i64, Path, description = "The task")),
    responses((status = 200, body = DeliveryList), (status = 404, description = "`task_unknown`")))]
async fn list(
    State(webhooks): State<Webhooks>,
    caller: PageCaller,
    Path(task): Path<TaskId>,
) -> Result<Json<DeliveryList>, ApiProblem> {
    let read = move |reader: &mut crate::platform::store::Reader<'_>| {
        let visible =
            dispatch::finished_task(reader, task)?.is_none_or(|found| caller.may_see(found.user_id));
        if visible {
            Ok(deliveries_of(reader, task)?)
        } else {
            Err(ApiProblem::new(Code::TaskUnknown).with(task))
        }
    };
    Ok(Json(DeliveryList { items: webhooks.platform.store.read(read).await? }))
}

/// Sends a callback again at once; earlier attempts stay on the record.
#[utoipa::path(post, path = "/api/v1/deliveries/{id}/replay", tag = "webhooks",
    params(("id" = i64, Path, description = "The delivery")),
    responses((status = 202), (status = 404, description = "`not_found`")))]
async fn send_again(
    State(webhooks): State<Webhooks>,
    caller: PageCaller,
    Path(id): Path<DeliveryId>,
) -> Result<StatusCode, ApiProblem> {
    let now = webhooks.platform.clock.now();
    webhooks.platform.store.write(move |tx| replay::replay(tx, &caller, id, now)).await?;
    webhooks.platform.outbox.nudge();
    Ok(StatusCode::ACCEPTED)
}

impl From<ReplayError> for ApiProblem {
    fn from(error: ReplayError) -> Self {
        match error {
            ReplayError::Unknown => Self::new(Code::NotFound).with("delivery"),
            ReplayError::Store(error) => error.into(),
        }
    }
}
