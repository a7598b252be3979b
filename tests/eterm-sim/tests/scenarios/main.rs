//! Whole sessions without a terminal: key bytes in, the 24 × 80 buffer out.

#[expect(clippy::string_slice, reason = "the rows it cuts are ASCII")]
mod columns;
mod conservation;
mod desk;
mod emulator;
mod faults;
mod host_process;
mod interruptions;
mod robustness;
#[expect(clippy::string_slice, reason = "the rows it cuts are ASCII")]
mod session;
