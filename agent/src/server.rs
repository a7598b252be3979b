//! The control plane as the agent calls it: one HTTP client with time-outs, the token, and errors in words.
//!
//! It repeats nothing by itself; whoever calls decides what is worth repeating.

use std::cell::Cell;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use waystation_shared::edge_api::{
    EnrolAnswer, EnrolRequest, PollAnswer, PollRequest, ProgressAnswer, ProgressRequest, Received,
    ReportAnswer, ScreenUpload,
};
use waystation_shared::problem::Problem;
use waystation_shared::time::Timestamp;

use crate::clock::Clock;
use crate::identity::{Identity, Token};

const CONNECT_WITHIN: Duration = Duration::from_secs(10);
const ANSWER_WITHIN: Duration = Duration::from_secs(15);
const KEEP_IDLE: Duration = Duration::from_secs(90);
/// No answer of the server is nearly as long; anything longer is not from it.
const LONGEST_ANSWER: usize = 4 * 1024 * 1024;
/// A sample of the server's clock taken over a slower call says too little.
const SKEW_SAMPLE_WITHIN_MS: i64 = 2_000;

/// Why a call brought nothing.
#[derive(Debug, Error)]
pub enum ServerError {
    /// The address cannot be one of a server.
    #[error("{0:?} is no address of a server; write it like https://waystation.example")]
    Address(String),
    /// The machine cannot make TLS connections.
    #[error(
        "secure connections cannot be set up: {0}; install the system's root certificates (ca-certificates)"
    )]
    Tls(String),
    /// No answer came, or one that is not from a Waystation server.
    #[error("the server cannot be reached: {0}; check the network and the address")]
    Unreachable(String),
    /// It answered that it cannot answer now.
    #[error("the server cannot answer now (HTTP {status}); it will be asked again")]
    Unavailable {
        /// The HTTP status.
        status: u16,
        /// How long it asked to be left alone.
        retry_after: Option<Duration>,
    },
    /// It understood and refused.
    #[error("{}", in_words(.0))]
    Refused(Box<Problem>),
}

/// What the server thinks of this agent's identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityProblem {
    /// It does not know the token.
    UnknownToken,
    /// It has frozen the terminal until a person decides.
    Frozen,
}

impl ServerError {
    /// Whether the refusal concerns who calls rather than what was asked; then asking again is no use.
    #[must_use]
    pub fn about_identity(&self) -> Option<IdentityProblem> {
        match self {
            Self::Refused(problem) if problem.code.ends_with("frozen") => Some(IdentityProblem::Frozen),
            Self::Refused(problem) if problem.status == 401 => Some(IdentityProblem::UnknownToken),
            Self::Refused(problem) if problem.status == 403 => Some(IdentityProblem::Frozen),
            Self::Refused(_)
            | Self::Address(_)
            | Self::Tls(_)
            | Self::Unreachable(_)
            | Self::Unavailable { .. } => None,
        }
    }
}

fn in_words(problem: &Problem) -> String {
    let detail = problem.detail.as_deref().map(|detail| format!(": {detail}")).unwrap_or_default();
    format!("{}{detail} ({}, request {})", problem.title, problem.code, problem.request_id)
}

/// A connection to the control plane. Keeps its sockets open between calls.
#[derive(Debug)]
pub struct Server {
    client: Client,
    base: Url,
    token: Option<Token>,
    clock: Clock,
    skew: Cell<Option<i64>>,
}

impl Server {
    /// The server at `address`, called without an identity: for enrolment.
    ///
    /// # Errors
    /// When the address is wrong or TLS cannot be set up.
    pub fn unknown_to(address: &str, clock: Clock) -> Result<Self, ServerError> {
        let base = parse_address(address)?;
        let client = build_client(&base)?;
        Ok(Self { client, base, token: None, clock, skew: Cell::new(None) })
    }

    /// The server that gave `identity`.
    ///
    /// # Errors
    /// When the address is wrong or TLS cannot be set up.
    pub fn of(identity: &Identity, clock: Clock) -> Result<Self, ServerError> {
        let server = Self::unknown_to(&identity.server, clock)?;
        Ok(Self { token: Some(identity.token.clone()), ..server })
    }

    /// The address all calls go to, with a slash at its end.
    #[must_use]
    pub fn address(&self) -> &str {
        self.base.as_str()
    }

