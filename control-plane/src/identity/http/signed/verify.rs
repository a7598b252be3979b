//! The checks of a signed request, in the order that the API promises.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use waystation_shared::sign::{self, RequestParts, TIMESTAMP_TOLERANCE_SECONDS, canonical_json};
use waystation_shared::time::Timestamp;

use super::body::{Received, Writing};
use super::claims::{Claims, Proof, text};
use super::members::read_members;
use super::request_id::RequestIdText;
use super::{PartnerCaller, Signed};
use crate::identity::key_cache::KnownKey;
use crate::identity::secret::SecretError;
use crate::identity::service::Identity;
use crate::platform::catalogue::Code;
use crate::platform::http::ApiProblem;

/// Members that say who calls and what for; the rest belongs to the business.
const SECURITY_MEMBERS: [&str; 5] = ["api_key", "username", "requestId", "sign", "timestamp"];

/// A request that is what its signer sent.
#[derive(Debug)]
pub(super) struct Verified {
    caller: PartnerCaller,
    request_id: RequestIdText,
    callback_url: Option<String>,
    content_hash: [u8; 32],
    members: BTreeMap<String, Value>,
    writing: Writing,
}

pub(super) async fn verify(
    identity: &Identity,
    received: Received,
    peer: Option<IpAddr>,
) -> Result<Verified, ApiProblem> {
    let now = identity.clock().now();
    let claims = Claims::read(&received)?;
    let key = identity.key(&claims.api_key, now).await.map_err(key_problem)?;
    let key = key.ok_or_else(|| refused(&claims.api_key, peer, Code::BadSignature))?;
    check(&key, &claims, &received, (peer, now))?;
    let request_id = claims.request_id(&received)?.parse();
    let request_id = request_id.map_err(|error| ApiProblem::invalid_field("requestId", error))?;
    refuse_control_characters(&received.members)?;
    key.used(now);
    verified(&key, request_id, received)
}

fn key_problem(error: SecretError) -> ApiProblem {
    match error {
        SecretError::Store(error) => error.into(),
        SecretError::Crypto(error) => ApiProblem::internal(&error),
    }
}

fn check(
    key: &KnownKey,
    claims: &Claims,
    received: &Received,
    (peer, now): (Option<IpAddr>, Timestamp),
) -> Result<(), ApiProblem> {
    let failed = |code| Err(refused(&claims.api_key, peer, code));
    if !key.enabled {
        return failed(Code::KeyDisabled);
    }
    if claims.username.as_deref().is_some_and(|name| name != &*key.username) {
        return failed(Code::UsernameMismatch);
    }
    if !may_come_from(key, peer) {
        return Err(refused(&claims.api_key, peer, Code::AddressNotAllowed)
            .with(peer.map_or_else(|| "?".to_owned(), |address| address.to_string())));
    }
    if !in_time(key, claims, now) {
        return failed(Code::TimestampInvalid);
    }
    if !signature_is_right(key, claims, received)? {
        return failed(Code::BadSignature);
    }
    Ok(())
}

/// The refusal, on the record: what was named and where from, never a secret.
fn refused(api_key: &str, peer: Option<IpAddr>, code: Code) -> ApiProblem {
    let shown: String = api_key.chars().filter(|letter| !letter.is_control()).take(64).collect();
    tracing::info!(api_key = shown, ?peer, reason = code.as_str(), "a signed request was refused");
    ApiProblem::new(code)
}

fn may_come_from(key: &KnownKey, peer: Option<IpAddr>) -> bool {
    match (&key.allow_list, peer) {
        (Some(ranges), _) if ranges.is_empty() => true,
        (Some(ranges), Some(address)) => ranges.iter().any(|range| range.contains(address)),
        (Some(_), None) | (None, _) => false,
    }
}

fn in_time(key: &KnownKey, claims: &Claims, now: Timestamp) -> bool {
    match claims.timestamp {
        Some(seconds) => now.unix_seconds().abs_diff(seconds) <= TIMESTAMP_TOLERANCE_SECONDS.unsigned_abs(),
        None => !key.require_timestamp,
    }
}

fn signature_is_right(key: &KnownKey, claims: &Claims, received: &Received) -> Result<bool, ApiProblem> {
    match &claims.proof {
        Proof::Members { sign } => sign::verify(&received.members, &key.md5_key, sign)
            .map_err(|error| ApiProblem::invalid_field(&error.0, &error)),
        Proof::Request { signature, timestamp, nonce } => {
            let parts = RequestParts {
                method: received.method.as_str(),
                path: received.uri.path(),
                query: &received.query,
                timestamp,
                nonce,
                body: &received.body,
            };
            Ok(sign::v2_verify(&parts, &key.md5_key, signature))
        }
    }
}

