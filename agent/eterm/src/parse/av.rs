//! The list that answers an availability question: flights with every class, by fixed columns.
//!
//! [`read`] takes one screen; [`AvList`] joins its pages. Nothing on the screen is dropped: rows without a rule are
//! notes, rows that cannot be read are named together with the rest of their journey.

mod header;
mod list;
mod row;

use serde::{Deserialize, Serialize};
use waystation_shared::flight::{Airline, CityCode, TimeOfDay};

use crate::lexicon::{Building, ClassSeats, DayOfWeek, Elapsed, Equipment, FlightNumber, HostDate, Link};
use crate::parse::ParseError;
pub use crate::parse::UnreadableRow;
use crate::parse::error::{self, ErrorAnswer};
use crate::screen::Screen;

const EXPECTED: &str = "an availability list";

/// What an availability question can bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AvAnswer {
    /// One page of flights.
    Page(AvPage),
    /// The host refused.
    Error(ErrorAnswer),
}

/// One page as the screen shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AvPage {
    /// The head line; pages after the first may come without.
    pub header: Option<AvHeader>,
    /// The journeys in the order of the screen.
    pub journeys: Vec<Journey>,
    /// Every other row, trimmed.
    pub notes: Vec<String>,
    /// Whether the page says that more follows.
    pub more: bool,
    /// Rows that could not be read, and the rows that have no meaning without them.
    pub unreadable: Vec<UnreadableRow>,
    /// Legs without a second row. Some systems never print one; a page that has only some of them lost a row.
    pub bare_legs: usize,
}

/// The head line: what was asked, as the host understood it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvHeader {
    /// The requested date.
    pub date: HostDate,
    /// Its weekday.
    pub dow: DayOfWeek,
    /// Departure, often the city of the airport that was asked for.
    pub from: CityCode,
    /// Arrival, likewise.
    pub to: CityCode,
    /// The only airline of the list.
    pub via: Option<Airline>,
    /// Whether the list holds direct flights only.
    pub direct_only: bool,
}

/// One way to get there: one leg, or several with connections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journey {
    /// Number in front of it.
    pub line: u16,
    /// Paging mark behind the number.
    pub mark: Option<Mark>,
    /// The flights, at least one.
    pub legs: Vec<Leg>,
}

/// Paging mark of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// `-`: first line of a page.
    #[serde(rename = "-")]
    First,
    /// `+`: last line of a page, more follows.
    #[serde(rename = "+")]
    More,
}

/// One flight of a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// Flight number under which it is sold.
    pub flight: FlightNumber,
    /// Whether another airline flies it.
    pub codeshare: bool,
    /// The flight that is really flown, if the screen says so.
    pub operating: Option<FlightNumber>,
    /// How it is connected to the airline's own system.
    pub link: Option<Link>,
    /// Booking classes with their status, over all rows; empty when this Office may not see them.
    pub classes: Vec<ClassSeats>,
    /// Sub-classes with their status.
    pub sub_classes: Vec<ClassSeats>,
    /// Departure airport.
    pub from: CityCode,
    /// Arrival airport.
    pub to: CityCode,
    /// Departure, local time.
    pub dep: TimeOfDay,
    /// Days after the requested date on which it departs.
    pub dep_offset: i8,
    /// Arrival, local time.
    pub arr: TimeOfDay,
    /// Days after the requested date on which it arrives.
    pub arr_offset: i8,
    /// Aircraft.
    pub equip: Equipment,
    /// Stops on the way.
    pub stops: u8,
    /// Whether a seat can be reserved in advance.
    pub asr: bool,
    /// Meal code; `None` when none is filed.
    pub meal: Option<char>,
    /// Whether it is sold on electronic tickets.
    pub et: bool,
    /// Departure terminal.
    pub dep_term: Option<Building>,
    /// Arrival terminal.
    pub arr_term: Option<Building>,
    /// Time of the whole journey, on its last leg only.
    pub duration: Option<Elapsed>,
}

/// A whole list: its pages joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "av")]
pub struct AvList {
    /// The head line of the first page.
    #[serde(flatten)]
    pub header: AvHeader,
    /// The journeys of all pages.
    pub journeys: Vec<Journey>,
    /// Every other row of all pages, each once.
    pub notes: Vec<String>,
    /// Whether more follows that is not here.
    pub more: bool,
    /// Rows that could not be read; absent from JSON when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

impl AvList {
    /// Starts a list with its first page, which must have a head line; `screen` is where the page was read from.
    ///
    /// # Errors
    /// When the page has no head line.
    pub fn from_page(page: AvPage, screen: &Screen) -> Result<Self, ParseError> {
        let header = page.header.ok_or_else(|| ParseError::not_found(EXPECTED, screen))?;
        let AvPage { journeys, notes, more, unreadable, .. } = page;
        Ok(Self { header, journeys, notes, more, unreadable })
    }

    /// Joins the next page. A note that stands on every page is kept once.
    pub fn append(&mut self, page: AvPage) {
        self.journeys.extend(page.journeys);
        for note in page.notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        self.more = page.more;
        self.unreadable.extend(page.unreadable);
    }
}

/// Reads one page. An error answer is one only where the shape of a list is absent.
///
/// # Errors
/// When the screen is neither a page of a list nor an error answer.
pub fn read(screen: &Screen) -> Result<AvAnswer, ParseError> {
    let page = list::read(screen);
    if page.header.is_some() || !page.journeys.is_empty() {
        return Ok(AvAnswer::Page(page));
    }
    error::find(screen).map(AvAnswer::Error).ok_or_else(|| ParseError::not_found(EXPECTED, screen))
}
