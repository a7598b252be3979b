//! What a query finds: direct flights in order of departure, and connections where those are few.

use super::airlines::airline;
use super::model::{Journey, Leg};
use super::timetable::{Scheduled, Timetable};
use jiff::civil::Date;

/// Which journeys are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Directness {
    /// Connections too.
    #[default]
    Any,
    /// `D`: one flight number, it may stop.
    Direct,
    /// `N`: no landing on the way.
    NonStop,
}

/// A search between two cities on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// City of departure.
    pub from: String,
    /// City of arrival.
    pub to: String,
    /// Local date of departure.
    pub date: Date,
    /// Earliest departure, minutes since midnight.
    pub earliest: Option<i16>,
    /// Only flights sold by this airline.
    pub airline: Option<String>,
    /// Which journeys are wanted.
    pub directness: Directness,
    /// Only journeys with a seat in this class.
    pub class: Option<char>,
}

impl Query {
    /// Everything between two cities on a date.
    #[must_use]
    pub fn everything(from: &str, to: &str, date: Date) -> Self {
        Self {
            from: from.to_owned(),
            to: to.to_owned(),
            date,
            earliest: None,
            airline: None,
            directness: Directness::Any,
            class: None,
        }
    }

    fn accepts(&self, journey: &Journey) -> bool {
        let on_time =
            |leg: &Leg| self.earliest.is_none_or(|earliest| leg.departure.since_midnight() >= earliest);
        let carried = |leg: &Leg| self.airline.as_deref().is_none_or(|code| leg.flight.airline() == code);
        let seated = |leg: &Leg| self.class.is_none_or(|class| has_seat(leg, class));
        let direct = match self.directness {
            Directness::Any => true,
            Directness::Direct => journey.legs.len() == 1,
            Directness::NonStop => journey.legs.len() == 1 && journey.legs.iter().all(|leg| leg.stops == 0),
        };
        direct
            && journey.legs.first().is_some_and(on_time)
            && journey.legs.iter().all(|leg| carried(leg) && seated(leg))
    }
}

fn has_seat(leg: &Leg, class: char) -> bool {
    leg.classes.iter().any(|offered| offered.name.starts_with(class) && offered.seats.can_be_sold())
}

/// A pair with fewer direct flights than this also shows connections.
const FEW: usize = 6;
/// Connections shown through one city.
const CONNECTIONS_PER_HUB: usize = 4;
/// Where passengers change.
const HUBS: [&str; 6] = ["BJS", "SHA", "CAN", "CTU", "KMG", "SIA"];
/// Minutes between two flights.
const LAYOVER: std::ops::RangeInclusive<i16> = 90..=18 * 60;

/// The journeys that answer a query, direct ones first, each group by departure.
#[must_use]
pub fn search(timetable: &Timetable, query: &Query) -> Vec<Journey> {
    let mut direct: Vec<Journey> = timetable
        .between(&query.from, &query.to, query.date)
        .map(|flight| Journey {
            legs: vec![flight.on(query.date, timetable.seed())],
            duration: flight.block(),
        })
        .collect();
    direct.sort_by(by_departure);
    if direct.len() < FEW {
        direct.extend(connections(timetable, query));
    }
    direct.retain(|journey| query.accepts(journey));
    direct
}

fn by_departure(one: &Journey, other: &Journey) -> std::cmp::Ordering {
    let key = |journey: &Journey| {
        journey.legs.first().map(|leg| (leg.departure, leg.operating.is_some(), leg.flight.clone()))
    };
    key(one).cmp(&key(other))
}

fn connections(timetable: &Timetable, query: &Query) -> Vec<Journey> {
    let hubs = HUBS.into_iter().filter(|hub| *hub != query.from && *hub != query.to);
    let mut found: Vec<Journey> = hubs.flat_map(|hub| through(timetable, query, hub)).collect();
    found.sort_by(by_departure);
    found
}

fn through(timetable: &Timetable, query: &Query, hub: &str) -> Vec<Journey> {
    let mut firsts: Vec<_> = timetable.between(&query.from, hub, query.date).collect();
    firsts.sort_by_key(|flight| flight.on(query.date, timetable.seed()).departure);
    let joined = firsts.into_iter().filter_map(|first| connect(timetable, query, first));
    joined.take(CONNECTIONS_PER_HUB).collect()
}

/// Joins a flight to the next one a passenger can take on the same or an allied airline.
fn connect(timetable: &Timetable, query: &Query, first: &Scheduled) -> Option<Journey> {
    let arriving = first.on(query.date, timetable.seed());
    let (second, onward) = onward_legs(timetable, query, &arriving, first.to_city())
        .filter(|(_, leg)| leg.from == arriving.to && allied(&arriving, leg))
        .filter(|(_, leg)| LAYOVER.contains(&layover(&arriving, leg)))
        .min_by_key(|(_, leg)| leg.departure)?;
    let duration = first.block() + layover(&arriving, &onward) + second.block();
    Some(Journey { legs: vec![arriving, onward], duration })
}

