//! `/api/v1/session`: who is signed in, signing in and out, the own password.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use waystation_shared::ids::UserId;

use super::caller::SessionHash;
use super::{PageCaller, cookie};
use crate::identity::model::Role;
use crate::identity::password::{PasswordChange, SetPasswordError};
use crate::identity::peer::Peer;
use crate::identity::service::Identity;
use crate::identity::session::NewSession;
use crate::identity::sign_in::{SignIn, SignInError};
use crate::platform::catalogue::{Code, Language};
use crate::platform::http::{ApiProblem, Valid};

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct SessionView {
    user: UserView,
    /// The language the caller asked for: `zh-CN` or `en`.
    language: String,
}

/// A user as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct UserView {
    #[schema(value_type = i64)]
    id: UserId,
    username: String,
    display_name: String,
    role: Role,
}

impl SessionView {
    pub(super) fn of(caller: PageCaller, headers: &HeaderMap) -> Self {
        let PageCaller { user_id: id, username, display_name, role } = caller;
        let language = Language::of(headers).tag().to_owned();
        Self { user: UserView { id, username, display_name, role }, language }
    }
}

/// The answer that opens a session in the browser.
pub(super) fn session_opened(
    identity: &Identity,
    headers: &HeaderMap,
    (caller, session): (PageCaller, &NewSession),
) -> Result<Response, ApiProblem> {
    let cookie = cookie::opened(session, identity.clock().now(), secure(identity, headers))?;
    Ok(([(header::SET_COOKIE, cookie)], Json(SessionView::of(caller, headers))).into_response())
}

fn secure(identity: &Identity, headers: &HeaderMap) -> bool {
    identity.settings().secure_cookie || cookie::came_by_https(headers)
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session",
    responses((status = 200, body = SessionView), (status = 401, description = "`not_signed_in`")))]
pub(super) async fn show(caller: PageCaller, headers: HeaderMap) -> Json<SessionView> {
    Json(SessionView::of(caller, &headers))
}

/// A user name and a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    username: String,
    password: String,
}

/// Signs in; the answer sets the session cookie.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = Credentials,
    responses((status = 200, body = SessionView), (status = 401, description = "`wrong_credentials`"),
        (status = 429, description = "`too_many_attempts`")))]
pub(super) async fn sign_in(
    State(identity): State<Identity>,
    peer: Peer,
    headers: HeaderMap,
    Valid(Credentials { username, password }): Valid<Credentials>,
) -> Result<Response, ApiProblem> {
    let (user, session) =
        identity.sign_in(SignIn { username, password, address: peer.or_unspecified() }).await?;
    session_opened(&identity, &headers, (user.into(), &session))
}

impl From<SignInError> for ApiProblem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::WrongCredentials => Self::new(Code::WrongCredentials),
            SignInError::Wait(seconds) => Self::new(Code::TooManyAttempts).with(seconds),
            SignInError::Crypto(error) => Self::internal(&error),
            SignInError::Store(error) => error.into(),
        }
    }
}

/// Signs out; the session ends at once.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 204)))]
pub(super) async fn sign_out(
    State(identity): State<Identity>,
    SessionHash(session): SessionHash,
    headers: HeaderMap,
) -> Result<Response, ApiProblem> {
    identity.sign_out(session).await?;
    let cookie = cookie::closed(secure(&identity, &headers))?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// The present password, if there is one, and the wanted one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordBody {
    current: Option<String>,
    /// At least 10 characters.
    new: String,
}

/// Sets or changes the own password; the user's other sessions end.
#[utoipa::path(post, path = "/api/v1/session/password", tag = "session", request_body = PasswordBody,
    responses((status = 204), (status = 422, description = "`weak_password` or `wrong_password`"),
        (status = 429, description = "`too_many_attempts`")))]
pub(super) async fn set_password(
    State(identity): State<Identity>,
    caller: PageCaller,
    SessionHash(session): SessionHash,
    peer: Peer,
    Valid(PasswordBody { current, new }): Valid<PasswordBody>,
) -> Result<StatusCode, ApiProblem> {
    let PageCaller { user_id: user, username, .. } = caller;
    let address = peer.or_unspecified();
    identity.set_password(PasswordChange { user, username, current, new, session, address }).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<SetPasswordError> for ApiProblem {
    fn from(error: SetPasswordError) -> Self {
        match error {
            SetPasswordError::WrongCurrent => Self::new(Code::WrongPassword).at("current"),
            SetPasswordError::Wait(seconds) => Self::new(Code::TooManyAttempts).with(seconds),
            SetPasswordError::Weak(_) => Self::new(Code::WeakPassword).at("new"),
            SetPasswordError::Crypto(error) => Self::internal(&error),
            SetPasswordError::Store(error) => error.into(),
        }
    }
}
