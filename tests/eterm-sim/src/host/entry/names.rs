//! Names as they are entered: `NM1林青禾1ZHU/QI MS`, `XN:IN/林小禾INF(MAR26)/P1`.

use super::text::split_passengers;
use crate::host::columns::is_wide;
use crate::host::records::TravellerKind;
use crate::host::refusal::Refusal;
use crate::host::request::MONTHS;

/// Characters a name may have.
const LONGEST_NAME: usize = 29;

/// One passenger's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameEntry {
    /// As displayed.
    pub name: String,
    /// How they travel.
    pub kind: TravellerKind,
}

/// Everybody of one `NM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamesEntry(pub Vec<NameEntry>);

/// An infant's name and who carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InfantName {
    /// With `INF`.
    pub name: String,
    /// `MAR26`.
    pub born: String,
    /// Number of the adult.
    pub adult: usize,
}

pub(super) fn names(rest: &str) -> Result<NamesEntry, Refusal> {
    let mut rest = rest.trim_start_matches([':', ' ']).trim_end();
    let mut names = Vec::new();
    while !rest.is_empty() {
        let count = rest.chars().next().and_then(|first| first.to_digit(10)).ok_or(Refusal::Names)?;
        rest = rest.get(1..).unwrap_or_default();
        let end = end_of_name(rest);
        let (family, next) = rest.split_at_checked(end).ok_or(Refusal::Names)?;
        names.extend(family_names(family.trim(), count)?);
        rest = next;
    }
    if names.is_empty() { Err(Refusal::Names) } else { Ok(NamesEntry(names)) }
}

/// The next digit outside brackets begins the next name.
fn end_of_name(text: &str) -> usize {
    let mut inside = false;
    for (at, character) in text.char_indices() {
        match character {
            '(' => inside = true,
            ')' => inside = false,
            digit if digit.is_ascii_digit() && !inside => return at,
            _ => (),
        }
    }
    text.len()
}

/// `2SMITH/JOHN/MARY` are two people with one surname.
fn family_names(text: &str, count: u32) -> Result<Vec<NameEntry>, Refusal> {
    if count == 1 {
        return name(text).map(|name| vec![name]);
    }
    let mut parts = text.split('/');
    let surname = parts.next().unwrap_or_default();
    let names: Vec<NameEntry> =
        parts.map(|given| name(&format!("{surname}/{given}"))).collect::<Result<_, _>>()?;
    if u32::try_from(names.len()) == Ok(count) { Ok(names) } else { Err(Refusal::Names) }
}

fn name(text: &str) -> Result<NameEntry, Refusal> {
    let (bare, kind) = traveller(text)?;
    check(bare.trim_end())?;
    Ok(NameEntry { name: text.to_owned(), kind })
}

fn traveller(text: &str) -> Result<(&str, TravellerKind), Refusal> {
    if let Some((bare, age)) = text.split_once("(UM") {
        let age: u8 = age.strip_suffix(')').and_then(|age| age.parse().ok()).ok_or(Refusal::CheckName)?;
        let alone = (5..=12).contains(&age);
        return if alone { Ok((bare, TravellerKind::Unaccompanied)) } else { Err(Refusal::CheckName) };
    }
    let latin = text.is_ascii();
    let child = if latin { text.strip_suffix(" CHD") } else { text.strip_suffix("CHD") };
    if let Some(bare) = child {
        return Ok((bare, TravellerKind::Child));
    }
    let titles = [" MR", " MRS", " MS", " MISS", " MSTR"];
    let untitled = titles.iter().find_map(|title| text.strip_suffix(title)).filter(|_| latin);
    Ok((untitled.unwrap_or(text), TravellerKind::Adult))
}

/// A Chinese name may go on in Latin letters where a character is missing; a Latin one needs its slash.
fn check(bare: &str) -> Result<(), Refusal> {
    if bare.chars().count() > LONGEST_NAME {
        return Err(Refusal::NameLength);
    }
    let strange = |c: char| !(c.is_ascii_uppercase() || c == ' ' || c == '/' || is_wide(c));
    if bare.contains(strange) {
        return Err(Refusal::InvalidCharacter);
    }
    if bare.starts_with(is_wide) {
        return check_chinese(bare);
    }
    let (surname, given) = bare.split_once('/').ok_or(Refusal::NameWithoutSlash)?;
    let fits = surname.len() >= 2 && !given.is_empty() && bare.is_ascii() && !given.contains('/');
    if fits { Ok(()) } else { Err(Refusal::CheckName) }
}

fn check_chinese(bare: &str) -> Result<(), Refusal> {
    if bare.chars().filter(|c| is_wide(*c)).any(|c| !is_gb2312(c)) {
        return Err(Refusal::OutsideCharacterSet);
    }
    let fits = bare.chars().count() >= 2 && !bare.contains(['/', ' ']);
    if fits { Ok(()) } else { Err(Refusal::CheckName) }
}

/// Whether a hanzi is one of GB2312: rows 16 to 87 of what GBK extends.
fn is_gb2312(character: char) -> bool {
    let text = character.to_string();
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(&text);
    !unmappable && matches!(bytes.as_ref(), [0xb0..=0xf7, 0xa1..=0xfe])
}

pub(super) fn infant(rest: &str) -> Result<InfantName, Refusal> {
    let rest = rest.trim_start_matches([':', '/', ' ']);
    let rest = rest.strip_prefix("IN/").ok_or(Refusal::Format)?;
    let (text, adults) = split_passengers(rest)?;
    let [adult] = adults.as_slice() else { return Err(Refusal::PassengerNumber) };
    let (name, born) =
        text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).ok_or(Refusal::InfantName)?;
    let bare = name.strip_suffix("INF").ok_or(Refusal::InfantName)?;
    check(bare.trim_end()).or(Err(Refusal::InfantName))?;
    let month = born.get(..3).is_some_and(|month| MONTHS.contains(&month));
    let year =
        born.get(3..).is_some_and(|year| year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit()));
    if !(month && year) {
        return Err(Refusal::Date);
    }
    Ok(InfantName { name: name.to_owned(), born: born.to_owned(), adult: *adult })
}
