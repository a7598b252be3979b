//! Availability, and sales.

use super::answer::Answer;
use super::availability::{Detail, Header};
use super::dialogue::{Dialogue, Shown};
use super::display::end::unable;
use super::entry::{SaleFromLine, SaleRequest, SaleWish};
use super::listing::{Layout, Listing};
use super::records::{Flown, Status};
use super::refusal::Refusal;
use super::request::{AvailabilityRequest, Pair};
use super::session::Paged;
use crate::flights::model::Seats;
use crate::flights::{Directness, Journey, Leg, Query, places, search};
use jiff::civil::Date;

/// The row under a list whose counts the office may not see.
const COUNTS_HIDDEN: &str = "很抱歉，您没有权限查看舱位剩余可订数";
/// Seats of a record that is no group.
const MOST_SEATS: u16 = 9;

/// What is to be sold.
struct Sale<'a> {
    leg: &'a Leg,
    date: Date,
    class: &'a str,
    wish: SaleWish,
    count: u16,
}

impl Dialogue<'_> {
    pub(super) fn availability(&mut self, request: &AvailabilityRequest) -> Result<Answer, Refusal> {
        let (from, to) = self.cities(&request.pair)?;
        let date = request.date.resolve(self.now.date())?;
        self.session.last_pair = Some((from.clone(), to.clone()));
        let query = Query {
            from,
            to,
            date,
            earliest: request.earliest,
            airline: request.airline.clone(),
            directness: request.directness,
            class: request.class,
        };
        let journeys = self.visible(search(self.timetable, &query), date);
        let layout = self.layout(request, query);
        let listing = Listing::lay_out(journeys, &layout)?;
        let rows = listing.rows();
        self.session.paged = Some(Paged::Flights(listing));
        Ok(Answer::rows(rows))
    }

    fn cities(&self, pair: &Pair) -> Result<(String, String), Refusal> {
        let (from, to) = match pair {
            Pair::ReturnOfLast => {
                return self.session.last_pair.clone().map(|(from, to)| (to, from)).ok_or(Refusal::NoDisplay);
            }
            Pair::Places(from, to) => (places::city_of(from), places::city_of(to)),
        };
        match (from, to) {
            (Some(from), Some(to)) if from != to => Ok((from.to_owned(), to.to_owned())),
            _ => Err(Refusal::Segment),
        }
    }

    /// What is left after the sales so far, or nothing at all for an office that may not see it.
    fn visible(&self, mut journeys: Vec<Journey>, date: Date) -> Vec<Journey> {
        for leg in journeys.iter_mut().flat_map(|journey| &mut journey.legs) {
            if self.settings.hides_counts {
                leg.classes.clear();
                leg.sub_classes.clear();
            } else {
                self.records.inventory.apply(leg, departure_date(date, leg));
            }
        }
        journeys
    }

    fn layout(&self, request: &AvailabilityRequest, query: Query) -> Layout {
        let header = Header {
            date: query.date,
            names_year: request.date.names_year(),
            from: query.from,
            to: query.to,
            via: query.airline,
            direct_only: query.directness != Directness::Any,
        };
        let detail = if request.full { Detail::Full(self.settings.continuation) } else { Detail::Short };
        let last_row = self.settings.hides_counts.then_some(COUNTS_HIDDEN);
        Layout { header, detail, numbering: self.settings.numbering, last_row }
    }

    pub(super) fn sell(&mut self, request: &SaleRequest) -> Result<Shown, Refusal> {
        let date = request.date.resolve(self.now.date())?;
        let scheduled = self.timetable.flight(&request.flight, date).ok_or(Refusal::FlightNumber)?;
        let leg = scheduled.on(date, self.timetable.seed());
        let meant = |code: &str, airport: &str| code == airport || places::city_of(airport) == Some(code);
        if !meant(&request.from, &leg.from) || !meant(&request.to, &leg.to) {
            return Err(Refusal::Segment);
        }
        let SaleRequest { class, wish, count, .. } = request;
        self.sell_leg(&Sale { leg: &leg, date, class, wish: *wish, count: *count })
    }

    pub(super) fn sell_from_line(&mut self, request: &SaleFromLine) -> Result<Shown, Refusal> {
        let Some(Paged::Flights(listing)) = &self.session.paged else { return Err(Refusal::ScheduleNumber) };
        let (journey, date) = (listing.line(request.line)?.clone(), listing.date());
        let SaleFromLine { class, wish, count, .. } = request;
        for leg in &journey.legs {
            let date = departure_date(date, leg);
            let scheduled = self.timetable.flight(leg.flight.as_str(), date).ok_or(Refusal::FlightNumber)?;
            let leg = scheduled.on(date, self.timetable.seed());
            self.sell_leg(&Sale { leg: &leg, date, class, wish: *wish, count: *count })?;
        }
        Ok(Shown::Area)
    }

    fn sell_leg(&mut self, sale: &Sale<'_>) -> Result<Shown, Refusal> {
        let Sale { leg, date, class, count, .. } = *sale;
        let mut offered = leg.classes.iter().chain(&leg.sub_classes);
        let drawn = offered.find(|one| one.name == class).ok_or(Refusal::Class)?.seats;
        let departure = date.to_datetime(jiff::civil::Time::midnight())
            + jiff::Span::new().minutes(leg.departure.minutes);
        if departure <= self.now {
            return Err(Refusal::Date);
        }
        self.check_room(leg, date, count)?;
        let mut flown = flown(leg, date, class, count);
        let free = self.records.inventory.free(&flown.seat_key(), drawn);
        let asked = if sale.wish == SaleWish::Waitlist { Status::Ll } else { Status::Nn };
        flown.status = status(sale.wish, drawn, free >= count)
            .ok_or_else(|| Refusal::Unable(unable(&flown, &leg.from, &leg.to, asked)))?;
        let number = self.area()?.pnr.next_transaction();
        flown.history = vec![(asked, number), (flown.status, number)];
        flown.history.dedup();
        self.keep_sale(leg, flown);
        Ok(Shown::Area)
    }

    fn keep_sale(&mut self, leg: &Leg, flown: Flown) {
        let now = self.now;
        let Some(area) = &mut self.session.area else { return };
        if flown.held() > 0 {
            area.take_seats(&mut self.records.inventory, (flown.seat_key(), flown.held()), now);
        }
        area.held_since.get_or_insert(now);
        area.pnr.add_segment(&leg.from, &leg.to, Some(flown));
        area.changed = true;
    }

    /// No record but a group holds more than nine seats, and none holds a flight twice.
    fn check_room(&mut self, leg: &Leg, date: Date, count: u16) -> Result<(), Refusal> {
        let pnr = &self.area()?.pnr;
        let most = pnr.group.as_ref().map_or(MOST_SEATS, |group| group.total);
        if count > most {
            return Err(Refusal::Seats);
        }
        let same = pnr.flights().any(|(_, flown)| flown.flight == leg.flight.as_str() && flown.date == date);
        if same { Err(Refusal::DuplicateSegment) } else { Ok(()) }
    }

    pub(super) fn gap(&mut self, from: &str, to: &str) -> Result<Shown, Refusal> {
        if places::airport(from).is_none() || places::airport(to).is_none() || from == to {
            return Err(Refusal::Segment);
        }
        let area = self.area()?;
        area.pnr.add_segment(from, to, None);
        area.changed = true;
        Ok(Shown::Area)
    }
}

