//! An agent as the server sees it: enrolled, polling, reporting.

use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::{Value, json};
use waystation_control_plane::fleet::{self, EnrolError, NewTerminal};

use crate::app::TestApp;

/// An enrolled terminal that speaks the edge protocol over HTTP.
#[derive(Debug)]
pub struct TestTerminal {
    /// Its id.
    pub id: i64,
    /// Its token.
    pub token: String,
    sequence: AtomicI64,
    http: reqwest::Client,
    base: String,
}

impl TestTerminal {
    /// Registers a terminal and enrols it with its code.
    pub async fn enrol(app: &TestApp, office: &str, pid: &str) -> Self {
        let new = NewTerminal {
            name: format!("{office} · {pid}"),
            office_no: office.parse().expect("an Office"),
            pid: pid.to_owned(),
            remark: String::new(),
            owner: None,
        };
        let now = app.clock.now();
        let issued = app.app.platform.store.write(move |tx| fleet::issue_code(tx, &new, now)).await;
        let issued = issued.unwrap_or_else(|error: EnrolError| panic!("issue a code: {error}"));
        let machine = json!({
            "machine_code": format!("machine-{office}-{pid}"), "host_name": "PC-01",
            "os_info": "Windows 7 SP1", "agent_version": "0.1.0"
        });
        let body = json!({"code": issued.code, "machine": machine});
        let response = app.http.post(app.url("/api/edge/enrol")).json(&body).send().await.expect("enrol");
        let status = response.status();
        let answer: Value = response.json().await.expect("JSON");
        assert_eq!(status, 200, "enrolment: {answer}");
        Self {
            id: answer["terminal_id"].as_i64().expect("an id"),
            token: answer["token"].as_str().expect("a token").to_owned(),
            sequence: AtomicI64::new(0),
            http: app.http.clone(),
            base: app.url(""),
        }
    }

    /// The same identity, calling another server.
    pub fn at(&self, base: &str) -> Self {
        Self {
            id: self.id,
            token: self.token.clone(),
            sequence: AtomicI64::new(self.sequence.load(Ordering::SeqCst)),
            http: self.http.clone(),
            base: base.to_owned(),
        }
    }

    /// Posts with the token; answers status and body.
    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = self.http.post(format!("{}{path}", self.base)).bearer_auth(&self.token).json(body);
        let response = request.send().await.expect("an edge call");
        (response.status().as_u16(), response.json().await.unwrap_or(Value::Null))
    }

    /// A poll that must be answered.
    pub async fn poll(&self) -> Value {
        let (status, answer) = self.poll_as(json!({"state": "ready"}), 0).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// A poll with this readiness, held up to `wait_ms`.
    pub async fn poll_as(&self, readiness: Value, wait_ms: u64) -> (u16, Value) {
        let sequence = self.sequence.fetch_add(1, Ordering::SeqCst) + 1;
        let body = json!({
            "terminal_id": self.id, "sequence": sequence, "agent_version": "0.1.0",
            "readiness": readiness, "wait_ms": wait_ms
        });
        self.post("/api/get_task", &body).await
    }

    /// Reports the end of a task.
    pub async fn report(&self, task: &Value, status: &str, result: Value) -> (u16, Value) {
        let error = (status != "done")
            .then(|| json!({"code": "host_error", "message": "FORMAT", "retry_safe": true}));
        let body = json!({
            "terminal_id": self.id, "task_id": task["task_id"], "lease": task["lease"], "status": status,
            "result": result, "error": error, "finished_at": 1_795_233_600_000_i64,
            "evidence": {"transcript": [{
                "command": "AVH/PEKSHA/25NOV", "sent_at": 1_795_233_600_000_i64, "took_ms": 700,
                "screen": " 25NOV(WED) BJSSHA"
            }]}
        });
        self.post("/api/report_result", &body).await
    }
}
