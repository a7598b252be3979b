//! The Waystation server: tasks, terminals, users, callbacks and the admin page.
