//! The answer to `ETDZ`, which comes in up to three parts: accepted with numbers, at work, issued.

use serde::{Deserialize, Serialize};
use waystation_shared::pnr::Locator;

use crate::lexicon::{Amount, Currency, Money, TicketRange};
use crate::parse::echo::{self, AnswerRow, UNREADABLE_CELLS};
use crate::parse::error::{self, ErrorAnswer};
use crate::parse::{ParseError, UnreadableRow, add_line};
use crate::screen::Screen;

const EXPECTED: &str = "an answer to ETDZ";

/// What issuing can bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EtdzReading {
    /// Any of the three parts.
    Answer(EtdzAnswer),
    /// The host refused, or the ticket server did.
    Error(ErrorAnswer),
}

/// The parts that were shown, joined. Only `issued` says that there are tickets; `accepted` without it is uncertain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "etdz")]
pub struct EtdzAnswer {
    /// Currency of the amount.
    pub cur: Option<Currency>,
    /// What all tickets cost together.
    pub amount: Option<Amount>,
    /// The PNR.
    pub locator: Option<Locator>,
    /// The tickets, one for each passenger.
    pub tickets: Vec<TicketRange>,
    /// First part: the host has taken amount and numbers.
    pub accepted: bool,
    /// Second part: `ET PROCESSING...  PLEASE WAIT!`.
    pub processing: bool,
    /// Third part: `ELECTRONIC TICKET ISSUED`.
    pub issued: bool,
    /// Rows without a rule, separated by line feeds.
    pub message: Option<String>,
    /// What could not be read; absent from JSON when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

/// Reads the screens on which the parts came, in their order. An error answer is one only where no part is shown.
///
/// # Errors
/// When the screens show neither a part of the answer nor an error answer.
pub fn read(screens: &[Screen]) -> Result<EtdzReading, ParseError> {
    let mut answer = EtdzAnswer::default();
    for row in &echo::answer(screens).rows {
        answer.take_row(row);
    }
    if answer.accepted || answer.processing || answer.issued || !answer.tickets.is_empty() {
        return Ok(EtdzReading::Answer(answer));
    }
    let error = screens.iter().find_map(error::find).map(EtdzReading::Error);
    error.ok_or_else(|| ParseError::not_found_on(EXPECTED, screens))
}

impl EtdzAnswer {
    /// Whether somebody has to look before anything is known: not issued, or something could not be read.
    #[must_use]
    pub const fn is_uncertain(&self) -> bool {
        !self.issued || !self.unreadable.is_empty()
    }

    fn take_row(&mut self, row: &AnswerRow<'_>) {
        // Gateways leave a stray `b` or `M` at either end of a row.
        let text = row.text.trim();
        if row.has_unreadable_cells() {
            self.unreadable.push(row.unreadable(UNREADABLE_CELLS));
        } else if text.contains("ELECTRONIC TICKET ISSUED") {
            self.issued = true;
        } else if text.contains("ET PROCESSING") {
            self.processing = true;
        } else if let Some(ticket) = without_residue(text, |text| text.parse().ok()) {
            if !self.tickets.contains(&ticket) {
                self.tickets.push(ticket);
            }
        } else if !self.take_accepted(text) {
            add_line(&mut self.message, text);
        }
    }

    /// `CNY800.00       KABC12`: amount and locator, wherever the amount ends.
    fn take_accepted(&mut self, text: &str) -> bool {
        let Some((money, locator)) = text.split_once(' ') else { return false };
        let locator = without_residue(locator.trim(), |text| text.parse::<Locator>().ok());
        let (Ok(Money { cur, amount }), Some(locator)) = (money.parse(), locator) else { return false };
        let is_same = self.locator.as_ref().is_none_or(|known| *known == locator);
        if is_same {
            (self.cur, self.amount, self.locator) = (Some(cur), Some(amount), Some(locator));
            self.accepted = true;
        }
        is_same
    }
}

/// Reads a word, if need be without the stray letter behind it.
fn without_residue<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    read(text).or_else(|| read(text.strip_suffix(['b', 'M'])?.trim_end()))
}
