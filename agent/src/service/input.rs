//! The agent's end of the pipe that the service holds: when it ends, so does the agent.

use std::io;
use std::thread;

use tokio::sync::Notify;

/// Told once.
static ENDED: Notify = Notify::const_new();

/// From now on the end of standard input is a wish to stop.
///
/// # Errors
/// When the system gives no thread.
pub fn stop_when_input_ends() -> io::Result<()> {
    let listen = || {
        let all = io::copy(&mut io::stdin().lock(), &mut io::sink());
        tracing::info!(?all, "the service has gone or asks to stop");
        ENDED.notify_one();
    };
    thread::Builder::new().name("service-pipe".to_owned()).spawn(listen).map(drop)
}

/// Returns when the service asks for the end, once; never when nobody listens for it.
pub async fn asked_to_stop() {
    ENDED.notified().await;
}
