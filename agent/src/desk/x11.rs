//! The desktop on X11.
//!
//! Named keys and the mouse go through `enigo`. Text does not: enigo lends one key at a time to
//! every character that is not on the keyboard's first level (which includes all capitals) and
//! waits after each; [`keyboard`] lends a hundred keys at once and presses Shift.

mod keyboard;
mod windows;

use enigo::{Button, Coordinate, Direction, Enigo, Keyboard as _, Mouse as _, Settings};
use waystation_screen::Picture;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat, ImageOrder, Screen};
use x11rb::rust_connection::RustConnection;

use self::keyboard::Keyboard;
use super::{Desk, DeskError, Key, SessionState, WindowId, WindowRule, only_text};

/// An X11 display.
pub struct X11Desk {
    connection: RustConnection,
    screen: Screen,
    keyboard: Keyboard,
    enigo: Enigo,
}

impl X11Desk {
    /// Connects to a display, `None` meaning the one of the environment.
    ///
    /// # Errors
    /// [`DeskError::NoDesktop`] without a display or without its XTEST extension.
    pub fn connect(display: Option<&str>) -> Result<Self, DeskError> {
        let (connection, number) =
            x11rb::connect(display).map_err(|error| DeskError::NoDesktop(error.to_string()))?;
        let screen = connection.setup().roots.get(number).cloned();
        let screen = screen.ok_or_else(|| DeskError::NoDesktop("the display has no screen".to_owned()))?;
        if connection.setup().image_byte_order != ImageOrder::LSB_FIRST || screen.root_depth < 24 {
            return Err(DeskError::NoDesktop("the display needs 24-bit colour, low byte first".to_owned()));
        }
        // The keyboard first: it gives back keys that a killed agent left lent, and enigo needs a free one.
        let keyboard = Keyboard::new(&connection, screen.root)?;
        let settings = Settings { x11_display: display.map(str::to_owned), ..Settings::default() };
        let enigo = Enigo::new(&settings).map_err(|error| DeskError::NoDesktop(error.to_string()))?;
        Ok(Self { connection, screen, keyboard, enigo })
    }

    fn ensure_focus(&self, window: WindowId) -> Result<(), DeskError> {
        if windows::has_focus(&self.connection, window)? { Ok(()) } else { Err(DeskError::FocusLost) }
    }
}

impl Drop for X11Desk {
    fn drop(&mut self) {
        if let Err(error) = self.keyboard.give_back(&self.connection) {
            tracing::debug!(%error, "lent keys stay lent until the next start");
        }
    }
}

impl Desk for X11Desk {
    fn session(&mut self) -> Result<SessionState, DeskError> {
        // X11 has no session lock of its own; a screen saver's window shows up as lying in front.
        self.connection.get_input_focus().map_err(system)?.reply().map_err(system)?;
        Ok(SessionState::Usable)
    }

    fn find(&mut self, rule: &WindowRule) -> Result<WindowId, DeskError> {
        windows::find(&self.connection, self.screen.root, rule)
    }

    fn raise(&mut self, window: WindowId) -> Result<(), DeskError> {
        windows::raise(&self.connection, self.screen.root, window)
    }

    fn keys_are_free(&mut self) -> Result<(), DeskError> {
        self.keyboard.refuse_modifiers(&self.connection)
    }

    fn is_covered(&mut self, window: WindowId) -> Result<bool, DeskError> {
        windows::is_covered(&self.connection, self.screen.root, window)
    }

    fn capture(&mut self, window: WindowId) -> Result<Picture, DeskError> {
        let drawable = windows::number(window)?;
        let geometry = self.connection.get_geometry(drawable).map_err(system)?.reply().map_err(gone)?;
        let image = self
            .connection
            .get_image(ImageFormat::Z_PIXMAP, drawable, 0, 0, geometry.width, geometry.height, u32::MAX)
            .map_err(system)?
            .reply()
            .map_err(gone)?;
        Picture::from_bgrx(usize::from(geometry.width), usize::from(geometry.height), &image.data)
            .map_err(system)
    }

    fn type_text(&mut self, window: WindowId, text: &str) -> Result<(), DeskError> {
        only_text(text)?;
        self.ensure_focus(window)?;
        self.keyboard.type_text(&self.connection, text)?;
        self.ensure_focus(window)
    }

    fn burst(&self) -> usize {
        self.keyboard.burst()
    }

    fn press(&mut self, window: WindowId, key: Key) -> Result<(), DeskError> {
        self.ensure_focus(window)?;
        // With Ctrl held F12 would unlock the keyboard instead of sending.
        self.keyboard.refuse_modifiers(&self.connection)?;
        let click = |enigo: &mut Enigo, key| enigo.key(key, Direction::Click).map_err(system);
        match key {
            Key::Escape => click(&mut self.enigo, enigo::Key::Escape),
            Key::Enter => click(&mut self.enigo, enigo::Key::Return),
            Key::F11 => click(&mut self.enigo, enigo::Key::F11),
            Key::F12 => click(&mut self.enigo, enigo::Key::F12),
            Key::ControlA => {
                self.enigo.key(enigo::Key::Control, Direction::Press).map_err(system)?;
                let pressed = click(&mut self.enigo, enigo::Key::Unicode('a'));
                self.enigo.key(enigo::Key::Control, Direction::Release).map_err(system)?;
                pressed
            }
        }
    }

    fn click(&mut self, window: WindowId, x: u32, y: u32) -> Result<(), DeskError> {
        let (left, top) = windows::origin(&self.connection, self.screen.root, window)?;
        let to = |start: i32, offset: u32| i32::try_from(offset).map(|offset| start + offset).map_err(system);
        self.enigo.move_mouse(to(left, x)?, to(top, y)?, Coordinate::Abs).map_err(system)?;
        self.enigo.button(Button::Left, Direction::Click).map_err(system)
    }
}

pub(crate) fn system(error: impl std::fmt::Display) -> DeskError {
    DeskError::System(error.to_string())
}

fn gone(_: x11rb::errors::ReplyError) -> DeskError {
    DeskError::WindowMissing
}
