//! Record locators: six characters that look drawn at random and never repeat.

/// Letters and digits that are not mistaken for one another.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Values of four characters; the last one is a digit.
const SPACE: u32 = 32 * 32 * 32 * 32;

/// The locator of the nth record. The last character is a digit, so that none reads as a city pair.
pub(in crate::host) fn locator(first: char, number: u32) -> String {
    // Odd, so that every value below the power of two is met once before any is met again.
    let scrambled = number.wrapping_mul(662_617).wrapping_add(u32::from(first) * 7_919) % SPACE;
    let mut value = scrambled;
    let mut text = String::from(first);
    for _ in 0..4 {
        let index = usize::try_from(value % 32).unwrap_or(0);
        text.push(ALPHABET.get(index).copied().map_or('2', char::from));
        value /= 32;
    }
    let turn = (number / SPACE) % 8;
    text.push(char::from_digit(2 + turn, 10).unwrap_or('2'));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn locators_are_six_characters_end_in_a_digit_and_never_repeat() {
        let drawn: BTreeSet<String> = (1..50_000).map(|number| locator('K', number)).collect();
        assert_eq!(drawn.len(), 49_999);
        assert!(
            drawn.iter().all(|text| text.len() == 6 && text.ends_with(|last: char| last.is_ascii_digit()))
        );
        assert_ne!(locator('K', 1).get(1..), locator('N', 1).get(1..));
    }
}
