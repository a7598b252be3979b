//! Callbacks to a strict receiver on loopback, on both engines.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test speaks by panicking, and its helpers are not marked as tests"
)]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use waystation_control_plane::identity::Role;
use waystation_control_plane::webhooks::{DeliveryView, Webhooks, deliveries_of};
use waystation_kit::{ApiKey, TestApp, TestTerminal, both_engines};
use waystation_shared::ids::TaskId;
use waystation_shared::sign::{self, WebhookSecret};

/// How the receiver answers.
#[derive(Debug, Clone)]
enum Manner {
    Status(u16),
    RetryAfter(&'static str),
    Redirect,
    Big,
    /// Holds each call open until a permit is added.
    Hold,
}

#[derive(Debug, Clone)]
struct Call {
    headers: HeaderMap,
    body: String,
}

impl Call {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap().to_str().unwrap()
    }
}

/// A partner's server that remembers every call.
#[derive(Clone)]
struct Receiver {
    address: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    calls: Arc<Mutex<Vec<Call>>>,
    open: Arc<AtomicUsize>,
    most_open: Arc<AtomicUsize>,
    release: Arc<Semaphore>,
}

impl Receiver {
    async fn start(ip: &str, manner: Manner) -> Self {
        let listener = tokio::net::TcpListener::bind((ip, 0)).await.unwrap();
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            manner: Arc::new(Mutex::new(manner)),
            calls: Arc::default(),
            open: Arc::default(),
            most_open: Arc::default(),
            release: Arc::new(Semaphore::new(0)),
        };
        let routes = Router::new().fallback(answer).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        receiver
    }

    fn url(&self) -> String {
        format!("http://{}/cb", self.address)
    }

    fn answers(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    async fn until_open(&self, count: usize) {
        let reached = async {
            while self.open.load(Ordering::SeqCst) < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), reached).await.expect("the calls arrive");
    }
}

async fn answer(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8(body.to_vec()).expect("a callback is text");
    receiver.calls.lock().unwrap().push(Call { headers, body });
    let open = receiver.open.fetch_add(1, Ordering::SeqCst) + 1;
    receiver.most_open.fetch_max(open, Ordering::SeqCst);
    let manner = receiver.manner.lock().unwrap().clone();
    let response = match manner {
        Manner::Status(status) => (StatusCode::from_u16(status).unwrap(), "ok").into_response(),
        Manner::RetryAfter(when) => {
            (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, when)]).into_response()
        }
        Manner::Redirect => (StatusCode::FOUND, [(header::LOCATION, receiver.url())]).into_response(),
        Manner::Big => (StatusCode::INTERNAL_SERVER_ERROR, "大".repeat(1_000_000)).into_response(),
        Manner::Hold => {
            receiver.release.acquire().await.unwrap().forget();
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    };
    receiver.open.fetch_sub(1, Ordering::SeqCst);
    response
}

/// Submits a query, runs it on `terminal` and reports it done.
async fn finish(
    app: &TestApp,
    (key, terminal): (&ApiKey, &TestTerminal),
    request_id: &str,
    url: &str,
) -> i64 {
    let params = json!({"depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25", "callbackUrl": url});
    let (_, answer) = app.signed(key, "/api/query_av", request_id, params).await;
    let task = answer["data"]["taskId"].as_i64().unwrap_or_else(|| panic!("{answer}"));
    let assigned = terminal.poll().await["task"].clone();
    assert_eq!(assigned["task_id"], task);
    let (status, answer) = terminal.report(&assigned, "done", json!({"pages": 1, "share": 0.5})).await;
    assert_eq!(status, 200, "{answer}");
    task
}

/// One round of the sender, until everything it began is settled.
async fn send(webhooks: &Webhooks) {
    webhooks.round().await.unwrap();
    webhooks.settled().await;
}

async fn delivery(app: &TestApp, task: i64) -> DeliveryView {
    let found = app.app.platform.store.read(move |reader| deliveries_of(reader, TaskId(task))).await.unwrap();
    let [delivery] = found.try_into().expect("one delivery");
    delivery
}

async fn state(app: &TestApp, task: i64) -> (Value, usize) {
    let delivery = delivery(app, task).await;
    (serde_json::to_value(delivery.state).unwrap(), delivery.attempts.len())
}

async fn partner(app: &TestApp) -> (ApiKey, TestTerminal) {
    (app.partner("agent01").await, app.terminal("PEK099", "34825").await)
}

