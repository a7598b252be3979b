//! The terminal the simulator plays in: bytes to keys, screens to output. A [`Device`] is the real one, a terminal
//! line or a Windows console; everything else is pure.

#[cfg(windows)]
mod console;
mod keys;
#[cfg(unix)]
mod line;
mod painter;
#[cfg(any(windows, test))]
mod strokes;

#[cfg(windows)]
pub use console::Device;
pub use keys::{CaretMove, Key, KeyDecoder};
#[cfg(unix)]
pub use line::Device;
pub use painter::{Frame, Painter, enter, leave};

/// What came from the keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Keys, as an xterm sends them.
    Bytes(Vec<u8>),
    /// Nothing yet.
    Nothing,
    /// The terminal was closed.
    Closed,
}
