//! A desktop in memory for tests: one window with an Eterm client painted in a made-up font.
//!
//! Its time is a number that only waiting moves. What goes wrong is set by [`Faults`].

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use waystation_screen::{
    AmbiguousWidth, CellSize, Geometry, GlyphBitmap, GridSize, Picture, Point, Position,
};

use super::{Desk, DeskError, Key, SessionState, WindowId, WindowRule, only_text};
use crate::calibrate::Learned;
use crate::terminal::Pace;

const ROWS: usize = 24;
const COLUMNS: usize = 80;
const CELL: CellSize = CellSize { width: 8, height: 10 };
const ORIGIN: Point = Point { x: 3, y: 2 };
const INK: u32 = 0x0000_FF00;
/// Stands in the right half of a wide character.
const TAIL: char = '\0';
/// Drawn as a bitmap no atlas knows.
pub(crate) const SMUDGE: char = '\u{fffd}';

/// What the client or its desktop does wrong.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    /// How many typed characters are lost before keys arrive as they should.
    pub(crate) lost_keys: usize,
    /// After how many characters how many are lost, once.
    pub(crate) lost_after: Option<(usize, usize)>,
    /// The keyboard is locked until this moment.
    pub(crate) locked_until: Duration,
    /// A bitmap nobody knows lies in the answer until this moment.
    pub(crate) smudged_until: Duration,
    pub(crate) obstacle: Option<Obstacle>,
    /// The keyboard goes to another window after so many key presses.
    pub(crate) focus_lost_after: Option<usize>,
    pub(crate) on_send: OnSend,
}

/// What keeps the window from being worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Obstacle {
    Disconnected,
    SessionLocked,
    /// The remote desktop was closed.
    SessionDisconnected,
    WindowMissing,
    Covered,
    /// It lies behind another window, or is minimised, until it is raised.
    Behind,
    ModifierHeld,
}

/// What F12 does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum OnSend {
    #[default]
    Answer,
    /// It is taken, and nothing ever comes back.
    Silence,
    /// The link breaks.
    Break,
}

/// The client behind the window.
#[derive(Debug)]
pub(crate) struct Client {
    cells: Vec<char>,
    caret: Position,
    /// Answers, each with the time until its first row and until each further one.
    pub(crate) answers: VecDeque<(Duration, String)>,
    arriving: VecDeque<(Duration, String)>,
    pub(crate) faults: Faults,
    pub(crate) pressed: Vec<Key>,
    pub(crate) typed: Vec<String>,
    /// The cells that were clicked.
    pub(crate) clicked: Vec<Position>,
    pub(crate) looks: usize,
    pub(crate) raised: usize,
    presses: usize,
}

/// A handle on the desktop; tests keep one and give one away.
#[derive(Debug, Clone)]
pub(crate) struct FakeDesk {
    pub(crate) client: Rc<RefCell<Client>>,
    now: Rc<Cell<Duration>>,
}

/// The desktop's time.
#[derive(Debug, Clone)]
pub(crate) struct FakePace(Rc<Cell<Duration>>);

impl Pace for FakePace {
    fn elapsed(&self) -> Duration {
        self.0.get()
    }

    fn wait(&mut self, duration: Duration) {
        self.0.set(self.0.get() + duration);
    }
}

impl FakeDesk {
    pub(crate) fn new(faults: Faults) -> Self {
        let client = Client {
            cells: vec![' '; ROWS * COLUMNS],
            caret: Position { row: 0, column: 0 },
            answers: VecDeque::new(),
            arriving: VecDeque::new(),
            faults,
            pressed: Vec::new(),
            typed: Vec::new(),
            clicked: Vec::new(),
            looks: 0,
            raised: 0,
            presses: 0,
        };
        Self { client: Rc::new(RefCell::new(client)), now: Rc::new(Cell::new(Duration::ZERO)) }
    }

    pub(crate) fn pace(&self) -> FakePace {
        FakePace(Rc::clone(&self.now))
    }

    /// Answers the next command after some milliseconds; rows come as many milliseconds apart.
    pub(crate) fn answers(self, millis: u64, text: &str) -> Self {
        self.client.borrow_mut().answers.push_back((Duration::from_millis(millis), text.to_owned()));
        self
    }

    /// Writes text onto the screen from home.
    pub(crate) fn shows(self, text: &str) -> Self {
        self.client.borrow_mut().print(text);
        self
    }

    pub(crate) fn sends(&self) -> usize {
        self.client.borrow().pressed.iter().filter(|key| **key == Key::F12).count()
    }

    fn meets(&self, obstacle: Obstacle) -> bool {
        self.client.borrow().faults.obstacle == Some(obstacle)
    }

    fn locked(&self) -> bool {
        let client = self.client.borrow();
        !client.arriving.is_empty() || self.now.get() < client.faults.locked_until
    }