/// No field of the API is free text. Refusing control characters also takes away the binary blocks with
/// which two different texts can be given the same MD5.
fn refuse_control_characters(members: &BTreeMap<String, Value>) -> Result<(), ApiProblem> {
    for (name, value) in members {
        if name.chars().any(char::is_control) || has_control_characters(value) {
            let shown: String = name.chars().filter(|letter| !letter.is_control()).collect();
            return Err(ApiProblem::invalid_field(&shown, "it contains control characters"));
        }
    }
    Ok(())
}

fn has_control_characters(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().any(char::is_control),
        Value::Array(items) => items.iter().any(has_control_characters),
        Value::Object(members) => members
            .iter()
            .any(|(name, member)| name.chars().any(char::is_control) || has_control_characters(member)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn verified(key: &KnownKey, request_id: RequestIdText, received: Received) -> Result<Verified, ApiProblem> {
    let callback_url = text(&received, "callbackUrl")?.map(str::to_owned);
    let Received { uri, mut members, writing, .. } = received;
    members.retain(|name, _| !SECURITY_MEMBERS.contains(&name.as_str()));
    let caller =
        PartnerCaller { user_id: key.user_id, api_key_id: key.id, username: Arc::clone(&key.username) };
    let content_hash = content_hash(uri.path(), &members);
    members.remove("callbackUrl");
    Ok(Verified { caller, request_id, callback_url, content_hash, members, writing })
}

/// Covers what is asked for and where the answer goes, but not who signed it how: the same request
/// signed again, with another scheme or key of the same user, is the same request.
fn content_hash(path: &str, members: &BTreeMap<String, Value>) -> [u8; 32] {
    let mut text = path.to_owned();
    for (name, value) in members {
        text.push('\n');
        push_json_text(&mut text, name);
        text.push(':');
        match value {
            Value::String(value) => push_json_text(&mut text, value),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                text.push_str(&canonical_json(value));
            }
        }
    }
    Sha256::digest(text).into()
}

/// A string as JSON. Most need no escape and are copied as they are.
fn push_json_text(json: &mut String, text: &str) {
    if text.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        json.push_str(&canonical_json(&Value::from(text)));
        return;
    }
    json.push('"');
    json.push_str(text);
    json.push('"');
}

impl Verified {
    pub(super) fn into_signed<T: DeserializeOwned>(self) -> Result<Signed<T>, ApiProblem> {
        Ok(Signed {
            caller: self.caller,
            request_id: self.request_id,
            callback_url: self.callback_url,
            params: read_members(self.members, self.writing)?,
            content_hash: self.content_hash,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn members(value: &Value) -> BTreeMap<String, Value> {
        sign::parse_members(value.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn the_content_hash_tells_every_value_name_and_path_apart() {
        let all = [
            ("/api/query_av", json!({"a": "1", "b": "2"})),
            ("/api/query_av", json!({"a": "12"})),
            ("/api/query_av", json!({"a": 1, "b": "2"})),
            ("/api/query_av", json!({"a": "1", "b": "3"})),
            ("/api/query_av", json!({"a": "1\n\"b\":2"})),
            ("/api/book_pnr", json!({"a": "1", "b": "2"})),
        ];
        let hashes: std::collections::HashSet<_> =
            all.iter().map(|(path, value)| content_hash(path, &members(value))).collect();
        assert_eq!(hashes.len(), all.len());
        let reordered = members(&json!({"b": {"y": 1, "x": 2}, "a": "1"}));
        assert_eq!(
            content_hash("/", &reordered),
            content_hash("/", &members(&json!({"a": "1", "b": {"x": 2, "y": 1}})))
        );
    }

    #[test]
    fn control_characters_are_refused_at_any_depth_and_in_names() {
        for value in [
            json!({"a": "x\r@"}),
            json!({"a": [{"b": "\u{1e}"}]}),
            json!({"a": {"b\n": 1}}),
            json!({"a\u{7f}": 1}),
        ] {
            assert!(refuse_control_characters(&members(&value)).is_err(), "{value}");
        }
        assert!(refuse_control_characters(&members(&json!({"a": ["张三", 1, null, true]}))).is_ok());
    }
}
