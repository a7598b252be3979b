//! The rows of one page put together: which rows belong to which leg, what is a note, what cannot be read.

use crate::parse::av::row::{self, Continuation, LegRow, Problem, Row};
use crate::parse::av::{AvPage, Journey, Leg, Mark, header};
use crate::parse::{UnreadableRow, echo};
use crate::screen::{Columns, Screen};

const NO_MEANING_ALONE: &str = "belongs to a journey that cannot be read whole";
const NO_JOURNEY: &str = "stands before any journey";

/// Reads the answer on a screen, leaving out what stands above the last echo of an availability or paging command.
pub(super) fn read(screen: &Screen) -> AvPage {
    let rows: Vec<(usize, &str)> = screen.rows().enumerate().collect();
    let answer = echo::below_last(&rows, is_echo);
    let head = answer.iter().find_map(|&(row, text)| header::read(text).map(|header| (row, header)));
    let mut reader = Reader::default();
    for &(row, text) in answer {
        match &head {
            Some((head_row, head)) if row == *head_row => reader.head(text, head),
            Some((head_row, _)) if row < *head_row => reader.note(text.trim()),
            _ => reader.row(row, text),
        }
    }
    reader.finish()
}

fn is_echo(row: &str) -> bool {
    let command = row.strip_prefix('>').unwrap_or_default();
    command.starts_with("AV") || echo::is_paging(command)
}

/// `**  CA  …`, but not the stars around a message.
fn is_remark(text: &str) -> bool {
    text.strip_prefix("**").is_some_and(|rest| !rest.starts_with('*'))
}

/// A row with its place on the screen and what is wrong with it, if that is known.
struct SeenRow {
    row: usize,
    text: String,
    problem: Option<String>,
}

impl SeenRow {
    fn new(row: usize, text: &str) -> Self {
        Self { row, text: text.to_owned(), problem: None }
    }
}

/// A journey under way; `journey` is gone as soon as one of its rows has no reading.
#[derive(Default)]
struct Open {
    journey: Option<Journey>,
    rows: Vec<SeenRow>,
    last_leg_continued: bool,
    continued_legs: usize,
}

#[derive(Default)]
struct Reader {
    page: AvPage,
    open: Option<Open>,
    /// Text below the open journey: notes, unless a row of the list follows after all.
    pending: Vec<SeenRow>,
}

impl Reader {
    fn head(&mut self, text: &str, head: &header::Header) {
        self.page.header = Some(head.header.clone());
        if head.has_more_text {
            self.note(text.trim());
        }
    }

    fn note(&mut self, text: &str) {
        if !matches!(text, "" | ">") {
            self.page.notes.push(text.to_owned());
        }
    }

    fn row(&mut self, row: usize, text: &str) {
        let columns = Columns::new(text);
        self.page.more |= columns.says_more();
        let seen = SeenRow::new(row, text);
        match row::classify(&columns) {
            Ok(Row::Blank) => {}
            Ok(Row::Note) => self.pending.push(SeenRow { text: columns.all_text().to_owned(), ..seen }),
            Ok(Row::Start { line, mark, leg }) => self.start(seen, line, mark, leg),
            Ok(Row::Leg(leg)) => self.extend(seen, |open| open.add_leg(leg)),
            Ok(Row::Continuation(second)) => self.extend(seen, |open| open.continue_leg(second)),
            Ok(Row::SubClasses(classes)) => self.extend(seen, |open| {
                open.last_leg().map(|leg| leg.sub_classes.extend(classes)).ok_or(NO_MEANING_ALONE)
            }),
            Err(problem) => self.broken(SeenRow { problem: Some(problem.text.clone()), ..seen }, &problem),
        }
    }

    fn start(&mut self, seen: SeenRow, line: u16, mark: Option<Mark>, row: LegRow) {
        self.settle_pending(true);
        self.close();
        let leg = row.from.clone().map(|from| row.into_leg(from));
        let journey = leg.map(|leg| Journey { line, mark, legs: vec![leg] });
        self.open = Some(Open { journey, rows: vec![seen], ..Open::default() });
    }

