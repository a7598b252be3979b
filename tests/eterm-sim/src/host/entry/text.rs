//! Small pieces that entries are read from.

use crate::host::refusal::Refusal;

/// What follows a verb and its colon or blank; nothing when neither follows.
pub(super) fn after(rest: &str) -> Option<&str> {
    rest.starts_with([':', ' ', '/']).then(|| rest.trim_start_matches([':', ' ', '/']).trim_end())
}

/// `5`, `:5/6`, ` 2/3/4`.
pub(super) fn number_list(text: &str) -> Result<Vec<usize>, Refusal> {
    let text = text.trim_start_matches([':', ' ']).trim_end();
    let numbers: Result<Vec<usize>, _> = text.split('/').map(str::parse).collect();
    numbers.or(Err(Refusal::Format))
}

/// Three letters and three digits.
pub(super) fn is_office(text: &str) -> bool {
    let (letters, digits) = text.split_at_checked(3).unwrap_or_default();
    let letters = letters.bytes().all(|byte| byte.is_ascii_uppercase());
    letters && digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Minutes since midnight of `1200`.
pub(super) fn time_of_day(text: &str) -> Result<i16, Refusal> {
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<i16>().ok());
    match (part(0..2), part(2..4), text.len()) {
        (Some(hours @ 0..=23), Some(minutes @ 0..=59), 4) => Ok(hours * 60 + minutes),
        _ => Err(Refusal::Time),
    }
}

/// The text before `/P1/2` and the numbers in it; a `/P` not followed by a digit is text.
pub(super) fn split_passengers(text: &str) -> Result<(&str, Vec<usize>), Refusal> {
    let Some((before, list)) = text.rsplit_once("/P") else { return Ok((text, Vec::new())) };
    if !list.starts_with(|first: char| first.is_ascii_digit()) {
        return Ok((text, Vec::new()));
    }
    let numbers: Result<Vec<usize>, _> = list.split('/').map(str::parse).collect();
    numbers.map(|numbers| (before, numbers)).or(Err(Refusal::PassengerNumber))
}
