//! `/api/v1/sign-in-links/{token}`: what a one-time link is good for, and following it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use waystation_shared::time::Timestamp;

use super::session::{SessionView, session_opened};
use crate::identity::service::Identity;
use crate::identity::sign_in_link::{LinkError, look_at_link};
use crate::platform::catalogue::Code;
use crate::platform::http::{ApiProblem, Valid};

/// Whom a link lets in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct LinkView {
    username: String,
    display_name: String,
    /// Unix ms.
    #[schema(value_type = i64)]
    expires_at: Timestamp,
}

/// Says whom a link lets in, without using it up.
#[utoipa::path(get, path = "/api/v1/sign-in-links/{token}", tag = "session",
    params(("token" = String, Path, description = "From the link")),
    responses((status = 200, body = LinkView), (status = 404, description = "`link_unknown`"),
        (status = 410, description = "`link_used`")))]
pub(super) async fn look(
    State(identity): State<Identity>,
    Path(token): Path<String>,
) -> Result<Json<LinkView>, ApiProblem> {
    let now = identity.clock().now();
    let link = identity.store().read(move |reader| look_at_link(reader, &token, now)).await?;
    let (username, display_name) = (link.user.username, link.user.display_name);
    Ok(Json(LinkView { username, display_name, expires_at: link.expires_at }))
}

/// What to do besides signing in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FollowBody {
    /// A password to set at once; at least 10 characters.
    password: Option<String>,
}

/// Uses a link up: signs in and, if wanted, sets a password.
#[utoipa::path(post, path = "/api/v1/sign-in-links/{token}", tag = "session",
    params(("token" = String, Path, description = "From the link")), request_body = FollowBody,
    responses((status = 200, body = SessionView), (status = 404, description = "`link_unknown`"),
        (status = 410, description = "`link_used`"), (status = 422, description = "`weak_password`")))]
pub(super) async fn follow(
    State(identity): State<Identity>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Valid(FollowBody { password }): Valid<FollowBody>,
) -> Result<Response, ApiProblem> {
    let (user, session) = identity.follow_link(&token, password.as_deref()).await?;
    session_opened(&identity, &headers, (user.into(), &session))
}

impl From<LinkError> for ApiProblem {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Unknown => Self::new(Code::LinkUnknown),
            LinkError::Used => Self::new(Code::LinkUsed),
            LinkError::Weak(_) => Self::new(Code::WeakPassword).at("password"),
            LinkError::Crypto(error) => Self::internal(&error),
            LinkError::Store(error) => error.into(),
        }
    }
}
