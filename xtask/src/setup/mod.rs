//! Installing what a fresh machine lacks: system packages, a test runner, the page's modules.

mod packages;

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::run::Run;
use crate::workspace::Workspace;

/// Installs everything that is missing, and says what and why.
///
/// # Errors
/// When a package cannot be installed.
pub(crate) fn perform(workspace: &Workspace) -> Result<(), Failure> {
    packages()?;
    npm_modules(workspace)
}

/// Installs the system packages that are missing.
///
/// # Errors
/// When one cannot be installed.
pub(crate) fn packages() -> Result<(), Failure> {
    packages::install_missing()
}

/// Installs the page's npm modules when there are none or the lock file changed since.
///
/// # Errors
/// When npm fails.
pub(crate) fn npm_modules(workspace: &Workspace) -> Result<(), Failure> {
    let page = workspace.path("control-plane/ui");
    let lock = page.join("package-lock.json");
    let stamp = page.join("node_modules/.installed-from");
    let wanted = fs::read_to_string(&lock).map_err(Failure::at(&lock))?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    eprintln!("setup: the admin page's npm modules are missing or older than package-lock.json");
    Run::new("npm").words("ci --no-audit --no-fund").within(&page).show()?;
    fs::write(&stamp, wanted).map_err(Failure::at(&stamp))
}

/// Installs cargo-nextest when it is missing.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn test_runner() -> Result<(), Failure> {
    if on_path("cargo-nextest") {
        return Ok(());
    }
    eprintln!(
        "setup: cargo-nextest is missing; it runs every test in its own process and holds the time limits"
    );
    Run::cargo().words("install --locked cargo-nextest").show()
}

/// Whether a program can be found in `PATH`.
fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| is_file(&folder.join(program)))
}

fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_in_the_search_path_only() {
        assert!(on_path("sh"));
        assert!(!on_path("no-such-program-anywhere"));
    }
}
