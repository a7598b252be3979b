//! Loops that run now and then, earlier when nudged, and end when the program does.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

/// Nudges a loop; nudges while it works are not lost.
#[derive(Debug, Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// Asks for a round as soon as the present one is over.
    pub fn nudge(&self) {
        self.0.notify_one();
    }

    /// Waits for a nudge.
    pub async fn nudged(&self) {
        self.0.notified().await;
    }
}

/// Tells every loop to end.
#[derive(Debug, Clone)]
pub struct Shutdown(watch::Sender<bool>);

impl Default for Shutdown {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Shutdown {
    /// Asks every loop to end.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Waits until the end has been asked for.
    pub async fn begun(&self) {
        let mut receiver = self.0.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = receiver.wait_for(|begun| *begun).await;
    }
}

/// Runs `round` at least each `period` and after every nudge, until shutdown. A failing round is logged
/// and tried again at the next turn.
pub fn every<F, R>(
    name: &'static str,
    period: Duration,
    wake: Wake,
    shutdown: Shutdown,
    mut round: F,
) -> JoinHandle<()>
where
    F: FnMut() -> R + Send + 'static,
    R: Future<Output = Result<(), anyhow::Error>> + Send,
{
    tokio::spawn(async move {
        loop {
            if let Err(error) = round().await {
                tracing::error!(job = name, error = format!("{error:#}"), "a job failed; it is tried again");
            }
            tokio::select! {
                () = shutdown.begun() => return,
                () = tokio::time::sleep(period) => {}
                () = wake.nudged() => {}
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_nudged_loop_runs_at_once_and_ends_at_shutdown() {
        let (wake, shutdown, rounds) = (Wake::default(), Shutdown::default(), Arc::new(AtomicUsize::new(0)));
        let counter = Arc::clone(&rounds);
        let running = every("test", Duration::from_hours(1), wake.clone(), shutdown.clone(), move || {
            counter.fetch_add(1, Ordering::SeqCst);
            async { Err(anyhow::anyhow!("a failing round is not the end")) }
        });
        for expected in 1..=3 {
            while rounds.load(Ordering::SeqCst) < expected {
                tokio::task::yield_now().await;
            }
            wake.nudge();
        }
        shutdown.begin();
        tokio::time::timeout(Duration::from_secs(5), running).await.unwrap().unwrap();
    }
}
