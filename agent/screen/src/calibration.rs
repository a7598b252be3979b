//! Learning a font: what to type, and what the pictures of it teach.
//!
//! 1. [`Repertoire`] is the set of characters worth knowing.
//! 2. [`Plan`] spreads them over pages of lines that fit the grid, every character with a blank
//!    on both sides, every character twice and the second time in another order.
//! 3. [`Session`] looks at one picture per page and learns a character only when two places show
//!    the same bitmap; [`Session::repeats`] is what has to be typed again.
//!
//! Pure: somebody else types the pages, takes the pictures and keeps the [`Atlas`].
//!
//! [`Atlas`]: crate::atlas::Atlas

mod plan;
mod repertoire;
mod session;

pub use plan::{Area, Page, Plan, PlanError};
pub use repertoire::Repertoire;
pub use session::{Calibration, Mismatch, Refusal, Session, verify};
