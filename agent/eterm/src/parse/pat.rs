//! The fares that `PAT:A` offers for the current PNR, each for one passenger of the type that was asked for.

use serde::{Deserialize, Serialize};

use crate::lexicon::{Amount, Currency};
use crate::parse::error::ErrorAnswer;
use crate::parse::UnreadableRow;

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
