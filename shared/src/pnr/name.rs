//! Names of passengers, in the characters that a terminal can type and the host accepts.

use encoding_rs::GBK;

use crate::field::closed_text;

closed_text!(
    /// A passenger's name: Chinese (`林青禾`, also `欧阳A`), or Latin with a slash between surname and given name
    /// (`ZHU/QI`, `DEMO/BETA MR`).
    PassengerName, "name",
    "is Chinese characters of GB2312 (then perhaps Latin letters), or SURNAME/GIVEN in capital letters",
    |text| is_chinese(text) || is_latin(text)
);

impl PassengerName {
    /// Whether it is written in Chinese characters.
    #[must_use]
    pub fn is_chinese(&self) -> bool {
        is_chinese(self.as_str())
    }

    /// Surname and given name of a Latin name.
    #[must_use]
    pub fn latin_parts(&self) -> Option<(&str, &str)> {
        self.as_str().split_once('/')
    }
}

/// Two to fourteen characters; the host takes pinyin in the place of a character it does not know.
fn is_chinese(text: &str) -> bool {
    (2..=14).contains(&text.chars().count())
        && text.chars().next().is_some_and(is_gb2312)
        && text.chars().all(|mark| is_gb2312(mark) || mark.is_ascii_uppercase())
}

/// The host wants at least two letters of a surname (`NAME LENGTH`).
fn is_latin(text: &str) -> bool {
    let Some((surname, given)) = text.split_once('/') else { return false };
    let words = |part: &str| {
        !part.is_empty()
            && part
                .split(' ')
                .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase()))
    };
    text.len() <= 55 && surname.len() >= 2 && words(surname) && words(given)
}

/// A Han character of the host's character set, 6 763 of them.
fn is_gb2312(mark: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = GBK.encode(mark.encode_utf8(&mut buffer));
    !unmappable && matches!(*bytes, [0xB0..=0xF7, 0xA1..=0xFE])
}
