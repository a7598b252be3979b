//! Bytes of an xterm as the client's keys.
//!
//! A lone ESC byte is the Esc key; one that is followed at once by more is an escape sequence. Ctrl+M cannot
//! be told from Enter in a terminal, so messages are shown by F11 alone.

use std::time::Duration;

/// A key of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A character to type.
    Character(char),
    /// Enter: a new line, nothing is sent.
    Return,
    /// Esc: the start-of-entry mark.
    StartOfEntry,
    /// F12, keypad Enter: send.
    Transmit,
    /// Ctrl+A.
    ClearScreen,
    /// Ctrl+E.
    EraseToLineEnd,
    /// Arrows, Home, End, Backspace.
    Move(CaretMove),
    /// Insert: overwrite or insert mode.
    ToggleInsert,
    /// F11: show the waiting message.
    ShowMessage,
    /// Ctrl+F12: unlock the keyboard.
    Unlock,
    /// `PageUp`: an older screen of the local history.
    PreviousScreen,
    /// `PageDown`: a newer screen of the local history.
    NextScreen,
    /// The left mouse button, pressed on a cell; reported only while the white screen is open.
    Click {
        /// 0 to 24.
        row: usize,
        /// 0 to 79.
        column: usize,
    },
}

/// Where the caret goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaretMove {
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left, and Backspace, which erases nothing.
    Left,
    /// Arrow right.
    Right,
    /// First column of the row.
    Home,
    /// After the last character of the row.
    End,
}

/// How long an ESC byte may stand alone before it is the Esc key.
pub(crate) const ESCAPE_TIMEOUT: Duration = Duration::from_millis(25);
/// No sequence of interest is longer.
const LONGEST_SEQUENCE: usize = 24;

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Ground,
    Utf8 { bytes: Vec<u8>, length: usize },
    Escape,
    Sequence(Vec<u8>),
    Keypad,
}

/// Decodes a stream of bytes.
#[derive(Debug, Clone)]
pub struct KeyDecoder {
    state: State,
    last_byte: Duration,
}

impl Default for KeyDecoder {
    fn default() -> Self {
        Self { state: State::Ground, last_byte: Duration::ZERO }
    }
}

impl KeyDecoder {
    /// Takes bytes that arrived at a time (counted from any fixed start); returns the keys they complete.
    pub fn feed(&mut self, bytes: &[u8], now: Duration) -> Vec<Key> {
        let mut keys: Vec<Key> = self.expire(now).into_iter().collect();
        self.last_byte = now;
        for byte in bytes {
            self.take(*byte, &mut keys);
        }
        keys
    }

