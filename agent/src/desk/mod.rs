//! The desktop as the agent uses it: one window to find, look at and type into.
//!
//! This is the only place with operating-system code for windows, keys and pixels. It knows
//! nothing of Eterm: no prompt, no status bar, no grid. Whoever types through it reads the echo
//! back, because no operating system reports whether a keystroke arrived.

#[cfg(test)]
pub(crate) mod fake;
#[cfg(unix)]
mod mapping;
#[cfg(any(windows, test))]
pub mod windows;
#[cfg(unix)]
pub mod x11;

use serde::{Deserialize, Serialize};
use waystation_screen::Picture;

/// How to recognise the one window to work in. Every part given must match.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WindowRule {
    /// Text that must occur in the window's title.
    pub title: Option<String>,
    /// Text that must occur in the window's class (program) name.
    pub class: Option<String>,
}

impl WindowRule {
    /// Whether a window with this title and class is meant. A rule that names nothing matches nothing.
    #[must_use]
    pub fn matches(&self, title: &str, class: &str) -> bool {
        let title_fits = self.title.as_deref().is_none_or(|part| title.contains(part));
        let class_fits = self.class.as_deref().is_none_or(|part| class.contains(part));
        !self.is_empty() && title_fits && class_fits
    }

    fn is_empty(&self) -> bool {
        let blank = |part: &Option<String>| part.as_deref().is_none_or(str::is_empty);
        blank(&self.title) && blank(&self.class)
    }
}

/// A window, as the operating system numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WindowId(pub u64);

/// A key or chord that is not text. There is deliberately no way to press anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Esc: the start-of-entry mark in Eterm.
    Escape,
    /// Enter: a new line in Eterm; it does not send.
    Enter,
    /// F11: show the waiting message.
    F11,
    /// F12: send.
    F12,
    /// Ctrl+A: clear the screen.
    ControlA,
}

/// Whether a person's desktop can take input at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// Input arrives and the screen is drawn.
    Usable,
    /// The screen is locked or shows a secure prompt.
    Locked,
    /// The remote desktop is disconnected: nothing is drawn and no input arrives.
    Disconnected,
}

/// A desktop with a window on it.
pub trait Desk {
    /// Whether the desktop takes input.
    ///
    /// # Errors
    /// [`DeskError::System`] when the desktop does not answer.
    fn session(&mut self) -> Result<SessionState, DeskError>;

    /// Finds the one visible window the rule means.
    ///
    /// # Errors
    /// [`DeskError::WindowMissing`] or [`DeskError::SeveralWindows`]: it never chooses between windows.
    fn find(&mut self, rule: &WindowRule) -> Result<WindowId, DeskError>;

    /// Brings the window to the front and gives it the keyboard.
    ///
    /// # Errors
    /// [`DeskError::FocusRefused`] when the desktop does not give it the keyboard.
    fn raise(&mut self, window: WindowId) -> Result<(), DeskError>;

    /// Whether keys would type what they say: no modifier is held, Caps Lock is off. Nothing is touched.
    ///
    /// # Errors
    /// [`DeskError::ModifierHeld`] when they would not.
    fn keys_are_free(&mut self) -> Result<(), DeskError> {
        Ok(())
    }

    /// Whether another window lies over any part of it, so that a capture would show that one.
    ///
    /// # Errors
    /// [`DeskError::WindowMissing`] when it has gone.
    fn is_covered(&mut self, window: WindowId) -> Result<bool, DeskError>;

    /// The window's client area as it is on the screen, unscaled.
    ///
    /// # Errors
    /// [`DeskError::WindowMissing`] when it has gone.
    fn capture(&mut self, window: WindowId) -> Result<Picture, DeskError>;

