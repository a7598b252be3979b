//! What the fields of an operation say together, or what only the server knows: places, dates, the party.

use jiff::civil::Date;
use waystation_shared::flight::{CityCode, QueryAv};
use waystation_shared::pnr::{
    BookPnr, BookingFault, CancelPassenger, IssueTicket, MOST_GROUP, MOST_PASSENGERS,
};

use super::fault::{Fault, Flaw};
use crate::dispatch::places;
use crate::platform::catalogue::Code;

/// Hosts hold flights for less than a year ahead.
const DAYS_AHEAD: i32 = 361;

/// A query: places that exist and differ, on a day that can be asked for.
pub(super) fn availability(query: &QueryAv, today: Date) -> Result<(), Fault> {
    route("", &query.dep_city, &query.arr_city)?;
    flight_day("depDate", query.dep_date, today)
}

/// A booking: its route, its days, its party.
pub(super) fn booking(booking: &BookPnr, today: Date) -> Result<(), Fault> {
    for (index, segment) in booking.segments.iter().enumerate() {
        let inside = format!("segments[{index}].");
        route(&inside, &segment.dep_city, &segment.arr_city)?;
        flight_day(&format!("{inside}depDate"), segment.dep_date, today)?;
    }
    booking.check(today).map_err(booking_fault)
}

/// Names to be taken out: some, and each once.
pub(super) fn names(cancel: &CancelPassenger, _today: Date) -> Result<(), Fault> {
    if cancel.passengers.is_empty() || cancel.passengers.len() > usize::from(MOST_GROUP) {
        return Err(Fault::new("passengers", Flaw::Breaks("has one to 99 names")));
    }
    let before = |index| cancel.passengers.iter().take(index);
    match cancel
        .passengers
        .iter()
        .enumerate()
        .find(|(index, name)| before(*index).any(|other| other == *name))
    {
        Some((index, _)) => Err(Fault::new(format!("passengers[{index}]"), Flaw::Breaks("is there twice"))),
        None => Ok(()),
    }
}

/// Tickets: a limit and a printer that can be.
pub(super) fn ticketing(issue: &IssueTicket, _today: Date) -> Result<(), Fault> {
    if issue.max_fare_fen <= 0 {
        return Err(Fault::new("maxFareFen", Flaw::Malformed));
    }
    if (1..=99).contains(&issue.device) { Ok(()) } else { Err(Fault::new("device", Flaw::Malformed)) }
}

fn route(inside: &str, dep_city: &CityCode, arr_city: &CityCode) -> Result<(), Fault> {
    for (name, city) in [("depCity", dep_city), ("arrCity", arr_city)] {
        if places::find(city.as_str()).is_none() {
            return Err(Fault::coded(format!("{inside}{name}"), Code::UnknownCity, [city.to_string()]));
        }
    }
    if dep_city == arr_city {
        return Err(Fault::coded(format!("{inside}arrCity"), Code::SameCity, []));
    }
    Ok(())
}

fn flight_day(field: &str, date: Date, today: Date) -> Result<(), Fault> {
    if date < today {
        return Err(Fault::coded(field, Code::DateInPast, [date.to_string()]));
    }
    let ahead = today.until(date).map_or(i32::MAX, |span| span.get_days());
    if ahead > DAYS_AHEAD {
        return Err(Fault::coded(field, Code::DateTooFar, [date.to_string(), DAYS_AHEAD.to_string()]));
    }
    Ok(())
}

/// Faults that agents report as well have a code of their own here, the same one.
fn booking_fault(fault: BookingFault) -> Fault {
    match fault.problem {
        "has at most nine with a seat; book more as a group" => {
            Fault::coded(fault.field, Code::TooManyPassengers, [MOST_PASSENGERS.to_string()])
        }
        "has more infants than adults" => Fault::coded(fault.field, Code::InfantWithoutAdult, []),
        problem => Fault::new(fault.field, Flaw::Breaks(problem)),
    }
}
