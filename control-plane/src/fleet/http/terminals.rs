//! Terminals on the page.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use waystation_shared::edge_api::EdgeCommand;
use waystation_shared::ids::{OfficeNo, TerminalId};
use waystation_shared::time::Timestamp;

use crate::fleet::enrol::{IssuedCode, make_code, register};
use crate::fleet::model::{NewTerminal, Terminal, TerminalPresence, TerminalReadiness, TerminalState};
use crate::fleet::{Fleet, store};
use crate::identity::PageCaller;
use crate::platform::catalogue::Code;
use crate::platform::events::Event;
use crate::platform::http::{ApiProblem, Valid};
use crate::platform::store::StoreError;

/// A terminal, as the page shows it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TerminalView {
    id: i64,
    name: String,
    office_no: String,
    pid: String,
    /// Whose it is.
    owner: Option<String>,
    kind: String,
    remark: String,
    state: TerminalState,
    presence: TerminalPresence,
    /// Null before the first poll.
    readiness: Option<TerminalReadiness>,
    /// Why it is not ready, as a stable name.
    reason: Option<String>,
    paused: bool,
    agent_version: String,
    os_info: String,
    host_name: String,
    last_seen_at: Option<i64>,
    /// Tasks assigned to it or running on it.
    queued: i64,
    success_count: i64,
    fail_count: i64,
    screen: Option<ScreenRef>,
    unknown_glyphs: i64,
    ticketing_codes: Vec<String>,
    production_codes: Vec<String>,
    created_at: i64,
}

/// Names a picture.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ScreenRef {
    hash: String,
    taken_at: i64,
}

impl TerminalView {
    fn of(terminal: Terminal, now: Timestamp) -> Self {
        Self {
            presence: terminal.presence(now),
            id: terminal.id.0,
            name: terminal.name,
            office_no: terminal.office_no.into(),
            pid: terminal.pid,
            owner: terminal.owner,
            kind: terminal.kind,
            remark: terminal.remark,
            state: terminal.state,
            readiness: terminal.readiness,
            reason: terminal.reason,
            paused: terminal.paused,
            agent_version: terminal.agent_version,
            os_info: terminal.os_info,
            host_name: terminal.host_name,
            last_seen_at: terminal.last_active_at.map(|at| at.0),
            queued: terminal.current_task_count,
            success_count: terminal.success_count,
            fail_count: terminal.fail_count,
            screen: terminal.screen.map(|(hash, at)| ScreenRef { hash, taken_at: at.0 }),
            unknown_glyphs: terminal.unknown_glyphs,
            ticketing_codes: terminal.ticketing_codes,
            production_codes: terminal.production_codes,
            created_at: terminal.created_at.0,
        }
    }
}

/// Every terminal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TerminalList {
    items: Vec<TerminalView>,
}

/// Lists every terminal.
#[utoipa::path(get, path = "/api/v1/terminals", tag = "fleet", responses((status = 200, body = TerminalList)))]
pub(super) async fn list(State(fleet): State<Fleet>) -> Result<Json<TerminalList>, ApiProblem> {
    let now = fleet.platform.clock.now();
    let terminals = fleet.platform.store.report(store::all_terminals).await?;
    let items = terminals.into_iter().map(|terminal| TerminalView::of(terminal, now)).collect();
    Ok(Json(TerminalList { items }))
}

/// Shows one terminal.
#[utoipa::path(get, path = "/api/v1/terminals/{id}", tag = "fleet", params(("id" = i64, Path)),
    responses((status = 200, body = TerminalView)))]
pub(super) async fn one(
    State(fleet): State<Fleet>,
    Path(id): Path<i64>,
) -> Result<Json<TerminalView>, ApiProblem> {
    let terminal = fleet.existing(TerminalId(id)).await?;
    Ok(Json(TerminalView::of(terminal, fleet.platform.clock.now())))
}

/// What a terminal to register must say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateTerminal {
    name: String,
    /// `PEK099`
    office_no: String,
    pid: String,
    #[serde(default)]
    remark: String,
}

/// A terminal with the code that enrols it. The code is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CodeView {
    terminal: TerminalView,
    enrol_code: String,
    /// What to type on the Eterm PC.
    enrol_command: String,
    expires_at: i64,
}

impl Fleet {
    async fn existing(&self, id: TerminalId) -> Result<Terminal, ApiProblem> {
        let terminal = self.platform.store.read(move |reader| store::load_terminal(reader, id)).await?;
        terminal.ok_or_else(|| ApiProblem::new(Code::NotFound).with(id).at("id"))
    }

