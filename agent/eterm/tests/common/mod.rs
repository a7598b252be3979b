//! Shared by the tests of this crate: three captured screens, and a renderer of lists that knows nothing of the parser.

#![expect(dead_code, reason = "every test program uses its own part of this module")]

pub(crate) mod form;
pub(crate) mod journal;
pub(crate) mod pnr;
pub(crate) mod render;
pub(crate) mod terminal;

/// Four rows, code-share, sub-classes, more than ten classes.
pub(crate) const AV_1: &str = include_str!("av_1.txt");
/// Connections, day offset on both times, foreign code-share, year in the head line.
pub(crate) const AV_2: &str = include_str!("av_2.txt");
/// Stops, closed classes, a row without e-ticket, highlight brackets.
pub(crate) const AV_3: &str = include_str!("av_3.txt");
