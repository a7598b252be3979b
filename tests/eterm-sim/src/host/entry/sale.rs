//! Sales as they are entered: `SS CA4193/G/25NOV/CTUPEK/NN1/0700 0935`, `SD1Y/RR3`.

use crate::host::refusal::Refusal;
use crate::host::request::{DateWord, date_field};

/// What the seller wants the segment to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaleWish {
    /// `NN`, or nothing.
    Need,
    /// `RR`.
    Reconfirmed,
    /// `LL`.
    Waitlist,
}

/// A sale by flight number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleRequest {
    /// `CA4193`.
    pub flight: String,
    /// `G`, `M1`.
    pub class: String,
    /// Date of departure.
    pub date: DateWord,
    /// Where it departs.
    pub from: String,
    /// Where it arrives.
    pub to: String,
    /// What it shall be.
    pub wish: SaleWish,
    /// Seats.
    pub count: u16,
}

/// A sale from a line of the last availability display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleFromLine {
    /// Number of the line.
    pub line: usize,
    /// `G`, `M1`.
    pub class: String,
    /// What it shall be.
    pub wish: SaleWish,
    /// Seats.
    pub count: u16,
}

pub(super) fn sale(rest: &str) -> Result<SaleRequest, Refusal> {
    let fields: Vec<&str> = rest.trim_start_matches([':', ' ']).split('/').map(str::trim).collect();
    let (flight, class, date, places, action) = match fields.as_slice() {
        [flight, class, date, places, action] | [flight, class, date, places, action, _] => {
            (*flight, *class, *date, *places, *action)
        }
        _ => return Err(Refusal::Format),
    };
    let (from, to) = pair(places)?;
    let (wish, count) = action_and_count(action)?;
    let digits = flight.get(2..).unwrap_or_default();
    if !(1..=5).contains(&digits.len()) || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Refusal::FlightNumber);
    }
    let date = date_field(date)?;
    Ok(SaleRequest { flight: flight.to_owned(), class: booking_class(class)?, date, from, to, wish, count })
}

/// `1Y1`, ` 1Y/RR3`, `:1Y/LL1`, `1Y/2`.
pub(super) fn sale_from_line(rest: &str) -> Result<SaleFromLine, Refusal> {
    let rest = rest.trim_start_matches([':', ' ']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (line, rest) = rest.split_at_checked(digits).ok_or(Refusal::Format)?;
    let line = line.parse().or(Err(Refusal::Format))?;
    let (class, action) = match rest.split_once('/') {
        Some(parts) => parts,
        None => rest.split_at_checked(1).filter(|(_, count)| !count.is_empty()).ok_or(Refusal::Format)?,
    };
    let (wish, count) = action_and_count(action.trim())?;
    Ok(SaleFromLine { line, class: booking_class(class.trim())?, wish, count })
}

/// A letter, with a digit for a sub-class.
fn booking_class(text: &str) -> Result<String, Refusal> {
    match text.as_bytes() {
        [letter] | [letter, b'0'..=b'9'] if letter.is_ascii_uppercase() => Ok(text.to_owned()),
        _ => Err(Refusal::Class),
    }
}

pub(super) fn pair(text: &str) -> Result<(String, String), Refusal> {
    let letters = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    match text.split_at_checked(3) {
        Some((from, to)) if letters => Ok((from.to_owned(), to.to_owned())),
        Some(_) | None => Err(Refusal::Segment),
    }
}

fn action_and_count(text: &str) -> Result<(SaleWish, u16), Refusal> {
    let (wish, count) = match text.split_at_checked(2) {
        Some(("NN", count)) => (SaleWish::Need, count),
        Some(("RR", count)) => (SaleWish::Reconfirmed, count),
        Some(("LL", count)) => (SaleWish::Waitlist, count),
        Some((code, _)) if code.starts_with(|c: char| c.is_ascii_uppercase()) => return Err(Refusal::Action),
        Some(_) | None => (SaleWish::Need, text),
    };
    let count = count.parse().or(Err(Refusal::Seats))?;
    if count == 0 { Err(Refusal::Seats) } else { Ok((wish, count)) }
}
