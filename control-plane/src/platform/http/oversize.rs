//! Bodies over the limit: read to their end and thrown away, so that the caller hears why. Who is cut off in
//! the middle of sending sees only a broken connection.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use http_body_util::BodyExt;

use super::BODY_LIMIT;

/// The most that is read of such a body, in bytes; who sends more is cut off.
const PATIENCE: usize = 32 * 1024 * 1024;

/// The longest that such a body may take.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// The request itself; or, if its body is too long, one with a body that is one byte too long, so that each
/// route refuses it in its own form.
pub(super) async fn without_oversize(request: Request) -> Request {
    let limit = u64::try_from(BODY_LIMIT).unwrap_or(u64::MAX);
    if request.body().size_hint().lower() <= limit {
        return request;
    }
    let (parts, body) = request.into_parts();
    // A caller that is too slow or sends too much is answered at once; it may not hear it.
    let _ = tokio::time::timeout(TIME_LIMIT, drain(body)).await;
    Request::from_parts(parts, Body::from(vec![0; BODY_LIMIT + 1]))
}

async fn drain(mut body: Body) {
    let mut read = 0;
    while read < PATIENCE
        && let Some(Ok(frame)) = body.frame().await
    {
        read += frame.data_ref().map_or(0, bytes::Bytes::len);
    }
}
