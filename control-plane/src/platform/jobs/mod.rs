//! What happens beside requests: the outbox, and loops that run until the program stops.

mod outbox;
mod periodic;

pub use outbox::{OutboxEntry, enqueue, take, waits};
pub use periodic::{Shutdown, Wake, every};
