//! The text of one transmission as a command.

use super::refusal::Refusal;
use super::request::AvailabilityRequest;

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

/// What the host was asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `AV`, `AVH`.
    Availability(AvailabilityRequest),
    /// `PN` and its kin.
    Turn(PageMove),
    /// `CP`.
    ClearPages,
    /// `I`, `IG`.
    Ignore,
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
    /// `SD1Y1`: sell from a line of the last display.
    Sell {
        /// Line of the display.
        line: usize,
        /// Booking class.
        class: char,
    },
}

impl Command {
    /// Reads one transmission. Letters may be small, except in a password.
    ///
    /// # Errors
    /// What the host refuses the text with.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        if text.chars().any(|character| character != '\n' && !matches!(character, ' '..='~')) {
            return Err(Refusal::InvalidCharacter);
        }
        if let Some(sign_in) = sign_in(text) {
            return sign_in;
        }
        let folded = text.to_ascii_uppercase();
        let one_line = if folded.contains('\n') { Err(Refusal::Format) } else { Ok(()) };
        match folded.as_str() {
            "PN" => Ok(Self::Turn(PageMove::Next)),
            "PB" => Ok(Self::Turn(PageMove::Back)),
            "PF" => Ok(Self::Turn(PageMove::First)),
            "PL" => Ok(Self::Turn(PageMove::Last)),
            "PG" => Ok(Self::Turn(PageMove::Again)),
            "PN1" => Ok(Self::Turn(PageMove::AllRemaining)),
            "CP" => Ok(Self::ClearPages),
            "I" | "IG" => Ok(Self::Ignore),
            "DA" | "DA:" => Ok(Self::Areas),
            "SO" | "SO:" => Ok(Self::SignOut),
            other => match (other.strip_prefix("AV"), other.strip_prefix("SD")) {
                (Some(rest), _) => {
                    one_line.and_then(|()| AvailabilityRequest::parse(rest)).map(Self::Availability)
                }
                (None, Some(rest)) => sell(rest),
                (None, None) => Err(Refusal::Function),
            },
        }
    }
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

/// `1Y1`, ` 1Y/RR3`, `1Y/LL1`: line, class, and seats the simulator does not need.
fn sell(rest: &str) -> Result<Command, Refusal> {
    let rest = rest.trim_start_matches([':', ' ']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (line, rest) = rest.split_at_checked(digits).ok_or(Refusal::Format)?;
    let line = line.parse().or(Err(Refusal::Format))?;
    let class = rest.chars().next().filter(char::is_ascii_uppercase).ok_or(Refusal::Format)?;
    Ok(Command::Sell { line, class })
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
            ("I", Command::Ignore),
            ("IG", Command::Ignore),
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
    fn a_sale_names_line_and_class() {
        for text in ["SD1Y1", "SD 1Y/RR3", "SD:1Y/LL1"] {
            assert_eq!(Command::parse(text), Ok(Command::Sell { line: 1, class: 'Y' }), "{text}");
        }
        assert_eq!(Command::parse("SDY1"), Err(Refusal::Format));
        assert_eq!(Command::parse("SD12"), Err(Refusal::Format));
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
