//! As much HTTP/1.1 as a load generator needs: one keep-alive connection, one exchange at a time, few copies.
//!
//! It trusts the server it measures: answers carry `content-length`, as those of hyper do.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection to a server.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// One answer, as long as the next exchange has not begun.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    head: &'a [u8],
    /// The body.
    pub body: &'a [u8],
}

impl Answer<'_> {
    /// Whether the status is 200 or 201.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.head.starts_with(b"HTTP/1.1 200") || self.head.starts_with(b"HTTP/1.1 201")
    }

    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = std::str::from_utf8(self.head).ok()?.lines().skip(1);
        lines
            .filter_map(|line| line.split_once(':'))
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value.trim())
    }
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096) })
    }

    /// Sends a request and reads the answer.
    ///
    /// # Errors
    /// When the server hangs up or answers without a length.
    pub async fn exchange(&mut self, request: &[u8]) -> io::Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let (head, end) = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if let Some((head, length)) = lengths(&self.buffer)? {
                break (head, head + length);
            }
        };
        while self.buffer.len() < end {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let (head, rest) = self.buffer.split_at_checked(head).unwrap_or_default();
        Ok(Answer { head, body: rest })
    }
}

/// Lengths of head and body, once the head is complete.
fn lengths(bytes: &[u8]) -> io::Result<Option<(usize, usize)>> {
    const NAME: &[u8] = b"content-length: ";
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = bytes.get(..end).unwrap_or_default();
    let value = head.split(|&byte| byte == b'\n').find_map(|line| {
        let (name, value) = line.split_at_checked(NAME.len())?;
        name.eq_ignore_ascii_case(NAME).then_some(value)
    });
    let digits = value.and_then(|value| std::str::from_utf8(value.trim_ascii()).ok());
    let length = digits.and_then(|digits| digits.parse().ok());
    length.map(|length| Some((end + 4, length))).ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidData, "an answer without content-length cannot be measured")
    })
}

/// Writes a `POST` of JSON over `request`, whose memory is used again.
pub fn write_post(request: &mut Vec<u8>, path: &str, headers: &str, json: &str) {
    request.clear();
    let length = json.len().to_string();
    let parts = [
        "POST ",
        path,
        " HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n",
        headers,
        "content-length: ",
        &length,
        "\r\n\r\n",
        json,
    ];
    for part in parts {
        request.extend_from_slice(part.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn the_length_is_known_when_the_head_is_whole() {
        assert_eq!(lengths(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n").unwrap(), None);
        assert_eq!(
            lengths(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\na: b\r\n\r\n{}").unwrap(),
            Some((45, 12))
        );
        assert!(lengths(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }

    #[tokio::test]
    async fn an_answer_in_pieces_is_put_together() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 1024];
            let length = stream.read(&mut request).await.unwrap();
            for piece in [
                "HTTP/1.1 201 Created\r\nset-co",
                "okie: a=b; Path=/\r\ncontent-length: 7\r\n\r\n{\"a\"",
                ":1}",
            ] {
                stream.write_all(piece.as_bytes()).await.unwrap();
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            String::from_utf8(request[..length].to_vec()).unwrap()
        });
        let mut connection = Connection::open(address).await.unwrap();
        let mut request = Vec::new();
        write_post(&mut request, "/x", "a: b\r\n", "{}");
        let answer = connection.exchange(&request).await.unwrap();
        assert!(answer.is_success());
        assert_eq!((answer.header("set-cookie"), answer.body), (Some("a=b; Path=/"), &b"{\"a\":1}"[..]));
        assert!(server.await.unwrap().starts_with("POST /x HTTP/1.1\r\nhost: bench\r\n"));
    }
}
