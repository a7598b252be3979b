//! API keys in memory, opened: a signed request must not cost a look-up and a decryption each time.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use waystation_shared::ids::{ApiKeyId, UserId};
use waystation_shared::time::Timestamp;

use super::api_key::{open_md5_key, read_allow_list};
use super::secret::SecretError;
use super::service::Identity;
use super::store::{self, KeyRow};
use crate::platform::crypto::Vault;
use crate::platform::outbound::Cidr;

/// How long a key is believed; a change made by another process is seen after this.
const KNOWN_FRESH: Duration = Duration::from_secs(10);

/// How long it is believed that there is no such key.
const UNKNOWN_FRESH: Duration = Duration::from_secs(1);

/// Keys remembered at once.
const KNOWN_LIMIT: usize = 10_000;

/// Places for names of keys that do not exist; strangers choose these names, so they share few places.
const UNKNOWN_LIMIT: usize = 1024;

/// Longer names are no keys of ours.
const LONGEST_NAME: usize = 64;

/// A key as requests are checked with it.
pub(super) struct KnownKey {
    pub(super) id: ApiKeyId,
    pub(super) user_id: UserId,
    pub(super) username: Arc<str>,
    pub(super) md5_key: String,
    pub(super) require_timestamp: bool,
    /// Empty: from anywhere. `None`: the stored list cannot be read, so from nowhere.
    pub(super) allow_list: Option<Vec<Cidr>>,
    pub(super) enabled: bool,
    /// When it was last used in this process; 0 when that has been written down.
    last_used: AtomicI64,
}

impl std::fmt::Debug for KnownKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("KnownKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl KnownKey {
    pub(super) fn open(vault: &Vault, row: KeyRow) -> Result<Self, SecretError> {
        Ok(Self {
            md5_key: open_md5_key(vault, &row)?,
            id: row.id,
            user_id: row.user_id,
            allow_list: read_allow_list(&row.ip_allow_list),
            username: row.username.into(),
            require_timestamp: row.require_timestamp,
            enabled: row.enabled,
            last_used: AtomicI64::new(0),
        })
    }

    /// Notes that the key was used; `last_used_at` is written down now and then.
    pub(super) fn used(&self, now: Timestamp) {
        self.last_used.store(now.0, Ordering::Relaxed);
    }
}

#[derive(Debug, Default)]
pub(super) struct KeyCache {
    known: RwLock<HashMap<String, (Arc<KnownKey>, Timestamp)>>,
    /// Hashes of unknown names and until when they are believed to be unknown.
    unknown: RwLock<HashMap<u64, Timestamp>>,
    hasher: std::hash::RandomState,
}

impl KeyCache {
    fn get(&self, name: &str, now: Timestamp) -> Option<Arc<KnownKey>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let (key, believed_until) = known.get(name)?;
        (now < *believed_until).then(|| Arc::clone(key))
    }

    fn is_unknown(&self, name: &str, now: Timestamp) -> bool {
        let unknown = self.unknown.read().unwrap_or_else(PoisonError::into_inner);
        unknown.get(&self.hasher.hash_one(name)).is_some_and(|believed_until| now < *believed_until)
    }

    fn put(&self, name: &str, key: KnownKey, now: Timestamp) -> Arc<KnownKey> {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KNOWN_LIMIT {
            known.retain(|_, (_, believed_until)| now < *believed_until);
        }
        if let Some((before, _)) = known.get(name) {
            key.last_used.store(before.last_used.load(Ordering::Relaxed), Ordering::Relaxed);
        }
        let key = Arc::new(key);
        if known.len() < KNOWN_LIMIT {
            known.insert(name.to_owned(), (Arc::clone(&key), now.plus(KNOWN_FRESH)));
        }
        key
    }

    fn put_unknown(&self, name: &str, now: Timestamp) {
        let mut unknown = self.unknown.write().unwrap_or_else(PoisonError::into_inner);
        if unknown.len() >= UNKNOWN_LIMIT {
            unknown.clear();
        }
        unknown.insert(self.hasher.hash_one(name), now.plus(UNKNOWN_FRESH));
    }

    /// Keys used since the last call, with the time of their last use.
    pub(super) fn take_uses(&self) -> Vec<(ApiKeyId, Timestamp)> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let take = |key: &KnownKey| (key.id, Timestamp(key.last_used.swap(0, Ordering::Relaxed)));
        known.values().map(|(key, _)| take(key)).filter(|(_, at)| at.0 > 0).collect()
    }
}

impl Identity {
    /// The key of this name, from memory or the store.
    pub(super) async fn key(&self, name: &str, now: Timestamp) -> Result<Option<Arc<KnownKey>>, SecretError> {
        if let Some(key) = self.keys().get(name, now) {
            return Ok(Some(key));
        }
        if name.len() > LONGEST_NAME || self.keys().is_unknown(name, now) {
            return Ok(None);
        }
        let looked_up = name.to_owned();
        let row =
            self.store().read::<_, SecretError, _>(move |reader| Ok(store::key_by_name(reader, &looked_up)?));
        let Some(row) = row.await? else {
            self.keys().put_unknown(name, now);
            return Ok(None);
        };
        Ok(Some(self.keys().put(name, KnownKey::open(self.vault(), row)?, now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: i64) -> KnownKey {
        KnownKey {
            id: ApiKeyId(id),
            user_id: UserId(1),
            username: "agent01".into(),
            md5_key: String::new(),
            require_timestamp: false,
            allow_list: Some(Vec::new()),
            enabled: true,
            last_used: AtomicI64::new(0),
        }
    }

    #[test]
    fn a_key_is_believed_for_ten_seconds() {
        let cache = KeyCache::default();
        cache.put("ak_1", key(1), Timestamp(0));
        assert!(cache.get("ak_1", Timestamp(9_999)).is_some());
        assert!(cache.get("ak_1", Timestamp(10_000)).is_none());
        assert!(cache.get("ak_2", Timestamp(0)).is_none());
    }

    #[test]
    fn a_missing_key_is_asked_for_again_after_a_second_and_strangers_cannot_fill_the_memory() {
        let cache = KeyCache::default();
        cache.put_unknown("ak_x", Timestamp(0));
        assert!(cache.is_unknown("ak_x", Timestamp(999)));
        assert!(!cache.is_unknown("ak_x", Timestamp(1000)));
        for name in 0..5 * UNKNOWN_LIMIT {
            cache.put_unknown(&name.to_string(), Timestamp(0));
        }
        assert!(cache.unknown.read().unwrap().len() <= UNKNOWN_LIMIT);
    }

    #[test]
    fn every_use_is_written_down_once_even_when_the_key_was_read_again_meanwhile() {
        let cache = KeyCache::default();
        cache.put("ak_1", key(1), Timestamp(0)).used(Timestamp(5));
        cache.put("ak_1", key(1), Timestamp(20_000));
        assert_eq!(cache.take_uses(), [(ApiKeyId(1), Timestamp(5))]);
        assert_eq!(cache.take_uses(), []);
    }
}