    async fn code_view(&self, issued: IssuedCode, headers: &HeaderMap) -> Result<CodeView, ApiProblem> {
        let terminal = self.existing(issued.terminal).await?;
        let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("SERVER");
        let scheme = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok()).unwrap_or("http");
        Ok(CodeView {
            terminal: TerminalView::of(terminal, self.platform.clock.now()),
            enrol_command: format!(
                "waystation-agent enrol --server {scheme}://{host} --code {}",
                issued.code
            ),
            enrol_code: issued.code,
            expires_at: issued.expires_at.0,
        })
    }
}

/// Registers a terminal.
#[utoipa::path(post, path = "/api/v1/terminals", tag = "fleet", request_body = CreateTerminal,
    responses((status = 201, body = CodeView), (status = 409, description = "Office and PID exist")))]
pub(super) async fn create(
    State(fleet): State<Fleet>,
    caller: PageCaller,
    headers: HeaderMap,
    Valid(request): Valid<CreateTerminal>,
) -> Result<(StatusCode, Json<CodeView>), ApiProblem> {
    let now = fleet.platform.clock.now();
    let office_no: OfficeNo =
        request.office_no.parse().map_err(|error| ApiProblem::invalid_field("office_no", error))?;
    let new = NewTerminal {
        name: required("name", &request.name, 60)?,
        office_no,
        pid: checked_pid(&request.pid)?,
        remark: request.remark,
        owner: Some(caller.user_id),
    };
    let issued = fleet.platform.store.write(move |tx| register(tx, &new, now)).await?;
    fleet.platform.events.send(Event::Terminal(issued.terminal));
    Ok((StatusCode::CREATED, Json(fleet.code_view(issued, &headers).await?)))
}

/// Makes a new enrolment code, for a first machine or for one that replaces it.
#[utoipa::path(post, path = "/api/v1/terminals/{id}/enrol-code", tag = "fleet", params(("id" = i64, Path)),
    responses((status = 200, body = CodeView)))]
pub(super) async fn new_code(
    State(fleet): State<Fleet>,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<Json<CodeView>, ApiProblem> {
    let now = fleet.platform.clock.now();
    let issued = fleet.platform.store.write(move |tx| make_code(tx, TerminalId(id), now)).await?;
    Ok(Json(fleet.code_view(issued, &headers).await?))
}

fn required(field: &str, text: &str, longest: usize) -> Result<String, ApiProblem> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > longest || text.chars().any(char::is_control) {
        return Err(ApiProblem::invalid_field(field, format!("1–{longest}")));
    }
    Ok(text.to_owned())
}

fn checked_pid(pid: &str) -> Result<String, ApiProblem> {
    if (1..=8).contains(&pid.len()) && pid.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(pid.to_owned())
    } else {
        Err(ApiProblem::invalid_field("pid", "1–8 × 0–9"))
    }
}

/// What can be changed of a terminal; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeTerminal {
    name: Option<String>,
    remark: Option<String>,
    ticketing_codes: Option<Vec<String>>,
    production_codes: Option<Vec<String>>,
}

/// Changes what people say of a terminal.
#[utoipa::path(patch, path = "/api/v1/terminals/{id}", tag = "fleet", params(("id" = i64, Path)),
    request_body = ChangeTerminal, responses((status = 200, body = TerminalView)))]
pub(super) async fn change(
    State(fleet): State<Fleet>,
    Path(id): Path<i64>,
    Valid(change): Valid<ChangeTerminal>,
) -> Result<Json<TerminalView>, ApiProblem> {
    let mut terminal = fleet.existing(TerminalId(id)).await?;
    if let Some(name) = &change.name {
        terminal.name = required("name", name, 60)?;
    }
    if let Some(remark) = change.remark {
        terminal.remark = remark.chars().take(500).collect();
    }
    if let Some(codes) = change.ticketing_codes {
        terminal.ticketing_codes = checked_codes("ticketing_codes", codes)?;
    }
    if let Some(codes) = change.production_codes {
        terminal.production_codes = checked_codes("production_codes", codes)?;
    }
    let updated = terminal.clone();
    fleet.platform.store.write(move |tx| store::update_terminal(tx, &updated)).await?;
    fleet.platform.events.send(Event::Terminal(terminal.id));
    Ok(Json(TerminalView::of(terminal, fleet.platform.clock.now())))
}

