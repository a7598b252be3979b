//! What the keys do, and what an answer does to the screen.

use super::Position;
use super::characters::{SOE, width};
use super::grid::{COLUMNS, Highlighting, ROWS, Row, Screen};
use super::history::History;
use crate::host::Answer;
use crate::terminal::{CaretMove, Key};

/// Identifies one transmission until it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transaction(u64);

/// What XMIT sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transmission {
    /// Which one it is.
    pub transaction: Transaction,
    /// The text; lines are separated by line feeds.
    pub text: String,
}

/// Whether keys are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyboardState {
    /// `键盘可用`.
    Available,
    /// `键盘锁定`: a transmission is outstanding.
    Locked(Transaction),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EditMode {
    Overwrite,
    Insert,
}

/// The row a pop-up covers.
const POP_UP_ROW: usize = 11;

/// The cell in the lower right corner, counted from home.
const LAST_CELL: usize = ROWS * COLUMNS - 1;

fn position(cell: usize) -> Position {
    Position { row: cell / COLUMNS, column: cell % COLUMNS }
}

/// The client of one session.
#[derive(Debug, Clone)]
pub struct Client {
    screen: Screen,
    caret: Position,
    keyboard: KeyboardState,
    edit_mode: EditMode,
    connected: bool,
    transmissions: u64,
    waiting_message: Option<String>,
    pop_up: Option<String>,
    history: History,
    highlighting: Highlighting,
}

impl Client {
    /// A connected client with an empty screen.
    #[must_use]
    pub fn new(highlighting: Highlighting) -> Self {
        Self {
            screen: Screen::default(),
            caret: Position::default(),
            keyboard: KeyboardState::Available,
            edit_mode: EditMode::Overwrite,
            connected: true,
            transmissions: 0,
            waiting_message: None,
            pop_up: None,
            history: History::default(),
            highlighting,
        }
    }

    /// What is to be seen: the screen, or a past one, with a pop-up over it.
    #[must_use]
    pub fn visible_screen(&self) -> Screen {
        let mut screen = self.history.viewed().unwrap_or(&self.screen).clone();
        if let Some(text) = &self.pop_up {
            screen.replace(POP_UP_ROW, Row::from_text(text, Highlighting::Brackets));
        }
        screen
    }

    /// Where the next character goes.
    #[must_use]
    pub fn caret(&self) -> Position {
        self.caret
    }

    /// Whether keys are taken.
    #[must_use]
    pub fn keyboard(&self) -> KeyboardState {
        self.keyboard
    }

    /// The status bar in the client's exact words.
    #[must_use]
    pub fn status_bar(&self) -> String {
        let link = if self.connected { "已连接服务器" } else { "未连接服务器" };
        let keyboard = match self.keyboard {
            KeyboardState::Available => "键盘可用",
            KeyboardState::Locked(_) => "键盘锁定",
        };
        let waiting = if self.waiting_message.is_some() { "接收等待  " } else { "" };
        let mode = match self.edit_mode {
            EditMode::Overwrite => "改写",
            EditMode::Insert => "插入",
        };
        let Position { row, column } = self.caret;
        format!("{link}  {keyboard}  {waiting}行：{} 列：{}  {mode}", row + 1, column + 1)
    }

    /// Takes a key; returns what is to be sent, when it was XMIT.
    pub fn press(&mut self, key: Key) -> Option<Transmission> {
        self.pop_up = None;
        if !matches!(key, Key::PreviousScreen | Key::NextScreen) {
            self.history.return_to_present();
        }
        let always_taken = matches!(key, Key::PreviousScreen | Key::NextScreen | Key::Unlock);
        if always_taken || self.keyboard == KeyboardState::Available { self.act(key) } else { None }
    }

    fn act(&mut self, key: Key) -> Option<Transmission> {
        match key {
            Key::Character(character) => self.type_character(character),
            Key::StartOfEntry => self.type_character(SOE),
            Key::Return => self.start_row(),
            Key::Transmit => return self.transmit(),
            Key::ClearScreen => self.clear(),
            Key::EraseToLineEnd => self.screen.erase_from(self.caret),
            Key::ToggleInsert => self.toggle_insert(),
            Key::ShowMessage => self.show_message(),
            Key::Move(to) => self.move_caret(to),
            Key::PreviousScreen => self.history.look_back(),
            Key::NextScreen => self.history.look_forward(),
            Key::Unlock => self.keyboard = KeyboardState::Available,
            Key::Click { .. } => (),
        }
        None
    }

