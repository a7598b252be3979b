//! Whole sessions without a terminal: key bytes in, the 24 × 80 buffer out.

#[expect(clippy::string_slice, reason = "the rows it cuts are ASCII")]
mod columns;
mod conservation;
mod desk;
mod emulator;
mod faults;
#[expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what a test needs and does not find ends it"
)]
mod host_process;
#[expect(clippy::panic, reason = "what a test needs and does not find ends it")]
mod interruptions;
mod robustness;
#[expect(clippy::string_slice, reason = "the rows it cuts are ASCII")]
mod session;
#[expect(clippy::panic, reason = "what a test needs and does not find ends it")]
mod white_screen;