    /// Lets rows arrive whose time has come.
    fn catch_up(&self) {
        let mut client = self.client.borrow_mut();
        while client.arriving.front().is_some_and(|(at, _)| *at <= self.now.get()) {
            if let Some((_, row)) = client.arriving.pop_front() {
                client.print(&row);
                client.new_line();
            }
        }
    }

    fn count_press(&self) -> Result<(), DeskError> {
        let mut client = self.client.borrow_mut();
        client.presses += 1;
        if client.faults.focus_lost_after.is_some_and(|after| client.presses > after) {
            return Err(DeskError::FocusLost);
        }
        Ok(())
    }
}

impl Client {
    fn loses_key(&mut self) -> bool {
        match &mut self.faults.lost_after {
            Some((0, lost)) => {
                self.faults.lost_keys += *lost;
                self.faults.lost_after = None;
            }
            Some((after, _)) => *after -= 1,
            None => {}
        }
        let lost = self.faults.lost_keys > 0;
        self.faults.lost_keys = self.faults.lost_keys.saturating_sub(1);
        lost
    }

    fn print(&mut self, text: &str) {
        for character in text.chars() {
            if character == '\n' {
                self.new_line();
            } else {
                self.put(character);
            }
        }
    }

    fn put(&mut self, character: char) {
        let width = AmbiguousWidth::One.columns(character);
        let at = self.caret.row * COLUMNS + self.caret.column;
        self.cells[at] = character;
        if width == 2 {
            self.cells[at + 1] = TAIL;
        }
        self.caret.column += width;
        if self.caret.column >= COLUMNS {
            self.new_line();
        }
    }

    fn new_line(&mut self) {
        self.caret.column = 0;
        if self.caret.row + 1 < ROWS {
            self.caret.row += 1;
        } else {
            self.cells.drain(..COLUMNS);
            self.cells.resize(ROWS * COLUMNS, ' ');
        }
    }

    /// A click between square brackets empties the field and puts the caret into it; any other is a button that brings
    /// the next answer on an empty screen.
    fn click(&mut self, at: Position, now: Duration) {
        self.clicked.push(at);
        let cell = at.row * COLUMNS + at.column;
        let opened = self.cells[..cell].iter().rposition(|mark| matches!(mark, '[' | ']'));
        if let Some(opened) = opened.filter(|&opened| self.cells[opened] == '[') {
            let room = self.cells[opened..].iter().position(|mark| *mark == ']').unwrap();
            self.cells[opened + 1..opened + room].fill(' ');
            self.caret = Position { row: at.row, column: (opened + 1) % COLUMNS };
        } else {
            self.cells.fill(' ');
            self.caret = Position { row: 0, column: 0 };
            self.take_answer(now);
        }
    }

    fn send(&mut self, now: Duration) {
        self.new_line();
        self.take_answer(now);
    }

    fn take_answer(&mut self, now: Duration) {
        match self.faults.on_send {
            OnSend::Answer => {}
            OnSend::Silence => self.faults.locked_until = Duration::MAX,
            OnSend::Break => self.faults.obstacle = Some(Obstacle::Disconnected),
        }
        let Some((step, text)) = self.answers.pop_front() else { return };
        let times = (1..).map(|number| now + step * number);
        self.arriving = times.zip(text.lines().map(str::to_owned)).collect();
    }
}

impl Desk for FakeDesk {
    fn session(&mut self) -> Result<SessionState, DeskError> {
        Ok(match self.client.borrow().faults.obstacle {
            Some(Obstacle::SessionLocked) => SessionState::Locked,
            Some(Obstacle::SessionDisconnected) => SessionState::Disconnected,
            Some(_) | None => SessionState::Usable,
        })
    }

    fn find(&mut self, _rule: &WindowRule) -> Result<WindowId, DeskError> {
        if self.meets(Obstacle::WindowMissing) { Err(DeskError::WindowMissing) } else { Ok(WindowId(1)) }
    }

    fn raise(&mut self, _window: WindowId) -> Result<(), DeskError> {
        let mut client = self.client.borrow_mut();
        client.raised += 1;
        client.faults.obstacle.take_if(|obstacle| *obstacle == Obstacle::Behind);
        Ok(())
    }

    fn keys_are_free(&mut self) -> Result<(), DeskError> {
        if self.meets(Obstacle::ModifierHeld) { Err(DeskError::ModifierHeld) } else { Ok(()) }
    }

    fn is_covered(&mut self, _window: WindowId) -> Result<bool, DeskError> {
        Ok(self.meets(Obstacle::Covered) || self.meets(Obstacle::Behind))
    }

    fn capture(&mut self, _window: WindowId) -> Result<Picture, DeskError> {
        self.catch_up();
        let locked = self.locked();
        let mut client = self.client.borrow_mut();
        client.looks += 1;
        let mut canvas = Canvas::new();
        for (number, character) in client.cells.iter().enumerate() {
            canvas.draw(Position { row: number / COLUMNS, column: number % COLUMNS }, *character);
        }
        canvas.draw_text(ROWS, &status_bar(&client, locked));
        canvas.invert(client.caret);
        if self.now.get() < client.faults.smudged_until {
            canvas.draw(Position { row: client.caret.row.saturating_sub(1), column: 1 }, SMUDGE);
        }
        Ok(canvas.0)
    }

