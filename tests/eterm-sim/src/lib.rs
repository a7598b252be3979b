//! The Eterm client and host as a text program, written from the reference alone.
//!
//! Rooms, each usable without the next:
//!
//! - [`flights`]: the timetable both the host and the ground truth read; knows no screen.
//! - [`host`]: records, seats, tickets and rights; commands in, replies out; knows no caret, no key and no
//!   clock of its own.
//! - [`mod@line`]: carries commands and answers, lets [`fault`]s strike them and records them for the [`audit`].
//! - [`service`], [`server`]: the host as a library and behind a socket; [`keeper`] writes down what outlives a
//!   kill.
//! - [`client`], [`white`]: the black and the white screen, their keyboard and status bar; know no host.
//! - [`simulator`]: joins client and line under a virtual clock.
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
//! - A transmission of several lines is refused whole when one of them cannot be read, and nothing of it
//!   happens then. Otherwise the first line that is refused ends it; what the lines before did stays in the
//!   work area. The answer is that of the last line.
//! - Every change of the work area (names, `XE`, `XEP`, `SFC`, `XEPNR` without its end …) answers with the
//!   record as it stands. Numbers of elements are those of the last display, also within one transmission;
//!   numbers behind `/P` and `/S` are those of the moment.
//! - After an end, and after `ETDZ` and `ETRY`, the work area is empty: `RT` answers `NO PNR`. An end right after
//!   `ETDZ` in one transmission has nothing to do. `ETDZ` ends a transaction itself, changes included.
//! - A tenth name is `NAMES`, a tenth seat `SEATS`. An infant needs `XN` and `SSR INFT` on one adult: `INFANT`. A
//!   new record without a ticketing element is `TICKET STATUS ELEMENT MISSING` at its end; a limit left in
//!   place is `PLEASE CHECK TKT ELEMENT` at `ETDZ`; segments that are not `RR` are `ACTION` there.
//! - Two stored fares for one kind of passenger are `MANUAL` at `ETDZ`. Ticketed records can be cancelled: the
//!   tickets stay open. An office without rights gets `该PNR不属于本OFFICE, 需要授权` (`--foreign-records masked` shows the
//!   record without its documents and answers changes with `AUTHORITY`); it sees tickets without money.
//! - `ETDZ` shows amount and numbers at once, `ET PROCESSING` and `ELECTRONIC TICKET ISSUED` later; until the
//!   server has answered, the record bears `DPN` and `DETR` does not know the ticket. `TSL` lists it.
//! - The layouts of `TSL`, `TOL:`, of a name search with several records and of a history that is not
//!   cancelled are this program's own.
//!
//! [`terminal`] turns bytes into keys and screens into ANSI output. Only `main.rs`, [`keeper`] and [`server`] touch
//! a real terminal, a file, a socket or the time of day, so that every test runs without waiting.

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
pub mod white;
