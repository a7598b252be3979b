//! One file per task, each reading like the steps a clerk takes. A flow owns no clock, no window and no network.

pub mod authorize_pnr;
pub mod book_pnr;
pub mod cancel_passenger;
pub mod cancel_pnr;
mod clerk;
mod ending;
pub mod extract_pnr;
pub mod extract_ticket_no;
pub mod form;
pub mod issue_ticket;
mod pages;
pub mod query_av;
mod refusal;
mod settle;

use jiff::civil::Date;
use thiserror::Error;
use waystation_shared::edge_api::{StepEnding, TaskParams};

use crate::command::CommandError;
use crate::journal::{JournalFailure, Step, StepJournal, StepNo};
use crate::parse::ParseError;
use crate::parse::av::UnreadableRow;
use crate::parse::error::ErrorAnswer;
use crate::ports::{Progress, Terminal, TerminalError};

pub use ending::{Ending, Failure};
pub use refusal::Refusal;

/// What a flow works with.
#[derive(Debug)]
pub struct Desk<'a, T, J, P> {
    /// The Eterm session.
    pub terminal: &'a mut T,
    /// Where irreversible steps are written down.
    pub journal: &'a mut J,
    /// Who hears what is being done.
    pub progress: &'a mut P,
    /// The date at the Office.
    pub today: Date,
}

/// A step of an earlier run, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastStep {
    /// Its number in the journal.
    pub number: StepNo,
    /// What it was.
    pub step: Step,
    /// What is known of it.
    pub ending: StepEnding,
}

/// Does a task from its beginning.
pub fn run<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    task: &TaskParams,
) -> Ending {
    match task {
        TaskParams::QueryAv(query) => query_av::run(desk.terminal, desk.progress, query)
            .map_or_else(Ending::from, |result| ending::done(&result)),
        TaskParams::BookPnr(booking) => book_pnr::run(desk, booking),
        TaskParams::ExtractPnr(extract) => extract_pnr::run(desk, &extract.pnr),
        TaskParams::CancelPassenger(cancel) => cancel_passenger::run(desk, cancel),
        TaskParams::CancelPnr(cancel) => cancel_pnr::run(desk, &cancel.pnr),
        TaskParams::IssueTicket(issue) => issue_ticket::run(desk, issue),
        TaskParams::ExtractTicketNo(extract) => extract_ticket_no::run(desk, &extract.pnr),
        TaskParams::AuthorizePnr(authorize) => authorize_pnr::run(desk, authorize),
    }
}

/// Finds out what became of a task that was cut off, by looking only: no step is ever taken again. `past` are its steps
/// in order, from the journal.
pub fn settle<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    past: &[PastStep],
) -> Ending {
    let Some(last) = past.last() else {
        return Ending::NotDone(Failure::safe(
            "interrupted",
            "cut off before anything was sent that cannot be undone",
        ));
    };
    settle::after_interruption(desk, last)
}

/// Why a flow ended without a result, with every screen it has seen.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{cause}")]
pub struct FlowError {
    /// What went wrong.
    pub cause: Box<Cause>,
    /// The screens, oldest first.
    pub screens: Vec<String>,
}

impl FlowError {
    /// Stable name of the cause.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.cause.code()
    }
}

/// What ended a flow.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Cause {
    /// The question has no form as a command; nothing was sent.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The terminal could not be worked with.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    /// The host refused.
    #[error("the host answered {:?}", .0.text)]
    Refused(ErrorAnswer),
    /// An answer came, and came again, and cannot be read or trusted.
    #[error("the answer cannot be read: {0}")]
    CannotRead(#[from] Defect),
    /// The answer has more pages than anybody needs.
    #[error("the answer has more than {0} pages; narrow the question by airline, time or class")]
    TooManyPages(u32),
    /// The journal cannot write; nothing was sent.
    #[error(transparent)]
    Journal(#[from] JournalFailure),
    /// What was found does not allow it.
    #[error(transparent)]
    Unfit(#[from] Refusal),
}

impl Cause {
    /// Whether asking for the same again carries no risk. Tickets that are there, or on their way, are one.
    #[must_use]
    pub fn may_be_repeated(&self) -> bool {
        !matches!(self.code(), "already_ticketed" | "ticketed_pnr" | "ticket_pending")
    }

    /// Stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Command(error) => error.code(),
            Self::Terminal(error) => error.code(),
            Self::Refused(answer) => refusal::name_of(answer),
            Self::CannotRead(_) => "cannot_read",
            Self::TooManyPages(_) => "too_many_pages",
            Self::Journal(_) => "journal_unusable",
            Self::Unfit(refusal) => refusal.code(),
        }
    }
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Defect {
    /// It has not the shape of an answer.
    #[error(transparent)]
    Shape(#[from] ParseError),
    /// Rows of it have no reading.
    #[error("{count} rows have no reading, the first is row {}: {}", first.row, first.problem)]
    Rows {
        /// How many.
        count: usize,
        /// The first of them.
        first: UnreadableRow,
    },
    /// A paging mark stands where none can be, or is missing where one must be.
    #[error("the paging mark of line {line} does not fit its place")]
    Mark {
        /// Number of the line.
        line: u16,
    },
    /// Line numbers do not follow each other: a row is lost, or this is another page.
    #[error("line {found} follows line {before}")]
    Sequence {
        /// The number before.
        before: u16,
        /// The number found.
        found: u16,
    },
    /// The page is the one before once more.
    #[error("the same page came twice")]
    SamePage,
    /// It answers another question.
    #[error("the answer is for {answered}, the question was for {asked}")]
    OtherQuestion {
        /// Date and cities asked for.
        asked: String,
        /// Date and cities of the answer.
        answered: String,
    },
    /// It may have been taken before it was complete.
    #[error("the answer may be cut short")]
    MaybeCut,
    /// A form does not show what a form must.
    #[error("the form does not show {0}")]
    Form(&'static str),
    /// It says neither that it was done nor why not.
    #[error("the answer says neither yes nor no: {0:?}")]
    NoVerdict(String),
}
