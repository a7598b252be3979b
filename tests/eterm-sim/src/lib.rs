//! The Eterm client and host as a text program, written from the reference alone.
//!
//! Four rooms, each usable without the next:
//!
//! - [`flights`]: the timetable both the host and the ground truth read; knows no screen.
//! - [`host`]: commands in, answers out; knows no caret, no key and no clock of its own.
//! - [`client`]: the 24 × 80 screen, its caret, keyboard and status bar; knows no command.
//! - [`simulator`]: joins client and host under a virtual clock and lets [`fault`]s strike.
//!
//! Where what is known of the real host ends, this program decides, and says so here:
//!
//! - Every page's first line bears `-`, every page's last line `+` except on the last page; lines are
//!   numbered anew on each page (`--numbering running` numbers them through).
//! - Continuation rows begin with `>` (`--continuation soe` makes it the start-of-entry mark).
//! - `PN` after the last page and `PB` before the first answer `NO DISPLAY` and stay where they are; so does
//!   a query that finds nothing. A place that is not known is `SEGMENT`.
//! - A class in a query keeps the journeys that have a seat in it and still shows all their classes.
//! - `SI` answers with the area's line, `SO` with the agent's number, `I` with `PNR IGNORED`.
//! - Without a start-of-entry mark before the caret, the screen is sent from its first cell.
//! - An answer is written below the command and the screen scrolls as far as needed; what stood under the
//!   command is erased. Highlights are a colour (`--highlight brackets` keeps the brackets).
//!
//! [`terminal`] turns bytes into keys and screens into output; only its device touches a real terminal, and only
//! `main.rs` a file or the time of day, so that every test runs without waiting.

pub mod audit;
pub mod cli;
pub mod client;
pub mod fault;
pub mod flights;
pub mod host;
pub mod keeper;
pub mod line;
pub mod random;
pub mod server;
pub mod service;
pub mod simulator;
pub mod terminal;
pub mod truth;
