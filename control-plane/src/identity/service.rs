//! What the domain keeps between requests: its settings and short-lived memories.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use tokio::sync::Semaphore;

use super::attempts::Attempts;
use super::key_cache::KeyCache;
use super::session_cache::SessionCache;
use crate::platform::Platform;
use crate::platform::clock::Clock;
use crate::platform::crypto::Vault;
use crate::platform::store::Store;

/// Section `[identity]` of the settings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IdentitySettings {
    /// Hours after which a session ends, however busy it is.
    pub session_hours: u16,
    /// The page is reached by https only, so the session cookie must never travel without it. Also done
    /// when the browser itself says that the page came by https.
    pub secure_cookie: bool,
}

impl Default for IdentitySettings {
    fn default() -> Self {
        Self { session_hours: 12, secure_cookie: false }
    }
}

impl IdentitySettings {
    pub(super) fn session_life(&self) -> Duration {
        Duration::from_hours(self.session_hours.into())
    }
}

/// Tells who is calling; clones share everything.
#[derive(Debug, Clone)]
pub struct Identity(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    platform: Platform,
    settings: IdentitySettings,
    sessions: SessionCache,
    attempts: Attempts,
    keys: KeyCache,
    hashing: Semaphore,
}

impl Identity {
    /// Starts with empty memories.
    #[must_use]
    pub fn new(platform: Platform, settings: IdentitySettings) -> Self {
        Self(Arc::new(Inner {
            platform,
            settings,
            sessions: SessionCache::default(),
            attempts: Attempts::default(),
            keys: KeyCache::default(),
            hashing: Semaphore::new(2),
        }))
    }

    pub(super) fn settings(&self) -> &IdentitySettings {
        &self.0.settings
    }

    pub(super) fn store(&self) -> &Store {
        &self.0.platform.store
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.0.platform.clock
    }

    pub(super) fn vault(&self) -> &Vault {
        &self.0.platform.vault
    }

    pub(super) fn sessions(&self) -> &SessionCache {
        &self.0.sessions
    }

    pub(super) fn attempts(&self) -> &Attempts {
        &self.0.attempts
    }

    pub(super) fn keys(&self) -> &KeyCache {
        &self.0.keys
    }

    pub(super) fn hashing(&self) -> &Semaphore {
        &self.0.hashing
    }
}