both_engines! {
    async fn a_finished_task_is_told_once_with_both_signatures(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Status(200)).await;
        let (key, terminal) = partner(app).await;
        let task = finish(app, (&key, &terminal), "REQ1", &receiver.url()).await;
        send(&app.app.webhooks).await;
        send(&app.app.webhooks).await;
        let [call] = receiver.calls().try_into().expect("exactly one call");
        let body: Value = serde_json::from_str(&call.body).unwrap();
        assert_eq!((&body["taskId"], &body["requestId"]), (&json!(task), &json!("REQ1")));
        assert_eq!(body["status"], "done");
        assert_eq!((&body["username"], &body["result"]["pages"]), (&json!("agent01"), &json!(1)));
        let members: BTreeMap<String, Value> = sign::parse_members(call.body.as_bytes()).unwrap();
        assert_eq!(sign::verify(&members, &key.md5_key, body["sign"].as_str().unwrap()), Ok(true));
        let secret = WebhookSecret::parse(&key.webhook_secret).unwrap();
        let seconds = call.header("webhook-timestamp").parse().unwrap();
        assert_eq!(seconds, app.clock.now().unix_seconds());
        assert!(secret.verify(call.header("webhook-id"), seconds, &call.body, call.header("webhook-signature")));
        assert!(call.header("user-agent").starts_with("Waystation/"));
        assert_eq!(call.header("content-type"), "application/json");
        let told = delivery(app, task).await;
        assert_eq!((told.state.as_str(), told.next_at), ("delivered", None));
        assert_eq!((told.attempts[0].status, told.attempts[0].response.as_deref()), (Some(200), Some("ok")));
    }

    async fn an_unknown_outcome_is_told_once_and_again_when_it_is_settled(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Status(200)).await;
        let (key, terminal) = partner(app).await;
        let params = json!({"pnr": "KABC12", "callbackUrl": receiver.url()});
        app.signed(&key, "/api/cancel_pnr", "REQ1", params).await;
        let task = terminal.poll().await["task"].clone();
        terminal.report(&task, "unknown", Value::Null).await;
        send(&app.app.webhooks).await;
        send(&app.app.webhooks).await;
        terminal.report(&task, "done", json!({"cancelled": true})).await;
        send(&app.app.webhooks).await;
        send(&app.app.webhooks).await;
        let [first, second] = receiver.calls().try_into().expect("two calls");
        assert_ne!(first.header("webhook-id"), second.header("webhook-id"));
        let bodies = [&first, &second].map(|call| serde_json::from_str::<Value>(&call.body).unwrap());
        assert_eq!((&bodies[0]["status"], bodies[0].get("finishedAt")), (&json!("unknown"), None));
        assert_eq!(bodies[0]["error"]["detail"], "FORMAT");
        assert!(bodies[0]["error"]["retrySafe"].is_boolean(), "{}", bodies[0]);
        assert_eq!((&bodies[1]["status"], &bodies[1]["result"]), (&json!("done"), &json!({"cancelled": true})));
        assert!(bodies[1]["finishedAt"].is_number() && bodies[1].get("error").is_none(), "{}", bodies[1]);
    }

    async fn old_news_is_not_told_after_newer_news(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Status(500)).await;
        let (key, terminal) = partner(app).await;
        let params = json!({"pnr": "KABC12", "callbackUrl": receiver.url()});
        app.signed(&key, "/api/cancel_pnr", "REQ1", params).await;
        let task = terminal.poll().await["task"].clone();
        terminal.report(&task, "unknown", Value::Null).await;
        send(&app.app.webhooks).await;
        terminal.report(&task, "failed", Value::Null).await;
        receiver.answers(Manner::Status(200));
        for _ in 0..4 {
            send(&app.app.webhooks).await;
            app.clock.advance(Duration::from_hours(1));
        }
        let told = receiver.calls().iter().map(|call| serde_json::from_str::<Value>(&call.body).unwrap()["status"].clone()).collect::<Vec<_>>();
        assert_eq!(told, ["unknown", "failed"]);
    }

    async fn a_failed_callback_is_repeated_with_the_same_id_and_body_on_schedule(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Status(500)).await;
        let (key, terminal) = partner(app).await;
        let task = finish(app, (&key, &terminal), "REQ1", &receiver.url()).await;
        send(&app.app.webhooks).await;
        let waits = delivery(app, task).await.next_at.unwrap().millis_since(app.clock.now());
        assert!((5000..=6000).contains(&waits), "{waits}");
        send(&app.app.webhooks).await;
        assert_eq!(receiver.calls().len(), 1, "it is not time yet");
        receiver.answers(Manner::Status(204));
        app.clock.advance(Duration::from_secs(7));
        send(&app.app.webhooks).await;
        let [first, second] = receiver.calls().try_into().expect("two calls");
        assert_eq!((&first.body, first.header("webhook-id")), (&second.body, second.header("webhook-id")));
        assert_ne!(first.header("webhook-timestamp"), second.header("webhook-timestamp"));
        assert_ne!(first.header("webhook-signature"), second.header("webhook-signature"));
        assert_eq!(state(app, task).await, (json!("delivered"), 2));
    }

    async fn the_schedule_ends_after_nine_attempts(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Status(404)).await;
        let (key, terminal) = partner(app).await;
        let task = finish(app, (&key, &terminal), "REQ1", &receiver.url()).await;
        for _ in 0..11 {
            send(&app.app.webhooks).await;
            app.clock.advance(Duration::from_hours(30));
        }
        assert_eq!(state(app, task).await, (json!("failed"), 9));
    }

    async fn gone_stops_and_a_replay_begins_again_with_the_attempts_kept(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Status(410)).await;
        let (key, terminal) = partner(app).await;
        let task = finish(app, (&key, &terminal), "REQ1", &receiver.url()).await;
        send(&app.app.webhooks).await;
        app.clock.advance(Duration::from_mins(10));
        send(&app.app.webhooks).await;
        assert_eq!(state(app, task).await, (json!("stopped"), 1));
        receiver.answers(Manner::Status(200));
        let path = format!("/api/v1/deliveries/{}/replay", delivery(app, task).await.id);
        let stranger = app.page("stranger", Role::User).await;
        assert_eq!(stranger.post(&path, json!({})).await.0, 404);
        let page = app.page("boss", Role::Admin).await;
        assert_eq!(page.post(&path, json!({})).await.0, 202);
        assert_eq!(page.post("/api/v1/deliveries/999999/replay", json!({})).await.0, 404);
        send(&app.app.webhooks).await;
        assert_eq!(state(app, task).await, (json!("delivered"), 2));
        let listed = page.get(&format!("/api/v1/tasks/{task}/deliveries")).await;
        assert_eq!(listed["items"][0]["attempts"][0]["status"], 410);
        let refused = stranger.send(Method::GET, &format!("/api/v1/tasks/{task}/deliveries"), None).await;
        assert_eq!(refused.status(), 404);
    }

    async fn a_redirect_is_a_failure_and_not_followed(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Redirect).await;
        let (key, terminal) = partner(app).await;
        let task = finish(app, (&key, &terminal), "REQ1", &receiver.url()).await;
        send(&app.app.webhooks).await;
        assert_eq!((receiver.calls().len(), state(app, task).await), (1, (json!("pending"), 1)));
        assert_eq!(delivery(app, task).await.attempts[0].status, Some(302));
    }

    async fn only_the_start_of_a_big_answer_is_kept(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Big).await;
        let (key, terminal) = partner(app).await;
        let task = finish(app, (&key, &terminal), "REQ1", &receiver.url()).await;
        send(&app.app.webhooks).await;
        let response = delivery(app, task).await.attempts[0].response.clone().unwrap();
        assert!((4000..=4096).contains(&response.len()), "{}", response.len());
    }

    async fn a_wish_for_later_is_granted(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::RetryAfter("9")).await;
        let (key, terminal) = partner(app).await;
        let task = finish(app, (&key, &terminal), "REQ1", &receiver.url()).await;
        send(&app.app.webhooks).await;
        let next = delivery(app, task).await.next_at.unwrap();
        assert_eq!(next.millis_since(app.clock.now()), 9000);
    }

    async fn a_destination_that_has_become_forbidden_is_never_called(app: TestApp) {
        let (key, terminal) = partner(app).await;
        for (request_id, sql) in [
            ("REQ1", "UPDATE deliveries SET url = 'http://10.0.0.7:9/cb' WHERE state = 'pending'"),
            ("REQ2", "UPDATE deliveries SET url = 'http://[::ffff:127.0.0.1]:9/' WHERE state = 'pending'"),
            ("REQ3", "UPDATE deliveries SET url = 'http://localhost:9/' WHERE state = 'pending'"),
        ] {
            let task = finish(app, (&key, &terminal), request_id, "http://127.0.0.1:9/cb").await;
            app.app.webhooks.drain().await.unwrap();
            assert_eq!(app.execute(sql, Vec::new()).await, 1);
            send(&app.app.webhooks).await;
            let blocked = delivery(app, task).await;
            assert_eq!((blocked.state.as_str(), blocked.attempts[0].status), ("stopped", None));
            assert!(blocked.attempts[0].error.as_deref().unwrap().contains("public"), "{blocked:?}");
        }
    }

    async fn a_receiver_that_is_not_there_is_tried_again(app: TestApp) {
        let (key, terminal) = partner(app).await;
        let task = finish(app, (&key, &terminal), "REQ1", "http://127.0.0.1:9/cb").await;
        send(&app.app.webhooks).await;
        let failed = delivery(app, task).await;
        assert_eq!((failed.state.as_str(), failed.attempts[0].status), ("pending", None));
        assert!(failed.attempts[0].error.as_deref().unwrap().contains("refused"), "{failed:?}");
    }

    async fn a_slow_host_gets_four_calls_at_once_and_holds_up_nobody(app: TestApp) {
        let slow = Receiver::start("127.0.0.1", Manner::Hold).await;
        let quick = Receiver::start("127.0.0.2", Manner::Status(200)).await;
        let (key, terminal) = partner(app).await;
        for number in 0..7 {
            finish(app, (&key, &terminal), &format!("SLOW{number}"), &slow.url()).await;
        }
        let task = finish(app, (&key, &terminal), "QUICK", &quick.url()).await;
        for _ in 0..3 {
            app.app.webhooks.round().await.unwrap();
        }
        slow.until_open(4).await;
        for _ in 0..200 {
            if state(app, task).await.0 == "delivered" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(state(app, task).await, (json!("delivered"), 1));
        slow.release.add_permits(100);
        app.app.webhooks.settled().await;
        send(&app.app.webhooks).await;
        assert_eq!((slow.most_open.load(Ordering::SeqCst), slow.calls().len()), (4, 7));
    }

    async fn two_servers_never_send_the_same_delivery_at_once(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Status(200)).await;
        let (key, terminal) = partner(app).await;
        let (other, _) = app.another_server().await;
        for number in 0..12 {
            finish(app, (&key, &terminal), &format!("REQ{number}"), &receiver.url()).await;
        }
        for _ in 0..6 {
            tokio::join!(send(&app.app.webhooks), send(&other.webhooks));
        }
        let ids: std::collections::HashSet<_> =
            receiver.calls().iter().map(|call| call.header("webhook-id").to_owned()).collect();
        assert_eq!((receiver.calls().len(), ids.len()), (12, 12));
        assert_eq!(app.number("SELECT COUNT(*) FROM deliveries WHERE state = 'delivered'").await, 12);
    }

    async fn what_a_killed_server_was_sending_is_sent_by_another_after_the_hold(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Hold).await;
        let (key, terminal) = partner(app).await;
        let task = finish(app, (&key, &terminal), "REQ1", &receiver.url()).await;
        let (other, _) = app.another_server().await;
        other.webhooks.round().await.unwrap();
        receiver.until_open(1).await;
        receiver.answers(Manner::Status(200));
        send(&app.app.webhooks).await;
        assert_eq!(receiver.calls().len(), 1, "the other server holds it");
        app.clock.advance(Duration::from_secs(61));
        send(&app.app.webhooks).await;
        assert_eq!(state(app, task).await, (json!("delivered"), 1));
        receiver.release.add_permits(1);
        other.webhooks.settled().await;
        let late = state(app, task).await;
        assert_eq!(late, (json!("delivered"), 2), "the late answer is recorded and changes nothing");
    }

    async fn a_task_of_the_page_owes_no_callback(app: TestApp) {
        let terminal = app.terminal("PEK099", "34825").await;
        let page = app.page("boss", Role::Admin).await;
        let form = json!({"dep_city": "PEK", "arr_city": "SHA", "dep_date": "2026-11-25"});
        assert_eq!(page.post("/api/v1/tasks/query-av", form).await.0, 201);
        let assigned = terminal.poll().await["task"].clone();
        terminal.report(&assigned, "done", json!({})).await;
        send(&app.app.webhooks).await;
        assert_eq!(app.number("SELECT COUNT(*) FROM deliveries").await, 0);
    }

    async fn the_loop_sends_by_itself_and_ends_when_everything_is_settled(app: TestApp) {
        let receiver = Receiver::start("127.0.0.1", Manner::Status(200)).await;
        let (key, terminal) = partner(app).await;
        let running = waystation_control_plane::webhooks::jobs::start(&app.app.webhooks, &app.app.platform.shutdown);
        let task = finish(app, (&key, &terminal), "REQ1", &receiver.url()).await;
        for _ in 0..500 {
            if receiver.calls().len() == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        app.app.platform.shutdown.begin();
        for job in running {
            tokio::time::timeout(Duration::from_secs(10), job).await.expect("the loop ends").unwrap();
        }
        assert_eq!(state(app, task).await, (json!("delivered"), 1));
    }
}
