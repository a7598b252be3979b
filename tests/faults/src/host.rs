//! The simulated host, as a process that forgets nothing, and a clerk who prepares what a run needs and knows the truth.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use waystation_desktop::{Launch, Program};
use waystation_e2e::{free_port, program, wait_for};

/// The session in which the agent works.
pub const AGENT_SESSION: &str = "agent";
/// The session of the clerk who prepares PNRs.
const CLERK_SESSION: &str = "clerk";

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
                "PEK099",
                "--latency-ms",
                "40",
            ])
            .args(["--stock", "500000"])
            .arg("--audit")
            .arg(self.audit_file())
            .arg("--state")
            .arg(self.folder.join("state.json"));
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
        let audit = fs::read_to_string(self.audit_file()).unwrap_or_default();
        audit.lines().skip(known).map(|line| serde_json::from_str(line).expect("an audit line")).collect()
    }

    /// How many tickets of a PNR wait for their airline.
    pub fn pending_tickets(&self, locator: &str) -> usize {
        let records = self.clerk().ask(&json!({"show": "records"}));
        let tickets = records["tickets"].as_array().cloned().unwrap_or_default();
        let waits = |ticket: &&Value| ticket["locator"] == locator && ticket["pending"] == true;
        tickets.iter().filter(waits).count()
    }

    /// A clerk at another terminal.
    pub fn clerk(&self) -> Clerk {
        Clerk {
            stream: TcpStream::connect(self.address()).expect("connect to the host"),
            session: CLERK_SESSION,
        }
    }

    /// Signs the agent's session in again, as the person at that PC would.
    pub fn sign_agent_in(&self) {
        let stream = TcpStream::connect(self.address()).expect("connect to the host");
        let mut person = Clerk { stream, session: AGENT_SESSION };
        person.enter("SI:20999/demo");
    }

    fn audit_file(&self) -> PathBuf {
        self.folder.join("audit.jsonl")
    }
}

/// Somebody who types at the host without any fault in the way.
#[derive(Debug)]
pub struct Clerk {
    stream: TcpStream,
    session: &'static str,
}

impl Clerk {
    /// Enters one command and reads its answer.
    pub fn enter(&mut self, command: &str) -> String {
        let answer = self.ask(&json!({"session": self.session, "transmit": command}));
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
        self.enter(&format!("TK:TL/1200/{day}/PEK099"));
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

/// `25NOV` of `2026-11-25`.
pub fn host_day(date: &str) -> String {
    let date: jiff::civil::Date = date.parse().expect("a date");
    date.strftime("%d%b").to_string().to_uppercase()
}
