//! Who is there, in memory: looked up by token on every poll, without touching the store.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::Notify;
use waystation_shared::edge_api::Readiness;
use waystation_shared::ids::TerminalId;
use waystation_shared::time::Timestamp;

use super::model::{NodeIdentity, Seen};

/// One enrolled terminal in memory.
#[derive(Debug)]
pub struct Node {
    /// Which terminal.
    pub id: TerminalId,
    token_hash: [u8; 32],
    sequence: AtomicI64,
    seen: Mutex<Option<Seen>>,
    flushed_at: AtomicI64,
    work: AtomicBool,
    commands: AtomicBool,
    arrived: Notify,
}

impl Node {
    fn new(identity: &NodeIdentity) -> Self {
        Self {
            id: identity.id,
            token_hash: identity.token_hash,
            sequence: AtomicI64::new(identity.sequence),
            seen: Mutex::new(None),
            flushed_at: AtomicI64::new(0),
            work: AtomicBool::new(identity.has_tasks),
            commands: AtomicBool::new(true),
            arrived: Notify::new(),
        }
    }

    /// Takes the next sequence number; false when it is not greater than every one before, which means
    /// that two machines use one identity.
    #[must_use]
    pub fn advance(&self, sequence: i64) -> bool {
        self.sequence.fetch_max(sequence, Ordering::AcqRel) < sequence
    }

    /// The greatest sequence number heard.
    #[must_use]
    pub fn sequence(&self) -> i64 {
        self.sequence.load(Ordering::Acquire)
    }

    /// Notes a poll; answers whether the terminal's ability to work has changed.
    pub fn note(&self, now: Timestamp, readiness: Readiness, agent_version: &str) -> bool {
        let mut seen = lock(&self.seen);
        let Some(last) = &mut *seen else {
            let agent_version = agent_version.to_owned();
            *seen = Some(Seen { at: now, readiness, agent_version, changed: true });
            return true;
        };
        last.at = now;
        let changed = last.readiness != readiness;
        last.readiness = readiness;
        last.changed |= changed;
        if last.agent_version != agent_version {
            agent_version.clone_into(&mut last.agent_version);
            last.changed = true;
        }
        drop(seen);
        changed
    }

    /// Whether the terminal may have work; asking takes the hint away.
    pub fn take_work_hint(&self) -> bool {
        self.work.load(Ordering::Acquire) && self.work.swap(false, Ordering::AcqRel)
    }

    /// Whether commands may wait for the terminal; asking takes the hint away.
    pub fn take_command_hint(&self) -> bool {
        self.commands.load(Ordering::Acquire) && self.commands.swap(false, Ordering::AcqRel)
    }

    /// Waits until something arrives for the terminal.
    pub async fn something_arrived(&self) {
        self.arrived.notified().await;
    }

    /// What the store should learn now: at once what has changed, the mere sign of life now and then.
    fn take_flush(&self, now: Timestamp, every_ms: i64) -> Option<Seen> {
        let mut seen = lock(&self.seen);
        let last = seen.as_mut()?;
        let flushed_at = Timestamp(self.flushed_at.load(Ordering::Acquire));
        let due = last.at > flushed_at && now.millis_since(flushed_at) >= every_ms;
        if !(last.changed || due) {
            return None;
        }
        self.flushed_at.store(now.0, Ordering::Release);
        let news = last.clone();
        last.changed = false;
        Some(news)
    }
}

/// Every enrolled terminal, by token and by id.
#[derive(Debug, Default)]
pub struct Presence(RwLock<Nodes>);

#[derive(Debug, Default)]
struct Nodes {
    by_token: HashMap<[u8; 32], Arc<Node>>,
    by_id: HashMap<TerminalId, Arc<Node>>,
}

impl Presence {
    /// The terminal of a token.
    #[must_use]
    pub fn by_token(&self, token_hash: &[u8; 32]) -> Option<Arc<Node>> {
        self.read().by_token.get(token_hash).cloned()
    }

    /// Takes over what the store says: who is enrolled, with which token. Keeps what is known in memory.
    pub fn replace(&self, identities: &[NodeIdentity]) {
        let mut nodes = self.write();
        let mut next = Nodes::default();
        for identity in identities {
            let node = match nodes.by_id.get(&identity.id) {
                Some(node) if node.token_hash == identity.token_hash => Arc::clone(node),
                _ => Arc::new(Node::new(identity)),
            };
            next.by_token.insert(identity.token_hash, Arc::clone(&node));
            next.by_id.insert(identity.id, node);
        }
        *nodes = next;
    }

    /// Adds one terminal.
    pub fn insert(&self, identity: &NodeIdentity) {
        let node = Arc::new(Node::new(identity));
        let mut nodes = self.write();
        if let Some(old) = nodes.by_id.insert(identity.id, Arc::clone(&node)) {
            nodes.by_token.remove(&old.token_hash);
        }
        nodes.by_token.insert(identity.token_hash, node);
    }

