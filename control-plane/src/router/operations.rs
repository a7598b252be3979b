//! What operators watch: alive, ready, and figures for Prometheus.

use std::fmt::Write;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::platform::http::ApiProblem;
use crate::platform::store::StoreError;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// Ready when the store answers.
async fn ready(State(app): State<App>) -> Response {
    let answered =
        app.platform.store.read(|reader| reader.one("SELECT 1", &[], |row| row.get::<i64>(0))).await;
    match answered {
        Ok::<i64, StoreError>(_) => "ready".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer").into_response()
        }
    }
}

async fn metrics(State(app): State<App>) -> Result<Response, ApiProblem> {
    let now = app.platform.clock.now();
    let (fleet, tasks) = app
        .platform
        .store
        .report(move |reader| {
            Ok::<_, ApiProblem>((crate::fleet::figures(reader, now)?, crate::dispatch::open_tasks(reader)?))
        })
        .await?;
    let mut text = String::new();
    gauge(&mut text, "waystation_terminals", "Terminals by condition");
    for (condition, count) in [("registered", fleet.total), ("online", fleet.online), ("able", fleet.able)] {
        sample(&mut text, "waystation_terminals", "condition", (condition, count));
    }
    gauge(&mut text, "waystation_open_tasks", "Tasks that have not ended, by state");
    for (state, count) in tasks {
        sample(&mut text, "waystation_open_tasks", "state", (state.as_str(), count));
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}

fn gauge(text: &mut String, name: &str, help: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
}

fn sample(text: &mut String, name: &str, label: &str, (value, count): (&str, i64)) {
    let _ = writeln!(text, "{name}{{{label}=\"{value}\"}} {count}");
}
