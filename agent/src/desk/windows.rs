//! The desktop on Windows 7 to 11.
//!
//! A character is typed with the key that has it on the window's keyboard layout, which every program understands,
//! and otherwise as a Unicode stroke. `enigo` is not used here: it doubles line ends and drops Shift. Pixels are copied from the screen as they are; libraries that
//! capture windows scale what they see, and then no glyph is ever the same twice.

mod cover;
#[cfg(windows)]
mod desk;
mod session;
mod strokes;
#[cfg(windows)]
mod system;

#[cfg(windows)]
pub use desk::WindowsDesk;
