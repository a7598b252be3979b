//! A partner's side of callbacks: it takes them, and checks both signatures as a partner should.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::Value;
use waystation_shared::sign::{WebhookSecret, parse_members, verify};

use super::http::Message;
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::stage::Partner;

/// One callback as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Attempt {
    /// Stable over repetitions of one callback.
    pub(super) webhook_id: String,
    /// The task it is about.
    pub(super) task_id: Option<i64>,
    /// Whether the Standard Webhooks headers prove the body.
    pub(super) headers_ok: bool,
    /// Whether the `sign` member proves the other members.
    pub(super) sign_ok: bool,
    /// The HTTP status that was answered.
    pub(super) answered: u16,
}

/// Takes callbacks on a port of this machine.
#[derive(Debug)]
pub(super) struct CallbackReceiver {
    arrived: Receiver<Attempt>,
    /// The address to hand to the server.
    pub(super) url: String,
}

impl CallbackReceiver {
    /// Starts taking callbacks that `partner`'s keys must prove.
    ///
    /// # Errors
    /// When no port is free or the secret is malformed.
    pub(super) fn start(partner: &Partner) -> Result<Self, Failure> {
        let secret = WebhookSecret::parse(&partner.webhook_secret)
            .map_err(|error| Failure::Other(error.to_string()))?;
        let md5_key = partner.md5_key.clone();
        let failed = |source| Failure::Io { what: "a port for callbacks".into(), source };
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let url = format!("http://{}/callback", listener.local_addr().map_err(failed)?);
        let (sender, arrived) = mpsc::channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if let Some(attempt) = take(stream, &secret, &md5_key) {
                    let _ = sender.send(attempt);
                }
            }
        });
        Ok(Self { arrived, url })
    }

    /// Everything that arrived about `task` until the first proven callback, or until `limit`.
    ///
    /// # Errors
    /// When somebody asks to stop.
    pub(super) fn wait(
        &self,
        task: i64,
        limit: Duration,
        interrupt: &Interrupt,
    ) -> Result<Vec<Attempt>, Failure> {
        let start = Instant::now();
        let mut attempts: Vec<Attempt> = Vec::new();
        while start.elapsed() < limit && !attempts.iter().any(Attempt::is_proven) {
            interrupt.check()?;
            match self.arrived.recv_timeout(Duration::from_millis(200)) {
                Ok(attempt) if attempt.task_id == Some(task) => attempts.push(attempt),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(attempts)
    }
}

impl Attempt {
    /// Whether both signatures hold.
    pub(super) fn is_proven(&self) -> bool {
        self.headers_ok && self.sign_ok
    }
}

fn take(mut stream: TcpStream, secret: &WebhookSecret, md5_key: &str) -> Option<Attempt> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let message = Message::read(&stream).ok()?;
    let attempt = judge(&message, secret, md5_key);
    let reason = if attempt.answered == 200 { "OK" } else { "Unauthorized" };
    let answer =
        format!("HTTP/1.1 {} {reason}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", attempt.answered);
    stream.write_all(answer.as_bytes()).ok()?;
    Some(attempt)
}

fn judge(message: &Message, secret: &WebhookSecret, md5_key: &str) -> Attempt {
    let id = message.header("webhook-id").to_owned();
    let timestamp = message.header("webhook-timestamp").parse().unwrap_or_default();
    let members = parse_members(message.body.as_bytes()).unwrap_or_default();
    let sign = members.get("sign").and_then(Value::as_str).unwrap_or_default();
    let sign_ok = verify(&members, md5_key, sign).unwrap_or(false);
    let headers_ok = secret.verify(&id, timestamp, &message.body, message.header("webhook-signature"));
    Attempt {
        webhook_id: id,
        task_id: members.get("taskId").and_then(Value::as_i64),
        headers_ok,
        sign_ok,
        answered: if headers_ok && sign_ok { 200 } else { 401 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MD5_KEY: &str = "K9f2mQ7xT4vB8nL1pR6sW3yZ0aC5eG2h";
    const BODY: &str = r#"{"requestId":"REQ202602180002","taskId":1001,"status":"success","result":{"pnr":"HX7K2M"},"timestamp":1771396290,"sign":"e2e98aad9c9702999e2954a4d3417393"}"#;

    fn secret() -> WebhookSecret {
        WebhookSecret::parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap()
    }

    fn callback(body: &str, signature: &str) -> Attempt {
        let headers =
            [("webhook-id", "msg_1"), ("webhook-timestamp", "1771396290"), ("webhook-signature", signature)];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        judge(&Message { start: String::new(), headers, body: body.into() }, &secret(), MD5_KEY)
    }

    #[test]
    fn a_callback_is_proven_by_both_signatures() {
        let attempt = callback(BODY, &secret().sign("msg_1", 1_771_396_290, BODY));
        assert!(attempt.is_proven());
        assert_eq!((attempt.task_id, attempt.answered), (Some(1001), 200));
    }

    #[test]
    fn a_changed_body_proves_nothing() {
        let changed = BODY.replace("HX7K2M", "HX7K2N");
        let attempt = callback(&changed, &secret().sign("msg_1", 1_771_396_290, BODY));
        assert_eq!((attempt.headers_ok, attempt.sign_ok, attempt.answered), (false, false, 401));
    }

    #[test]
    fn one_signature_alone_is_not_enough() {
        let attempt = callback(BODY, "v1,bm8=");
        assert!(attempt.sign_ok && !attempt.is_proven());
    }
}
