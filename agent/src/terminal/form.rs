//! The white screen in the window: fields and buttons found on the grid, clicked where their cells lie.

use waystation_eterm::form::{Entry, Page, Press};
use waystation_eterm::journal::Written;
use waystation_eterm::ports::{Form, NotReady, TerminalError};
use waystation_eterm::screen::{Position, Screen};
use waystation_eterm::step::{Journalled, Unjournalled};

use super::view::View;
use super::{EtermWindow, Pace, before_sending};
use crate::desk::{Desk, WindowId};
use crate::fail_point::{Point, pass};

impl<D: Desk, P: Pace> Form for EtermWindow<D, P> {
    fn page(&mut self) -> Result<Screen, TerminalError> {
        let window = self.take_window()?;
        let view = self.snapshot_of(window)?.view;
        self.readable(window, &view)
    }

    fn enter(&mut self, entry: &Entry) -> Result<Screen, TerminalError> {
        let window = self.take_window()?;
        let screen = whole(&self.snapshot_of(window)?.view);
        let Some(field) = Page::of(&screen).field(entry.label()) else { return Ok(screen) };
        self.click_cell(window, field.start)?;
        self.desk.type_text(window, entry.content()).map_err(before_sending)?;
        let stands = |view: &View, _| entry.stands_on(Page::of(&whole(view)));
        match self.watch(window, self.timing.echo, stands)? {
            Ok(view) | Err(view) => Ok(whole(&view)),
        }
    }

    fn press<E: Unjournalled>(&mut self, press: &Press<E>) -> Result<Screen, TerminalError> {
        self.press_button(press.text())
    }

    fn press_written<E: Journalled>(
        &mut self,
        written: Written<E, Press<E>>,
    ) -> Result<Screen, TerminalError> {
        self.press_button(written.press().text())
    }
}

impl<D: Desk, P: Pace> EtermWindow<D, P> {
    /// Clicks on a button once and reads the answer.
    fn press_button(&mut self, button: &str) -> Result<Screen, TerminalError> {
        let window = self.take_window()?;
        let before = self.snapshot_of(window)?.view;
        let cell = cell_of(button, &whole(&before))?;
        // As with the key that sends: a click that the system fails may have arrived all the same, and is called lost.
        pass(Point::BeforeSend);
        self.click_cell(window, cell)?;
        pass(Point::AfterSend);
        let settled = self.await_answer(window, &before, |view| !Page::of(&whole(view)).is_waiting())?;
        pass(Point::AfterAnswer);
        self.readable(window, &settled).map_err(super::send::after_sending)
    }

    /// The whole screen; with another look after the caret has blinked when a cell cannot be read.
    fn readable(&mut self, window: WindowId, view: &View) -> Result<Screen, TerminalError> {
        let screen = whole(view);
        if screen.unreadable().is_empty() {
            return Ok(screen);
        }
        self.pace.wait(self.timing.blink);
        let screen = whole(&self.snapshot_of(window)?.view);
        if screen.unreadable().is_empty() { Ok(screen) } else { Err(TerminalError::Unreadable(screen)) }
    }

    /// Clicks into the middle of a cell.
    fn click_cell(&mut self, window: WindowId, cell: Position) -> Result<(), TerminalError> {
        let learned = self.learned().ok_or(TerminalError::NotReady(NotReady::Uncalibrated))?;
        let geometry = learned.geometry();
        let corner = geometry.top_left(waystation_screen::Position { row: cell.row, column: cell.column });
        let middle = |start: usize, length: usize| u32::try_from(start + length / 2).unwrap_or(u32::MAX);
        let (x, y) = (middle(corner.x, geometry.cell().width), middle(corner.y, geometry.cell().height));
        self.desk.click(window, x, y).map_err(before_sending)
    }
}

fn whole(view: &View) -> Screen {
    view.screen_from(0)
}

/// Where to click for a button that can be pressed now.
fn cell_of(button: &str, screen: &Screen) -> Result<Position, TerminalError> {
    let page = Page::of(screen);
    let cell = page.button(button).filter(|_| !page.is_waiting());
    cell.ok_or_else(|| TerminalError::EchoMismatch { typed: button.to_owned(), shown: screen.text() })
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
