//! The partner's own name of a request.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A `requestId`: 1 to 64 of `A-Z a-z 0-9 . _ : -`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestIdText(String);

/// Why a text is no [`RequestIdText`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("1 to 64 letters, digits, dots, underscores, colons or hyphens")]
pub struct InvalidRequestId;

impl RequestIdText {
    /// The id as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RequestIdText {
    type Err = InvalidRequestId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |letter: u8| letter.is_ascii_alphanumeric() || b"._:-".contains(&letter);
        let well_formed = (1..=64).contains(&text.len()) && text.bytes().all(allowed);
        if well_formed { Ok(Self(text.to_owned())) } else { Err(InvalidRequestId) }
    }
}

impl fmt::Display for RequestIdText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_has_a_closed_alphabet() {
        assert!("REQ202602180001".parse::<RequestIdText>().is_ok());
        assert!("a.b_c:d-e".parse::<RequestIdText>().is_ok());
        for wrong in ["", "a b", "a&b", "a=b", "请求", "a\n", &"x".repeat(65)] {
            assert_eq!(wrong.parse::<RequestIdText>(), Err(InvalidRequestId), "{wrong:?}");
        }
    }
}
