//! A desk that notes how long looking and typing take.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use waystation_agent::desk::{Desk, DeskError, Key, SessionState, WindowId, WindowRule};
use waystation_screen::Picture;

/// How long was spent on what, over all commands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Taking pictures of the window.
    pub capturing: Duration,
    /// How many pictures.
    pub pictures: u32,
    /// Keys, from the first to the last of a text or chord.
    pub typing: Duration,
    /// Finding the window, raising it, seeing that nothing lies over it.
    pub finding: Duration,
}

/// Another desk with a stopwatch.
pub struct CountedDesk<D> {
    desk: D,
    spent: Rc<Cell<Spent>>,
}

impl<D> CountedDesk<D> {
    /// The desk, and where its times will stand.
    pub fn new(desk: D) -> (Self, Rc<Cell<Spent>>) {
        let spent = Rc::new(Cell::new(Spent::default()));
        (Self { desk, spent: Rc::clone(&spent) }, spent)
    }

    fn time<R>(&mut self, work: impl FnOnce(&mut D) -> R, note: impl FnOnce(&mut Spent, Duration)) -> R {
        let start = Instant::now();
        let done = work(&mut self.desk);
        let mut spent = self.spent.get();
        note(&mut spent, start.elapsed());
        self.spent.set(spent);
        done
    }
}

fn finding(spent: &mut Spent, taken: Duration) {
    spent.finding += taken;
}

fn typing(spent: &mut Spent, taken: Duration) {
    spent.typing += taken;
}

fn capturing(spent: &mut Spent, taken: Duration) {
    spent.capturing += taken;
    spent.pictures += 1;
}

impl<D: Desk> Desk for CountedDesk<D> {
    fn session(&mut self) -> Result<SessionState, DeskError> {
        self.time(D::session, finding)
    }

    fn find(&mut self, rule: &WindowRule) -> Result<WindowId, DeskError> {
        self.time(|desk| desk.find(rule), finding)
    }

    fn raise(&mut self, window: WindowId) -> Result<(), DeskError> {
        self.time(|desk| desk.raise(window), finding)
    }

    fn keys_are_free(&mut self) -> Result<(), DeskError> {
        self.time(D::keys_are_free, finding)
    }

    fn is_covered(&mut self, window: WindowId) -> Result<bool, DeskError> {
        self.time(|desk| desk.is_covered(window), finding)
    }

    fn capture(&mut self, window: WindowId) -> Result<Picture, DeskError> {
        self.time(|desk| desk.capture(window), capturing)
    }

    fn type_text(&mut self, window: WindowId, text: &str) -> Result<(), DeskError> {
        self.time(|desk| desk.type_text(window, text), typing)
    }

    fn burst(&self) -> usize {
        self.desk.burst()
    }

    fn press(&mut self, window: WindowId, key: Key) -> Result<(), DeskError> {
        self.time(|desk| desk.press(window, key), typing)
    }

    fn click(&mut self, window: WindowId, x: u32, y: u32) -> Result<(), DeskError> {
        self.time(|desk| desk.click(window, x, y), typing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOW: Duration = Duration::from_millis(3);

    #[test]
    fn each_kind_of_work_is_noted_apart() {
        let (mut desk, spent) = CountedDesk::new(());
        let slow = |(): &mut ()| std::thread::sleep(SLOW);
        desk.time(slow, capturing);
        assert!(spent.get().capturing >= SLOW && spent.get().pictures == 1, "{spent:?}");
        assert_eq!((spent.get().typing, spent.get().finding), (Duration::ZERO, Duration::ZERO));
        desk.time(slow, typing);
        desk.time(slow, finding);
        assert!(spent.get().typing >= SLOW && spent.get().finding >= SLOW, "{spent:?}");
        assert_eq!(spent.get().pictures, 1);
    }
}
