//! The fleet over HTTP: what agents call, and what the page shows of terminals.

mod edge;
mod glyphs;
mod terminals;

pub use edge::EdgeCaller;

use axum::extract::FromRef;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Fleet;
use crate::identity::Identity;

/// Calls without a credential: enrolment, whose code is the credential.
pub fn public_routes<S>() -> OpenApiRouter<S>
where
    Fleet: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    OpenApiRouter::new().routes(routes!(edge::enrol))
}

/// Calls of agents.
pub fn edge_routes<S>() -> OpenApiRouter<S>
where
    Fleet: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    OpenApiRouter::new().routes(routes!(edge::upload_screen))
}

/// Calls of the page.
pub fn page_routes<S>() -> OpenApiRouter<S>
where
    Fleet: FromRef<S>,
    Identity: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    OpenApiRouter::new()
        .routes(routes!(terminals::list, terminals::create))
        .routes(routes!(terminals::one, terminals::change))
        .routes(routes!(terminals::screen))
        .routes(routes!(terminals::screen_text))
        .routes(routes!(terminals::log))
        .routes(routes!(terminals::new_code))
        .routes(routes!(terminals::command))
        .routes(routes!(glyphs::list))
        .routes(routes!(glyphs::name))
}
