//! Settling: a person says what became of a task that nobody else could tell.

use std::str::FromStr;

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;
use utoipa::ToSchema;
use waystation_shared::edge_api::TaskError;
use waystation_shared::ids::{TaskId, UserId};
use waystation_shared::task::TaskState;
use waystation_shared::time::Timestamp;

use super::outcome::Outcome;
use super::report::finish;
use super::{Change, store};
use crate::platform::store::{StoreError, Tx};

/// What a person has found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// It has happened.
    Done,
    /// It has not happened, and asking again is safe.
    Failed,
}

/// Why a person is sure: 3 to 500 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note(String);

/// A text that is no [`Note`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("is 3 to 500 characters without control characters")]
pub(crate) struct InvalidNote;

impl FromStr for Note {
    type Err = InvalidNote;

    fn from_str(text: &str) -> Result<Self, InvalidNote> {
        let text = text.trim();
        let fits = (3..=500).contains(&text.chars().count());
        let readable = !text.chars().any(|mark| mark.is_control() && mark != '\n');
        if fits && readable { Ok(Self(text.to_owned())) } else { Err(InvalidNote) }
    }
}

/// The end of a task as a person has found it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Settlement {
    pub(crate) verdict: Verdict,
    pub(crate) note: Note,
    /// The result, when it is done.
    pub(crate) result: Option<Value>,
    /// Who has found it out.
    pub(crate) by: UserId,
}

/// Why a task was not settled.
#[derive(Debug, Error)]
pub(crate) enum SettleError {
    #[error("there is no task {0}")]
    NoSuchTask(TaskId),
    #[error("the task is {0}; only an unknown outcome can be settled")]
    NotUnknown(TaskState),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ends a task whose outcome is unknown. The row is locked, so of two people, or a person and a late
/// report, only the first decides.
pub(crate) fn settle(
    tx: &mut Tx<'_>,
    id: TaskId,
    settlement: &Settlement,
    now: Timestamp,
) -> Result<Change, SettleError> {
    let task = store::lock_task(tx, id)?.ok_or(SettleError::NoSuchTask(id))?;
    if task.state != TaskState::Unknown {
        return Err(SettleError::NotUnknown(task.state));
    }
    let Note(note) = &settlement.note;
    let change = match settlement.verdict {
        Verdict::Done => {
            let reported = store::result_of(tx, id)?;
            let result = settlement.result.as_ref().or(reported.as_ref());
            finish(tx, id, TaskState::Done, (result, None), now)?
        }
        Verdict::Failed => {
            let error: TaskError = Outcome::NotDone.error();
            finish(tx, id, TaskState::Failed, (None, Some(&error)), now)?
        }
    };
    store::log_by(tx, id, settlement.by, (note, now))?;
    Ok(change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::catalogue::in_chinese;

    #[test]
    fn a_note_is_something_that_a_person_wrote() {
        assert_eq!(" 已用 RT 核对\n票号在 ".parse::<Note>(), Ok(Note("已用 RT 核对\n票号在".to_owned())));
        for wrong in ["", "  ok ", "a\u{1e}bc", &"长".repeat(501)] {
            assert_eq!(wrong.parse::<Note>(), Err(InvalidNote), "{wrong:?}");
        }
        assert!(in_chinese(&InvalidNote.to_string()).is_some());
    }
}
