//! Typing text with the XTEST extension: a whole burst in one go.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt as _, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, ModMask, Window};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::{DeskError, system};
use crate::desk::mapping::{Lending, Mapping, Stroke};

const SHIFT_LEFT: u32 = 0xFFE1;
/// Keysyms from here on are plain Unicode; no real keyboard carries only those.
const UNICODE: u32 = 0x0100_0000;
/// evdev code 0: some clients ignore it.
const NO_KEY: u8 = 8;
/// What enigo keeps to itself for a key the keyboard lacks.
const LEFT_FOR_ENIGO: usize = 1;

/// The display's keyboard while the agent types on it.
pub(super) struct Keyboard {
    mapping: Mapping,
    shift: u8,
    spare: Vec<u8>,
    root: Window,
}

impl Keyboard {
    pub(super) fn new(connection: &RustConnection, root: Window) -> Result<Self, DeskError> {
        let keys = read_keys(connection)?;
        let shift = keys.iter().find(|key| key.keysyms.contains(&SHIFT_LEFT)).map(|key| key.keycode);
        let shift = shift.ok_or_else(|| DeskError::NoDesktop("the keyboard has no Shift".to_owned()))?;
        let (spare, own): (Vec<Lending>, Vec<Lending>) = keys.into_iter().partition(is_spare);
        let spare: Vec<u8> = spare.iter().map(|key| key.keycode).collect();
        give_back(connection, &spare)?;
        let lendable = spare.get(LEFT_FOR_ENIGO..).unwrap_or_default();
        Ok(Self { mapping: Mapping::new(&own, lendable), shift, spare, root })
    }

    /// Leaves the keyboard as it was found.
    pub(super) fn give_back(&self, connection: &RustConnection) -> Result<(), DeskError> {
        give_back(connection, &self.spare)
    }

    pub(super) fn burst(&self) -> usize {
        self.mapping.burst()
    }

    pub(super) fn type_text(&mut self, connection: &RustConnection, text: &str) -> Result<(), DeskError> {
        let (strokes, changes) = self
            .mapping
            .plan(text)
            .map_err(|many| DeskError::BurstTooLong { asked: many.asked, limit: many.limit })?;
        for change in changes {
            connection.change_keyboard_mapping(1, change.keycode, 2, &change.keysyms).map_err(system)?;
        }
        // Caps Lock or a key a person holds down would change what the strokes mean.
        self.refuse_modifiers(connection)?;
        for stroke in strokes {
            self.strike(connection, stroke)?;
        }
        connection.sync().map_err(system)
    }

    fn strike(&self, connection: &RustConnection, stroke: Stroke) -> Result<(), DeskError> {
        if stroke.shift {
            self.fake(connection, KEY_PRESS_EVENT, self.shift)?;
        }
        self.fake(connection, KEY_PRESS_EVENT, stroke.keycode)?;
        self.fake(connection, KEY_RELEASE_EVENT, stroke.keycode)?;
        if stroke.shift {
            self.fake(connection, KEY_RELEASE_EVENT, self.shift)?;
        }
        Ok(())
    }

    fn fake(&self, connection: &RustConnection, event: u8, keycode: u8) -> Result<(), DeskError> {
        connection.xtest_fake_input(event, keycode, 0, self.root, 0, 0, 0).map_err(system)?;
        Ok(())
    }

    pub(super) fn refuse_modifiers(&self, connection: &RustConnection) -> Result<(), DeskError> {
        let pointer = connection.query_pointer(self.root).map_err(system)?.reply().map_err(system)?;
        let held = u16::from(pointer.mask)
            & u16::from(ModMask::SHIFT | ModMask::LOCK | ModMask::CONTROL | ModMask::M1 | ModMask::M4);
        if held == 0 { Ok(()) } else { Err(DeskError::ModifierHeld) }
    }
}

fn read_keys(connection: &RustConnection) -> Result<Vec<Lending>, DeskError> {
    let (first, last) = (connection.setup().min_keycode, connection.setup().max_keycode);
    let reply = connection.get_keyboard_mapping(first, last - first + 1).map_err(system)?;
    let reply = reply.reply().map_err(system)?;
    let width = usize::from(reply.keysyms_per_keycode).max(1);
    let level = |keysyms: &[u32], number: usize| keysyms.get(number).copied().unwrap_or(0);
    let keys = reply.keysyms.chunks(width).zip(first..=last);
    Ok(keys
        .map(|(keysyms, keycode)| Lending { keycode, keysyms: [level(keysyms, 0), level(keysyms, 1)] })
        .collect())
}

fn is_spare(key: &Lending) -> bool {
    key.keycode != NO_KEY && key.keysyms.iter().all(|&keysym| keysym == 0 || keysym >= UNICODE)
}

/// Clears keys that an earlier run lent and could not give back.
fn give_back(connection: &RustConnection, spare: &[u8]) -> Result<(), DeskError> {
    for &keycode in spare {
        connection.change_keyboard_mapping(1, keycode, 2, &[0, 0]).map_err(system)?;
    }
    connection.sync().map_err(system)
}
