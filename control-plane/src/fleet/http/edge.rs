//! What agents call, and who they are.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRef, FromRequestParts, State};
use axum::http::header;
use axum::http::request::Parts;
use waystation_shared::edge_api::{EnrolAnswer, EnrolRequest, Received, ScreenUpload};
use waystation_shared::ids::TerminalId;

use crate::fleet::enrol::{self, EnrolError};
use crate::fleet::model::{NodeIdentity, TerminalState};
use crate::fleet::screens::{self, PictureError};
use crate::fleet::{Fleet, Node, store};
use crate::platform::catalogue::Code;
use crate::platform::crypto;
use crate::platform::events::Event;
use crate::platform::http::{ApiProblem, Valid};
use crate::platform::settings;
use crate::platform::store::StoreError;

/// The setting that holds the server's public signing key.
const PUBLIC_KEY: &str = "signing.public_key";

/// The terminal that calls, known by its token.
#[derive(Debug, Clone)]
pub struct EdgeCaller(pub Arc<Node>);

impl EdgeCaller {
    /// Checks that the body speaks for the caller.
    ///
    /// # Errors
    /// When it names another terminal.
    pub fn must_be(&self, claimed: TerminalId) -> Result<(), ApiProblem> {
        if self.0.id == claimed { Ok(()) } else { Err(ApiProblem::new(Code::WrongTerminal).with(claimed)) }
    }
}

impl<S> FromRequestParts<S> for EdgeCaller
where
    Fleet: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiProblem> {
        let fleet = Fleet::from_ref(state);
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or(ApiProblem::new(Code::TerminalTokenInvalid))?;
        let hash = crypto::token_hash(token);
        match fleet.presence.by_token(&hash) {
            Some(node) => Ok(Self(node)),
            None => fleet.look_up(hash).await.map(Self),
        }
    }
}

impl Fleet {
    /// Asks the store about a token that memory does not know: enrolled a moment ago, frozen, or wrong.
    async fn look_up(&self, hash: [u8; 32]) -> Result<Arc<Node>, ApiProblem> {
        let state = self.platform.store.read(move |reader| store::state_of_token(reader, &hash)).await?;
        match state {
            Some(TerminalState::Enrolled) => {
                self.refresh().await?;
                self.presence.by_token(&hash).ok_or(ApiProblem::new(Code::TerminalTokenInvalid))
            }
            Some(TerminalState::Frozen) => Err(ApiProblem::new(Code::TerminalFrozen)),
            Some(TerminalState::WaitingEnrolment) | None => Err(ApiProblem::new(Code::TerminalTokenInvalid)),
        }
    }

    /// Two machines use one identity: nobody may go on until a person has chosen.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn freeze(&self, id: TerminalId) -> Result<(), StoreError> {
        let now = self.platform.clock.now();
        self.platform
            .store
            .write(move |tx| {
                store::set_state(tx, id, TerminalState::Frozen)?;
                store::log_change(tx, id, "frozen: two machines use one identity", now)
            })
            .await?;
        self.presence.forget(id);
        self.moved.nudge();
        self.platform.events.send(Event::Terminal(id));
        Ok(())
    }
}

/// Exchanges an enrolment code for the identity of a terminal.
#[utoipa::path(post, path = "/api/edge/enrol", tag = "edge",
    request_body = EnrolRequest,
    responses((status = 200, body = EnrolAnswer), (status = 401, description = "The code is not valid")))]
pub(super) async fn enrol(
    State(fleet): State<Fleet>,
    Valid(request): Valid<EnrolRequest>,
) -> Result<Json<EnrolAnswer>, ApiProblem> {
    let now = fleet.platform.clock.now();
    let (terminal, token, key) = fleet
        .platform
        .store
        .write(move |tx| {
            let (terminal, token) = enrol::enrol(tx, &request, now)?;
            let key = settings::get(tx, PUBLIC_KEY)?.unwrap_or_default();
            Ok::<_, EnrolError>((terminal, token, key))
        })
        .await?;
    let token_hash = crypto::token_hash(&token);
    fleet.presence.insert(&NodeIdentity { id: terminal.id, token_hash, sequence: 0, has_tasks: true });
    fleet.platform.events.send(Event::Terminal(terminal.id));
    Ok(Json(EnrolAnswer {
        terminal_id: terminal.id,
        name: terminal.name,
        office_no: terminal.office_no,
        pid: terminal.pid,
        token,
        server_public_key: key,
        server_time: now,
    }))
}

/// Takes a picture of a terminal's screen.
#[utoipa::path(post, path = "/api/edge/screen", tag = "edge", request_body = ScreenUpload,
    responses((status = 200, body = Received)))]
pub(super) async fn upload_screen(
    State(fleet): State<Fleet>,
    caller: EdgeCaller,
    Valid(upload): Valid<ScreenUpload>,
) -> Result<Json<Received>, ApiProblem> {
    caller.must_be(upload.terminal_id)?;
    let now = fleet.platform.clock.now();
    let checked = screens::check(upload)?;
    fleet.platform.store.write(move |tx| screens::keep(tx, &checked, now)).await?;
    fleet.platform.events.send(Event::Terminal(caller.0.id));
    Ok(Json(Received { server_time: now }))
}

impl From<EnrolError> for ApiProblem {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::Taken(office, pid) => Self::new(Code::OfficePidTaken).with(office).with(pid),
            EnrolError::CodeInvalid => Self::new(Code::EnrolCodeInvalid),
            EnrolError::Unknown(id) => Self::new(Code::TerminalUnknown).with(id),
            EnrolError::Crypto(error) => Self::internal(&error),
            EnrolError::Store(error) => error.into(),
        }
    }
}

impl From<PictureError> for ApiProblem {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::NotPng(field) => Self::invalid_field(field, "PNG, base64"),
            PictureError::Store(error) => error.into(),
        }
    }
}
