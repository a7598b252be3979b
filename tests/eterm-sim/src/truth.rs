//! The flights, records and tickets the host holds, as JSON: what a reader of the screen has to arrive at.
//!
//! Field names and conventions: missing is null, offsets are days, `class` cells as displayed, the journey's
//! duration on its last leg only. Line numbers run over all pages.

use crate::flights::{Journey, Leg, Query, Timetable, search};
use crate::host::records::{self, Pnr, Settlement, Ticket, dashed};
use serde::Serialize;

/// All journeys that answer a query.
#[derive(Debug, Serialize)]
pub struct Truth {
    /// Date of departure, `YYYY-MM-DD`.
    pub date: String,
    /// City of departure.
    pub from: String,
    /// City of arrival.
    pub to: String,
    /// In the order of the display.
    pub journeys: Vec<TrueJourney>,
}

/// One line of the display.
#[derive(Debug, Serialize)]
pub struct TrueJourney {
    /// Counts from 1 over all pages.
    pub line: usize,
    /// Flights in order.
    pub legs: Vec<TrueLeg>,
}

/// One flight.
#[derive(Debug, Serialize)]
pub struct TrueLeg {
    /// The number it is sold under.
    pub flight: String,
    /// Whether another airline flies it.
    pub codeshare: bool,
    /// The number it is flown under, for code-shares.
    pub operating: Option<String>,
    /// `DS#`, `AS#`.
    pub link: &'static str,
    /// As displayed, `YA`.
    pub classes: Vec<String>,
    /// As displayed, `M1S`.
    pub sub_classes: Vec<String>,
    /// Airport of departure.
    pub from: String,
    /// Airport of arrival.
    pub to: String,
    /// Local departure, `0730`.
    pub dep: String,
    /// Days after the date.
    pub dep_offset: i16,
    /// Local arrival.
    pub arr: String,
    /// Days after the date.
    pub arr_offset: i16,
    /// Aircraft type.
    pub equip: String,
    /// Intermediate landings.
    pub stops: u8,
    /// Advance seat reservation.
    pub asr: bool,
    /// Meal letter.
    pub meal: Option<String>,
    /// Electronic ticket.
    pub et: bool,
    /// Terminal of departure.
    pub dep_term: Option<String>,
    /// Terminal of arrival.
    pub arr_term: Option<String>,
    /// Total of the journey, `2:15`, on its last leg.
    pub duration: Option<String>,
}

impl Truth {
    /// Searches the timetable.
    #[must_use]
    pub fn of(timetable: &Timetable, query: &Query) -> Self {
        let journeys = search(timetable, query);
        Self {
            date: query.date.to_string(),
            from: query.from.clone(),
            to: query.to.clone(),
            journeys: journeys
                .iter()
                .enumerate()
                .map(|(index, journey)| true_journey(index + 1, journey))
                .collect(),
        }
    }
}

fn true_journey(line: usize, journey: &Journey) -> TrueJourney {
    let mut legs: Vec<TrueLeg> = journey.legs.iter().map(true_leg).collect();
    if let Some(last) = legs.last_mut() {
        last.duration = Some(journey.duration_text());
    }
    TrueJourney { line, legs }
}

fn true_leg(leg: &Leg) -> TrueLeg {
    TrueLeg {
        flight: leg.flight.to_string(),
        codeshare: leg.operating.is_some(),
        operating: leg.operating.as_ref().map(ToString::to_string),
        link: leg.link.mark(),
        classes: leg.classes.iter().map(ToString::to_string).collect(),
        sub_classes: leg.sub_classes.iter().map(ToString::to_string).collect(),
        from: leg.from.clone(),
        to: leg.to.clone(),
        dep: leg.departure.hhmm(),
        dep_offset: leg.departure.days,
        arr: leg.arrival.hhmm(),
        arr_offset: leg.arrival.days,
        equip: leg.equipment.clone(),
        stops: leg.stops,
        asr: leg.seat_reservation,
        meal: leg.meal.map(String::from),
        et: leg.electronic_ticket,
        dep_term: leg.departure_terminal.clone(),
        arr_term: leg.arrival_terminal.clone(),
        duration: None,
    }
}

/// Everything the host keeps, as a reader of its screens would name it.
#[derive(Debug, Serialize)]
pub struct Records {
    /// By locator.
    pub pnrs: Vec<TruePnr>,
    /// By number.
    pub tickets: Vec<TrueTicket>,
    /// Seats sold, all flights together.
    pub seats_sold: u32,
}

