//! Agent and simulator for Windows 7 SP1 to 11, built on Linux, and a look whether Windows 7 can load them.
//!
//! The ordinary Windows targets need Windows 10. The one for Windows 7 has no ready-made standard library, so the
//! compiler of Debian builds that too, from its sources. It is another compiler than the one of everything else,
//! which is why its work has a folder of its own.

mod imports;

use std::fs;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::run::Run;
use crate::workspace::Workspace;

const CARGO: &str = "/usr/bin/cargo";
const RUSTC: &str = "/usr/bin/rustc";
const TARGET: &str = "x86_64-win7-windows-gnu";
/// What Windows 7 SP1 has of what programs may ask for.
const WINDOWS_7: &str = include_str!("windows-7-sp1.txt");
const PROGRAMS: [&str; 2] = ["waystation-agent.exe", "eterm-sim.exe"];

/// Builds both programs and checks what they import.
///
/// # Errors
/// When a package is missing, the build fails, or Windows 7 lacks something they import.
pub(crate) fn perform(workspace: &Workspace) -> Result<(), Failure> {
    build(workspace)?;
    let allowed = imports::listed(WINDOWS_7);
    let mut findings = Vec::new();
    for name in PROGRAMS {
        let path = folder(workspace).join(TARGET).join("debug").join(name);
        let program = fs::read(&path).map_err(Failure::at(&path))?;
        let imported = imports::of(&program).map_err(|error| Failure::Other(format!("{name}: {error}")))?;
        findings.extend(imported.difference(&allowed).map(|import| explain(name, import)));
    }
    Failure::unless_clean("windows", findings)
}

fn build(workspace: &Workspace) -> Result<(), Failure> {
    for (program, package) in [(CARGO, "cargo-web"), (RUSTC, "rustc-web")] {
        if !PathBuf::from(program).exists() {
            return Err(Failure::Other(format!(
                "{program} is missing, from Debian's package {package}; `cargo xtask setup` installs it"
            )));
        }
    }
    Run::new(CARGO)
        .env("RUSTC", RUSTC)
        // Building the standard library is not a stable feature yet.
        .env("RUSTC_BOOTSTRAP", "1")
        // Libraries of the toolchain that runs us.
        .env("LD_LIBRARY_PATH", "")
        .env("CC_x86_64_win7_windows_gnu", "x86_64-w64-mingw32-gcc")
        .env("AR_x86_64_win7_windows_gnu", "x86_64-w64-mingw32-ar")
        .words("build --quiet --package waystation-agent --package waystation-eterm-sim --bins")
        .words("-Zbuild-std=std,panic_abort --target")
        .arg(TARGET)
        .arg("--target-dir")
        .arg(folder(workspace))
        .within(&workspace.path("."))
        .show()
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.programs("windows")
}

fn explain(program: &str, import: &imports::Import) -> String {
    format!(
        "{program} imports {}!{}; add it to windows-7-sp1.txt if its documentation says that Windows 7 has it, \
         else do without",
        import.library, import.name
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_knows_what_windows_7_has_and_what_came_later() {
        let allowed = imports::listed(WINDOWS_7);
        let has = |library: &str, name: &str| allowed.contains(&imports::Import::new(library, name));
        assert!(has("kernel32.dll", "AcquireSRWLockExclusive") && has("user32.dll", "SendInput"));
        for (library, name) in [
            ("api-ms-win-core-synch-l1-2-0.dll", "WaitOnAddress"),
            ("bcryptprimitives.dll", "ProcessPrng"),
            ("kernel32.dll", "GetSystemTimePreciseAsFileTime"),
            ("user32.dll", "GetDpiForWindow"),
            ("combase.dll", "CoCreateFreeThreadedMarshaler"),
        ] {
            assert!(!has(library, name), "{library}!{name} is younger than Windows 7");
        }
    }

    #[test]
    fn a_finding_says_what_to_do() {
        let words = explain("agent.exe", &imports::Import::new("KERNEL32.dll", "WaitOnAddress"));
        assert!(words.starts_with("agent.exe imports kernel32.dll!WaitOnAddress; add it to "), "{words}");
    }
}
