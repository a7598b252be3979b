//! The flights the host holds: facts about places and airlines, a timetable drawn from a seed, and the
//! search that a query runs over it. Knows nothing of screens or commands.

pub mod airlines;
pub mod model;
pub mod places;
pub mod routes;
pub mod search;
pub mod seats;
pub mod timetable;

pub use model::{ClockTime, FlightNumber, Journey, Leg};
pub use search::{Directness, Query, search};
pub use timetable::Timetable;
