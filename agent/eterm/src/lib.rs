//! The Eterm language: commands, screens parsed into types, flows. Pure: it drives a terminal only through a port.
//!
//! | module | what it is for |
//! |---|---|
//! | [`lexicon`] | the small words of the host: dates, flight numbers, class status letters |
//! | [`screen`] | what a terminal shows, by columns |
//! | [`step`] | which commands can be taken back, and the rule the compiler enforces |
//! | [`command`] | typed builders of commands, every field with a closed alphabet |
//! | [`form`] | the white screen: fields, buttons, and what they are pressed for |
//! | [`parse`] | screens into types and JSON |
//! | [`ports`] | what a flow needs from outside: a terminal, its forms, somebody to tell, a calendar |
//! | [`journal`] | steps that cannot be taken back, written down before they are taken |
//! | [`flow`] | one file per task: the clerk's own steps |
//!
//! It knows no pixels, keys, windows, network or disk.

pub mod command;
pub mod flow;
pub mod form;
pub mod journal;
pub mod lexicon;
pub mod parse;
pub mod ports;
pub mod screen;
pub mod step;