    /// Types text into the window. Returns when the keystrokes are queued, not when they are drawn.
    ///
    /// Text with more new characters than [`Desk::burst`] is not accepted at once; the caller reads
    /// the echo of one burst before it types the next.
    ///
    /// # Errors
    /// [`DeskError::ControlCharacter`] before anything is typed; [`DeskError::FocusLost`] as soon
    /// as the window no longer has the keyboard, and then nothing further is typed.
    fn type_text(&mut self, window: WindowId, text: &str) -> Result<(), DeskError>;

    /// How many characters outside ASCII may be typed before the window must have drawn them.
    fn burst(&self) -> usize;

    /// Presses and releases one key.
    ///
    /// # Errors
    /// [`DeskError::FocusLost`] when the window does not have the keyboard; then nothing is pressed.
    fn press(&mut self, window: WindowId, key: Key) -> Result<(), DeskError>;

    /// Clicks with the left button at a point of the client area, in pixels.
    ///
    /// # Errors
    /// [`DeskError::WindowMissing`] when it has gone.
    fn click(&mut self, window: WindowId, x: u32, y: u32) -> Result<(), DeskError>;
}

/// Why the desktop did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// No desktop to work on.
    #[error("no desktop to work on ({0}); start the agent inside the signed-in person's desktop")]
    NoDesktop(String),
    /// No window fits the rule, or the window has gone.
    #[error("the Eterm window is not there; open Eterm, or correct the window rule in the settings")]
    WindowMissing,
    /// More than one window fits the rule.
    #[error("{0} windows fit the window rule; close the others or make the rule narrower")]
    SeveralWindows(usize),
    /// The desktop would not give the window the keyboard.
    #[error("the desktop does not give the Eterm window the keyboard; close what lies over it")]
    FocusRefused,
    /// The window lost the keyboard while being typed into.
    #[error("another window took the keyboard; nothing more was typed")]
    FocusLost,
    /// Caps Lock, a held modifier or an input method would change what is typed.
    #[error("Caps Lock is on, a modifier key is held down or an input method is open; release or close it")]
    ModifierHeld,
    /// The text contains a control character.
    #[error("U+{:04X} is a control character and is never typed", u32::from(*.0))]
    ControlCharacter(char),
    /// More new characters than fit one burst.
    #[error("{asked} different characters at once; this desktop types {limit}")]
    BurstTooLong {
        /// Different characters that were asked for.
        asked: usize,
        /// What one burst may hold.
        limit: usize,
    },
    /// The operating system refused or broke off.
    #[error("the desktop answered: {0}")]
    System(String),
}

/// Refuses text that could act as a key of its own.
///
/// # Errors
/// [`DeskError::ControlCharacter`] with the first offender.
pub fn only_text(text: &str) -> Result<(), DeskError> {
    match text.chars().find(|c| c.is_control()) {
        Some(control) => Err(DeskError::ControlCharacter(control)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(title: Option<&str>, class: Option<&str>) -> WindowRule {
        WindowRule { title: title.map(str::to_owned), class: class.map(str::to_owned) }
    }

    #[test]
    fn a_rule_matches_parts_of_title_and_class() {
        assert!(rule(Some("信息平台"), None).matches("中国航信信息平台 - Session1", "eTerm3"));
        assert!(rule(Some("信息平台"), Some("eTerm")).matches("中国航信信息平台", "eTerm3"));
        assert!(!rule(Some("信息平台"), Some("XTerm")).matches("中国航信信息平台", "eTerm3"));
    }

    #[test]
    fn a_rule_that_names_nothing_matches_nothing() {
        assert!(!rule(None, None).matches("anything", "any"));
        assert!(!rule(Some(""), None).matches("anything", "any"));
    }

    #[test]
    fn every_control_character_is_refused() {
        for code in (0..0x20).chain(0x7F..0xA0) {
            let text = format!("AV{}", char::from_u32(code).unwrap());
            assert!(matches!(only_text(&text), Err(DeskError::ControlCharacter(_))), "U+{code:04X}");
        }
        assert!(only_text("AV:SHAPEK/01DEC 可用").is_ok());
    }
}
