//! The life of the running server: it listens, works, and ends in order.

use std::net::SocketAddr;

use thiserror::Error;
use tokio::net::TcpListener;

use crate::app::App;
use crate::platform::store::StoreError;
use crate::router;

/// Why the server ended out of order.
#[derive(Debug, Error)]
pub enum ServerError {
    /// The listener broke.
    #[error("listen: {0}")]
    Listen(#[source] std::io::Error),
    /// What memory held could not be written.
    #[error("store: {0}")]
    Store(#[from] StoreError),
}

/// Serves until shutdown begins; then answers what was taken, writes what memory still holds, and ends.
///
/// # Errors
/// When the listener breaks or the store fails at the end.
pub async fn serve(app: App, listener: TcpListener) -> Result<(), ServerError> {
    let jobs = app.start_jobs();
    let begun = app.platform.shutdown.clone();
    let service = router::build(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move { begun.begun().await })
        .await
        .map_err(ServerError::Listen)?;
    for job in jobs {
        if let Err(error) = job.await {
            tracing::error!(%error, "a job did not end well");
        }
    }
    app.fleet.flush_presence().await?;
    Ok(())
}
