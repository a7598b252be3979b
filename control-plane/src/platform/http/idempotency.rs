//! The `Idempotency-Key` header: a repeated click or a lost answer makes nothing twice.

use axum::http::HeaderMap;

use super::ApiProblem;

/// The longest key.
const LONGEST: usize = 64;

/// The key of a request that creates something, if the caller sent one.
///
/// # Errors
/// When it is empty, too long, or not letters, digits, `-` and `_`.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiProblem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let well_formed = |key: &&str| {
        (1..=LONGEST).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    match value.to_str().ok().filter(well_formed) {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(ApiProblem::invalid_field("Idempotency-Key", "1–64 × A–Z a–z 0–9 - _")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Result<Option<String>, ApiProblem> {
        let mut headers = HeaderMap::new();
        headers.insert("idempotency-key", text.parse().unwrap());
        idempotency_key(&headers)
    }

    #[test]
    fn a_uuid_is_a_key_and_no_header_is_none() {
        let uuid = "0b9d6c1e-8a52-4c0f-9a3e-2f1b7d3f9a10";
        assert_eq!(key(uuid), Ok(Some(uuid.to_owned())));
        assert_eq!(idempotency_key(&HeaderMap::new()), Ok(None));
    }

    #[test]
    fn what_could_be_mistaken_for_another_space_of_keys_is_refused() {
        for wrong in ["", "a/b", "a b", &"x".repeat(65)] {
            assert!(key(wrong).is_err(), "{wrong:?}");
        }
    }
}
