//! `SSR`: services that an airline has to act on.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::Airline;

use crate::lexicon::ActionCode;

/// `SSR CODE CC HK1 text/P1`. Items of another Office are shown empty; what is missing then is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialService {
    /// Item number of this display.
    pub n: u16,
    /// What kind of service: `FOID`, `DOCS`, `ADTK` …
    pub code: String,
    /// Airline.
    pub carrier: Option<Airline>,
    /// State and number.
    pub action: Option<ActionCode>,
    /// The rest without what the other fields say.
    pub text: Option<String>,
    /// Numbers of the passengers it is for.
    pub pax: Option<Vec<u16>>,
    /// Numbers of the segments it is for (`/S2`); absent from JSON when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seg: Option<Vec<u16>>,
}
