//! What the work loop needs of the place where the work is done. It does not know how a window is driven.

use serde_json::Value;
use tokio::sync::watch;
use waystation_eterm::flow::{Ending, Failure};
use waystation_eterm::ports::Progress;
use waystation_shared::edge_api::{Evidence, TaskError};

use super::job::Job;
use crate::screenshots::MaskedPicture;

/// One Eterm window with a keyboard before it. All calls block.
pub trait Station {
    /// A cheap look: can it work, and has the screen changed?
    fn glance(&mut self) -> Glance;

    /// Does what is safe against an obstacle that the last look has shown. Nothing is typed.
    fn mend(&mut self) {}

    /// Does a task to its end, or settles one that was cut off.
    fn work(&mut self, job: &mut Job) -> Outcome;

    /// A picture of the screen that may leave the machine; `None` when there is no screen.
    fn picture(&mut self) -> Option<MaskedPicture>;

    /// Takes over what a person says a glyph shows.
    ///
    /// # Errors
    /// In words, when the glyph is not known or cannot be kept.
    fn learn(&mut self, glyph: &str, character: char) -> Result<(), String>;

    /// Whether it must be opened afresh before it can be of use again.
    fn is_lost(&self) -> bool {
        false
    }
}

/// What a cheap look has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// Nothing, or the stable name of what a person has to mend first.
    pub obstacle: Option<String>,
    /// Hash of the screen, hex; `None` when there is no screen to be seen.
    pub screen_hash: Option<String>,
}

impl Glance {
    /// A look that showed nothing but this obstacle.
    #[must_use]
    pub fn blocked(obstacle: impl Into<String>) -> Self {
        Self { obstacle: Some(obstacle.into()), screen_hash: None }
    }
}

/// How a task ended, with the proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its end.
    pub verdict: Verdict,
    /// Every command and what the screen showed.
    pub evidence: Evidence,
}

/// The end of a task.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The result is complete.
    Done(Value),
    /// It did not happen.
    Failed(TaskError),
    /// It may or may not have happened, and looking has not told. A person has to.
    Unknown(TaskError),
    /// The same, but nobody could look yet.
    InDoubt(TaskError),
}

impl From<Ending> for Verdict {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Done(result) => Self::Done(result),
            Ending::NotDone(failure) => Self::Failed(error_of(failure)),
            Ending::Unknown(failure) => Self::Unknown(error_of(failure)),
            Ending::InDoubt(failure) => Self::InDoubt(error_of(failure)),
        }
    }
}

fn error_of(failure: Failure) -> TaskError {
    let Failure { code, message, retry_safe } = failure;
    TaskError { code: code.to_owned(), message, retry_safe }
}

impl Outcome {
    /// A failure before anything was typed.
    #[must_use]
    pub fn failed(code: impl Into<String>, message: impl Into<String>, retry_safe: bool) -> Self {
        let error = TaskError { code: code.into(), message: message.into(), retry_safe };
        Self { verdict: Verdict::Failed(error), evidence: Evidence::default() }
    }

    /// Nobody could look what became of it.
    #[must_use]
    pub fn in_doubt(code: impl Into<String>, message: impl Into<String>) -> Self {
        let error = TaskError { code: code.into(), message: message.into(), retry_safe: false };
        Self { verdict: Verdict::InDoubt(error), evidence: Evidence::default() }
    }
}

/// Where a running task says what it is doing. Only the latest step is kept: it is for people.
#[derive(Debug)]
pub struct Steps(pub(super) watch::Sender<String>);

impl Progress for Steps {
    /// The words name the page already.
    fn step(&mut self, text: &str, _page: Option<u32>) {
        self.0.send_replace(text.to_owned());
    }
}
