//! What every request goes through, whatever its route. One layer and not one for each part: every layer of
//! the router costs each request a copy of the services inside it.

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::oversize::without_oversize;
use super::problem::rendered;
use super::{BODY_LIMIT, RequestId};
use crate::platform::catalogue::Language;

/// What browsers are told that the page may never do.
const SECURITY: [(HeaderName, HeaderValue); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
             script-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// The layer around all routes: names the request, limits its body, writes the problem it may end with, and
/// adds the headers that every answer has.
pub async fn frame(mut request: Request, next: Next) -> Response {
    let id = RequestId::next();
    let language = Language::of(request.headers());
    DefaultBodyLimit::max(BODY_LIMIT).apply(&mut request);
    let response = next.run(without_oversize(request).await).await;
    let mut response = rendered(response, language, &id);
    add_headers(response.headers_mut(), &id);
    response
}

fn add_headers(headers: &mut HeaderMap, id: &RequestId) {
    headers.reserve(SECURITY.len() + 1);
    headers.extend(SECURITY);
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert("x-request-id", value);
    }
}
