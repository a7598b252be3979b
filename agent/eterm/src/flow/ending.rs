//! How a task ends, in the words that leave this machine.

use serde_json::Value;

use crate::flow::{Cause, FlowError};

/// The end of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The result is complete.
    Done(Value),
    /// It did not happen.
    NotDone(Failure),
    /// An irreversible step was taken or not: looking has not settled it. A person has to.
    Unknown(Failure),
    /// The same, but the terminal could not be looked at yet: [`crate::flow::settle`] when it can.
    InDoubt(Failure),
}

/// Why a task has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Stable name.
    pub code: &'static str,
    /// What happened, with the host's own words where there are any.
    pub message: String,
    /// Whether the caller may ask for the same again without risk.
    pub retry_safe: bool,
}

impl Failure {
    /// Something that repeating cannot make worse.
    #[must_use]
    pub fn safe(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_safe: true }
    }

    /// Something that must not be repeated unseen.
    #[must_use]
    pub fn risky(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_safe: false }
    }
}

impl From<&Cause> for Failure {
    fn from(cause: &Cause) -> Self {
        Self { code: cause.code(), message: cause.to_string(), retry_safe: cause.may_be_repeated() }
    }
}

impl From<FlowError> for Ending {
    fn from(error: FlowError) -> Self {
        Self::NotDone(Failure::from(error.cause.as_ref()))
    }
}

/// The end of a flow: its own, or what kept it from one.
pub(super) fn ended(ending: Result<Ending, Cause>) -> Ending {
    ending.unwrap_or_else(|cause| Ending::NotDone(Failure::from(&cause)))
}

/// A result that was read, as it leaves this machine.
pub(super) fn done(result: &impl serde::Serialize) -> Ending {
    match serde_json::to_value(result) {
        Ok(value) => Ending::Done(value),
        Err(error) => Ending::Unknown(Failure::risky("cannot_read", error.to_string())),
    }
}