    fn type_text(&mut self, _window: WindowId, text: &str) -> Result<(), DeskError> {
        only_text(text)?;
        self.count_press()?;
        if self.locked() {
            return Ok(());
        }
        let mut client = self.client.borrow_mut();
        client.typed.push(text.to_owned());
        for character in text.chars() {
            if !client.loses_key() {
                client.put(character);
            }
        }
        Ok(())
    }

    fn burst(&self) -> usize {
        40
    }

    fn press(&mut self, _window: WindowId, key: Key) -> Result<(), DeskError> {
        self.count_press()?;
        let locked = self.locked();
        let mut client = self.client.borrow_mut();
        client.pressed.push(key);
        if locked {
            return Ok(());
        }
        match key {
            Key::Escape => client.put('►'),
            Key::Enter => client.new_line(),
            Key::F12 => client.send(self.now.get()),
            Key::F11 => {}
            Key::ControlA => {
                client.cells.fill(' ');
                client.caret = Position { row: 0, column: 0 };
            }
        }
        Ok(())
    }

    fn click(&mut self, _window: WindowId, x: u32, y: u32) -> Result<(), DeskError> {
        let cell = |pixel: u32, origin: usize, length: usize| (pixel as usize - origin) / length;
        let at = Position { row: cell(y, ORIGIN.y, CELL.height), column: cell(x, ORIGIN.x, CELL.width) };
        if !self.locked() {
            self.client.borrow_mut().click(at, self.now.get());
        }
        Ok(())
    }
}

fn status_bar(client: &Client, locked: bool) -> String {
    let link = if client.faults.obstacle == Some(Obstacle::Disconnected) {
        "未连接服务器"
    } else {
        "已连接服务器"
    };
    let keyboard = if locked { "键盘锁定" } else { "键盘可用" };
    format!("{link}  {keyboard}  行：{} 列：{}  改写", client.caret.row + 1, client.caret.column + 1)
}

struct Canvas(Picture);

impl Canvas {
    fn new() -> Self {
        let width = 2 * ORIGIN.x + COLUMNS * CELL.width;
        let height = 2 * ORIGIN.y + (ROWS + 1) * CELL.height;
        Self(Picture::filled(width, height, 0).unwrap())
    }

    fn draw_text(&mut self, row: usize, text: &str) {
        let mut column = 0;
        for character in text.chars() {
            self.draw(Position { row, column }, character);
            column += AmbiguousWidth::One.columns(character);
        }
    }

    fn draw(&mut self, at: Position, character: char) {
        if matches!(character, ' ' | TAIL) {
            return;
        }
        let corner = geometry().top_left(at);
        for (y, row) in glyph(character).into_iter().enumerate() {
            for x in (0..64).filter(|x| row >> x & 1 == 1) {
                self.0.set_pixel(corner.x + 1 + x, corner.y + y, INK);
            }
        }
    }

    fn invert(&mut self, at: Position) {
        let corner = geometry().top_left(at);
        for y in corner.y..corner.y + CELL.height {
            for x in corner.x..corner.x + CELL.width {
                let colour = if self.0.pixel(x, y) == Some(INK) { 0 } else { INK };
                self.0.set_pixel(x, y, colour);
            }
        }
    }
}

pub(crate) fn geometry() -> Geometry {
    Geometry::new(ORIGIN, CELL, GridSize { rows: ROWS + 1, columns: COLUMNS }).unwrap()
}

/// A made-up bitmap, different for every character: a bar on the left, noise right of it.
fn glyph(character: char) -> Vec<u64> {
    let width = CELL.width * AmbiguousWidth::One.columns(character) - 2;
    let mut noise = u64::from(character).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut row = |number: usize| {
        noise ^= noise << 13;
        noise ^= noise >> 7;
        noise ^= noise << 17;
        if number == 0 || number + 1 == CELL.height { 0 } else { (noise >> 20 & ((1 << width) - 1)) | 1 }
    };
    (0..CELL.height).map(&mut row).collect()
}

/// What a perfect calibration of the made-up font would have learned.
pub(crate) fn learned() -> Learned {
    let mut learned = Learned::nothing(&Canvas::new().0, geometry(), AmbiguousWidth::One);
    let texts =
        "已未连接服务器键盘可用锁定行列：改写没有航班【】查询返回黑屏预订座提示处理中功姓名林青禾失败成";
    for character in ('!'..='~').chain(['►']).chain(texts.chars()) {
        let width = CELL.width * AmbiguousWidth::One.columns(character) - 2;
        let bitmap = GlyphBitmap::new(width, &glyph(character)).unwrap();
        learned.atlas_mut().learn(bitmap, character).unwrap();
    }
    learned
}
