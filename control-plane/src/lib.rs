//! The Waystation server: tasks, terminals, users, callbacks and the admin page.
//!
//! The order of the domains below is the order of who may know whom: a domain may use those above it,
//! never those below. What must happen further down is written to the outbox.

// One line each, kept apart so that no tool sorts them: the order means something.
pub mod platform;

pub mod identity;

pub mod fleet;

pub mod dispatch;

pub mod webhooks;

pub mod config;

mod ui;

pub mod app;

pub mod router;

pub mod server;

pub mod cli;
