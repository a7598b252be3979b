//! Scenarios that start the real programs: server, agent, and the simulated Eterm in a real xterm or, for the
//! Windows build, in a console window under Wine.
//!
//! A [`Stage`] is one machine with everything on it. Every program is a process of its own that can be
//! killed and started again; nothing here reaches into one of them but through its own interface.

pub mod host;
mod machine;
pub mod orders;
pub mod scenarios;
mod server;
mod stage;
mod truth;

pub use machine::{Machine, System};
pub use server::{Server, free_port, program};
pub use stage::{Agent, Settings, Stage};
pub use truth::{flights_of, records_of};

use std::time::{Duration, Instant};

/// Asks `question` until it answers, for `limit` at most.
///
/// # Panics
/// When there is no answer in time; `what` says what was waited for.
pub fn wait_for<T>(what: &str, limit: Duration, mut question: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    while start.elapsed() < limit {
        if let Some(answer) = question() {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{what}: nothing after {} s", limit.as_secs());
}

/// Ten days from now in Beijing, `YYYY-MM-DD`: inside the host's timetable whatever day it is.
///
/// # Panics
/// At the end of the calendar.
pub fn travel_day() -> String {
    days_ahead(10)
}

/// The date in Beijing so many days from now, `YYYY-MM-DD`.
///
/// # Panics
/// At the end of the calendar.
pub fn days_ahead(days: i64) -> String {
    #[expect(clippy::disallowed_methods, reason = "the programs under test have nothing but the real clock")]
    let now = jiff::Timestamp::now();
    let day = now.to_zoned(waystation_shared::time::beijing()).date();
    day.checked_add(jiff::Span::new().days(days)).expect("a date").to_string()
}
