//! When an answer is complete: the keyboard is free again and the screen keeps still.
//!
//! Pure: it is shown one view after the other and says when to stop looking.

use std::time::Duration;

use waystation_eterm::parse::status::Keyboard;
use waystation_screen::Cell;

use super::view::View;

/// Watches the screen after a command was sent.
#[derive(Debug)]
pub(super) struct Settle {
    sent: Vec<Cell>,
    quiet: Duration,
    answered: bool,
    still: Option<(View, Duration)>,
}

impl Settle {
    /// From the screen as it was when the command was sent, and how long it must keep still.
    pub(super) fn new(sent: &View, quiet: Duration) -> Self {
        Self { sent: sent.screen_cells().to_vec(), quiet, answered: false, still: None }
    }

    /// Takes one view; true once it and one at least `quiet` earlier are equal, the keyboard is
    /// free, and something has happened since sending: a quick host is not mistaken for a slow one.
    pub(super) fn observe(&mut self, view: &View, now: Duration) -> bool {
        let locked = view.bar().keyboard == Some(Keyboard::Locked);
        self.answered |= locked || view.screen_cells() != self.sent;
        if !self.answered || !view.bar().can_type() {
            self.still = None;
            return false;
        }
        match &self.still {
            Some((earlier, since)) if earlier == view => now.saturating_sub(*since) >= self.quiet,
            Some(_) | None => {
                self.still = Some((view.clone(), now));
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use waystation_screen::{Grid, GridSize};

    use super::*;

    const FREE: &str = "已连接服务器键盘可用";
    const LOCKED: &str = "已连接服务器键盘锁定";
    const QUIET: Duration = Duration::from_millis(60);

    fn view(text: &str, bar: &str) -> View {
        let wide = |mark| [Cell::WideLeft(mark), Cell::WideRight];
        let mut cells: Vec<Cell> = text.chars().map(Cell::Narrow).collect();
        cells.resize(20, Cell::Blank);
        cells.extend(bar.chars().flat_map(wide));
        View::new(Grid::new(GridSize { rows: 2, columns: 20 }, cells))
    }

    fn run(looks: &[(u64, View)]) -> Option<u64> {
        let mut settle = Settle::new(&view("CMD", FREE), QUIET);
        let settled = looks.iter().find(|(at, view)| settle.observe(view, Duration::from_millis(*at)));
        settled.map(|(at, _)| *at)
    }

    #[test]
    fn an_unchanged_screen_with_a_free_keyboard_is_not_an_answer() {
        let before = view("CMD", FREE);
        assert_eq!(run(&[(0, before.clone()), (100, before.clone()), (900, before)]), None);
    }

    #[test]
    fn a_still_screen_with_a_free_keyboard_after_the_lock_is_settled() {
        let (locked, done) = (view("CMD", LOCKED), view("CMD", FREE));
        assert_eq!(run(&[(0, locked), (30, done.clone()), (60, done.clone()), (90, done)]), Some(90));
    }

    #[test]
    fn a_quick_answer_settles_without_a_lock_ever_seen() {
        let answer = view("ANSWER", FREE);
        assert_eq!(run(&[(0, answer.clone()), (60, answer)]), Some(60));
    }

    #[test]
    fn a_screen_that_still_grows_is_not_settled() {
        let looks = [(0, view("A", FREE)), (60, view("AB", FREE)), (120, view("ABC", FREE))];
        assert_eq!(run(&looks), None);
    }

    #[test]
    fn a_screen_that_keeps_still_while_locked_is_not_settled() {
        let half = view("HALF", LOCKED);
        assert_eq!(run(&[(0, half.clone()), (100, half.clone()), (500, half)]), None);
    }

    #[test]
    fn the_clock_starts_again_after_a_new_lock() {
        let (answer, locked) = (view("ANSWER", FREE), view("ANSWER", LOCKED));
        let looks = [(0, answer.clone()), (50, locked), (70, answer.clone()), (140, answer)];
        assert_eq!(run(&looks), Some(140));
    }
}
