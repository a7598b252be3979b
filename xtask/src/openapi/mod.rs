//! The `OpenAPI` document and the page's types: both come from the server's handlers, never from a hand.

use std::fs;

use clap::Args;

use crate::failure::Failure;
use crate::run::Run;
use crate::setup;
use crate::workspace::Workspace;

const DOCUMENT: &str = "tests/contract/openapi.json";
const TYPES: &str = "control-plane/ui/src/api/schema.ts";

/// What to do with the document.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Options {
    /// Change nothing; fail when a generated file is not what the server would generate.
    #[arg(long)]
    check: bool,
}

impl Options {
    /// Only look.
    pub(crate) const CHECK: Self = Self { check: true };
}

/// Writes or checks both files.
///
/// # Errors
/// When the server cannot be built, a tool is missing, or (checking) a file differs.
pub(crate) fn perform(workspace: &Workspace, options: Options) -> Result<(), Failure> {
    let document = Run::cargo().words("run --quiet --package waystation-control-plane -- openapi").read()?;
    setup::npm_modules(workspace)?;
    let types = types_for(workspace, &document)?;
    let generated = [(DOCUMENT, document), (TYPES, types)];
    if !options.check {
        return generated.iter().try_for_each(|(path, text)| write(workspace, path, text));
    }
    let stale = generated.iter().filter(|(path, text)| workspace.read(path).ok().as_ref() != Some(text));
    let findings =
        stale.map(|(path, _)| format!("{path}: is not what the server says; run `cargo xtask openapi`"));
    Failure::unless_clean("openapi", findings.collect())
}

fn types_for(workspace: &Workspace, document: &str) -> Result<String, Failure> {
    let input = workspace.programs("openapi.json");
    fs::write(&input, document).map_err(Failure::at(&input))?;
    let generator = workspace.path("control-plane/ui/node_modules/.bin/openapi-typescript");
    Run::new(generator).arg(&input).within(&workspace.path("control-plane/ui")).read()
}

fn write(workspace: &Workspace, below: &str, text: &str) -> Result<(), Failure> {
    let path = workspace.path(below);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    }
    fs::write(&path, text).map_err(Failure::at(&path))?;
    println!("openapi: wrote {below}");
    Ok(())
}
