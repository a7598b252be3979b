//! The program `waystation`.

use std::process::ExitCode;

use waystation_control_plane::cli;

fn main() -> ExitCode {
    cli::main()
}
