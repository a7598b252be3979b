//! Errors on their way out. A handler returns an [`ApiProblem`]; the frame around all routes, which knows
//! the request, has it written in the caller's language and form.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use waystation_shared::problem::{MEDIA_TYPE, Problem};

use super::RequestId;
use crate::platform::catalogue::{Code, Language};
use crate::platform::store::StoreError;

/// An error of the API: a code of the catalogue with its details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiProblem {
    code: Code,
    details: Vec<String>,
    field: Option<String>,
}

impl ApiProblem {
    /// A problem without details.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self { code, details: Vec::new(), field: None }
    }

    /// Adds the next detail of the text.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers give small details away")]
    pub fn with(mut self, detail: impl ToString) -> Self {
        self.details.push(detail.to_string());
        self
    }

    /// Names the field that is wrong.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Field `field` is wrong because of `reason`.
    #[must_use]
    pub fn invalid_field(field: &str, reason: impl ToString) -> Self {
        Self::new(Code::InvalidField).with(field).with(reason).at(field)
    }

    /// The failure is ours: it is logged whole, and the caller learns only that it happened.
    #[must_use]
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = format!("{error:#}"), "a request failed");
        Self::new(Code::Internal)
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    fn text(&self, language: Language) -> String {
        self.code.text(language, &self.details)
    }
}

impl From<StoreError> for ApiProblem {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Pool(_) | StoreError::Stopped(_)) {
            tracing::error!(%error, "the store is not available");
            return Self::new(Code::Unavailable);
        }
        Self::internal(&error)
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(Pending::Problem(self));
        response
    }
}

/// A successful answer of the open API: `{"code":0,"msg":"ok","requestId":…,"data":…}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The caller's request id, repeated.
    pub request_id: String,
    /// What was asked for.
    pub data: serde_json::Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EnvelopeBody<'a> {
    code: i64,
    data: &'a serde_json::Value,
    msg: &'static str,
    request_id: &'a str,
}

impl IntoResponse for Envelope {
    fn into_response(self) -> Response {
        let body = EnvelopeBody { code: 0, data: &self.data, msg: "ok", request_id: &self.request_id };
        axum::Json(body).into_response()
    }
}

/// An error of the open API, in its older envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeError {
    /// The caller's request id, if one could be read.
    pub request_id: Option<String>,
    /// What is wrong.
    pub problem: ApiProblem,
}

impl IntoResponse for EnvelopeError {
    fn into_response(self) -> Response {
        let mut response = envelope_status(self.problem.code.status()).into_response();
        response.extensions_mut().insert(Pending::Envelope(self));
        response
    }
}

/// What a caller could have known from its own input is HTTP 200 with a code; the rest keeps its status.
fn envelope_status(status: StatusCode) -> StatusCode {
    match status {
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::NOT_FOUND => StatusCode::OK,
        other => other,
    }
}

#[derive(Debug, Clone)]
enum Pending {
    Problem(ApiProblem),
    Envelope(EnvelopeError),
}

/// Writes the problem that a handler left in its answer, if there is one.
pub(super) fn rendered(mut response: Response, language: Language, id: &RequestId) -> Response {
    match response.extensions_mut().remove::<Pending>() {
        Some(pending) => write(&pending, language, id, response),
        None => response,
    }
}

fn write(pending: &Pending, language: Language, id: &RequestId, response: Response) -> Response {
    let (mut parts, _empty) = response.into_parts();
    let (media_type, body) = match pending {
        Pending::Problem(problem) => (MEDIA_TYPE, problem_body(problem, language, id)),
        Pending::Envelope(error) => ("application/json", envelope_body(error, language, id)),
    };
    set_type(&mut parts.headers, media_type);
    Response::from_parts(parts, Body::from(body.to_string()))
}

fn set_type(headers: &mut HeaderMap, media_type: &'static str) {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.remove(header::CONTENT_LENGTH);
}

fn problem_body(problem: &ApiProblem, language: Language, id: &RequestId) -> serde_json::Value {
    let body = Problem {
        kind: format!("/docs#error-{}", problem.code.as_str()),
        status: problem.code.status().as_u16(),
        code: problem.code.as_str().to_owned(),
        title: problem.text(language),
        detail: None,
        field: problem.field.clone(),
        request_id: id.as_str().to_owned(),
    };
    serde_json::to_value(body).unwrap_or_default()
}

fn envelope_body(error: &EnvelopeError, language: Language, id: &RequestId) -> serde_json::Value {
    let mut body = json!({
        "code": error.problem.code.number(),
        "msg": error.problem.text(language),
        "error": error.problem.code.as_str(),
        "requestId": error.request_id,
        "traceId": id.as_str(),
    });
    if let (Some(field), Some(members)) = (&error.problem.field, body.as_object_mut()) {
        members.insert("field".to_owned(), json!(field));
    }
    body
}
