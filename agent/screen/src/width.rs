//! How many columns a character takes.
//!
//! East Asian wide characters take two columns everywhere. The *ambiguous* ones of the Unicode
//! annex on East Asian width (Greek, Cyrillic, box drawing, circled digits, curly quotes, …) take two in a
//! terminal that works in GBK and one in a terminal that works in UTF-8, so that is a setting.
//! Knows nothing of fonts or pixels.

use serde::{Deserialize, Serialize};

/// How wide this terminal draws the ambiguous characters of GB2312.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmbiguousWidth {
    /// One column, as UTF-8 terminals (xterm) do.
    #[default]
    One,
    /// Two columns, as GBK terminals do: every two-byte character takes two columns.
    Two,
}

/// Blocks of Unicode whose characters take two columns in every terminal.
const WIDE: [(char, char); 8] = [
    ('\u{1100}', '\u{115F}'),
    ('\u{2E80}', '\u{303E}'),
    ('\u{3041}', '\u{A4CF}'),
    ('\u{AC00}', '\u{D7A3}'),
    ('\u{F900}', '\u{FAFF}'),
    ('\u{FE30}', '\u{FE6F}'),
    ('\u{FF01}', '\u{FF60}'),
    ('\u{FFE0}', '\u{FFE6}'),
];

impl AmbiguousWidth {
    /// Columns `character` takes: 1 or 2.
    #[must_use]
    pub fn columns(self, character: char) -> usize {
        if character.is_ascii() {
            return 1;
        }
        let wide = WIDE.iter().any(|(first, last)| (*first..=*last).contains(&character));
        match self {
            Self::Two => 2,
            Self::One if wide => 2,
            Self::One => 1,
        }
    }

    /// Columns a whole line takes.
    #[must_use]
    pub fn line_columns(self, line: &str) -> usize {
        line.chars().map(|character| self.columns(character)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hanzi_and_full_width_forms_take_two_columns_everywhere() {
        for character in "中航，。Ａ０ぁヲ《》　".chars() {
            assert_eq!(AmbiguousWidth::One.columns(character), 2, "{character}");
            assert_eq!(AmbiguousWidth::Two.columns(character), 2, "{character}");
        }
    }

    #[test]
    fn ascii_takes_one_column_everywhere() {
        for character in ' '..='~' {
            assert_eq!(AmbiguousWidth::One.columns(character), 1);
            assert_eq!(AmbiguousWidth::Two.columns(character), 1);
        }
    }

    #[test]
    fn the_terminal_decides_about_ambiguous_characters() {
        for character in "►αЖ①─“”×".chars() {
            assert_eq!(AmbiguousWidth::One.columns(character), 1, "{character}");
            assert_eq!(AmbiguousWidth::Two.columns(character), 2, "{character}");
        }
    }

    #[test]
    fn a_line_is_as_wide_as_its_characters() {
        assert_eq!(AmbiguousWidth::One.line_columns("►AV:北京 1"), 10);
    }
}
