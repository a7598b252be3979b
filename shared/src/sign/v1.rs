//! Scheme v1: `md5(sorted pairs & key)`.

use std::collections::BTreeMap;

use md5::{Digest, Md5};
use serde_json::Value;
use thiserror::Error;

use super::{canonical_json, hex, same};

/// A member whose text form would differ between languages.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the number in {0:?} is not an integer; send it as a string, because languages print it differently")]
pub struct Unsignable(pub String);

/// The text that is digested, `key` included. Members that are null or empty and `sign` itself are left out.
///
/// # Errors
/// When a member is a number with a fraction or exponent, at any depth.
pub fn base_string(members: &BTreeMap<String, Value>, key: &str) -> Result<String, Unsignable> {
    let mut text = String::new();
    for (name, value) in members {
        let Some(value) = text_form(name, value)? else { continue };
        text.push_str(name);
        text.push('=');
        text.push_str(&value);
        text.push('&');
    }
    text.push_str("key=");
    text.push_str(key);
    Ok(text)
}

/// The signature: lower-case hex of the MD5 of [`base_string`].
///
/// # Errors
/// As [`base_string`].
pub fn sign(members: &BTreeMap<String, Value>, key: &str) -> Result<String, Unsignable> {
    Ok(hex(&Md5::digest(base_string(members, key)?)))
}

/// Whether `claimed` is the signature of `members`; upper and lower case are the same. Takes the same
/// time wherever the first difference is.
///
/// # Errors
/// As [`base_string`].
pub fn verify(members: &BTreeMap<String, Value>, key: &str, claimed: &str) -> Result<bool, Unsignable> {
    Ok(same(sign(members, key)?.as_bytes(), claimed.to_ascii_lowercase().as_bytes()))
}

fn text_form(name: &str, value: &Value) -> Result<Option<String>, Unsignable> {
    if name == "sign" {
        return Ok(None);
    }
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok((!text.is_empty()).then(|| text.clone())),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            if has_fraction(value) {
                Err(Unsignable(name.to_owned()))
            } else {
                Ok(Some(canonical_json(value)))
            }
        }
    }
}

fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(members) => members.values().any(has_fraction),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}
