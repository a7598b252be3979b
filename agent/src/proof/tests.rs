//! The line to a host, against one of a few lines.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;
use waystation_eterm::command::Command;
use waystation_eterm::ports::{NotReady, Terminal, TerminalError};

use super::station::HostStation;
use super::terminal::HostTerminal;
use crate::clock::system_clock;
use crate::work::station::{Glance, Station};

/// Answers one request after the other, then hangs up; gives what it was asked.
fn host(answers: &'static [&'static str]) -> (String, JoinHandle<Vec<Value>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut requests = BufReader::new(stream.try_clone().unwrap()).lines();
        let answer = |text: &&str| {
            let request = serde_json::from_str(&requests.next().unwrap().unwrap()).unwrap();
            writeln!(stream, "{text}").unwrap();
            request
        };
        answers.iter().map(answer).collect()
    });
    (address, serving)
}

fn send(answer: &'static [&'static str]) -> Result<String, TerminalError> {
    let mut terminal = HostTerminal::connect(&host(answer).0, "a").unwrap();
    terminal.send(&Command::work_areas()).map(|screen| screen.text())
}

#[test]
fn a_command_is_sent_with_the_time_that_was_waited_and_parts_that_come_later_are_seen() {
    let (address, host) =
        host(&[r#"{"screens":["PHASE 1"],"latency_ms":80}"#, r#"{"screens":["PHASE 2"]}"#, r#"{"screens":["B"]}"#]);
    let mut terminal = HostTerminal::connect(&address, "a").unwrap();
    assert_eq!(terminal.send(&Command::work_areas()).unwrap().text(), "PHASE 1");
    assert_eq!(terminal.look(Duration::from_secs(15)).unwrap().text(), "PHASE 1\nPHASE 2");
    assert_eq!(terminal.send(&Command::work_areas()).unwrap().text(), "B", "a new answer begins a new screen");
    let asked = host.join().unwrap();
    assert_eq!(
        asked[0],
        serde_json::json!({ "session": "a", "waited_ms": 0, "transmit": Command::work_areas().text() })
    );
    assert_eq!(asked[1], serde_json::json!({ "session": "a", "waited_ms": 15_000, "look": true }));
    assert_eq!(asked[2]["waited_ms"], 0);
}

#[test]
fn every_way_not_to_answer_has_its_own_error() {
    assert!(matches!(send(&["{}"]), Err(TerminalError::TimedOut { .. })));
    assert!(matches!(send(&[r#"{"screens":["A"],"latency_ms":46000}"#]), Err(TerminalError::TimedOut { .. })));
    assert_eq!(send(&[r#"{"lost":"link"}"#]), Err(TerminalError::Lost("link".to_owned())));
    assert!(matches!(send(&[]), Err(TerminalError::Lost(_))));
    let signed_off = send(&[r#"{"not_ready":"signed_off"}"#]);
    assert_eq!(signed_off, Err(TerminalError::NotReady(NotReady::SignedOff)));
    assert!(matches!(send(&["{\"screens\":[\"A\u{fffd}\"]}"]), Err(TerminalError::Unreadable(_))));
}

#[test]
fn a_station_without_its_host_is_lost_and_opened_afresh() {
    let (address, host) = host(&["{}", r#"{"not_ready":"signed_off"}"#]);
    let mut station = HostStation::open(&address, "a", system_clock).unwrap();
    assert_eq!(station.glance(), Glance { obstacle: None, screen_hash: None });
    assert_eq!((station.glance(), station.is_lost()), (Glance::blocked("signed_off"), false));
    host.join().unwrap();
    assert_eq!((station.glance(), station.is_lost()), (Glance::blocked("desktop_lost"), true));
    let gone = HostStation::open(&address, "a", system_clock).map(|_| ());
    assert_eq!(gone, Err("desktop_lost".to_owned()));
}
