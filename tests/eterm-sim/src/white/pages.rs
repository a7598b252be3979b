//! The pages, what a click does, and what an answer becomes.

use super::field::Field;
use crate::client::{COLUMNS, Highlighting, Position, Row, Screen};
use crate::flights::places::city_of;
use crate::flights::{Journey, Query};
use crate::host::{DateWord, spelled_date};
use crate::terminal::{CaretMove, Key};
use jiff::civil::Date;

/// What a page asks of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Back to the black screen.
    Leave,
    /// Send this to the host; its answer comes to [`WhiteScreen::receive`].
    Transmit(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Query,
    Booking,
}

/// What the host was asked last and has not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    Flights,
    Booking,
}

/// The white screen of a session.
#[derive(Debug, Clone)]
pub struct WhiteScreen {
    page: Page,
    query: Vec<Field>,
    booking: Vec<Field>,
    selected: usize,
    fresh: bool,
    message: String,
    awaited: Option<Awaited>,
    found: Vec<Journey>,
    first: usize,
    office: String,
}

/// Flights on one page of the list.
const LIST_ROWS: usize = 15;
/// The row of the list's heading.
const HEADING_ROW: usize = 5;
/// The row of the message.
const MESSAGE_ROW: usize = 22;
/// Where a flight's own button stands.
const BOOK_COLUMN: usize = 70;
const HEADING: &str = " 航班    出发       到达         机型 舱位";

impl WhiteScreen {
    /// The white screen of an office's terminal, open at the query.
    #[must_use]
    pub fn new(office: &str) -> Self {
        let query = [("出发", 2, 4), ("到达", 16, 4), ("日期", 30, 10), ("航空公司", 50, 2)];
        let booking = [
            ("航班", (2, 2), 7),
            ("舱位", (2, 22), 2),
            ("日期", (2, 40), 10),
            ("出发", (4, 2), 3),
            ("到达", (4, 22), 3),
            ("姓名", (6, 2), 30),
            ("证件", (8, 2), 24),
            ("电话", (10, 2), 20),
            ("时限", (10, 40), 12),
        ];
        Self {
            page: Page::Query,
            query: query.map(|(label, column, width)| Field::new(label, (2, column), width)).into(),
            booking: booking.map(|(label, place, width)| Field::new(label, place, width)).into(),
            selected: 0,
            fresh: true,
            message: String::new(),
            awaited: None,
            found: Vec::new(),
            first: 0,
            office: office.to_owned(),
        }
    }
}

struct Button {
    text: String,
    row: usize,
    column: usize,
    action: Action,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Turn(Page),
    Leave,
    Search,
    Back,
    Forward,
    Choose(usize),
    Book,
}

impl Button {
    fn new(label: &str, (row, column): (usize, usize), action: Action) -> Self {
        Self { text: format!("【{label}】"), row, column, action }
    }

    fn is_at(&self, row: usize, column: usize) -> bool {
        let width: usize = self.text.chars().filter_map(crate::client::width).sum();
        row == self.row && (self.column..self.column + width).contains(&column)
    }
}

impl WhiteScreen {
    /// Takes a key or a click; returns what is to be done.
    pub fn press(&mut self, key: Key) -> Option<Request> {
        if self.awaited.is_some() {
            if key == Key::Unlock {
                self.give_up("未收到主机应答");
            }
            return None;
        }
        match key {
            Key::Click { row, column } => return self.click(row, column),
            Key::Character(character) => self.type_character(character),
            Key::Move(CaretMove::Left) => {
                self.fresh = false;
                let _taken = self.field().and_then(|field| field.content.pop());
            }
            Key::Return => self.select((self.selected + 1) % self.fields().len().max(1)),
            Key::StartOfEntry
            | Key::Transmit
            | Key::ClearScreen
            | Key::EraseToLineEnd
            | Key::Move(_)
            | Key::ToggleInsert
            | Key::ShowMessage
            | Key::Unlock
            | Key::PreviousScreen
            | Key::NextScreen => (),
        }
        None
    }

    /// What the host answered, and the flights it holds for the last query.
    pub fn receive(&mut self, lines: &[String], flights: Vec<Journey>) {
        let text = lines.join(" ");
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.awaited.take() {
            Some(Awaited::Flights) if lines.first().is_some_and(|header| header.starts_with(' ')) => {
                (self.found, self.first) = (flights, 0);
                self.message = format!("共 {} 个航班", self.found.len());
            }
            Some(Awaited::Flights) => {
                self.found.clear();
                self.message = format!("查询失败 {words}");
            }
            Some(Awaited::Booking) => {
                self.message = match lines.iter().find_map(|line| locator(line)) {
                    Some(locator) => format!("订座成功 编码 {locator}"),
                    None => format!("订座失败 {words}"),
                };
            }
            None => self.message = words,
        }
    }

