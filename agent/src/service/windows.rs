//! The service as Windows knows it: put in, taken out, and run by the service manager.

mod agent;
mod session;

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, mpsc};
use std::time::{Duration, Instant};

use thiserror::Error;
use windows_service::service::{
    ServiceAccess, ServiceAction, ServiceActionType, ServiceControl, ServiceControlAccept,
    ServiceErrorControl, ServiceExitCode, ServiceFailureActions, ServiceFailureResetPeriod, ServiceInfo,
    ServiceStartType, ServiceState, ServiceStatus, ServiceType,
};
use windows_service::service_control_handler::{self, ServiceControlHandlerResult};
use windows_service::service_manager::{ServiceManager, ServiceManagerAccess};
use windows_service::{define_windows_service, service_dispatcher};

use self::agent::RunningAgent;
use super::supervisor::{Action, Supervisor};

const NAME: &str = "WaystationAgent";
const DISPLAY_NAME: &str = "Waystation agent";
const DESCRIPTION: &str = "Keeps the Waystation agent running in the desktop of whoever is signed in. 让驿站终端程序在当前登录用户的桌面上运行。";
/// Between two looks, when Windows has nothing to report.
const LOOK: Duration = Duration::from_secs(1);
/// How long a stopping agent may take to finish its task.
const GRACE: Duration = Duration::from_mins(2);
/// Restart after a crash: at once, a little later, then every five minutes.
const RESTARTS: [Duration; 3] = [Duration::from_secs(5), Duration::from_secs(30), Duration::from_mins(5)];

/// The folder, for the service's thread, which Windows starts without arguments of ours.
static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Why the service could not be put in, taken out or run.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// The service manager refused.
    #[error("the service manager refused: {0:?}; run this as administrator")]
    Manager(#[from] windows_service::Error),
    /// A file or process refused.
    #[error("the system refused: {0}")]
    System(#[from] io::Error),
}

/// Puts the service in, started with Windows and working with `folder`, and starts it.
///
/// # Errors
/// Without the rights of an administrator, or when it is there already.
pub fn install(folder: &Path) -> Result<(), ServiceError> {
    let manager = ServiceManager::local_computer(
        None::<&OsStr>,
        ServiceManagerAccess::CONNECT | ServiceManagerAccess::CREATE_SERVICE,
    )?;
    let access = ServiceAccess::CHANGE_CONFIG | ServiceAccess::START;
    let service = manager.create_service(&description(folder)?, access)?;
    service.set_description(DESCRIPTION)?;
    let actions = RESTARTS.map(|delay| ServiceAction { action_type: ServiceActionType::Restart, delay });
    service.update_failure_actions(ServiceFailureActions {
        reset_period: ServiceFailureResetPeriod::After(Duration::from_hours(24)),
        reboot_msg: None,
        command: None,
        actions: Some(actions.to_vec()),
    })?;
    Ok(service.start::<&OsStr>(&[])?)
}

fn description(folder: &Path) -> Result<ServiceInfo, ServiceError> {
    Ok(ServiceInfo {
        name: NAME.into(),
        display_name: DISPLAY_NAME.into(),
        service_type: ServiceType::OWN_PROCESS,
        start_type: ServiceStartType::AutoStart,
        error_control: ServiceErrorControl::Normal,
        executable_path: std::env::current_exe()?,
        launch_arguments: vec!["--data-dir".into(), folder.into(), "service".into(), "run".into()],
        dependencies: Vec::new(),
        // The only account that may start programs as whoever is signed in: LocalSystem.
        account_name: None,
        account_password: None,
    })
}

/// Stops the service and takes it out.
///
/// # Errors
/// Without the rights of an administrator, or when it is not there.
pub fn uninstall() -> Result<(), ServiceError> {
    let manager = ServiceManager::local_computer(None::<&OsStr>, ServiceManagerAccess::CONNECT)?;
    let access = ServiceAccess::STOP | ServiceAccess::DELETE | ServiceAccess::QUERY_STATUS;
    let service = manager.open_service(NAME, access)?;
    if service.query_status()?.current_state != ServiceState::Stopped {
        service.stop()?;
    }
    // It goes when it has stopped and nobody holds it any more.
    Ok(service.delete()?)
}

/// Is the service, until Windows stops it.
///
/// # Errors
/// When it was not the service manager that started this process.
pub fn run(folder: &Path) -> Result<(), ServiceError> {
    let file = super::log::open(&folder.join("service.log"))?;
    tracing_subscriber::fmt().with_ansi(false).with_writer(Mutex::new(file)).try_init().ok();
    FOLDER.get_or_init(|| folder.to_owned());
    Ok(service_dispatcher::start(NAME, service_entry)?)
}

define_windows_service!(service_entry, service_main);

fn service_main(_arguments: Vec<OsString>) {
    let folder = FOLDER.get().map_or(Path::new("."), PathBuf::as_path);
    if let Err(error) = serve(folder) {
        tracing::error!(%error, "the service ends");
    }
}

fn serve(folder: &Path) -> Result<(), ServiceError> {
    let (events, inbox) = mpsc::channel();
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever else Windows may say is none of our business"
    )]
    let listen = move |control| match control {
        ServiceControl::Stop | ServiceControl::Shutdown => heard(&events, Event::Stop),
        ServiceControl::SessionChange(_) => heard(&events, Event::SessionChange),
        ServiceControl::Interrogate => ServiceControlHandlerResult::NoError,
        _ => ServiceControlHandlerResult::NotImplemented,
    };
    let status = service_control_handler::register(NAME, listen)?;
    status.set_service_status(report(ServiceState::Running))?;
    tracing::info!("the service runs");
    let agent = supervise(folder, &inbox);
    status.set_service_status(report(ServiceState::StopPending))?;
    if let Some(agent) = agent {
        agent.end_within(GRACE);
    }
    tracing::info!("the service stops");
    Ok(status.set_service_status(report(ServiceState::Stopped))?)
}

