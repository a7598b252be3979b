//! Bodies and queries that have been read and checked before a handler sees them.

use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::ApiProblem;
use crate::platform::catalogue::Code;

/// The largest body of an ordinary call, in bytes.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// A JSON body; a wrong one is answered with what is wrong and where.
#[derive(Debug, Clone, Copy)]
pub struct Valid<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Valid<T> {
    type Rejection = ApiProblem;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiProblem> {
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(json_problem(&rejection)),
        }
    }
}

fn json_problem(rejection: &JsonRejection) -> ApiProblem {
    match rejection.status() {
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ApiProblem::new(Code::NotJson),
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => ApiProblem::new(Code::MalformedJson).with(reason(rejection)),
    }
}

/// The body is over the limit.
#[must_use]
pub fn too_large() -> ApiProblem {
    ApiProblem::new(Code::BodyTooLarge).with(format!("{} kB", BODY_LIMIT / 1024))
}

/// The innermost error: what the JSON reader itself says, with line and column.
fn reason(error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// Query parameters; wrong ones are answered with what is wrong.
#[derive(Debug, Clone, Copy)]
pub struct ValidQuery<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for ValidQuery<T> {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiProblem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(query_problem(&rejection)),
        }
    }
}

fn query_problem(rejection: &QueryRejection) -> ApiProblem {
    ApiProblem::new(Code::InvalidQuery).with(reason(rejection))
}
