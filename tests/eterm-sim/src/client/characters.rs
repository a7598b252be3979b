//! Which characters can stand on the screen and how many columns they take.
//!
//! The screen is shown by xterm, so xterm's widths rule: hanzi, kana and full-width forms take two columns;
//! characters of ambiguous width, the start-of-entry mark among them, take one.

/// The start-of-entry mark.
pub const SOE: char = '►';

/// Columns a character takes; nothing for one that cannot be shown (control, combining, pictures).
#[must_use]
pub fn width(character: char) -> Option<usize> {
    match u32::from(character) {
        0x20..=0x7e
        | 0xa0..=0xac
        | 0xae..=0x2df
        | 0x391..=0x3c9
        | 0x401..=0x451
        | 0x2010..=0x2027
        | 0x2030..=0x205e
        | 0x20a0..=0x20bf
        | 0x2100..=0x22ff
        | 0x2312
        | 0x2460..=0x25fc
        | 0x25ff
        | 0x2605..=0x2606
        | 0x2640
        | 0x2642 => Some(1),
        0x2f00..=0x2fd5
        | 0x3000..=0x3029
        | 0x3030..=0x303e
        | 0x3041..=0x3096
        | 0x309b..=0x30ff
        | 0x3105..=0x312f
        | 0x3220..=0x3247
        | 0x3250..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xf900..=0xfa6d
        | 0xfe30..=0xfe4f
        | 0xff01..=0xff60
        | 0xffe0..=0xffe6 => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hanzi_take_two_columns_and_marks_take_one() {
        for wide in "汉试、。《》ＡあアⅠ".chars().filter(|character| *character != 'Ⅰ') {
            assert_eq!(width(wide), Some(2), "{wide}");
        }
        for narrow in ['A', ' ', '~', SOE, '■', '①', 'Ⅰ', 'α', 'Я', '─', '…'] {
            assert_eq!(width(narrow), Some(1), "{narrow}");
        }
    }

    #[test]
    fn what_xterm_might_show_otherwise_is_refused() {
        for character in [
            '\0', '\u{1b}', '\u{7f}', '\u{9f}', '\u{ad}', '\u{300}', '\u{200b}', '\u{302a}', '😀', '\u{feff}',
        ] {
            assert_eq!(width(character), None, "{character:?}");
        }
    }
}
