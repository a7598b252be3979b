//! Steps that cannot be taken back, written down before they are taken.
//!
//! A command that commits or cannot be undone is sent, and such a button pressed, only as [`Written`], which nothing but
//! [`Written::down`] makes: it hands the step to the journal first, and the journal returns when the step is on the disk.
//! Sending or pressing uses it up.
//!
//! ```
//! use waystation_eterm::journal::{JournalFailure, StepJournal, Step, Written};
//! use waystation_eterm::{command::Command, ports::{Terminal, TerminalError}, screen::Screen};
//!
//! fn cancel(terminal: &mut impl Terminal, journal: &mut impl StepJournal, step: &Step) -> Result<(), JournalFailure> {
//!     let written = Written::down(journal, Command::cancel_pnr(), step)?;
//!     let _: Result<Screen, TerminalError> = terminal.send_written(written);
//!     Ok(())
//! }
//! ```
//!
//! ```compile_fail
//! use waystation_eterm::{journal::Written, ports::Terminal, step::Irreversible};
//!
//! fn twice(terminal: &mut impl Terminal, written: Written<Irreversible>) {
//!     let _ = terminal.send_written(written);
//!     let _ = terminal.send_written(written);
//! }
//! ```

use std::marker::PhantomData;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use waystation_shared::edge_api::StepEnding;
use waystation_shared::ids::OfficeNo;
use waystation_shared::pnr::{FlightNo, Locator, PassengerName};

use crate::command::Command;
use crate::form::Press;
use crate::step::{Effect, Journalled};

/// A step that is about to be taken: enough to find out later whether it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The PNR as the screen showed it before; empty for a booking.
    pub before: String,
    /// What to look for.
    pub check: Check,
}

/// What settles whether a step was taken, by looking only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Check {
    /// A new PNR: is there one under this name on this flight?
    Book {
        /// Name of the first passenger with a seat, or of the group.
        name: String,
        /// First flight.
        flight: FlightNo,
        /// Its date.
        date: Date,
        /// Further flights, in their order.
        #[serde(default)]
        onward: Vec<(FlightNo, Date)>,
        /// Every name that the PNR must have.
        names: Vec<String>,
        /// Name of the group, if it is one.
        #[serde(default)]
        group: Option<String>,
        /// PNRs with that name on that flight that were there before.
        known: Vec<Locator>,
    },
    /// Passengers taken out: are they still there?
    CancelPassenger {
        /// From which PNR.
        pnr: Locator,
        /// Who.
        names: Vec<PassengerName>,
    },
    /// A PNR cancelled: is it?
    CancelPnr {
        /// Which.
        pnr: Locator,
    },
    /// A fare stored in a PNR: is it there?
    StoreFare {
        /// Which.
        pnr: Locator,
    },
    /// Tickets: are they issued?
    IssueTicket {
        /// For which PNR.
        pnr: Locator,
        /// How many there must be, infants included.
        tickets: usize,
    },
    /// Another Office's right: is it noted?
    Authorize {
        /// On which PNR.
        pnr: Locator,
        /// Which Office.
        office: OfficeNo,
    },
}

impl Check {
    /// Stable name of the step.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Book { .. } => "book",
            Self::CancelPassenger { .. } => "cancel_passenger",
            Self::CancelPnr { .. } => "cancel_pnr",
            Self::StoreFare { .. } => "store_fare",
            Self::IssueTicket { .. } => "issue_ticket",
            Self::Authorize { .. } => "authorize",
        }
    }

    /// What is looked at, for people.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Book { name, flight, date, .. } => format!("RT:N/{name}/{flight}/{date}"),
            Self::CancelPassenger { pnr, .. } | Self::CancelPnr { pnr } | Self::StoreFare { pnr } => {
                format!("RT {pnr}")
            }
            Self::IssueTicket { pnr, .. } => format!("RT {pnr}, DETR:CN/{pnr}, TSL"),
            Self::Authorize { pnr, office } => format!("RT {pnr}: RMK TJ AUTH {office}"),
        }
    }
}

/// Number of a step in the run of one task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StepNo(pub i64);

/// The journal could not write. Nothing may be sent then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the step cannot be written down: {0}")]
pub struct JournalFailure(pub String);

/// Where steps are written down.
pub trait StepJournal {
    /// Writes the step with its command; when it returns, both are on the disk.
    ///
    /// # Errors
    /// When that is not certain.
    fn write(&mut self, command: &str, step: &Step) -> Result<StepNo, JournalFailure>;

    /// Notes what became of it and the screen that shows it.
    ///
    /// # Errors
    /// When it cannot be written; the step stays open and is looked at again after a restart.
    fn close(&mut self, step: StepNo, ending: StepEnding, after: &str) -> Result<(), JournalFailure>;
}

/// What can be done at a terminal: a command is sent, a button pressed.
pub trait Act {
    /// What it does to the world.
    type Effect: Effect;

    /// As a person reads it in the journal.
    fn text(&self) -> &str;
}

impl<E: Effect> Act for Command<E> {
    type Effect = E;

    fn text(&self) -> &str {
        self.text()
    }
}

impl<E: Effect> Act for Press<E> {
    type Effect = E;

    fn text(&self) -> &str {
        self.text()
    }
}

/// A command, or the press of a button, whose step is on the disk.
#[derive(Debug)]
pub struct Written<E: Journalled, A = Command<E>> {
    act: A,
    number: StepNo,
    effect: PhantomData<E>,
}

impl<E: Journalled, A: Act<Effect = E>> Written<E, A> {
    /// Writes the step down and returns the right to take it once.
    ///
    /// # Errors
    /// When the journal could not write.
    pub fn down(journal: &mut impl StepJournal, act: A, step: &Step) -> Result<Self, JournalFailure> {
        let number = journal.write(act.text(), step)?;
        Ok(Self { act, number, effect: PhantomData })
    }

    /// Under which number the journal has it.
    #[must_use]
    pub const fn number(&self) -> StepNo {
        self.number
    }
}

impl<E: Journalled> Written<E> {
    /// What is to be typed.
    #[must_use]
    pub const fn command(&self) -> &Command<E> {
        &self.act
    }
}

impl<E: Journalled> Written<E, Press<E>> {
    /// What is to be pressed.
    #[must_use]
    pub const fn press(&self) -> &Press<E> {
        &self.act
    }
}
