//! The agent with its fail points, and with a host over a socket in the place of a window.

use std::process::ExitCode;

fn main() -> ExitCode {
    waystation_agent::cli::main()
}
