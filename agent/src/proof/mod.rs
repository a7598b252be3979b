//! What only a proof needs: a host over a socket in the place of an Eterm window, and a clock that is wrong. Built only
//! with the feature `fail-points`; everything else of the agent is as it always is.

mod line;
mod station;
mod terminal;

#[cfg(test)]
mod tests;

use std::env;
use std::sync::OnceLock;
use std::time::Duration;

use waystation_shared::time::Timestamp;

pub use self::station::HostStation;
use crate::clock::system_clock;

/// How far the clock is wrong, in milliseconds; negative when it is behind.
const SKEW: &str = "WAYSTATION_CLOCK_SKEW_MS";

/// The time of this machine, as wrong as the environment says.
#[must_use]
pub fn skewed_clock() -> Timestamp {
    static SKEW_MS: OnceLock<i64> = OnceLock::new();
    let skew = *SKEW_MS.get_or_init(|| env::var(SKEW).ok().and_then(|text| text.parse().ok()).unwrap_or(0));
    let amount = Duration::from_millis(skew.unsigned_abs());
    if skew < 0 { system_clock().minus(amount) } else { system_clock().plus(amount) }
}
