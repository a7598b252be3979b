//! Keys of a Windows console as the bytes an xterm would have sent for them, so that there is one decoder.

/// One key as the console reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stroke {
    /// Virtual key code.
    pub(super) code: u16,
    /// UTF-16 unit it types, 0 for none.
    pub(super) unit: u16,
    /// Whether Ctrl is held.
    pub(super) control: bool,
    /// Whether it lies in the keypad or among the arrows beside it.
    pub(super) enhanced: bool,
}

const RETURN: u16 = 0x0D;
const ESCAPE: u16 = 0x1B;
const F11: u16 = 0x7A;
const F12: u16 = 0x7B;

/// Keys without a character: virtual key code, and what follows ESC.
const NAMED: [(u16, &str); 11] = [
    (0x21, "[5~"),
    (0x22, "[6~"),
    (0x23, "[F"),
    (0x24, "[H"),
    (0x25, "[D"),
    (0x26, "[A"),
    (0x27, "[C"),
    (0x28, "[B"),
    (0x2D, "[2~"),
    (F11, "[23~"),
    (F12, "[24~"),
];

/// Turns strokes into bytes; a character outside the first plane comes as two strokes.
#[derive(Debug, Default)]
pub(super) struct StrokeEncoder {
    high: Option<u16>,
}

impl StrokeEncoder {
    /// The bytes of one key pressed; none for a key that types nothing.
    pub(super) fn bytes(&mut self, stroke: Stroke) -> Vec<u8> {
        match stroke {
            Stroke { code: F12, control: true, .. } => b"\x1b[24;5~".to_vec(),
            Stroke { code: RETURN, enhanced: true, .. } => b"\x1bOM".to_vec(),
            Stroke { code: ESCAPE, .. } => b"\x1b".to_vec(),
            Stroke { unit: 0, code, .. } => named(code),
            Stroke { unit, .. } => self.character(unit),
        }
    }

    fn character(&mut self, unit: u16) -> Vec<u8> {
        let pair = [self.high.take(), Some(unit)];
        let decoded = char::decode_utf16(pair.into_iter().flatten()).last();
        if let Some(Ok(character)) = decoded {
            return character.to_string().into_bytes();
        }
        self.high = Some(unit);
        Vec::new()
    }
}

fn named(code: u16) -> Vec<u8> {
    let sequence = NAMED.iter().find(|(named, _)| *named == code);
    sequence.map_or_else(Vec::new, |(_, sequence)| [b"\x1b", sequence.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::{CaretMove, Key, KeyDecoder};
    use std::time::Duration;

    fn typed(code: u16, unit: u16) -> Stroke {
        Stroke { code, unit, control: false, enhanced: false }
    }

    /// What the decoder makes of the bytes, with a pause after each key.
    fn keys(strokes: &[Stroke]) -> Vec<Key> {
        let (mut encoder, mut decoder) = (StrokeEncoder::default(), KeyDecoder::default());
        let mut keys = Vec::new();
        for (at, stroke) in strokes.iter().enumerate() {
            let now = Duration::from_secs(u64::try_from(at).unwrap());
            keys.extend(decoder.feed(&encoder.bytes(*stroke), now));
            keys.extend(decoder.expire(now + Duration::from_millis(500)));
        }
        keys
    }

    #[test]
    fn keys_of_the_console_are_keys_of_the_client() {
        assert_eq!(keys(&[typed(ESCAPE, 0x1B)]), [Key::StartOfEntry]);
        assert_eq!(keys(&[typed(F12, 0), typed(F11, 0)]), [Key::Transmit, Key::ShowMessage]);
        assert_eq!(keys(&[typed(RETURN, 0x0D)]), [Key::Return]);
        assert_eq!(keys(&[typed(0x41, 0x01)]), [Key::ClearScreen]);
        assert_eq!(keys(&[typed(0x08, 0x08), typed(0x25, 0)]), [Key::Move(CaretMove::Left); 2]);
        assert_eq!(keys(&[typed(0x21, 0), typed(0x22, 0)]), [Key::PreviousScreen, Key::NextScreen]);
    }

    #[test]
    fn the_keypad_sends_and_ctrl_f12_unlocks() {
        let keypad = Stroke { enhanced: true, ..typed(RETURN, 0x0D) };
        let unlock = Stroke { control: true, ..typed(F12, 0) };
        assert_eq!(keys(&[keypad, unlock]), [Key::Transmit, Key::Unlock]);
    }

    #[test]
    fn characters_come_from_their_units_whatever_key_they_are_on() {
        assert_eq!(keys(&[typed(0x41, 0x41)]), [Key::Character('A')]);
        assert_eq!(keys(&[typed(0xE7, 0x8BD5)]), [Key::Character('试')]);
        assert_eq!(keys(&[typed(0xE7, 0xD840), typed(0xE7, 0xDC0B)]), [Key::Character('𠀋')]);
    }

    #[test]
    fn a_key_that_types_nothing_gives_nothing() {
        assert_eq!(keys(&[typed(0x10, 0), typed(0x11, 0), typed(0xE7, 0xDC0B)]), []);
    }
}
