//! The line to a simulated host: one JSON object per line each way, the agent asks and the host answers.
//!
//! `{"session":"a","transmit":"RT ABCDEF","waited_ms":0}` sends a command and brings every screen that comes of it, each
//! with its time; `{"look":"a","waited_ms":15000}` asks whether the link of a session is up. `waited_ms` is the time that
//! has passed for the agent since its last request, none of which has really passed.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// An answer that takes longer than this, in real time, never comes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is asked of the host.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Request<'a> {
    /// A command.
    Transmit { session: &'a str, transmit: &'a str, waited_ms: u64 },
    /// Whether the link is up.
    Look { look: &'a str, waited_ms: u64 },
}

/// What comes of a command.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Exchange {
    /// What is shown, in the order in which it comes.
    pub(super) screens: Vec<Arriving>,
    /// When the keyboard is free again; never, when nothing frees it.
    pub(super) unlock_after_ms: Option<u64>,
    /// Whether the link outlives it.
    pub(super) link: Link,
}

/// A part of an answer.
#[derive(Debug, Deserialize)]
pub(super) struct Arriving {
    /// Counted from sending.
    pub(super) after_ms: u64,
    pub(super) lines: Vec<String>,
    /// Whether what was shown before goes.
    #[serde(default)]
    pub(super) clears: bool,
    pub(super) arrival: Arrival,
}

/// How it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Arrival {
    Shown,
    /// Kept until it is asked for.
    Waiting,
}

/// The link between client and host.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Link {
    #[default]
    Up,
    Down,
}

/// The answer to a look.
#[derive(Debug, Deserialize)]
pub(super) struct Looked {
    pub(super) link: Link,
}

/// One connection.
pub(super) struct Line {
    writer: Box<dyn Write>,
    reader: BufReader<Box<dyn Read>>,
}

impl Line {
    /// Connects to `HOST:PORT` or `unix:PATH`.
    pub(super) fn connect(address: &str) -> io::Result<Self> {
        if let Some(path) = address.strip_prefix("unix:") {
            return Self::local(path);
        }
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self::over(Box::new(stream.try_clone()?), Box::new(stream)))
    }

    #[cfg(unix)]
    fn local(path: &str) -> io::Result<Self> {
        let stream = std::os::unix::net::UnixStream::connect(path)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self::over(Box::new(stream.try_clone()?), Box::new(stream)))
    }

    #[cfg(not(unix))]
    fn local(path: &str) -> io::Result<Self> {
        Err(io::Error::new(io::ErrorKind::Unsupported, format!("no local sockets here for {path}")))
    }

    fn over(writer: Box<dyn Write>, reader: Box<dyn Read>) -> Self {
        Self { writer, reader: BufReader::new(reader) }
    }

    /// Sends one request.
    pub(super) fn send(&mut self, request: &Request<'_>) -> io::Result<()> {
        let mut text = serde_json::to_vec(request)?;
        text.push(b'\n');
        self.writer.write_all(&text)?;
        self.writer.flush()
    }

    /// Waits for its answer.
    pub(super) fn receive<T: DeserializeOwned>(&mut self) -> io::Result<T> {
        let mut text = String::new();
        match self.reader.read_line(&mut text)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(serde_json::from_str(&text)?),
        }
    }
}
