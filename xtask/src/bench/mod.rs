//! Measurements with a floor taken in the same run.

use clap::Args;

use crate::failure::Failure;
use crate::workspace::Workspace;

/// How to measure.
#[derive(Debug, Args)]
pub(crate) struct Options {}

/// Runs one benchmark.
pub(crate) fn perform(_workspace: &Workspace, _options: &Options) -> Result<(), Failure> {
    Ok(())
}