    /// Forgets one terminal: its token is no longer good.
    pub fn forget(&self, id: TerminalId) {
        let mut nodes = self.write();
        if let Some(node) = nodes.by_id.remove(&id) {
            nodes.by_token.remove(&node.token_hash);
        }
    }

    /// Tells a terminal that a task may wait for it.
    pub fn hint_work(&self, id: TerminalId) {
        self.hint(id, |node| &node.work);
    }

    /// Tells a terminal that a command waits for it.
    pub fn hint_command(&self, id: TerminalId) {
        self.hint(id, |node| &node.commands);
    }

    /// Forgets what a terminal said last: when it is heard again, that is a change.
    pub fn fell_silent(&self, id: TerminalId) {
        if let Some(node) = self.read().by_id.get(&id) {
            *lock(&node.seen) = None;
        }
    }

    /// What the store should learn now, for every terminal that has news.
    pub fn take_flushes(&self, now: Timestamp, every_ms: i64) -> Vec<(Arc<Node>, Seen)> {
        let nodes: Vec<_> = self.read().by_id.values().cloned().collect();
        nodes.into_iter().filter_map(|node| node.take_flush(now, every_ms).map(|seen| (node, seen))).collect()
    }

    fn hint(&self, id: TerminalId, flag: impl Fn(&Node) -> &AtomicBool) {
        if let Some(node) = self.read().by_id.get(&id) {
            flag(node).store(true, Ordering::Release);
            node.arrived.notify_one();
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Nodes> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Nodes> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(id: i64, token: u8) -> NodeIdentity {
        NodeIdentity { id: TerminalId(id), token_hash: [token; 32], sequence: 10, has_tasks: false }
    }

    fn not_ready() -> Readiness {
        Readiness::NotReady { reason: "locked".to_owned() }
    }

    #[test]
    fn a_sequence_that_does_not_grow_betrays_a_clone() {
        let node = Node::new(&identity(1, 1));
        assert!(node.advance(11));
        assert!(node.advance(1000), "a restart may skip numbers");
        assert!(!node.advance(1000));
        assert!(!node.advance(12));
    }

    #[test]
    fn an_unchanged_poll_is_flushed_rarely_and_a_change_at_once() {
        let presence = Presence::default();
        presence.insert(&identity(1, 1));
        let node = presence.by_token(&[1; 32]).unwrap();
        assert!(node.note(Timestamp(1_000), Readiness::Ready, "1"));
        assert_eq!(presence.take_flushes(Timestamp(1_000), 10_000).len(), 1);
        assert!(!node.note(Timestamp(4_000), Readiness::Ready, "1"));
        assert!(presence.take_flushes(Timestamp(4_000), 10_000).is_empty());
        assert!(node.note(Timestamp(5_000), not_ready(), "1"));
        assert_eq!(presence.take_flushes(Timestamp(5_000), 10_000).len(), 1);
        node.note(Timestamp(15_000), not_ready(), "1");
        assert_eq!(presence.take_flushes(Timestamp(15_000), 10_000).len(), 1);
    }

    #[test]
    fn only_what_changed_is_said_to_have_changed() {
        let presence = Presence::default();
        presence.insert(&identity(1, 1));
        let node = presence.by_token(&[1; 32]).unwrap();
        let changed = |at: i64| {
            node.note(Timestamp(at), Readiness::Ready, "1");
            presence
                .take_flushes(Timestamp(at), 10_000)
                .iter()
                .map(|(_, seen)| seen.changed)
                .collect::<Vec<_>>()
        };
        assert_eq!((changed(1_000), changed(20_000)), (vec![true], vec![false]));
        presence.fell_silent(TerminalId(1));
        assert_eq!(changed(21_000), [true], "back from silence it can work again");
    }

    #[test]
    fn a_hint_is_taken_once() {
        let presence = Presence::default();
        presence.insert(&identity(1, 1));
        let node = presence.by_token(&[1; 32]).unwrap();
        assert!(!node.take_work_hint());
        presence.hint_work(TerminalId(1));
        assert!(node.take_work_hint());
        assert!(!node.take_work_hint());
    }

    #[test]
    fn a_new_token_replaces_the_old_one() {
        let presence = Presence::default();
        presence.insert(&identity(1, 1));
        presence.insert(&identity(1, 2));
        assert!(presence.by_token(&[1; 32]).is_none());
        assert!(presence.by_token(&[2; 32]).is_some());
        presence.forget(TerminalId(1));
        assert!(presence.by_token(&[2; 32]).is_none());
    }

    #[test]
    fn taking_over_the_store_keeps_what_only_memory_knows() {
        let presence = Presence::default();
        presence.insert(&identity(1, 1));
        presence.by_token(&[1; 32]).unwrap().note(Timestamp(5), Readiness::Ready, "1");
        presence.replace(&[identity(1, 1), identity(2, 2)]);
        assert_eq!(presence.take_flushes(Timestamp(6), 10_000).len(), 1);
        presence.replace(&[identity(2, 2)]);
        assert!(presence.by_token(&[1; 32]).is_none());
    }
}
