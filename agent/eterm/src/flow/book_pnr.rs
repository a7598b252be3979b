//! Booking: sell, names, services, contact, limit; read the work area back; `@`; and `RT` to see what was kept.

use jiff::civil::Date;
use waystation_shared::edge_api::StepEnding;
use waystation_shared::flight::{Airline, CityCode};
use waystation_shared::ids::OfficeNo;
use waystation_shared::pnr::{BookPnr, FlightNo, Locator, Passenger, PassengerKind};

use crate::command::{Command, booking};
use crate::flow::cancel_passenger::is_called;
use crate::flow::clerk::{Clerk, Sent, doubt_about, unfit};
use crate::flow::ending::ended;
use crate::flow::extract_pnr::result;
use crate::flow::settle::{self, Doubt, Verdict};
use crate::flow::{Cause, Defect, Desk, Ending, Failure, Refusal, refusal};
use crate::journal::{Check, Step, StepJournal, StepNo};
use crate::parse::da;
use crate::parse::eot::{self, EotReading};
use crate::parse::pnr::{FlightSegment, Pnr, Shown};
use crate::ports::{NotReady, Progress, Terminal, TerminalError};
use crate::screen::{Columns, Screen};
use crate::step::WorkArea;

/// Seats that were sold, or are waited for: what the host may have made of `NN`.
const SOLD: [&str; 6] = ["DK", "HK", "KK", "TK", "NN", "HN"];

pub(super) fn run<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    task: &BookPnr,
) -> Ending {
    let mut clerk = Clerk::new(desk);
    let ending = book(&mut clerk, task);
    ended(clerk.leave_nothing(ending))
}

fn book<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    task: &BookPnr,
) -> Result<Ending, Cause> {
    task.check(clerk.desk.today).map_err(Refusal::from)?;
    clerk.drop_work()?;
    let office = office(clerk)?;
    let check = what_to_look_for(clerk, task)?;
    clerk.drop_work()?;
    for entry in entries(task, &office)? {
        clerk.edit(&entry)?;
    }
    let entered = clerk.read_current()?;
    if let Some(difference) = difference(task, &entered.pnr) {
        return unfit(Refusal::WorkAreaDiffers(difference));
    }
    let step = Step { before: clerk.seen(), check };
    finish(clerk, task, &step)
}

/// Takes the step. The answer names the PNR; without an answer it is looked for.
fn finish<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    task: &BookPnr,
    step: &Step,
) -> Result<Ending, Cause> {
    let (number, doubt) = match clerk.take(Command::end_transaction(), step)? {
        Sent::Doubt(number, error) => (number, Doubt::of(&error)),
        Sent::Answer(number, screen) => {
            if let Ok(EotReading::Committed(answer)) = eot::read(&screen)
                && let Some(ending) = proven(clerk, task, number, &answer.locator)
            {
                return Ok(ending);
            }
            (number, doubt_about(&screen))
        }
    };
    Ok(settle::settle(clerk, Some(number), &step.check, &doubt))
}

/// The end of a booking whose PNR is named, if it shows what was asked for; the step is closed then.
pub(super) fn proven<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    task: &BookPnr,
    number: StepNo,
    locator: &Locator,
) -> Option<Ending> {
    let shown = clerk.read_pnr(locator).ok().filter(|shown| difference(task, &shown.pnr).is_none())?;
    clerk.close(number, StepEnding::Done, &clerk.seen());
    Some(result(clerk, locator, shown.pnr))
}

/// The Office of whoever is signed in.
fn office<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
) -> Result<OfficeNo, Cause> {
    let areas =
        clerk.ask(&Command::work_areas(), |_, screen| Ok(da::parse(&screen).map_err(Defect::from)?))?;
    let office = areas.signed_in().and_then(|signed_in| signed_in.office.parse().ok());
    office.ok_or_else(|| TerminalError::NotReady(NotReady::SignedOff).into())
}

/// How the new PNR will be told from those that are there already.
pub(super) fn what_to_look_for<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    task: &BookPnr,
) -> Result<Check, Cause> {
    let seated: Vec<&Passenger> = seated(task).collect();
    let names = seated.iter().map(|passenger| passenger.name.to_string()).collect();
    let (Some(first), Some(segment)) = (seated.first(), task.segments.first()) else {
        return unfit(Refusal::WorkAreaDiffers("there is nobody to look for".to_owned()));
    };
    let (name, flight, date) = (first.name.to_string(), segment.flight_no.clone(), segment.dep_date);
    let onward =
        task.segments.iter().skip(1).map(|onward| (onward.flight_no.clone(), onward.dep_date)).collect();
    let group = task.group.as_ref().map(|group| group.name.to_string());
    let mut check = Check::Book { name, flight, date, onward, names, group, known: Vec::new() };
    let found = found_by_name(clerk, &check)?;
    if let Check::Book { known, .. } = &mut check {
        known.extend(found.into_iter().map(|(locator, _)| locator));
    }
    Ok(check)
}

