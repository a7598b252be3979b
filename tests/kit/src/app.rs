//! The app under test: the real router on a real port, with a clock that the test moves.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use waystation_control_plane::app::App;
use waystation_control_plane::config::Config;
use waystation_control_plane::identity::{self, NewUser, Role};
use waystation_control_plane::platform::clock::Clock;
use waystation_control_plane::platform::store::{StoreError, ToParam};
use waystation_control_plane::router;
use waystation_shared::sign;
use waystation_shared::time::Timestamp;

use crate::postgres::Database;
use crate::terminal::TestTerminal;

/// Noon in Beijing on 2026-11-21.
const START: Timestamp = Timestamp(1_795_233_600_000);

/// Which store a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// A real server.
    Postgres,
}

/// A key of the open API, with its secrets.
#[derive(Debug, Clone)]
pub struct ApiKey {
    /// Whose it is.
    pub username: String,
    /// The public half.
    pub api_key: String,
    /// Signs requests.
    pub md5_key: String,
    /// Signs callbacks.
    pub webhook_secret: String,
}

/// The app under test. Its loops do not run unless asked for: tests call each round by name.
#[derive(Debug)]
pub struct TestApp {
    /// The app itself.
    pub app: App,
    /// Moves its time.
    pub clock: Clock,
    /// Where it listens.
    pub address: SocketAddr,
    /// Calls it.
    pub http: Client,
    config: Config,
    server: JoinHandle<()>,
    data_dir: tempfile::TempDir,
    _database: Option<Database>,
}

impl TestApp {
    /// An app with an empty store, callbacks to loopback allowed.
    pub async fn start(engine: Engine) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let data_dir = tempfile::tempdir().expect("a data directory");
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => {
                Some(tokio::task::spawn_blocking(Database::create).await.expect("a test database"))
            }
        };
        let mut config = test_config();
        config.store.database_url = database.as_ref().map(Database::url);
        config.store.connections = 16;
        let clock = Clock::manual(START);
        let app = open(data_dir.path().to_owned(), config.clone(), clock.clone()).await;
        let (address, server) = serve(app.clone()).await;
        let http = Client::builder().timeout(Duration::from_secs(20)).build().expect("a client");
        Self { app, clock, address, http, config, server, data_dir, _database: database }
    }

    /// A second server on the same store, with a memory of its own: another process, or this one after
    /// it was killed.
    pub async fn another_server(&self) -> (App, SocketAddr) {
        let app = open(self.data_dir.path().to_owned(), self.config.clone(), self.clock.clone()).await;
        let (address, _server) = serve(app.clone()).await;
        (app, address)
    }

    /// Where a path of the app is.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The first column of the first row.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let row = self.app.platform.store.read(move |reader| reader.one(sql, &[], |row| row.get(0)));
        row.await.unwrap_or_else(|error: StoreError| panic!("{sql}: {error}"))
    }

    /// Changes rows behind the app's back.
    pub async fn execute(&self, sql: &'static str, params: Vec<i64>) -> u64 {
        let changed = self.app.platform.store.write(move |tx| {
            let params: Vec<_> = params.iter().map(ToParam::to_param).collect();
            tx.execute(sql, &params)
        });
        changed.await.unwrap_or_else(|error: StoreError| panic!("{sql}: {error}"))
    }

    /// Adds a user without a password.
    pub async fn user(&self, username: &str, role: Role) -> waystation_shared::ids::UserId {
        let new = NewUser {
            username: username.parse().expect("a user name"),
            display_name: format!("{username} 公司"),
            role,
        };
        let now = self.clock.now();
        let added = self.app.platform.store.write(move |tx| identity::add_user(tx, &new, now));
        added.await.unwrap_or_else(|error: identity::AddUserError| panic!("{username}: {error}"))
    }

    /// Adds a user with a key of the open API.
    pub async fn partner(&self, username: &str) -> ApiKey {
        let user = self.user(username, Role::User).await;
        let (vault, now) = (self.app.platform.vault.clone(), self.clock.now());
        let added =
            self.app.platform.store.write(move |tx| identity::add_api_key(tx, &vault, user, now)).await;
        let key = added.unwrap_or_else(|error| panic!("{username}: {error}"));
        ApiKey {
            username: username.to_owned(),
            api_key: key.api_key,
            md5_key: key.md5_key,
            webhook_secret: key.webhook_secret,
        }
    }

    /// Signs in by a one-time link and answers a page that carries the session.
    pub async fn page(&self, username: &str, role: Role) -> Page {
        let user = self.user(username, role).await;
        let now = self.clock.now();
        let issued =
            self.app.platform.store.write(move |tx| identity::issue_sign_in_link(tx, user, now)).await;
        let token = issued.unwrap_or_else(|error: identity::SecretError| panic!("{username}: {error}"));
        let response = self
            .http
            .post(self.url(&format!("/api/v1/sign-in-links/{token}")))
            .header("x-waystation", "1")
            .json(&json!({}))
            .send()
            .await
            .expect("follow the link");
        assert_eq!(response.status(), 200, "the link signs in");
        let cookie = response.headers().get("set-cookie").expect("a cookie").to_str().expect("text");
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Page { http: self.http.clone(), base: self.url(""), cookie }
    }

    /// Enrols a terminal over HTTP and polls once, so that it can get tasks.
    pub async fn terminal(&self, office: &str, pid: &str) -> TestTerminal {
        let terminal = TestTerminal::enrol(self, office, pid).await;
        terminal.poll().await;
        self.app.fleet.flush_presence().await.expect("flush");
        terminal
    }

    /// Posts a body signed by scheme v1.
    pub async fn signed(&self, key: &ApiKey, path: &str, request_id: &str, params: Value) -> (u16, Value) {
        let body = signed_body(key, request_id, params);
        let response = self.http.post(self.url(path)).json(&body).send().await.expect("a signed call");
        let status = response.status().as_u16();
        (status, response.json().await.expect("JSON"))
    }

    /// Fails when something was announced and nobody took it up.
    pub async fn assert_settled(&self) {
        self.app.webhooks.round().await.expect("a round of callbacks");
        self.app.webhooks.settled().await;
        assert_eq!(self.number("SELECT COUNT(*) FROM outbox").await, 0, "entries left in the outbox");
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.app.platform.shutdown.begin();
        self.server.abort();
    }
}