    fn type_character(&mut self, character: char) {
        let Some(width) = width(character) else { return };
        if self.caret.column + width > COLUMNS {
            self.start_row();
        }
        if self.edit_mode == EditMode::Insert {
            self.screen.open(self.caret, width);
        }
        self.screen.put(self.caret, character);
        self.caret.column += width;
        if self.caret.column >= COLUMNS {
            self.start_row();
        }
    }

    /// Goes to the start of the next row; from the last row the screen scrolls.
    fn start_row(&mut self) {
        self.caret.column = 0;
        if self.caret.row + 1 < ROWS {
            self.caret.row += 1;
        } else {
            self.screen.scroll();
        }
    }

    fn transmit(&mut self) -> Option<Transmission> {
        if !self.connected {
            self.pop_up = Some("  请先与服务器建立连接!".to_owned());
            return None;
        }
        self.history.keep(&self.screen);
        self.transmissions += 1;
        let transaction = Transaction(self.transmissions);
        self.keyboard = KeyboardState::Locked(transaction);
        Some(Transmission { transaction, text: self.screen.entry_before(self.caret) })
    }

    fn clear(&mut self) {
        self.history.keep(&self.screen);
        self.screen = Screen::default();
        self.caret = Position::default();
    }

    fn toggle_insert(&mut self) {
        self.edit_mode = match self.edit_mode {
            EditMode::Overwrite => EditMode::Insert,
            EditMode::Insert => EditMode::Overwrite,
        };
    }

    fn show_message(&mut self) {
        if let Some(message) = self.waiting_message.take() {
            self.show(&Answer::rows(message.lines().map(ToOwned::to_owned).collect()));
        }
    }

    fn move_caret(&mut self, to: CaretMove) {
        let Position { row, column } = self.caret;
        let cell = row * COLUMNS + column;
        let target = match to {
            CaretMove::Up => cell.checked_sub(COLUMNS).unwrap_or(cell),
            CaretMove::Down if row + 1 < ROWS => cell + COLUMNS,
            CaretMove::Down => cell,
            CaretMove::Left => cell.saturating_sub(1),
            CaretMove::Right => (cell + 1).min(LAST_CELL),
            CaretMove::Home => row * COLUMNS,
            CaretMove::End => row * COLUMNS + self.end_of_text(row),
        };
        let on_tail = self.screen.is_tail(position(target));
        self.caret = position(match (on_tail, to) {
            (false, _) => target,
            (true, CaretMove::Right) if target < LAST_CELL => target + 1,
            (true, _) => target.saturating_sub(1),
        });
    }

    /// The column after the last character of a row, or the last column of a full row.
    fn end_of_text(&self, row: usize) -> usize {
        let text = self.screen.rows().get(row).map(Row::text).unwrap_or_default();
        text.chars().filter_map(width).sum::<usize>().min(COLUMNS - 1)
    }

    /// Paints an answer on the rows below the caret and erases what stands under it; the screen scrolls as
    /// far as needed and the caret goes to the fresh row after it. The keyboard stays as it is.
    pub fn show(&mut self, answer: &Answer) {
        self.history.return_to_present();
        if answer.clears_screen {
            self.clear();
        } else if self.caret.column > 0 {
            self.start_row();
        }
        self.erase_below();
        for line in &answer.lines {
            self.screen.replace(self.caret.row, Row::from_text(line, self.highlighting));
            self.start_row();
        }
    }

    fn erase_below(&mut self) {
        for row in self.caret.row..ROWS {
            self.screen.erase_from(Position { row, column: 0 });
        }
    }

    /// Unlocks the keyboard when this transmission is the one that locked it.
    pub fn unlock(&mut self, transaction: Transaction) {
        if self.keyboard == KeyboardState::Locked(transaction) {
            self.keyboard = KeyboardState::Available;
        }
    }

    /// Locks the keyboard as if something had been sent; returns what unlocks it.
    pub fn lock(&mut self) -> Transaction {
        self.transmissions += 1;
        let transaction = Transaction(self.transmissions);
        self.keyboard = KeyboardState::Locked(transaction);
        transaction
    }

    /// A message waits until it is asked for.
    pub fn hold_message(&mut self, message: &str) {
        self.waiting_message = Some(message.to_owned());
    }

    /// Shows a line over the screen until a key is pressed.
    pub fn pop_up(&mut self, text: &str) {
        self.pop_up = Some(text.to_owned());
    }

    /// The link to the server comes or goes.
    pub fn set_connected(&mut self, connected: bool) {
        self.connected = connected;
    }
}

#[cfg(test)]
#[path = "console_tests.rs"]
mod tests;
