//! Budgets of size and care, kept in `docs/metrics.toml`; they may only shrink.

mod budget;
mod file;
mod measures;
mod syntax;

use crate::failure::Failure;
use crate::manifests;
use crate::workspace::Workspace;

use budget::Budgets;
use measures::House;

/// Measures the tree, prints the table and compares it with the budgets.
///
/// # Errors
/// When a budget is broken or a file cannot be read.
pub(crate) fn perform(workspace: &Workspace) -> Result<(), Failure> {
    let budgets = Budgets::parse(&workspace.read("docs/metrics.toml")?)?;
    let sources = workspace.sources(".", &[".rs"])?;
    let files = file::measure_all(&sources).map_err(Failure::Other)?;
    let page = workspace.sources("control-plane/ui/src", &[".ts", ".vue"]).unwrap_or_default();
    let house = House {
        files: &files,
        page: &page,
        manifests: &manifests::read_all(workspace)?,
        lock: &workspace.read("Cargo.lock")?,
        unsafe_in: &budgets.unsafe_code,
    };
    let (table, findings) = budgets.judge(&house.measures());
    println!("{table}");
    Failure::unless_clean("metrics", findings)
}
