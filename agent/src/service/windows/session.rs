//! Which session a person works in.
#![expect(unsafe_code, reason = "sessions can be asked for through the Win32 API only")]

use std::ptr::null_mut;

use windows_sys::Win32::System::RemoteDesktop::{
    ProcessIdToSessionId, WTS_CURRENT_SERVER_HANDLE, WTS_SESSION_INFOW, WTSActive, WTSEnumerateSessionsW,
    WTSFreeMemory, WTSGetActiveConsoleSessionId,
};
use windows_sys::Win32::System::Threading::GetCurrentProcessId;

use crate::service::supervisor::SessionId;

/// The session a person works in: the one at the machine itself before one at a remote desktop. A Windows that names
/// no sessions at all, not even that of its services, has one desktop: ours.
pub(super) fn in_use() -> Option<SessionId> {
    let sessions = sessions();
    if sessions.is_empty() {
        return own();
    }
    // SAFETY: takes nothing.
    let console = unsafe { WTSGetActiveConsoleSessionId() };
    let mut active = sessions.iter().filter(|(_, is_active)| *is_active).map(|(session, _)| *session);
    active.clone().find(|session| *session == console).or(active.next())
}

/// The session this process runs in.
pub(super) fn own() -> Option<SessionId> {
    let mut session = 0;
    // SAFETY: the number outlives the call.
    let told = unsafe { ProcessIdToSessionId(GetCurrentProcessId(), &raw mut session) };
    (told != 0).then_some(session)
}

/// Every session, and whether a person works in it.
fn sessions() -> Vec<(SessionId, bool)> {
    let mut list: *mut WTS_SESSION_INFOW = null_mut();
    let mut count = 0;
    // SAFETY: Windows hands out a list and its length; it is read as far as it reaches and freed once.
    unsafe {
        if WTSEnumerateSessionsW(WTS_CURRENT_SERVER_HANDLE, 0, 1, &raw mut list, &raw mut count) == 0
            || list.is_null()
        {
            return Vec::new();
        }
        let sessions = std::slice::from_raw_parts(list, usize::try_from(count).unwrap_or(0));
        let sessions =
            sessions.iter().map(|session| (session.SessionId, session.State == WTSActive)).collect();
        WTSFreeMemory(list.cast());
        sessions
    }
}
