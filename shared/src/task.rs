//! What a task is to everybody: its kind, its state, and which kinds may be repeated.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A text that names no value of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown {list} {got:?}; known are: {known}")]
pub struct UnknownName {
    /// What kind of name was expected.
    pub list: &'static str,
    /// What came.
    pub got: String,
    /// Every accepted name.
    pub known: String,
}

macro_rules! named_enum {
    ($(#[$doc:meta])* $name:ident, $list:literal, { $($(#[$variant_doc:meta])* $variant:ident = $text:tt),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the wire and in the store.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text).ok_or_else(|| UnknownName {
                    list: $list,
                    got: text.chars().take(40).collect(),
                    known: Self::ALL.iter().map(|value| value.as_str()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

named_enum!(
    /// The eight operations on an Eterm terminal.
    TaskKind, "task kind", {
        /// Availability of flights.
        QueryAv = "query_av",
        /// Book a PNR.
        BookPnr = "book_pnr",
        /// Read a PNR.
        ExtractPnr = "extract_pnr",
        /// Cancel passengers of a PNR.
        CancelPassenger = "cancel_passenger",
        /// Cancel a whole PNR.
        CancelPnr = "cancel_pnr",
        /// Issue tickets.
        IssueTicket = "issue_ticket",
        /// Read ticket numbers.
        ExtractTicketNo = "extract_ticket_no",
        /// Let another Office work on a PNR.
        AuthorizePnr = "authorize_pnr",
    }
);

impl TaskKind {
    /// Whether the task changes nothing at the host, so that it may run again from the start.
    #[must_use]
    pub const fn is_read_only(self) -> bool {
        matches!(self, Self::QueryAv | Self::ExtractPnr | Self::ExtractTicketNo)
    }

    /// How long one claim lasts without a sign of life, in milliseconds.
    #[must_use]
    pub const fn lease_millis(self) -> i64 {
        if self.is_read_only() { 20_000 } else { 120_000 }
    }
}

named_enum!(
    /// Where a task stands.
    TaskState, "task state", {
        /// 待分配: waits for a terminal.
        Pending = "pending",
        /// 已分配: locked to one terminal that has not taken it yet.
        Assigned = "assigned",
        /// 执行中: taken by its terminal.
        Running = "running",
        /// 已完成: the result is stored.
        Done = "done",
        /// 失败: nothing more happens; the error says whether repeating is safe.
        Failed = "failed",
        /// 待核实: an irreversible step may or may not have happened.
        Unknown = "unknown",
        /// 已取消: withdrawn before it ran.
        Cancelled = "cancelled",
        /// 已超时: no terminal took it in time.
        Expired = "expired",
    }
);

impl TaskState {
    /// Whether the task has come to its end, so that its callback is owed.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled | Self::Expired)
    }
}

named_enum!(
    /// Who asked for a task.
    TaskSource, "task source", {
        /// The admin page.
        Page = "page",
        /// The open API.
        Api = "api",
        /// A schedule.
        Schedule = "schedule",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_on_the_wire_and_in_text_are_the_same() {
        for &state in TaskState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
            assert_eq!(state.as_str().parse::<TaskState>(), Ok(state));
        }
        for &kind in TaskKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }

    #[test]
    fn an_unknown_name_is_told_what_would_be_known() {
        let error = "flying".parse::<TaskState>().unwrap_err();
        assert!(error.to_string().starts_with("unknown task state \"flying\"; known are: pending, assigned"));
    }

    #[test]
    fn whatever_moves_money_is_not_read_only() {
        let writing: Vec<_> =
            TaskKind::ALL.iter().filter(|kind| !kind.is_read_only()).map(|kind| kind.as_str()).collect();
        assert_eq!(writing, ["book_pnr", "cancel_passenger", "cancel_pnr", "issue_ticket", "authorize_pnr"]);
    }
}
