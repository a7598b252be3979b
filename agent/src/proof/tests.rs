//! The line to a host, against one of a few lines.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{Value, json};
use waystation_eterm::command::Command;
use waystation_eterm::ports::{NotReady, Terminal, TerminalError};

use super::station::HostStation;
use super::terminal::HostTerminal;
use crate::clock::system_clock;
use crate::work::station::{Glance, Station};

const UP: &str = r#"{"link":"up"}"#;

/// Answers one request after the other, then hangs up; gives what it was asked.
fn host(answers: Vec<String>) -> (String, JoinHandle<Vec<Value>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut requests = BufReader::new(stream.try_clone().unwrap()).lines();
        let answer = |text: &String| {
            let request = serde_json::from_str(&requests.next()?.ok()?).unwrap();
            writeln!(stream, "{text}").unwrap();
            Some(request)
        };
        answers.iter().map_while(answer).collect()
    });
    (address, serving)
}

fn part(after_ms: u64, line: &str, arrival: &str) -> Value {
    json!({ "after_ms": after_ms, "lines": [line], "clears": false, "arrival": arrival })
}

fn exchange(screens: &[Value], unlock_after_ms: Option<u64>, link: &str) -> String {
    json!({ "screens": screens, "latency_ms": 0, "unlock_after_ms": unlock_after_ms, "link": link, "fault": "none" })
        .to_string()
}

fn send(answer: &str) -> Result<String, TerminalError> {
    let mut terminal = HostTerminal::connect(&host(vec![UP.to_owned(), answer.to_owned()]).0, "a").unwrap();
    terminal.send(&Command::work_areas()).map(|screen| screen.text())
}

#[test]
fn parts_of_an_answer_are_seen_when_their_virtual_time_has_come() {
    let parts =
        [part(80, "PHASE 1", "shown"), part(9_000, "PHASE 2", "shown"), part(20_000, "ISSUED", "waiting")];
    let second = exchange(&[part(5, "B", "shown")], Some(5), "up");
    let up = || UP.to_owned();
    let (address, host) = host(vec![up(), exchange(&parts, Some(80), "up"), up(), up(), up(), second]);
    let mut terminal = HostTerminal::connect(&address, "a").unwrap();
    assert_eq!(terminal.send(&Command::work_areas()).unwrap().text(), "PHASE 1");
    assert_eq!(terminal.look(Duration::from_secs(15)).unwrap().text(), "PHASE 1\nPHASE 2");
    assert_eq!(terminal.look(Duration::from_secs(15)).unwrap().text(), "PHASE 1\nPHASE 2\nISSUED");
    assert_eq!(
        terminal.send(&Command::work_areas()).unwrap().text(),
        "B",
        "a new answer begins a new screen"
    );
    let asked = host.join().unwrap();
    let command = Command::work_areas();
    assert_eq!(asked[0], json!({ "look": "a", "waited_ms": 0 }));
    assert_eq!(asked[1], json!({ "session": "a", "waited_ms": 0, "transmit": command.text() }));
    assert_eq!(
        asked[2],
        json!({ "look": "a", "waited_ms": 15_080 }),
        "the host hears of all time that passes"
    );
    assert_eq!(asked[3], json!({ "look": "a", "waited_ms": 15_000 }));
}

#[test]
fn every_way_not_to_answer_has_its_own_error() {
    let late = exchange(&[part(46_000, "A", "shown")], Some(46_000), "up");
    assert!(matches!(send(&late), Err(TerminalError::TimedOut { last, .. }) if last.text().is_empty()));
    assert!(matches!(send(&exchange(&[], None, "up")), Err(TerminalError::TimedOut { .. })));
    assert!(matches!(send(&exchange(&[], None, "down")), Err(TerminalError::Lost(_))));
    assert!(matches!(send(r#"{"error":"no such session"}"#), Err(TerminalError::Lost(_))));
    let unreadable = exchange(&[part(5, "A\u{fffd}", "shown")], Some(5), "up");
    assert!(matches!(send(&unreadable), Err(TerminalError::Unreadable(_))));
}

#[test]
fn nothing_is_sent_over_a_link_that_is_down_or_on_a_keyboard_that_stays_locked() {
    let down = vec![r#"{"link":"down"}"#.to_owned()];
    let (address, asked) = host(down);
    let mut terminal = HostTerminal::connect(&address, "a").unwrap();
    let refused = terminal.send(&Command::work_areas()).unwrap_err();
    assert_eq!((refused, asked.join().unwrap().len()), (TerminalError::NotReady(NotReady::SignedOff), 1));

    let up = || UP.to_owned();
    let (address, asked) =
        host(vec![up(), exchange(&[], None, "up"), up(), up(), exchange(&[], Some(0), "up")]);
    let mut terminal = HostTerminal::connect(&address, "a").unwrap();
    assert!(matches!(terminal.send(&Command::work_areas()), Err(TerminalError::TimedOut { .. })));
    let locked = terminal.send(&Command::work_areas()).unwrap_err();
    assert_eq!(locked, TerminalError::NotReady(NotReady::KeyboardLocked));
    terminal.wait(Duration::from_mins(5));
    assert_eq!(terminal.send(&Command::work_areas()).unwrap().text(), "", "a person has freed it");
    assert_eq!(asked.join().unwrap().len(), 5);
}

#[test]
fn a_station_without_its_host_is_lost_and_opened_afresh() {
    let (address, host) = host(vec![UP.to_owned(), r#"{"link":"down"}"#.to_owned()]);
    let mut station = HostStation::open(&address, "a", system_clock).unwrap();
    assert_eq!(station.glance(), Glance { obstacle: None, screen_hash: None });
    assert_eq!((station.glance(), station.is_lost()), (Glance::blocked("signed_off"), false));
    host.join().unwrap();
    assert_eq!((station.glance(), station.is_lost()), (Glance::blocked("desktop_lost"), true));
    let gone = HostStation::open(&address, "a", system_clock).map(|_| ());
    assert_eq!(gone, Err("desktop_lost".to_owned()));
}
