//! Remembers for a few seconds who a session belongs to, so that a page that asks often costs few look-ups.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use waystation_shared::ids::UserId;
use waystation_shared::time::Timestamp;

use super::model::User;

/// How long an answer is believed; a change made by another process is seen after this.
const FRESH: Duration = Duration::from_secs(3);

/// Sessions remembered at once.
const LIMIT: usize = 10_000;

#[derive(Debug, Default)]
pub(super) struct SessionCache(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    known: HashMap<[u8; 32], (User, Timestamp)>,
    /// Counts what was forgotten, so that an answer read before it is not put back after it.
    forgotten: u64,
}

/// Proof of when a look-up began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket(u64);

impl SessionCache {
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, token_hash: &[u8; 32], now: Timestamp) -> Option<User> {
        let entries = self.entries();
        let (user, believed_until) = entries.known.get(token_hash)?;
        (now < *believed_until).then(|| user.clone())
    }

    pub(super) fn ticket(&self) -> Ticket {
        Ticket(self.entries().forgotten)
    }

    /// Remembers what was read under `ticket`, but not past the end of the session.
    pub(super) fn put(
        &self,
        ticket: Ticket,
        token_hash: [u8; 32],
        user: &User,
        (now, ends): (Timestamp, Timestamp),
    ) {
        let mut entries = self.entries();
        if entries.forgotten != ticket.0 {
            return;
        }
        if entries.known.len() >= LIMIT {
            entries.known.retain(|_, (_, believed_until)| now < *believed_until);
        }
        if entries.known.len() < LIMIT {
            entries.known.insert(token_hash, (user.clone(), now.plus(FRESH).min(ends)));
        }
    }

    pub(super) fn forget(&self, token_hash: &[u8; 32]) {
        let mut entries = self.entries();
        entries.forgotten += 1;
        entries.known.remove(token_hash);
    }

    pub(super) fn forget_user(&self, user: UserId) {
        let mut entries = self.entries();
        entries.forgotten += 1;
        entries.known.retain(|_, (known, _)| known.id != user);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::model::Role;

    fn user(id: i64) -> User {
        User {
            id: UserId(id),
            username: format!("u{id}"),
            display_name: String::new(),
            role: Role::User,
            enabled: true,
        }
    }

    fn put(cache: &SessionCache, key: u8, id: i64, times: (i64, i64)) {
        cache.put(cache.ticket(), [key; 32], &user(id), (Timestamp(times.0), Timestamp(times.1)));
    }

    #[test]
    fn an_answer_is_believed_for_three_seconds_and_never_past_the_end() {
        let cache = SessionCache::default();
        put(&cache, 1, 7, (0, 1_000_000));
        put(&cache, 2, 7, (0, 1000));
        assert_eq!(cache.get(&[1; 32], Timestamp(2999)), Some(user(7)));
        assert_eq!(cache.get(&[1; 32], Timestamp(3000)), None);
        assert_eq!(cache.get(&[2; 32], Timestamp(1000)), None);
    }

    #[test]
    fn a_sign_out_wins_over_a_look_up_that_began_before_it() {
        let cache = SessionCache::default();
        let before = cache.ticket();
        cache.forget(&[1; 32]);
        cache.put(before, [1; 32], &user(7), (Timestamp(0), Timestamp(1_000_000)));
        assert_eq!(cache.get(&[1; 32], Timestamp(1)), None);
    }

    #[test]
    fn forgetting_a_user_leaves_the_others() {
        let cache = SessionCache::default();
        put(&cache, 1, 7, (0, 1_000_000));
        put(&cache, 2, 8, (0, 1_000_000));
        cache.forget_user(UserId(7));
        assert_eq!(cache.get(&[1; 32], Timestamp(1)), None);
        assert_eq!(cache.get(&[2; 32], Timestamp(1)), Some(user(8)));
    }
}
