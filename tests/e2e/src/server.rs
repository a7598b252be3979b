//! The server alone, as a process.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use serde_json::Value;
use waystation_desktop::{Launch, Program};
use waystation_fakes::Message;

/// How long the server may take to come up on a busy machine.
const START_LIMIT: Duration = Duration::from_mins(1);

/// A server on its own data, stopped when it is dropped.
#[derive(Debug)]
pub struct Server {
    process: Option<Program>,
    folder: PathBuf,
    port: u16,
    poll_ms: u32,
}

impl Server {
    /// Starts a server whose data and log lie in `folder`, on a free port.
    pub fn start(folder: &Path) -> Self {
        Self::start_polled_every(1_000, folder)
    }

    /// The same, telling its terminals to poll every so many milliseconds.
    pub fn start_polled_every(poll_ms: u32, folder: &Path) -> Self {
        let mut server = Self { process: None, folder: folder.to_owned(), port: free_port(), poll_ms };
        server.start_again();
        server
    }

    /// Starts it on its data and its port after it was stopped or killed.
    pub fn start_again(&mut self) {
        let mut process = Launch::new("server", program("waystation"))
            .arg("serve")
            .arg("--data-dir")
            .arg(self.folder.join("server"))
            .args(["--listen", &self.host()])
            .env("WAYSTATION_CALLBACKS__ALLOW_CIDRS", "127.0.0.0/8")
            .env("WAYSTATION_CALLBACKS__ALLOW_HTTP", "true")
            .env("WAYSTATION_CALLBACKS__ALLOW_ANY_PORT", "true")
            .env("WAYSTATION_SERVER__POLL_MS", self.poll_ms.to_string())
            .start(&self.folder.join("logs"))
            .expect("start the server");
        process
            .wait_for_line("it listened", START_LIMIT, |line| line.starts_with("listening on ").then_some(()))
            .expect("the server listens");
        self.process = Some(process);
    }

    /// Asks it to end, and waits.
    pub fn stop(&mut self) {
        self.process.take().expect("a running server").stop();
    }

    /// Kills it without a word of warning (kill -9).
    pub fn kill(&mut self) {
        self.process.take().expect("a running server").kill();
    }

    /// Host and port.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Everything it has printed.
    pub fn output(&self) -> String {
        self.process.as_ref().expect("a running server").output()
    }

    /// Posts JSON with further headers, each ended by a line break.
    pub fn post_with(&self, path: &str, headers: &str, body: &Value) -> Message {
        use std::io::Write;
        let body = body.to_string();
        let mut stream = std::net::TcpStream::connect(self.host()).expect("connect");
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nConnection: close\r\n\
             Content-Length: {}\r\n{headers}\r\n{body}",
            self.host(),
            body.len()
        )
        .expect("send");
        Message::read(stream).expect("an answer")
    }

    /// Runs an administration command on the live data; answers the JSON it prints.
    pub fn administer(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "waystation {arguments:?}: {errors}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// Runs an administration command that must fail; answers what it says.
    pub fn administer_badly(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "waystation {arguments:?} did not fail");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(program("waystation"));
        command.args(arguments).arg("--data-dir").arg(self.folder.join("server"));
        command.output().expect("run waystation")
    }
}

/// A built program of the workspace.
pub fn program(name: &str) -> PathBuf {
    let mut folder = std::env::current_exe().expect("our own path");
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let path = folder.join(name);
    assert!(path.exists(), "{} is missing; build it with: cargo build --workspace --bins", path.display());
    path
}

/// A port that nobody listens on now.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}
