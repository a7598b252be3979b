//! The link between agent and server, which can be cut.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A link to a server. While it is cut, connections end and new ones are refused.
#[derive(Debug)]
pub struct Link {
    address: SocketAddr,
    wire: Arc<Wire>,
}

#[derive(Debug)]
struct Wire {
    server: String,
    cut: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Link {
    /// A link to the server at `host:port`.
    ///
    /// # Errors
    /// When no port is free.
    pub fn to(server: String) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let wire = Arc::new(Wire { server, cut: AtomicBool::new(false), open: Mutex::default() });
        let accepting = Arc::clone(&wire);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                accepting.carry(stream);
            }
        });
        Ok(Self { address, wire })
    }

    /// Where the agent calls.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends every connection and lets none be made.
    pub fn cut(&self) {
        self.wire.cut.store(true, Ordering::SeqCst);
        for stream in self.wire.open.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            // A connection that has ended by itself cannot be ended again.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Lets connections be made again.
    pub fn mend(&self) {
        self.wire.cut.store(false, Ordering::SeqCst);
    }
}

impl Wire {
    fn carry(&self, agent: TcpStream) {
        if self.cut.load(Ordering::SeqCst) {
            return;
        }
        // A server that is down looks to the agent as it would without this link: the connection ends.
        let Ok(server) = TcpStream::connect(&self.server) else { return };
        let (Ok(from_agent), Ok(from_server)) = (agent.try_clone(), server.try_clone()) else { return };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|stream| stream.peer_addr().is_ok());
        open.extend([&agent, &server].into_iter().filter_map(|stream| stream.try_clone().ok()));
        pump(from_agent, server);
        pump(from_server, agent);
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        // Either end may be killed at any time; that is what this is for.
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    #[test]
    fn a_link_carries_until_it_is_cut_and_again_when_it_is_mended() {
        let server = TcpListener::bind("127.0.0.1:0").expect("a port");
        let link = Link::to(server.local_addr().expect("an address").to_string()).expect("a link");
        thread::spawn(move || {
            for mut stream in server.incoming().flatten() {
                thread::spawn(move || {
                    let mut byte = [0];
                    while stream.read_exact(&mut byte).is_ok() && stream.write_all(&byte).is_ok() {}
                });
            }
        });
        let echoes = || {
            let mut stream = TcpStream::connect(link.address).expect("connect");
            let mut byte = [0];
            stream.write_all(b"x").is_ok() && stream.read_exact(&mut byte).is_ok()
        };
        assert!(echoes());
        link.cut();
        assert!(!echoes());
        link.mend();
        assert!(echoes());
    }
}
