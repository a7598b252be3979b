//! Keys and clicks, and what could turn them into something else.
#![expect(unsafe_code, reason = "input can be given through the Win32 API only")]

use std::ptr::null_mut;

use windows_sys::Win32::UI::Input::Ime::{IMC_SETOPENSTATUS, ImmGetDefaultIMEWnd};
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{
    GetAsyncKeyState, GetKeyState, GetKeyboardLayout, HKL, INPUT, INPUT_0, INPUT_KEYBOARD, INPUT_MOUSE,
    KEYBDINPUT, KEYEVENTF_KEYUP, KEYEVENTF_UNICODE, MAPVK_VK_TO_CHAR, MAPVK_VK_TO_VSC, MOUSEEVENTF_LEFTDOWN,
    MOUSEEVENTF_LEFTUP, MOUSEINPUT, MapVirtualKeyExW, MapVirtualKeyW, SendInput, VK_CAPITAL, VK_CONTROL,
    VK_LWIN, VK_MENU, VK_RWIN, VK_SHIFT, VkKeyScanExW,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    GetWindowThreadProcessId, SMTO_ABORTIFHUNG, SendMessageTimeoutW, SetCursorPos, WM_IME_CONTROL,
};

use super::super::strokes::{LayoutKey, Stroke};
use super::last_error;
use super::window::Handle;
use crate::desk::DeskError;

/// Set for a key that only changes the next one.
const DEAD: u32 = 0x8000_0000;
/// What a layout says of a character that needs Shift and nothing else.
const WITH_SHIFT: u8 = 1;
/// Asks an input method whether it is open.
const IMC_GETOPENSTATUS: usize = 5;
/// How long an input method may take to answer, in milliseconds.
const PATIENCE: u32 = 200;

/// The keyboard layout of a window.
#[derive(Debug, Clone, Copy)]
pub(in crate::desk::windows) struct Layout(HKL);

impl Layout {
    /// The layout that the window's program uses now.
    pub(in crate::desk::windows) fn of(window: Handle) -> Self {
        // SAFETY: a window that has gone has no thread, and no thread has our own layout.
        Self(unsafe { GetKeyboardLayout(GetWindowThreadProcessId(window.raw(), null_mut())) })
    }

    /// The key that types a character, alone or with Shift.
    pub(in crate::desk::windows) fn key(self, character: char) -> Option<LayoutKey> {
        let unit = u16::try_from(u32::from(character)).ok()?;
        // SAFETY: plain numbers in and out.
        let [code, modifiers] = unsafe { VkKeyScanExW(unit, self.0) }.to_le_bytes();
        // SAFETY: plain numbers in and out.
        let shown = unsafe { MapVirtualKeyExW(u32::from(code), MAPVK_VK_TO_CHAR, self.0) };
        let is_dead = shown & DEAD != 0;
        let shift = modifiers == WITH_SHIFT;
        ((shift || modifiers == 0) && !is_dead).then(|| LayoutKey { code: u16::from(code), shift })
    }
}

/// Whether something is down, or on, that would change what others type.
pub(in crate::desk::windows) fn modifier_is_held() -> bool {
    let held = [VK_SHIFT, VK_CONTROL, VK_MENU, VK_LWIN, VK_RWIN];
    // SAFETY: plain numbers in and out. The sign says that a key is down now, the lowest bit that it is on.
    let is_down = |key: &u16| unsafe { GetAsyncKeyState(i32::from(*key)) } < 0;
    // SAFETY: as above.
    held.iter().any(is_down) || unsafe { GetKeyState(i32::from(VK_CAPITAL)) } & 1 != 0
}

/// Puts strokes into the system's queue, all or none between the strokes of others.
pub(in crate::desk::windows) fn send_keys(strokes: &[Stroke]) -> Result<(), DeskError> {
    let inputs: Vec<INPUT> = strokes.iter().map(|stroke| keyboard(key_input(*stroke))).collect();
    send(&inputs)
}

/// Clicks with the left button at a point of the screen.
pub(in crate::desk::windows) fn click(x: i32, y: i32) -> Result<(), DeskError> {
    // SAFETY: plain numbers in and out.
    if unsafe { SetCursorPos(x, y) } == 0 {
        return Err(last_error());
    }
    let button = |flags| {
        let mouse = MOUSEINPUT { dwFlags: flags, ..MOUSEINPUT::default() };
        INPUT { r#type: INPUT_MOUSE, Anonymous: INPUT_0 { mi: mouse } }
    };
    send(&[button(MOUSEEVENTF_LEFTDOWN), button(MOUSEEVENTF_LEFTUP)])
}

/// Closes the input method of a window, if it has an open one; false when it stays open.
pub(in crate::desk::windows) fn close_input_method(window: Handle) -> bool {
    let ask = |what: usize| {
        let mut answer = 0;
        // SAFETY: the answer outlives the call, and an input method that hangs is given up.
        let answered = unsafe {
            let method = ImmGetDefaultIMEWnd(window.raw());
            SendMessageTimeoutW(method, WM_IME_CONTROL, what, 0, SMTO_ABORTIFHUNG, PATIENCE, &raw mut answer)
        };
        answered != 0 && answer != 0
    };
    if !ask(IMC_GETOPENSTATUS) {
        return true;
    }
    ask(IMC_SETOPENSTATUS as usize);
    !ask(IMC_GETOPENSTATUS)
}

fn key_input(stroke: Stroke) -> KEYBDINPUT {
    let rising = |up| if up { KEYEVENTF_KEYUP } else { 0 };
    match stroke {
        Stroke::Unit { unit, up } => {
            KEYBDINPUT { wScan: unit, dwFlags: KEYEVENTF_UNICODE | rising(up), ..KEYBDINPUT::default() }
        }
        Stroke::Code { code, up } => {
            // SAFETY: plain numbers in and out. Some programs look at the place of a key instead of its code.
            let place = unsafe { MapVirtualKeyW(u32::from(code), MAPVK_VK_TO_VSC) };
            let place = u16::try_from(place).unwrap_or(0);
            KEYBDINPUT { wVk: code, wScan: place, dwFlags: rising(up), ..KEYBDINPUT::default() }
        }
    }
}

const fn keyboard(key: KEYBDINPUT) -> INPUT {
    INPUT { r#type: INPUT_KEYBOARD, Anonymous: INPUT_0 { ki: key } }
}

fn send(inputs: &[INPUT]) -> Result<(), DeskError> {
    let count = u32::try_from(inputs.len()).unwrap_or(0);
    let size = i32::try_from(size_of::<INPUT>()).unwrap_or(0);
    // SAFETY: the list has as many entries of this size as are announced.
    let sent = unsafe { SendInput(count, inputs.as_ptr(), size) };
    if sent == count { Ok(()) } else { Err(last_error()) }
}
