//! What a flight costs: made up, but always the same for the same places and class. Amounts in fen.

use super::records::{Flown, PassengerKind, Pnr, Segment, Status};
use crate::flights::airlines::airline;
use crate::flights::places::{city_of, is_abroad};
use crate::flights::routes::ROUTES;

/// Airport tax of a domestic flight.
const AIRPORT_TAX: i64 = 5_000;
/// Fuel surcharge of a domestic flight.
const FUEL: i64 = 7_000;

/// The price of one flight of an itinerary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegFare {
    /// Airline.
    pub airline: String,
    /// Airport of departure.
    pub from: String,
    /// Airport of arrival.
    pub to: String,
    /// Fare basis.
    pub basis: String,
    /// Fare.
    pub amount: i64,
}

/// One of the fares to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FareOption {
    /// Fare basis of the whole, `Y+M1`.
    pub basis: String,
    /// Flight by flight.
    pub legs: Vec<LegFare>,
    /// Airport tax; nothing means exempt.
    pub airport: Option<i64>,
    /// Fuel surcharge; nothing means exempt.
    pub fuel: Option<i64>,
}

impl FareOption {
    /// The fare without taxes.
    #[must_use]
    pub fn fare(&self) -> i64 {
        self.legs.iter().map(|leg| leg.amount).sum()
    }

    /// Fare and taxes.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.fare() + self.airport.unwrap_or(0) + self.fuel.unwrap_or(0)
    }
}

/// The fares of a record for one kind of passenger, the published one first; none when a person has to find
/// it: abroad, without a confirmed seat, or off the routes flown.
#[must_use]
pub fn options(pnr: &Pnr, kind: PassengerKind, percent: u16) -> Vec<FareOption> {
    let legs: Option<Vec<LegFare>> =
        pnr.flights().map(|(segment, flown)| leg_fare(segment, flown, kind, percent)).collect();
    let Some(legs) = legs.filter(|legs| !legs.is_empty()) else { return Vec::new() };
    let published = with_taxes(pnr, kind, legs);
    let cheaper = if kind == PassengerKind::Adult { cheaper(pnr, &published) } else { None };
    std::iter::once(published).chain(cheaper).collect()
}

fn leg_fare(segment: &Segment, flown: &Flown, kind: PassengerKind, percent: u16) -> Option<LegFare> {
    let waits = [Status::Nn, Status::Hn, Status::Ll, Status::Hl].contains(&flown.status);
    let (from, to) = (city_of(&segment.from)?, city_of(&segment.to)?);
    if waits || is_abroad(from) || is_abroad(to) {
        return None;
    }
    let route = ROUTES
        .iter()
        .find(|route| (route.from, route.to) == (from, to) || (route.to, route.from) == (from, to))?;
    let full = 30_000 + i64::from(route.minutes) * 700;
    let (basis, share) = match kind {
        PassengerKind::Adult => (flown.class.clone(), class_share(flown)),
        PassengerKind::Child => ("YCH".to_owned(), 50),
        PassengerKind::Infant => ("YIN90".to_owned(), 10),
    };
    let amount = round_to_ten_yuan(full * share / 100 * i64::from(percent) / 100);
    let (airline, from, to) = (flown.airline().to_owned(), segment.from.clone(), segment.to.clone());
    Some(LegFare { airline, from, to, basis, amount })
}

/// Per cent of the full fare: classes before `Y` cost more, each one after it less.
fn class_share(flown: &Flown) -> i64 {
    let ladder = airline(flown.airline()).map_or("Y", |airline| airline.classes);
    let place = |letter: char| ladder.find(letter).and_then(|at| i64::try_from(at).ok()).unwrap_or(0);
    let letter = flown.class.chars().next().unwrap_or('Y');
    let below = place(letter) - place('Y');
    let share = if below < 0 { 160 - below * 15 } else { 100 - below * 5 };
    let sub_class = if flown.class.len() > 1 { 5 } else { 0 };
    (share - sub_class).max(25)
}

fn round_to_ten_yuan(fen: i64) -> i64 {
    (fen + 500) / 1000 * 1000
}

fn with_taxes(pnr: &Pnr, kind: PassengerKind, legs: Vec<LegFare>) -> FareOption {
    let count = i64::try_from(legs.len()).unwrap_or(1);
    let low_cost =
        pnr.flights().all(|(_, flown)| airline(flown.airline()).is_some_and(|airline| !airline.meals));
    let (airport, fuel) = match kind {
        PassengerKind::Adult => (Some(AIRPORT_TAX * count), (!low_cost).then_some(FUEL * count)),
        PassengerKind::Child => (None, (!low_cost).then_some(FUEL / 2 * count)),
        PassengerKind::Infant => (None, None),
    };
    let basis = legs.iter().map(|leg| leg.basis.as_str()).collect::<Vec<_>>().join("+");
    let basis = if kind == PassengerKind::Adult {
        basis
    } else {
        legs.first().map(|leg| leg.basis.clone()).unwrap_or_default()
    };
    FareOption { basis, legs, airport, fuel }
}

/// A return journey costs less; so do some single flights.
fn cheaper(pnr: &Pnr, published: &FareOption) -> Option<FareOption> {
    let turns = match published.legs.as_slice() {
        [out, back] => city_of(&out.from) == city_of(&back.to) && city_of(&out.to) == city_of(&back.from),
        _ => false,
    };
    let special = |flown: &Flown| flown.number().bytes().map(usize::from).sum::<usize>() % 3 == 0;
    let single = published.legs.len() == 1 && pnr.flights().all(|(_, flown)| special(flown));
    let (mark, suffix) = match (turns, single) {
        (true, _) => ("RT/", ""),
        (false, true) => ("", "EX10"),
        (false, false) => return None,
    };
    let cut = |leg: &LegFare| LegFare {
        basis: format!("{mark}{}{suffix}", leg.basis),
        amount: round_to_ten_yuan(leg.amount * 90 / 100),
        ..leg.clone()
    };
    let legs: Vec<LegFare> = published.legs.iter().map(cut).collect();
    let basis = legs.iter().map(|leg| leg.basis.as_str()).collect::<Vec<_>>().join("+");
    Some(FareOption { basis, legs, ..published.clone() })
}
