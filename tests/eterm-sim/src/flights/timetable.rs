//! The timetable: which flights exist, drawn once from a seed.

use super::airlines::{AIRLINES, Airline, Reach, airline};
use super::model::{ClockTime, FlightNumber, Leg, Link};
use super::places::{Airport, airports_of};
use super::routes::{ROUTES, Route};
use super::seats;
use crate::random::Random;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A flight of the timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheduled {
    /// What it is on a day it departs: classes are empty, they are drawn for each date.
    template: Leg,
    from: &'static Airport,
    to: &'static Airport,
    /// Minutes from gate to gate.
    block: i16,
    /// Bit 0 is Monday.
    weekdays: u8,
    classes: &'static str,
}

impl Scheduled {
    /// City of departure.
    #[must_use]
    pub fn from_city(&self) -> &'static str {
        self.from.city
    }

    /// City of arrival.
    #[must_use]
    pub fn to_city(&self) -> &'static str {
        self.to.city
    }

    /// The number it is sold under.
    #[must_use]
    pub fn flight(&self) -> &FlightNumber {
        &self.template.flight
    }

    /// Minutes from gate to gate.
    #[must_use]
    pub fn block(&self) -> i16 {
        self.block
    }

    /// Whether it departs on this date.
    #[must_use]
    pub fn departs_on(&self, date: Date) -> bool {
        let bit = u8::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.weekdays & (1 << bit) != 0
    }

    /// The flight as it is on one date, with what is left on it; times count from that date.
    #[must_use]
    pub fn on(&self, date: Date, seed: u64) -> Leg {
        let mut random = Random::new(seed, &[self.flight().as_str(), &date.to_string()]);
        Leg {
            classes: seats::classes(self.classes, &mut random),
            sub_classes: seats::sub_classes(self.classes, &mut random),
            ..self.template.clone()
        }
    }
}

/// All flights, and the seed that their seats are drawn from.
#[derive(Debug, Clone)]
pub struct Timetable {
    seed: u64,
    flights: Vec<Scheduled>,
}

impl Timetable {
    /// Draws the timetable that belongs to a seed.
    #[must_use]
    pub fn generate(seed: u64) -> Self {
        let mut draft = Draft { seed, numbers: Numbers::default(), flights: Vec::new() };
        for route in ROUTES {
            draft.fly(*route, Direction::Out);
            draft.fly(route.reversed(), Direction::Back);
        }
        Self { seed, flights: draft.flights }
    }

    /// The timetable of a seed, drawn once in the life of the program however often it is asked for.
    #[must_use]
    pub fn shared(seed: u64) -> Arc<Self> {
        static DRAWN: Mutex<BTreeMap<u64, Arc<Timetable>>> = Mutex::new(BTreeMap::new());
        let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.entry(seed).or_insert_with(|| Arc::new(Self::generate(seed))).clone()
    }

    /// The seed it was drawn from.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The flights between two cities on a date, code-shares included, in no particular order.
    pub fn between<'a>(
        &'a self,
        from: &'a str,
        to: &'a str,
        date: Date,
    ) -> impl Iterator<Item = &'a Scheduled> {
        self.flights.iter().filter(move |flight| {
            flight.from_city() == from && flight.to_city() == to && flight.departs_on(date)
        })
    }

    /// The flight with this number, when it departs on a date.
    #[must_use]
    pub fn flight(&self, number: &str, date: Date) -> Option<&Scheduled> {
        self.flights.iter().find(|flight| flight.flight().as_str() == number && flight.departs_on(date))
    }

    /// Every flight, in the order they were drawn.
    #[must_use]
    pub fn flights(&self) -> &[Scheduled] {
        &self.flights
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Out,
    Back,
}

