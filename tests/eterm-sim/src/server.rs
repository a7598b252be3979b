//! The host behind a socket: one JSON object a line in, one a line out, in the same order.
//!
//! Requests, with all fields but the first of each kind optional:
//!
//! - `{"transmit":"RT KABC12","session":"a","office":"CTU999","pid":"6999","now_ms":1795222800000}`;
//!   `waited_ms` in the place of `now_ms` lets that much time pass for everybody, without anybody waiting
//! - `{"look":"a","waited_ms":15000}`: whether the link of a session is up, after a wait
//! - `{"control":{"fault":"link_lost","on":"ETDZ","count":1}}`, fields as in a control file
//! - `{"strike":"sign_off","session":"a"}`: `sign_off`, `link_down`, `changed_meanwhile`
//! - `{"show":"records"}`: `records`, `audit`
//!
//! Answers: `{"screens":[{"after_ms":…,"lines":[…],"arrival":"shown"}],"latency_ms":…,"unlock_after_ms":…,
//! "link":"up","fault":"none"}`, `{"ok":true}`, what was to be shown, or `{"error":"…"}`. `latency_ms` is when
//! the last screen that is shown has come; nothing is waited for here. `now_ms` is Unix time and lets a proof
//! run in virtual time; without it the clock given at the start is asked. No answer leaves before what
//! happened is written down.

use crate::fault::{Control, Fault};
use crate::host::{Arrival, Workplace};
use crate::line::{Exchange, Screen};
use crate::service::Service;
use crate::truth::Records;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::time::Duration;

/// The time of day for requests that bring none: the host's local time.
pub type Clock = fn() -> DateTime;

