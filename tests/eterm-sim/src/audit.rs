//! What the host has heard: the ground truth for proofs of what was and was not sent.

use crate::fault::Fault;
use crate::host::{Effect, Reply};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One command the host received. Passwords are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Counts from 1.
    pub sequence: u64,
    /// The host's local time, to the millisecond.
    pub at: String,
    /// The session that sent it.
    pub session: String,
    /// The command as received.
    pub text: String,
    /// The fault that struck it.
    pub fault: Fault,
    /// Rows of the host's answer, before any fault.
    pub answer_rows: usize,
    /// SHA-256, in hexadecimal, of those rows joined by line feeds.
    pub answer_sha256: String,
    /// What it brought about that lasts, in order; empty when it brought about nothing.
    pub effects: Vec<Effect>,
}

/// Where and when a command came from.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// Counts from 1.
    pub sequence: u64,
    /// The host's local time.
    pub at: DateTime,
    /// The session that sent it.
    pub session: &'a str,
    /// The command as received.
    pub text: &'a str,
}

impl AuditEntry {
    /// Records a command, the fault that strikes it, and the host's true reply.
    #[must_use]
    pub fn new(heard: Heard<'_>, fault: Fault, reply: &Reply) -> Self {
        Self {
            sequence: heard.sequence,
            at: heard.at.strftime("%Y-%m-%dT%H:%M:%S%.3f").to_string(),
            session: heard.session.to_owned(),
            text: crate::host::masked(heard.text),
            fault,
            answer_rows: reply.answer.lines.len(),
            answer_sha256: hexadecimal(&Sha256::digest(reply.answer.text())),
            effects: reply.effects.clone(),
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
    use crate::host::Answer;
    use jiff::civil::date;

    #[test]
    fn an_entry_tells_what_was_heard_what_it_did_and_hashes_the_true_answer() {
        let at = date(2026, 11, 21).at(14, 32, 1, 5_000_000);
        let effects = vec![Effect::Booked { locator: "KABC12".to_owned() }];
        let reply = Reply { answer: Answer::row("abc"), later: Vec::new(), effects };
        let heard = Heard { sequence: 3, at, session: "a", text: "SI:20999/secret" };
        let json = serde_json::to_string(&AuditEntry::new(heard, Fault::Half, &reply)).expect("JSON");
        assert_eq!(
            json,
            r#"{"sequence":3,"at":"2026-11-21T14:32:01.005","session":"a","text":"SI:20999/***","fault":"half","answer_rows":1,"answer_sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","effects":[{"kind":"booked","locator":"KABC12"}]}"#
        );
    }
}
