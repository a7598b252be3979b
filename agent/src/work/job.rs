//! What the station is to do for a task, with the journal of its claim at hand.

use waystation_eterm::flow::{self, Desk, Ending, PastStep};
use waystation_eterm::ports::{Form, Terminal};
use waystation_shared::edge_api::TaskParams;
use waystation_shared::time::{beijing, date_in};

use super::recording::Recording;
use super::station::{Outcome, Steps};
use crate::clock::Clock;
use crate::fail_point::{Point, pass};
use crate::journal::ClaimJournal;

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It has not begun.
    Fresh,
    /// It was cut off and may have left traces: look, send nothing that cannot be undone.
    CutOff,
}

/// One order of the work loop to the station.
#[derive(Debug)]
pub struct Job {
    /// What to do.
    pub task: TaskParams,
    /// From where.
    pub stage: Stage,
    /// Where irreversible steps are written down.
    pub journal: ClaimJournal,
    /// Who hears what is being done.
    pub steps: Steps,
}

/// A flow's desk with everything on it recorded.
type JobDesk<'a, 'b, T> = Desk<'a, Recording<'b, T>, ClaimJournal, Steps>;

/// What a flow is asked for.
enum Order<'a> {
    Run(&'a TaskParams),
    Settle(&'a [PastStep]),
}

impl Job {
    /// Does it on a terminal.
    pub fn on<T: Terminal>(&mut self, terminal: &mut T, clock: Clock) -> Outcome {
        self.play(terminal, clock, |desk, order| match order {
            Order::Run(task) => flow::run(desk, task),
            Order::Settle(past) => flow::settle(desk, past),
        })
    }

    /// Does it on the forms of a terminal, where there are any for it.
    pub fn on_forms<T: Form>(&mut self, terminal: &mut T, clock: Clock) -> Outcome {
        self.play(terminal, clock, |desk, order| match order {
            Order::Run(task) => flow::form::run(desk, task),
            Order::Settle(past) => flow::form::settle(desk, past),
        })
    }

    fn play<T: Terminal>(
        &mut self,
        terminal: &mut T,
        clock: Clock,
        flow: impl FnOnce(&mut JobDesk<'_, '_, T>, Order<'_>) -> Ending,
    ) -> Outcome {
        let past = match self.stage {
            Stage::Fresh => Vec::new(),
            Stage::CutOff => match self.journal.past() {
                Ok(past) => past,
                Err(error) => return Outcome::in_doubt("journal_unusable", error.to_string()),
            },
        };
        let mut terminal = Recording::new(terminal, clock);
        let mut desk = Desk {
            terminal: &mut terminal,
            journal: &mut self.journal,
            progress: &mut self.steps,
            today: date_in(clock(), &beijing()),
        };
        let ending = match self.stage {
            Stage::Fresh => flow(&mut desk, Order::Run(&self.task)),
            Stage::CutOff => {
                pass(Point::BeforeSettle);
                let ending = flow(&mut desk, Order::Settle(&past));
                pass(Point::AfterSettle);
                ending
            }
        };
        Outcome { verdict: ending.into(), evidence: terminal.into_evidence() }
    }
}
