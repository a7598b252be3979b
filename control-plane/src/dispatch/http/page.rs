//! Tasks as the page reads them: lists, details, figures.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use waystation_shared::ids::{OfficeNo, TaskId, TerminalId};
use waystation_shared::task::{TaskState, UnknownName};
use waystation_shared::time::{Timestamp, beijing, date_in};

use super::rules::rule_of;
use super::view::{TaskRow, TaskView};
use crate::dispatch::Dispatch;
use crate::dispatch::places::{self, Place};
use crate::dispatch::store::{self, Counts, TaskFilter};
use crate::platform::catalogue::{Code, Language};
use crate::platform::http::{ApiProblem, PageQuery, ValidQuery, page_of};

/// Which tasks are wanted; everything may be left out.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TaskQuery {
    /// States, separated by commas.
    state: Option<String>,
    kind: Option<String>,
    source: Option<String>,
    terminal_id: Option<i64>,
    office_no: Option<String>,
    /// Part of a parameter, of the request id or of the customer's name.
    q: Option<String>,
    /// From this moment on, Unix ms.
    from: Option<i64>,
    /// Before this moment, Unix ms.
    to: Option<i64>,
    limit: Option<i64>,
    cursor: Option<i64>,
}

impl TaskQuery {
    fn filter(&self) -> Result<TaskFilter, ApiProblem> {
        let states = self.state.as_deref().unwrap_or("").split(',').filter(|name| !name.is_empty());
        Ok(TaskFilter {
            states: states.map(|name| known("state", name)).collect::<Result<_, _>>()?,
            kind: self.kind.as_deref().map(|name| known("kind", name)).transpose()?,
            source: self.source.as_deref().map(|name| known("source", name)).transpose()?,
            terminal: self.terminal_id.map(TerminalId),
            office_no: self.office_no.as_deref().map(office).transpose()?,
            text: self.q.clone().filter(|text| !text.trim().is_empty()),
            from: self.from.map(Timestamp),
            to: self.to.map(Timestamp),
        })
    }
}

fn known<T: std::str::FromStr<Err = UnknownName>>(field: &str, text: &str) -> Result<T, ApiProblem> {
    text.parse().map_err(|error: UnknownName| ApiProblem::invalid_field(field, error.known))
}

fn office(text: &str) -> Result<OfficeNo, ApiProblem> {
    text.parse().map_err(|_not_an_office| ApiProblem::invalid_field("office_no", rule_of("officeNo")))
}

/// How many tasks are in each state: open ones in all, ended ones of today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StateCounts {
    pending: i64,
    assigned: i64,
    running: i64,
    done: i64,
    failed: i64,
    unknown: i64,
    cancelled: i64,
    expired: i64,
}

impl From<&Counts> for StateCounts {
    fn from(counts: &Counts) -> Self {
        Self {
            pending: counts.of(TaskState::Pending),
            assigned: counts.of(TaskState::Assigned),
            running: counts.of(TaskState::Running),
            done: counts.of(TaskState::Done),
            failed: counts.of(TaskState::Failed),
            unknown: counts.of(TaskState::Unknown),
            cancelled: counts.of(TaskState::Cancelled),
            expired: counts.of(TaskState::Expired),
        }
    }
}

/// One page of tasks, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskList {
    items: Vec<TaskRow>,
    next_cursor: Option<i64>,
    counts: StateCounts,
}

/// Midnight in Beijing before `now`.
fn start_of_day(now: Timestamp) -> Timestamp {
    let midnight = date_in(now, &beijing()).to_zoned(beijing());
    midnight.map_or(now, |midnight| Timestamp(midnight.timestamp().as_millisecond()))
}

/// Lists tasks.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "dispatch", params(TaskQuery),
    responses((status = 200, body = TaskList)))]
pub(super) async fn list(
    State(dispatch): State<Dispatch>,
    headers: HeaderMap,
    ValidQuery(query): ValidQuery<TaskQuery>,
) -> Result<Json<TaskList>, ApiProblem> {
    let language = Language::of(&headers);
    let filter = query.filter()?;
    let page = PageQuery { limit: query.limit, cursor: query.cursor };
    let today = start_of_day(dispatch.platform.clock.now());
    let (rows, counts) = dispatch
        .platform
        .store
        .report(move |reader| {
            let rows = store::list(reader, &filter, page.before(), page.limit() + 1)?;
            Ok::<_, ApiProblem>((rows, store::counts_since(reader, today)?))
        })
        .await?;
    let page = page_of(rows, page.limit(), |task| task.id.0);
    Ok(Json(TaskList {
        items: page.items.into_iter().map(|task| TaskRow::of(task, language)).collect(),
        next_cursor: page.next_cursor,
        counts: (&counts).into(),
    }))
}

/// Shows everything about one task.
#[utoipa::path(get, path = "/api/v1/tasks/{id}", tag = "dispatch", params(("id" = i64, Path)),
    responses((status = 200, body = TaskView)))]
pub(super) async fn one(
    State(dispatch): State<Dispatch>,
    headers: HeaderMap,
    Path(id): Path<i64>,
) -> Result<Json<TaskView>, ApiProblem> {
    let language = Language::of(&headers);
    let detail = dispatch.platform.store.report(move |reader| store::task_detail(reader, TaskId(id))).await?;
    detail
        .map(|detail| Json(TaskView::of(detail, language)))
        .ok_or_else(|| ApiProblem::new(Code::TaskUnknown).with(id))
}

/// The figures at the top of the page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Overview {
    terminals: TerminalFigures,
    tasks: TaskFigures,
}

/// Terminals by condition.
#[derive(Debug, Serialize, ToSchema)]
struct TerminalFigures {
    total: i64,
    online: i64,
    needs_attention: i64,
}

/// Tasks of today.
#[derive(Debug, Serialize, ToSchema)]
struct TaskFigures {
    done_today: i64,
    failed_today: i64,
    queued: i64,
    running: i64,
    unknown: i64,
    oldest_queued_ms: Option<i64>,
    success_rate_percent: Option<i64>,
}

/// Shows the figures of the day.
#[utoipa::path(get, path = "/api/v1/overview", tag = "dispatch", responses((status = 200, body = Overview)))]
pub(super) async fn overview(State(dispatch): State<Dispatch>) -> Result<Json<Overview>, ApiProblem> {
    let now = dispatch.platform.clock.now();
    let today = start_of_day(now);
    let (counts, fleet) = dispatch
        .platform
        .store
        .report(move |reader| {
            Ok::<_, ApiProblem>((store::counts_since(reader, today)?, crate::fleet::figures(reader, now)?))
        })
        .await?;
    let (done, failed) = (counts.of(TaskState::Done), counts.of(TaskState::Failed));
    Ok(Json(Overview {
        terminals: TerminalFigures {
            total: fleet.total,
            online: fleet.online,
            needs_attention: fleet.total - fleet.able,
        },
        tasks: TaskFigures {
            done_today: done,
            failed_today: failed,
            queued: counts.of(TaskState::Pending) + counts.of(TaskState::Assigned),
            running: counts.of(TaskState::Running),
            unknown: counts.of(TaskState::Unknown),
            oldest_queued_ms: counts.oldest_queued.map(|at| now.millis_since(at)),
            success_rate_percent: (done * 100).checked_div(done + failed),
        },
    }))
}

/// The cities and airports that a query may name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Cities {
    items: &'static [Place],
}

/// Lists cities and airports.
#[utoipa::path(get, path = "/api/v1/cities", tag = "dispatch", responses((status = 200, body = Cities)))]
pub(super) async fn cities() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "private, max-age=86400")], Json(Cities { items: places::all() }))
}
