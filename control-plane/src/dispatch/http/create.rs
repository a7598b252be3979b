//! Making a task: from a signed call of a partner, or from a form of the page.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};
use waystation_shared::edge_api::TaskParams;
use waystation_shared::ids::TaskId;
use waystation_shared::task::{TaskKind, TaskSource, UnknownName};
use waystation_shared::time::{Timestamp, beijing, date_in};

use super::fault::{Fault, Spelling};
use super::fields::Fields;
use super::operations::{read_params, take_choice};
use crate::dispatch::Dispatch;
use crate::dispatch::model::{NewTask, RequestKey};
use crate::dispatch::submit::{self, SubmitError, Submitted};
use crate::fleet::TerminalChoice;
use crate::identity::{PageCaller, Signed};
use crate::platform::catalogue::Code;
use crate::platform::crypto;
use crate::platform::http::{ApiProblem, Envelope, EnvelopeError, Valid, idempotency_key};
use crate::platform::outbound::check_callback_url;

impl Dispatch {
    /// Submits what a partner has signed.
    pub(super) async fn submit_signed(
        &self,
        kind: TaskKind,
        signed: Signed<Fields>,
    ) -> Result<Envelope, EnvelopeError> {
        let request_id = signed.request_id.to_string();
        let refuse = |problem| EnvelopeError { request_id: Some(request_id.clone()), problem };
        let now = self.platform.clock.now();
        let new = self.partner_task(kind, signed, now).map_err(&refuse)?;
        let id = self.submit(new).await.map_err(|error| refuse(refusal(error, Spelling::Camel)))?;
        Ok(Envelope { request_id, data: json!({"taskId": id}) })
    }

    fn partner_task(
        &self,
        kind: TaskKind,
        mut signed: Signed<Fields>,
        now: Timestamp,
    ) -> Result<NewTask, ApiProblem> {
        let callback_url = signed
            .callback_url
            .ok_or_else(|| ApiProblem::new(Code::MissingField).with("callbackUrl").at("callbackUrl"))?;
        check_callback_url(&callback_url, &self.callbacks)
            .map_err(|error| ApiProblem::new(Code::CallbackUrlInvalid).with(error).at("callbackUrl"))?;
        let told = |fault: Fault| fault.problem(Spelling::Camel);
        let choice = take_choice(kind, &mut signed.params).map_err(told)?;
        Ok(NewTask {
            user_id: signed.caller.user_id,
            api_key_id: Some(signed.caller.api_key_id),
            source: TaskSource::Api,
            params: read_params(kind, signed.params, date_in(now, &beijing())).map_err(told)?,
            choice,
            request: Some(RequestKey {
                request_id: signed.request_id.to_string(),
                content_hash: signed.content_hash,
            }),
            callback_url: Some(callback_url),
        })
    }

    async fn submit_page(
        &self,
        caller: &PageCaller,
        headers: &HeaderMap,
        (params, choice): (TaskParams, TerminalChoice),
    ) -> Result<(StatusCode, Json<CreatedTask>), ApiProblem> {
        let new = NewTask {
            user_id: caller.user_id,
            api_key_id: None,
            source: TaskSource::Page,
            request: idempotency_key(headers)?.map(|key| page_request(&key, &(&params, &choice))),
            params,
            choice,
            callback_url: None,
        };
        let id = self.submit(new).await.map_err(|error| refusal(error, Spelling::Snake))?;
        Ok((StatusCode::CREATED, Json(CreatedTask { id: id.0 })))
    }

    /// Submits a task and announces it; a repeated request answers its first task.
    async fn submit(&self, new: NewTask) -> Result<TaskId, SubmitError> {
        let now = self.platform.clock.now();
        match self.platform.store.write(move |tx| submit::submit(tx, &new, now)).await? {
            Submitted::Repeated(task) => Ok(task),
            Submitted::New(change) => {
                self.announce(&change);
                Ok(change.task)
            }
        }
    }
}

/// The request of a page: its key in a space of its own, which no request id of a partner can enter.
fn page_request(key: &str, content: &impl std::fmt::Debug) -> RequestKey {
    RequestKey {
        request_id: format!("page/{key}"),
        content_hash: crypto::token_hash(&format!("{content:?}")),
    }
}

/// A refused submission, naming the field as the caller spells it.
fn refusal(error: SubmitError, spelling: Spelling) -> ApiProblem {
    let (field, code, detail) = match error {
        SubmitError::RequestIdConflict => return ApiProblem::new(Code::RequestIdConflict).at("requestId"),
        SubmitError::TerminalUnknown(id) => ("terminalId", Code::TerminalUnknown, id.to_string()),
        SubmitError::OfficeUnknown(office) => ("officeNo", Code::OfficeNotAllowed, office),
        SubmitError::Store(error) => return error.into(),
    };
    Fault::coded(field, code, [detail]).problem(spelling)
}