    fn extend(&mut self, mut seen: SeenRow, change: impl FnOnce(&mut Open) -> Result<(), &'static str>) {
        self.settle_pending(true);
        let open = self.open.get_or_insert_with(Open::default);
        if open.journey.is_some() {
            if let Err(problem) = change(open) {
                seen.problem = Some(problem.to_owned());
                open.journey = None;
            }
        } else if open.rows.is_empty() {
            seen.problem = Some(NO_JOURNEY.to_owned());
        }
        open.rows.push(seen);
    }

    /// A row without a reading spoils the journey it may belong to, and the rows after it up to the next line number.
    fn broken(&mut self, seen: SeenRow, problem: &Problem) {
        self.settle_pending(true);
        if problem.starts_journey == Some(true) {
            self.close();
        }
        let open = self.open.get_or_insert_with(Open::default);
        open.journey = None;
        open.rows.push(seen);
    }

    /// Text between the rows of a list has covered a row: only remarks may stand there.
    fn settle_pending(&mut self, inside_list: bool) {
        for seen in std::mem::take(&mut self.pending) {
            match &mut self.open {
                Some(open) if inside_list && !is_remark(&seen.text) => {
                    open.journey = None;
                    let problem = Some("text that is no flight stands inside the list".to_owned());
                    open.rows.push(SeenRow { problem, ..seen });
                }
                _ => self.note(&seen.text),
            }
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        match open.journey {
            Some(journey) => {
                self.page.bare_legs += journey.legs.len() - open.continued_legs.min(journey.legs.len());
                self.page.journeys.push(journey);
            }
            None => self.page.unreadable.extend(open.rows.into_iter().map(|seen| UnreadableRow {
                row: seen.row,
                text: seen.text,
                problem: seen.problem.unwrap_or_else(|| NO_MEANING_ALONE.to_owned()),
            })),
        }
    }

    fn finish(mut self) -> AvPage {
        self.settle_pending(false);
        self.close();
        self.page.more |= self.page.journeys.last().is_some_and(|last| last.mark == Some(Mark::More));
        self.page
    }
}

impl Open {
    fn last_leg(&mut self) -> Option<&mut Leg> {
        self.journey.as_mut()?.legs.last_mut()
    }

    fn add_leg(&mut self, row: LegRow) -> Result<(), &'static str> {
        let from = self.last_leg().map(|leg| leg.to.clone()).ok_or(NO_JOURNEY)?;
        let from = row.from.clone().unwrap_or(from);
        self.last_leg_continued = false;
        if let Some(journey) = &mut self.journey {
            journey.legs.push(row.into_leg(from));
        }
        Ok(())
    }

    fn continue_leg(&mut self, row: Continuation) -> Result<(), &'static str> {
        if std::mem::replace(&mut self.last_leg_continued, true) {
            return Err("a second second row of one leg: a row between them is lost");
        }
        self.continued_legs += 1;
        let leg = self.last_leg().ok_or(NO_JOURNEY)?;
        leg.operating = row.operating;
        leg.classes.extend(row.classes);
        leg.dep_term = row.dep_term;
        leg.arr_term = row.arr_term;
        leg.duration = row.duration;
        Ok(())
    }
}

impl LegRow {
    fn into_leg(self, from: waystation_shared::flight::CityCode) -> Leg {
        Leg {
            flight: self.flight,
            codeshare: self.codeshare,
            operating: None,
            link: self.link,
            classes: self.classes,
            sub_classes: Vec::new(),
            from,
            to: self.to,
            dep: self.dep,
            dep_offset: self.dep_offset,
            arr: self.arr,
            arr_offset: self.arr_offset,
            equip: self.equip,
            stops: self.stops,
            asr: self.asr,
            meal: self.meal,
            et: self.et,
            dep_term: None,
            arr_term: None,
            duration: None,
        }
    }
}
