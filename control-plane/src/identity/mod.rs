//! Who is calling: people with a session on the page, and programs of partners with signed requests.
//!
//! Knows users, their passwords, sessions, one-time links and API keys. Does not know what anybody may do
//! with a task or a terminal; domains below ask for the caller and judge for themselves.

mod api_key;
mod attempts;
mod first_user;
mod http;
mod jobs;
mod key_cache;
mod model;
mod password;
mod peer;
mod secret;
mod service;
mod session;
mod session_cache;
mod sign_in;
mod sign_in_link;
mod store;

pub use api_key::{KeyRules, KeySecrets, NewApiKey, add_api_key, key_secrets, restrict_api_key};
pub use first_user::{AddUserError, add_user, ensure_first_user};
pub use http::{
    PageCaller, PartnerCaller, RequestIdText, Signed, page_routes, public_routes, require_page_header,
    require_session,
};
pub use jobs::housekeeping;
pub use model::{NewUser, Role, User, Username, WeakPassword};
pub use secret::SecretError;
pub use service::{Identity, IdentitySettings};
pub use sign_in_link::issue_sign_in_link;
pub use store::{user_by_id, user_by_name};
