//! Where things are in the source tree, and reading it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Folders that hold nothing written by hand.
const NOT_OURS: [&str; 6] = ["target", ".git", "node_modules", "dist", "demo-data", "test-results"];

/// The source tree.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

/// One file of the tree with its text.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Path from the root, with `/`.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

impl Workspace {
    /// The tree this program was built from.
    pub(crate) fn of_this_build() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: here.parent().unwrap_or(here).to_owned() }
    }

    /// A path below the root.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// Where cargo puts programs of a profile (`debug` or `release`).
    pub(crate) fn programs(&self, profile: &str) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), PathBuf::from).join(profile)
    }

    /// The text of one file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read(&self, below: &str) -> Result<String, Failure> {
        let path = self.path(below);
        fs::read_to_string(&path).map_err(Failure::at(&path))
    }

    /// Every text file below `folder` whose name ends with one of `endings`, sorted by path.
    ///
    /// # Errors
    /// When something cannot be read.
    pub(crate) fn sources(&self, folder: &str, endings: &[&str]) -> Result<Vec<Source>, Failure> {
        let paths = self.paths(folder, endings)?;
        let read = |path: &PathBuf| {
            let text = fs::read_to_string(path).map_err(Failure::at(path))?;
            Ok(Source { path: self.below(path), text })
        };
        paths.iter().map(read).collect()
    }

    /// As [`Self::sources`], for files of any content.
    ///
    /// # Errors
    /// When something cannot be read.
    pub(crate) fn bytes(&self, folder: &str, endings: &[&str]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let paths = self.paths(folder, endings)?;
        paths.iter().map(|path| Ok((self.below(path), fs::read(path).map_err(Failure::at(path))?))).collect()
    }

    fn paths(&self, folder: &str, endings: &[&str]) -> Result<Vec<PathBuf>, Failure> {
        let mut paths = Vec::new();
        collect(&self.path(folder), &mut paths)?;
        paths.retain(|path| ends_with_one_of(path, endings));
        paths.sort();
        Ok(paths)
    }

    fn below(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }
}

fn ends_with_one_of(path: &Path, endings: &[&str]) -> bool {
    let name = path.to_string_lossy();
    endings.iter().any(|ending| name.ends_with(ending))
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(Failure::at(folder))? {
        let path = entry.map_err(Failure::at(folder))?.path();
        let ours = path.file_name().is_some_and(|name| !NOT_OURS.iter().any(|other| name == *other));
        if ours && path.is_dir() {
            collect(&path, paths)?;
        } else if ours {
            paths.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_found_by_their_ending_and_named_from_the_root() {
        let found = Workspace::of_this_build().sources("xtask", &[".toml"]).unwrap();
        assert_eq!(found.iter().map(|source| source.path.as_str()).collect::<Vec<_>>(), ["xtask/Cargo.toml"]);
    }

    #[test]
    fn what_is_generated_is_not_ours() {
        let workspace = Workspace::of_this_build();
        let found = workspace.sources(".", &[".rs"]).unwrap();
        assert!(found.iter().all(|source| !source.path.contains("target/")));
    }
}
