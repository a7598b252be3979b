//! Learning a window's font by typing the whole repertoire into it and reading the echo.
//!
//! Nothing is transmitted: F12 is never pressed. The work goes in portions, each saved when it is
//! done, so that an interrupted calibration goes on where it was. What to type and when to believe
//! a bitmap is decided by the screen crate; here is only the typing, the looking and the order.

mod alike;
mod grid;
mod learned;
mod page;

use std::collections::BTreeMap;

use thiserror::Error;
use waystation_screen::calibration::{
    Area, Calibration, Page, Plan, PlanError, Refusal, Repertoire, Session, verify,
};
use waystation_screen::{Collision, DetectError, Picture, ReadError, Reader};

use self::alike::{decide, merge, undecided, unreliable};
pub use self::learned::{Learned, LearnedError};
use self::page::Typist;
use crate::desk::{Desk, DeskError, WindowRule};
use crate::terminal::Pace;

/// Everything the status bar says, so that readiness can be judged after the first portion.
const STATUS_BAR: &str = "已未连接服务器键盘可用锁定接收等待行列：插入改写本地打印机状态不";
/// Characters between two savings: a few pages.
const PORTION: usize = 1200;
/// How often characters that disagree are typed anew.
const REPETITIONS: usize = 3;
/// Rows kept free below a page: one for the caret, one for the status bar.
const KEPT_ROWS: usize = 2;

/// How much to learn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// ASCII, the marks of Eterm and GB2312.
    Full,
    /// ASCII, the marks and the words of the status bar: enough for English answers.
    Essentials,
    /// The essentials and these characters.
    Chosen(String),
}

/// What to calibrate.
#[derive(Debug, Clone)]
pub struct Request {
    /// The window.
    pub rule: WindowRule,
    /// How much to learn.
    pub scope: Scope,
    /// What an earlier or interrupted calibration has learned; used if the font is still the same.
    pub known: Option<Learned>,
}

/// How far a calibration has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advance {
    /// Characters dealt with.
    pub done: usize,
    /// Characters to deal with in all.
    pub total: usize,
}

/// What a calibration has come to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Everything learned, complete or as far as possible.
    pub learned: Learned,
    /// Characters taken over from an earlier calibration of the same font.
    pub resumed: usize,
    /// Characters not learned, with the reason. They will read as unknown.
    pub refused: BTreeMap<char, Refusal>,
    /// What this font draws alike and nobody has decided. It will read as unknown.
    pub collisions: Vec<Collision>,
    /// Characters read otherwise than typed when the finished atlas was tried on its own pages.
    pub misread: Vec<char>,
}

/// Why a calibration broke off. What was saved before stays good.
#[derive(Debug, Error)]
pub enum CalibrateError {
    /// The desktop.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// No grid was found.
    #[error("{0}; is this the Eterm window, and does its screen take typing?")]
    Grid(DetectError),
    /// The window is too small.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The window changed its size.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What was learned cannot be saved.
    #[error(transparent)]
    Save(#[from] LearnedError),
}

/// Learns what the request asks for. `save` is called after every portion with all that is
/// learned so far, and told how far the work has come.
///
/// # Errors
/// [`CalibrateError`]; the screen is left empty when the window still takes keys.
pub fn calibrate<D: Desk, P: Pace>(
    desk: &mut D,
    pace: &mut P,
    request: Request,
    mut save: impl FnMut(&Learned, Advance) -> Result<(), LearnedError>,
) -> Result<Outcome, CalibrateError> {
    let window = desk.find(&request.rule)?;
    desk.raise(window)?;
    let mut typist = Typist { desk, pace, window };
    let found = typist.find_grid()?;
    let learned = Learned::nothing(&found.empty, found.geometry, found.widths);
    let mut course = Course { typist, learned, refused: BTreeMap::new(), misread: Vec::new() };

    let ascii = Repertoire::ascii(found.widths);
    course.portion(ascii.characters().iter().copied().chain(STATUS_BAR.chars()).collect())?;
    let resumed = course.resume(request.known);
    let left = course.unknown_of(&request.scope);
    let total = course.learned.atlas().len() + course.refused.len() + left.len();
    for portion in left.chunks(PORTION) {
        let done = course.learned.atlas().len() + course.refused.len();
        save(&course.learned, Advance { done, total })?;
        course.portion(portion.to_vec())?;
    }
    decide(course.learned.atlas_mut());
    save(&course.learned, Advance { done: total, total })?;
    course.typist.clear()?;
    Ok(course.outcome(resumed))
}

/// The page typed last, as proof of what its pictures have taught.
type LastPage = Option<(Page, Picture)>;

/// A calibration under way.
struct Course<'a, D, P> {
    typist: Typist<'a, D, P>,
    learned: Learned,
    refused: BTreeMap<char, Refusal>,
    misread: Vec<char>,
}

