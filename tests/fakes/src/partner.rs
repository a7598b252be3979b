//! A partner's side of the open API: signed calls and the envelope of their answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use thiserror::Error;
use waystation_shared::sign::{self, Unsignable};

use crate::http;

/// The keys of a user who calls the open API.
#[derive(Clone, Serialize, Deserialize)]
pub struct Partner {
    /// Name to call with.
    pub username: String,
    /// Names the keys.
    pub api_key: String,
    /// Signs calls.
    pub md5_key: String,
    /// Signs callbacks.
    pub webhook_secret: String,
}

impl std::fmt::Debug for Partner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Partner").field("username", &self.username).finish_non_exhaustive()
    }
}

/// Why a call brought no data.
#[derive(Debug, Error)]
pub enum CallError {
    /// A member cannot be signed.
    #[error(transparent)]
    Unsignable(#[from] Unsignable),
    /// The server cannot be reached.
    #[error("{path}: {source}")]
    Unreachable {
        /// What was called.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The server refused.
    #[error("{path}: {start} {body}")]
    Refused {
        /// What was called.
        path: String,
        /// First line of the answer.
        start: String,
        /// Its body.
        body: String,
    },
}

impl Partner {
    /// Calls `path` of the server at `url` by scheme v1 and answers `data` of the envelope.
    ///
    /// # Errors
    /// When the server cannot be reached or its envelope does not say 0.
    pub fn call<'a>(
        &self,
        url: &str,
        path: &str,
        request_id: &str,
        members: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> Result<Value, CallError> {
        let body = self.signed(request_id, members)?;
        let host = url.trim_start_matches("http://");
        let answer = http::post(host, path, &body)
            .map_err(|source| CallError::Unreachable { path: path.to_owned(), source })?;
        let envelope: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        match (envelope.get("code").and_then(Value::as_i64), envelope.get("data")) {
            (Some(0), Some(data)) => Ok(data.clone()),
            _ => Err(CallError::Refused { path: path.to_owned(), start: answer.start, body: answer.body }),
        }
    }

    /// The body of a call: the members, the security members and the signature over all of them.
    ///
    /// # Errors
    /// When a member is a number with a fraction.
    pub fn signed<'a>(
        &self,
        request_id: &str,
        members: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> Result<String, Unsignable> {
        let security = [
            ("username", json!(self.username)),
            ("api_key", json!(self.api_key)),
            ("requestId", json!(request_id)),
        ];
        let mut body: BTreeMap<String, Value> =
            members.into_iter().chain(security).map(|(name, value)| (name.to_owned(), value)).collect();
        let sign = sign::sign(&body, &self.md5_key)?;
        body.insert("sign".to_owned(), json!(sign));
        Ok(json!(body).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partner() -> Partner {
        Partner {
            username: "agent01".into(),
            api_key: "ak_7f3c9d2e".into(),
            md5_key: "K9f2mQ7xT4vB8nL1pR6sW3yZ0aC5eG2h".into(),
            webhook_secret: "whsec_secret".into(),
        }
    }

    #[test]
    fn a_body_is_signed_over_all_its_members() {
        let members = [
            ("callbackUrl", json!("https://cb.example.com/eterm/notify?src=a&v=1")),
            ("depCity", json!("PEK")),
            ("arrCity", json!("SHA")),
            ("depDate", json!("2026-03-01")),
        ];
        let body: Value =
            serde_json::from_str(&partner().signed("REQ202602180001", members).unwrap()).unwrap();
        assert_eq!(body.get("sign").unwrap(), "9801fd6ab5ebc6ea664aa85497042bdd");
    }

    #[test]
    fn keys_do_not_show_in_a_debug_print() {
        let print = format!("{:?}", partner());
        assert!(!print.contains("K9f2") && !print.contains("secret"), "{print}");
    }
}