fn test_config() -> Config {
    let mut config = Config::default();
    config.callbacks.allow_http = true;
    config.callbacks.allow_any_port = true;
    config.callbacks.allow_cidrs = vec!["127.0.0.0/8".parse().expect("a network")];
    config
}

async fn open(data_dir: std::path::PathBuf, config: Config, clock: Clock) -> App {
    let opening = tokio::task::spawn_blocking(move || App::open(&data_dir, &config, clock));
    let app = opening.await.expect("open").unwrap_or_else(|error| panic!("open the app: {error}"));
    app.prepare().await.expect("prepare the app");
    app
}

async fn serve(app: App) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("listen");
    let address = listener.local_addr().expect("an address");
    let service = router::build(app).into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move {
        let _ = axum_serve(listener, service).await;
    });
    (address, server)
}

async fn axum_serve(
    listener: TcpListener,
    service: waystation_control_plane::router::Service,
) -> std::io::Result<()> {
    waystation_control_plane::router::serve(listener, service).await
}

/// A body with the five security members and its v1 signature.
pub fn signed_body(key: &ApiKey, request_id: &str, params: Value) -> Value {
    let mut members: BTreeMap<String, Value> = BTreeMap::new();
    if let Value::Object(params) = params {
        members.extend(params);
    }
    members.insert("username".to_owned(), json!(key.username));
    members.insert("api_key".to_owned(), json!(key.api_key));
    members.insert("requestId".to_owned(), json!(request_id));
    members.entry("callbackUrl".to_owned()).or_insert_with(|| json!("http://127.0.0.1:9/callback"));
    let signature = sign::sign(&members, &key.md5_key).expect("signable");
    members.insert("sign".to_owned(), json!(signature));
    json!(members)
}

/// A browser that is signed in.
#[derive(Debug, Clone)]
pub struct Page {
    http: Client,
    base: String,
    cookie: String,
}

impl Page {
    /// Sends a request with the session.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .header("cookie", &self.cookie)
            .header("x-waystation", "1")
            .header("accept-language", "en");
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        request.send().await.expect("a page call")
    }

    /// Posts as another site's page would: with the cookie, without the header. Answers status and code.
    pub async fn forged(&self, path: &str, body: &Value) -> (u16, Value) {
        let request =
            self.http.post(format!("{}{path}", self.base)).header("cookie", &self.cookie).json(body);
        let response = request.send().await.expect("a forged call");
        let status = response.status().as_u16();
        let problem: Value = response.json().await.expect("JSON");
        (status, problem["code"].clone())
    }

    /// Gets JSON.
    pub async fn get(&self, path: &str) -> Value {
        let response = self.send(Method::GET, path, None).await;
        assert!(response.status().is_success(), "GET {path}: {}", response.status());
        response.json().await.expect("JSON")
    }

    /// Posts JSON under an idempotency key; answers status and body.
    pub async fn send_once(&self, path: &str, key: &str, body: Value) -> (u16, Value) {
        let request = self.http.post(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let request = request.header("x-waystation", "1").header("idempotency-key", key).json(&body);
        let response = request.send().await.expect("a page call");
        (response.status().as_u16(), response.json().await.unwrap_or(Value::Null))
    }

    /// Posts JSON; answers status and body.
    pub async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let response = self.send(Method::POST, path, Some(body)).await;
        (response.status().as_u16(), response.json().await.unwrap_or(Value::Null))
    }
}
