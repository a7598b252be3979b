//! As much HTTP/1.1 as two programs on one machine need: one message per connection, bodies with a length.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The longest body that is read.
const BODY_LIMIT: u64 = 16 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_mins(1);

/// A request or an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// First line.
    pub start: String,
    /// Headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Body.
    pub body: String,
}

impl Message {
    /// The header `name`, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Reads one message.
    ///
    /// # Errors
    /// When the connection ends early or the message is none.
    pub fn read(stream: impl Read) -> io::Result<Self> {
        let mut reader = BufReader::new(stream);
        let start = line(&mut reader)?;
        let mut headers = BTreeMap::new();
        loop {
            let text = line(&mut reader)?;
            let Some((name, value)) = text.split_once(':') else { break };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; usize::try_from(BODY_LIMIT.min(length)).unwrap_or_default()];
        reader.read_exact(&mut body)?;
        let body =
            String::from_utf8(body).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        Ok(Self { start, headers, body })
    }
}

fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut text = String::new();
    if reader.read_line(&mut text)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Posts JSON to `path` of the server at `host` (`127.0.0.1:8080`) and reads the answer.
///
/// # Errors
/// When the server cannot be reached or does not answer.
pub fn post(host: &str, path: &str, json: &str) -> io::Result<Message> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let length = json.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\nAccept-Language: en\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(format!("{head}{json}").as_bytes())?;
    Message::read(stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_whole() {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nX-Name: a: b\r\n\r\n{\"a\":1}rest";
        let message = Message::read(text.as_bytes()).unwrap();
        assert_eq!((message.start.as_str(), message.body.as_str()), ("HTTP/1.1 200 OK", "{\"a\":1}"));
        assert_eq!((message.header("x-name"), message.header("absent")), ("a: b", ""));
    }

    #[test]
    fn a_message_that_ends_early_is_an_error() {
        for text in ["", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nshort", "POST / HTTP/1.1\r\nA: b\r\n"] {
            assert!(Message::read(text.as_bytes()).is_err(), "{text:?}");
        }
    }
}