    /// The key that a pause completes: Esc when an ESC byte stayed alone.
    pub fn expire(&mut self, now: Duration) -> Option<Key> {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return None;
        }
        let state = std::mem::replace(&mut self.state, State::Ground);
        (state == State::Escape).then_some(Key::StartOfEntry)
    }

    /// When [`expire`](Self::expire) has to be called if nothing arrives.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        (self.state != State::Ground).then(|| self.last_byte + ESCAPE_TIMEOUT)
    }

    fn take(&mut self, byte: u8, keys: &mut Vec<Key>) {
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Ground => self.take_plain(byte, keys),
            State::Utf8 { bytes, length } => self.take_utf8(bytes, length, byte, keys),
            State::Escape => match byte {
                b'[' => self.state = State::Sequence(Vec::new()),
                b'O' => self.state = State::Keypad,
                _ => {
                    keys.push(Key::StartOfEntry);
                    self.take_plain(byte, keys);
                }
            },
            State::Sequence(bytes) => self.take_sequence(bytes, byte, keys),
            State::Keypad => keys.extend(keypad(byte)),
        }
    }

    fn take_plain(&mut self, byte: u8, keys: &mut Vec<Key>) {
        match byte {
            0x1b => self.state = State::Escape,
            b'\r' | b'\n' => keys.push(Key::Return),
            0x01 => keys.push(Key::ClearScreen),
            0x05 => keys.push(Key::EraseToLineEnd),
            0x08 | 0x7f => keys.push(Key::Move(CaretMove::Left)),
            b' '..=b'~' => keys.push(Key::Character(char::from(byte))),
            0xc2..=0xdf => self.state = State::Utf8 { bytes: vec![byte], length: 2 },
            0xe0..=0xef => self.state = State::Utf8 { bytes: vec![byte], length: 3 },
            0xf0..=0xf4 => self.state = State::Utf8 { bytes: vec![byte], length: 4 },
            _ => (),
        }
    }

    fn take_utf8(&mut self, mut bytes: Vec<u8>, length: usize, byte: u8, keys: &mut Vec<Key>) {
        if !(0x80..=0xbf).contains(&byte) {
            self.take_plain(byte, keys);
            return;
        }
        bytes.push(byte);
        if bytes.len() < length {
            self.state = State::Utf8 { bytes, length };
        } else if let Ok(text) = std::str::from_utf8(&bytes) {
            keys.extend(text.chars().map(Key::Character));
        }
    }

    fn take_sequence(&mut self, mut bytes: Vec<u8>, byte: u8, keys: &mut Vec<Key>) {
        match byte {
            0x20..=0x3f if bytes.len() < LONGEST_SEQUENCE => {
                bytes.push(byte);
                self.state = State::Sequence(bytes);
            }
            0x40..=0x7e => keys.extend(sequence(&bytes, byte)),
            _ => self.take_plain(byte, keys),
        }
    }
}

fn sequence(parameters: &[u8], last: u8) -> Option<Key> {
    if let (Some(report), b'M') = (parameters.strip_prefix(b"<"), last) {
        return click(report);
    }
    match (parameters, last) {
        (b"24", b'~') => Some(Key::Transmit),
        (b"24;5", b'~') => Some(Key::Unlock),
        (b"23", b'~') => Some(Key::ShowMessage),
        (b"2", b'~') => Some(Key::ToggleInsert),
        (b"5", b'~') => Some(Key::PreviousScreen),
        (b"6", b'~') => Some(Key::NextScreen),
        (b"1" | b"7", b'~') => Some(Key::Move(CaretMove::Home)),
        (b"4" | b"8", b'~') => Some(Key::Move(CaretMove::End)),
        (b"", b'A'..=b'H') => keypad(last),
        _ => None,
    }
}

/// `0;column;row`, counted from 1: only the left button counts.
fn click(report: &[u8]) -> Option<Key> {
    let mut numbers = std::str::from_utf8(report).ok()?.split(';').map(str::parse::<usize>);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(0)), Some(Ok(column)), Some(Ok(row))) => {
            Some(Key::Click { row: row.checked_sub(1)?, column: column.checked_sub(1)? })
        }
        _ => None,
    }
}

