//! Amounts of money as the host prints them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{InvalidWord, as_text, word};

word!(
    /// A currency: three capital letters, such as `CNY`.
    Currency, "a currency of three letters such as CNY", |text| {
        text.len() == 3 && text.iter().all(u8::is_ascii_uppercase)
    }
);

word!(
    /// An amount as printed: up to nine digits, and two more behind a point or none: `680.00`.
    Amount, "an amount such as 680.00", |text| {
        let mut parts = text.split(|byte| *byte == b'.');
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        let whole = parts.next().is_some_and(|part| (1..=9).contains(&part.len()) && digits(part));
        let fraction = parts.next().is_none_or(|part| part.len() == 2 && digits(part));
        whole && fraction && parts.next().is_none()
    }
);

impl Amount {
    /// The amount in hundredths of its currency: `680.00` yuan are 68 000 fen.
    #[must_use]
    pub fn hundredths(&self) -> i64 {
        let (whole, fraction) = self.as_str().split_once('.').unwrap_or((self.as_str(), "0"));
        whole.parse::<i64>().unwrap_or_default() * 100 + fraction.parse::<i64>().unwrap_or_default()
    }
}

/// An amount and its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The currency.
    pub cur: Currency,
    /// The amount.
    pub amount: Amount,
}

impl FromStr for Money {
    type Err = InvalidWord;

    /// Reads `CNY680.00`; blanks between the two occur.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidWord::new("a currency and an amount such as CNY680.00", text);
        let (cur, amount) = text.split_at_checked(3).ok_or_else(invalid)?;
        Ok(Self { cur: cur.parse()?, amount: amount.trim_start_matches(' ').parse()? })
    }
}