    /// Gives up waiting: the answer was lost.
    pub fn give_up(&mut self, why: &str) {
        self.awaited = None;
        why.clone_into(&mut self.message);
    }

    /// The query as it is typed, for the flights that answer it on a day; nothing when it names no place or date.
    #[must_use]
    pub fn query(&self, today: Date) -> Option<Query> {
        let (from, to, date, airline) = self.typed_query();
        let date = date?.resolve(today).ok()?;
        let airline = Some(airline).filter(|airline| !airline.is_empty());
        Some(Query { airline, ..Query::everything(city_of(&from)?, city_of(&to)?, date) })
    }

    fn typed_query(&self) -> (String, String, Option<DateWord>, String) {
        let of = |index: usize| {
            self.query.get(index).map(|field| field.content.to_uppercase()).unwrap_or_default()
        };
        (of(0), of(1), spelled_date(&of(2)), of(3))
    }

    /// What is to be seen.
    #[must_use]
    pub fn screen(&self) -> Screen {
        let mut rows = vec![String::new(); MESSAGE_ROW + 1];
        let title = if self.page == Page::Query { "白屏 航班查询" } else { "白屏 订座" };
        let fields = self.fields().iter().map(|field| (field.row, field.column, field.text()));
        let buttons = self.buttons().into_iter().map(|button| (button.row, button.column, button.text));
        let mut pieces: Vec<(usize, usize, String)> = fields.chain(buttons).chain(self.list()).collect();
        pieces.push((0, 40, title.to_owned()));
        pieces.push((MESSAGE_ROW, 2, format!("提示：{}", self.status())));
        pieces.sort();
        for (row, column, text) in pieces {
            if let Some(line) = rows.get_mut(row) {
                let used: usize = line.chars().filter_map(crate::client::width).sum();
                line.push_str(&" ".repeat(column.saturating_sub(used)));
                line.push_str(&text);
            }
        }
        let mut screen = Screen::default();
        for (index, text) in rows.iter().enumerate() {
            screen.replace(index, Row::from_text(text, Highlighting::Brackets));
        }
        screen
    }

    /// After the content of the selected field.
    #[must_use]
    pub fn caret(&self) -> Position {
        let field = self.fields().get(self.selected);
        field.map_or(Position::default(), |field| Position {
            row: field.row,
            column: if self.fresh { field.start() } else { field.end_of_content().min(COLUMNS - 1) },
        })
    }

    fn status(&self) -> &str {
        if self.awaited.is_some() { "处理中" } else { &self.message }
    }

    fn fields(&self) -> &[Field] {
        if self.page == Page::Query { &self.query } else { &self.booking }
    }

    fn field(&mut self) -> Option<&mut Field> {
        let fields = if self.page == Page::Query { &mut self.query } else { &mut self.booking };
        fields.get_mut(self.selected)
    }

    fn select(&mut self, index: usize) {
        self.selected = index;
        self.fresh = true;
    }

    fn type_character(&mut self, character: char) {
        let fresh = std::mem::take(&mut self.fresh);
        if let Some(field) = self.field() {
            if fresh {
                field.content.clear();
            }
            field.add(character);
        }
    }

    fn click(&mut self, row: usize, column: usize) -> Option<Request> {
        if let Some(index) = self.fields().iter().position(|field| field.is_at(row, column)) {
            self.select(index);
            return None;
        }
        let pressed = self.buttons().into_iter().find(|button| button.is_at(row, column))?;
        match pressed.action {
            Action::Leave => return Some(Request::Leave),
            Action::Search => return Some(self.search()),
            Action::Book => return Some(self.book()),
            Action::Turn(page) => self.turn(page),
            Action::Back => self.first = self.first.saturating_sub(LIST_ROWS),
            Action::Forward if self.first + LIST_ROWS < self.found.len() => self.first += LIST_ROWS,
            Action::Forward => (),
            Action::Choose(index) => self.choose(index),
        }
        None
    }

    fn turn(&mut self, page: Page) {
        self.page = page;
        self.message.clear();
        self.select(0);
    }

