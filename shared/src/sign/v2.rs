//! Scheme v2: HMAC-SHA256 over everything that matters of a request.

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::{hex, same};

/// RFC 3986 unreserved characters stay, everything else is escaped.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The parts of a request that a v2 signature covers.
#[derive(Debug, Clone, Copy)]
pub struct RequestParts<'a> {
    /// `GET`, `POST` …
    pub method: &'a str,
    /// The path as sent, without the query.
    pub path: &'a str,
    /// Decoded query pairs, in any order.
    pub query: &'a [(String, String)],
    /// Unix seconds, as in the header.
    pub timestamp: &'a str,
    /// The request id.
    pub nonce: &'a str,
    /// The body as sent.
    pub body: &'a [u8],
}

/// Pairs sorted by name then value, percent-encoded and joined.
#[must_use]
pub fn canonical_query(pairs: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = pairs.iter().collect();
    sorted.sort();
    let encoded: Vec<_> = sorted
        .into_iter()
        .map(|(name, value)| {
            format!("{}={}", utf8_percent_encode(name, ESCAPED), utf8_percent_encode(value, ESCAPED))
        })
        .collect();
    encoded.join("&")
}

/// The text that is signed.
#[must_use]
pub fn string_to_sign(parts: &RequestParts<'_>) -> String {
    format!(
        "API-SIGN-V2\n{}\n{}\n{}\n{}\n{}\n{}",
        parts.method,
        parts.path,
        canonical_query(parts.query),
        parts.timestamp,
        parts.nonce,
        hex(&Sha256::digest(parts.body))
    )
}

/// The signature in hex, without the `v2=` in front of it.
#[must_use]
pub fn v2_sign(parts: &RequestParts<'_>, md5_key: &str) -> String {
    let derived = keyed(md5_key.as_bytes(), b"api-sign-v2");
    hex(&keyed(&derived, string_to_sign(parts).as_bytes()))
}

/// Whether `claimed`, with or without `v2=`, is the signature of `parts`.
#[must_use]
pub fn v2_verify(parts: &RequestParts<'_>, md5_key: &str, claimed: &str) -> bool {
    let claimed = claimed.strip_prefix("v2=").unwrap_or(claimed).to_ascii_lowercase();
    same(v2_sign(parts, md5_key).as_bytes(), claimed.as_bytes())
}

/// HMAC-SHA256.
pub(super) fn keyed(key: &[u8], message: &[u8]) -> Vec<u8> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}
