//! A lane: one server, one host, one link, one agent, and the runs that go through them one after the other.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use waystation_desktop::{Launch, Program};
use waystation_e2e::host::{Trip, trips};
use waystation_e2e::{Server, program};
use waystation_fakes::{CallbackReceiver, Partner};

use crate::eterm::Eterm;
use crate::judge::{Story, Verdict};
use crate::proxy::Link;
use crate::scenario::{Fault, Operation, Scenario};

/// How long a callback may take once the task has ended.
const CALLBACK_LIMIT: Duration = Duration::from_secs(90);

/// Everything one run needs.
#[derive(Debug)]
pub struct Lane<E> {
    agent: Option<Program>,
    eterm: E,
    server: Server,
    link: Link,
    partner: Partner,
    callbacks: CallbackReceiver,
    trips: Vec<Trip>,
    next_trip: usize,
    /// How many processes were killed or died as told.
    pub kills: u64,
    folder: TempDir,
}

impl<E: Eterm> Lane<E> {
    /// Starts server and host, and enrols an agent.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let server = Server::start_polled_every(100, folder.path());
        let link = Link::to(server.host()).expect("a link");
        server.administer(&["user", "add", "--username", "agent01", "--display-name", "云上票务"]);
        let keys = server.administer(&["api-key", "add", "--username", "agent01"]);
        let partner: Partner = serde_json::from_value(keys).expect("keys");
        let callbacks = CallbackReceiver::start(&partner).expect("take callbacks");
        let eterm = E::start(folder.path());
        let code = server.administer(&["terminal", "enrol-code", "--office", "PEK099", "--pid", "34825"]);
        let code = code["code"].as_str().expect("a code").to_owned();
        let lane = Self {
            agent: None,
            eterm,
            server,
            link,
            partner,
            callbacks,
            trips: trips(),
            next_trip: 0,
            kills: 0,
            folder,
        };
        lane.enrol(&code);
        lane
    }

    /// Where its logs lie.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whether its agent works in a window.
    pub fn has_window(&self) -> bool {
        self.eterm.display().is_some()
    }

    /// Keeps its files for a person to look at.
    pub fn keep_files(&mut self) {
        self.folder.disable_cleanup(true);
    }

    fn enrol(&self, code: &str) {
        self.finish(&["enrol", "--server", &self.link.url(), "--code", code]);
        if self.has_window() {
            self.finish(&["calibrate"]);
        }
    }

    /// Lets the agent do something to its end.
    fn finish(&self, arguments: &[&str]) {
        let mut agent = std::process::Command::new(program("proof-agent"));
        agent.args(arguments).arg("--data-dir").arg(self.agent_folder());
        let output = agent.envs(self.eterm.display().map(|display| ("DISPLAY", display))).output();
        let output = output.expect("run the agent");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn agent_folder(&self) -> PathBuf {
        self.folder.path().join("agent")
    }

    /// Plays a scenario to its end and judges it.
    pub fn play(&mut self, scenario: &Scenario) -> Verdict {
        self.stop_agent();
        self.link.mend();
        let subject = self.prepare(scenario);
        let known = self.eterm.heard_since(0).len();
        self.arm(scenario);
        self.start_agent(scenario);
        let task = self.submit(scenario, &subject);
        let status = self.attend(scenario, task);
        let told = self.callback(task, &status);
        let heard = self.eterm.heard_since(known);
        let heard = heard.into_iter().filter(|heard| heard.session == E::SESSION).collect();
        let open_steps = crate::judge::open_steps(&self.agent_folder().join("journal.db"));
        let pending_tickets = match (&status["status"], &subject.locator) {
            (Value::String(unknown), Some(locator)) if unknown == "unknown" => {
                self.eterm.pending_tickets(locator)
            }
            _ => 0,
        };
        let scenario = scenario.clone();
        Story { scenario, subject: subject.locator, status, told, heard, open_steps, pending_tickets }.judge()
    }

    /// Books what the task is to work on.
    fn prepare(&mut self, scenario: &Scenario) -> Subject {
        let trip = self.next_trip();
        let names = [name_of(scenario.run, 0), name_of(scenario.run, 1)];
        let passengers = match scenario.operation {
            Operation::Book => 0,
            Operation::CancelPassenger => 2,
            Operation::Issue | Operation::CancelPnr | Operation::Authorize | Operation::Extract => 1,
        };
        let booked: Vec<&str> = names.iter().take(passengers).map(String::as_str).collect();
        let locator = self.eterm.prepare(|clerk| (!booked.is_empty()).then(|| clerk.book(&trip, &booked)));
        Subject { trip, names, locator }
    }

    fn next_trip(&mut self) -> Trip {
        self.next_trip = (self.next_trip + 1) % self.trips.len();
        self.trips[self.next_trip].clone()
    }

    fn arm(&mut self, scenario: &Scenario) {
        for fault in &scenario.faults {
            if let Fault::Host { fault, on } = fault {
                self.eterm.strike(fault, on);
            }
        }
    }

    fn start_agent(&mut self, scenario: &Scenario) {
        let dies_at = scenario.agent_dies_at();
        self.launch_agent(scenario, dies_at.as_deref());
    }

    fn launch_agent(&mut self, scenario: &Scenario, dies_at: Option<&str>) {
        let skew = scenario.faults.iter().find_map(|fault| match fault {
            Fault::ClockOff(hours) => Some(hours * 3_600_000),
            _ => None,
        });
        let mut launch = self
            .eterm
            .reach(Launch::new("agent", program("proof-agent")).arg("run"))
            .arg("--data-dir")
            .arg(self.agent_folder())
            .env("WAYSTATION_AGENT_POLLING_MODE", "held")
            .env("WAYSTATION_AGENT_POLLING_RETRY_AT_MOST_MS", "1000")
            .env("WAYSTATION_CLOCK_SKEW_MS", skew.unwrap_or(0).to_string());
        if let Some(place) = dies_at {
            launch = launch.env("WAYSTATION_FAIL_AT", place);
        }
        self.agent = Some(launch.start(&self.folder.path().join("logs")).expect("start the agent"));
    }

    fn stop_agent(&mut self) {
        if let Some(agent) = self.agent.take() {
            agent.kill();
        }
    }

    fn submit(&self, scenario: &Scenario, subject: &Subject) -> i64 {
        let kind = scenario.operation.kind();
        let twice = scenario.faults.contains(&Fault::CalledTwice);
        let request = format!("RUN-{}", scenario.run);
        let call = || {
            let mut members = subject.members(scenario.operation);
            members.push(("callbackUrl", json!(self.callbacks.url())));
            let data = self.partner.call(&self.url(), &format!("/api/{kind}"), &request, members);
            data.expect("submit")["taskId"].as_i64().expect("an id")
        };
        let task = call();
        if twice {
            assert_eq!(call(), task, "the same request is the same task");
        }
        task
    }

    fn url(&self) -> String {
        format!("http://{}", self.server.host())
    }

    /// Lets the faults strike in their time, starts again what died, and waits for the end of the task.
    fn attend(&mut self, scenario: &Scenario, task: i64) -> Value {
        let begun = Instant::now();
        let mut due = scenario.faults.clone();
        let mut cut_until = None;
        let mut person_came = false;
        loop {
            let now = begun.elapsed();
            due.retain(|fault| !self.strike_when_due(scenario, *fault, now, &mut cut_until));
            if cut_until.is_some_and(|until| now >= until) {
                self.link.mend();
                cut_until = None;
            }
            if !self.agent.as_mut().is_some_and(Program::is_running) {
                self.kills += 1;
                self.launch_agent(scenario, None);
            }
            if now >= E::PACE.person_comes && !person_came && scenario.troubles_the_host() {
                self.eterm.look_after();
                person_came = true;
            }
            let status = self.status(task);
            let ended = matches!(
                status["status"].as_str(),
                Some("done" | "failed" | "unknown" | "cancelled" | "expired")
            );
            if (ended && due.iter().all(is_without_moment)) || now >= E::PACE.task_limit {
                return status;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }

    /// Whether the fault has struck now, or never will.
    fn strike_when_due(
        &mut self,
        scenario: &Scenario,
        fault: Fault,
        now: Duration,
        cut_until: &mut Option<Duration>,
    ) -> bool {
        let slower = E::PACE.slower;
        match fault {
            Fault::AgentKilled(after) if now >= after * slower => {
                self.stop_agent();
                self.launch_agent(scenario, None);
            }
            Fault::ServerKilled(after) if now >= after * slower => {
                self.server.kill();
                self.server.start_again();
            }
            Fault::HostKilled(after) if now >= after * slower => self.eterm.kill(),
            Fault::LinkCut { after, lasting } if now >= after * slower => {
                self.link.cut();
                *cut_until = Some(now + lasting * slower);
                return true;
            }
            _ => return is_without_moment(&fault),
        }
        self.kills += 1;
        true
    }

    fn status(&self, task: i64) -> Value {
        // A server that was killed a moment ago may not answer yet.
        let asked = self.partner.call(&self.url(), "/api/task_status", "ask", [("taskId", json!(task))]);
        asked.unwrap_or(Value::Null)
    }

    /// What the partner was told at last; waits until it agrees with the task.
    fn callback(&self, task: i64, status: &Value) -> Option<String> {
        let begun = Instant::now();
        let wanted = status["status"].as_str();
        loop {
            let attempts = self.callbacks.attempts(task);
            let told =
                attempts.iter().rfind(|attempt| attempt.is_proven()).and_then(|last| last.status.clone());
            if told.as_deref() == wanted || begun.elapsed() >= CALLBACK_LIMIT {
                return told;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Faults that strike at a place or a command and not at a moment.
fn is_without_moment(fault: &Fault) -> bool {
    matches!(fault, Fault::AgentDies { .. } | Fault::Host { .. } | Fault::CalledTwice | Fault::ClockOff(_))
}

/// What a run works on.
#[derive(Debug, Clone)]
struct Subject {
    trip: Trip,
    names: [String; 2],
    locator: Option<String>,
}

impl Subject {
    fn members(&self, operation: Operation) -> Vec<(&'static str, Value)> {
        let pnr = ("pnr", json!(self.locator));
        match operation {
            Operation::Issue => vec![pnr, ("maxFareFen", json!(100_000_000))],
            Operation::CancelPnr | Operation::Extract => vec![pnr],
            Operation::CancelPassenger => vec![pnr, ("passengers", json!([self.names[1]]))],
            Operation::Authorize => vec![pnr, ("officeNo", json!("SHA999"))],
            Operation::Book => self.booking(),
        }
    }

    fn booking(&self) -> Vec<(&'static str, Value)> {
        let Trip { flight, class, pair, .. } = &self.trip;
        let date = &self.trip.date;
        let segment = json!({
            "flightNo": flight, "cabin": class, "depDate": date, "depCity": pair[..3], "arrCity": pair[3..]
        });
        let passenger =
            json!({"name": self.names[0], "type": "ADT", "idType": "NI", "idNo": "110000199001010011"});
        vec![
            ("segments", json!([segment])),
            ("passengers", json!([passenger])),
            ("contact", json!({"phone": "010-00000000", "mobile": "13000000001"})),
            ("ticketLimit", json!(format!("{date} 06:00"))),
        ]
    }
}

/// A Chinese name that no other run uses: four characters out of forty.
fn name_of(run: u64, which: u64) -> String {
    const LETTERS: &str = "青禾一帆小满云山江河湖海春夏秋冬东南西北金木水火土日月星风雨雷电花草树石竹梅兰菊";
    let letters: Vec<char> = LETTERS.chars().collect();
    let base = letters.len() as u64;
    let mut number = run * 2 + which;
    let mut name = String::from("林");
    for _ in 0..4 {
        name.push(letters[usize::try_from(number % base).expect("small")]);
        number /= base;
    }
    name
}
