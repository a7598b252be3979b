//! The simulated host, as a process that forgets nothing, and a clerk who prepares what a run needs and knows the truth.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use waystation_desktop::{Launch, Program};

use crate::server::{free_port, program};
use crate::wait_for;

/// The session of an agent that works over a socket.
pub const AGENT_SESSION: &str = "agent";
/// The session of the simulator's own window.
pub const WINDOW_SESSION: &str = "terminal";
/// The Office of everybody at this host, unless another is named.
pub const OFFICE: &str = "PEK099";
/// What the host was told, in its folder.
pub const AUDIT_FILE: &str = "audit.jsonl";
/// What the host remembers, in its folder.
pub const STATE_FILE: &str = "state.json";

const START_LIMIT: Duration = Duration::from_mins(1);

/// What the host heard, from its audit.
#[derive(Debug, Clone, Deserialize)]
pub struct Heard {
    /// Who sent it.
    pub session: String,
    /// The command.
    pub text: String,
    /// What it brought about that lasts: `{"kind":"ticketed","locator":…}`.
    #[serde(default)]
    pub effects: Vec<Value>,
}

/// The host.
#[derive(Debug)]
pub struct Host {
    process: Option<Program>,
    folder: PathBuf,
    port: u16,
}

impl Host {
    /// Starts a host whose memory lies in `folder`.
    pub fn start(folder: &Path) -> Self {
        let mut host = Self { process: None, folder: folder.to_owned(), port: free_port() };
        host.start_again();
        host
    }

    /// Starts it with what it remembers.
    pub fn start_again(&mut self) {
        let launch = Launch::new("host", program("eterm-sim"))
            .args([
                "host",
                "--listen",
                &self.address(),
                "--signed-in",
                "--office",
                OFFICE,
                "--latency-ms",
                "40",
            ])
            .args(["--stock", "500000"])
            .arg("--audit")
            .arg(self.audit_file())
            .arg("--state")
            .arg(self.folder.join(STATE_FILE));
        self.process = Some(launch.start(&self.folder.join("logs")).expect("start the host"));
        wait_for("the host", START_LIMIT, || TcpStream::connect(self.address()).ok());
    }

    /// Kills it without a word of warning (kill -9).
    pub fn kill(&mut self) {
        self.process.take().expect("a running host").kill();
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Sets a fault that strikes the next command that holds `on`, once.
    pub fn strike(&self, fault: &str, on: &str) {
        self.control(&json!({"fault": fault, "count": 1, "on": on, "reconnect_ms": 5_000, "hold_ms": 3_000}));
    }

    /// Ends every fault and mends the line, as a person would.
    pub fn mend(&self) {
        self.control(&json!({"fault": "none"}));
    }

    fn control(&self, control: &Value) {
        self.clerk().ask(&json!({"control": control}));
    }

    /// How many commands it has heard.
    pub fn heard_so_far(&self) -> usize {
        self.heard_since(0).len()
    }

    /// What it heard after the first `known` commands.
    pub fn heard_since(&self, known: usize) -> Vec<Heard> {
        heard_in(&self.audit_file()).split_off(known)
    }

    /// How many tickets of a PNR wait for their airline.
    pub fn pending_tickets(&self, locator: &str) -> usize {
        let records = self.clerk().ask(&json!({"show": "records"}));
        let tickets = records["tickets"].as_array().cloned().unwrap_or_default();
        let waits = |ticket: &&Value| ticket["locator"] == locator && ticket["pending"] == true;
        tickets.iter().filter(waits).count()
    }

    /// A clerk at another terminal of the same Office.
    pub fn clerk(&self) -> Clerk {
        self.clerk_of(OFFICE)
    }

    /// A clerk of some Office.
    pub fn clerk_of(&self, office: &str) -> Clerk {
        self.somebody(&format!("clerk of {office}"), office)
    }

    fn somebody(&self, session: &str, office: &str) -> Clerk {
        Clerk {
            stream: TcpStream::connect(self.address()).expect("connect to the host"),
            session: session.to_owned(),
            office: office.to_owned(),
        }
    }

    /// Signs the agent's session in again, as the person at that PC would.
    pub fn sign_agent_in(&self) {
        self.somebody(AGENT_SESSION, OFFICE).enter("SI:20999/demo");
    }

    fn audit_file(&self) -> PathBuf {
        self.folder.join(AUDIT_FILE)
    }
}

/// Somebody who types at the host without any fault in the way.
#[derive(Debug)]
pub struct Clerk {
    stream: TcpStream,
    session: String,
    office: String,
}

impl Clerk {
    /// Enters one command and reads its answer.
    pub fn enter(&mut self, command: &str) -> String {
        let answer = self.ask(&json!({"session": self.session, "office": self.office, "transmit": command}));
        let screens = answer["screens"].as_array().cloned().unwrap_or_default();
        let lines = screens.iter().filter_map(|screen| screen["lines"].as_array()).flatten();
        lines.filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.stream, "{request}").expect("send to the host");
        let mut line = String::new();
        let mut reader = BufReader::new(self.stream.try_clone().expect("the same connection"));
        reader.read_line(&mut line).expect("an answer of the host");
        let answer: Value = serde_json::from_str(&line).expect("JSON");
        assert!(answer["error"].is_null(), "{request}: {answer}");
        answer
    }

