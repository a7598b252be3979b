//! Benchmarks that print ratios against a floor measured in the same run.

pub mod desk;
pub mod engine;
mod figures;
pub mod load;
pub mod parsing;
pub mod screen;
pub mod server;
pub mod terminal;
pub mod wire;

pub use figures::{float, rounded};
pub use screen::quantile;

/// Why a benchmark could not be run; the text is for the person in front of it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Lets this program and those it starts hold as many connections as the system allows.
///
/// # Errors
/// When the system refuses.
pub fn open_many_files() -> Result<(), Failure> {
    let mut limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    limit.current = limit.maximum;
    Ok(rustix::process::setrlimit(rustix::process::Resource::Nofile, limit)?)
}
