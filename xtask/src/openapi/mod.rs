//! What is generated from the server: the `OpenAPI` document, the page's types, the list of error codes.

mod errors;

use std::fs;

use clap::Args;

use crate::failure::Failure;
use crate::run::Run;
use crate::setup;
use crate::workspace::Workspace;

const DOCUMENT: &str = "tests/contract/openapi.json";
const TYPES: &str = "control-plane/ui/src/api/schema.ts";
const ERRORS: &str = "docs/errors.md";
const CATALOGUE: &str = "control-plane/src/platform/catalogue.rs";
const OUTCOMES: &str = "control-plane/src/dispatch/outcome.rs";

/// What to do with the document.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Options {
    /// Fail when a generated file was not what the server generates now.
    #[arg(long)]
    check: bool,
}

impl Options {
    /// Fail on a difference.
    pub(crate) const CHECK: Self = Self { check: true };
}

/// Writes all generated files.
///
/// # Errors
/// When the server cannot be built, a tool is missing, or (checking) a file has changed by this.
pub(crate) fn perform(workspace: &Workspace, options: Options) -> Result<(), Failure> {
    let generated = [DOCUMENT, TYPES, ERRORS];
    let before = generated.map(|file| workspace.read(file).ok());
    let errors = errors::document(&workspace.read(CATALOGUE)?, &workspace.read(OUTCOMES)?)?;
    write(workspace, ERRORS, &errors)?;
    let document = Run::cargo().words("run --quiet --package waystation-control-plane -- openapi").read()?;
    write(workspace, DOCUMENT, &document)?;
    setup::npm_modules(workspace)?;
    let schema = Run::new("npm").words("run --silent schema --").arg(workspace.path(DOCUMENT));
    schema.within(&workspace.path("control-plane/ui")).show()?;
    let after = generated.map(|file| workspace.read(file).ok());
    let changed =
        generated.iter().zip(before.iter().zip(&after)).filter(|(_, (before, after))| before != after);
    let words = if options.check { "was not what the server says; it is now, commit it" } else { "written" };
    let findings: Vec<String> = changed.map(|(file, _)| format!("{file}: {words}")).collect();
    if options.check {
        return Failure::unless_clean("openapi", findings);
    }
    for line in findings {
        println!("openapi: {line}");
    }
    Ok(())
}

fn write(workspace: &Workspace, below: &str, text: &str) -> Result<(), Failure> {
    let path = workspace.path(below);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    }
    fs::write(&path, text).map_err(Failure::at(&path))
}
