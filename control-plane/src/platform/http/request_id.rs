//! A short name for every request, in its answer and in the log.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::platform::crypto;

/// Names one request: the process, then a count.
#[derive(Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The next id of this process.
    #[must_use]
    pub fn next() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        Self(format!("{}-{:x}", process(), COUNT.fetch_add(1, Ordering::Relaxed)))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn process() -> &'static str {
    static PROCESS: OnceLock<String> = OnceLock::new();
    PROCESS.get_or_init(|| crypto::new_clear_code(6).unwrap_or_else(|_| std::process::id().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_requests_share_an_id() {
        assert_ne!(RequestId::next(), RequestId::next());
    }
}
