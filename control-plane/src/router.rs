//! Every route, in four groups by who may call: anyone, the page, agents, partners. A route belongs to
//! exactly one group; a test walks all of them without a credential.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::http::header;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tokio::net::TcpListener;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::platform::catalogue::Code;
use crate::platform::http::{ApiProblem, frame};
use crate::{dispatch, fleet, identity, ui, webhooks};

mod events;
mod operations;

/// What the API description says of itself.
#[derive(OpenApi)]
#[openapi(
    info(title = "Waystation", description = "驿站: tasks for Eterm terminals, by page, open API and agents."),
    tags(
        (name = "open api", description = "Signed calls of partners"),
        (name = "edge", description = "Calls of agents"),
        (name = "identity"), (name = "fleet"), (name = "dispatch"), (name = "webhooks"), (name = "events")
    )
)]
struct Description;

/// Routes that need no credential.
fn public() -> OpenApiRouter<App> {
    identity::public_routes().merge(fleet::http::public_routes())
}

/// Routes of the page; a session is required.
fn page() -> OpenApiRouter<App> {
    identity::page_routes()
        .merge(fleet::http::page_routes())
        .merge(dispatch::http::page_routes())
        .merge(webhooks::http::page_routes())
        .merge(events::routes())
}

/// Routes of agents; the handlers take the terminal from its token.
fn edge() -> OpenApiRouter<App> {
    fleet::http::edge_routes().merge(dispatch::http::edge_routes())
}

/// Routes of partners; the handlers take signed requests only.
fn partner() -> OpenApiRouter<App> {
    dispatch::http::partner_routes()
}

fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(public())
        .merge(page())
        .merge(edge())
        .merge(partner())
}

/// The description of every route, as OpenAPI 3.1.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut description = described().into_openapi();
    for (path, item) in &mut description.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(operation_id(method, path));
            }
        }
    }
    description
}

/// A name of its own for every operation: the method, then the words of the path.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_")
}

/// The service with the peer's address at hand, as a listener takes it.
pub type Service = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

/// Serves on `listener` until it breaks.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(listener: TcpListener, service: Service) -> std::io::Result<()> {
    axum::serve(listener, service).await
}

/// The whole service.
pub fn build(app: App) -> Router {
    let (page_routes, _) = page().split_for_parts();
    let guarded =
        page_routes.route_layer(from_fn_with_state(app.identity.clone(), identity::require_session));
    let (open, _) = public().merge(edge()).merge(partner()).split_for_parts();
    let description = serde_json::to_vec(&openapi()).unwrap_or_default();
    open.merge(guarded)
        .route(
            "/openapi.json",
            get(move || {
                let body = description.clone();
                async move { ([(header::CONTENT_TYPE, "application/json")], body) }
            }),
        )
        .merge(operations::routes())
        .fallback(ui::serve)
        .method_not_allowed_fallback(|| async { ApiProblem::new(Code::MethodNotAllowed) })
        .layer(from_fn(frame))
        .with_state(app)
}
