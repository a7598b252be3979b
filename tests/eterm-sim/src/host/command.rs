//! The text of one transmission as a command.

use super::devices::DeviceCommand;
use super::entry::Entry;
use super::refusal::Refusal;
use super::request::{AvailabilityRequest, DateWord, date_field};
use super::tickets::TicketQuery;

/// Where to turn in the last paged answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageMove {
    /// `PN`.
    Next,
    /// `PB`.
    Back,
    /// `PF`.
    First,
    /// `PL`.
    Last,
    /// `PG`.
    Again,
    /// `PN1`: all that remain, in one answer.
    AllRemaining,
}

impl PageMove {
    /// The page meant, counted from 0; nothing when there is no such page.
    #[must_use]
    pub(super) fn target(self, current: usize, count: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        let target = match self {
            Self::Next => current + 1,
            Self::Back => current.checked_sub(1)?,
            Self::First => 0,
            Self::Last => last,
            Self::Again => current,
            Self::AllRemaining => last.max(current + 1),
        };
        (target <= last).then_some(target)
    }
}

/// What the host was asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `AV`, `AVH`.
    Availability(AvailabilityRequest),
    /// `PN` and its kin.
    Turn(PageMove),
    /// `CP`.
    ClearPages,
    /// `DA`.
    Areas,
    /// `SI:number/password`.
    SignIn {
        /// The agent's number (工作号).
        number: String,
        /// The agent's password, as typed.
        password: String,
    },
    /// `SO`.
    SignOut,
    /// `ML:C/CA1321/19MAY`: who is booked on a flight.
    Movement {
        /// Flight number.
        flight: String,
        /// Date of departure.
        date: DateWord,
    },
    /// `DETR:…`.
    Ticket(TicketQuery),
    /// `DI:1`, `EC:1` and their kin.
    Device(DeviceCommand),
    /// Entries, in the order of their lines.
    Entries(Vec<Entry>),
}

impl Command {
    /// Reads one transmission. Letters may be small, except in a password.
    ///
    /// # Errors
    /// What the host refuses the text with.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if let Some(sign_in) = sign_in(text.trim()) {
            return sign_in;
        }
        let folded = text.to_uppercase();
        let lines: Vec<&str> = folded.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let mut entries = Vec::new();
        let mut others = Vec::new();
        for line in lines.iter().flat_map(|line| split_end(line)) {
            if line.chars().any(|character| character.is_control() || !is_typed(line, character)) {
                return Err(Refusal::InvalidCharacter);
            }
            match Entry::parse(line) {
                Some(entry) => entries.push(entry?),
                None => others.push(Self::single(line)?),
            }
        }
        match (others.pop(), others.is_empty(), entries.is_empty()) {
            (None, _, false) => Ok(Self::Entries(entries)),
            (Some(only), true, true) => Ok(only),
            (Some(_), _, _) => Err(Refusal::Format),
            (None, _, true) => Err(Refusal::Function),
        }
    }

    /// A command that stands alone in its transmission.
    fn single(line: &str) -> Result<Self, Refusal> {
        if let Some(to) = page_move(line) {
            return Ok(Self::Turn(to));
        }
        match line {
            "CP" => return Ok(Self::ClearPages),
            "DA" | "DA:" => return Ok(Self::Areas),
            "SO" | "SO:" => return Ok(Self::SignOut),
            _ => (),
        }
        if let Some(rest) = line.strip_prefix("AV") {
            return AvailabilityRequest::parse(rest).map(Self::Availability);
        }
        if let Some(rest) = line.strip_prefix("ML:") {
            return movement(rest);
        }
        if let Some(rest) = line.strip_prefix("DETR") {
            return TicketQuery::parse(rest).map(Self::Ticket);
        }
        DeviceCommand::parse(line).map(Self::Device)
    }
}

/// Hanzi are typed only where names and remarks are.
fn is_typed(line: &str, character: char) -> bool {
    let free = ["NM", "XN", "EI", "RMK", "CT", "RT", "DETR"].iter().any(|verb| line.starts_with(verb));
    matches!(character, ' '..='~')
        || (free && super::columns::is_wide(character) && !('！'..='～').contains(&character))
}

/// An end may follow an entry on its line: `XEPNR@`.
fn split_end(line: &str) -> Vec<&str> {
    let end = line.rfind(['@', '\\']).filter(|at| *at > 0);
    let parts = end.and_then(|at| line.split_at_checked(at));
    match parts {
        Some((entry, end)) if matches!(Entry::parse(end), Some(Ok(Entry::End(_)))) => {
            vec![entry.trim_end(), end]
        }
        Some(_) | None => vec![line],
    }
}

