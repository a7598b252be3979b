//! The console window of Windows. It is written cell by cell, because consoles before Windows 10 know no
//! escape sequences.
#![expect(unsafe_code, reason = "the console can be reached through the Win32 API only")]

use super::strokes::{Stroke, StrokeEncoder};
use super::{Frame, Input};
use crate::client::{COLUMNS, Cell, Glyph, ROWS, Row};
use std::io;
use std::mem::MaybeUninit;
use std::os::windows::io::AsRawHandle;
use std::time::Duration;
use windows_sys::Win32::Foundation::{WAIT_OBJECT_0, WAIT_TIMEOUT};
use windows_sys::Win32::System::Console::{
    CHAR_INFO, CHAR_INFO_0, COMMON_LVB_LEADING_BYTE, COMMON_LVB_TRAILING_BYTE, CONSOLE_CURSOR_INFO, COORD,
    ENABLE_EXTENDED_FLAGS, ENHANCED_KEY, GetConsoleOutputCP, INPUT_RECORD, KEY_EVENT, KEY_EVENT_RECORD,
    LEFT_CTRL_PRESSED, RIGHT_CTRL_PRESSED, ReadConsoleInputW, SMALL_RECT, SetConsoleCursorInfo,
    SetConsoleCursorPosition, SetConsoleMode, SetConsoleScreenBufferSize, SetConsoleTitleW,
    SetConsoleWindowInfo, WriteConsoleOutputW,
};
use windows_sys::Win32::System::Threading::{INFINITE, WaitForSingleObject};

/// 80 columns; 24 rows of the host and the status bar.
const SIZE: COORD = COORD { X: 80, Y: 25 };
/// A block, as large as a cell.
static CARET: CONSOLE_CURSOR_INFO = CONSOLE_CURSOR_INFO { dwSize: 100, bVisible: 1 };
/// Black on white, as the client draws.
const PLAIN: u16 = 0xF0;
/// Brown on white.
const HIGHLIGHTED: u16 = 0xF6;
/// The code page of simplified Chinese: in its consoles a Chinese character fills two marked cells.
const DOUBLE_BYTE: u32 = 936;
/// Key events taken at once.
const AT_ONCE: usize = 64;

/// The console, taken over until the program ends.
#[derive(Debug)]
pub struct Device {
    shown: Option<Frame>,
    encoder: StrokeEncoder,
    double_byte: bool,
}

impl Device {
    /// Takes the console over under a title.
    ///
    /// # Errors
    /// When standard input is no console.
    pub fn take_over(title: &str) -> io::Result<Self> {
        let title: Vec<u16> = title.encode_utf16().chain([0]).collect();
        let all = SMALL_RECT { Left: 0, Top: 0, Right: SIZE.X - 1, Bottom: SIZE.Y - 1 };
        let one = SMALL_RECT { Left: 0, Top: 0, Right: 0, Bottom: 0 };
        // SAFETY: the handles are the standard ones of this process, the pointers are to values that outlive
        // the calls, and the title ends with a zero.
        unsafe {
            // No line editing, no echo, no Ctrl+C, no selecting with the mouse: every key is the client's.
            checked(SetConsoleMode(io::stdin().as_raw_handle(), ENABLE_EXTENDED_FLAGS))?;
            checked(SetConsoleTitleW(title.as_ptr()))?;
            let output = io::stdout().as_raw_handle();
            // A buffer may never be smaller than its window: first the window small, then both right.
            checked(SetConsoleWindowInfo(output, 1, &raw const one))?;
            checked(SetConsoleScreenBufferSize(output, SIZE))?;
            checked(SetConsoleWindowInfo(output, 1, &raw const all))?;
            checked(SetConsoleCursorInfo(output, &raw const CARET))?;
            Ok(Self {
                shown: None,
                encoder: StrokeEncoder::default(),
                double_byte: GetConsoleOutputCP() == DOUBLE_BYTE,
            })
        }
    }

    /// Shows a frame.
    ///
    /// # Errors
    /// When the console has gone.
    pub fn show(&mut self, frame: Frame) -> io::Result<()> {
        if self.shown.as_ref() == Some(&frame) {
            return Ok(());
        }
        let before: Vec<Row> = self.shown.iter().flat_map(Frame::rows).collect();
        for (index, row) in frame.rows().enumerate() {
            if before.get(index) != Some(&row) {
                self.write(index, &row)?;
            }
        }
        let caret = COORD { X: coordinate(frame.caret.column), Y: coordinate(frame.caret.row) };
        // SAFETY: the handle is the standard output of this process.
        checked(unsafe { SetConsoleCursorPosition(io::stdout().as_raw_handle(), caret) })?;
        self.shown = Some(frame);
        Ok(())
    }