    fn buttons(&self) -> Vec<Button> {
        let mut buttons = vec![
            Button::new("航班查询", (0, 2), Action::Turn(Page::Query)),
            Button::new("订座", (0, 16), Action::Turn(Page::Booking)),
            Button::new("返回黑屏", (0, 26), Action::Leave),
        ];
        match self.page {
            Page::Booking => buttons.push(Button::new("预订", (12, 2), Action::Book)),
            Page::Query => {
                buttons.push(Button::new("查询", (2, 70), Action::Search));
                buttons.push(Button::new("上页", (3, 2), Action::Back));
                buttons.push(Button::new("下页", (3, 12), Action::Forward));
                buttons.extend((0..self.listed()).map(|index| {
                    let place = (HEADING_ROW + 1 + index, BOOK_COLUMN);
                    Button::new(&format!("订{}", index + 1), place, Action::Choose(self.first + index))
                }));
            }
        }
        buttons
    }

    fn listed(&self) -> usize {
        self.found.len().saturating_sub(self.first).min(LIST_ROWS)
    }

    /// The flights of the current page, one a row; of a connection the first flight and the last airport.
    fn list(&self) -> Vec<(usize, usize, String)> {
        if self.page == Page::Booking || self.found.is_empty() {
            return Vec::new();
        }
        let shown = self.found.iter().skip(self.first).take(LIST_ROWS);
        let rows = (HEADING_ROW + 1..).zip(shown).map(|(row, journey)| (row, 2, flight_text(journey)));
        std::iter::once((HEADING_ROW, 2, HEADING.to_owned())).chain(rows).collect()
    }

    fn search(&mut self) -> Request {
        self.awaited = Some(Awaited::Flights);
        let (from, to, date, airline) = self.typed_query();
        let date = date.map_or_else(String::new, |date| date.to_string());
        let airline = if airline.is_empty() { airline } else { format!("/{airline}") };
        Request::Transmit(format!("AVH/{from}{to}/{date}{airline}"))
    }

    fn choose(&mut self, index: usize) {
        let Some(leg) = self.found.get(index).and_then(|journey| journey.legs.first()).cloned() else {
            return;
        };
        let date = self.query.get(2).map(|field| field.content.clone()).unwrap_or_default();
        self.turn(Page::Booking);
        let known = [leg.flight.to_string(), String::new(), date, leg.from, leg.to];
        for (field, content) in self.booking.iter_mut().zip(known) {
            field.content = content;
        }
        self.select(1);
    }

    /// The whole booking as one transmission of the black screen.
    fn book(&mut self) -> Request {
        self.awaited = Some(Awaited::Booking);
        let of = |label: &str| {
            let field = self.booking.iter().find(|field| field.label == label);
            field.map(|field| field.content.trim().to_uppercase()).unwrap_or_default()
        };
        let (flight, class, from, to) = (of("航班"), of("舱位"), of("出发"), of("到达"));
        let date = spelled_date(&of("日期")).map_or_else(|| of("日期"), |date| date.to_string());
        let airline = flight.chars().take(2).collect::<String>();
        let mut lines =
            vec![format!("SS {flight}/{class}/{date}/{from}{to}/NN1"), format!("NM1{}", of("姓名"))];
        if !of("电话").is_empty() {
            lines.push(format!("OSI {airline} CTCT{}", of("电话")));
        }
        if !of("时限").is_empty() {
            lines.push(format!("TK:TL/{}/{}", of("时限"), self.office));
        }
        if !of("证件").is_empty() {
            lines.push(format!("SSR FOID {airline} HK/{}/P1", of("证件")));
        }
        lines.push("@".to_owned());
        Request::Transmit(format!("I\n{}", lines.join("\n")))
    }
}

/// ` CA1212  TFU 08:55  PEK 11:45    73E  FA AA YA …`
fn flight_text(journey: &Journey) -> String {
    let (Some(first), Some(last)) = (journey.legs.first(), journey.legs.last()) else { return String::new() };
    let clock = |hhmm: String| hhmm.split_at_checked(2).map(|(h, m)| format!("{h}:{m}")).unwrap_or_default();
    let classes: Vec<String> = first
        .classes
        .iter()
        .filter(|class| class.seats.can_be_sold())
        .take(9)
        .map(ToString::to_string)
        .collect();
    format!(
        " {:<7} {} {}  {} {}{:<2} {:<4} {}",
        first.flight.as_str(),
        first.from,
        clock(first.departure.hhmm()),
        last.to,
        clock(last.arrival.hhmm()),
        last.arrival.offset_mark().trim(),
        first.equipment,
        classes.join(" ")
    )
}

/// The locator a line of an answer begins with.
fn locator(line: &str) -> Option<&str> {
    let (word, rest) = line.split_at_checked(6)?;
    let plain = word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let digit = word.bytes().any(|byte| byte.is_ascii_digit());
    (plain && digit && (rest.is_empty() || rest.starts_with(" -"))).then_some(word)
}

#[cfg(test)]
#[path = "pages_tests.rs"]
mod tests;
