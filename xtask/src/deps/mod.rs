//! Who may use whom: components, domains of the control plane, layers inside a domain, outside crates.
//!
//! The rules are those of `docs/ARCHITECTURE.md`. The checks read manifests and source text only; they compile nothing.

mod components;
mod domains;
mod listed;
mod references;

use crate::failure::Failure;
use crate::manifests;
use crate::workspace::Workspace;

const DOMAINS_FOLDER: &str = "control-plane/src";

/// Runs all four checks.
///
/// # Errors
/// When an edge is not allowed or a file cannot be read.
pub(crate) fn perform(workspace: &Workspace) -> Result<(), Failure> {
    let manifests = manifests::read_all(workspace)?;
    let mut findings = components::check(&manifests);
    let sources = workspace.sources(DOMAINS_FOLDER, &[".rs"])?;
    findings.extend(domains::check(DOMAINS_FOLDER, &sources));
    let page = workspace.read("control-plane/ui/package.json").unwrap_or_default();
    findings.extend(listed::check(&manifests, &page, &workspace.read("docs/dependencies.md")?));
    println!("deps: {} crates, {} files of the control plane looked at", manifests.len(), sources.len());
    Failure::unless_clean("deps", findings)
}
