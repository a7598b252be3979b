//! What crosses the wire between the programs of Waystation, and the little that all of them need.
//!
//! No database and no domain logic live here: only identifiers, time, the error body, request
//! signatures and the versioned messages between the server and its edge programs.

pub mod edge_api;
pub mod field;
pub mod flight;
pub mod ids;
pub mod pnr;
pub mod problem;
pub mod sign;
pub mod task;
pub mod time;
