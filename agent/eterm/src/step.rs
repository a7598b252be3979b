//! Which commands can be taken back, and the rule the compiler enforces.
//!
//! Every command carries its effect in its type. A terminal accepts only [`Unjournalled`] effects, so a command that
//! commits or cannot be undone does not even compile where nothing has been written down before:
//!
//! ```compile_fail
//! use waystation_eterm::{command::Command, ports::Terminal, step::Irreversible};
//!
//! fn issue(terminal: &mut impl Terminal, etdz: &Command<Irreversible>) {
//!     let _ = terminal.send(etdz);
//! }
//! ```
//!
//! ```
//! use waystation_eterm::{command::Command, ports::Terminal, step::ReadOnly};
//!
//! fn look(terminal: &mut impl Terminal, availability: &Command<ReadOnly>) {
//!     let _ = terminal.send(availability);
//! }
//! ```

use serde::{Deserialize, Serialize};

/// What a command does to the world, by what may be done when its outcome is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectKind {
    /// Shows something: `AVH`, `RT`, `DETR`, `DA`.
    ReadOnly,
    /// Shows something that depends on the answer before: `PN`.
    Positional,
    /// Changes the work area, not yet the host's records: `SS`, `NM`, `XE`.
    WorkArea,
    /// Ends the transaction: `@`.
    Commit,
    /// Issues, voids or cancels for good: `ETDZ`, `XEPNR@`, `VT`.
    Irreversible,
    /// Drops unfinished work or page buffers: `I`, `IG`, `CP`.
    Harmless,
}

/// What to do when nobody knows whether a command arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recovery {
    /// Send it again.
    SendAgain,
    /// Ask the original question again and page from the first page.
    AskAgainFromStart,
    /// Drop the work area, read the PNR, build again.
    IgnoreAndRebuild,
    /// Look what happened; never send it again unseen.
    Verify,
}

impl EffectKind {
    /// What to do after an uncertain outcome.
    #[must_use]
    pub const fn recovery(self) -> Recovery {
        match self {
            Self::ReadOnly | Self::Harmless => Recovery::SendAgain,
            Self::Positional => Recovery::AskAgainFromStart,
            Self::WorkArea => Recovery::IgnoreAndRebuild,
            Self::Commit | Self::Irreversible => Recovery::Verify,
        }
    }

    /// Whether nothing at the host can have changed, whatever became of the command.
    #[must_use]
    pub const fn only_reads(self) -> bool {
        matches!(self, Self::ReadOnly | Self::Positional | Self::Harmless)
    }
}

mod sealed {
    pub trait Sealed {}
}

/// An effect as a type. Closed: the list is the one of [`EffectKind`].
pub trait Effect: sealed::Sealed {
    /// The same as a value.
    const KIND: EffectKind;
}

/// Effects that may be sent without writing anything down first.
pub trait Unjournalled: Effect {}

/// Effects that may be sent only after a journal has the step on its disk; see [`crate::journal`].
pub trait Journalled: Effect {}

macro_rules! effects {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name;

            impl sealed::Sealed for $name {}

            impl Effect for $name {
                const KIND: EffectKind = EffectKind::$name;
            }
        )+
    };
}

effects!(
    /// See [`EffectKind::ReadOnly`].
    ReadOnly,
    /// See [`EffectKind::Positional`].
    Positional,
    /// See [`EffectKind::WorkArea`].
    WorkArea,
    /// See [`EffectKind::Commit`].
    Commit,
    /// See [`EffectKind::Irreversible`].
    Irreversible,
    /// See [`EffectKind::Harmless`].
    Harmless,
);

impl Unjournalled for ReadOnly {}
impl Unjournalled for Positional {}
impl Unjournalled for WorkArea {}
impl Unjournalled for Harmless {}
impl Journalled for Commit {}
impl Journalled for Irreversible {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_shows_or_drops_may_be_sent_again() {
        assert_eq!(ReadOnly::KIND.recovery(), Recovery::SendAgain);
        assert_eq!(Harmless::KIND.recovery(), Recovery::SendAgain);
        assert_eq!(Positional::KIND.recovery(), Recovery::AskAgainFromStart);
        assert_eq!(WorkArea::KIND.recovery(), Recovery::IgnoreAndRebuild);
    }

    #[test]
    fn what_commits_is_verified_never_repeated() {
        for kind in [Commit::KIND, Irreversible::KIND] {
            assert_eq!(kind.recovery(), Recovery::Verify);
            assert!(!kind.only_reads());
        }
        assert!(!WorkArea::KIND.only_reads() && Positional::KIND.only_reads());
    }

    #[test]
    fn effects_have_stable_names_for_a_journal() {
        assert_eq!(serde_json::to_value(EffectKind::WorkArea).unwrap(), "work_area");
    }
}
