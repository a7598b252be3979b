//! What the host has heard: the ground truth for proofs of what was and was not sent.

use crate::fault::Fault;
use crate::host::Answer;
use jiff::civil::DateTime;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// One command the host received. Passwords are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// Counts from 1.
    pub sequence: u64,
    /// The host's local time, to the millisecond.
    pub at: String,
    /// The command as received.
    pub text: String,
    /// The fault that struck it.
    pub fault: Fault,
    /// Rows of the host's answer, before any fault.
    pub answer_rows: usize,
    /// SHA-256, in hexadecimal, of those rows joined by line feeds.
    pub answer_sha256: String,
}

impl AuditEntry {
    /// Records a command and its true answer.
    #[must_use]
    pub fn new(sequence: u64, at: DateTime, text: &str, (fault, answer): (Fault, &Answer)) -> Self {
        Self {
            sequence,
            at: at.strftime("%Y-%m-%dT%H:%M:%S%.3f").to_string(),
            text: crate::host::masked(text),
            fault,
            answer_rows: answer.lines.len(),
            answer_sha256: hexadecimal(&Sha256::digest(answer.text())),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_entry_tells_what_was_heard_and_hashes_the_true_answer() {
        let at = date(2026, 11, 21).at(14, 32, 1, 5_000_000);
        let entry = AuditEntry::new(3, at, "SI:20999/secret", (Fault::Half, &Answer::row("abc")));
        let json = serde_json::to_string(&entry).expect("JSON");
        assert_eq!(
            json,
            r#"{"sequence":3,"at":"2026-11-21T14:32:01.005","text":"SI:20999/***","fault":"half","answer_rows":1,"answer_sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}"#
        );
    }
}
