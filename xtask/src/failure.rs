//! Why a command of the project did not succeed.

use std::io;
use std::path::Path;

use thiserror::Error;

/// The end of a command that did not succeed; the text is all a person gets.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// A file or socket refused.
    #[error("{what}: {source}")]
    Io {
        /// What was tried, with the path.
        what: String,
        /// What the system said.
        source: io::Error,
    },
    /// A program ended badly.
    #[error("`{command}` {how}")]
    Command {
        /// The command line.
        command: String,
        /// How it ended.
        how: String,
    },
    /// A check found something.
    #[error("{check} found {}:\n  {}", count(findings), findings.join("\n  "))]
    Found {
        /// Which check.
        check: &'static str,
        /// One line each, naming file and line.
        findings: Vec<String>,
    },
    /// A program of the demo or of a benchmark did not come up.
    #[error(transparent)]
    Start(#[from] waystation_desktop::StartError),
    /// Something else, already in words.
    #[error("{0}")]
    Other(String),
}

impl Failure {
    /// Wraps what the system said about a path.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let what = path.display().to_string();
        move |source| Self::Io { what, source }
    }

    /// Puts the findings of a check into words; no findings is success.
    ///
    /// # Errors
    /// When there is a finding.
    pub(crate) fn unless_clean(check: &'static str, findings: Vec<String>) -> Result<(), Self> {
        if findings.is_empty() { Ok(()) } else { Err(Self::Found { check, findings }) }
    }
}

fn count(findings: &[String]) -> String {
    match findings.len() {
        1 => "one thing".to_owned(),
        more => format!("{more} things"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_lists_what_it_found_one_line_each() {
        let failure = Failure::unless_clean("deps", vec!["a".into(), "b".into()]).unwrap_err();
        assert_eq!(failure.to_string(), "deps found 2 things:\n  a\n  b");
        assert!(Failure::unless_clean("deps", Vec::new()).is_ok());
    }
}
