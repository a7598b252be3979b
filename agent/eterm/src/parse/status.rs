//! The status bar under the screen: link, keyboard, waiting message, caret, edit mode.
//!
//! A field that the bar does not show in one of its known texts is `None`; nobody should type on a `None`.

use crate::screen::Position;

/// Whether the client has its server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerLink {
    /// `已连接服务器`.
    Connected,
    /// `未连接服务器`: stop.
    Disconnected,
}

/// Whether keys are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyboard {
    /// `键盘可用`.
    Free,
    /// `键盘锁定`: an answer is outstanding.
    Locked,
}

/// What typing does to the text under the caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditMode {
    /// `插入`.
    Insert,
    /// `改写`: the terminal-like mode.
    Overwrite,
}

/// Whether the client can print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printer {
    /// `本地打印机状态:可用`.
    Available,
    /// `本地打印机状态:不可用`.
    Unavailable,
}

/// The status bar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StatusBar {
    /// Link to the server.
    pub link: Option<ServerLink>,
    /// Keyboard.
    pub keyboard: Option<Keyboard>,
    /// `接收等待`: an unsolicited message is waiting.
    pub message_waiting: bool,
    /// Where the caret stands, counted from 0; the bar itself counts from 1.
    pub caret: Option<Position>,
    /// Edit mode.
    pub edit_mode: Option<EditMode>,
    /// Local printer.
    pub printer: Option<Printer>,
}

impl StatusBar {
    /// Reads the row of the bar.
    #[must_use]
    pub fn parse(row: &str) -> Self {
        Self {
            link: one_of(
                row,
                ("已连接服务器", ServerLink::Connected),
                ("未连接服务器", ServerLink::Disconnected),
            ),
            keyboard: one_of(row, ("键盘可用", Keyboard::Free), ("键盘锁定", Keyboard::Locked)),
            message_waiting: row.contains("接收等待"),
            caret: caret(row),
            edit_mode: one_of(row, ("插入", EditMode::Insert), ("改写", EditMode::Overwrite)),
            printer: printer(row),
        }
    }

    /// Whether a command can be typed now: linked, and the keyboard is seen to be free.
    #[must_use]
    pub const fn can_type(&self) -> bool {
        matches!((self.link, self.keyboard), (Some(ServerLink::Connected), Some(Keyboard::Free)))
    }
}

/// The field, if exactly one of its two texts is there.
fn one_of<T>(row: &str, first: (&str, T), second: (&str, T)) -> Option<T> {
    match (row.contains(first.0), row.contains(second.0)) {
        (true, false) => Some(first.1),
        (false, true) => Some(second.1),
        (true, true) | (false, false) => None,
    }
}

fn printer(row: &str) -> Option<Printer> {
    let (_, state) = row.split_once("本地打印机状态")?;
    let state = state.trim_start_matches([':', '：', ' ']);
    if state.starts_with("不可用") {
        Some(Printer::Unavailable)
    } else {
        state.starts_with("可用").then_some(Printer::Available)
    }
}

fn caret(row: &str) -> Option<Position> {
    Some(Position { row: number_after(row, '行')?, column: number_after(row, '列')? })
}

/// The number behind a label and its colon, less one.
fn number_after(row: &str, label: char) -> Option<usize> {
    let (_, rest) = row.split_once(label)?;
    let rest = rest.trim_start().strip_prefix(['：', ':'])?.trim_start();
    let digits = rest.find(|mark: char| !mark.is_ascii_digit()).map_or(rest, |end| rest.split_at(end).0);
    digits.parse::<usize>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_bar_is_read() {
        let bar = StatusBar::parse("已连接服务器  键盘可用  行：3 列：12  改写");
        assert_eq!(bar.link, Some(ServerLink::Connected));
        assert_eq!(bar.keyboard, Some(Keyboard::Free));
        assert_eq!(bar.caret, Some(Position { row: 2, column: 11 }));
        assert_eq!(bar.edit_mode, Some(EditMode::Overwrite));
        assert!(!bar.message_waiting && bar.can_type());
    }

    #[test]
    fn a_locked_keyboard_and_a_lost_link_forbid_typing() {
        assert!(!StatusBar::parse("已连接服务器 键盘锁定 接收等待 行：1 列：1 插入").can_type());
        let lost = StatusBar::parse("未连接服务器 键盘可用");
        assert_eq!(lost.link, Some(ServerLink::Disconnected));
        assert!(!lost.can_type());
    }

    #[test]
    fn a_waiting_message_is_seen() {
        let bar = StatusBar::parse("已连接服务器 键盘可用 接收等待 行:24 列:80 插入");
        assert!(bar.message_waiting && bar.can_type());
        assert_eq!(bar.caret, Some(Position { row: 23, column: 79 }));
        assert_eq!(bar.edit_mode, Some(EditMode::Insert));
    }

    #[test]
    fn a_field_with_an_unreadable_cell_is_unknown_not_guessed() {
        let bar = StatusBar::parse("已连接服\u{fffd}\u{fffd}  键盘\u{fffd}\u{fffd}可用  行：\u{fffd} 列：12");
        assert_eq!(bar, StatusBar::default());
        assert!(!bar.can_type());
    }

    #[test]
    fn a_caret_before_the_first_cell_is_no_caret() {
        assert_eq!(StatusBar::parse("行：0 列：1").caret, None);
        assert_eq!(StatusBar::parse("行：1 列：").caret, None);
    }

    #[test]
    fn the_printer_has_two_states() {
        assert_eq!(StatusBar::parse("本地打印机状态:可用").printer, Some(Printer::Available));
        assert_eq!(StatusBar::parse("本地打印机状态:不可用").printer, Some(Printer::Unavailable));
        assert_eq!(StatusBar::parse("键盘可用").printer, None);
    }

    #[test]
    fn a_bar_that_says_both_says_nothing() {
        assert_eq!(StatusBar::parse("键盘可用 键盘锁定").keyboard, None);
    }

    proptest! {
        #[test]
        fn the_caret_is_read_wherever_it_stands(row in 1usize..=99, column in 1usize..=200) {
            let bar = StatusBar::parse(&format!("已连接服务器  键盘可用  行：{row} 列：{column}  改写"));
            prop_assert_eq!(bar.caret, Some(Position { row: row - 1, column: column - 1 }));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = StatusBar::parse(&text);
        }
    }
}
