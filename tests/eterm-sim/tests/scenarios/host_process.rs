//! The host as a process behind a socket: what it was told survives a kill of it and of its callers.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

const BOOKING: &str = "SS CA1212/Y/25NOV/TFUPEK/NN1\nNM1林青禾\nCT CTU/028-00000000\nTK:TL/1200/24NOV/CTU999\nSSR FOID CA HK/NI999999199001010011/P1\n@";
/// 21 November 2026, 14:32 in Beijing.
const NOW: i64 = 1_795_242_720_000;

/// A folder of its own, gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("eterm-sim-host-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct HostProcess {
    child: Child,
    address: String,
}

impl HostProcess {
    fn start(folder: &Folder, listen: &str) -> Self {
        let (state, audit) = (folder.file("state"), folder.file("audit"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_eterm-sim"))
            .args(["host", "--listen", listen, "--signed-in", "--office", "CTU999"])
            .args(["--state", &state, "--audit", &audit])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut announced = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut announced).expect("announced");
        let address = announced.trim().strip_prefix("listening ").expect("an address").to_owned();
        Self { child, address }
    }

    fn ask(&self, request: &Value) -> Value {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        exchange(&mut stream, request)
    }

    fn say(&self, text: &str, now: i64) -> Value {
        self.ask(&json!({ "transmit": text, "session": "a", "now_ms": now }))
    }

    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }
}

impl Drop for HostProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn exchange(stream: &mut (impl std::io::Read + Write), request: &Value) -> Value {
    stream.write_all(format!("{request}\n").as_bytes()).expect("sent");
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer).expect("answered");
    serde_json::from_str(&answer).expect("JSON")
}

fn first_screen(answer: &Value) -> String {
    let lines = answer["screens"][0]["lines"].as_array().unwrap_or_else(|| panic!("no screen in {answer}"));
    lines.iter().map(|line| line.as_str().expect("text")).collect::<Vec<_>>().join("\n")
}

fn audit(folder: &Folder) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.file("audit")).expect("an audit");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_booking_outlives_the_host_and_its_work_area_too() {
    let folder = Folder::new("outlives");
    let host = HostProcess::start(&folder, "127.0.0.1:0");
    host.say(BOOKING, NOW);
    let locator = audit(&folder)[0]["effects"][0]["locator"].as_str().expect("booked").to_owned();
    host.say(&format!("RT {locator}\nRMK UNFINISHED"), NOW);
    host.kill();
    let host = HostProcess::start(&folder, "127.0.0.1:0");
    assert!(first_screen(&host.say("RT", NOW)).contains("RMK UNFINISHED"));
    host.say("@", NOW);
    assert!(first_screen(&host.say(&format!("RT {locator}"), NOW)).contains("RMK UNFINISHED"));
    let sequences: Vec<u64> =
        audit(&folder).iter().map(|entry| entry["sequence"].as_u64().expect("a number")).collect();
    assert_eq!(sequences, [1, 2, 3, 4, 5]);
}

#[test]
fn what_was_done_is_in_the_record_before_its_answer_leaves() {
    let folder = Folder::new("before");
    let host = HostProcess::start(&folder, "127.0.0.1:0");
    host.ask(&json!({ "control": { "fault": "link_lost", "on": "@", "count": 1, "reconnect_ms": 1000, "reconnect_signed_off": true } }));
    let lost = host.say(BOOKING, NOW);
    assert_eq!((lost["link"].as_str(), lost["screens"].as_array().map(Vec::len)), (Some("down"), Some(0)));
    let entry = audit(&folder).pop().expect("heard");
    assert_eq!(
        (entry["fault"].as_str(), entry["effects"][0]["kind"].as_str()),
        (Some("link_lost"), Some("booked"))
    );
    let still = host.say("RT", NOW + 500);
    assert_eq!((still["link"].as_str(), audit(&folder).len()), (Some("down"), 1));
    assert_eq!(first_screen(&host.say("RT", NOW + 1500)), "PLEASE SIGN IN FIRST");
}

#[test]
fn an_entry_that_a_kill_kept_from_the_record_is_written_by_the_next_host() {
    let folder = Folder::new("mended");
    let host = HostProcess::start(&folder, "127.0.0.1:0");
    host.say(BOOKING, NOW);
    host.kill();
    let whole = std::fs::read_to_string(folder.file("audit")).expect("an audit");
    std::fs::write(folder.file("audit"), "").expect("emptied, as if the kill had come before");
    HostProcess::start(&folder, "127.0.0.1:0").kill();
    assert_eq!(std::fs::read_to_string(folder.file("audit")).expect("an audit"), whole);
    HostProcess::start(&folder, "127.0.0.1:0").kill();
    assert_eq!(std::fs::read_to_string(folder.file("audit")).expect("an audit"), whole, "and only once");
}

#[test]
fn records_are_printed_from_the_state_file_and_shown_at_the_socket() {
    let folder = Folder::new("records");
    let host = HostProcess::start(&folder, "127.0.0.1:0");
    host.say(BOOKING, NOW);
    let shown = host.ask(&json!({ "show": "records" }));
    let output = Command::new(env!("CARGO_BIN_EXE_eterm-sim"))
        .args(["records", "--state", &folder.file("state")])
        .output()
        .expect("it runs");
    let printed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(shown, printed);
    assert_eq!(printed["pnrs"][0]["segments"][0], "CA1212/Y/2026-11-25/TFUPEK/HK1");
    assert_eq!((&printed["seats_sold"], &printed["pnrs"][0]["names"][0]), (&json!(1), &json!("林青禾")));
    assert_eq!(host.ask(&json!({ "show": "audit" })).as_array().map(Vec::len), Some(1));
}

#[test]
fn a_wrong_request_is_told_so_and_the_connection_goes_on() {
    let folder = Folder::new("wrong");
    let host = HostProcess::start(&folder, "127.0.0.1:0");
    let mut stream = TcpStream::connect(&host.address).expect("it listens");
    assert!(exchange(&mut stream, &json!({ "transmitt": "RT" }))["error"].is_string());
    assert_eq!(first_screen(&exchange(&mut stream, &json!({ "transmit": "RT" }))), "NO PNR");
}

#[test]
fn offices_and_sessions_are_told_apart() {
    let folder = Folder::new("offices");
    let host = HostProcess::start(&folder, "127.0.0.1:0");
    host.say(BOOKING, NOW);
    let locator = audit(&folder)[0]["effects"][0]["locator"].as_str().expect("booked").to_owned();
    let request = json!({ "transmit": format!("RT {locator}"), "session": "b", "office": "SHA888", "pid": "7001", "now_ms": NOW });
    assert!(first_screen(&host.ask(&request)).contains("授权"));
    host.say(&format!("RT {locator}\nRMK TJ AUTH SHA888\n@"), NOW);
    assert!(first_screen(&host.ask(&request)).contains("TJ AUTH SHA888"));
    host.ask(&json!({ "strike": "sign_off", "session": "b" }));
    assert_eq!(first_screen(&host.ask(&request)), "PLEASE SIGN IN FIRST");
}

#[cfg(unix)]
#[test]
fn a_socket_in_the_file_system_is_taken_over_by_the_next_host() {
    let folder = Folder::new("socket");
    let listen = format!("unix:{}", folder.file("socket"));
    HostProcess::start(&folder, &listen).kill();
    let _host = HostProcess::start(&folder, &listen);
    let mut stream = std::os::unix::net::UnixStream::connect(folder.file("socket")).expect("it listens");
    assert_eq!(first_screen(&exchange(&mut stream, &json!({ "transmit": "RT" }))), "NO PNR");
}
