//! `service`: the agent as part of Windows.

use std::io::Write;
use std::path::Path;

use clap::Subcommand;

use super::CliError;
use crate::config::Settings;
use crate::service;

/// What to do with the service.
#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum ServiceAction {
    /// Put it in and start it
    Install,
    /// Stop it and take it out
    Uninstall,
    /// Be the service; only Windows itself asks for this
    #[command(hide = true)]
    Run,
    /// Be the agent that the service starts; ends with its standard input
    #[command(hide = true)]
    Agent,
}

pub(super) fn perform(
    action: ServiceAction,
    folder: &Path,
    settings: &Settings,
    out: &mut impl Write,
) -> Result<(), CliError> {
    match action {
        ServiceAction::Install => {
            service::install(folder)?;
            writeln!(out, "The service runs; it starts the agent for whoever is signed in.")?;
        }
        ServiceAction::Uninstall => {
            service::uninstall()?;
            writeln!(out, "The service is gone; the agent ends when its task is done.")?;
        }
        ServiceAction::Run => service::run(folder)?,
        ServiceAction::Agent => {
            service::stop_when_input_ends()?;
            super::run::run(folder, settings, crate::clock::system_clock)?;
        }
    }
    Ok(())
}