    /// Books a PNR and answers its locator.
    pub fn book(&mut self, trip: &Trip, names: &[&str]) -> String {
        self.enter("I");
        let seats = names.len();
        let Trip { flight, class, day, pair, .. } = trip;
        let sold = self.enter(&format!("SS {flight}/{class}/{day}/{pair}/NN{seats}"));
        assert!(!sold.contains("UNABLE"), "{flight} {class} {day} is sold out: {sold}");
        self.enter(&format!("NM{}", names.iter().map(|name| format!("1{name}")).collect::<String>()));
        self.enter("CT PEK/010-00000000");
        self.enter(&format!("OSI {} CTCT13000000001", &flight[..2]));
        for number in 1..=seats {
            self.enter(&format!(
                "SSR FOID {} HK/NI{:018}/P{number}",
                &flight[..2],
                110_000_199_001_010_000_u64 + number as u64
            ));
        }
        self.enter(&format!("TK:TL/1200/{day}/{}", self.office));
        let ended = self.enter("@");
        let is_locator =
            |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let locator = ended.lines().filter_map(|line| line.split([' ', '-']).next()).find(is_locator);
        locator.unwrap_or_else(|| panic!("no locator in {ended}")).to_owned()
    }
}

/// A flight with seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// `CA1831`
    pub flight: String,
    /// `Y`
    pub class: String,
    /// `25NOV`
    pub day: String,
    /// `2026-11-25`
    pub date: String,
    /// `PEKSHA`
    pub pair: String,
}

/// What the audit of a host says, in order.
///
/// # Panics
/// When it is no audit.
pub fn heard_in(audit: &Path) -> Vec<Heard> {
    let lines = fs::read_to_string(audit).unwrap_or_default();
    lines.lines().map(|line| serde_json::from_str(line).expect("an audit line")).collect()
}

/// `25NOV` of `2026-11-25`.
pub fn host_day(date: &str) -> String {
    let date: jiff::civil::Date = date.parse().expect("a date");
    date.strftime("%d%b").to_string().to_uppercase()
}

/// Flights with electronic tickets and many seats in a class, over two weeks.
///
/// # Panics
/// When the host has too few of them.
pub fn trips() -> Vec<Trip> {
    let mut trips = Vec::new();
    for (from, to) in [("PEK", "SHA"), ("CAN", "PEK"), ("CTU", "PEK"), ("SHA", "CAN")] {
        for ahead in 3..15 {
            let date = crate::days_ahead(ahead);
            for leg in crate::flights_of(from, to, &date) {
                trips.extend(trips_of(&leg, &date));
            }
        }
    }
    assert!(trips.len() > 500, "only {} classes have seats", trips.len());
    trips
}

fn trips_of(leg: &Value, date: &str) -> Vec<Trip> {
    let text = |field: &str| leg[field].as_str().unwrap_or_default().to_owned();
    if leg["codeshare"] == true || leg["stops"] != 0 || leg["et"] != true {
        return Vec::new();
    }
    let classes = leg["classes"].as_array().cloned().unwrap_or_default();
    let open = classes.iter().filter_map(Value::as_str).filter_map(|class| class.strip_suffix('A'));
    let trip = |class: &str| Trip {
        flight: text("flight"),
        class: class.to_owned(),
        day: host_day(date),
        date: date.to_owned(),
        pair: text("from") + &text("to"),
    };
    open.map(trip).collect()
}
