//! Building the admin page, only when something it is made of changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::failure::Failure;
use crate::run::Run;
use crate::setup;
use crate::workspace::Workspace;

const PAGE: &str = "control-plane/ui";
const ENDINGS: [&str; 10] =
    [".ts", ".vue", ".css", ".html", ".json", ".svg", ".png", ".ico", ".woff2", ".webmanifest"];

/// Installs the page's modules if needed and builds it if its sources changed since the last build.
///
/// # Errors
/// When npm fails or a file cannot be read.
pub(crate) fn perform(workspace: &Workspace) -> Result<(), Failure> {
    setup::npm_modules(workspace)?;
    let stamp = workspace.path("control-plane/ui/dist/.built-from");
    let now = fingerprint(workspace)?;
    if fs::read_to_string(&stamp).is_ok_and(|built_from| built_from == now) {
        return Ok(());
    }
    Run::new("npm").words("run --silent build").within(&workspace.path(PAGE)).show()?;
    fs::write(&stamp, now).map_err(Failure::at(&stamp))
}

fn fingerprint(workspace: &Workspace) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    for (path, bytes) in workspace.bytes(PAGE, &ENDINGS)? {
        (path, bytes).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
