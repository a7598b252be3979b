//! One machine with the whole product on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use waystation_desktop::{Launch, Program};
use waystation_fakes::{CallbackReceiver, Partner};

use crate::machine::{Machine, System};
use crate::server::Server;
use crate::wait_for;

const OFFICE: &str = "PEK099";
const PID: &str = "34825";

/// What differs between scenarios.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// How long the host takes to answer, in milliseconds.
    pub latency_ms: u32,
}

/// The machine. Everything on it stops when it is dropped.
#[derive(Debug)]
pub struct Stage {
    agent: Option<Program>,
    machine: Machine,
    /// The server.
    pub server: Server,
    /// A partner with keys.
    pub partner: Partner,
    /// Where that partner takes callbacks.
    pub callbacks: CallbackReceiver,
    folder: TempDir,
}

/// Whether an agent runs on the stage from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agent {
    /// Enrolled, calibrated and running.
    Running,
    /// Enrolled and calibrated, not running.
    Stopped,
}

impl Stage {
    /// Starts the server, opens the window, enrols and calibrates the agent.
    pub fn start(settings: Settings, agent: Agent) -> Self {
        Self::start_on(System::Linux, settings, agent)
    }

    /// The same with a PC that runs `system`.
    pub fn start_on(system: System, settings: Settings, agent: Agent) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let server = Server::start(folder.path());
        let partner = add_partner(&server);
        let callbacks = CallbackReceiver::start(&partner).expect("take callbacks");
        let machine = start_machine(system, folder.path(), &settings);
        let mut stage = Self { agent: None, machine, server, partner, callbacks, folder };
        stage.enrol_and_calibrate();
        if agent == Agent::Running {
            stage.start_agent();
        }
        stage
    }

    /// Address of the server.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.host())
    }

    /// Path of the page that signs a new person in, once.
    pub fn sign_in_path(&self, username: &str) -> String {
        let arguments = ["user", "add", "--username", username, "--role", "super_admin"];
        let answer = self.server.administer(&arguments);
        answer["sign_in_path"].as_str().expect("a path").to_owned()
    }

    /// Starts the agent.
    pub fn start_agent(&mut self) {
        let command = self.machine.agent(&["run"], &self.agent_folder());
        self.agent = Some(Launch::of("agent", command).start(&self.logs()).expect("start the agent"));
    }

    /// Kills the agent without a word of warning (kill -9).
    pub fn kill_agent(&mut self) {
        self.agent.take().expect("a running agent").kill();
    }

    /// Submits PEK to SHA for `date` as the partner; answers the task's id.
    pub fn submit(&self, request_id: &str, date: &str) -> i64 {
        let members = [
            ("callbackUrl", json!(self.callbacks.url())),
            ("depCity", json!("PEK")),
            ("arrCity", json!("SHA")),
            ("depDate", json!(date)),
        ];
        let data = self.partner.call(&self.url(), "/api/query_av", request_id, members).expect("submit");
        data["taskId"].as_i64().expect("an id")
    }

    /// How the task stands.
    pub fn task(&self, id: i64) -> Value {
        let members = [("taskId", json!(id))];
        self.partner.call(&self.url(), "/api/task_status", "ask", members).expect("task status")
    }

    /// Waits until the task is in `state`, and answers it.
    pub fn wait_for_state(&self, id: i64, state: &str) -> Value {
        let mut last = Value::Null;
        wait_for(&format!("task {id} {state}"), Duration::from_mins(2), || {
            last = self.task(id);
            let reached = last["status"] == state;
            assert!(
                reached || !matches!(last["status"].as_str(), Some("failed" | "expired" | "cancelled")),
                "{last}"
            );
            reached.then(|| last.clone())
        })
    }

    /// Every command the host has received, in order.
    pub fn commands_received(&self) -> Vec<String> {
        let audit = fs::read_to_string(self.logs().join("audit.jsonl")).unwrap_or_default();
        let lines = audit.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter_map(|line| line["text"].as_str().map(str::to_owned)).collect()
    }

    fn logs(&self) -> PathBuf {
        self.folder.path().join("logs")
    }

    /// Where the agent keeps its data.
    pub fn agent_folder(&self) -> PathBuf {
        self.folder.path().join("agent")
    }

    fn enrol_and_calibrate(&self) {
        let answer = self.server.administer(&["terminal", "enrol-code", "--office", OFFICE, "--pid", PID]);
        let code = answer["code"].as_str().expect("a code");
        self.agent_command(&["enrol", "--server", &self.url(), "--code", code]);
        self.agent_command(&["calibrate", "--quick"]);
    }

    /// Runs a command of the agent to its end.
    pub fn agent_command(&self, arguments: &[&str]) -> String {
        let output = self.machine.agent(arguments, &self.agent_folder()).output().expect("run the agent");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "waystation-agent {arguments:?}: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        text
    }
}

fn add_partner(server: &Server) -> Partner {
    server.administer(&["user", "add", "--username", "agent01", "--display-name", "云上票务"]);
    serde_json::from_value(server.administer(&["api-key", "add", "--username", "agent01"])).expect("keys")
}

fn start_machine(system: System, folder: &Path, settings: &Settings) -> Machine {
    let audit = folder.join("logs/audit.jsonl");
    let latency = settings.latency_ms.to_string();
    let arguments = ["--signed-in", "--office", OFFICE, "--pid", PID, "--latency-ms", &latency];
    Machine::start(system, &arguments, &[("--audit", &audit)], folder)
}