/// A task of any kind, as the page asks for it. The parameters have the names of the open API.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskRequest {
    kind: String,
    params: Fields,
    #[serde(default)]
    terminal_id: Value,
    #[serde(default)]
    office_no: Value,
}

impl PartialSchema for TaskRequest {
    fn schema() -> RefOr<Schema> {
        let place = |kind, description| {
            let types = SchemaType::from_iter([kind, Type::Null]);
            ObjectBuilder::new().schema_type(types).description(Some(description)).build()
        };
        let whole = AllOfBuilder::new()
            .item(Ref::from_schema_name(TaskParams::name()))
            .item(
                ObjectBuilder::new()
                    .property("terminal_id", place(Type::Integer, "Only this terminal may run it"))
                    .property("office_no", place(Type::String, "Only terminals of this Office may run it")),
            )
            .build();
        RefOr::T(Schema::AllOf(whole))
    }
}

impl ToSchema for TaskRequest {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((TaskParams::name().into_owned(), TaskParams::schema()));
        TaskParams::schemas(schemas);
    }
}

impl TaskRequest {
    fn read(self, now: Timestamp) -> Result<(TaskParams, TerminalChoice), ApiProblem> {
        let kind =
            self.kind.parse().map_err(|error: UnknownName| ApiProblem::invalid_field("kind", error.known))?;
        let mut place = Fields([("terminalId".to_owned(), self.terminal_id)].into_iter().collect());
        place.0.insert("officeNo".to_owned(), self.office_no);
        // Here the Office of the terminal stands outside the parameters, so that every kind can have one.
        let choice =
            take_choice(TaskKind::QueryAv, &mut place).map_err(|fault| fault.problem(Spelling::Snake))?;
        let params = read_params(kind, self.params, date_in(now, &beijing()));
        Ok((params.map_err(|fault| fault.problem(Spelling::Camel))?, choice))
    }
}

/// The task that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CreatedTask {
    id: i64,
}

/// Submits a task of any kind. Fields of the parameters are named in errors by their path.
#[utoipa::path(post, path = "/api/v1/tasks", tag = "dispatch", request_body = TaskRequest,
    responses((status = 201, body = CreatedTask), (status = 422, description = "A field is wrong")))]
pub(super) async fn create(
    State(dispatch): State<Dispatch>,
    caller: PageCaller,
    headers: HeaderMap,
    Valid(request): Valid<TaskRequest>,
) -> Result<(StatusCode, Json<CreatedTask>), ApiProblem> {
    let task = request.read(dispatch.platform.clock.now())?;
    dispatch.submit_page(&caller, &headers, task).await
}

/// A query, as its form sends it.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
#[schema(rename_all = "snake_case")]
pub(super) struct PageQueryAv {
    dep_city: String,
    arr_city: String,
    /// `YYYY-MM-DD`
    dep_date: String,
    /// `HHMM`
    dep_time: Option<String>,
    airline: Option<String>,
    #[serde(default)]
    direct: bool,
    cabin: Option<String>,
    terminal_id: Option<i64>,
    office_no: Option<String>,
}

impl PageQueryAv {
    fn read(&self, now: Timestamp) -> Result<(TaskParams, TerminalChoice), ApiProblem> {
        let members = serde_json::to_value(self).and_then(serde_json::from_value);
        let mut fields: Fields = members.map_err(|error| ApiProblem::internal(&error))?;
        let told = |fault: Fault| fault.problem(Spelling::Snake);
        let choice = take_choice(TaskKind::QueryAv, &mut fields).map_err(told)?;
        Ok((read_params(TaskKind::QueryAv, fields, date_in(now, &beijing())).map_err(told)?, choice))
    }
}

/// Submits an availability query.
#[utoipa::path(post, path = "/api/v1/tasks/query-av", tag = "dispatch", request_body = PageQueryAv,
    responses((status = 201, body = CreatedTask), (status = 422, description = "A field is wrong")))]
pub(super) async fn query_av(
    State(dispatch): State<Dispatch>,
    caller: PageCaller,
    headers: HeaderMap,
    Valid(request): Valid<PageQueryAv>,
) -> Result<(StatusCode, Json<CreatedTask>), ApiProblem> {
    let task = request.read(dispatch.platform.clock.now())?;
    dispatch.submit_page(&caller, &headers, task).await
}
