//! Who is signed in on the page, and the two gates in front of the page's routes.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, Method};
use axum::middleware::Next;
use axum::response::Response;
use waystation_shared::ids::UserId;

use super::cookie;
use crate::identity::model::{Role, User};
use crate::identity::service::Identity;
use crate::platform::catalogue::Code;
use crate::platform::crypto;
use crate::platform::http::ApiProblem;

/// The person on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageCaller {
    /// Its number.
    pub user_id: UserId,
    /// The name it signs in with.
    pub username: String,
    /// The name that people read.
    pub display_name: String,
    /// What it is here for.
    pub role: Role,
}

impl PageCaller {
    /// Whether the caller may see what belongs to `owner`.
    #[must_use]
    pub fn may_see(&self, owner: UserId) -> bool {
        self.role.sees_everything() || self.user_id == owner
    }
}

impl From<User> for PageCaller {
    fn from(user: User) -> Self {
        let User { id, username, display_name, role, .. } = user;
        Self { user_id: id, username, display_name, role }
    }
}

/// The stored hash of the session that a request belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct SessionHash(pub(super) [u8; 32]);

/// Lets only requests of a signed-in page through, and tells handlers who it is.
///
/// # Errors
/// `csrf_header_missing` or `not_signed_in`.
pub async fn require_session(
    State(identity): State<Identity>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiProblem> {
    check_page_header(&request)?;
    let not_signed_in = || ApiProblem::new(Code::NotSignedIn);
    let hash = crypto::token_hash(cookie::session_token(request.headers()).ok_or_else(not_signed_in)?);
    let user = identity.user_of_session(hash).await?.ok_or_else(not_signed_in)?;
    request.extensions_mut().insert(PageCaller::from(user));
    request.extensions_mut().insert(SessionHash(hash));
    Ok(next.run(request).await)
}

/// Lets requests that change something through only with the header that no other site can make a
/// browser send.
///
/// # Errors
/// `csrf_header_missing`.
pub async fn require_page_header(request: Request, next: Next) -> Result<Response, ApiProblem> {
    check_page_header(&request)?;
    Ok(next.run(request).await)
}

fn check_page_header(request: &Request) -> Result<(), ApiProblem> {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if safe || request.headers().contains_key("x-waystation") {
        Ok(())
    } else {
        Err(ApiProblem::new(Code::CsrfHeaderMissing))
    }
}

fn extension<T: Clone + Send + Sync + 'static>(extensions: &Extensions) -> Result<T, ApiProblem> {
    extensions.get::<T>().cloned().ok_or_else(|| ApiProblem::new(Code::NotSignedIn))
}

impl<S: Send + Sync> FromRequestParts<S> for PageCaller {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiProblem> {
        extension(&parts.extensions)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SessionHash {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiProblem> {
        extension(&parts.extensions)
    }
}
