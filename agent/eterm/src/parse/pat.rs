//! The fares that `PAT:A` offers for the current PNR, each for one passenger of the type that was asked for.

use serde::{Deserialize, Serialize};

use crate::lexicon::{Amount, Currency, Money};
use crate::parse::echo::{self, AnswerRow, UNREADABLE_CELLS};
use crate::parse::error::{self, ErrorAnswer};
use crate::parse::{ParseError, UnreadableRow, add_line};
use crate::screen::Screen;

const EXPECTED: &str = "a list of fares";

/// What pricing can bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatAnswer {
    /// Fares to choose from.
    Fares(Fares),
    /// The host refused, or knows no fare.
    Error(ErrorAnswer),
}

/// The fares of all pages that were shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "pat")]
pub struct Fares {
    /// In the order of the screen.
    pub fares: Vec<Fare>,
    /// The last page shown and the number of pages: `PAGE 1/2`.
    pub page: Option<(u16, u16)>,
    /// Rows without a rule, separated by line feeds.
    pub message: Option<String>,
    /// What could not be read, and fares whose parts do not add up; absent from JSON when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

/// One fare: `01 G FARE:CNY680.00 TAX:CNY50.00 YQ:CNY70.00  TOTAL:800.00`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fare {
    /// Number that `SFC:01` chooses it by.
    pub n: u16,
    /// Fare basis, composite when directions differ: `Y+M1`.
    pub basis: String,
    /// Currency.
    pub cur: Currency,
    /// The fare without taxes.
    pub fare: Amount,
    /// Airport tax; none when exempt.
    pub cn: Option<Amount>,
    /// Fuel charge; none when exempt.
    pub yq: Option<Amount>,
    /// What one passenger pays.
    pub total: Amount,
}

impl Fare {
    /// Whether fare, tax and fuel charge make the total; what is exempt counts nothing.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let parts = [Some(&self.fare), self.cn.as_ref(), self.yq.as_ref()];
        parts.into_iter().flatten().map(Amount::hundredths).sum::<i64>() == self.total.hundredths()
    }
}

impl Fares {
    /// Whether more pages follow.
    #[must_use]
    pub fn more(&self) -> bool {
        self.page.is_some_and(|(page, pages)| page < pages)
    }

    /// The cheapest fare; the first of several that cost the same.
    #[must_use]
    pub fn cheapest(&self) -> Option<&Fare> {
        self.fares.iter().min_by_key(|fare| fare.total.hundredths())
    }
}

/// Reads the pages of one answer, from the first. An error answer is one only where no fare is shown.
///
/// # Errors
/// When the screens show neither fares nor an error answer.
pub fn read(pages: &[Screen]) -> Result<PatAnswer, ParseError> {
    let mut fares = Fares::default();
    for row in &echo::answer(pages).rows {
        fares.take_row(row);
    }
    if !fares.fares.is_empty() || fares.unreadable.iter().any(|row| row.problem == DOES_NOT_ADD_UP) {
        return Ok(PatAnswer::Fares(fares));
    }
    let answer = pages.iter().find_map(error::find).map(PatAnswer::Error);
    answer.ok_or_else(|| ParseError::not_found_on(EXPECTED, pages))
}

const DOES_NOT_ADD_UP: &str = "fare, tax and fuel charge do not make the total";

impl Fares {
    fn take_row(&mut self, row: &AnswerRow<'_>) {
        let text = row.text.trim();
        if row.has_unreadable_cells() {
            self.unreadable.push(row.unreadable(UNREADABLE_CELLS));
        } else if let Some(fare) = fare(text) {
            if fare.adds_up() {
                self.fares.push(fare);
            } else {
                self.unreadable.push(row.unreadable(DOES_NOT_ADD_UP));
            }
        } else if let Some(page) = page(text) {
            self.page = Some(page);
        } else if looks_like_fare(text) {
            self.unreadable.push(row.unreadable("it begins like a fare but has another form"));
        } else if !is_choice(text) {
            add_line(&mut self.message, text);
        }
    }
}

/// `01 G FARE:CNY680.00 TAX:CNY50.00 YQ:CNY70.00  TOTAL:800.00`.
fn fare(text: &str) -> Option<Fare> {
    let (head, rest) = text.split_once(" FARE:")?;
    let (number, basis) = head.split_once(' ')?;
    let (fare, rest) = rest.split_once(" TAX:")?;
    let (cn, rest) = rest.split_once(" YQ:")?;
    let (yq, total) = rest.split_once(" TOTAL:")?;
    let Money { cur, amount } = fare.trim().parse().ok()?;
    let is_number = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    Some(Fare {
        n: number.parse().ok().filter(|_| is_number)?,
        basis: Some(basis.trim().to_owned()).filter(|basis| !basis.is_empty())?,
        cn: charge(cn.trim(), &cur).ok()?,
        yq: charge(yq.trim(), &cur).ok()?,
        cur,
        fare: amount,
        total: total.trim().parse().ok()?,
    })
}

/// An amount in the currency of the fare, or none for `TEXEMPTCN` and the like.
fn charge(text: &str, cur: &Currency) -> Result<Option<Amount>, ()> {
    if text.starts_with("TEXEMPT") {
        return Ok(None);
    }
    match text.parse::<Money>() {
        Ok(money) if money.cur == *cur => Ok(Some(money.amount)),
        Ok(_) | Err(_) => Err(()),
    }
}

/// `PAGE 1/2       /LPRIC/…`.
fn page(text: &str) -> Option<(u16, u16)> {
    let (page, pages) = text.strip_prefix("PAGE ")?.split_whitespace().next()?.split_once('/')?;
    Some((page.parse().ok()?, pages.parse().ok()?))
}

/// A fare in another form must not be taken for a message.
fn looks_like_fare(text: &str) -> bool {
    text.contains("FARE:") || text.contains("TOTAL:")
}

/// The ready-made commands under a fare: `►SFC:01   ►SFN:01/01`.
fn is_choice(text: &str) -> bool {
    let mut words = text.split(['>', '►']).map(str::trim).filter(|word| !word.is_empty());
    words.all(|word| word.starts_with("SFC:") || word.starts_with("SFN:"))
}
