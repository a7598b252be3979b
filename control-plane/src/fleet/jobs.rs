//! What keeps memory and store in step: presence is flushed, silent terminals leave dispatch, lost hints come back.

use std::time::Duration;

use tokio::task::JoinHandle;
use waystation_shared::edge_api::EdgeCommand;
use waystation_shared::ids::TerminalId;

use super::model::SILENCE_LIMIT_MS;
use super::{Fleet, store};
use crate::platform::events::Event;
use crate::platform::jobs::{Shutdown, Wake, every};
use crate::platform::store::StoreError;

/// How often a mere sign of life is written.
const FLUSH_EVERY_MS: i64 = 10_000;

/// Rows written in one transaction: other writers wait that long at most.
const FLUSH_CHUNK: usize = 500;

/// How often identities are read again: a change by another process is seen after this. An unknown token is
/// looked up at once.
const IDENTITIES_EVERY: Duration = Duration::from_secs(5);

/// Starts the fleet's loops.
#[must_use]
pub fn start(fleet: &Fleet, shutdown: &Shutdown) -> Vec<JoinHandle<()>> {
    let (flushing, refreshing, hinting) = (fleet.clone(), fleet.clone(), fleet.clone());
    let second = Duration::from_secs(1);
    vec![
        every("presence", second, fleet.flush.clone(), shutdown.clone(), move || {
            let fleet = flushing.clone();
            async move { Ok(fleet.flush_presence().await?) }
        }),
        every("fleet identities", IDENTITIES_EVERY, Wake::default(), shutdown.clone(), move || {
            let fleet = refreshing.clone();
            async move { Ok(fleet.refresh().await?) }
        }),
        every("fleet hints", second, Wake::default(), shutdown.clone(), move || {
            let fleet = hinting.clone();
            async move { Ok(fleet.refresh_hints().await?) }
        }),
    ]
}

impl Fleet {
    /// Writes what was heard since the last round and takes silent terminals out of dispatch. Tasks may have to
    /// move only when a terminal became able or unable to work, not at every sign of life.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn flush_presence(&self) -> Result<(), StoreError> {
        let now = self.platform.clock.now();
        let news = self.presence.take_flushes(now, FLUSH_EVERY_MS);
        let mut moved = news.iter().any(|(_, seen)| seen.changed);
        for chunk in news.chunks(FLUSH_CHUNK) {
            let rows: Vec<_> =
                chunk.iter().map(|(node, seen)| (node.id, node.sequence(), seen.clone())).collect();
            self.platform
                .store
                .write(move |tx| {
                    for (id, sequence, seen) in &rows {
                        store::flush(tx, *id, *sequence, seen)?;
                    }
                    Ok::<_, StoreError>(())
                })
                .await?;
        }
        let silent_since = now.minus(Duration::from_millis(SILENCE_LIMIT_MS.unsigned_abs()));
        let silent = self.platform.store.write(move |tx| {
            let silent = store::sweep_silent(tx, silent_since)?;
            for &id in &silent {
                store::log_change(tx, id, "silent", now)?;
            }
            Ok::<_, StoreError>(silent)
        });
        for id in silent.await? {
            self.presence.fell_silent(id);
            self.platform.events.send(Event::Terminal(id));
            moved = true;
        }
        if moved {
            self.moved.nudge();
        }
        Ok(())
    }

    /// A terminal became able or unable to work: the store should know at once.
    pub fn readiness_changed(&self, id: TerminalId) {
        self.flush.nudge();
        self.platform.events.send(Event::Terminal(id));
    }

    /// Takes the commands that wait for a terminal, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn waiting_commands(&self, id: TerminalId) -> Result<Vec<EdgeCommand>, StoreError> {
        let texts = self.platform.store.write(move |tx| store::take_commands(tx, id)).await?;
        Ok(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
    }

    /// Takes over identities and waiting work from the store: another process may have changed them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refresh(&self) -> Result<(), StoreError> {
        let identities = self.platform.store.report(store::identities).await?;
        self.presence.replace(&identities);
        self.refresh_hints().await
    }

    /// Tells terminals again of the work and the commands that wait for them in the store.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refresh_hints(&self) -> Result<(), StoreError> {
        let (tasks, commands) = self.platform.store.report(store::waiting).await?;
        for id in tasks {
            self.presence.hint_work(id);
        }
        for id in commands {
            self.presence.hint_command(id);
        }
        Ok(())
    }
}
