//! The screen as it is drawn, neither scaled nor smoothed.
#![expect(unsafe_code, reason = "pixels can be reached through the Win32 API only")]

use std::ffi::c_void;
use std::ptr::{null_mut, without_provenance_mut};

use windows_sys::Win32::Graphics::Gdi::{
    BI_RGB, BITMAPINFO, BITMAPINFOHEADER, BitBlt, CreateCompatibleDC, CreateDIBSection, DIB_RGB_COLORS,
    DeleteDC, DeleteObject, GdiFlush, GetDC, HBITMAP, HDC, ReleaseDC, SRCCOPY, SelectObject,
};
use windows_sys::Win32::System::LibraryLoader::{GetModuleHandleW, GetProcAddress};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    GetSystemMetrics, SM_CXVIRTUALSCREEN, SM_CYVIRTUALSCREEN, SM_XVIRTUALSCREEN, SM_YVIRTUALSCREEN,
    SetProcessDPIAware,
};
use windows_sys::core::{BOOL, s, w};

use super::super::cover::Area;
use super::last_error;
use crate::desk::DeskError;

/// "Per monitor, version 2": every coordinate and every pixel is real, on each monitor.
const PER_MONITOR_V2: *mut c_void = without_provenance_mut((-4_isize).cast_unsigned());
/// Blue, green, red and an unused byte.
const BYTES_PER_PIXEL: usize = 4;

/// Asks Windows not to pretend that all screens have 96 dots per inch.
pub(in crate::desk::windows) fn see_real_pixels() {
    type SetContext = unsafe extern "system" fn(*mut c_void) -> BOOL;
    // SAFETY: user32 stays loaded, and the function by this name has the signature given since it exists
    // (Windows 10); older systems do not have it and have one scale for all monitors.
    unsafe {
        let found = GetProcAddress(GetModuleHandleW(w!("user32.dll")), s!("SetProcessDpiAwarenessContext"));
        let set_context = found.map(|found| std::mem::transmute::<_, SetContext>(found));
        if set_context.is_none_or(|set_context| set_context(PER_MONITOR_V2) == 0) {
            SetProcessDPIAware();
        }
    }
}

/// All monitors together.
pub(in crate::desk::windows) fn screen_area() -> Area {
    // SAFETY: plain numbers in and out.
    let metric = |index| unsafe { GetSystemMetrics(index) };
    Area {
        left: metric(SM_XVIRTUALSCREEN),
        top: metric(SM_YVIRTUALSCREEN),
        width: metric(SM_CXVIRTUALSCREEN),
        height: metric(SM_CYVIRTUALSCREEN),
    }
}

/// Copies a part of the screen: rows from the top, four bytes a pixel, blue first.
pub(in crate::desk::windows) fn copy_screen(area: Area) -> Result<Vec<u8>, DeskError> {
    let mut copy = Copy::of(area)?;
    copy.take(area)?;
    Ok(copy.pixels())
}

/// A bitmap in memory with the contexts to draw into it.
struct Copy {
    screen: HDC,
    memory: HDC,
    bitmap: HBITMAP,
    bits: *const u8,
    length: usize,
}

impl Copy {
    fn of(area: Area) -> Result<Self, DeskError> {
        let mut bits: *mut c_void = null_mut();
        // SAFETY: the description is complete, and `bits` outlives the call; whatever could not be made is
        // null, which dropping takes.
        let copy = unsafe {
            let screen = GetDC(null_mut());
            let memory = CreateCompatibleDC(screen);
            let bitmap =
                CreateDIBSection(screen, &description(area), DIB_RGB_COLORS, &raw mut bits, null_mut(), 0);
            SelectObject(memory, bitmap);
            Self { screen, memory, bitmap, bits: bits.cast_const().cast(), length: length(area) }
        };
        if copy.memory.is_null() || copy.bits.is_null() { Err(last_error()) } else { Ok(copy) }
    }

    fn take(&mut self, area: Area) -> Result<(), DeskError> {
        let Area { left, top, width, height } = area;
        // SAFETY: both contexts live as long as this value.
        let copied = unsafe {
            let copied = BitBlt(self.memory, 0, 0, width, height, self.screen, left, top, SRCCOPY);
            GdiFlush();
            copied
        };
        if copied == 0 { Err(last_error()) } else { Ok(()) }
    }

    fn pixels(&self) -> Vec<u8> {
        // SAFETY: the bitmap has exactly this many bytes, rows of whole pixels need no padding, and drawing
        // into it was finished before.
        unsafe { std::slice::from_raw_parts(self.bits, self.length) }.to_vec()
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // SAFETY: each was made by this value and is used by nothing else; the context goes before the bitmap
        // that is selected into it.
        unsafe {
            DeleteDC(self.memory);
            DeleteObject(self.bitmap);
            ReleaseDC(null_mut(), self.screen);
        }
    }
}

fn length(area: Area) -> usize {
    let side = |length: i32| usize::try_from(length).unwrap_or(0);
    side(area.width) * side(area.height) * BYTES_PER_PIXEL
}

/// A negative height means that the first row is the top one.
fn description(area: Area) -> BITMAPINFO {
    let header = BITMAPINFOHEADER {
        biSize: u32::try_from(size_of::<BITMAPINFOHEADER>()).unwrap_or(0),
        biWidth: area.width,
        biHeight: -area.height,
        biPlanes: 1,
        biBitCount: 32,
        biCompression: BI_RGB,
        ..BITMAPINFOHEADER::default()
    };
    BITMAPINFO { bmiHeader: header, ..BITMAPINFO::default() }
}
