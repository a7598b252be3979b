//! What a request says about who signed it and how, before any of it is believed.

use axum::http::HeaderMap;
use serde_json::Value;

use super::body::Received;
use crate::platform::catalogue::Code;
use crate::platform::http::ApiProblem;

/// Who claims to have signed a request, and the proof offered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) api_key: String,
    /// Scheme v2 may leave the name out, because its key names the user.
    pub(super) username: Option<String>,
    /// Unix seconds.
    pub(super) timestamp: Option<i64>,
    pub(super) proof: Proof,
}

/// The signature of one of the schemes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// v1 and v1.1: the member `sign`.
    Members { sign: String },
    /// v2: headers over everything of the request.
    Request { signature: String, timestamp: String, nonce: String },
}

impl Claims {
    pub(super) fn read(received: &Received) -> Result<Self, ApiProblem> {
        match header(&received.headers, "x-signature")? {
            Some(signature) => Self::of_headers(received, signature),
            None => Self::of_members(received),
        }
    }

    fn of_members(received: &Received) -> Result<Self, ApiProblem> {
        Ok(Self {
            api_key: required(text(received, "api_key")?, "api_key")?.to_owned(),
            username: Some(required(text(received, "username")?, "username")?.to_owned()),
            timestamp: timestamp(received)?,
            proof: Proof::Members { sign: required(text(received, "sign")?, "sign")?.to_owned() },
        })
    }

    fn of_headers(received: &Received, signature: &str) -> Result<Self, ApiProblem> {
        let api_key = required(header(&received.headers, "x-api-key")?, "X-Api-Key")?;
        let nonce = required(header(&received.headers, "x-nonce")?, "X-Nonce")?;
        let sent = required(header(&received.headers, "x-timestamp")?, "X-Timestamp")?;
        let seconds = whole_seconds(sent)?;
        agrees("api_key", text(received, "api_key")?, api_key)?;
        agrees("requestId", text(received, "requestId")?, nonce)?;
        if timestamp(received)?.is_some_and(|in_members| in_members != seconds) {
            return Err(differs("timestamp"));
        }
        if received.members.contains_key("sign") {
            return Err(ApiProblem::invalid_field("sign", "leave it out when X-Signature is sent"));
        }
        Ok(Self {
            api_key: api_key.to_owned(),
            username: text(received, "username")?.map(str::to_owned),
            timestamp: Some(seconds),
            proof: Proof::Request {
                signature: signature.to_owned(),
                timestamp: sent.to_owned(),
                nonce: nonce.to_owned(),
            },
        })
    }

    /// The request id: the nonce of v2, else the member.
    pub(super) fn request_id<'a>(&'a self, received: &'a Received) -> Result<&'a str, ApiProblem> {
        match &self.proof {
            Proof::Request { nonce, .. } => Ok(nonce),
            Proof::Members { .. } => required(text(received, "requestId")?, "requestId"),
        }
    }
}

fn agrees(name: &str, in_members: Option<&str>, in_headers: &str) -> Result<(), ApiProblem> {
    if in_members.is_some_and(|value| value != in_headers) { Err(differs(name)) } else { Ok(()) }
}

fn differs(name: &str) -> ApiProblem {
    ApiProblem::invalid_field(name, "it differs from the header of the same meaning")
}

fn required<'a>(value: Option<&'a str>, name: &str) -> Result<&'a str, ApiProblem> {
    value.ok_or_else(|| ApiProblem::new(Code::MissingField).with(name).at(name))
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, ApiProblem> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => {
            value.to_str().map(Some).map_err(|_not_ascii| ApiProblem::invalid_field(name, "it must be ASCII"))
        }
        (Some(_), Some(_)) => Err(ApiProblem::invalid_field(name, "the header stands twice")),
    }
}

/// A member that must be text when it is there.
pub(super) fn text<'a>(received: &'a Received, name: &str) -> Result<Option<&'a str>, ApiProblem> {
    match received.members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            Err(ApiProblem::invalid_field(name, "it must be a string"))
        }
    }
}

fn timestamp(received: &Received) -> Result<Option<i64>, ApiProblem> {
    match received.members.get("timestamp") {
        None => Ok(None),
        Some(Value::Number(number)) => number.as_i64().map(Some).ok_or_else(bad_timestamp),
        Some(Value::String(digits)) => whole_seconds(digits).map(Some),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) => Err(bad_timestamp()),
    }
}

fn whole_seconds(digits: &str) -> Result<i64, ApiProblem> {
    let plain = digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|_| plain).ok_or_else(bad_timestamp)
}

fn bad_timestamp() -> ApiProblem {
    ApiProblem::new(Code::TimestampInvalid).at("timestamp")
}
