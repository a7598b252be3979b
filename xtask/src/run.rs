//! Running a program in the foreground and saying so.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// A command line that is shown before it runs.
#[derive(Debug)]
pub(crate) struct Run(Command);

impl Run {
    /// The program.
    pub(crate) fn new(program: impl AsRef<std::ffi::OsStr>) -> Self {
        Self(Command::new(program))
    }

    /// The cargo that started us, so that the same toolchain goes on.
    pub(crate) fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// Adds arguments, split at blanks.
    pub(crate) fn words(mut self, words: &str) -> Self {
        self.0.args(words.split_whitespace());
        self
    }

    /// Adds one argument as it is.
    pub(crate) fn arg(mut self, argument: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.arg(argument);
        self
    }

    /// Sets a variable of its environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Runs in `directory`.
    pub(crate) fn within(mut self, directory: &Path) -> Self {
        self.0.current_dir(directory);
        self
    }

    /// Shows the command line, runs it on this terminal and waits.
    ///
    /// # Errors
    /// When it cannot start or does not end with 0.
    pub(crate) fn show(mut self) -> Result<(), Failure> {
        eprintln!("$ {}", self.line());
        let status = self.0.status();
        self.judge(status)
    }

    /// Runs it quietly and gives its standard output; errors go to this terminal.
    ///
    /// # Errors
    /// When it cannot start, does not end with 0, or writes no UTF-8.
    pub(crate) fn read(mut self) -> Result<String, Failure> {
        let output = self.0.stderr(Stdio::inherit()).output();
        let (status, bytes) = match output {
            Ok(output) => (Ok(output.status), output.stdout),
            Err(error) => (Err(error), Vec::new()),
        };
        let line = self.line();
        self.judge(status)?;
        String::from_utf8(bytes).map_err(|_not_utf8| Failure::Command {
            command: line,
            how: "wrote something that is no text".into(),
        })
    }

    fn line(&self) -> String {
        let mut words = vec![name_of(self.0.get_program())];
        words.extend(self.0.get_args().map(|argument| argument.to_string_lossy().into_owned()));
        words.join(" ")
    }

    fn judge(&self, status: std::io::Result<std::process::ExitStatus>) -> Result<(), Failure> {
        let how = match status {
            Ok(status) if status.success() => return Ok(()),
            Ok(status) => format!("ended with {status}"),
            Err(error) => format!("cannot run: {error}"),
        };
        Err(Failure::Command { command: self.line(), how })
    }
}

fn name_of(program: &std::ffi::OsStr) -> String {
    Path::new(program).file_name().unwrap_or(program).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_of_a_command_is_read() {
        assert_eq!(Run::new("printf").arg("a b").read().unwrap(), "a b");
    }

    #[test]
    fn a_command_that_fails_is_named_with_its_end() {
        let failure = Run::new("/bin/sh").words("-c false").read().unwrap_err();
        assert_eq!(failure.to_string(), "`sh -c false` ended with exit status: 1");
    }

    #[test]
    fn a_missing_program_is_named() {
        let failure = Run::new("/no/such/thing").show().unwrap_err();
        assert!(failure.to_string().starts_with("`thing` cannot run: "), "{failure}");
    }
}
