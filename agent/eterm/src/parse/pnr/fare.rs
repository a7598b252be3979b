//! `FN`: what a ticket costs.

use serde::{Deserialize, Serialize};

use crate::lexicon::{Amount, Currency, Money};
use crate::parse::pnr::element::infant_mark;
use crate::parse::pnr::service::split_list;

/// One `FN` item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FareItem {
    /// Whether it is for infants.
    pub infant: bool,
    /// The fare (`F`).
    pub fare: Option<Amount>,
    /// Commission in per cent (`C`).
    pub commission: Option<Amount>,
    /// Taxes (`T`).
    pub taxes: Vec<Tax>,
    /// What one passenger pays (`A`).
    pub total: Option<Amount>,
    /// Currency of the fare.
    pub cur: Option<Currency>,
    /// Numbers of the passengers it is for; none when it is for all of its type.
    pub pax: Option<Vec<u16>>,
}

/// One tax. An exempt one has no amount: that is not zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    /// Which: `CN` airport, `YQ` fuel …
    pub code: String,
    /// Currency; none when exempt.
    pub cur: Option<Currency>,
    /// Amount; none when exempt.
    pub amount: Option<Amount>,
}

/// A list that is null in JSON when it is empty.
pub(super) mod null_when_empty {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::FareItem;

    pub(in crate::parse::pnr) fn serialize<S: Serializer>(
        fares: &[FareItem],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        Some(fares).filter(|fares| !fares.is_empty()).serialize(to)
    }

    pub(in crate::parse::pnr) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<FareItem>, D::Error> {
        Ok(Option::deserialize(from)?.unwrap_or_default())
    }
}

/// An `FN` item as it was read.
pub(super) struct ReadFare {
    pub(super) item: FareItem,
    /// Whether every part of it has a place: a field, or a sum that the fields already hold.
    pub(super) is_complete: bool,
}

/// `FN/A/IN/FCNY160.00/SCNY160.00/C0.00/XCNY50.00/TCNY50.00CN/ACNY160.00/P1`; `M` by hand, `R` reissued.
pub(super) fn read(text: &str) -> Option<ReadFare> {
    let (how, rest) = text.strip_prefix("FN/")?.split_once('/')?;
    let (infant, rest) = infant_mark(rest);
    let (parts, pax) = split_list(rest, 'P').map_or((rest, None), |(parts, pax)| (parts, Some(pax)));
    let item =
        FareItem { infant, fare: None, commission: None, taxes: Vec::new(), total: None, cur: None, pax };
    let mut read = ReadFare { item, is_complete: how == "A" };
    for part in parts.split('/').map(str::trim).filter(|part| !part.is_empty()) {
        read.is_complete &= read.item.take_part(part);
    }
    Some(read)
}

impl FareItem {
    /// Whether the part has a place.
    fn take_part(&mut self, part: &str) -> bool {
        let mut letters = part.chars();
        let (letter, value) = (letters.next(), letters.as_str());
        match letter {
            Some('F') => value.parse().map(|Money { cur, amount }| {
                (self.cur, self.fare) = (Some(cur), Some(amount));
            }),
            Some('A') => value.parse().map(|Money { cur, amount }| {
                self.cur.get_or_insert(cur);
                self.total = Some(amount);
            }),
            Some('C') => value.parse().map(|percent| self.commission = Some(percent)),
            Some('T') => return Tax::read(value).map(|tax| self.taxes.push(tax)).is_some(),
            Some('S' | 'X') => value.parse().map(|_sum: Money| ()),
            _ => return false,
        }
        .is_ok()
    }
}

impl Tax {
    /// `CNY50.00CN`, `EXEMPTCN`; blanks between the parts occur.
    pub(in crate::parse) fn read(text: &str) -> Option<Self> {
        let is_code = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let (value, code) = text.trim_end().split_at_checked(text.trim_end().len().checked_sub(2)?)?;
        let code = Some(code.to_owned()).filter(|code| is_code(code))?;
        if value.trim() == "EXEMPT" {
            return Some(Self { code, cur: None, amount: None });
        }
        let Money { cur, amount } = value.trim().parse().ok()?;
        Some(Self { code, cur: Some(cur), amount: Some(amount) })
    }
}
