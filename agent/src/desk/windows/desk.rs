//! The desktop, put together from what Windows says and what is made of it.

use std::thread::sleep;
use std::time::Duration;

use waystation_screen::Picture;

use super::cover::{self, Area};
use super::session;
use super::strokes::{self, Portion};
use super::system::{self, Handle};
use crate::desk::{Desk, DeskError, Key, SessionState, WindowId, WindowRule, only_text};

/// Programs were seen to mix up characters that came all at once.
const CHARACTERS_AT_ONCE: usize = 8;
/// Between two such portions.
const PAUSE: Duration = Duration::from_millis(25);
/// Different characters outside ASCII before their echo must be read.
const BURST: usize = 64;
/// Windows that drop characters without a key, and the number of their Paste command.
const BY_PASTE: [(&str, usize); 1] = [("WineConsoleClass", 0x112)];
/// How often, [`PAUSE`] apart, a window is asked for that was to come to the front.
const LOOKS_FOR_FOCUS: usize = 20;

/// The desktop this process belongs to.
#[derive(Debug)]
pub struct WindowsDesk(());

impl WindowsDesk {
    /// Prepares this process to see real pixels.
    ///
    /// # Errors
    /// [`DeskError::NoDesktop`] in a process that has no screen, such as a service.
    pub fn connect() -> Result<Self, DeskError> {
        if !system::has_screen() {
            return Err(DeskError::NoDesktop("this process runs where nothing is drawn".to_owned()));
        }
        system::see_real_pixels();
        Ok(Self(()))
    }
}

impl Desk for WindowsDesk {
    fn session(&mut self) -> Result<SessionState, DeskError> {
        Ok(session::judge(&system::session_facts()))
    }

    fn find(&mut self, rule: &WindowRule) -> Result<WindowId, DeskError> {
        let mut found = system::windows_from_the_top().into_iter().filter(|&window| {
            system::is_shown(window) && rule.matches(&system::title(window), &system::class(window))
        });
        match (found.next(), found.count()) {
            (None, _) => Err(DeskError::WindowMissing),
            (Some(window), 0) => Ok(window.id()),
            (Some(_), others) => Err(DeskError::SeveralWindows(others + 1)),
        }
    }

    fn raise(&mut self, window: WindowId) -> Result<(), DeskError> {
        let handle = Handle::of(window)?;
        if system::foreground() != Some(handle) || system::is_minimised(handle) {
            system::bring_to_front(handle);
            wait_for_focus(handle)?;
        }
        // What is typed would go into its composition and not to Eterm.
        if system::close_input_method(handle) { Ok(()) } else { Err(DeskError::ModifierHeld) }
    }

    fn is_covered(&mut self, window: WindowId) -> Result<bool, DeskError> {
        let handle = Handle::of(window)?;
        // A window that is disabled waits for a pop-up of its own program.
        if system::is_minimised(handle) || !system::takes_input(handle) {
            return Ok(true);
        }
        let own = client_area(handle)?;
        let above = system::windows_from_the_top().into_iter().take_while(|&other| other != handle);
        let hiding = above.filter(|&other| system::is_shown(other) && system::hides_what_is_below(other));
        let areas: Vec<Area> = hiding.filter_map(system::outer_area).collect();
        Ok(cover::is_hidden(own, system::screen_area(), &areas))
    }

    fn capture(&mut self, window: WindowId) -> Result<Picture, DeskError> {
        let area = client_area(Handle::of(window)?)?;
        let size = |length: i32| usize::try_from(length).map_err(system_error);
        let pixels = system::copy_screen(area)?;
        Picture::from_bgrx(size(area.width)?, size(area.height)?, &pixels).map_err(system_error)
    }

    fn type_text(&mut self, window: WindowId, text: &str) -> Result<(), DeskError> {
        only_text(text)?;
        let handle = Handle::of(window)?;
        let layout = system::Layout::of(handle);
        for (number, portion) in
            strokes::portions(text, CHARACTERS_AT_ONCE, |c| layout.key(c)).iter().enumerate()
        {
            if number > 0 {
                sleep(PAUSE);
            }
            ready_for_input(handle)?;
            type_portion(handle, portion)?;
        }
        has_focus(handle)
    }

    fn burst(&self) -> usize {
        BURST
    }

    fn press(&mut self, window: WindowId, key: Key) -> Result<(), DeskError> {
        ready_for_input(Handle::of(window)?)?;
        system::send_keys(&strokes::of_key(key))
    }

    fn click(&mut self, window: WindowId, x: u32, y: u32) -> Result<(), DeskError> {
        let area = client_area(Handle::of(window)?)?;
        let to = |start: i32, offset: u32| i32::try_from(offset).map(|offset| start + offset);
        system::click(to(area.left, x).map_err(system_error)?, to(area.top, y).map_err(system_error)?)
    }
}

fn type_portion(handle: Handle, portion: &Portion) -> Result<(), DeskError> {
    match portion {
        Portion::Keys(strokes) => system::send_keys(strokes),
        Portion::Keyless(text) => match paste_command(&system::class(handle)) {
            Some(command) => system::paste(handle, command, text),
            None => system::send_keys(&strokes::of_text(text)),
        },
    }
}

/// The command by which a program of this window class takes characters that no key has, if it does not take
/// them as strokes.
fn paste_command(class: &str) -> Option<usize> {
    BY_PASTE.iter().find(|(named, _)| *named == class).map(|(_, command)| *command)
}

fn wait_for_focus(handle: Handle) -> Result<(), DeskError> {
    for _ in 0..LOOKS_FOR_FOCUS {
        if has_focus(handle).is_ok() {
            return Ok(());
        }
        sleep(PAUSE);
    }
    Err(DeskError::FocusRefused)
}

fn has_focus(handle: Handle) -> Result<(), DeskError> {
    if system::foreground() == Some(handle) { Ok(()) } else { Err(DeskError::FocusLost) }
}

/// The window has the keyboard, and nobody holds a key that would make something else of what is typed.
fn ready_for_input(handle: Handle) -> Result<(), DeskError> {
    has_focus(handle)?;
    if system::modifier_is_held() { Err(DeskError::ModifierHeld) } else { Ok(()) }
}

fn client_area(handle: Handle) -> Result<Area, DeskError> {
    system::client_area(handle).ok_or(DeskError::WindowMissing)
}

fn system_error(error: impl std::fmt::Display) -> DeskError {
    DeskError::System(error.to_string())
}
