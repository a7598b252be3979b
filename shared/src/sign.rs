//! Signatures of the open API (v1, v1.1, v2) and of callbacks (Standard Webhooks).
//!
//! v1: MD5 over sorted `name=value` pairs joined by `&`, ended by `&key=` and the MD5 key; the form most
//! Chinese platforms use. v1.1 is v1 with a mandatory `timestamp` parameter. v2: HMAC-SHA256 over method,
//! path, query, time, nonce and the hash of the body, in headers.

mod canonical;
mod v1;
mod v2;
mod webhook;

pub use canonical::{DuplicateMember, canonical_json, parse_members};
pub use v1::{Unsignable, base_string, sign, verify};
pub use v2::{RequestParts, canonical_query, string_to_sign, v2_sign, v2_verify};
pub use webhook::{InvalidWebhookSecret, WebhookSecret};

/// How far a signed timestamp may be from the server's clock, in seconds, either way.
pub const TIMESTAMP_TOLERANCE_SECONDS: i64 = 300;

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|nibble| DIGITS.get(usize::from(nibble)))
        .collect()
}

fn same(left: &[u8], right: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests;
