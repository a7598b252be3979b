//! The agent at a real window: xterm on a display of its own, with the Eterm simulator in it.
//! They need Xvfb, xterm and the simulator's program beside the test's.
#![expect(clippy::expect_used, reason = "a test speaks by failing, in its helpers too")]

mod calibration;
mod display;
mod session;
