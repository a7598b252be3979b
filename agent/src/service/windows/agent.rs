//! The agent's process in a person's session.
#![expect(unsafe_code, reason = "a program is started as somebody else through the Win32 API only")]

use std::ffi::{OsStr, OsString, c_void};
use std::fs::File;
use std::io::{self, PipeWriter};
use std::os::windows::ffi::OsStrExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::Path;
use std::ptr::{null, null_mut};
use std::time::Duration;

use windows_sys::Win32::Foundation::{HANDLE, HANDLE_FLAG_INHERIT, SetHandleInformation, WAIT_TIMEOUT};
use windows_sys::Win32::System::Environment::{CreateEnvironmentBlock, DestroyEnvironmentBlock};
use windows_sys::Win32::System::RemoteDesktop::WTSQueryUserToken;
use windows_sys::Win32::System::Threading::{
    CREATE_NO_WINDOW, CREATE_UNICODE_ENVIRONMENT, CreateProcessAsUserW, PROCESS_INFORMATION,
    STARTF_USESTDHANDLES, STARTUPINFOW, TerminateProcess, WaitForSingleObject,
};
use windows_sys::core::w;

use super::session;
use crate::service::supervisor::SessionId;

/// A started agent. It ends by itself when this value and with it the pipe goes.
#[derive(Debug)]
pub(super) struct RunningAgent {
    process: OwnedHandle,
    pipe: Option<PipeWriter>,
}

impl RunningAgent {
    /// Starts this very program in a session, as whoever works there.
    pub(super) fn start(session: SessionId, folder: &Path) -> io::Result<Self> {
        let program = std::env::current_exe()?;
        let arguments: [&OsStr; 4] =
            ["--data-dir".as_ref(), folder.as_ref(), "service".as_ref(), "agent".as_ref()];
        let log = super::super::log::open(&folder.join("agent.log"))?;
        let (input, pipe) = io::pipe()?;
        tracing::info!(session, "starting the agent");
        // Where there is one session only, the service's own account is as good as any.
        let user = if session::own() == Some(session) { None } else { Some(user_of(session)?) };
        let process = start_program(user.as_ref(), &command_line(&program, &arguments), &input, &log)?;
        Ok(Self { process, pipe: Some(pipe) })
    }

    /// Whether it has not ended yet.
    pub(super) fn is_running(&self) -> bool {
        !self.ends_within(Duration::ZERO)
    }

    /// Asks it to finish the task under way and end.
    pub(super) fn ask_to_end(&mut self) {
        self.pipe = None;
    }

    /// Asks it to end, waits, and ends it by force when it does not.
    pub(super) fn end_within(mut self, limit: Duration) {
        self.ask_to_end();
        if !self.ends_within(limit) {
            tracing::warn!("the agent does not end; ending it by force");
            // SAFETY: the handle is of a process that was started here.
            unsafe { TerminateProcess(self.process.as_raw_handle(), 1) };
        }
    }

    fn ends_within(&self, limit: Duration) -> bool {
        let millis = u32::try_from(limit.as_millis()).unwrap_or(u32::MAX - 1);
        // SAFETY: the handle is of a process that was started here.
        unsafe { WaitForSingleObject(self.process.as_raw_handle(), millis) != WAIT_TIMEOUT }
    }
}

/// The identity of whoever works in a session. Only the system's own account is given it.
fn user_of(session: SessionId) -> io::Result<OwnedHandle> {
    let mut token: HANDLE = null_mut();
    // SAFETY: the place for the token outlives the call, and on success the token is ours.
    unsafe {
        if WTSQueryUserToken(session, &raw mut token) == 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(OwnedHandle::from_raw_handle(token))
    }
}

fn start_program(
    user: Option<&OwnedHandle>,
    command_line: &[u16],
    input: &impl AsRawHandle,
    log: &File,
) -> io::Result<OwnedHandle> {
    let environment = user.map(UserEnvironment::of).transpose()?;
    let variables = environment.as_ref().map_or(null_mut(), |environment| environment.0);
    inheritable(input)?;
    inheritable(log)?;
    let startup = STARTUPINFOW {
        cb: u32::try_from(size_of::<STARTUPINFOW>()).unwrap_or(0),
        // The desktop that a person sees; a service's own is another.
        lpDesktop: w!("winsta0\\default").cast_mut(),
        dwFlags: STARTF_USESTDHANDLES,
        hStdInput: input.as_raw_handle(),
        hStdOutput: null_mut(),
        hStdError: log.as_raw_handle(),
        ..STARTUPINFOW::default()
    };
    let mut line = command_line.to_vec();
    let mut started = PROCESS_INFORMATION::default();
    // SAFETY: no user means our own; everything pointed to outlives the call; Windows may write into the command line, which is a copy,
    // and does not write to the desktop's name. On success both handles are ours.
    unsafe {
        let done = CreateProcessAsUserW(
            user.map_or(null_mut(), AsRawHandle::as_raw_handle),
            null(),
            line.as_mut_ptr(),
            null(),
            null(),
            1,
            CREATE_NO_WINDOW | CREATE_UNICODE_ENVIRONMENT,
            variables,
            null(),
            &raw const startup,
            &raw mut started,
        );
        if done == 0 {
            return Err(io::Error::last_os_error());
        }
        drop(OwnedHandle::from_raw_handle(started.hThread));
        Ok(OwnedHandle::from_raw_handle(started.hProcess))
    }
}

/// The variables that a person's programs start with.
struct UserEnvironment(*mut c_void);

impl UserEnvironment {
    fn of(user: &OwnedHandle) -> io::Result<Self> {
        let mut block = null_mut();
        // SAFETY: the place for the block outlives the call.
        let made = unsafe { CreateEnvironmentBlock(&raw mut block, user.as_raw_handle(), 0) };
        if made == 0 { Err(io::Error::last_os_error()) } else { Ok(Self(block)) }
    }
}

impl Drop for UserEnvironment {
    fn drop(&mut self) {
        // SAFETY: it was made by its counterpart and is freed once.
        unsafe { DestroyEnvironmentBlock(self.0) };
    }
}

fn inheritable(handle: &impl AsRawHandle) -> io::Result<()> {
    // SAFETY: the handle is open as long as its owner lives.
    let set =
        unsafe { SetHandleInformation(handle.as_raw_handle(), HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) };
    if set == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Every part in quotes. Paths of Windows hold no quotes; one that ends with a backslash would swallow its own.
fn command_line(program: &Path, arguments: &[&OsStr]) -> Vec<u16> {
    let mut line = OsString::new();
    for part in std::iter::once(program.as_os_str()).chain(arguments.iter().copied()) {
        line.push("\"");
        line.push(part.to_string_lossy().trim_end_matches('\\'));
        line.push("\" ");
    }
    line.encode_wide().chain([0]).collect()
}
