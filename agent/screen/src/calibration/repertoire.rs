//! The characters a terminal can show: ASCII, the terminal's own marks, and GB2312.

use std::collections::BTreeSet;

use encoding_rs::GBK;

use crate::width::AmbiguousWidth;

/// Marks an Eterm screen draws that are not in GB2312: the SOE mark and its kin.
const MARKS: &str = "►◄▼↵";

/// A set of visible characters and how wide this terminal draws them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repertoire {
    characters: Vec<char>,
    widths: AmbiguousWidth,
}

impl Repertoire {
    /// Everything: ASCII, the marks, and all rows of GB2312.
    #[must_use]
    pub fn full(widths: AmbiguousWidth) -> Self {
        Self::of(('!'..='~').chain(MARKS.chars()).chain(gb2312()), widths)
    }

    /// ASCII and the marks: enough for English screens, learned in seconds.
    #[must_use]
    pub fn ascii(widths: AmbiguousWidth) -> Self {
        Self::of(('!'..='~').chain(MARKS.chars()), widths)
    }

    /// Chosen characters; spaces and control characters are left out, order is kept.
    #[must_use]
    pub fn of(characters: impl IntoIterator<Item = char>, widths: AmbiguousWidth) -> Self {
        let mut seen = BTreeSet::new();
        let visible = |character: &char| !character.is_whitespace() && !character.is_control();
        let characters =
            characters.into_iter().filter(visible).filter(|character| seen.insert(*character)).collect();
        Self { characters, widths }
    }

    /// The characters, each once.
    #[must_use]
    pub fn characters(&self) -> &[char] {
        &self.characters
    }

    /// How wide ambiguous characters are drawn.
    #[must_use]
    pub const fn widths(&self) -> AmbiguousWidth {
        self.widths
    }
}

/// The characters of GB2312, by decoding its code space (rows 1 to 9 and 16 to 87). Cells that
/// only later standards fill are left out: their GBK characters lie beyond each row's last cell.
fn gb2312() -> impl Iterator<Item = char> {
    let cells = |row: u8| -> std::ops::RangeInclusive<u8> {
        match row {
            2 => 17..=92,
            4 => 1..=83,
            5 => 1..=86,
            6 => 1..=56,
            7 => 1..=81,
            8 => 1..=73,
            9 => 4..=79,
            55 => 1..=89,
            _ => 1..=94,
        }
    };
    (1..=9_u8)
        .chain(16..=87)
        .flat_map(move |row| cells(row).filter_map(move |cell: u8| decode(0xA0 + row, 0xA0 + cell)))
}

/// Decodes one two-byte code; `None` where GB2312 has a gap or GBK a private character.
fn decode(lead: u8, trail: u8) -> Option<char> {
    let code = [lead, trail];
    let (text, had_errors) = GBK.decode_without_bom_handling(&code);
    let mut characters = text.chars();
    let only = characters.next().filter(|_| characters.next().is_none() && !had_errors);
    let is_gap = |character: &char| matches!(*character, '\u{E000}'..='\u{F8FF}') || is_later(lead, trail);
    only.filter(|character| !is_gap(character))
}

/// Cells inside GB2312's rows that it leaves empty but later standards filled.
const fn is_later(lead: u8, trail: u8) -> bool {
    let cell = trail - 0xA0;
    match lead - 0xA0 {
        2 => matches!(cell, 67..=68 | 79..=80),
        6 => matches!(cell, 25..=32),
        7 => matches!(cell, 34..=48),
        8 => matches!(cell, 27..=36),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gb2312_has_its_7445_characters() {
        assert_eq!(gb2312().count(), 7445);
        assert_eq!(gb2312().filter(|character| ('\u{4E00}'..='\u{9FFF}').contains(character)).count(), 6763);
    }

    #[test]
    fn the_full_repertoire_holds_what_screens_show() {
        let full = Repertoire::full(AmbiguousWidth::One);
        for character in "AZ09~!►航班查询，。（）－Ａ０αЖ①".chars() {
            assert!(full.characters().contains(&character), "{character}");
        }
    }

    #[test]
    fn no_character_is_asked_twice_and_none_is_invisible() {
        let chosen = Repertoire::of("AB A\n　C\u{7}".chars(), AmbiguousWidth::One);
        assert_eq!(chosen.characters(), ['A', 'B', 'C']);
        let full = Repertoire::full(AmbiguousWidth::One);
        let different: BTreeSet<_> = full.characters().iter().collect();
        assert_eq!(different.len(), full.characters().len());
        assert_eq!(full.characters().len(), 94 + 4 + 7445 - 1);
    }
}
