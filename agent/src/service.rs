//! The Windows service: it sees to it that the agent runs in the desktop of whoever is signed in.
//!
//! Services live where nothing is drawn and no key arrives, so the service itself touches no window and talks to no
//! server. It starts the agent inside the session a person works in, as that person, and again when it has ended or
//! the person has changed. Both hold the ends of one nameless pipe: when the service stops or dies, the pipe ends,
//! and the agent finishes the task under way and leaves. Nobody else can get hold of that pipe.

#[cfg(windows)]
mod input;
#[cfg(windows)]
mod log;
#[cfg(any(windows, test))]
mod supervisor;
#[cfg(windows)]
mod windows;

#[cfg(windows)]
pub use self::input::{asked_to_stop, stop_when_input_ends};
#[cfg(windows)]
pub use self::windows::{ServiceError, install, run, uninstall};