/// Hands out flight numbers: odd out, even back, none twice.
#[derive(Default)]
struct Numbers(BTreeMap<(&'static str, u16), u16>);

impl Numbers {
    fn next(&mut self, airline: &'static str, start: u16) -> FlightNumber {
        let next = self.0.entry((airline, start)).or_insert(start);
        let number = *next;
        *next += 2;
        FlightNumber::new(airline, number)
    }
}

/// First flight numbers of each band, for outbound flights; one more for the way back.
mod band {
    pub(super) const INTERNATIONAL: u16 = 151;
    pub(super) const DOMESTIC: u16 = 1201;
    pub(super) const CODE_SHARE: u16 = 4001;
}

struct Draft {
    seed: u64,
    numbers: Numbers,
    flights: Vec<Scheduled>,
}

impl Draft {
    fn fly(&mut self, route: Route, direction: Direction) {
        let mut random = Random::new(self.seed, &[route.from, route.to]);
        let airlines = airlines_of(route);
        for slot in 0..route.daily {
            if let Some(airline) = carrier(&airlines, slot, &mut random) {
                let departure = departure(route, slot, &mut random);
                self.schedule(&Plan { route, direction, slot, airline, departure }, &mut random);
            }
        }
    }

    fn schedule(&mut self, plan: &Plan, random: &mut Random) {
        let start = if plan.route.is_international() { band::INTERNATIONAL } else { band::DOMESTIC };
        let flight = self.numbers.next(plan.airline.code, plan.numbered_from(start));
        let Some(scheduled) = plan.scheduled(flight, random) else { return };
        let sellers = plan.airline.sold_by.iter().filter_map(|code| airline(code));
        for seller in sellers.filter(|seller| may_sell(seller, plan.route)) {
            if random.chance(30) {
                let number = self.numbers.next(seller.code, plan.numbered_from(band::CODE_SHARE));
                self.flights.push(code_share(&scheduled, number, seller));
            }
        }
        self.flights.push(scheduled);
    }
}

fn may_sell(seller: &Airline, route: Route) -> bool {
    match seller.reach {
        Reach::Domestic => !route.is_international(),
        Reach::Worldwide => true,
        Reach::Foreign => route.is_international(),
    }
}

fn airlines_of(route: Route) -> Vec<&'static Airline> {
    let at_home =
        |airline: &&Airline| airline.homes.contains(&route.from) || airline.homes.contains(&route.to);
    AIRLINES.iter().filter(at_home).filter(|airline| may_sell(airline, route)).collect()
}

/// Every other flight goes round the airlines, so that the first of them fly every route; the rest is luck.
fn carrier(airlines: &[&'static Airline], slot: u16, random: &mut Random) -> Option<&'static Airline> {
    let turn = usize::from(slot / 2).checked_rem(airlines.len())?;
    if slot.is_multiple_of(2) { airlines.get(turn).copied() } else { random.pick(airlines).copied() }
}

/// Spread over the day; some after 22:00, and flights over the date line soon after midnight.
fn departure(route: Route, slot: u16, random: &mut Random) -> i16 {
    let five_minutes = |count: u16| i16::try_from(count * 5).unwrap_or(0);
    if route.to == "LAX" && slot == 0 {
        return 20 + five_minutes(random.below(12));
    }
    if random.chance(6) {
        return 22 * 60 + five_minutes(random.below(22));
    }
    let spread = 900 / route.daily.max(1);
    390 + five_minutes(slot * spread / 5 + random.below(spread / 5))
}

struct Plan {
    route: Route,
    direction: Direction,
    slot: u16,
    airline: &'static Airline,
    departure: i16,
}

impl Plan {
    fn numbered_from(&self, start: u16) -> u16 {
        match self.direction {
            Direction::Out => start,
            Direction::Back => start + 1,
        }
    }

    fn scheduled(&self, flight: FlightNumber, random: &mut Random) -> Option<Scheduled> {
        let from = self.airport(self.route.from, random)?;
        let to = self.airport(self.route.to, random)?;
        let stops =
            u8::from(!self.route.is_international() && self.route.minutes >= 150 && random.chance(10));
        let block = self.route.minutes + 75 * i16::from(stops);
        let arrival = self.departure + block + to.utc_minutes - from.utc_minutes;
        let template = Leg {
            flight,
            operating: None,
            link: if random.chance(6) { Link::ScheduleChanged } else { Link::DirectSell },
            classes: Vec::new(),
            sub_classes: Vec::new(),
            from: from.code.to_owned(),
            to: to.code.to_owned(),
            departure: ClockTime::after_midnight(self.departure),
            arrival: ClockTime::after_midnight(arrival),
            equipment: self.equipment(random).to_owned(),
            stops,
            seat_reservation: stops == 0 && random.chance(90),
            meal: self.meal(random),
            electronic_ticket: self.airline.electronic_ticket,
            departure_terminal: terminal(from, self.airline),
            arrival_terminal: terminal(to, self.airline),
        };
        let weekdays = weekdays(self.slot, random);
        Some(Scheduled { template, from, to, block, weekdays, classes: self.airline.classes })
    }

    fn airport(&self, city: &'static str, random: &mut Random) -> Option<&'static Airport> {
        let airports: Vec<_> = airports_of(city).collect();
        let preferred = match (city, self.airline.code) {
            ("BJS", "CZ" | "MU" | "KN") => "PKX",
            ("BJS", "CA" | "HU") => "PEK",
            ("SHA", _) if self.route.is_international() => "PVG",
            ("CTU", _) if self.route.is_international() => "TFU",
            _ => "",
        };
        let chosen = airports.iter().find(|airport| airport.code == preferred);
        chosen.or_else(|| random.pick(&airports)).copied()
    }

    fn equipment(&self, random: &mut Random) -> &'static str {
        let types: &[&str] = match self.route.minutes {
            ..=120 => &["319", "320", "738", "909"],
            121..=300 => &["320", "321", "32L", "33A", "738", "73E", "789", "919"],
            _ => &["333", "359", "748", "77W", "789"],
        };
        random.pick(types).copied().unwrap_or("320")
    }

    fn meal(&self, random: &mut Random) -> Option<char> {
        if !self.airline.meals || random.chance(10) {
            return None;
        }
        Some(match self.departure / 60 {
            _ if self.route.is_international() => 'M',
            6..=8 => 'B',
            11..=12 => 'L',
            17..=19 => 'D',
            ..=5 | 21.. => 'N',
            _ => 'S',
        })
    }
}

/// The first flight of a route goes every day, so that no route has a day without one.
fn weekdays(slot: u16, random: &mut Random) -> u8 {
    const EVERY_DAY: u8 = 0b111_1111;
    if slot == 0 || random.chance(75) {
        EVERY_DAY
    } else {
        u8::try_from(1 + random.below(127)).unwrap_or(EVERY_DAY)
    }
}

/// An airline always uses the same terminal of an airport.
fn terminal(airport: &Airport, airline: &Airline) -> Option<String> {
    let mut random = Random::new(0, &[airport.code, airline.code]);
    random.pick(airport.terminals).map(|terminal| (*terminal).to_owned())
}

fn code_share(operated: &Scheduled, flight: FlightNumber, seller: &'static Airline) -> Scheduled {
    let template = Leg {
        operating: Some(operated.flight().clone()),
        flight,
        electronic_ticket: seller.electronic_ticket,
        ..operated.template.clone()
    };
    Scheduled { template, classes: seller.classes, ..operated.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn a_seed_always_draws_the_same_timetable() {
        assert_eq!(Timetable::generate(1).flights, Timetable::generate(1).flights);
        assert_ne!(Timetable::generate(1).flights, Timetable::generate(2).flights);
        assert_eq!(Timetable::shared(1).flights, Timetable::generate(1).flights);
        assert!(Arc::ptr_eq(&Timetable::shared(2), &Timetable::shared(2)));
    }

    #[test]
    fn every_route_is_flown_both_ways_on_thirty_days() {
        let timetable = Timetable::generate(1);
        for route in ROUTES {
            let mut day = date(2026, 11, 25);
            for _ in 0..30 {
                assert!(timetable.between(route.from, route.to, day).next().is_some(), "{route:?} {day}");
                assert!(timetable.between(route.to, route.from, day).next().is_some(), "{route:?} {day}");
                day = day.tomorrow().expect("the calendar goes on");
            }
        }
    }

    #[test]
    fn no_flight_number_is_given_twice_and_none_has_more_than_four_digits() {
        let timetable = Timetable::generate(9);
        let numbers: BTreeSet<_> = timetable.flights.iter().map(|flight| flight.flight().as_str()).collect();
        assert_eq!(numbers.len(), timetable.flights.len());
        assert!(numbers.iter().all(|number| (4..=6).contains(&number.len())));
    }

    #[test]
    fn a_code_share_is_the_same_flight_under_another_number() {
        let timetable = Timetable::generate(1);
        let shared: Vec<_> = timetable.flights.iter().filter(|f| f.template.operating.is_some()).collect();
        assert!(shared.len() > 50, "{}", shared.len());
        for share in shared {
            let operating = share.template.operating.as_ref().expect("filtered");
            let flown = timetable.flights.iter().find(|f| f.flight() == operating).expect("it is flown");
            assert_ne!(flown.flight().airline(), share.flight().airline());
            assert_eq!(flown.template.departure, share.template.departure);
            assert_eq!(flown.template.arrival_terminal, share.template.arrival_terminal);
            assert_eq!(flown.weekdays, share.weekdays);
        }
    }

    #[test]
    fn the_timetable_holds_every_peculiarity_a_display_can_show() {
        let flights = Timetable::generate(1).flights;
        let some = |wanted: fn(&Scheduled) -> bool| flights.iter().any(wanted);
        assert!(some(|f| f.template.stops == 1));
        assert!(some(|f| f.template.arrival.days == 1));
        assert!(some(|f| f.template.arrival.days == -1));
        assert!(some(|f| !f.template.electronic_ticket));
        assert!(some(|f| !f.template.seat_reservation));
        assert!(some(|f| f.template.meal.is_none()));
        assert!(some(|f| f.template.link == Link::ScheduleChanged));
        assert!(some(|f| f.template.departure_terminal.is_none()));
        assert!(some(|f| f.classes.len() <= 10) && some(|f| f.classes.len() > 20));
        assert!(some(|f| f.weekdays != 0b111_1111));
        assert!(some(|f| f.flight().as_str().len() == 5));
    }
}
