//! News for open pages, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event as SseEvent, KeepAlive};
use futures_util::Stream;
use futures_util::stream::{self, StreamExt};
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::platform::events::Event;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(events))
}

/// Streams `task` and `terminal` events; a client that fell behind gets `missed` and reads again.
#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    responses((status = 200, description = "Events `hello`, `task`, `terminal`, `missed`", content_type = "text/event-stream")))]
async fn events(State(app): State<App>) -> Sse<impl Stream<Item = Result<SseEvent, Infallible>>> {
    let hello = stream::once(async { Ok(SseEvent::default().event("hello").data("{}")) });
    let news = stream::unfold(app.platform.events.subscribe(), next_event);
    // An open page must not hold up the end of the server.
    let shutdown = app.platform.shutdown.clone();
    let until_shutdown = hello.chain(news).take_until(async move { shutdown.begun().await });
    Sse::new(until_shutdown).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

async fn next_event(
    mut receiver: Receiver<Event>,
) -> Option<(Result<SseEvent, Infallible>, Receiver<Event>)> {
    let event = match receiver.recv().await {
        Ok(Event::Task(id, state)) => {
            SseEvent::default().event("task").data(json!({"id": id, "state": state}).to_string())
        }
        Ok(Event::Terminal(id)) => SseEvent::default().event("terminal").data(json!({"id": id}).to_string()),
        Err(RecvError::Lagged(_)) => SseEvent::default().event("missed").data("{}"),
        Err(RecvError::Closed) => return None,
    };
    Some((Ok(event), receiver))
}
