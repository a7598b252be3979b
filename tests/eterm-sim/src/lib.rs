//! The Eterm client and host as a text program, written from the reference alone.
//!
//! Four rooms, each usable without the next:
//!
//! - [`flights`]: the timetable both the host and the ground truth read; knows no screen.
//! - [`host`]: commands in, answers out; knows no caret, no key and no clock of its own.
//! - [`client`]: the 24 × 80 screen, its caret, keyboard and status bar; knows no command.
//! - [`simulator`]: joins client and host under a virtual clock and lets [`fault`]s strike.
//!
//! [`terminal`] turns bytes into keys and screens into ANSI output. Only `main.rs` touches a real
//! terminal, a file or the time of day, so that every test runs without waiting.

pub mod audit;
pub mod cli;
pub mod client;
pub mod fault;
pub mod flights;
pub mod host;
pub mod random;
pub mod simulator;
pub mod terminal;
pub mod truth;