/// What follows ESC O: arrows, and the keypad in application mode.
fn keypad(byte: u8) -> Option<Key> {
    match byte {
        b'A' => Some(Key::Move(CaretMove::Up)),
        b'B' => Some(Key::Move(CaretMove::Down)),
        b'C' => Some(Key::Move(CaretMove::Right)),
        b'D' => Some(Key::Move(CaretMove::Left)),
        b'H' => Some(Key::Move(CaretMove::Home)),
        b'F' => Some(Key::Move(CaretMove::End)),
        b'M' => Some(Key::Transmit),
        b'j'..=b'y' => Some(Key::Character(char::from(byte - 0x40))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: fn(u64) -> Duration = Duration::from_millis;

    fn keys(bytes: &[u8]) -> Vec<Key> {
        let mut decoder = KeyDecoder::default();
        let mut keys = decoder.feed(bytes, AT(0));
        keys.extend(decoder.expire(AT(100)));
        keys
    }

    #[test]
    fn a_lone_escape_is_the_esc_key_after_a_pause() {
        let mut decoder = KeyDecoder::default();
        assert_eq!(decoder.feed(b"\x1b", AT(0)), []);
        assert_eq!(decoder.deadline(), Some(AT(25)));
        assert_eq!(decoder.expire(AT(24)), None);
        assert_eq!(decoder.expire(AT(25)), Some(Key::StartOfEntry));
        assert_eq!(decoder.deadline(), None);
    }

    #[test]
    fn an_escape_before_ordinary_text_is_the_esc_key_at_once() {
        assert_eq!(keys(b"\x1bA"), [Key::StartOfEntry, Key::Character('A')]);
        assert_eq!(keys(b"\x1b\x1b"), [Key::StartOfEntry, Key::StartOfEntry]);
    }

    #[test]
    fn a_bracket_after_a_pause_is_text() {
        let mut decoder = KeyDecoder::default();
        decoder.feed(b"\x1b", AT(0));
        assert_eq!(decoder.feed(b"[", AT(30)), [Key::StartOfEntry, Key::Character('[')]);
    }

    #[test]
    fn function_keys_and_the_keypad_are_known_even_in_pieces() {
        assert_eq!(keys(b"\x1b[24~\x1bOM"), [Key::Transmit, Key::Transmit]);
        assert_eq!(keys(b"\x1b[24;5~\x1b[23~\x1b[2~"), [Key::Unlock, Key::ShowMessage, Key::ToggleInsert]);
        assert_eq!(keys(b"\x1b[5~\x1b[6~"), [Key::PreviousScreen, Key::NextScreen]);
        assert_eq!(
            keys(b"\x1b[A\x1bOB\x1b[C\x1b[D"),
            [
                Key::Move(CaretMove::Up),
                Key::Move(CaretMove::Down),
                Key::Move(CaretMove::Right),
                Key::Move(CaretMove::Left)
            ]
        );
        assert_eq!(
            keys(b"\x1b[H\x1b[F\x1b[1~\x1b[4~"),
            [
                Key::Move(CaretMove::Home),
                Key::Move(CaretMove::End),
                Key::Move(CaretMove::Home),
                Key::Move(CaretMove::End)
            ]
        );
        assert_eq!(keys(b"\x1bOp\x1bOo"), [Key::Character('0'), Key::Character('/')]);
        let mut decoder = KeyDecoder::default();
        assert_eq!(decoder.feed(b"\x1b[2", AT(0)), []);
        assert_eq!(decoder.feed(b"4~", AT(5)), [Key::Transmit]);
    }

    #[test]
    fn only_the_left_button_clicks_and_only_when_it_goes_down() {
        assert_eq!(keys(b"\x1b[<0;12;3M\x1b[<0;12;3m"), [Key::Click { row: 2, column: 11 }]);
        assert_eq!(keys(b"\x1b[<2;12;3M\x1b[<64;1;1M\x1b[<0;0;1M\x1b[<0;;1M\x1b[<0M"), []);
    }

    #[test]
    fn control_keys_do_what_the_key_map_says() {
        assert_eq!(
            keys(b"\x01\x05\r\x7f"),
            [Key::ClearScreen, Key::EraseToLineEnd, Key::Return, Key::Move(CaretMove::Left)]
        );
    }

    #[test]
    fn hanzi_arrive_in_one_piece_and_broken_ones_are_dropped() {
        assert_eq!(keys("试".as_bytes()), [Key::Character('试')]);
        assert_eq!(keys(b"\xe8\xafA"), [Key::Character('A')]);
        assert_eq!(keys(b"\xff\xfeB"), [Key::Character('B')]);
    }

    #[test]
    fn unknown_sequences_type_nothing() {
        assert_eq!(keys(b"\x1b[200~\x1b[1;5P\x1bOP\x03"), []);
        let endless = [b"\x1b[".as_slice(), &[b'1'; 40]].concat();
        assert!(keys(&endless).iter().all(|key| *key == Key::Character('1')));
    }
}
