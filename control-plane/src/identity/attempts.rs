//! Slows down guessing of passwords without letting a stranger lock somebody else out: who waits is the
//! pair of user name and address, never the user name alone.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use waystation_shared::time::Timestamp;

/// How failures turn into waiting.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// Failures that cost nothing.
    free: u32,
    /// The longest wait.
    longest: Duration,
}

const OF_PAIR: Patience = Patience { free: 5, longest: Duration::from_mins(15) };
const OF_ADDRESS: Patience = Patience { free: 50, longest: Duration::from_mins(1) };

/// Failures are forgotten after this long without another.
const MEMORY: Duration = Duration::from_mins(30);

/// Pairs and addresses remembered at once, each.
const LIMIT: usize = 20_000;

/// Counts failures in this process.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<Counters>);

#[derive(Debug, Default)]
struct Counters {
    pairs: HashMap<(String, IpAddr), Failures>,
    addresses: HashMap<IpAddr, Failures>,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

impl Attempts {
    /// Begins an attempt, counting it as failed until it succeeds, so that attempts made at the same time
    /// do not all slip through. The error is how long to wait.
    pub(super) fn begin(&self, username: &str, address: IpAddr, now: Timestamp) -> Result<(), Duration> {
        let network = network_of(address);
        let pair = (username.to_lowercase(), network);
        let mut counters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = remaining(counters.pairs.get(&pair), OF_PAIR, now).max(remaining(
            counters.addresses.get(&network),
            OF_ADDRESS,
            now,
        ));
        if !wait.is_zero() {
            return Err(wait);
        }
        count(&mut counters.pairs, pair, now);
        count(&mut counters.addresses, network, now);
        Ok(())
    }

    /// The attempt was right after all: the pair starts afresh.
    pub(super) fn succeeded(&self, username: &str, address: IpAddr) {
        let network = network_of(address);
        let mut counters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counters.pairs.remove(&(username.to_lowercase(), network));
        if let Some(failures) = counters.addresses.get_mut(&network) {
            failures.count = failures.count.saturating_sub(1);
        }
    }
}

fn remaining(failures: Option<&Failures>, patience: Patience, now: Timestamp) -> Duration {
    let Some(failures) = failures.filter(|failures| now < failures.last.plus(MEMORY)) else {
        return Duration::ZERO;
    };
    let Some(excess) = failures.count.checked_sub(patience.free) else { return Duration::ZERO };
    let wait = Duration::from_secs(1_u64.checked_shl(excess).unwrap_or(u64::MAX)).min(patience.longest);
    let left = failures.last.plus(wait).millis_since(now);
    Duration::from_millis(u64::try_from(left).unwrap_or(0))
}

fn count<K: Eq + Hash>(counters: &mut HashMap<K, Failures>, key: K, now: Timestamp) {
    if counters.len() >= LIMIT {
        counters.retain(|_, failures| now < failures.last.plus(MEMORY));
    }
    if counters.len() >= LIMIT {
        // Under such an attack forgetting everybody beats growing without bound.
        counters.clear();
    }
    let failures = counters.entry(key).or_insert(Failures { count: 0, last: now });
    let forgotten = now >= failures.last.plus(MEMORY);
    failures.count = if forgotten { 1 } else { failures.count.saturating_add(1) };
    failures.last = now;
}

/// One subscriber holds a whole /64 of IPv6.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn fail(attempts: &Attempts, times: u32, at: i64) {
        for _ in 0..times {
            assert_eq!(attempts.begin("Admin", address("192.0.2.1"), Timestamp(at)), Ok(()));
        }
    }

    #[test]
    fn five_failures_are_free_and_then_the_wait_doubles() {
        let attempts = Attempts::default();
        fail(&attempts, 5, 0);
        assert_eq!(attempts.begin("admin", address("192.0.2.1"), Timestamp(0)), Err(Duration::from_secs(1)));
        fail(&attempts, 1, 1000);
        assert_eq!(
            attempts.begin("admin", address("192.0.2.1"), Timestamp(1500)),
            Err(Duration::from_millis(1500))
        );
        fail(&attempts, 1, 3000);
        assert_eq!(
            attempts.begin("admin", address("192.0.2.1"), Timestamp(3000)),
            Err(Duration::from_secs(4))
        );
    }

    #[test]
    fn nobody_else_waits_for_the_failures_of_a_stranger() {
        let attempts = Attempts::default();
        fail(&attempts, 5, 0);
        assert_eq!(attempts.begin("admin", address("192.0.2.2"), Timestamp(0)), Ok(()));
        assert_eq!(attempts.begin("someone", address("192.0.2.1"), Timestamp(0)), Ok(()));
    }

    #[test]
    fn success_starts_afresh_and_so_does_half_an_hour() {
        let attempts = Attempts::default();
        fail(&attempts, 5, 0);
        attempts.succeeded("ADMIN", address("192.0.2.1"));
        fail(&attempts, 5, 0);
        fail(&attempts, 5, 30 * 60 * 1000);
    }

    #[test]
    fn one_address_that_tries_many_names_waits_too() {
        let attempts = Attempts::default();
        for name in 0..50 {
            assert_eq!(attempts.begin(&format!("u{name}"), address("2001:db8::1"), Timestamp(0)), Ok(()));
        }
        let neighbour = attempts.begin("another", address("2001:db8::ffff"), Timestamp(0));
        assert_eq!(neighbour, Err(Duration::from_secs(1)));
        assert_eq!(attempts.begin("another", address("2001:db8:0:1::1"), Timestamp(0)), Ok(()));
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut counters = HashMap::new();
        for key in 0..LIMIT + 5 {
            count(&mut counters, key, Timestamp(0));
        }
        assert!(counters.len() <= LIMIT);
    }
}
