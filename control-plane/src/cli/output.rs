//! What the command line prints: results on standard output, everything else on standard error.

use serde::Serialize;

/// A result, as one line of JSON.
#[expect(clippy::print_stdout, reason = "the result of a command belongs on standard output")]
pub(super) fn json_line(value: &serde_json::Value) {
    println!("{value}");
}

/// A document, as readable JSON.
#[expect(clippy::print_stdout, reason = "the result of a command belongs on standard output")]
pub(super) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(value)?);
    Ok(())
}

/// A line for people and scripts.
#[expect(clippy::print_stdout, reason = "the result of a command belongs on standard output")]
pub(super) fn line(text: &str) {
    println!("{text}");
}

/// What went wrong, with its causes.
#[expect(clippy::print_stderr, reason = "the error of a command belongs on standard error")]
pub(super) fn error(error: &anyhow::Error) {
    eprintln!("waystation: {error:#}");
}
