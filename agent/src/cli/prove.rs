//! `run --host` and `fail-points`: what a proof starts.

use std::io::Write;
use std::path::Path;

use super::{CliError, run};
use crate::config::Settings;
use crate::fail_point::Point;
use crate::proof::{HostStation, skewed_clock};
use crate::work::thread::StationThread;

/// Works at a simulated host, or in the window when there is none.
pub(super) fn run(
    folder: &Path,
    settings: &Settings,
    host: Option<String>,
    session: String,
) -> Result<(), CliError> {
    let Some(host) = host else { return run::run(folder, settings, skewed_clock) };
    let station = StationThread::start(move || HostStation::open(&host, &session, skewed_clock))?;
    run::run_at(station, folder, settings, skewed_clock)
}

pub(super) fn fail_points(out: &mut impl Write) -> Result<(), CliError> {
    for point in Point::ALL {
        writeln!(out, "{}", point.name())?;
    }
    Ok(())
}
