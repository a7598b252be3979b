//! Entries about a PNR that exists: reading it, changing it, cancelling it.

use jiff::civil::Date;
use waystation_shared::pnr::{FlightNo, Locator};

use crate::command::{Command, CommandError};
use crate::lexicon::HostDate;
use crate::step::{Irreversible, ReadOnly, WorkArea};

impl Command<ReadOnly> {
    /// `RT`: the PNR that is being worked on.
    #[must_use]
    pub fn current_pnr() -> Self {
        Self::fixed("RT")
    }

    /// `RT KABC12`.
    ///
    /// # Errors
    /// None that the type of a locator allows.
    pub fn pnr(locator: &Locator) -> Result<Self, CommandError> {
        Self::of(&["RT ", locator.as_str()])
    }

    /// `RT:N/林青禾/CA4193/25NOV`: by the name of a passenger, on one flight.
    ///
    /// # Errors
    /// For a name that is none.
    pub fn pnr_by_name(name: &str, flight: &FlightNo, date: Date) -> Result<Self, CommandError> {
        Self::of_names(format!("RT:N/{name}/{flight}/{}", HostDate::without_year(date)))
    }
}

impl Command<WorkArea> {
    /// `XEP1/3`: takes passengers out, by number.
    ///
    /// # Errors
    /// None that numbers allow.
    pub fn remove_passengers(numbers: &[u16]) -> Result<Self, CommandError> {
        Self::of(&["XEP", &slashed(numbers)])
    }

    /// `XE5/6/9`: takes items out, by number. The rest renumber afterwards.
    ///
    /// # Errors
    /// None that numbers allow.
    pub fn remove_items(numbers: &[u16]) -> Result<Self, CommandError> {
        Self::of(&["XE", &slashed(numbers)])
    }

    /// `2RR`: says that a segment is as booked.
    ///
    /// # Errors
    /// None that numbers allow.
    pub fn reconfirm(segment: u16) -> Result<Self, CommandError> {
        Self::of(&[&segment.to_string(), "RR"])
    }
}

impl Command<Irreversible> {
    /// `XEPNR@`: cancels the PNR that was read last.
    #[must_use]
    pub fn cancel_pnr() -> Self {
        Self::fixed("XEPNR@")
    }
}

fn slashed(numbers: &[u16]) -> String {
    numbers.iter().map(u16::to_string).collect::<Vec<_>>().join("/")
}