enum Event {
    Stop,
    SessionChange,
}

/// Nobody listens any more when the service ends; then there is nothing left to be told.
fn heard(events: &mpsc::Sender<Event>, event: Event) -> ServiceControlHandlerResult {
    events.send(event).ok();
    ServiceControlHandlerResult::NoError
}

fn report(state: ServiceState) -> ServiceStatus {
    let accepted =
        ServiceControlAccept::STOP | ServiceControlAccept::SHUTDOWN | ServiceControlAccept::SESSION_CHANGE;
    let is_running = state == ServiceState::Running;
    ServiceStatus {
        service_type: ServiceType::OWN_PROCESS,
        current_state: state,
        controls_accepted: if is_running { accepted } else { ServiceControlAccept::empty() },
        exit_code: ServiceExitCode::NO_ERROR,
        checkpoint: 0,
        wait_hint: if state == ServiceState::StopPending { GRACE } else { Duration::ZERO },
        process_id: None,
    }
}

/// Keeps the agent running until the service is to stop; gives back the one that runs then.
fn supervise(folder: &Path, inbox: &mpsc::Receiver<Event>) -> Option<RunningAgent> {
    let start = Instant::now();
    let mut supervisor = Supervisor::new();
    let mut agent: Option<RunningAgent> = None;
    loop {
        agent = agent.filter(RunningAgent::is_running);
        match supervisor.decide(session::in_use(), agent.is_some(), start.elapsed()) {
            Action::Wait => {}
            Action::Stop => agent.iter_mut().for_each(RunningAgent::ask_to_end),
            Action::Start(session) => match RunningAgent::start(session, folder) {
                Ok(started) => agent = Some(started),
                Err(error) => tracing::warn!(session, %error, "the agent does not start"),
            },
        }
        match inbox.recv_timeout(LOOK) {
            Ok(Event::SessionChange) | Err(mpsc::RecvTimeoutError::Timeout) => {}
            Ok(Event::Stop) | Err(mpsc::RecvTimeoutError::Disconnected) => return agent,
        }
    }
}
