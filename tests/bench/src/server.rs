//! A server on data of its own, with a partner and terminals, for benchmarks from outside.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use waystation_desktop::{Launch, Program};
use waystation_shared::edge_api::EnrolAnswer;

use crate::Failure;
use crate::wire::{Connection, write_post};

const ADMINISTRATOR: &str = "bench";
/// Connections that enrol terminals at the same time.
const ENROLLING: usize = 64;

/// A running server. It stops when dropped; its data stay for a look.
#[derive(Debug)]
pub struct Server {
    program: Program,
    waystation: PathBuf,
    data: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
}

/// The keys of a partner.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Names the keys.
    pub api_key: String,
    /// Signs calls.
    pub md5_key: String,
}

/// The identity of an enrolled terminal.
#[derive(Debug, Clone)]
pub struct Terminal {
    /// Its number.
    pub id: i64,
    /// Its secret.
    pub token: String,
}

impl Server {
    /// Starts the `waystation` of `programs` on an empty folder, with further settings in its environment.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn start(programs: &Path, data: PathBuf, settings: &[(&str, &str)]) -> Result<Self, Failure> {
        if data.exists() {
            fs::remove_dir_all(&data)?;
        }
        fs::create_dir_all(&data)?;
        let waystation = programs.join("waystation");
        let launch = Launch::new("server", &waystation)
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(&data)
            .env("RUST_LOG", "warn")
            .env("WAYSTATION_CALLBACKS__ALLOW_CIDRS", "127.0.0.0/8")
            .env("WAYSTATION_CALLBACKS__ALLOW_HTTP", "true")
            .env("WAYSTATION_CALLBACKS__ALLOW_ANY_PORT", "true");
        let launch = settings.iter().fold(launch, |launch, (name, value)| launch.env(name, value));
        let mut program = launch.start(&data)?;
        let address = program.wait_for_line("it listened", Duration::from_mins(1), |line| {
            line.strip_prefix("listening on http://")?.trim().parse().ok()
        })?;
        Ok(Self { program, waystation, data, address })
    }

    /// Process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.program.id()
    }

    /// Adds a user with keys of the open API.
    ///
    /// # Errors
    /// When the server's program refuses.
    pub fn add_partner(&self) -> Result<Partner, Failure> {
        self.administer(&["user", "add", "--username", ADMINISTRATOR, "--role", "super_admin"])?;
        let keys = self.administer(&["api-key", "add", "--username", ADMINISTRATOR])?;
        Ok(Partner { api_key: text(&keys, "api_key")?, md5_key: text(&keys, "md5_key")? })
    }

    /// Copies the data into one file.
    ///
    /// # Errors
    /// When the server's program refuses.
    pub fn back_up(&self, to: &Path) -> Result<(), Failure> {
        if to.exists() {
            fs::remove_file(to)?;
        }
        self.administer(&["backup", "--to", &to.to_string_lossy()]).map(|_| ())
    }

    /// Registers and enrols `count` terminals through the page's and the agents' calls. Needs the partner.
    ///
    /// # Errors
    /// When the server refuses one.
    pub async fn enrol(&self, count: u32) -> Result<Vec<Terminal>, Failure> {
        let cookie = self.sign_in().await?;
        let next = Arc::new(AtomicU32::new(0));
        let workers = (0..ENROLLING).map(|_| {
            let (address, cookie, next) = (self.address, cookie.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                let mut client = Client { connection: Connection::open(address).await?, request: Vec::new() };
                let mut enrolled = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return Ok::<_, Failure>(enrolled);
                    }
                    enrolled.push(client.enrol_one(&cookie, number).await?);
                }
            })
        });
        let mut terminals = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            terminals.append(&mut worker.await??);
        }
        terminals.sort_by_key(|terminal| terminal.id);
        Ok(terminals)
    }

    async fn sign_in(&self) -> Result<String, Failure> {
        let link = self.administer(&["sign-in-link", "--username", ADMINISTRATOR])?;
        let token = text(&link, "sign_in_path")?.trim_start_matches("/welcome/").to_owned();
        let mut connection = Connection::open(self.address).await?;
        let mut request = Vec::new();
        write_post(&mut request, &format!("/api/v1/sign-in-links/{token}"), "x-waystation: 1\r\n", "{}");
        let answer = connection.exchange(&request).await?;
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        cookie
            .map(str::to_owned)
            .ok_or_else(|| format!("no session: {}", String::from_utf8_lossy(answer.body)).into())
    }

    fn administer(&self, arguments: &[&str]) -> Result<Value, Failure> {
        let output =
            Command::new(&self.waystation).args(arguments).arg("--data-dir").arg(&self.data).output()?;
        if output.status.success() {
            return Ok(serde_json::from_slice(&output.stdout)?);
        }
        Err(format!("waystation {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)).into())
    }
}

struct Client {
    connection: Connection,
    request: Vec<u8>,
}

impl Client {
    async fn enrol_one(&mut self, cookie: &str, number: u32) -> Result<Terminal, Failure> {
        let headers = format!("cookie: {cookie}\r\nx-waystation: 1\r\n");
        let new = json!({"name": format!("终端 {number}"), "office_no": "PEK099", "pid": (10_000 + number).to_string()});
        let registered: Value =
            serde_json::from_slice(&self.post("/api/v1/terminals", &headers, &new).await?)?;
        let machine = json!({"machine_code": format!("bench-{number}"), "host_name": "bench", "os_info": "bench",
            "agent_version": "0.1.0"});
        let enrolment = json!({"code": text(&registered, "enrol_code")?, "machine": machine});
        let answer: EnrolAnswer =
            serde_json::from_slice(&self.post("/api/edge/enrol", "", &enrolment).await?)?;
        Ok(Terminal { id: answer.terminal_id.0, token: answer.token })
    }

    async fn post(&mut self, path: &str, headers: &str, body: &Value) -> Result<Vec<u8>, Failure> {
        write_post(&mut self.request, path, headers, &body.to_string());
        let answer = self.connection.exchange(&self.request).await?;
        if answer.is_success() {
            return Ok(answer.body.to_vec());
        }
        Err(format!("{path}: {}", String::from_utf8_lossy(answer.body)).into())
    }
}

fn text(value: &Value, name: &str) -> Result<String, Failure> {
    let text = value.get(name).and_then(Value::as_str).map(str::to_owned);
    text.ok_or_else(|| format!("{value} has no {name}").into())
}

impl Terminal {
    /// A client that polls as this terminal, ready to work, with a sequence number that grows.
    #[must_use]
    pub fn poller(&self) -> crate::load::NextRequest {
        let headers = format!("authorization: Bearer {}\r\n", self.token);
        let (id, mut sequence) = (self.id, 0_u64);
        Box::new(move |request| {
            sequence += 1;
            let body = format!(
                r#"{{"terminal_id":{id},"sequence":{sequence},"agent_version":"0.1.0","readiness":{{"state":"ready"}},"screen_hash":"9f86d081884c7d65","wait_ms":0}}"#
            );
            write_post(request, "/api/get_task", &headers, &body);
        })
    }
}

#[cfg(test)]
mod tests {
    use waystation_shared::edge_api::PollRequest;

    use super::*;

    #[test]
    fn a_poller_sends_what_the_agents_send_with_a_growing_sequence() {
        let mut poller = Terminal { id: 7, token: "secret".into() }.poller();
        let mut request = Vec::new();
        for sequence in 1..=3 {
            poller(&mut request);
            let text = String::from_utf8(request.clone()).unwrap();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            assert!(head.contains("authorization: Bearer secret\r\n"));
            let poll: PollRequest = serde_json::from_str(body).unwrap();
            assert_eq!((poll.terminal_id.0, poll.sequence), (7, sequence));
        }
    }
}
