//! `waystation serve`.

use std::net::SocketAddr;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{DataDir, output};
use crate::platform::jobs::Shutdown;
use crate::server;

pub(super) async fn run(data: &DataDir, listen: SocketAddr) -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
        .init();
    let app = data.open()?;
    let link = app.prepare().await?;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}; is the port in use?"))?;
    let address = listener.local_addr()?;
    stop_on_signal(app.platform.shutdown.clone())?;
    if let Some(token) = link {
        output::line(&format!("sign in once at http://{address}/welcome/{token}"));
    }
    output::line(&format!("listening on http://{address}"));
    server::serve(app, listener).await?;
    tracing::info!("stopped; everything that was taken is stored");
    Ok(())
}

/// The first signal asks for a graceful end, a second one ends at once.
fn stop_on_signal(shutdown: Shutdown) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        for asked in 1.. {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if asked > 1 {
                std::process::exit(130);
            }
            tracing::info!("stopping: finishing what was taken; a second signal ends at once");
            shutdown.begin();
        }
    });
    Ok(())
}