impl<D: Desk, P: Pace> Course<'_, D, P> {
    /// Types some characters until they are learned or refused.
    fn portion(&mut self, characters: Vec<char>) -> Result<(), CalibrateError> {
        let repertoire = Repertoire::of(characters, self.learned.widths());
        let mut session = Session::new(repertoire.clone(), self.learned.geometry());
        let last = self.type_out(&mut session, &repertoire, 0)?;
        for first_row in 1..=REPETITIONS {
            let repeats = session.repeats();
            if repeats.is_empty() {
                break;
            }
            self.type_out(&mut session, &Repertoire::of(repeats, self.learned.widths()), first_row)?;
        }
        self.take_over(session.finish());
        if let Some((page, picture)) = last {
            self.prove(&page, &picture)?;
        }
        Ok(())
    }

    /// A repetition begins on another row: the same place seen again would prove nothing.
    fn type_out(
        &mut self,
        session: &mut Session,
        repertoire: &Repertoire,
        first_row: usize,
    ) -> Result<LastPage, CalibrateError> {
        let size = self.learned.geometry().size();
        let rows = size.rows.saturating_sub(KEPT_ROWS + first_row);
        let plan = Plan::new(repertoire, Area { row: first_row, rows, column: 0, columns: size.columns })?;
        let mut last = None;
        for page in plan.pages() {
            let picture = self.typist.page(page, self.learned.geometry(), self.learned.widths())?;
            session.observe(page, &picture)?;
            last = Some((page.clone(), picture));
        }
        Ok(last)
    }

    fn take_over(&mut self, calibration: Calibration) {
        self.refused.extend(calibration.refused);
        merge(self.learned.atlas_mut(), &calibration.atlas);
    }

    /// Reads a typed page with what has been learned and notes what comes out otherwise.
    fn prove(&mut self, page: &Page, picture: &Picture) -> Result<(), CalibrateError> {
        let mut atlas = self.learned.atlas().clone();
        decide(&mut atlas);
        let unreliable = unreliable(&atlas);
        let reading = Reader::new(&atlas, self.learned.geometry())?.read(picture)?;
        let explained = |typed: &char| self.refused.contains_key(typed) || unreliable.contains(typed);
        let wrong = verify(page, &reading, self.learned.widths());
        self.misread.extend(wrong.into_iter().map(|wrong| wrong.typed).filter(|typed| !explained(typed)));
        Ok(())
    }

    /// Takes over what was known before, if digits and capitals still look the same.
    fn resume(&mut self, known: Option<Learned>) -> usize {
        let Some(known) = known.filter(|known| known.widths() == self.learned.widths()) else { return 0 };
        if known.atlas().font_key() != self.learned.atlas().font_key() {
            return 0;
        }
        let before = self.learned.atlas().len();
        merge(self.learned.atlas_mut(), known.atlas());
        self.learned.atlas().len() - before
    }

    fn unknown_of(&self, scope: &Scope) -> Vec<char> {
        let widths = self.learned.widths();
        let wanted = match scope {
            Scope::Full => Repertoire::full(widths),
            Scope::Essentials => Repertoire::of([], widths),
            Scope::Chosen(characters) => Repertoire::of(characters.chars(), widths),
        };
        let atlas = self.learned.atlas();
        let is_new = |c: &char| atlas.bitmap(*c).is_none() && !self.refused.contains_key(c);
        wanted.characters().iter().copied().filter(is_new).collect()
    }

    fn outcome(self, resumed: usize) -> Outcome {
        let collisions = undecided(self.learned.atlas());
        Outcome { learned: self.learned, resumed, refused: self.refused, collisions, misread: self.misread }
    }
}

#[cfg(test)]
mod tests;
