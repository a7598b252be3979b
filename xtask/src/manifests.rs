//! What the manifests of our crates say about dependencies.

use std::collections::BTreeSet;

use crate::failure::Failure;
use crate::workspace::{Source, Workspace};

/// What the checks need to know of one crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Name of the package.
    pub(crate) name: String,
    /// Folder from the root, as in `agent/screen`.
    pub(crate) folder: String,
    /// What the shipped code uses.
    pub(crate) dependencies: BTreeSet<String>,
    /// What only its tests use.
    pub(crate) dev_dependencies: BTreeSet<String>,
}

impl Manifest {
    /// Everything it names, for shipping and for tests.
    pub(crate) fn all(&self) -> impl Iterator<Item = &String> {
        self.dependencies.union(&self.dev_dependencies)
    }
}

/// Reads the manifests of all crates.
///
/// # Errors
/// When a manifest cannot be read or is no TOML.
pub(crate) fn read_all(workspace: &Workspace) -> Result<Vec<Manifest>, Failure> {
    let files = workspace.sources(".", &["Cargo.toml"])?;
    let crates = files.iter().filter(|file| file.path != "Cargo.toml");
    crates.map(parse).collect()
}

fn parse(file: &Source) -> Result<Manifest, Failure> {
    let table: toml::Table =
        file.text.parse().map_err(|error| Failure::Other(format!("{}: {error}", file.path)))?;
    let name = table.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
    let mut dependencies = names(table.get("dependencies"));
    let targets = table.get("target").and_then(toml::Value::as_table);
    for target in targets.into_iter().flat_map(toml::Table::values) {
        dependencies.append(&mut names(target.get("dependencies")));
    }
    Ok(Manifest {
        name: name.unwrap_or_default().to_owned(),
        folder: file.path.trim_end_matches("/Cargo.toml").to_owned(),
        dependencies,
        dev_dependencies: names(table.get("dev-dependencies")),
    })
}

fn names(section: Option<&toml::Value>) -> BTreeSet<String> {
    section.and_then(toml::Value::as_table).map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

/// The crates of others that `manifests` name, each once.
pub(crate) fn outside(manifests: &[Manifest]) -> BTreeSet<&str> {
    let named = manifests.iter().flat_map(Manifest::all).map(String::as_str);
    named.filter(|name| is_outside(manifests, name)).collect()
}

/// Whether `name` is a crate of others.
pub(crate) fn is_outside(manifests: &[Manifest], name: &str) -> bool {
    manifests.iter().all(|manifest| manifest.name != name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_with_the_dependencies_of_every_system() {
        let text = "[package]\nname = \"agent\"\n[dependencies]\nserde = \"1\"\n\
                    [target.'cfg(windows)'.dependencies]\nwindows-sys = \"0.61\"\n[dev-dependencies]\nkit = { path = \"x\" }\n";
        let read = parse(&Source { path: "agent/Cargo.toml".into(), text: text.into() }).unwrap();
        assert_eq!(read.dependencies.into_iter().collect::<Vec<_>>(), ["serde", "windows-sys"]);
        assert_eq!((read.folder.as_str(), read.dev_dependencies.contains("kit")), ("agent", true));
    }
}