fn checked_codes(field: &str, codes: Vec<String>) -> Result<Vec<String>, ApiProblem> {
    let well_formed = |code: &String| {
        (1..=20).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if codes.len() <= 100 && codes.iter().all(well_formed) {
        Ok(codes)
    } else {
        Err(ApiProblem::invalid_field(field, "A–Z 0–9 -"))
    }
}

/// Shows the last picture of the screen.
#[utoipa::path(get, path = "/api/v1/terminals/{id}/screen", tag = "fleet", params(("id" = i64, Path)),
    responses((status = 200, description = "A PNG", content_type = "image/png")))]
pub(super) async fn screen(
    State(fleet): State<Fleet>,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<Response, ApiProblem> {
    let (hash, picture, ..) = fleet.stored_screen(id).await?;
    let tag = format!("\"{hash}\"");
    let fresh = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let caching = [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, "private, no-cache")];
    if fresh {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, [(header::CONTENT_TYPE, "image/png")], picture).into_response())
}

/// A screen as text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ScreenText {
    text: String,
    hash: String,
    taken_at: i64,
}

/// Shows the last screen as text.
#[utoipa::path(get, path = "/api/v1/terminals/{id}/screen-text", tag = "fleet", params(("id" = i64, Path)),
    responses((status = 200, body = ScreenText)))]
pub(super) async fn screen_text(
    State(fleet): State<Fleet>,
    Path(id): Path<i64>,
) -> Result<Json<ScreenText>, ApiProblem> {
    let (hash, _, text, taken_at) = fleet.stored_screen(id).await?;
    Ok(Json(ScreenText { text, hash, taken_at: taken_at.0 }))
}

impl Fleet {
    async fn stored_screen(&self, id: i64) -> Result<store::StoredScreen, ApiProblem> {
        let screen = self.platform.store.read(move |reader| store::screen(reader, TerminalId(id))).await?;
        screen.ok_or_else(|| ApiProblem::new(Code::NotFound).with("screen"))
    }
}

/// One change of a terminal's standing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangeView {
    at: i64,
    change: String,
}

/// The last changes of a terminal, newest first.
#[utoipa::path(get, path = "/api/v1/terminals/{id}/log", tag = "fleet", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<ChangeView>)))]
pub(super) async fn log(
    State(fleet): State<Fleet>,
    Path(id): Path<i64>,
) -> Result<Json<Vec<ChangeView>>, ApiProblem> {
    let changes =
        fleet.platform.store.read(move |reader| store::recent_changes(reader, TerminalId(id))).await?;
    Ok(Json(changes.into_iter().map(|(at, change)| ChangeView { at: at.0, change }).collect()))
}

/// What a person wants of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wanted {
    /// A picture now.
    Screenshot,
    /// No more tasks.
    Pause,
    /// Tasks again.
    Resume,
    /// The machine that polls next is the right one.
    Unfreeze,
}

/// The command of a person.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CommandRequest {
    command: Wanted,
}

/// Tells a terminal to do something.
#[utoipa::path(post, path = "/api/v1/terminals/{id}/commands", tag = "fleet", params(("id" = i64, Path)),
    request_body = CommandRequest, responses((status = 202, description = "The terminal will be told")))]
pub(super) async fn command(
    State(fleet): State<Fleet>,
    Path(id): Path<i64>,
    Valid(request): Valid<CommandRequest>,
) -> Result<StatusCode, ApiProblem> {
    let id = fleet.existing(TerminalId(id)).await?.id;
    let now = fleet.platform.clock.now();
    fleet.platform.store.write(move |tx| apply(tx, id, request.command, now)).await?;
    fleet.refresh().await?;
    fleet.presence.hint_command(id);
    fleet.moved.nudge();
    fleet.platform.events.send(Event::Terminal(id));
    Ok(StatusCode::ACCEPTED)
}

fn apply(
    tx: &mut crate::platform::store::Tx<'_>,
    id: TerminalId,
    wanted: Wanted,
    now: Timestamp,
) -> Result<(), CommandError> {
    let tell = match wanted {
        Wanted::Screenshot => EdgeCommand::Screenshot,
        Wanted::Pause => {
            store::set_paused(tx, id, true)?;
            EdgeCommand::Pause
        }
        Wanted::Resume => {
            store::set_paused(tx, id, false)?;
            EdgeCommand::Resume
        }
        Wanted::Unfreeze => {
            store::set_state(tx, id, TerminalState::Enrolled)?;
            return Ok(store::log_change(tx, id, "unfrozen", now)?);
        }
    };
    let text = serde_json::to_string(&tell)?;
    store::log_change(tx, id, &text, now)?;
    Ok(store::enqueue_command(tx, id, &text, now)?)
}

/// Why a command could not be written down.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<CommandError> for ApiProblem {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Json(error) => Self::internal(&error),
            CommandError::Store(error) => error.into(),
        }
    }
}
