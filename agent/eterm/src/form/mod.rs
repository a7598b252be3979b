//! The white screen: forms on the same cells as the black one, with labelled fields and buttons.
//!
//! | on the screen | here |
//! |---|---|
//! | `标签：[内容   ]` | a [`Field`], found by its label; an [`Entry`] is what is to stand in it |
//! | `【名】` | a button; a [`Press`] presses it, with its effect in the type as with a [`Command`](crate::command::Command) |
//! | `提示：…` | what the form says ([`Page::message`]) |
//!
//! A button that commits is pressed only as [`Written`](crate::journal::Written):
//!
//! ```compile_fail
//! use waystation_eterm::{form::Press, ports::Form};
//!
//! fn book(form: &mut impl Form) {
//!     let _ = form.press(&Press::book());
//! }
//! ```
//!
//! ```
//! use waystation_eterm::{form::Press, ports::Form};
//!
//! fn search(form: &mut impl Form) {
//!     let _ = form.press(&Press::search());
//! }
//! ```
//!
//! It knows no pixels and no mouse: where a cell lies is the business of whoever clicks.

mod entry;
mod list;
mod page;

use std::fmt;
use std::marker::PhantomData;

pub use entry::{Entry, booking_entries, query_entries};
pub use list::{FlightList, ListedFlight, read_flights};
pub use page::{Field, Page};

use crate::step::{Commit, Effect, Harmless, Positional, ReadOnly};

/// One button, to be pressed once, with its effect in the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press<E: Effect> {
    text: &'static str,
    effect: PhantomData<E>,
}

impl<E: Effect> Press<E> {
    const fn of(text: &'static str) -> Self {
        Self { text, effect: PhantomData }
    }

    /// The button as it stands on the screen, brackets included.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }
}

impl<E: Effect> fmt::Display for Press<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text)
    }
}

impl Press<ReadOnly> {
    /// `【查询】`: asks the host for flights.
    #[must_use]
    pub const fn search() -> Self {
        Self::of("【查询】")
    }
}

impl Press<Positional> {
    /// `【下页】`: the next page of the flights.
    #[must_use]
    pub const fn next_page() -> Self {
        Self::of("【下页】")
    }
}

impl Press<Harmless> {
    /// `【订座】`: turns to the page for booking; nothing is sent.
    #[must_use]
    pub const fn booking_page() -> Self {
        Self::of("【订座】")
    }

    /// `【返回黑屏】`: leaves the forms.
    #[must_use]
    pub const fn leave() -> Self {
        Self::of("【返回黑屏】")
    }
}

impl Press<Commit> {
    /// `【预订】`: sells, enters everything and ends the transaction, in one go.
    #[must_use]
    pub const fn book() -> Self {
        Self::of("【预订】")
    }
}
