//! Text and keys as the strokes that Windows is given. Pure.

use crate::desk::Key;

/// One movement of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stroke {
    /// A UTF-16 unit that some key types, whatever the layout.
    Unit {
        /// The unit.
        unit: u16,
        /// Up instead of down.
        up: bool,
    },
    /// A key by its virtual code.
    Code {
        /// The code.
        code: u16,
        /// Up instead of down.
        up: bool,
    },
}

/// The key of a layout that types a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LayoutKey {
    /// Its virtual code.
    pub(super) code: u16,
    /// Whether Shift is held.
    pub(super) shift: bool,
}

/// A few characters of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Portion {
    /// Every one has a key.
    Keys(Vec<Stroke>),
    /// None of them has a key.
    Keyless(String),
}

const SHIFT: u16 = 0x10;
const CONTROL: u16 = 0x11;
const LETTER_A: u16 = 0x41;
const ENTER: u16 = 0x0D;
const ESCAPE: u16 = 0x1B;
const F11: u16 = 0x7A;
const F12: u16 = 0x7B;

/// Divides a text into portions of `length` characters at most.
pub(super) fn portions(
    text: &str,
    length: usize,
    key_of: impl Fn(char) -> Option<LayoutKey>,
) -> Vec<Portion> {
    let typed: Vec<_> = text.chars().map(|character| (character, key_of(character))).collect();
    let runs = typed.chunk_by(|(_, one), (_, next)| one.is_some() == next.is_some());
    runs.flat_map(|run| run.chunks(length.max(1))).map(portion).collect()
}

fn portion(typed: &[(char, Option<LayoutKey>)]) -> Portion {
    let strokes: Option<Vec<[Option<Stroke>; 4]>> =
        typed.iter().map(|(_, key)| key.map(of_layout_key)).collect();
    match strokes {
        Some(strokes) => Portion::Keys(strokes.into_iter().flatten().flatten().collect()),
        None => Portion::Keyless(typed.iter().map(|(character, _)| character).collect()),
    }
}

fn of_layout_key(key: LayoutKey) -> [Option<Stroke>; 4] {
    let [shift, unshift] = tap(SHIFT).map(|stroke| key.shift.then_some(stroke));
    let [down, up] = tap(key.code).map(Some);
    [shift, down, up, unshift]
}

/// The strokes of characters that no key has.
pub(super) fn of_text(text: &str) -> Vec<Stroke> {
    text.encode_utf16().flat_map(|unit| [false, true].map(|up| Stroke::Unit { unit, up })).collect()
}

/// The strokes of one key or chord.
pub(super) fn of_key(key: Key) -> Vec<Stroke> {
    match key {
        Key::Escape => tap(ESCAPE).to_vec(),
        Key::Enter => tap(ENTER).to_vec(),
        Key::F11 => tap(F11).to_vec(),
        Key::F12 => tap(F12).to_vec(),
        Key::ControlA => {
            let [down, up] = tap(CONTROL);
            let [pressed, released] = tap(LETTER_A);
            vec![down, pressed, released, up]
        }
    }
}

fn tap(code: u16) -> [Stroke; 2] {
    [false, true].map(|up| Stroke::Code { code, up })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A keyboard with ASCII letters and digits on it.
    fn keyboard(character: char) -> Option<LayoutKey> {
        let code = u16::try_from(u32::from(character.to_ascii_uppercase())).ok()?;
        let shift = character.is_ascii_uppercase();
        character.is_ascii_alphanumeric().then_some(LayoutKey { code, shift })
    }

    /// What arrives: characters of keys as the keyboard has them, the others from their units.
    fn typed(portions: &[Portion]) -> String {
        portions
            .iter()
            .map(|portion| match portion {
                Portion::Keys(strokes) => arrived(strokes),
                Portion::Keyless(text) => arrived(&of_text(text)),
            })
            .collect()
    }

    fn arrived(strokes: &[Stroke]) -> String {
        let (mut shift, mut units) = (false, Vec::new());
        for stroke in strokes {
            match *stroke {
                Stroke::Code { code: SHIFT, up } => shift = !up,
                Stroke::Code { code, up: false } => {
                    let letter = char::from_u32(u32::from(code)).unwrap();
                    let shown = if shift { letter } else { letter.to_ascii_lowercase() };
                    units.extend(shown.encode_utf16(&mut [0; 2]).iter());
                }
                Stroke::Unit { unit, up: false } => units.push(unit),
                Stroke::Code { up: true, .. } | Stroke::Unit { up: true, .. } => {}
            }
        }
        String::from_utf16(&units).unwrap()
    }

    #[test]
    fn a_text_is_typed_whole_and_in_order_whatever_is_on_the_keyboard() {
        let text = "AVhPEKsha25NOV/可用𠀋 Ab";
        assert_eq!(typed(&portions(text, 8, keyboard)), text);
        assert_eq!(typed(&portions(text, 1, |_| None)), text);
        assert_eq!(portions("", 8, keyboard), []);
    }

    #[test]
    fn a_portion_is_short_and_of_one_kind() {
        let portions = portions("ABCDEFGHIJ可用12", 8, keyboard);
        let lengths: Vec<_> = portions.iter().map(|portion| typed(std::slice::from_ref(portion))).collect();
        assert_eq!(lengths, ["ABCDEFGH", "IJ", "可用", "12"]);
        assert!(matches!(portions.get(2), Some(Portion::Keyless(text)) if text == "可用"));
    }

    #[test]
    fn shift_is_held_for_its_letter_only() {
        let [Portion::Keys(strokes)] = &portions("aB", 8, keyboard)[..] else { panic!("keys") };
        let codes = [(65, false), (65, true), (SHIFT, false), (66, false), (66, true), (SHIFT, true)];
        assert_eq!(*strokes, codes.map(|(code, up)| Stroke::Code { code, up }));
    }

    #[test]
    fn every_key_that_goes_down_comes_up_again() {
        for key in [Key::Escape, Key::Enter, Key::F11, Key::F12, Key::ControlA] {
            let strokes = of_key(key);
            let downs =
                strokes.iter().filter(|stroke| matches!(stroke, Stroke::Code { up: false, .. })).count();
            assert_eq!(downs * 2, strokes.len(), "{key:?}");
        }
        let unit = |up| Stroke::Unit { unit: 0x4E2D, up };
        assert_eq!(of_text("中"), [unit(false), unit(true)]);
    }

    #[test]
    fn ctrl_is_held_around_the_letter() {
        let codes = [(CONTROL, false), (LETTER_A, false), (LETTER_A, true), (CONTROL, true)];
        assert_eq!(of_key(Key::ControlA), codes.map(|(code, up)| Stroke::Code { code, up }));
    }
}
