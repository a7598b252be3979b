//! Programs that stop together, and a desktop with a real terminal window.
//!
//! The demo, the end-to-end scenarios and the idle benchmark all need the same stage: an X server without a
//! screen, a terminal window nobody here wrote (of Linux, or of Windows as Wine plays it), and programs whose
//! output goes to a file and that never outlive the one who started them. This crate knows processes and windows; it does not know what Waystation is.

mod program;
mod window;
mod wine;

pub use program::{Launch, Program, StartError};
pub use window::{Font, Screen, TerminalWindow};
pub use wine::Wine;
