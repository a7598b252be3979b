//! A partner's side of callbacks: it takes them, and checks both signatures as a partner should.

use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use thiserror::Error;
use waystation_shared::sign::{InvalidWebhookSecret, WebhookSecret, parse_members, verify};

use crate::http::Message;
use crate::partner::Partner;

/// Why callbacks cannot be taken.
#[derive(Debug, Error)]
pub enum ReceiverError {
    /// No port.
    #[error("a port for callbacks: {0}")]
    Listen(#[from] std::io::Error),
    /// The partner's secret is malformed.
    #[error(transparent)]
    Secret(#[from] InvalidWebhookSecret),
}

/// One callback as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// Stable over repetitions of one callback.
    pub webhook_id: String,
    /// The task it is about.
    pub task_id: Option<i64>,
    /// The state of that task.
    pub status: Option<String>,
    /// Whether the Standard Webhooks headers prove the body.
    pub headers_ok: bool,
    /// Whether the `sign` member proves the other members.
    pub sign_ok: bool,
    /// The HTTP status that was answered.
    pub answered: u16,
}

impl Attempt {
    /// Whether both signatures hold.
    #[must_use]
    pub const fn is_proven(&self) -> bool {
        self.headers_ok && self.sign_ok
    }
}

/// Takes callbacks on a port of this machine, as long as the program runs.
#[derive(Debug)]
pub struct CallbackReceiver {
    attempts: Arc<Mutex<Vec<Attempt>>>,
    address: SocketAddr,
}

impl CallbackReceiver {
    /// Starts taking callbacks that `partner`'s keys must prove.
    ///
    /// # Errors
    /// When no port is free or the secret is malformed.
    pub fn start(partner: &Partner) -> Result<Self, ReceiverError> {
        let secret = WebhookSecret::parse(&partner.webhook_secret)?;
        let md5_key = partner.md5_key.clone();
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let attempts: Arc<Mutex<Vec<Attempt>>> = Arc::default();
        let taken = Arc::clone(&attempts);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let Some(attempt) = read(&stream, &secret, &md5_key) else { continue };
                let status = attempt.answered;
                taken.lock().unwrap_or_else(PoisonError::into_inner).push(attempt);
                // Whoever hung up will call again.
                let _ = answer(stream, status);
            }
        });
        Ok(Self { attempts, address })
    }

    /// The address to hand to the server.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/callback", self.address)
    }

    /// Everything that has arrived about `task` so far, in order.
    #[must_use]
    pub fn attempts(&self, task: i64) -> Vec<Attempt> {
        let attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.iter().filter(|attempt| attempt.task_id == Some(task)).cloned().collect()
    }
}

fn read(stream: &TcpStream, secret: &WebhookSecret, md5_key: &str) -> Option<Attempt> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    Some(judge(&Message::read(stream).ok()?, secret, md5_key))
}

fn answer(mut stream: TcpStream, status: u16) -> std::io::Result<()> {
    let reason = if status == 200 { "OK" } else { "Unauthorized" };
    let text = format!("HTTP/1.1 {status} {reason}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    stream.write_all(text.as_bytes())
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
        status: members.get("status").and_then(Value::as_str).map(str::to_owned),
        headers_ok,
        sign_ok,
        answered: if headers_ok && sign_ok { 200 } else { 401 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MD5_KEY: &str = "K9f2mQ7xT4vB8nL1pR6sW3yZ0aC5eG2h";
    const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const BODY: &str = r#"{"requestId":"REQ202602180002","taskId":1001,"status":"success","result":{"pnr":"HX7K2M"},"timestamp":1771396290,"sign":"e2e98aad9c9702999e2954a4d3417393"}"#;

    fn secret() -> WebhookSecret {
        WebhookSecret::parse(SECRET).unwrap()
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

    #[test]
    fn what_arrives_is_kept_by_task() {
        let partner = Partner {
            username: "agent01".into(),
            api_key: "ak_1".into(),
            md5_key: MD5_KEY.into(),
            webhook_secret: SECRET.into(),
        };
        let receiver = CallbackReceiver::start(&partner).unwrap();
        let answer = crate::http::post(&receiver.address.to_string(), "/callback", BODY).unwrap();
        assert_eq!(answer.start, "HTTP/1.1 401 Unauthorized", "without the headers it is not proven");
        assert_eq!(receiver.attempts(1001).len(), 1);
        assert!(receiver.attempts(7).is_empty());
    }
}
