//! The program on each Eterm PC: polls for tasks, types them into the window, reads the screen, reports.

use std::process::ExitCode;

fn main() -> ExitCode {
    waystation_agent::cli::main()
}