/// A passenger record.
#[derive(Debug, Serialize)]
pub struct TruePnr {
    /// The system's locator.
    pub locator: Option<String>,
    /// The airline's locator.
    pub airline_locator: Option<String>,
    /// The office that answers for it.
    pub office: String,
    /// Whether all of it was cancelled.
    pub cancelled: bool,
    /// Transactions so far.
    pub version: usize,
    /// Names as displayed.
    pub names: Vec<String>,
    /// Flights as `CA1212/Y/2026-11-25/TFUPEK/HK1`.
    pub segments: Vec<String>,
    /// Everything else as displayed, without numbers.
    pub items: Vec<String>,
    /// Tickets issued from it, pending ones too.
    pub tickets: Vec<String>,
}

/// A ticket.
#[derive(Debug, Serialize)]
pub struct TrueTicket {
    /// With its dash.
    pub ticket: String,
    /// The record it was issued from.
    pub locator: String,
    /// As displayed.
    pub passenger: String,
    /// Whether the airline's server knows it.
    pub issued: bool,
    /// Whether it has to be tried again.
    pub pending: bool,
    /// Status of each coupon.
    pub coupons: Vec<&'static str>,
    /// Fare and taxes, in fen.
    pub total: i64,
}

impl Records {
    /// Reads the host's records.
    #[must_use]
    pub fn of(records: &records::Records) -> Self {
        Self {
            pnrs: records.pnrs.values().map(|pnr| true_pnr(pnr, records)).collect(),
            tickets: records.tickets.values().map(true_ticket).collect(),
            seats_sold: records.inventory.total(),
        }
    }

    /// Leaves out every other record and its tickets.
    pub fn keep(&mut self, locator: &str) {
        self.pnrs.retain(|pnr| pnr.locator.as_deref() == Some(locator));
        self.tickets.retain(|ticket| ticket.locator == locator);
    }
}

fn true_pnr(pnr: &Pnr, records: &records::Records) -> TruePnr {
    let own = |ticket: &&Ticket| pnr.locator.as_ref() == Some(&ticket.locator);
    let segments = pnr.segments.iter().map(|segment| {
        let pair = format!("{}{}", segment.from, segment.to);
        match &segment.flown {
            Some(flown) => {
                let (status, count) = (flown.status.code(), flown.count);
                format!("{}/{}/{}/{pair}/{status}{count}", flown.flight, flown.class, flown.date)
            }
            None => format!("ARNK/{pair}"),
        }
    });
    TruePnr {
        locator: pnr.locator.clone(),
        airline_locator: pnr.airline_locator.clone(),
        office: pnr.office.clone(),
        cancelled: pnr.cancelled,
        version: pnr.transactions.len(),
        names: pnr.passengers.iter().map(|passenger| passenger.name.clone()).collect(),
        segments: segments.collect(),
        items: crate::host::item_texts(pnr),
        tickets: records.tickets.values().filter(own).map(|ticket| dashed(&ticket.number)).collect(),
    }
}

fn true_ticket(ticket: &Ticket) -> TrueTicket {
    TrueTicket {
        ticket: dashed(&ticket.number),
        locator: ticket.locator.clone(),
        passenger: ticket.passenger.clone(),
        issued: ticket.settlement == Settlement::Issued,
        pending: ticket.settlement == Settlement::Pending,
        coupons: ticket.coupons.iter().map(|coupon| coupon.status.text()).collect(),
        total: ticket.money.total(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_truth_of_a_connection_has_its_duration_on_the_last_leg_only() {
        let query = Query::everything("CTU", "LON", date(2026, 11, 26));
        let truth = Truth::of(&Timetable::generate(1), &query);
        let json = serde_json::to_value(&truth).expect("JSON");
        assert_eq!(json["date"], "2026-11-26");
        let legs = json["journeys"][0]["legs"].as_array().expect("legs");
        assert_eq!(legs.len(), 2);
        assert!(legs[0]["duration"].is_null() && legs[1]["duration"].is_string());
        assert_eq!(json["journeys"][0]["line"], 1);
    }

    #[test]
    fn the_truth_names_the_operating_flight_of_a_code_share() {
        let query = Query::everything("BJS", "SHA", date(2026, 11, 25));
        let truth = Truth::of(&Timetable::generate(1), &query);
        let shared =
            truth.journeys.iter().flat_map(|j| &j.legs).find(|leg| leg.codeshare).expect("a code-share");
        assert!(shared.operating.as_ref().is_some_and(|operating| *operating != shared.flight));
    }
}
