//! What Windows says of the session this process runs in.
#![expect(unsafe_code, reason = "the session can be asked for through the Win32 API only")]

use std::ptr::null_mut;

use windows_sys::Win32::System::RemoteDesktop::{
    WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION, WTS_INFO_CLASS, WTSConnectState, WTSFreeMemory,
    WTSINFOEXW, WTSQuerySessionInformationW, WTSSessionInfoEx,
};
use windows_sys::Win32::System::StationsAndDesktops::{
    CloseDesktop, DESKTOP_READOBJECTS, GetProcessWindowStation, GetThreadDesktop, GetUserObjectInformationW,
    OpenInputDesktop, UOI_FLAGS, UOI_NAME, USEROBJECTFLAGS,
};
use windows_sys::Win32::System::SystemInformation::{GetVersionExW, OSVERSIONINFOW};
use windows_sys::Win32::System::Threading::GetCurrentThreadId;
use windows_sys::Win32::UI::WindowsAndMessaging::WSF_VISIBLE;

use super::super::session::Facts;

/// Names of desktops are short.
const NAME_LENGTH: usize = 128;

/// Everything the judgement needs.
pub(in crate::desk::windows) fn session_facts() -> Facts {
    Facts {
        input_is_ours: input_is_ours(),
        connection: answer::<i32>(WTSConnectState),
        lock_flag: answer::<WTSINFOEXW>(WTSSessionInfoEx).and_then(lock_flag),
        is_windows_7: is_windows_7(),
    }
}

/// Whether what this process draws can be seen at all.
pub(in crate::desk::windows) fn has_screen() -> bool {
    let mut flags = USEROBJECTFLAGS::default();
    // SAFETY: the structure is as long as is said; the station belongs to the process and is not closed.
    let told = unsafe {
        let station = GetProcessWindowStation();
        GetUserObjectInformationW(
            station,
            UOI_FLAGS,
            (&raw mut flags).cast(),
            size_of_u32::<USEROBJECTFLAGS>(),
            null_mut(),
        )
    };
    told != 0 && flags.dwFlags & WSF_VISIBLE.cast_unsigned() != 0
}

/// The input desktop is another one while the screen is locked or a secure prompt is shown.
fn input_is_ours() -> bool {
    // SAFETY: the desktop that is opened is closed again; the thread's own is not ours to close.
    unsafe {
        let input = OpenInputDesktop(0, 0, DESKTOP_READOBJECTS);
        if input.is_null() {
            return false;
        }
        let ours = name(input) == name(GetThreadDesktop(GetCurrentThreadId()));
        CloseDesktop(input);
        ours
    }
}

fn name(desktop: *mut std::ffi::c_void) -> Option<String> {
    let mut units = [0_u16; NAME_LENGTH];
    // SAFETY: the buffer is as long as is said.
    let told = unsafe {
        let length = size_of_u32::<[u16; NAME_LENGTH]>();
        GetUserObjectInformationW(desktop, UOI_NAME, units.as_mut_ptr().cast(), length, null_mut())
    };
    let name = units.split(|unit| *unit == 0).next().unwrap_or_default();
    (told != 0).then(|| String::from_utf16_lossy(name))
}

/// One fact about the own session; `T` must be what Windows documents for the class.
fn answer<T: Copy>(class: WTS_INFO_CLASS) -> Option<T> {
    let mut buffer: *mut u16 = null_mut();
    let mut length = 0;
    // SAFETY: Windows hands out a buffer and its length; it is read only as far as it reaches, wherever it
    // lies, and freed once.
    unsafe {
        let told = WTSQuerySessionInformationW(
            WTS_CURRENT_SERVER_HANDLE,
            WTS_CURRENT_SESSION,
            class,
            &raw mut buffer,
            &raw mut length,
        );
        if told == 0 || buffer.is_null() {
            return None;
        }
        let answer = (length >= size_of_u32::<T>()).then(|| buffer.cast::<T>().read_unaligned());
        WTSFreeMemory(buffer.cast());
        answer
    }
}

fn lock_flag(info: WTSINFOEXW) -> Option<i32> {
    // SAFETY: the union has one member of plain numbers; level 1 says that it was filled.
    (info.Level == 1).then_some(unsafe { info.Data.WTSInfoExLevel1.SessionFlags })
}

fn is_windows_7() -> bool {
    let mut version =
        OSVERSIONINFOW { dwOSVersionInfoSize: size_of_u32::<OSVERSIONINFOW>(), ..OSVERSIONINFOW::default() };
    // SAFETY: the structure says how long it is. Newer systems call themselves 6.2 here, which is all we ask.
    let told = unsafe { GetVersionExW(&raw mut version) };
    told != 0 && (version.dwMajorVersion, version.dwMinorVersion) == (6, 1)
}

fn size_of_u32<T>() -> u32 {
    u32::try_from(size_of::<T>()).unwrap_or(0)
}
