//! Signed requests of partners: read once, verified once, and only what was verified reaches a handler.
//!
//! The order of the checks is part of the API: key known, enabled, user name, address, timestamp,
//! signature, request id. Whatever a stranger could probe before the signature is answered alike.

mod body;
mod claims;
mod members;
mod request_id;
mod verify;

use std::sync::Arc;

use axum::extract::{FromRef, FromRequest, Request};
use serde::de::DeserializeOwned;
use waystation_shared::ids::{ApiKeyId, UserId};

use crate::identity::peer::Peer;
use crate::identity::service::Identity;
use crate::platform::http::{ApiProblem, EnvelopeError};
pub use request_id::RequestIdText;

/// The partner that signed a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerCaller {
    /// The user behind the key.
    pub user_id: UserId,
    /// The key.
    pub api_key_id: ApiKeyId,
    /// The user's name.
    pub username: Arc<str>,
}

/// A request whose signature is right, with its business members read into `T`.
///
/// `T` must refuse unknown members (`deny_unknown_fields`): a signature over text with `&` in it could
/// otherwise be reused with the text cut at that place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<T> {
    /// Who signed it.
    pub caller: PartnerCaller,
    /// The partner's own name of the request.
    pub request_id: RequestIdText,
    /// Where the partner wants the result; not yet judged.
    pub callback_url: Option<String>,
    /// The business members.
    pub params: T,
    /// SHA-256 over every verified member but signature and timestamp, in canonical form: equal for a
    /// repeated request, different when any parameter is.
    pub content_hash: [u8; 32],
}

impl<T, S> FromRequest<S> for Signed<T>
where
    T: DeserializeOwned,
    Identity: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = EnvelopeError;

    async fn from_request(request: Request, state: &S) -> Result<Self, EnvelopeError> {
        let identity = Identity::from_ref(state);
        let Peer(peer) = Peer::of(request.extensions());
        let received = body::receive(request).await.map_err(without_id)?;
        let request_id = received.readable_request_id();
        let failed = |problem| EnvelopeError { request_id: request_id.clone(), problem };
        let verified = verify::verify(&identity, received, peer).await.map_err(failed)?;
        verified.into_signed().map_err(failed)
    }
}

fn without_id(problem: ApiProblem) -> EnvelopeError {
    EnvelopeError { request_id: None, problem }
}