fn page_move(line: &str) -> Option<PageMove> {
    match line {
        "PN" => Some(PageMove::Next),
        "PB" => Some(PageMove::Back),
        "PF" => Some(PageMove::First),
        "PL" => Some(PageMove::Last),
        "PG" => Some(PageMove::Again),
        "PN1" => Some(PageMove::AllRemaining),
        _ => None,
    }
}

fn movement(rest: &str) -> Result<Command, Refusal> {
    let fields: Vec<&str> = rest.split('/').map(str::trim).collect();
    let [_, flight, date] = fields.as_slice() else { return Err(Refusal::Format) };
    Ok(Command::Movement { flight: (*flight).to_owned(), date: date_field(date)? })
}

fn sign_in(text: &str) -> Option<Result<Command, Refusal>> {
    let (verb, rest) = text.split_at_checked(3)?;
    if !verb.eq_ignore_ascii_case("SI:") && !verb.eq_ignore_ascii_case("SI ") {
        return None;
    }
    let mut fields = rest.trim().split('/');
    let (number, password) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
    if number.is_empty() || password.is_empty() || fields.next().is_some() {
        return Some(Err(Refusal::Format));
    }
    Some(Ok(Command::SignIn { number: number.to_owned(), password: password.to_owned() }))
}

/// The text as it may be written down: a password is replaced.
#[must_use]
pub fn masked(text: &str) -> String {
    match sign_in(text.trim()) {
        Some(Ok(Command::SignIn { number, .. })) => format!("SI:{number}/***"),
        Some(_) => "SI:***".to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paging_and_housekeeping_commands_are_known() {
        let known = [
            ("PN", Command::Turn(PageMove::Next)),
            ("pb", Command::Turn(PageMove::Back)),
            ("PF", Command::Turn(PageMove::First)),
            ("PL", Command::Turn(PageMove::Last)),
            ("PG", Command::Turn(PageMove::Again)),
            (" PN1 ", Command::Turn(PageMove::AllRemaining)),
            ("CP", Command::ClearPages),
            ("I", Command::Entries(vec![Entry::Ignore])),
            ("IG", Command::Entries(vec![Entry::Ignore])),
            ("DA", Command::Areas),
            ("SO", Command::SignOut),
        ];
        for (text, command) in known {
            assert_eq!(Command::parse(text), Ok(command), "{text}");
        }
    }

    #[test]
    fn a_password_keeps_its_case_and_never_reaches_a_log() {
        let parsed = Command::parse("si:20999/aBc1").expect("a sign-in");
        assert_eq!(parsed, Command::SignIn { number: "20999".to_owned(), password: "aBc1".to_owned() });
        assert_eq!(masked("SI:20999/aBc1"), "SI:20999/***");
        assert_eq!(masked("SI:20999aBc1"), "SI:***");
        assert_eq!(masked("AVH/PEKSHA"), "AVH/PEKSHA");
    }

    #[test]
    fn entries_of_one_transmission_keep_their_order() {
        let Ok(Command::Entries(entries)) = Command::parse("rt kabc12\n\nxe4\nXEPNR@") else {
            panic!("entries")
        };
        assert_eq!(entries.len(), 4);
        assert_eq!(entries.last(), Some(&Entry::End(crate::host::entry::End::default())));
    }

    #[test]
    fn hanzi_are_taken_where_names_are_and_nowhere_else() {
        assert!(Command::parse("NM1林青禾").is_ok());
        assert_eq!(Command::parse("NM１林青禾"), Err(Refusal::InvalidCharacter));
        assert_eq!(Command::parse("OSI CA 林青禾"), Err(Refusal::InvalidCharacter));
    }

    #[test]
    fn what_is_not_known_or_not_typed_rightly_is_refused() {
        let wrong = [
            ("", Refusal::Function),
            ("XYZ", Refusal::Function),
            ("PN2", Refusal::Function),
            ("SI:20999", Refusal::Format),
            ("SI:20999/a/b/c", Refusal::Format),
            ("AVH/PEKSHA/25NOV\nAVH/PEKSHA", Refusal::Format),
            ("AVH/PEKSHA／25NOV", Refusal::InvalidCharacter),
            ("AVH/PEKSHA\u{7f}", Refusal::InvalidCharacter),
            ("上海", Refusal::InvalidCharacter),
        ];
        for (text, refusal) in wrong {
            assert_eq!(Command::parse(text), Err(refusal), "{text:?}");
        }
    }
}
