//! Dispatch over HTTP: partners submit and ask, agents poll and report, pages show and steer.

mod checks;
mod create;
mod edge;
mod fault;
mod fields;
mod operations;
mod page;
mod partner;
mod rules;
mod steer;
mod view;

use axum::extract::FromRef;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Dispatch;
use crate::fleet::Fleet;
use crate::identity::Identity;

/// Calls of agents.
pub fn edge_routes<S>() -> OpenApiRouter<S>
where
    Dispatch: FromRef<S>,
    Fleet: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    OpenApiRouter::new()
        .routes(routes!(edge::get_task))
        .routes(routes!(edge::task_progress))
        .routes(routes!(edge::report_result))
}

/// Signed calls of partners.
pub fn partner_routes<S>() -> OpenApiRouter<S>
where
    Dispatch: FromRef<S>,
    Identity: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    operations::routes().routes(routes!(partner::get_task_status, partner::post_task_status))
}

/// Calls of the page.
pub fn page_routes<S>() -> OpenApiRouter<S>
where
    Dispatch: FromRef<S>,
    Identity: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    OpenApiRouter::new()
        .routes(routes!(page::list, create::create))
        .routes(routes!(page::one))
        .routes(routes!(create::query_av))
        .routes(routes!(steer::cancel))
        .routes(routes!(steer::settle))
        .routes(routes!(page::overview))
        .routes(routes!(page::cities))
}
