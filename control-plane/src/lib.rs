//! The Waystation server: tasks, terminals, users, callbacks and the admin page.
//!
//! The order of the domains below is the order of who may know whom: a domain may use those above it,
//! never those below. What must happen further down is written to the outbox.

pub mod platform;

pub mod dispatch;
pub mod fleet;
pub mod identity;
pub mod webhooks;

pub mod app;
pub mod cli;
pub mod config;
pub mod router;
mod ui;
