//! Whether a page of an availability list can be trusted: its marks, its numbers, its question, its end.

use waystation_shared::flight::{CityCode, QueryAv};

use crate::flow::Defect;
use crate::lexicon::{DayOfWeek, HostDate, metropolitan_area};
use crate::parse::av::{AvHeader, AvList, AvPage, Journey, Mark};
use crate::parse::error::ErrorAnswer;

/// Every row has a reading, line numbers follow each other, marks stand where they can.
pub(super) fn check_page(page: &AvPage) -> Result<(), Defect> {
    if let Some(first) = page.unreadable.first() {
        return Err(Defect::Rows { count: page.unreadable.len(), first: first.clone() });
    }
    for (before, found) in page.journeys.iter().zip(page.journeys.iter().skip(1)) {
        if before.mark == Some(Mark::More) || found.mark == Some(Mark::First) {
            return Err(Defect::Mark { line: before.line });
        }
        follows(before, found)?;
    }
    Ok(())
}

/// The first page begins with line 1, or says that nothing was found.
pub(super) fn check_first(page: &AvPage, query: &QueryAv, header: &AvHeader) -> Result<(), Defect> {
    if !answers(query, header, &page.journeys) {
        return Err(Defect::OtherQuestion { asked: asked(query), answered: answered(header) });
    }
    match page.journeys.first() {
        Some(first) if first.line != 1 => Err(Defect::Sequence { before: 0, found: first.line }),
        _ => Ok(()),
    }
}

/// The next page goes on where the last one ended: it has flights, a `-` on its first line (or only a `+`, if it is a
/// single line), the head line of the first page if any, and numbers that go on or start again.
pub(super) fn check_next(page: &AvPage, list: &AvList, last_page: &[Journey]) -> Result<(), Defect> {
    let (Some(first), Some(before)) = (page.journeys.first(), list.journeys.last()) else {
        return Err(Defect::MaybeCut);
    };
    if page.journeys == last_page {
        return Err(Defect::SamePage);
    }
    if let Some(header) = page.header.as_ref().filter(|&header| *header != list.header) {
        return Err(Defect::OtherQuestion { asked: answered(&list.header), answered: answered(header) });
    }
    if first.mark.is_none() {
        return Err(Defect::Mark { line: first.line });
    }
    if first.line == 1 { Ok(()) } else { follows(before, first) }
}

/// A page without flights, with second rows for only some of its legs, or with durations for only some of its journeys
/// may be half a page. Some systems print neither, and then there is nothing to miss.
pub(super) fn check_whole(page: &AvPage) -> Result<(), Defect> {
    let legs: usize = page.journeys.iter().map(|journey| journey.legs.len()).sum();
    let ends = |journey: &&Journey| journey.legs.last().is_some_and(|leg| leg.duration.is_some());
    let durations = page.journeys.iter().filter(ends).count();
    let rows_fit = page.bare_legs == 0 || page.bare_legs == legs;
    let ends_fit = durations == page.journeys.len() || (durations == 0 && page.journeys.len() > 1);
    if !page.journeys.is_empty() && rows_fit && ends_fit { Ok(()) } else { Err(Defect::MaybeCut) }
}

/// The list of a question for which the host has nothing to show; its head line is the question itself.
pub(super) fn nothing_found(query: &QueryAv, answer: ErrorAnswer) -> AvList {
    AvList {
        header: AvHeader {
            date: HostDate::without_year(query.dep_date),
            dow: DayOfWeek::of(query.dep_date),
            from: query.dep_city.clone(),
            to: query.arr_city.clone(),
            via: query.airline.clone(),
            direct_only: query.direct,
        },
        journeys: Vec::new(),
        notes: vec![answer.text],
        more: false,
        unreadable: Vec::new(),
    }
}

fn follows(before: &Journey, found: &Journey) -> Result<(), Defect> {
    if found.line == before.line.saturating_add(1) {
        Ok(())
    } else {
        Err(Defect::Sequence { before: before.line, found: found.line })
    }
}

/// The host names the city where an airport was asked for, and the weekday tells a year that it took for another.
fn answers(query: &QueryAv, header: &AvHeader, journeys: &[Journey]) -> bool {
    let legs = || journeys.iter().map(|journey| journey.legs.as_slice());
    let departures = || legs().filter_map(<[_]>::first).map(|leg| &leg.from);
    let arrivals = || legs().filter_map(<[_]>::last).map(|leg| &leg.to);
    header.date.falls_on(query.dep_date)
        && header.dow == DayOfWeek::of(query.dep_date)
        && is_city(&query.dep_city, std::iter::once(&header.from).chain(departures()))
        && is_city(&query.arr_city, std::iter::once(&header.to).chain(arrivals()))
}

fn is_city<'a>(asked: &CityCode, mut answered: impl Iterator<Item = &'a CityCode>) -> bool {
    let area = metropolitan_area(asked.as_str());
    answered.any(|code| metropolitan_area(code.as_str()) == area)
}

fn asked(query: &QueryAv) -> String {
    let date = HostDate::without_year(query.dep_date);
    format!("{date} {}{}", query.dep_city, query.arr_city)
}

fn answered(header: &AvHeader) -> String {
    format!("{} {}{}", header.date, header.from, header.to)
}