/// The local date a leg departs on when its times count from another date.
fn departure_date(date: Date, leg: &Leg) -> Date {
    date.saturating_add(jiff::Span::new().days(leg.departure.days))
}

/// What a wish becomes; nothing when the flight cannot be had like that.
fn status(wish: SaleWish, drawn: Seats, enough: bool) -> Option<Status> {
    match (wish, drawn) {
        (_, Seats::Closed | Seats::Cancelled) => None,
        (SaleWish::Waitlist, _) => Some(Status::Ll),
        (SaleWish::Need, Seats::Many | Seats::Count(_)) if enough => Some(Status::Dk),
        (SaleWish::Reconfirmed, Seats::Many | Seats::Count(_)) if enough => Some(Status::Rr),
        (SaleWish::Need, Seats::Request | Seats::Unknown) => Some(Status::Nn),
        (SaleWish::Need | SaleWish::Reconfirmed, _) => None,
    }
}

fn flown(leg: &Leg, date: Date, class: &str, count: u16) -> Flown {
    Flown {
        flight: leg.flight.to_string(),
        codeshare: leg.operating.is_some(),
        class: class.to_owned(),
        date,
        count,
        status: Status::Nn,
        history: Vec::new(),
        departure: leg.departure.hhmm(),
        arrival: leg.arrival.hhmm(),
        arrival_days: leg.arrival.days - leg.departure.days,
        electronic: leg.electronic_ticket,
        terminals: (leg.departure_terminal.clone(), leg.arrival_terminal.clone()),
    }
}