    /// Waits for keys, at most so long; without a limit when there is nothing else to wait for.
    ///
    /// # Errors
    /// When the console has gone.
    pub fn wait(&mut self, at_most: Option<Duration>) -> io::Result<Input> {
        let input = io::stdin().as_raw_handle();
        // Rounded up: waking a moment early would only mean waiting again.
        let limit = at_most.map_or(INFINITE, |limit| {
            u32::try_from(limit.as_millis()).map_or(INFINITE - 1, |millis| millis.saturating_add(1))
        });
        // SAFETY: the handle is the standard input of this process.
        match unsafe { WaitForSingleObject(input, limit) } {
            WAIT_OBJECT_0 => (),
            WAIT_TIMEOUT => return Ok(Input::Nothing),
            _ => return Err(io::Error::last_os_error()),
        }
        let mut records = [const { MaybeUninit::<INPUT_RECORD>::zeroed() }; AT_ONCE];
        let mut count = 0;
        // SAFETY: the buffer has room for as many records as are asked for, and the console fills `count`.
        checked(unsafe {
            ReadConsoleInputW(
                input,
                records.as_mut_ptr().cast(),
                u32::try_from(AT_ONCE).unwrap_or(1),
                &raw mut count,
            )
        })?;
        let read = records.iter().take(usize::try_from(count).unwrap_or(0));
        // SAFETY: all bit patterns are valid records, and these were zeroed or filled.
        let strokes = read.filter_map(|record| stroke(unsafe { record.assume_init_ref() }));
        Ok(Input::Bytes(strokes.flat_map(|stroke| self.encoder.bytes(stroke)).collect()))
    }

    fn write(&self, index: usize, row: &Row) -> io::Result<()> {
        let cells = self.cells(row);
        let y = coordinate(index.min(ROWS));
        let mut region = SMALL_RECT { Left: 0, Top: y, Right: SIZE.X - 1, Bottom: y };
        let (size, start) = (COORD { X: SIZE.X, Y: 1 }, COORD { X: 0, Y: 0 });
        // SAFETY: the buffer holds one row of exactly the size that is named.
        checked(unsafe {
            WriteConsoleOutputW(io::stdout().as_raw_handle(), cells.as_ptr(), size, start, &raw mut region)
        })
    }

    fn cells(&self, row: &Row) -> [CHAR_INFO; COLUMNS] {
        let mut cells = [info(' ', PLAIN); COLUMNS];
        let mut head = ' ';
        for (shown, cell) in cells.iter_mut().zip(row.cells()) {
            *shown = self.info(*cell, head);
            if let Glyph::Wide(character) = cell.glyph {
                head = character;
            }
        }
        cells
    }

    /// Where the console does not mark the halves, the right one is left to the ink of the left one.
    fn info(&self, cell: Cell, head: char) -> CHAR_INFO {
        let colour = if cell.highlighted { HIGHLIGHTED } else { PLAIN };
        match (cell.glyph, self.double_byte) {
            (Glyph::Narrow(character), _) | (Glyph::Wide(character), false) => info(character, colour),
            (Glyph::Wide(character), true) => info(character, colour | COMMON_LVB_LEADING_BYTE),
            (Glyph::Tail, true) => info(head, colour | COMMON_LVB_TRAILING_BYTE),
            (Glyph::Tail, false) => info(' ', colour),
        }
    }
}

/// A cell; what lies outside the first plane cannot stand in one.
fn info(character: char, attributes: u16) -> CHAR_INFO {
    let unit = u16::try_from(u32::from(character)).unwrap_or(0xFFFD);
    CHAR_INFO { Char: CHAR_INFO_0 { UnicodeChar: unit }, Attributes: attributes }
}

fn stroke(record: &INPUT_RECORD) -> Option<Stroke> {
    if u32::from(record.EventType) != KEY_EVENT {
        return None;
    }
    // SAFETY: the event type says which member of the union was written.
    let key: KEY_EVENT_RECORD = unsafe { record.Event.KeyEvent };
    (key.bKeyDown != 0).then(|| Stroke {
        code: key.wVirtualKeyCode,
        // SAFETY: both members are plain numbers over the same bytes.
        unit: unsafe { key.uChar.UnicodeChar },
        control: key.dwControlKeyState & (LEFT_CTRL_PRESSED | RIGHT_CTRL_PRESSED) != 0,
        enhanced: key.dwControlKeyState & ENHANCED_KEY != 0,
    })
}

fn coordinate(number: usize) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}

fn checked(outcome: i32) -> io::Result<()> {
    if outcome == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
