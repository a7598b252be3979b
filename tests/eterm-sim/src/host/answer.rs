//! What the host sends back.

/// One answer, ready for the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The rows, each at most 80 columns. `『` and `』` enclose what the host highlights.
    pub lines: Vec<String>,
    /// Whether the client shall clear its screen instead of writing below the command.
    pub clears_screen: bool,
}

impl Answer {
    /// Rows to write below the command.
    #[must_use]
    pub fn rows(lines: Vec<String>) -> Self {
        Self { lines, clears_screen: false }
    }

    /// One row.
    #[must_use]
    pub fn row(line: &str) -> Self {
        Self::rows(vec![line.to_owned()])
    }

    /// An empty screen.
    #[must_use]
    pub fn cleared() -> Self {
        Self { lines: Vec::new(), clears_screen: true }
    }

    /// All rows joined by line feeds.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }
}
