//! `waystation api-sign`: shows a partner what is signed and how, to find a mistake in a client.

use std::io::Read;

use clap::{Args, ValueEnum};
use serde_json::json;
use waystation_shared::sign::{self, RequestParts};

use super::output;

/// The largest body read from standard input.
const LONGEST_BODY: u64 = 1024 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scheme {
    /// MD5 over the sorted members
    V1,
    /// v1 with a `timestamp` member
    #[value(name = "v1.1")]
    V1Timestamp,
    /// HMAC-SHA256 over method, path, query, time, nonce and body
    V2,
}

#[derive(Debug, Args)]
pub(super) struct ApiSign {
    /// Which scheme
    #[arg(long, value_enum)]
    scheme: Scheme,
    /// The `md5_key` of the API key
    #[arg(long)]
    key: String,
    /// v2: the method
    #[arg(long, default_value = "POST")]
    method: String,
    /// v2: the path, with the query if there is one
    #[arg(long, default_value = "/api/query_av")]
    path: String,
    /// v2: the X-Timestamp header, Unix seconds
    #[arg(long, default_value = "")]
    timestamp: String,
    /// v2: the X-Nonce header
    #[arg(long, default_value = "")]
    nonce: String,
}

pub(super) fn run(request: &ApiSign) -> anyhow::Result<()> {
    let mut body = Vec::new();
    std::io::stdin().take(LONGEST_BODY).read_to_end(&mut body)?;
    let (base, signature) = match request.scheme {
        Scheme::V1 | Scheme::V1Timestamp => by_members(request, &body)?,
        Scheme::V2 => by_parts(request, &body),
    };
    output::json_line(&json!({"base_string": base, "sign": signature}));
    Ok(())
}

fn by_members(request: &ApiSign, body: &[u8]) -> anyhow::Result<(String, String)> {
    let members = sign::parse_members(body.trim_ascii())?;
    if request.scheme == Scheme::V1Timestamp && !members.contains_key("timestamp") {
        anyhow::bail!("v1.1 needs a member `timestamp` with the Unix time in seconds");
    }
    Ok((sign::base_string(&members, &request.key)?, sign::sign(&members, &request.key)?))
}

fn by_parts(request: &ApiSign, body: &[u8]) -> (String, String) {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let query: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let parts = RequestParts {
        method: &request.method,
        path,
        query: &query,
        timestamp: &request.timestamp,
        nonce: &request.nonce,
        body,
    };
    (sign::string_to_sign(&parts), format!("v2={}", sign::v2_sign(&parts, &request.key)))
}
