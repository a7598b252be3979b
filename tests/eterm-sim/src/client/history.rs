//! The client's own history of screens (the Page Up and Page Down keys). The host knows nothing of it.

use super::grid::Screen;
use std::collections::VecDeque;

/// Screens kept.
const DEPTH: usize = 50;

/// Screens of the past, and how far back one is being looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    screens: VecDeque<Screen>,
    back: usize,
}

impl History {
    /// Keeps a screen, unless it is the same as the last one kept.
    pub(super) fn keep(&mut self, screen: &Screen) {
        if self.screens.back() != Some(screen) {
            self.screens.push_back(screen.clone());
        }
        if self.screens.len() > DEPTH {
            self.screens.pop_front();
        }
    }

    /// Looks one screen further back; stays at the oldest.
    pub(super) fn look_back(&mut self) {
        self.back = (self.back + 1).min(self.screens.len());
    }

    /// Looks one screen nearer to the present.
    pub(super) fn look_forward(&mut self) {
        self.back = self.back.saturating_sub(1);
    }

    /// Looks at the present again.
    pub(super) fn return_to_present(&mut self) {
        self.back = 0;
    }

    /// The past screen being looked at; nothing when it is the present.
    pub(super) fn viewed(&self) -> Option<&Screen> {
        let index = self.screens.len().checked_sub(self.back)?;
        self.screens.get(index)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Position;
    use super::*;

    fn screen(character: char) -> Screen {
        let mut screen = Screen::default();
        screen.put(Position::default(), character);
        screen
    }

    #[test]
    fn one_can_look_back_to_the_oldest_and_forward_to_the_present() {
        let mut history = History::default();
        history.keep(&screen('a'));
        history.keep(&screen('b'));
        assert_eq!(history.viewed(), None);
        history.look_back();
        assert_eq!(history.viewed(), Some(&screen('b')));
        history.look_back();
        history.look_back();
        assert_eq!(history.viewed(), Some(&screen('a')));
        history.look_forward();
        assert_eq!(history.viewed(), Some(&screen('b')));
        history.return_to_present();
        assert_eq!(history.viewed(), None);
    }

    #[test]
    fn only_the_last_fifty_screens_are_kept() {
        let mut history = History::default();
        for number in 0..60_u8 {
            history.keep(&screen(char::from(b'!' + number)));
        }
        assert_eq!(history.screens.len(), DEPTH);
        assert_eq!(history.screens.back(), Some(&screen(char::from(b'!' + 59))));
    }

    #[test]
    fn without_a_past_one_looks_at_the_present() {
        let mut history = History::default();
        history.look_back();
        assert_eq!(history.viewed(), None);
    }
}
