//! The names of a PNR: ` 1.林青禾 2.ZHOU/DEMO MS KDEM05`, and the head of a group.

use serde::{Deserialize, Serialize};
use waystation_shared::pnr::Locator;

use crate::parse::echo::AnswerRow;
use crate::parse::pnr::layout::{self, Numbered};
use crate::screen::UNREADABLE;

/// A passenger with a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passenger {
    /// The number that `/P1` refers to.
    pub n: u16,
    /// The name without what the other fields say.
    pub name: String,
    /// Adult, child or unaccompanied child.
    #[serde(rename = "type")]
    pub passenger_type: PassengerType,
    /// Title of a Latin name.
    pub title: Option<Title>,
    /// Age of an unaccompanied child; absent from JSON for everybody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
}

/// What fares and rules apply to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum PassengerType {
    /// An adult, or whoever is booked as one.
    Adt,
    /// A child: `CHD` behind the name, or `SSR CHLD`.
    Chd,
    /// A child that travels alone: `(UM8)` behind the name.
    Um,
}

/// What stands behind a Latin name. It says nothing about the type: `MSTR` may be an adult's fare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Title {
    /// Mister.
    Mr,
    /// A woman, whether married or not.
    Ms,
    /// A married woman.
    Mrs,
    /// An unmarried woman or a girl.
    Miss,
    /// A boy.
    Mstr,
}

/// ` 0.23DEMOTOUR NM4 KGRP01`: a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupName {
    /// Its name.
    pub name: String,
    /// Seats.
    pub total: u16,
    /// How many names have been entered.
    pub named: u16,
}

/// The rows that hold names, and what they say.
pub(super) struct Names {
    /// How many rows there are.
    pub(super) rows: usize,
    /// The group, if the rows begin with one.
    pub(super) group: Option<GroupName>,
    /// The names.
    pub(super) passengers: Vec<Passenger>,
    /// The last word of the names or of the group.
    pub(super) locator: Option<Locator>,
    /// The rows joined, if they have cells that cannot be read; then nothing else is known of them.
    pub(super) unreadable: Option<String>,
}

/// With these other items begin; a name in front of a row that does so would be mistaken for one.
const ITEM_BEGINNINGS: [&str; 11] =
    ["TL/", "SSR ", "OSI ", "RMK ", "FC/", "FN/", "FP/", "EI/", "TC/", "TN/", "XN/"];

