//! One machine with the whole product on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use waystation_desktop::{Launch, Program};
use waystation_fakes::{CallbackReceiver, Partner};

use crate::host::{AUDIT_FILE, Heard, Host, OFFICE, STATE_FILE, WINDOW_SESSION, heard_in};
use crate::machine::{Machine, System};
use crate::server::Server;
use crate::truth::records_of;
use crate::wait_for;

const PID: &str = "34825";
const CONTROL_FILE: &str = "control.json";

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
        Self::start_in(tempfile::tempdir().expect("a folder"), system, settings, agent)
    }

    /// The same on Linux, after somebody at another terminal has worked at the host.
    pub fn start_after<R>(work: impl FnOnce(&Host) -> R, settings: Settings, agent: Agent) -> (Self, R) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut host = Host::start(&folder.path().join("logs"));
        let done = work(&host);
        host.kill();
        (Self::start_in(folder, System::Linux, settings, agent), done)
    }

    fn start_in(folder: TempDir, system: System, settings: Settings, agent: Agent) -> Self {
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

    /// Closes Eterm and opens it again, signed in, as a person would whose Eterm has lost its way.
    pub fn reopen_window(&mut self) {
        self.machine.kill_window();
        self.machine.open_window();
    }

    /// Submits PEK to SHA for `date` as the partner; answers the task's id.
    pub fn submit(&self, request_id: &str, date: &str) -> i64 {
        self.order("query_av", request_id, &json!({"depCity": "PEK", "arrCity": "SHA", "depDate": date}))
    }

    /// Submits a task of any kind as the partner; answers its id.
    pub fn order(&self, kind: &str, request_id: &str, parameters: &Value) -> i64 {
        let given = parameters.as_object().expect("an object").iter();
        let members = given.map(|(name, value)| (name.as_str(), value.clone()));
        let callback = ("callbackUrl", json!(self.callbacks.url()));
        let path = format!("/api/{kind}");
        let data =
            self.partner.call(&self.url(), &path, request_id, members.chain([callback])).expect("submit");
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

    /// Waits until the task has come to an end of whatever kind, and answers it.
    pub fn wait_for_end(&self, id: i64) -> Value {
        wait_for(&format!("the end of task {id}"), Duration::from_mins(5), || {
            let task = self.task(id);
            let status = task["status"].as_str();
            matches!(status, Some("done" | "failed" | "unknown" | "expired" | "cancelled")).then_some(task)
        })
    }

    /// Every PNR and ticket that the host holds, from its own mouth.
    pub fn records(&self) -> Value {
        records_of(&self.logs().join(STATE_FILE))
    }

    /// Changes how host and line behave from now on; fields as in a control file of the simulator.
    pub fn control(&self, change: &Value) {
        fs::write(self.logs().join(CONTROL_FILE), change.to_string()).expect("write the control file");
        // The simulator looks ten times a second.
        std::thread::sleep(Duration::from_millis(400));
    }

    /// Every command the host has received from the window, in order.
    pub fn commands_received(&self) -> Vec<String> {
        self.heard().into_iter().map(|heard| heard.text).collect()
    }

    /// The same, with what the commands brought about.
    pub fn heard(&self) -> Vec<Heard> {
        let mut heard = heard_in(&self.logs().join(AUDIT_FILE));
        heard.retain(|heard| heard.session == WINDOW_SESSION);
        heard
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
    let file = |name: &str| folder.join("logs").join(name);
    let (audit, state, control) = (file(AUDIT_FILE), file(STATE_FILE), file(CONTROL_FILE));
    let latency = settings.latency_ms.to_string();
    let arguments = ["--signed-in", "--office", OFFICE, "--pid", PID, "--latency-ms", &latency];
    Machine::start(
        system,
        &arguments,
        &[("--audit", &audit), ("--state", &state), ("--control", &control)],
        folder,
    )
}
