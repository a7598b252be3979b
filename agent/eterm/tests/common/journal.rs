//! A journal in memory, and what a flow's end says.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;
use waystation_eterm::flow::Ending;
use waystation_eterm::journal::{JournalFailure, Step, StepJournal, StepNo};
use waystation_shared::edge_api::StepEnding;

/// What happened, in the order in which it happened.
pub(crate) type Log = Rc<RefCell<Vec<String>>>;

/// Tells when it was written to.
#[derive(Default)]
pub(crate) struct Paper {
    pub(crate) log: Log,
    pub(crate) written: i64,
    /// Whether it refuses to be written to.
    pub(crate) broken: bool,
    /// What must stand on the screen that is kept with every step.
    pub(crate) keeps: &'static str,
}

impl StepJournal for Paper {
    fn write(&mut self, act: &str, step: &Step) -> Result<StepNo, JournalFailure> {
        if self.broken {
            return Err(JournalFailure("the disk is full".to_owned()));
        }
        assert!(step.before.contains(self.keeps), "{:?} is not kept: {}", self.keeps, step.before);
        self.written += 1;
        self.log.borrow_mut().push(format!("write {} {act}", step.check.name()));
        Ok(StepNo(self.written))
    }

    fn close(&mut self, step: StepNo, ending: StepEnding, _after: &str) -> Result<(), JournalFailure> {
        self.log.borrow_mut().push(format!("close {} {ending:?}", step.0));
        Ok(())
    }
}

/// Code of a failure, and whether the same may be asked for again.
pub(crate) fn failure(ending: &Ending) -> (&'static str, bool) {
    match ending {
        Ending::NotDone(failure) | Ending::Unknown(failure) | Ending::InDoubt(failure) => {
            (failure.code, failure.retry_safe)
        }
        Ending::Done(result) => panic!("it was done: {result}"),
    }
}

/// The result of a task that was done.
pub(crate) fn result(ending: &Ending) -> &Value {
    match ending {
        Ending::Done(result) => result,
        other @ (Ending::NotDone(_) | Ending::Unknown(_) | Ending::InDoubt(_)) => panic!("{other:?}"),
    }
}
