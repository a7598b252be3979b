//! The program `waystation`.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use waystation_control_plane::cli;

/// Requests are made of many small pieces that live shortly and die on another thread.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
