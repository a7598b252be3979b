//! The line to a simulated host: one JSON object per line each way, the agent asks and the host answers.
//!
//! A request is `{"session":"a","waited_ms":0,"transmit":"RT ABCDEF"}` or `{"session":"a","waited_ms":15000,"look":true}`;
//! `waited_ms` is the time that has passed for the agent since the answer before, none of which has really passed.
//! An answer is `{"screens":["…"],"latency_ms":120}`; without screens the host has not answered, with `"lost"` the link
//! has gone in the middle, with `"not_ready"` it was down or signed off before anything was sent.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// An answer that takes longer than this, in real time, never comes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is asked of the host.
#[derive(Debug, Serialize)]
pub(super) struct Request<'a> {
    pub(super) session: &'a str,
    pub(super) waited_ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) transmit: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) look: bool,
}

/// What it answers.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Answer {
    /// What is shown, in the order in which it came.
    #[serde(default)]
    pub(super) screens: Vec<String>,
    /// From sending to the last of them, in milliseconds.
    #[serde(default)]
    pub(super) latency_ms: u64,
    /// The link went after the command may have arrived, for this reason.
    #[serde(default)]
    pub(super) lost: Option<String>,
    /// Nothing was sent, for this reason: `signed_off` or any other.
    #[serde(default)]
    pub(super) not_ready: Option<String>,
}

/// One connection.
pub(super) struct Line {
    writer: Box<dyn Write>,
    reader: BufReader<Box<dyn io::Read>>,
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

    fn over(writer: Box<dyn Write>, reader: Box<dyn io::Read>) -> Self {
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
    pub(super) fn receive(&mut self) -> io::Result<Answer> {
        let mut text = String::new();
        match self.reader.read_line(&mut text)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(serde_json::from_str(&text)?),
        }
    }
}
