//! `run`: puts the agent together and lets it work until it is told to stop.

use std::path::Path;
use std::process;

use tokio::runtime::Builder;
use waystation_spool::{Policy, Spool};

use super::CliError;
use crate::clock::{Clock, system_entropy};
use crate::config::Settings;
use crate::desk::{Desk, DeskError};
use crate::identity::Identity;
use crate::journal::Journal;
use crate::server::Server;
use crate::terminal::{EtermWindow, WallPace};
use crate::work::stop::{Stopper, stop_signal};
use crate::work::thread::StationThread;
use crate::work::window::{DESKTOP_LOST, WindowStation};
use crate::work::{Parts, Worker};

pub(super) fn run(folder: &Path, settings: &Settings, clock: Clock) -> Result<(), CliError> {
    run_at(start_station(folder, settings, clock)?, folder, settings, clock)
}

/// Works at a station that is there.
pub(super) fn run_at(
    station: StationThread,
    folder: &Path,
    settings: &Settings,
    clock: Clock,
) -> Result<(), CliError> {
    let _lock = super::lock(folder)?;
    let identity = Identity::load(folder)?;
    let parts = Parts {
        server: Server::of(&identity, clock)?,
        terminal_id: identity.terminal_id,
        journal: Journal::open(&folder.join("journal.db"))?,
        spool: Spool::open(&folder.join("spool.db"), Policy::default())?,
        station,
        polling: settings.polling.clone(),
        pictures: settings.pictures.clone(),
        clock,
        entropy: system_entropy,
    };
    let (stopper, stop) = stop_signal();
    let worker = Worker::new(parts, stop);
    tracing::info!(terminal = %identity.terminal_id, name = identity.name, server = identity.server, "working");
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        tokio::spawn(stop_when_asked(stopper));
        worker.run().await
    })?;
    Ok(())
}

fn start_station(folder: &Path, settings: &Settings, clock: Clock) -> Result<StationThread, CliError> {
    let (folder, settings) = (folder.to_owned(), settings.clone());
    Ok(StationThread::start(move || {
        let window = open_window(&settings).map_err(|error| {
            tracing::warn!(%error, "no desktop");
            DESKTOP_LOST.to_owned()
        })?;
        let station = WindowStation::open(window, &folder, clock)?;
        Ok(station.on_screen(settings.window.screen))
    })?)
}

/// The window of the settings, with nothing learned of it.
pub(super) fn open_window(
    settings: &Settings,
) -> Result<EtermWindow<impl Desk + use<>, WallPace>, DeskError> {
    let window = EtermWindow::new(open_desk(settings)?, WallPace::start(), settings.window.rule());
    Ok(window.with_timing(settings.timing.timing()))
}

/// The desktop of the settings.
#[cfg(unix)]
pub(super) fn open_desk(settings: &Settings) -> Result<impl Desk + use<>, DeskError> {
    let display = Some(settings.display.as_str()).filter(|display| !display.is_empty());
    crate::desk::x11::X11Desk::connect(display)
}

/// The desktop this process runs on; there is no other it could reach.
#[cfg(windows)]
pub(super) fn open_desk(_settings: &Settings) -> Result<impl Desk + use<>, DeskError> {
    crate::desk::windows::WindowsDesk::connect()
}

async fn stop_when_asked(stopper: Stopper) {
    asked_to_stop().await;
    tracing::info!("asked to stop; finishing the task under way (ask again to leave at once)");
    stopper.stop();
    asked_to_stop().await;
    process::exit(130);
}

#[cfg(unix)]
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(windows)]
async fn asked_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = crate::service::asked_to_stop() => {}
    }
}
