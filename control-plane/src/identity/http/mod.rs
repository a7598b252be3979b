//! The page's routes of this domain: session, sign-in links, list of API keys.

mod api_keys;
mod caller;
mod cookie;
mod session;
mod sign_in_links;
mod signed;

use axum::extract::FromRef;
use axum::middleware::from_fn;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use caller::{PageCaller, require_page_header, require_session};
pub use signed::{PartnerCaller, RequestIdText, Signed};

use super::secret::SecretError;
use super::service::Identity;
use crate::platform::http::ApiProblem;

/// Routes for who is signed in; they need [`require_session`] around them.
pub fn page_routes<S>() -> OpenApiRouter<S>
where
    Identity: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    OpenApiRouter::new()
        .routes(routes!(session::show, session::sign_out))
        .routes(routes!(session::set_password))
        .routes(routes!(api_keys::list))
}

/// Routes on the way in, for who is not signed in yet. They ask for the page's own header themselves.
pub fn public_routes<S>() -> OpenApiRouter<S>
where
    Identity: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    OpenApiRouter::new()
        .routes(routes!(session::sign_in))
        .routes(routes!(sign_in_links::look, sign_in_links::follow))
        .route_layer(from_fn(require_page_header))
}

impl From<SecretError> for ApiProblem {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Store(error) => error.into(),
            SecretError::Crypto(error) => Self::internal(&error),
        }
    }
}
