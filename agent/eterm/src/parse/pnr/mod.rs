//! The text of a PNR (`RT`): names, segments, services, fares, tickets, by numbered items.
//!
//! [`read`] takes all pages that were shown, joined in their order. [`Pnr`] is what they say, [`Shown`] adds what is
//! true of this one display only: the item numbers that a change (`XE`) refers to. Nothing is dropped: an item without
//! a rule is kept in `other`, one with cells that could not be read in `unreadable`.

mod differences;
mod element;
mod fare;
mod item;
mod layout;
mod name;
mod questions;
pub(in crate::parse) mod segment;
pub(in crate::parse) mod service;
mod shown;

use serde::{Deserialize, Serialize};
use waystation_shared::ids::OfficeNo;
use waystation_shared::pnr::Locator;

pub use differences::{Difference, differences};
pub use element::{AirlineLocator, BookedInfant, OtherService, PrintedTicket, TicketElement, TimeLimit};
pub use fare::{FareItem, Tax};
pub use name::{GroupName, Passenger, PassengerType, Title};
pub use questions::{HeldTicket, TicketEvidence};
pub use segment::{FlightSegment, Segment, SurfaceSegment};
pub use service::SpecialService;
pub use shown::{Item, Shown};

use crate::parse::error::{self, ErrorAnswer};
use crate::parse::{ParseError, UnreadableRow};
use crate::screen::Screen;

const EXPECTED: &str = "a PNR";

/// What `RT` can bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PnrAnswer {
    /// A PNR, as far as its pages have been shown.
    Shown(Box<Shown>),
    /// The host refused.
    Error(ErrorAnswer),
}

/// A PNR.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "pnr")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether a line of the screen is there")]
pub struct Pnr {
    /// The number under which it is kept; none in a booking that has not been ended yet.
    pub locator: Option<Locator>,
    /// The screen says `*THIS PNR WAS ENTIRELY CANCELLED*`.
    pub cancelled: bool,
    /// The screen says `**ELECTRONIC TICKET PNR**`: at least one ticket has been issued.
    pub eticket: bool,
    /// The screen says that segments are married: they change together or not at all.
    pub married: bool,
    /// The queue from which it was reached, as printed.
    pub queue: Option<String>,
    /// The group it is for.
    pub group: Option<GroupName>,
    /// Passengers with a seat and a name. Those of a group stay hidden until `RTN`.
    pub passengers: Vec<Passenger>,
    /// Flights and gaps, in the order of the screen.
    pub segments: Vec<Segment>,
    /// Whether there is a `T` item: the PNR counts as ticketed.
    pub ticketed_item: bool,
    /// Until when tickets must be issued.
    pub tl: Option<TimeLimit>,
    /// Telephone numbers and addresses, as printed.
    pub contacts: Vec<String>,
    /// `SSR TKNE`: which ticket is for which flight and passenger.
    pub tkne: Vec<TicketElement>,
    /// Every other `SSR`.
    pub ssr: Vec<SpecialService>,
    /// `OSI`.
    pub osi: Vec<OtherService>,
    /// Where the airlines keep the same booking (`RMK CA/…`).
    pub airline_pnr: Vec<AirlineLocator>,
    /// Offices that may work on it besides its own (`RMK TJ AUTH …`).
    pub auth: Vec<OfficeNo>,
    /// `TN/`: tickets as the PNR lists them.
    pub tn: Vec<PrintedTicket>,
    /// `FN`: what the tickets cost; null in JSON when there is none.
    #[serde(with = "fare::null_when_empty")]
    pub fare: Vec<FareItem>,
    /// `XN`: infants, who take no seat.
    pub infants: Vec<BookedInfant>,
    /// Rows and items without a rule, trimmed, in the order of the screen.
    pub other: Vec<String>,
    /// The Office that owns it.
    pub office: Option<OfficeNo>,
    /// Whether more follows that is not here.
    pub more: bool,
    /// What could not be read; absent from JSON when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

/// Reads the pages of one display, from the first. An error answer is one only where the shape of a PNR is absent.
///
/// # Errors
/// When the screens show neither a PNR nor an error answer, or when its names and segments cannot be read.
pub fn read(pages: &[Screen]) -> Result<PnrAnswer, ParseError> {
    let shown = item::read(pages);
    if shown.pnr.has_shape() {
        return Ok(PnrAnswer::Shown(Box::new(shown)));
    }
    let answer = pages.iter().find_map(error::find).map(PnrAnswer::Error);
    answer.ok_or_else(|| ParseError::not_found_on(EXPECTED, pages))
}
