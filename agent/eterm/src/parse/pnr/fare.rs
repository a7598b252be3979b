//! `FN`: what a ticket costs.

use serde::{Deserialize, Serialize};

use crate::lexicon::{Amount, Currency};

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

    pub(in crate::parse::pnr) fn serialize<S: Serializer>(fares: &[FareItem], to: S) -> Result<S::Ok, S::Error> {
        Some(fares).filter(|fares| !fares.is_empty()).serialize(to)
    }

    pub(in crate::parse::pnr) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<FareItem>, D::Error> {
        Ok(Option::deserialize(from)?.unwrap_or_default())
    }
}