    /// Whether the token travels unencrypted to another machine.
    #[must_use]
    pub fn sends_in_the_clear(&self) -> bool {
        let at_home = matches!(self.base.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        self.base.scheme() == "http" && !at_home
    }

    /// Milliseconds by which the server's clock is ahead of this machine's, as last measured.
    #[must_use]
    pub fn skew_millis(&self) -> Option<i64> {
        self.skew.get()
    }

    /// Exchanges a one-time code for an identity.
    ///
    /// # Errors
    /// See [`ServerError`].
    pub async fn enrol(&self, request: &EnrolRequest) -> Result<EnrolAnswer, ServerError> {
        self.ask("api/edge/enrol", request, Duration::ZERO, |answer: &EnrolAnswer| answer.server_time).await
    }

    /// Says how the terminal is and fetches its task.
    ///
    /// # Errors
    /// See [`ServerError`].
    pub async fn poll(&self, request: &PollRequest) -> Result<PollAnswer, ServerError> {
        let held = Duration::from_millis(request.wait_ms);
        self.ask("api/get_task", request, held, |answer: &PollAnswer| answer.server_time).await
    }

    /// Shows a sign of life of a running task.
    ///
    /// # Errors
    /// See [`ServerError`].
    pub async fn progress(&self, request: &ProgressRequest) -> Result<ProgressAnswer, ServerError> {
        self.ask("api/task_progress", request, Duration::ZERO, |answer: &ProgressAnswer| answer.server_time)
            .await
    }

    /// Hands in the end of a run; `body` is a `ReportRequest`, byte by byte the same at every attempt.
    ///
    /// # Errors
    /// See [`ServerError`].
    pub async fn report(&self, body: Vec<u8>) -> Result<ReportAnswer, ServerError> {
        self.send("api/report_result", body, Duration::ZERO, |answer: &ReportAnswer| answer.server_time).await
    }

    /// Sends a picture of the screen.
    ///
    /// # Errors
    /// See [`ServerError`].
    pub async fn show(&self, upload: &ScreenUpload) -> Result<Received, ServerError> {
        self.ask("api/edge/screen", upload, Duration::ZERO, |answer: &Received| answer.server_time).await
    }

    async fn ask<Q: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        request: &Q,
        held: Duration,
        server_time: fn(&A) -> Timestamp,
    ) -> Result<A, ServerError> {
        let body =
            serde_json::to_vec(request).map_err(|error| ServerError::Unreachable(error.to_string()))?;
        self.send(path, body, held, server_time).await
    }

    async fn send<A: DeserializeOwned>(
        &self,
        path: &str,
        body: Vec<u8>,
        held: Duration,
        server_time: fn(&A) -> Timestamp,
    ) -> Result<A, ServerError> {
        let sent_at = (self.clock)();
        let request = self.request(path)?.timeout(ANSWER_WITHIN.saturating_add(held)).body(body);
        let response = request.send().await.map_err(|error| unreachable_because(&error))?;
        let answer = read_answer(response).await?;
        self.measure_skew(server_time(&answer), sent_at);
        Ok(answer)
    }

    fn request(&self, path: &str) -> Result<RequestBuilder, ServerError> {
        let url = self.base.join(path).map_err(|error| ServerError::Address(error.to_string()))?;
        let request = self.client.post(url).header(CONTENT_TYPE, "application/json");
        Ok(match &self.token {
            Some(token) => request.bearer_auth(token.reveal()),
            None => request,
        })
    }

    fn measure_skew(&self, server_time: Timestamp, sent_at: Timestamp) {
        let took = (self.clock)().millis_since(sent_at);
        if (0..=SKEW_SAMPLE_WITHIN_MS).contains(&took) {
            self.skew.set(Some(server_time.millis_since(sent_at).saturating_sub(took / 2)));
        }
    }
}

fn parse_address(address: &str) -> Result<Url, ServerError> {
    let wrong = || ServerError::Address(address.to_owned());
    let mut url: Url =
        format!("{}/", address.trim_end_matches('/')).parse().map_err(|_unparsable| wrong())?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(wrong());
    }
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

fn build_client(base: &Url) -> Result<Client, ServerError> {
    // A second call finds a provider already there, which is just as well.
    rustls::crypto::ring::default_provider().install_default().ok();
    let builder = Client::builder()
        .connect_timeout(CONNECT_WITHIN)
        .timeout(ANSWER_WITHIN)
        .pool_idle_timeout(KEEP_IDLE)
        .pool_max_idle_per_host(2)
        .tcp_keepalive(Duration::from_secs(30))
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("waystation-agent/", env!("CARGO_PKG_VERSION")));
    // Without TLS no certificates are needed, and a machine that has none must still be able to call.
    let builder = if base.scheme() == "http" { builder.tls_certs_only([]) } else { builder };
    builder.build().map_err(|error| ServerError::Tls(chain(&error)))
}

async fn read_answer<A: DeserializeOwned>(response: Response) -> Result<A, ServerError> {
    let status = response.status();
    let retry_after = asked_patience(&response);
    if status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
    {
        return Err(ServerError::Unavailable { status: status.as_u16(), retry_after });
    }
    let body = read_body(response).await?;
    if status.is_success() {
        return serde_json::from_slice(&body).map_err(|error| foreign(status, &error.to_string()));
    }
    match serde_json::from_slice(&body) {
        Ok(problem) => Err(ServerError::Refused(Box::new(problem))),
        // A hotel's sign-in page or a wrong proxy must never pass for a refusal by our server.
        Err(error) => Err(foreign(status, &error.to_string())),
    }
}

async fn read_body(mut response: Response) -> Result<Vec<u8>, ServerError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unreachable_because(&error))? {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST_ANSWER {
            return Err(foreign(response.status(), "the answer does not end"));
        }
    }
    Ok(body)
}

fn asked_patience(response: &Response) -> Option<Duration> {
    response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

fn foreign(status: StatusCode, why: &str) -> ServerError {
    ServerError::Unreachable(format!(
        "HTTP {} came from something that is no Waystation server ({why})",
        status.as_u16()
    ))
}

fn unreachable_because(error: &reqwest::Error) -> ServerError {
    ServerError::Unreachable(chain(error))
}

/// An error with its causes; the first alone rarely says what happened.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |told, cause| format!("{told}: {cause}"))
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
