//! Between the program and an xterm: bytes to keys, screens to ANSI output. Pure; `main` moves the bytes.

mod keys;
mod painter;

pub use keys::{CaretMove, Key, KeyDecoder};
pub use painter::{Frame, Painter, enter, leave};