/// Flights onward on the day of arrival and the day after, timed from the requested date.
fn onward_legs<'a>(
    timetable: &'a Timetable,
    query: &'a Query,
    arriving: &Leg,
    hub: &'static str,
) -> impl Iterator<Item = (&'a Scheduled, Leg)> {
    let first_day = arriving.arrival.days;
    (first_day..=first_day + 1).flat_map(move |days| {
        let date = query.date.saturating_add(jiff::Span::new().days(days));
        timetable.between(hub, &query.to, date).map(move |flight| {
            let leg = flight.on(date, timetable.seed());
            let (departure, arrival) = (leg.departure.later_by(days), leg.arrival.later_by(days));
            (flight, Leg { departure, arrival, ..leg })
        })
    })
}

fn layover(arriving: &Leg, leaving: &Leg) -> i16 {
    leaving.departure.since_midnight() - arriving.arrival.since_midnight()
}

fn allied(one: &Leg, other: &Leg) -> bool {
    let (one, other) = (one.flight.airline(), other.flight.airline());
    let sells = |seller: &str, flown: &str| airline(flown).is_some_and(|a| a.sold_by.contains(&seller));
    one == other || sells(one, other) || sells(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn find(change: impl FnOnce(&mut Query), from: &str, to: &str) -> Vec<Journey> {
        let mut query = Query::everything(from, to, date(2026, 11, 25));
        change(&mut query);
        search(&Timetable::generate(1), &query)
    }

    #[test]
    fn direct_flights_are_sorted_by_departure() {
        let found = find(|_| (), "BJS", "SHA");
        assert!(found.len() > 12);
        assert!(found.is_sorted_by_key(|journey| journey.legs[0].departure));
        assert!(found.iter().all(|journey| journey.legs.len() == 1));
    }

    #[test]
    fn both_airports_of_a_city_are_found() {
        let found = find(|_| (), "BJS", "SHA");
        for airport in ["PEK", "PKX"] {
            assert!(found.iter().any(|journey| journey.legs[0].from == airport), "{airport}");
        }
        for airport in ["SHA", "PVG"] {
            assert!(found.iter().any(|journey| journey.legs[0].to == airport), "{airport}");
        }
    }

    #[test]
    fn a_pair_without_flights_is_connected_at_one_airport_with_time_to_change() {
        let found = find(|_| (), "CTU", "LON");
        assert!(!found.is_empty());
        for journey in found {
            let [first, second] = journey.legs.as_slice() else { panic!("two legs, not {journey:?}") };
            assert_eq!(first.to, second.from);
            assert!(LAYOVER.contains(&layover(first, second)));
            assert!(allied(first, second));
        }
    }

    #[test]
    fn an_early_limit_an_airline_a_class_and_directness_each_narrow_the_answer() {
        let noon = find(|query| query.earliest = Some(720), "BJS", "SHA");
        assert!(!noon.is_empty() && noon.iter().all(|j| j.legs[0].departure.minutes >= 720));
        let airline = find(|query| query.airline = Some("CA".to_owned()), "BJS", "SHA");
        assert!(!airline.is_empty() && airline.iter().all(|j| j.legs[0].flight.airline() == "CA"));
        let class = find(|query| query.class = Some('Y'), "BJS", "SHA");
        assert!(class.iter().all(|j| has_seat(&j.legs[0], 'Y')));
        assert!(class.len() < find(|_| (), "BJS", "SHA").len());
        assert!(find(|query| query.directness = Directness::Direct, "CTU", "LON").is_empty());
    }

    #[test]
    fn non_stop_leaves_out_what_direct_still_shows() {
        let stops = |directness| -> usize {
            let pairs = ["CAN", "SZX", "CTU", "CKG", "KMG", "URC"];
            let found = pairs.iter().flat_map(|to| find(|query| query.directness = directness, "BJS", to));
            found.filter(|journey| journey.legs[0].stops > 0).count()
        };
        assert!(stops(Directness::Direct) > 0);
        assert_eq!(stops(Directness::NonStop), 0);
    }

    #[test]
    fn the_duration_agrees_with_the_local_times_within_one_zone() {
        for journey in find(|_| (), "HRB", "SYX") {
            let start = journey.legs.first().expect("a leg").departure.since_midnight();
            let end = journey.legs.last().expect("a leg").arrival.since_midnight();
            assert_eq!(journey.duration, end - start);
        }
    }
}