fn seated(task: &BookPnr) -> impl Iterator<Item = &Passenger> {
    task.passengers.iter().filter(|passenger| passenger.kind != PassengerKind::Infant)
}

/// Every entry of the booking, in the order in which the host wants them.
fn entries(task: &BookPnr, office: &OfficeNo) -> Result<Vec<Command<WorkArea>>, Cause> {
    let mut entries = Vec::new();
    for segment in &task.segments {
        entries.push(booking::sell(segment, task.seats())?);
    }
    entries.extend(names(task)?);
    let airlines = airlines(task)?;
    if let Some(city) = city_of(office)
        && let Some(contact) = booking::contact(&task.contact, &city)
    {
        entries.push(contact?);
    }
    entries.push(booking::ticket_limit(task.ticket_limit, office)?);
    if let Some(airline) = airlines.first() {
        entries.extend(passenger_services(task, airline)?);
    }
    entries.extend(infant_services(task)?);
    if let Some(mobile) = &task.contact.mobile {
        for airline in &airlines {
            entries.push(booking::agency_mobile(airline, mobile)?);
        }
    }
    Ok(entries)
}

fn names(task: &BookPnr) -> Result<Vec<Command<WorkArea>>, Cause> {
    let seated: Vec<&Passenger> = seated(task).collect();
    let mut entries = Vec::new();
    if let Some(group) = &task.group {
        entries.push(booking::group(group)?);
    }
    if let Some(segment) = task.segments.first()
        && !seated.is_empty()
    {
        entries.push(booking::names(&seated, segment.dep_date)?);
    }
    Ok(entries)
}

fn passenger_services(task: &BookPnr, airline: &Airline) -> Result<Vec<Command<WorkArea>>, Cause> {
    let mut entries = Vec::new();
    for (number, passenger) in (1..).zip(seated(task)) {
        if let (Some(kind), Some(id)) = (passenger.id_type, &passenger.id_no) {
            entries.push(booking::document(airline, (kind, id), number)?);
        }
        if let (PassengerKind::Child, Some(birth)) = (passenger.kind, passenger.birth) {
            entries.push(booking::child_service(airline, birth, number)?);
        }
        if let Some(document) = booking::travel_document(airline, passenger, number) {
            entries.push(document?);
        }
        if let Some(mobile) = &passenger.mobile {
            entries.push(booking::passenger_mobile(airline, mobile, number)?);
        }
    }
    Ok(entries)
}

/// The first infant sits with the first adult, and so on. Segments are counted behind the names.
fn infant_services(task: &BookPnr) -> Result<Vec<Command<WorkArea>>, Cause> {
    let adults = seated(task).zip(1..).filter(|(passenger, _)| passenger.kind == PassengerKind::Adult);
    let infants = task.passengers.iter().filter(|passenger| passenger.kind == PassengerKind::Infant);
    let names = seated(task).count();
    let mut entries = Vec::new();
    for (infant, (_, adult)) in infants.zip(adults) {
        let Some(birth) = infant.birth else { continue };
        let latin = infant.latin_name.as_ref().unwrap_or(&infant.name);
        entries.push(booking::infant(&infant.name, birth, adult)?);
        for (segment, item) in task.segments.iter().zip(names + 1..) {
            let airline = booking::airline_of(&segment.flight_no)?;
            entries.push(booking::infant_service(&airline, (latin, birth), adult, item)?);
        }
    }
    Ok(entries)
}

/// The airlines of the booking, each once.
fn airlines(task: &BookPnr) -> Result<Vec<Airline>, Cause> {
    let mut airlines = Vec::new();
    for segment in &task.segments {
        let airline = booking::airline_of(&segment.flight_no)?;
        if !airlines.contains(&airline) {
            airlines.push(airline);
        }
    }
    Ok(airlines)
}

/// The letters of an Office number are its city.
fn city_of(office: &OfficeNo) -> Option<CityCode> {
    office.as_str().get(..3).and_then(|city| city.parse().ok())
}

/// In what a PNR is not the booking that was asked for.
fn difference(task: &BookPnr, pnr: &Pnr) -> Option<String> {
    if task.group.is_none() {
        let same_names = pnr.passengers.len() == seated(task).count()
            && seated(task).zip(&pnr.passengers).all(|(asked, held)| is_called(held, asked.name.as_str()));
        if !same_names {
            let held: Vec<&str> = pnr.passengers.iter().map(|passenger| passenger.name.as_str()).collect();
            return Some(format!("the names are {}", held.join(", ")));
        }
    }
    if pnr.flights().count() != task.segments.len() {
        return Some(format!("there are {} flights", pnr.flights().count()));
    }
    let wrong = task.segments.iter().zip(pnr.flights()).find(|(asked, held)| {
        held.flight.to_string() != asked.flight_no.as_str()
            || held.class.as_str() != asked.cabin.as_str()
            || !held.date.falls_on(asked.dep_date)
            || usize::from(held.count) != task.seats()
            || !SOLD.contains(&held.status.as_str())
    });
    wrong.map(|(_, held)| {
        format!("{} {} {} has {}{}", held.flight, held.class, held.date, held.status, held.count)
    })
}

