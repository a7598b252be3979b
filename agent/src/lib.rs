//! The program on each Eterm PC: polls for tasks, types them into the window, reads the screen, reports.

pub mod calibrate;
pub mod cli;
pub mod clock;
pub mod config;
pub mod desk;
pub mod doctor;
pub mod fail_point;
pub mod identity;
pub mod journal;
pub mod machine;
pub mod mask;
#[cfg(any(test, feature = "fail-points"))]
pub mod proof;
pub mod screenshots;
pub mod server;
pub mod service;
pub mod terminal;
pub mod work;
