//! Ctrl-C, a closed terminal and a polite kill, as a question that can be asked at any time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::failure::Failure;

/// Whether somebody has asked this program to stop.
#[derive(Debug, Clone)]
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Starts listening.
    ///
    /// # Errors
    /// When the system refuses signal handlers.
    pub(crate) fn listen() -> Result<Self, Failure> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGHUP, SIGINT, SIGTERM] {
            // Nothing more than a flag: whoever ends this program here would leave its children behind.
            signal_hook::flag::register(signal, Arc::clone(&asked))
                .map_err(|source| Failure::Io { what: "listening for signals".into(), source })?;
        }
        Ok(Self(asked))
    }

    /// Whether it is time to stop.
    pub(crate) fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Stops the caller where it stands when it is time to stop.
    ///
    /// # Errors
    /// When it is.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.asked() { Err(Failure::Other("stopped on request".into())) } else { Ok(()) }
    }
}
