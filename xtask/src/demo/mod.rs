//! The whole product on one machine, with one real query through it.

use clap::Args;

use crate::failure::Failure;
use crate::workspace::Workspace;

/// How to show it.
#[derive(Debug, Args)]
pub(crate) struct Options {}

/// Runs the demo.
pub(crate) fn perform(_workspace: &Workspace, _options: &Options) -> Result<(), Failure> {
    Ok(())
}
