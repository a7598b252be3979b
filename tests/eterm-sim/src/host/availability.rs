//! The availability display: journeys as rows, every field in its column.
//!
//! Columns count from 0. Knows nothing of pages beyond the mark after a line number.

use crate::flights::model::{Class, Journey, Leg};
use jiff::civil::{Date, Weekday};

/// What a row of further classes begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Continuation {
    /// A plain `>`.
    #[default]
    GreaterThan,
    /// The start-of-entry mark itself.
    StartOfEntry,
}

impl Continuation {
    fn mark(self) -> &'static str {
        match self {
            Self::GreaterThan => ">",
            Self::StartOfEntry => "►",
        }
    }
}

/// How much of each flight is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// `AVH`: all classes, terminals, duration.
    Full(Continuation),
    /// `AV`: one row a flight with up to ten classes, as older displays have it.
    Short,
}

/// The mark after a line number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageMark {
    /// `-`: first line of a page.
    First,
    /// `+`: last line of a page that is not the last one.
    More,
}

/// The first row: requested date, cities and limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Requested date.
    pub date: Date,
    /// Whether the request named the year.
    pub names_year: bool,
    /// City of departure.
    pub from: String,
    /// City of arrival.
    pub to: String,
    /// Airline asked for.
    pub via: Option<String>,
    /// Whether connections were left out on request.
    pub direct_only: bool,
}

impl Header {
    /// ` 25NOV(WED) BJSSHA VIA CA DIRECT ONLY`
    #[must_use]
    pub fn row(&self) -> String {
        let date = super::session::day_month(self.date);
        let year =
            if self.names_year { format!("{:02}", self.date.year().rem_euclid(100)) } else { String::new() };
        let via = self.via.as_ref().map(|airline| format!(" VIA {airline}")).unwrap_or_default();
        let direct = if self.direct_only { " DIRECT ONLY" } else { "" };
        format!(" {date}{year}({}) {}{}{via}{direct}", weekday(self.date), self.from, self.to)
    }
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "MON",
        Weekday::Tuesday => "TUE",
        Weekday::Wednesday => "WED",
        Weekday::Thursday => "THU",
        Weekday::Friday => "FRI",
        Weekday::Saturday => "SAT",
        Weekday::Sunday => "SUN",
    }
}

/// Classes on a flight's own row.
const FIRST_ROW_CLASSES: usize = 10;
/// Classes on the continuation row.
const SECOND_ROW_CLASSES: usize = 17;

/// The rows of one journey.
#[must_use]
pub fn journey_rows(number: usize, mark: Option<PageMark>, journey: &Journey, detail: Detail) -> Vec<String> {
    let last = journey.legs.len().saturating_sub(1);
    let mut rows = Vec::new();
    for (index, leg) in journey.legs.iter().enumerate() {
        let mut row = leg_row(leg, index == 0);
        if index == 0 {
            row.put(0, &format!("{number}{}", mark_text(mark)));
        }
        rows.push(row.finish());
        if let Detail::Full(continuation) = detail {
            let duration = if index == last { journey.duration_text() } else { String::new() };
            rows.push(continuation_row(leg, &duration, continuation).finish());
            rows.extend(sub_class_row(leg));
        }
    }
    rows
}

fn mark_text(mark: Option<PageMark>) -> &'static str {
    match mark {
        Some(PageMark::First) => "-",
        Some(PageMark::More) => "+",
        None => "",
    }
}

fn leg_row(leg: &Leg, starts_journey: bool) -> Row {
    let mut row = Row::blank();
    if leg.operating.is_some() {
        row.put(3, "*");
    }
    row.put(4, leg.flight.as_str());
    row.put(12, leg.link.mark());
    row.put(16, &cells(leg.classes.iter().take(FIRST_ROW_CLASSES)));
    if starts_journey {
        row.put(47, &leg.from);
    }
    row.put(50, &leg.to);
    row.put(54, &leg.departure.hhmm());
    row.put(58, &leg.departure.offset_mark());
    row.put(61, &leg.arrival.hhmm());
    row.put(65, &leg.arrival.offset_mark());
    row.put(68, &leg.equipment);
    row.put(72, &leg.stops.to_string());
    if leg.seat_reservation {
        row.put(73, "^");
    }
    if let Some(meal) = leg.meal {
        row.put(74, &meal.to_string());
    }
    if leg.electronic_ticket {
        row.put(77, "E");
    }
    row
}

fn continuation_row(leg: &Leg, duration: &str, continuation: Continuation) -> Row {
    let mut row = Row::blank();
    row.put(0, continuation.mark());
    if let Some(operating) = &leg.operating {
        row.put(4, operating.as_str());
    }
    row.put(16, &cells(leg.classes.iter().skip(FIRST_ROW_CLASSES).take(SECOND_ROW_CLASSES)));
    row.put(68, leg.departure_terminal.as_deref().unwrap_or("--"));
    row.put(71, leg.arrival_terminal.as_deref().unwrap_or("--"));
    row.put(74, &format!("{duration:>5}"));
    row
}

fn sub_class_row(leg: &Leg) -> Option<String> {
    if leg.sub_classes.is_empty() {
        return None;
    }
    let mut row = Row::blank();
    row.put(15, "**");
    row.put(18, &cells(leg.sub_classes.iter()));
    Some(row.finish())
}

fn cells<'a>(classes: impl Iterator<Item = &'a Class>) -> String {
    classes.map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// One row of 80 columns, filled by column.
struct Row([char; 80]);

impl Row {
    fn blank() -> Self {
        Self([' '; 80])
    }

    fn put(&mut self, column: usize, text: &str) {
        for (cell, character) in self.0.iter_mut().skip(column).zip(text.chars()) {
            *cell = character;
        }
    }

    fn finish(self) -> String {
        self.0.iter().collect::<String>().trim_end().to_owned()
    }
}

#[cfg(test)]
#[path = "availability_tests.rs"]
#[expect(clippy::string_slice, reason = "the rows of these tests are ASCII")]
mod tests;
