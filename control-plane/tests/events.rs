//! News for open pages: whoever watches sees every change without asking again.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test speaks by panicking, and its helpers are not marked as tests"
)]

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};
use waystation_control_plane::identity::Role;
use waystation_kit::{Page, both_engines};

/// An open stream of events.
struct Watcher {
    response: Response,
    text: String,
}

impl Watcher {
    async fn open(page: &Page) -> Self {
        let response = page.send(Method::GET, "/api/v1/events", None).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut watcher = Self { response, text: String::new() };
        watcher.next("hello").await;
        watcher
    }

    /// The data of the next event called `name`; others before it are passed over.
    async fn next(&mut self, name: &str) -> Value {
        let looking = async {
            loop {
                if let Some((event, rest)) = self.text.split_once("\n\n") {
                    let (event, rest) = (event.to_owned(), rest.to_owned());
                    self.text = rest;
                    let field = |field: &str| {
                        event
                            .lines()
                            .find_map(|line| line.strip_prefix(field))
                            .map(str::trim)
                            .unwrap_or_default()
                    };
                    if field("event:") == name {
                        return serde_json::from_str(field("data:")).unwrap();
                    }
                } else {
                    let chunk = self.response.chunk().await.unwrap().unwrap();
                    self.text.push_str(std::str::from_utf8(&chunk).unwrap());
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(10), looking).await.unwrap()
    }
}

both_engines! {
    async fn a_page_is_told_of_every_state_of_a_task(app: TestApp) {
        let page = app.page("clerk", Role::Admin).await;
        let terminal = app.terminal("PEK099", "1").await;
        let mut watcher = Watcher::open(&page).await;
        let body = json!({"dep_city": "PEK", "arr_city": "SHA", "dep_date": "2026-11-25"});
        let (_, created) = page.post("/api/v1/tasks/query-av", body).await;
        let told = |state: &str| json!({"id": created["id"], "state": state});
        assert_eq!(watcher.next("task").await, told("assigned"));
        let task = terminal.poll().await["task"].clone();
        assert_eq!(watcher.next("task").await, told("running"));
        let step = json!({"terminal_id": terminal.id, "task_id": task["task_id"], "lease": task["lease"], "step": "第 2 页"});
        terminal.post("/api/task_progress", &step).await;
        assert_eq!(watcher.next("task").await, told("running"), "progress is news too");
        terminal.report(&task, "done", json!({})).await;
        assert_eq!(watcher.next("task").await, told("done"));
    }

    async fn a_page_is_told_when_a_terminal_changes_and_not_when_it_only_polls(app: TestApp) {
        let page = app.page("clerk", Role::Admin).await;
        let terminal = app.terminal("PEK099", "1").await;
        let mut watcher = Watcher::open(&page).await;
        for _ in 0..3 {
            terminal.poll().await;
        }
        terminal.poll_as(json!({"state": "not_ready", "reason": "locked"}), 0).await;
        assert_eq!(watcher.next("terminal").await, json!({"id": terminal.id}));
        let quiet = tokio::time::timeout(Duration::from_millis(300), watcher.next("terminal")).await;
        assert!(quiet.is_err(), "one change was told more than once");
        app.app.fleet.flush_presence().await.unwrap();
        let shown = page.get(&format!("/api/v1/terminals/{}", terminal.id)).await;
        assert_eq!((&shown["readiness"], &shown["reason"]), (&json!("not_ready"), &json!("locked")));
        assert_eq!(shown["presence"], "online");
    }

    async fn a_silent_terminal_is_news_and_shows_as_offline(app: TestApp) {
        let page = app.page("clerk", Role::Admin).await;
        let terminal = app.terminal("PEK099", "1").await;
        let mut watcher = Watcher::open(&page).await;
        app.clock.advance(Duration::from_secs(30));
        app.app.fleet.flush_presence().await.unwrap();
        assert_eq!(watcher.next("terminal").await, json!({"id": terminal.id}));
        let shown = page.get(&format!("/api/v1/terminals/{}", terminal.id)).await;
        assert_eq!(shown["presence"], "offline");
        let overview = page.get("/api/v1/overview").await;
        assert_eq!(overview["terminals"], json!({"total": 1, "online": 0, "needs_attention": 1}));
    }

    async fn nobody_watches_without_a_session(app: TestApp) {
        let response = app.http.get(app.url("/api/v1/events")).send().await.unwrap();
        assert_eq!(response.status(), 401);
    }
}