/// Looks for the PNR of a booking whose answer was not seen: first in the work area, then by name and flight.
pub(super) fn look<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    check: &Check,
) -> Result<Verdict, Cause> {
    let Check::Book { known, .. } = check else { return Ok(Verdict::NotDone) };
    clerk.drop_work()?;
    let mut fresh = found_by_name(clerk, check)?;
    fresh.retain(|(locator, _)| !known.contains(locator));
    match (fresh.pop(), fresh.is_empty()) {
        (None, _) => Ok(Verdict::NotDone),
        (Some((locator, content)), true) => {
            let content = match content {
                Some(content) => content,
                None => clerk.read_pnr(&locator)?.pnr,
            };
            if is_booking(&content, check) {
                return Ok(Verdict::Done(result(clerk, &locator, content)));
            }
            let words = format!("PNR {locator} is new, but holds other people or flights");
            Ok(Verdict::Unknown(Failure::risky("outcome_unknown", words)))
        }
        (Some((locator, _)), false) => {
            let words = format!("PNR {locator} and others are new; which is the one that was asked for?");
            Ok(Verdict::Unknown(Failure::risky("outcome_unknown", words)))
        }
    }
}

/// Whether a PNR holds the people and the flights that were asked for.
fn is_booking(content: &Pnr, check: &Check) -> bool {
    let Check::Book { flight, date, onward, names, group, .. } = check else { return false };
    let same_people = match (group, &content.group) {
        (Some(asked), Some(held)) => *asked == held.name,
        (None, None) => {
            content.passengers.len() == names.len()
                && names.iter().zip(&content.passengers).all(|(name, held)| is_called(held, name))
        }
        (Some(_), None) | (None, Some(_)) => false,
    };
    let asked = std::iter::once((flight, date)).chain(onward.iter().map(|(flight, date)| (flight, date)));
    let flies = |(asked, held): ((&FlightNo, &Date), &FlightSegment)| {
        held.flight.to_string() == asked.0.as_str() && held.date.falls_on(*asked.1)
    };
    same_people && content.flights().count() == onward.len() + 1 && asked.zip(content.flights()).all(flies)
}

/// `RT:N/…`: the PNRs of a passenger on a flight. The host shows a single one at once and lists several.
fn found_by_name<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    check: &Check,
) -> Result<Vec<(Locator, Option<Pnr>)>, Cause> {
    let Check::Book { name, flight, date, .. } = check else { return Ok(Vec::new()) };
    let command = Command::pnr_by_name(name, flight, *date)?;
    let found = clerk.ask(&command, |clerk, first| {
        if is_list(&first) {
            return clerk
                .more_pages(first)?
                .iter()
                .try_fold(Vec::new(), |found, page| listed(page, name, found));
        }
        let shown: Shown = clerk.all_pages(first)?;
        let locator = shown.pnr.locator().cloned().ok_or(Defect::MaybeCut)?;
        Ok(vec![(locator, Some(shown.pnr))])
    });
    match found {
        Err(Cause::Refused(answer))
            if refusal::name_of(&answer) == "pnr_not_found" || answer.says_nothing_to_show() =>
        {
            Ok(Vec::new())
        }
        other => other,
    }
}

/// A list (`ML` has the same columns) has rows that begin with a number of three digits.
fn is_list(screen: &Screen) -> bool {
    screen.rows().any(|row| is_numbered(&Columns::new(row)))
}

fn is_numbered(row: &Columns<'_>) -> bool {
    row.text(1..=3).len() == 3 && row.text(1..=3).bytes().all(|byte| byte.is_ascii_digit())
}

/// Adds the PNRs of a page whose row shows the name (cut and marked `+` when it is long). A row that cannot be read might
/// be the one that is looked for.
fn listed(
    page: &Screen,
    name: &str,
    mut found: Vec<(Locator, Option<Pnr>)>,
) -> Result<Vec<(Locator, Option<Pnr>)>, Cause> {
    for text in page.rows() {
        let row = Columns::new(text);
        if !is_numbered(&row) {
            continue;
        }
        let cut = row.text(8..=22).strip_suffix('+').filter(|start| !start.is_empty());
        let is_called = row.all_text().contains(name) || cut.is_some_and(|start| name.starts_with(start));
        match row.text(23..=28).parse() {
            Ok(locator) if row.first_unreadable().is_none() => {
                found.extend(is_called.then_some((locator, None)));
            }
            Ok(_) | Err(_) => return Err(Defect::NoVerdict(text.to_owned()).into()),
        }
    }
    Ok(found)
}
