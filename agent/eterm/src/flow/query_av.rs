//! Availability, as a clerk asks for it: clear the screen, `AVH`, turn pages until there is no `+`, put them together.
//!
//! An answer that came broken is asked for once more, from the original question; pages are never turned blindly.
//! *Empty* is a result: the host says `NO DISPLAY`, or shows a list without flights twice. *Cannot read* is an error.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::QueryAv;

use crate::command::{Availability, Command, Paging};
use crate::flow::{Cause, Defect, FlowError, pages};
use crate::parse::av::{self, AvAnswer, AvList, AvPage, Journey};
use crate::parse::error::ErrorAnswer;
use crate::ports::{NotReady, Progress, Terminal, TerminalError};
use crate::screen::Screen;
use crate::step::{EffectKind, Unjournalled};

/// Pages after which the flow gives up; the host itself usually stops at about 10.
pub const MAX_PAGES: u32 = 20;

/// All flights of one question, with the screens they were read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryAvResult {
    /// The pages joined; `more` is false and `unreadable` empty.
    pub av: AvList,
    /// Number of pages.
    pub pages: u32,
    /// The screens, page by page.
    pub screens: Vec<String>,
}

impl QueryAvResult {
    /// Whether the host knows no flight for the question.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.av.journeys.is_empty()
    }
}

/// Asks the question and reads the whole answer.
///
/// # Errors
/// [`FlowError`] with every screen that was seen. Nothing at the host has changed, so the caller may ask again.
pub fn run<T: Terminal, P: Progress>(
    terminal: &mut T,
    progress: &mut P,
    query: &QueryAv,
) -> Result<QueryAvResult, FlowError> {
    let mut clerk = Clerk { terminal, progress, query, screens: Vec::new() };
    match clerk.ask() {
        Ok(list) => {
            let screens = clerk.screens;
            let pages = u32::try_from(screens.len()).unwrap_or(u32::MAX);
            Ok(QueryAvResult { av: list, pages, screens })
        }
        Err(cause) => Err(FlowError { cause: Box::new(cause), screens: clerk.screens }),
    }
}

/// Whether the answer is read for the first time or is the one repetition.
#[derive(Clone, Copy)]
enum Attempt {
    First,
    Second,
}

impl Attempt {
    /// What may be half a page is looked at again; what looks the same the second time is believed.
    fn doubt(self, page: &AvPage) -> Result<(), Defect> {
        match self {
            Self::First => pages::check_whole(page),
            Self::Second => Ok(()),
        }
    }
}

/// Why one attempt failed, and whether asking again can help.
struct Setback {
    cause: Cause,
    worth_repeating: bool,
}

impl Setback {
    fn last(cause: impl Into<Cause>) -> Self {
        Self { cause: cause.into(), worth_repeating: false }
    }
}

impl From<Defect> for Setback {
    fn from(defect: Defect) -> Self {
        Self { cause: Cause::CannotRead(defect), worth_repeating: true }
    }
}

impl From<TerminalError> for Setback {
    fn from(error: TerminalError) -> Self {
        let worth_repeating = match error {
            TerminalError::EchoMismatch { .. }
            | TerminalError::TimedOut { .. }
            | TerminalError::Unreadable(_) => true,
            TerminalError::NotReady(_) | TerminalError::Lost(_) => false,
        };
        Self { cause: Cause::Terminal(error), worth_repeating }
    }
}

struct Clerk<'a, T, P> {
    terminal: &'a mut T,
    progress: &'a mut P,
    query: &'a QueryAv,
    screens: Vec<String>,
}

impl<T: Terminal, P: Progress> Clerk<'_, T, P> {
    fn ask(&mut self) -> Result<AvList, Cause> {
        let command = Availability::from(self.query).command()?;
        match self.read_list(&command, Attempt::First) {
            Ok(list) => Ok(list),
            Err(setback) if !setback.worth_repeating => Err(setback.cause),
            Err(setback) => {
                self.progress.step(&format!("重新查询：{}", setback.cause), None);
                let broken = std::mem::take(&mut self.screens);
                self.read_list(&command, Attempt::Second).map_err(|second| {
                    self.screens.splice(..0, broken);
                    second.cause
                })
            }
        }
    }

    fn read_list(&mut self, command: &Command, attempt: Attempt) -> Result<AvList, Setback> {
        let screen = self.show(command, 1)?;
        let page = match av::read(&screen).map_err(Defect::from)? {
            AvAnswer::Page(page) => page,
            AvAnswer::Error(answer) if answer.says_nothing_to_show() => {
                return Ok(pages::nothing_found(self.query, answer));
            }
            AvAnswer::Error(answer) => return Err(refused(answer, command)),
        };
        let mut list = AvList::from_page(page.clone(), &screen).map_err(Defect::from)?;
        pages::check_page(&page)?;
        pages::check_first(&page, self.query, &list.header)?;
        attempt.doubt(&page)?;
        let mut shown = page;
        for number in 2..=MAX_PAGES {
            if !list.more {
                break;
            }
            shown = self.next_page(&list, &shown.journeys, number)?;
            attempt.doubt(&shown)?;
            list.append(shown.clone());
        }
        if list.more {
            return Err(Setback::last(Cause::TooManyPages(MAX_PAGES)));
        }
        Ok(list)
    }

    fn next_page(&mut self, list: &AvList, last_page: &[Journey], number: u32) -> Result<AvPage, Setback> {
        let command = Paging::Next.command();
        let screen = self.show(&command, number)?;
        let page = match av::read(&screen).map_err(Defect::from)? {
            AvAnswer::Page(page) => page,
            AvAnswer::Error(answer) => return Err(refused(answer, &command)),
        };
        pages::check_page(&page)?;
        pages::check_next(&page, list, last_page)?;
        Ok(page)
    }

    /// Clears the screen and sends one command, so that the answer has the screen for itself.
    fn show<E: Unjournalled>(&mut self, command: &Command<E>, page: u32) -> Result<Screen, Setback> {
        self.progress.step(&format!("第 {page} 页：{command}"), Some(page));
        self.terminal.clear()?;
        let screen = match self.terminal.send(command) {
            // Perhaps only a remark cannot be read: the parser knows.
            Ok(screen) | Err(TerminalError::Unreadable(screen)) => screen,
            Err(error) => {
                if let TerminalError::TimedOut { last, .. } = &error {
                    self.screens.push(last.text());
                }
                return Err(error.into());
            }
        };
        self.screens.push(screen.text());
        Ok(screen)
    }
}

/// A refused page turn means that the pages are lost, and those come back by asking again.
fn refused<E: Unjournalled>(answer: ErrorAnswer, command: &Command<E>) -> Setback {
    if answer.is_signed_off() {
        return Setback::last(TerminalError::NotReady(NotReady::SignedOff));
    }
    let answer = answer.after(command.effect());
    let is_paging = command.effect() == EffectKind::Positional;
    let worth_repeating = is_paging || answer.may_resend_read();
    Setback { cause: Cause::Refused(answer), worth_repeating }
}