/// Reads the names at the start of the numbered rows.
pub(super) fn read(rows: &[AnswerRow<'_>]) -> Names {
    let first = rows.first().and_then(|row| layout::numbered(row.text));
    let head = first.filter(|first| first.number == 0).map(|first| group(first.body));
    let names = if head.is_some() { rows.get(1..).unwrap_or_default() } else { rows };
    let count = run_length(names, head.is_some());
    let run = joined(names.get(..count).unwrap_or_default());
    let used = rows.get(..count + usize::from(head.is_some())).unwrap_or_default();
    let mut read = Names {
        rows: used.len(),
        group: None,
        passengers: Vec::new(),
        locator: None,
        unreadable: Some(joined(used)).filter(|text| text.contains(UNREADABLE)),
    };
    if read.unreadable.is_some() {
        return read;
    }
    let mut names = run.as_str();
    if let Some((group, locator)) = head {
        (read.group, read.locator) = (group, locator);
    } else {
        (names, read.locator) = split_locator(&run);
    }
    read.passengers = pieces(names, 1).into_iter().map(|(number, text)| passenger(number, text)).collect();
    read
}

/// ` 0.23DEMOTOUR NM4 KGRP01`; some systems print `KGRP01/XX`.
fn group(body: &str) -> (Option<GroupName>, Option<Locator>) {
    let words: Vec<&str> = body.split_whitespace().collect();
    let [name @ .., named, locator] = words.as_slice() else { return (None, None) };
    let name = name.join(" ");
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let group = name.split_at_checked(digits).and_then(|(total, name)| {
        let named = named.strip_prefix("NM")?.parse().ok()?;
        Some(GroupName { name: name.to_owned(), total: total.parse().ok()?, named })
    });
    (group, locator.split('/').next().and_then(|locator| locator.parse().ok()))
}

fn joined(rows: &[AnswerRow<'_>]) -> String {
    rows.iter().map(|row| row.text.trim()).collect::<Vec<_>>().join(" ")
}

/// How many rows the names take. They end with the locator; a Latin name may look like one, so that a later row of
/// names wins over a word without digits.
fn run_length(rows: &[AnswerRow<'_>], without_locator: bool) -> usize {
    let (mut next, mut names, mut located) = (1, 0, None);
    for row in rows {
        let Some(begun) = names_begun(row.text, next) else { break };
        next += begun;
        names += 1;
        if let (_, Some(locator)) = split_locator(row.text.trim()) {
            located = Some(names);
            if locator.as_str().bytes().any(|byte| byte.is_ascii_digit()) {
                break;
            }
        }
    }
    if without_locator { names } else { located.unwrap_or(names) }
}

/// How many names begin in a row whose first number is `next`; `None` for a row without names.
fn names_begun(row: &str, next: u16) -> Option<u16> {
    let text = split_locator(row.trim()).0;
    match layout::numbered(row) {
        Some(Numbered { number, body, .. }) if number == next && !layout::is_segment(body) => {
            let pieces = pieces(text, next);
            let all_names = !pieces.is_empty() && pieces.iter().all(|(_, piece)| is_name(piece));
            // Nothing but names is ever the first item, whatever it looks like.
            (all_names && (next == 1 || !is_item(body.trim())))
                .then(|| u16::try_from(pieces.len()).unwrap_or(u16::MAX))
        }
        None if next > 1 && row.starts_with("   ") => {
            let (continued, begun) = continuation(text, next);
            let fits =
                (continued.is_empty() || is_name(continued)) && begun.iter().all(|(_, piece)| is_name(piece));
            fits.then(|| u16::try_from(begun.len()).unwrap_or(u16::MAX))
        }
        Some(_) | None => None,
    }
}

/// What a row without a number in front says: the rest of a name, and names that begin in it.
fn continuation(text: &str, next: u16) -> (&str, Vec<(u16, &str)>) {
    match find_number(text, next) {
        Some(start) => {
            let (rest, names) = text.split_at_checked(start).unwrap_or((text, ""));
            (rest.trim(), pieces(names.trim_start(), next))
        }
        None => (text, Vec::new()),
    }
}

/// The locator is the last word; a word that is stuck to a name is none.
fn split_locator(text: &str) -> (&str, Option<Locator>) {
    let last = text.rsplit(' ').next().unwrap_or_default();
    match last.parse() {
        Ok(locator) => (text.strip_suffix(last).unwrap_or_default().trim_end(), Some(locator)),
        Err(_) => (text, None),
    }
}

/// Splits `1.A 2.B` at the numbers that follow each other.
fn pieces(text: &str, first: u16) -> Vec<(u16, &str)> {
    let mut found = Vec::new();
    let mut rest = behind_number(text, first);
    let mut number = first;
    while let Some(piece) = rest {
        let next = number.saturating_add(1);
        let (name, following) = match find_number(piece, next) {
            Some(end) => piece.split_at_checked(end).unwrap_or((piece, "")),
            None => (piece, ""),
        };
        found.push((number, name.trim()));
        rest = behind_number(following.trim_start(), next);
        number = next;
    }
    found
}

fn behind_number(text: &str, number: u16) -> Option<&str> {
    text.strip_prefix('X').unwrap_or(text).strip_prefix(&number.to_string())?.strip_prefix('.')
}

/// Where ` 2.` or ` X2.` stands.
fn find_number(text: &str, number: u16) -> Option<usize> {
    text.find(&format!(" {number}.")).or_else(|| text.find(&format!(" X{number}.")))
}

/// Letters, slashes and blanks; digits only in brackets.
fn is_name(text: &str) -> bool {
    let bare: String =
        text.split('(').map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect();
    let is_letter = |mark: char| mark.is_ascii_uppercase() || !mark.is_ascii() || matches!(mark, '/' | ' ');
    !text.is_empty() && bare.chars().all(is_letter)
}

fn is_item(text: &str) -> bool {
    text == "T" || ITEM_BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

fn passenger(n: u16, text: &str) -> Passenger {
    let mut read =
        Passenger { n, name: text.to_owned(), passenger_type: PassengerType::Adt, title: None, age: None };
    while let Some(shorter) = read.take_suffix() {
        read.name = shorter;
    }
    read
}

impl Passenger {
    /// Takes the last mark off the name; the name without it, or `None` if there is none.
    fn take_suffix(&mut self) -> Option<String> {
        let name = self.name.as_str();
        if let Some((before, mark)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
            let shorter = not_empty(before)?;
            self.age = mark.strip_prefix("UM").map_or(self.age, |age| age.parse().ok());
            if mark.starts_with("UM") {
                self.passenger_type = PassengerType::Um;
            }
            return is_bracketed_mark(mark).then_some(shorter);
        }
        if let Some((before, title)) =
            name.rsplit_once(' ').and_then(|(name, word)| Some((name, title(word)?)))
        {
            let shorter = not_empty(before)?;
            self.title = Some(title);
            return Some(shorter);
        }
        // A Chinese name is written without blanks; a Latin one may end in these letters.
        let glued = name.strip_suffix("CHD").filter(|before| before.ends_with(' ') || !before.is_ascii());
        let shorter = not_empty(glued?)?;
        self.passenger_type = PassengerType::Chd;
        Some(shorter)
    }
}

/// `UM8`, or `001`: the transaction that entered the name.
fn is_bracketed_mark(mark: &str) -> bool {
    let digits = mark.strip_prefix("UM").unwrap_or(mark);
    (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn not_empty(name: &str) -> Option<String> {
    Some(name.trim_end().to_owned()).filter(|name| !name.is_empty())
}

fn title(word: &str) -> Option<Title> {
    match word {
        "MR" => Some(Title::Mr),
        "MS" => Some(Title::Ms),
        "MRS" => Some(Title::Mrs),
        "MISS" => Some(Title::Miss),
        "MSTR" => Some(Title::Mstr),
        _ => None,
    }
}