/// The host's local time, that of Beijing, at a Unix time in milliseconds.
///
/// # Errors
/// When there is no such time.
pub fn beijing(unix_ms: i64) -> Result<DateTime, jiff::Error> {
    Ok(jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::from_millisecond(unix_ms)?))
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Request {
    Transmit(Transmit),
    Look {
        look: String,
        #[serde(default)]
        waited_ms: u64,
    },
    Control {
        control: Control,
    },
    Strike {
        strike: Fault,
        session: Option<String>,
        now_ms: Option<i64>,
    },
    Show {
        show: Subject,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Transmit {
    #[serde(rename = "transmit")]
    text: String,
    session: Option<String>,
    office: Option<String>,
    pid: Option<String>,
    now_ms: Option<i64>,
    #[serde(default)]
    waited_ms: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Subject {
    Records,
    Audit,
}

#[derive(Debug, Serialize)]
struct Reply {
    screens: Vec<ShownScreen>,
    latency_ms: u64,
    unlock_after_ms: Option<u64>,
    link: &'static str,
    fault: Fault,
}

#[derive(Debug, Serialize)]
struct ShownScreen {
    after_ms: u64,
    lines: Vec<String>,
    clears: bool,
    arrival: Arrival,
}

/// The session that requests mean which name none.
const DEFAULT_SESSION: &str = "a";

/// Answers the requests of one connection until it ends.
///
/// # Errors
/// When the connection breaks.
pub fn serve(
    service: &Service,
    (input, mut output): (impl Read, impl Write),
    clock: Clock,
) -> io::Result<()> {
    for line in BufReader::new(input).lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer =
            answer(service, &line, clock).unwrap_or_else(|error| json!({ "error": error.to_string() }));
        output.write_all(format!("{answer}\n").as_bytes())?;
        output.flush()?;
    }
    Ok(())
}

/// Listens at `unix:PATH` or `HOST:PORT`, announces where, and answers every connection on a thread of its own.
///
/// # Errors
/// When nobody can listen there.
pub fn listen(
    service: &Service,
    address: &str,
    (clock, announce): (Clock, impl FnOnce(&str) -> io::Result<()>),
) -> io::Result<()> {
    if let Some(path) = address.strip_prefix("unix:") {
        let listener = unix(path)?;
        announce(address)?;
        return listener(service, clock);
    }
    let listener = TcpListener::bind(address)?;
    announce(&listener.local_addr()?.to_string())?;
    for stream in listener.incoming() {
        let stream = stream?;
        stream.set_nodelay(true)?;
        let both = (stream.try_clone()?, stream);
        attend(service.clone(), both, clock);
    }
    Ok(())
}

/// A connection that breaks is the business of the one who broke it.
fn attend(service: Service, both: (impl Read + Send + 'static, impl Write + Send + 'static), clock: Clock) {
    std::thread::spawn(move || serve(&service, both, clock));
}

type Listen = Box<dyn FnOnce(&Service, Clock) -> io::Result<()>>;

/// A socket file that an earlier host left behind is replaced.
#[cfg(unix)]
fn unix(path: &str) -> io::Result<Listen> {
    let _not_there = std::fs::remove_file(path);
    let listener = std::os::unix::net::UnixListener::bind(path)?;
    Ok(Box::new(move |service, clock| {
        for stream in listener.incoming() {
            let stream = stream?;
            let both = (stream.try_clone()?, stream);
            attend(service.clone(), both, clock);
        }
        Ok(())
    }))
}

#[cfg(not(unix))]
fn unix(path: &str) -> io::Result<Listen> {
    Err(io::Error::other(format!("there are no sockets at {path} here; listen at 127.0.0.1:0")))
}

fn answer(service: &Service, line: &str, clock: Clock) -> Result<Value, Box<dyn std::error::Error>> {
    let passed = |waited_ms: u64| clock().saturating_add(service.wait(Duration::from_millis(waited_ms)));
    let time = |now_ms: Option<i64>| now_ms.map_or_else(|| Ok(passed(0)), beijing);
    match serde_json::from_str(line)? {
        Request::Transmit(request) => {
            let passed = passed(request.waited_ms);
            let now = request.now_ms.map_or(Ok(passed), beijing)?;
            let name = request.session.as_deref().unwrap_or(DEFAULT_SESSION);
            let usual = service.look(|host| host.workplace().clone());
            let workplace = Workplace {
                office: request.office.unwrap_or(usual.office),
                pid: request.pid.unwrap_or(usual.pid),
            };
            let exchange = service.session(name, workplace, now).transmit(&request.text, now)?;
            Ok(serde_json::to_value(reply(exchange))?)
        }
        Request::Look { look, waited_ms } => {
            let connected = service.is_connected(&look, passed(waited_ms));
            Ok(json!({ "link": link(connected) }))
        }
        Request::Control { control } => {
            service.control(control);
            Ok(json!({ "ok": true }))
        }
        Request::Strike { strike, session, now_ms } => {
            service.strike(session.as_deref().unwrap_or(DEFAULT_SESSION), strike, time(now_ms)?);
            Ok(json!({ "ok": true }))
        }
        Request::Show { show: Subject::Records } => {
            Ok(service.look(|host| serde_json::to_value(Records::of(host.records())))?)
        }
        Request::Show { show: Subject::Audit } => Ok(serde_json::to_value(service.audit())?),
    }
}

const fn link(connected: bool) -> &'static str {
    if connected { "up" } else { "down" }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn reply(exchange: Exchange) -> Reply {
    let shown = exchange.screens.iter().filter(|screen| screen.arrival == Arrival::Shown);
    let latency = shown.map(|screen| screen.after).max().unwrap_or_default();
    let screen = |screen: Screen| ShownScreen {
        after_ms: milliseconds(screen.after),
        lines: screen.answer.lines,
        clears: screen.answer.clears_screen,
        arrival: screen.arrival,
    };
    Reply {
        screens: exchange.screens.into_iter().map(screen).collect(),
        latency_ms: milliseconds(latency),
        unlock_after_ms: exchange.unlock_after.map(milliseconds),
        link: link(exchange.link_lost_after.is_none()),
        fault: exchange.fault,
    }
}
