//! A control plane in a few lines of plain sockets: queues tasks, hands out claims, keeps every call, and fails on
//! demand. It redelivers a task whose terminal polls idle, as the real one does.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use serde_json::{Value, json};

/// One call as it came in.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) path: String,
    pub(super) authorization: String,
    pub(super) body: Value,
}

/// What goes wrong with one call.
#[derive(Debug, Clone)]
pub(super) enum Fault {
    /// It is carried out, but the answer is lost.
    LoseAnswer,
    /// A bare status, as a proxy or a stumbling server sends it.
    Status(u16),
    /// A refusal with this status and code.
    Problem(u16, &'static str),
}

#[derive(Default)]
pub(super) struct State {
    pub(super) calls: Vec<Call>,
    pub(super) commands: Vec<Value>,
    /// Commands that come with the answer to the very last poll.
    pub(super) farewell: Vec<Value>,
    pub(super) down: bool,
    pub(super) lease_ms: i64,
    /// What is queued cancels a PNR instead of asking for flights.
    pub(super) irreversible: bool,
    /// Handed out before anything else, exactly as it is.
    pub(super) stray: VecDeque<Value>,
    queued: VecDeque<i64>,
    running: Option<(i64, i64)>,
    faults: Vec<(&'static str, Fault)>,
}

impl State {
    pub(super) fn bodies(&self, path: &str) -> Vec<&Value> {
        self.calls.iter().filter(|call| call.path == path).map(|call| &call.body).collect()
    }

    pub(super) fn reports(&self) -> Vec<&Value> {
        self.bodies("/api/report_result")
    }

    pub(super) fn polls(&self) -> Vec<&Value> {
        self.bodies("/api/get_task")
    }

    pub(super) fn queue(&mut self, task: i64) {
        self.queued.push_back(task);
    }

    pub(super) fn fail(&mut self, path: &'static str, fault: Fault) {
        self.faults.push((path, fault));
    }

    /// Takes a running task away, as when its lease has ended.
    pub(super) fn revoke(&mut self) {
        self.running = None;
    }

    fn answer(&mut self, call: &Call) -> Value {
        match call.path.as_str() {
            "/api/get_task" => {
                if call.body["readiness"]["reason"] == "stopping" {
                    self.commands.append(&mut self.farewell);
                }
                self.give_task(call.body["readiness"]["state"] == "ready")
            }
            "/api/task_progress" => json!({ "lease_ms": self.lease_ms, "server_time": 0 }),
            "/api/report_result" => self.take_report(&call.body),
            _ => json!({ "server_time": 1_795_000_005_000_i64 }),
        }
    }

    fn give_task(&mut self, ready: bool) -> Value {
        if ready {
            self.running = match self.running {
                Some((task, lease)) => Some((task, lease + 1)),
                None => self.queued.pop_front().map(|task| (task, 1)),
            };
        }
        let assigned = if self.irreversible { assigned_cancellation } else { assigned };
        let claimed =
            self.running.filter(|_| ready).map(|(task, lease)| assigned(task, lease, self.lease_ms));
        let task = self.stray.pop_front().or(claimed);
        json!({ "task": task, "commands": std::mem::take(&mut self.commands), "next_poll_ms": 1, "server_time": 0 })
    }

    fn take_report(&mut self, report: &Value) -> Value {
        let claim = (report["task_id"].as_i64().unwrap(), report["lease"].as_i64().unwrap());
        let applied = self.running == Some(claim);
        if applied {
            self.running = None;
        }
        json!({ "applied": applied, "state": "done", "server_time": 0 })
    }
}

pub(super) fn assigned(task: i64, lease: i64, lease_ms: i64) -> Value {
    json!({
        "task_id": task, "lease": lease, "lease_ms": lease_ms, "kind": "query_av",
        "params": { "depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25" }
    })
}

pub(super) fn assigned_cancellation(task: i64, lease: i64, lease_ms: i64) -> Value {
    json!({
        "task_id": task, "lease": lease, "lease_ms": lease_ms, "kind": "cancel_pnr",
        "params": { "pnr": "JX1B2C" }
    })
}

#[derive(Clone)]
pub(super) struct FakeServer {
    pub(super) address: String,
    state: Arc<Mutex<State>>,
}

impl FakeServer {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { lease_ms: 30_000, ..State::default() }));
        let server = Self { address, state };
        let accepting = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let serving = accepting.clone();
                thread::spawn(move || serving.serve(&stream));
            }
        });
        server
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Serves one connection until it ends or a fault cuts it off.
    fn serve(&self, stream: &TcpStream) {
        let mut reader = BufReader::new(stream);
        while let Some(call) = read_call(&mut reader) {
            let Some((status, body)) = self.reply(&call) else { return };
            let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n", body.len());
            let mut out = stream;
            if out.write_all(format!("{head}{body}").as_bytes()).is_err() {
                return;
            }
        }
    }

    fn reply(&self, call: &Call) -> Option<(u16, String)> {
        let mut state = self.state();
        if state.down {
            return None;
        }
        let fault = state.faults.iter().position(|(path, _)| *path == call.path);
        let fault = fault.map(|index| state.faults.remove(index).1);
        state.calls.push(call.clone());
        match fault {
            None => Some((200, state.answer(call).to_string())),
            Some(Fault::LoseAnswer) => {
                state.answer(call);
                None
            }
            Some(Fault::Status(status)) => Some((status, "<html>try later</html>".to_owned())),
            Some(Fault::Problem(status, code)) => {
                let problem = json!({ "type": "/docs/errors", "status": status, "code": code,
                    "title": "refused", "requestId": "r1" });
                Some((status, problem.to_string()))
            }
        }
    }
}

fn read_call(reader: &mut BufReader<&TcpStream>) -> Option<Call> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let (mut length, mut authorization) = (0, String::new());
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        match line.trim_end().split_once(": ") {
            None => break,
            Some(("content-length", value)) => length = value.parse().ok()?,
            Some(("authorization", value)) => value.clone_into(&mut authorization),
            Some(_) => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Call { path, authorization, body: serde_json::from_slice(&body).ok()? })
}
