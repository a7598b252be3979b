//! `AVH`: which flights have seats.

use jiff::civil::Date;
use waystation_shared::flight::{Airline, Cabin, CityCode, QueryAv, TimeOfDay};

use crate::command::{Command, CommandError};
use crate::lexicon::HostDate;
use crate::step::{Effect, Positional, ReadOnly};

/// A question for availability with the full list of classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Availability {
    /// Departure city or airport.
    pub from: CityCode,
    /// Arrival city or airport.
    pub to: CityCode,
    /// Departure date; the command carries day and month.
    pub date: Date,
    /// What narrows the list.
    pub options: Options,
}

/// What narrows a list, in the order in which the host takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Only flights leaving at or after this time.
    pub time: Option<TimeOfDay>,
    /// Only flights of this airline.
    pub airline: Option<Airline>,
    /// Only direct or non-stop flights.
    pub routing: Option<Routing>,
    /// Only flights with this booking class.
    pub class: Option<Cabin>,
}

/// How a flight gets there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Routing {
    /// One flight number, stops allowed.
    Direct,
    /// Without a stop.
    NonStop,
}

impl Routing {
    const fn letter(self) -> &'static str {
        match self {
            Self::Direct => "D",
            Self::NonStop => "N",
        }
    }
}

impl From<&QueryAv> for Availability {
    fn from(query: &QueryAv) -> Self {
        Self {
            from: query.dep_city.clone(),
            to: query.arr_city.clone(),
            date: query.dep_date,
            options: Options {
                time: query.dep_time.clone(),
                airline: query.airline.clone(),
                routing: query.direct.then_some(Routing::Direct),
                class: query.cabin.clone(),
            },
        }
    }
}

impl Availability {
    /// `AVH/PEKSHA/25NOV/1200/CA/D/Y`, without the options that are not set.
    ///
    /// # Errors
    /// [`CommandError::AmbiguousClass`] for class D or N without a routing: the host tells options by their form.
    pub fn command(&self) -> Result<Command<ReadOnly>, CommandError> {
        self.options.check()?;
        let date = HostDate::without_year(self.date).to_string();
        let pair = [self.from.as_str(), self.to.as_str()].concat();
        compose([Some(pair.as_str()), Some(date.as_str())].into_iter().chain(self.options.fields()))
    }
}

/// `AVH/RA/30NOV`: the way back of the availability asked last in this session.
///
/// # Errors
/// None that the types of the fields allow.
pub fn return_availability(date: Date) -> Result<Command<Positional>, CommandError> {
    let date = HostDate::without_year(date).to_string();
    compose([Some("RA"), Some(date.as_str())])
}

fn compose<'a, E: Effect>(
    fields: impl IntoIterator<Item = Option<&'a str>>,
) -> Result<Command<E>, CommandError> {
    let parts: Vec<&str> = fields.into_iter().flatten().flat_map(|field| ["/", field]).collect();
    Command::of(&[&["AVH"], parts.as_slice()].concat())
}

impl Options {
    fn fields(&self) -> [Option<&str>; 4] {
        [
            self.time.as_ref().map(TimeOfDay::as_str),
            self.airline.as_ref().map(Airline::as_str),
            self.routing.map(Routing::letter),
            self.class.as_ref().map(Cabin::as_str),
        ]
    }

    fn check(&self) -> Result<(), CommandError> {
        match (&self.class, self.routing) {
            (Some(class), None) if matches!(class.as_str(), "D" | "N") => {
                Err(CommandError::AmbiguousClass(class.to_string()))
            }
            _ => Ok(()),
        }
    }
}
