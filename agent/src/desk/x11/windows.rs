//! Finding, raising and judging windows, with and without a window manager.

use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt as _, EventMask, InputFocus, MapState,
    StackMode, Window,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::{DeskError, gone, system};
use crate::desk::{WindowId, WindowRule};

/// Windows nest a few levels deep at most; deeper means a broken tree.
const DEEPEST: usize = 6;

pub(super) fn number(window: WindowId) -> Result<Window, DeskError> {
    Window::try_from(window.0).map_err(system)
}

pub(super) fn find(
    connection: &RustConnection,
    root: Window,
    rule: &WindowRule,
) -> Result<WindowId, DeskError> {
    let candidates = match client_list(connection, root)? {
        listed if !listed.is_empty() => listed,
        _ => descendants(connection, root)?,
    };
    let mut found = candidates.into_iter().filter(|&window| {
        is_visible(connection, window) && rule.matches(&title(connection, window), &class(connection, window))
    });
    match (found.next(), found.count()) {
        (None, _) => Err(DeskError::WindowMissing),
        (Some(window), 0) => Ok(WindowId(u64::from(window))),
        (Some(_), others) => Err(DeskError::SeveralWindows(others + 1)),
    }
}

pub(super) fn raise(connection: &RustConnection, root: Window, window: WindowId) -> Result<(), DeskError> {
    let id = number(window)?;
    if has_focus(connection, window)? && !is_covered(connection, root, window)? {
        return Ok(());
    }
    let above = ConfigureWindowAux::new().stack_mode(StackMode::ABOVE);
    connection.configure_window(id, &above).map_err(system)?.check().map_err(gone)?;
    if client_list(connection, root)?.is_empty() {
        let focus = connection.set_input_focus(InputFocus::PARENT, id, x11rb::CURRENT_TIME);
        focus.map_err(system)?.check().map_err(gone)?;
    } else {
        activate(connection, root, id)?;
    }
    if has_focus(connection, window)? { Ok(()) } else { Err(DeskError::FocusRefused) }
}

/// Asks the window manager, which decides who has the keyboard.
fn activate(connection: &RustConnection, root: Window, id: Window) -> Result<(), DeskError> {
    const FROM_A_PAGER: u32 = 2;
    let atom = atom(connection, b"_NET_ACTIVE_WINDOW")?;
    let message = ClientMessageEvent::new(32, id, atom, [FROM_A_PAGER, 0, 0, 0, 0]);
    let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
    connection.send_event(false, root, mask, message).map_err(system)?.check().map_err(system)?;
    connection.sync().map_err(system)
}

/// The keyboard belongs to the window itself, or to one inside it.
pub(super) fn has_focus(connection: &RustConnection, window: WindowId) -> Result<bool, DeskError> {
    let id = number(window)?;
    let mut focus = connection.get_input_focus().map_err(system)?.reply().map_err(system)?.focus;
    for _ in 0..DEEPEST {
        if focus == id {
            return Ok(true);
        }
        match connection.query_tree(focus).map_err(system)?.reply() {
            Ok(tree) if tree.parent != x11rb::NONE => focus = tree.parent,
            Ok(_) | Err(_) => return Ok(false),
        }
    }
    Ok(false)
}

/// Whether a visible window lies over any part of this one.
pub(super) fn is_covered(
    connection: &RustConnection,
    root: Window,
    window: WindowId,
) -> Result<bool, DeskError> {
    let top = top_level(connection, root, number(window)?)?;
    let own = rectangle(connection, root, top)?;
    let children = connection.query_tree(root).map_err(system)?.reply().map_err(system)?.children;
    let above = children.into_iter().skip_while(|&child| child != top).skip(1);
    for other in above.filter(|&other| is_visible(connection, other)) {
        if rectangle(connection, root, other).is_ok_and(|other| overlap(own, other)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Where the window's client area starts on the screen.
pub(super) fn origin(
    connection: &RustConnection,
    root: Window,
    window: WindowId,
) -> Result<(i32, i32), DeskError> {
    let place = connection.translate_coordinates(number(window)?, root, 0, 0).map_err(system)?;
    let place = place.reply().map_err(gone)?;
    Ok((i32::from(place.dst_x), i32::from(place.dst_y)))
}

/// Left, top, right, bottom; right and bottom just outside.
type Rectangle = (i32, i32, i32, i32);

fn rectangle(connection: &RustConnection, root: Window, id: Window) -> Result<Rectangle, DeskError> {
    let (left, top) = origin(connection, root, WindowId(u64::from(id)))?;
    let size = connection.get_geometry(id).map_err(system)?.reply().map_err(gone)?;
    Ok((left, top, left + i32::from(size.width), top + i32::from(size.height)))
}

fn overlap(one: Rectangle, other: Rectangle) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
}

fn top_level(connection: &RustConnection, root: Window, id: Window) -> Result<Window, DeskError> {
    let mut top = id;
    for _ in 0..DEEPEST {
        let parent = connection.query_tree(top).map_err(system)?.reply().map_err(gone)?.parent;
        if parent == root || parent == x11rb::NONE {
            break;
        }
        top = parent;
    }
    Ok(top)
}

fn descendants(connection: &RustConnection, root: Window) -> Result<Vec<Window>, DeskError> {
    let mut all = Vec::new();
    let mut level = vec![root];
    for _ in 0..DEEPEST {
        let mut below = Vec::new();
        for window in level {
            // A window may close while we look; it is then simply not there.
            if let Ok(tree) = connection.query_tree(window).map_err(system)?.reply() {
                below.extend(tree.children);
            }
        }
        all.extend(below.iter().copied());
        level = below;
    }
    Ok(all)
}

fn client_list(connection: &RustConnection, root: Window) -> Result<Vec<Window>, DeskError> {
    let list = atom(connection, b"_NET_CLIENT_LIST")?;
    let reply = connection.get_property(false, root, list, AtomEnum::WINDOW, 0, 4096).map_err(system)?;
    let reply = reply.reply().map_err(system)?;
    Ok(reply.value32().map(Iterator::collect).unwrap_or_default())
}

fn atom(connection: &RustConnection, name: &[u8]) -> Result<u32, DeskError> {
    Ok(connection.intern_atom(false, name).map_err(system)?.reply().map_err(system)?.atom)
}

fn is_visible(connection: &RustConnection, window: Window) -> bool {
    let state = connection.get_window_attributes(window).ok().and_then(|cookie| cookie.reply().ok());
    state.is_some_and(|attributes| attributes.map_state == MapState::VIEWABLE)
}

fn title(connection: &RustConnection, window: Window) -> String {
    let unicode = atom(connection, b"_NET_WM_NAME").map(|name| text(connection, window, name));
    match unicode {
        Ok(name) if !name.is_empty() => name,
        Ok(_) | Err(_) => text(connection, window, AtomEnum::WM_NAME.into()),
    }
}

fn class(connection: &RustConnection, window: Window) -> String {
    text(connection, window, AtomEnum::WM_CLASS.into()).replace('\0', " ")
}

fn text(connection: &RustConnection, window: Window, property: u32) -> String {
    let cookie = connection.get_property(false, window, property, AtomEnum::ANY, 0, 1024);
    let reply = cookie.ok().and_then(|cookie| cookie.reply().ok());
    reply.map(|reply| String::from_utf8_lossy(&reply.value).into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_that_only_touch_do_not_overlap() {
        let own = (10, 10, 20, 20);
        assert!(overlap(own, (15, 15, 30, 30)));
        assert!(!overlap(own, (20, 10, 30, 20)));
        assert!(!overlap(own, (10, 0, 20, 10)));
    }
}
