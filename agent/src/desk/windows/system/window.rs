//! Top-level windows: which there are, how they are named, where they lie, which has the keyboard.
#![expect(unsafe_code, reason = "windows can be reached through the Win32 API only")]

use std::ptr::without_provenance_mut;

use windows_sys::Win32::Foundation::{HWND, LPARAM, POINT, RECT, TRUE};
use windows_sys::Win32::Graphics::Dwm::{DWMWA_CLOAKED, DwmGetWindowAttribute};
use windows_sys::Win32::Graphics::Gdi::ClientToScreen;
use windows_sys::Win32::System::Threading::{AttachThreadInput, GetCurrentThreadId};
use windows_sys::Win32::UI::Input::KeyboardAndMouse::IsWindowEnabled;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    BringWindowToTop, EnumWindows, GWL_EXSTYLE, GetClassNameW, GetClientRect, GetForegroundWindow,
    GetWindowLongW, GetWindowRect, GetWindowTextW, GetWindowThreadProcessId, IsIconic, IsWindowVisible,
    SW_RESTORE, SetForegroundWindow, ShowWindow, WS_EX_TRANSPARENT,
};
use windows_sys::core::BOOL;

use super::super::cover::Area;
use crate::desk::{DeskError, WindowId};

/// Longer titles and class names are cut.
const NAME_LENGTH: usize = 512;

/// A window as Windows knows it. It may close at any time; every call then fails in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desk::windows) struct Handle(usize);

impl Handle {
    /// The window of this number.
    pub(in crate::desk::windows) fn of(window: WindowId) -> Result<Self, DeskError> {
        usize::try_from(window.0).map(Self).map_err(|error| DeskError::System(error.to_string()))
    }

    /// Its number.
    pub(in crate::desk::windows) fn id(self) -> WindowId {
        WindowId(u64::try_from(self.0).unwrap_or(u64::MAX))
    }

    /// As Win32 takes it.
    pub(super) const fn raw(self) -> HWND {
        without_provenance_mut(self.0)
    }

    fn from_raw(raw: HWND) -> Option<Self> {
        (!raw.is_null()).then(|| Self(raw.addr()))
    }
}

/// All top-level windows, the front one first.
pub(in crate::desk::windows) fn windows_from_the_top() -> Vec<Handle> {
    unsafe extern "system" fn collect(window: HWND, list: LPARAM) -> BOOL {
        // SAFETY: the list below is what EnumWindows hands through, and it outlives the call.
        let list = unsafe { &mut *(list as *mut Vec<Handle>) };
        list.extend(Handle::from_raw(window));
        TRUE
    }
    let mut list: Vec<Handle> = Vec::new();
    // SAFETY: `collect` takes the list for what it is and is not called after this call.
    unsafe { EnumWindows(Some(collect), (&raw mut list) as LPARAM) };
    list
}

/// Text of the title bar.
pub(in crate::desk::windows) fn title(window: Handle) -> String {
    // SAFETY: the buffer is as long as is said.
    text(|buffer, length| unsafe { GetWindowTextW(window.raw(), buffer, length) })
}

/// Name of the window class.
pub(in crate::desk::windows) fn class(window: Handle) -> String {
    // SAFETY: the buffer is as long as is said.
    text(|buffer, length| unsafe { GetClassNameW(window.raw(), buffer, length) })
}

fn text(read: impl FnOnce(*mut u16, i32) -> i32) -> String {
    let mut units = [0_u16; NAME_LENGTH];
    let length = read(units.as_mut_ptr(), i32::try_from(NAME_LENGTH).unwrap_or(0));
    let read = units.get(..usize::try_from(length).unwrap_or(0)).unwrap_or_default();
    String::from_utf16_lossy(read)
}

/// Whether it is meant to be seen: shown, and not kept back by the system as suspended programs are.
pub(in crate::desk::windows) fn is_shown(window: Handle) -> bool {
    let mut cloaked = 0_u32;
    // SAFETY: the attribute is a 32-bit number. Windows 7 does not know it and leaves the number as it is.
    unsafe {
        let place = (&raw mut cloaked).cast();
        DwmGetWindowAttribute(window.raw(), DWMWA_CLOAKED.cast_unsigned(), place, 4);
        IsWindowVisible(window.raw()) != 0 && cloaked == 0
    }
}

/// Whether it is reduced to its button.
pub(in crate::desk::windows) fn is_minimised(window: Handle) -> bool {
    // SAFETY: a window that has gone is no error.
    unsafe { IsIconic(window.raw()) != 0 }
}

/// Whether it takes keys and clicks; not while a dialog of its own waits for an answer.
pub(in crate::desk::windows) fn takes_input(window: Handle) -> bool {
    // SAFETY: a window that has gone is no error.
    unsafe { IsWindowEnabled(window.raw()) != 0 }
}

/// Overlays that let every click through are drawn by screen recorders and the like, mostly empty.
pub(in crate::desk::windows) fn hides_what_is_below(window: Handle) -> bool {
    // SAFETY: a window that has gone is no error.
    let style = unsafe { GetWindowLongW(window.raw(), GWL_EXSTYLE) }.cast_unsigned();
    style & WS_EX_TRANSPARENT == 0 && !is_minimised(window)
}

/// Where it lies with its frame.
pub(in crate::desk::windows) fn outer_area(window: Handle) -> Option<Area> {
    let mut frame = RECT::default();
    // SAFETY: the rectangle outlives the call.
    (unsafe { GetWindowRect(window.raw(), &raw mut frame) } != 0).then(|| area_of(frame))
}

/// Where its contents lie on the screen.
pub(in crate::desk::windows) fn client_area(window: Handle) -> Option<Area> {
    let (mut inside, mut origin) = (RECT::default(), POINT::default());
    // SAFETY: rectangle and point outlive the calls.
    let found = unsafe {
        GetClientRect(window.raw(), &raw mut inside) != 0
            && ClientToScreen(window.raw(), &raw mut origin) != 0
    };
    found.then_some(Area { left: origin.x, top: origin.y, width: inside.right, height: inside.bottom })
}

const fn area_of(frame: RECT) -> Area {
    Area {
        left: frame.left,
        top: frame.top,
        width: frame.right - frame.left,
        height: frame.bottom - frame.top,
    }
}

/// The window that has the keyboard.
pub(in crate::desk::windows) fn foreground() -> Option<Handle> {
    // SAFETY: takes nothing.
    Handle::from_raw(unsafe { GetForegroundWindow() })
}

/// Asks for the keyboard. Windows grants it to the program that has it, so we speak as part of that one.
pub(in crate::desk::windows) fn bring_to_front(window: Handle) {
    // SAFETY: windows and threads that have gone are no error, and what is attached is detached again.
    unsafe {
        if is_minimised(window) {
            ShowWindow(window.raw(), SW_RESTORE);
        }
        let own = GetCurrentThreadId();
        let front = GetWindowThreadProcessId(GetForegroundWindow(), std::ptr::null_mut());
        let attached = front != 0 && front != own && AttachThreadInput(own, front, TRUE) != 0;
        BringWindowToTop(window.raw());
        SetForegroundWindow(window.raw());
        if attached {
            AttachThreadInput(own, front, 0);
        }
    }
}
