//! The wish of a person or of the system that the agent ends.

use std::future::pending;

use tokio::sync::watch;

/// Hears the wish to stop.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

/// Speaks it.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// A wish that has not been spoken yet.
#[must_use]
pub fn stop_signal() -> (Stopper, Stop) {
    let (stopper, stop) = watch::channel(false);
    (Stopper(stopper), Stop(stop))
}

impl Stopper {
    /// Asks for the end. What is under way is finished first.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Whether the end was asked for.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when the end is asked for.
    pub async fn requested(&self) {
        if self.0.clone().wait_for(|asked| *asked).await.is_err() {
            // Nobody is left who could ask.
            pending::<()>().await;
        }
    }
}
