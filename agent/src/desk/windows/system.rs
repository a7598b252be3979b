//! The Win32 calls behind the desktop, each wrapped so that nothing outside this folder is unsafe.

mod clipboard;
mod input;
mod pixels;
mod session;
mod window;

pub(super) use clipboard::paste;
pub(super) use input::{Layout, click, close_input_method, modifier_is_held, send_keys};
pub(super) use pixels::{copy_screen, screen_area, see_real_pixels};
pub(super) use session::{has_screen, session_facts};
pub(super) use window::{
    Handle, bring_to_front, class, client_area, foreground, hides_what_is_below, is_minimised, is_shown,
    outer_area, takes_input, title, windows_from_the_top,
};

use crate::desk::DeskError;

/// What Windows says of the call that has just failed.
fn last_error() -> DeskError {
    DeskError::System(std::io::Error::last_os_error().to_string())
}
