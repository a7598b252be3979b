//! The two ways to an Eterm session: over a socket, where waiting costs no time, and in a real window.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use waystation_desktop::Launch;
use waystation_e2e::host::{
    AGENT_SESSION, AUDIT_FILE, Clerk, Heard, Host, OFFICE, STATE_FILE, WINDOW_SESSION, heard_in,
};
use waystation_e2e::{Machine, System, records_of};

/// In the folder of the host.
const CONTROL_FILE: &str = "control.json";

/// How much longer things take in a window than over a socket.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Moments of faults are so many times later.
    pub slower: u32,
    /// After this long somebody looks after the Eterm PC if its host or line has misbehaved.
    pub person_comes: Duration,
    /// How long a task may take to come to its end, with everything that goes wrong.
    pub task_limit: Duration,
}

/// An Eterm session and the host behind it.
pub trait Eterm: Sized {
    /// The session in which the agent works.
    const SESSION: &'static str;
    /// How long things take.
    const PACE: Pace;

    /// Starts it with everything it keeps in `folder`.
    fn start(folder: &Path) -> Self;

    /// Tells the agent that shall run how to get at it.
    fn reach(&self, agent: Launch) -> Launch;

    /// The X display of its window, if it has one.
    fn display(&self) -> Option<&str>;

    /// Ends every fault, lets a clerk work at another terminal, and leaves the agent's session signed in.
    fn prepare<R>(&mut self, work: impl FnOnce(&mut Clerk) -> R) -> R;

    /// Sets a fault that strikes the next command that holds `on`, once.
    fn strike(&mut self, fault: &str, on: &str);

    /// What a person does who finds the session in trouble.
    fn look_after(&mut self);

    /// Kills it without a word of warning and starts it again; it forgets nothing.
    fn kill(&mut self);

    /// What the host heard after the first `known` commands.
    fn heard_since(&self, known: usize) -> Vec<Heard>;

    /// How many tickets of a PNR wait for their airline.
    fn pending_tickets(&self, locator: &str) -> usize;
}

impl Eterm for Host {
    const SESSION: &'static str = AGENT_SESSION;
    const PACE: Pace =
        Pace { slower: 1, person_comes: Duration::from_secs(3), task_limit: Duration::from_secs(90) };

    fn start(folder: &Path) -> Self {
        Self::start(folder)
    }

    fn reach(&self, agent: Launch) -> Launch {
        agent.args(["--host", &self.address(), "--session", Self::SESSION])
    }

    fn display(&self) -> Option<&str> {
        None
    }

    fn prepare<R>(&mut self, work: impl FnOnce(&mut Clerk) -> R) -> R {
        self.look_after();
        work(&mut self.clerk())
    }

    fn strike(&mut self, fault: &str, on: &str) {
        Self::strike(self, fault, on);
    }

    fn look_after(&mut self) {
        self.mend();
        self.sign_agent_in();
    }

    fn kill(&mut self) {
        Self::kill(self);
        self.start_again();
    }

    fn heard_since(&self, known: usize) -> Vec<Heard> {
        Self::heard_since(self, known)
    }

    fn pending_tickets(&self, locator: &str) -> usize {
        Self::pending_tickets(self, locator)
    }
}

/// The simulator in a real window, with its host inside.
#[derive(Debug)]
pub struct Window {
    machine: Machine,
    folder: PathBuf,
}

impl Eterm for Window {
    const SESSION: &'static str = WINDOW_SESSION;
    const PACE: Pace =
        Pace { slower: 12, person_comes: Duration::from_secs(30), task_limit: Duration::from_mins(6) };

    fn start(folder: &Path) -> Self {
        let file = |name: &str| folder.join(name);
        let (audit, state, control) = (file(AUDIT_FILE), file(STATE_FILE), file(CONTROL_FILE));
        let arguments = ["--signed-in", "--office", OFFICE, "--latency-ms", "40", "--stock", "500000"];
        let paths = [("--audit", &*audit), ("--state", &*state), ("--control", &*control)];
        let machine = Machine::start(System::Linux, &arguments, &paths, folder);
        Self { machine, folder: folder.to_owned() }
    }

    fn reach(&self, agent: Launch) -> Launch {
        // A host that keeps silent is not waited for as long as a real one.
        agent.env("DISPLAY", self.machine.display()).env("WAYSTATION_AGENT_TIMING_ANSWER_MS", "8000")
    }

    fn display(&self) -> Option<&str> {
        Some(self.machine.display())
    }

    fn prepare<R>(&mut self, work: impl FnOnce(&mut Clerk) -> R) -> R {
        self.machine.kill_window();
        let mut host = Host::start(&self.folder);
        let done = work(&mut host.clerk());
        Host::kill(&mut host);
        self.control(&json!({"fault": "none"}));
        self.machine.open_window();
        done
    }

    fn strike(&mut self, fault: &str, on: &str) {
        self.control(&json!({"fault": fault, "count": 1, "on": on, "reconnect_ms": 5_000, "hold_ms": 3_000}));
    }

    fn look_after(&mut self) {
        self.control(&json!({"fault": "none"}));
        self.kill();
    }

    fn kill(&mut self) {
        self.machine.kill_window();
        self.machine.open_window();
    }

    fn heard_since(&self, known: usize) -> Vec<Heard> {
        heard_in(&self.folder.join(AUDIT_FILE)).split_off(known)
    }

    fn pending_tickets(&self, locator: &str) -> usize {
        let records = records_of(&self.folder.join(STATE_FILE));
        let tickets = records["tickets"].as_array().into_iter().flatten();
        let waits = |ticket: &&Value| ticket["locator"] == locator && ticket["pending"] == true;
        tickets.filter(waits).count()
    }
}

impl Window {
    /// The simulator looks at the file ten times a second.
    fn control(&self, control: &Value) {
        fs::write(self.folder.join(CONTROL_FILE), control.to_string()).expect("write the control file");
    }
}
