//! Text by way of the clipboard, for the few programs that take it in no other way.
#![expect(unsafe_code, reason = "the clipboard can be reached through the Win32 API only")]

use std::ptr::{copy_nonoverlapping, null_mut};

use windows_sys::Win32::Foundation::{GlobalFree, HGLOBAL};
use windows_sys::Win32::System::DataExchange::{
    CloseClipboard, EmptyClipboard, OpenClipboard, SetClipboardData,
};
use windows_sys::Win32::System::Memory::{GMEM_MOVEABLE, GlobalAlloc, GlobalLock, GlobalUnlock};
use windows_sys::Win32::System::Ole::CF_UNICODETEXT;
use windows_sys::Win32::UI::WindowsAndMessaging::{SMTO_ABORTIFHUNG, SendMessageTimeoutW, WM_COMMAND};

use super::last_error;
use super::window::Handle;
use crate::desk::DeskError;

/// How long a program may take to read the clipboard, in milliseconds.
const PATIENCE: u32 = 2_000;

/// Lets a window paste a text with its own command. Nothing stays on the clipboard.
pub(in crate::desk::windows) fn paste(window: Handle, command: usize, text: &str) -> Result<(), DeskError> {
    Clipboard::open()?.clear()?.put(text)?;
    // SAFETY: the answer is not asked for. The command is done when this returns.
    let done = unsafe {
        SendMessageTimeoutW(window.raw(), WM_COMMAND, command, 0, SMTO_ABORTIFHUNG, PATIENCE, null_mut())
    };
    let done = if done == 0 { Err(last_error()) } else { Ok(()) };
    Clipboard::open()?.clear()?;
    done
}

/// The clipboard while it is ours alone.
struct Clipboard(());

impl Clipboard {
    fn open() -> Result<Self, DeskError> {
        // SAFETY: opened for no window in particular, and closed when dropped.
        if unsafe { OpenClipboard(null_mut()) } == 0 { Err(last_error()) } else { Ok(Self(())) }
    }

    fn clear(self) -> Result<Self, DeskError> {
        // SAFETY: the clipboard is open.
        if unsafe { EmptyClipboard() } == 0 { Err(last_error()) } else { Ok(self) }
    }

    fn put(self, text: &str) -> Result<Self, DeskError> {
        let memory = global(text)?;
        // SAFETY: the clipboard is open; on success the memory belongs to it, otherwise it is still ours.
        unsafe {
            if SetClipboardData(u32::from(CF_UNICODETEXT), memory).is_null() {
                let error = last_error();
                GlobalFree(memory);
                return Err(error);
            }
        }
        Ok(self)
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        // SAFETY: it is open as long as this value lives.
        unsafe { CloseClipboard() };
    }
}

/// The text and a zero, in memory that can be given away.
fn global(text: &str) -> Result<HGLOBAL, DeskError> {
    let units: Vec<u16> = text.encode_utf16().chain([0]).collect();
    // SAFETY: as much memory is asked for as is written, and it is locked while it is written.
    unsafe {
        let memory = GlobalAlloc(GMEM_MOVEABLE, units.len() * size_of::<u16>());
        let place = GlobalLock(memory);
        if place.is_null() {
            return Err(last_error());
        }
        copy_nonoverlapping(units.as_ptr(), place.cast(), units.len());
        GlobalUnlock(memory);
        Ok(memory)
    }
}
