//! A client in memory with a black and a white screen: it draws forms, takes clicks and keys, and answers by a script.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use waystation_eterm::command::Command;
use waystation_eterm::form::{Entry, Press};
use waystation_eterm::journal::Written;
use waystation_eterm::ports::{Form, Terminal, TerminalError};
use waystation_eterm::screen::{Screen, width};
use waystation_eterm::step::{Journalled, Unjournalled};

use super::terminal::Answer;

/// Fields of the query page and of the booking page, with their widths.
const QUERY: [(&str, usize); 4] = [("出发", 4), ("到达", 4), ("日期", 10), ("航空公司", 2)];
const BOOKING: [(&str, usize); 9] = [
    ("航班", 7),
    ("舱位", 2),
    ("日期", 10),
    ("出发", 3),
    ("到达", 3),
    ("姓名", 12),
    ("证件", 24),
    ("电话", 20),
    ("时限", 12),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Black,
    Query,
    Booking,
}

/// What a press on 【查询】 or 【下页】 brings: the message and the rows of flights; on 【预订】 only the message.
#[derive(Debug, Clone)]
pub(crate) enum Brings {
    /// The message of the form, and the rows of its list.
    Says(String, Vec<String>),
    /// Nothing that can be relied on.
    Fails(TerminalError),
}

/// What is wrong with the client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Trouble {
    #[default]
    None,
    /// So many of the next entries lose their first key.
    LostKeys(usize),
    /// Every entry loses its first key: for good.
    Deaf,
    /// It has no white screen: what opens one reaches the host.
    Formless,
    /// A form was left open.
    LeftOpen,
}

/// The client.
pub(crate) struct Client {
    shown: Shown,
    fields: BTreeMap<&'static str, String>,
    message: String,
    rows: Vec<String>,
    /// Answers of the black screen.
    pub(crate) black: VecDeque<Answer>,
    /// Answers to the buttons that reach the host.
    pub(crate) white: VecDeque<Brings>,
    trouble: Trouble,
    /// Commands and buttons in order.
    pub(crate) done: Vec<String>,
    log: Rc<RefCell<Vec<String>>>,
}

impl Client {
    pub(crate) fn new(trouble: Trouble, log: Rc<RefCell<Vec<String>>>) -> Self {
        Self {
            shown: if trouble == Trouble::LeftOpen { Shown::Booking } else { Shown::Black },
            fields: BTreeMap::new(),
            message: String::new(),
            rows: Vec::new(),
            black: VecDeque::new(),
            white: VecDeque::new(),
            trouble,
            done: Vec::new(),
            log,
        }
    }

    pub(crate) fn is_black(&self) -> bool {
        self.shown == Shown::Black
    }

    fn labels(&self) -> &'static [(&'static str, usize)] {
        match self.shown {
            Shown::Black => &[],
            Shown::Query => &QUERY,
            Shown::Booking => &BOOKING,
        }
    }

    fn screen(&self) -> Screen {
        let mut rows = match self.shown {
            Shown::Black => return Screen::from_text("►"),
            Shown::Query => vec![
                "  【航班查询】  【订座】  【返回黑屏】  白屏".to_owned(),
                "  【查询】【上页】【下页】".to_owned(),
            ],
            Shown::Booking => {
                vec!["  【航班查询】  【订座】  【返回黑屏】  白屏".to_owned(), "  【预订】".to_owned()]
            }
        };
        for (label, room) in self.labels() {
            let content = self.fields.get(label).map(String::as_str).unwrap_or_default();
            let used: usize = content.chars().map(width).sum();
            rows.push(format!("  {label}：[{content}{}]", " ".repeat(room - used)));
        }
        if self.shown == Shown::Query && !self.rows.is_empty() {
            rows.push("   航班    出发       到达         机型 舱位".to_owned());
            rows.extend(self.rows.iter().cloned());
        }
        rows.push(format!("  提示：{}", self.message));
        Screen::from_text(&rows.join("\n"))
    }

    fn press_on(&mut self, button: &str) -> Result<Screen, TerminalError> {
        assert!(self.screen().text().contains(button), "{button} is not there");
        self.done.push(button.to_owned());
        match button {
            "【返回黑屏】" => self.shown = Shown::Black,
            "【订座】" => self.shown = Shown::Booking,
            _ => match self.white.pop_front().expect("an answer for the button") {
                Brings::Says(message, rows) => (self.message, self.rows) = (message, rows),
                Brings::Fails(error) => return Err(error),
            },
        }
        Ok(self.screen())
    }

    fn loses_key(&mut self) -> bool {
        match &mut self.trouble {
            Trouble::LostKeys(left) if *left > 0 => {
                *left -= 1;
                true
            }
            Trouble::Deaf => true,
            Trouble::None | Trouble::LostKeys(_) | Trouble::Formless | Trouble::LeftOpen => false,
        }
    }

    fn command(&mut self, text: &str) -> Result<Screen, TerminalError> {
        assert!(self.is_black(), "{text} was typed on a form");
        self.done.push(text.to_owned());
        if text == "WS" && self.trouble != Trouble::Formless {
            self.shown = Shown::Query;
            self.fields.clear();
            self.rows.clear();
            self.message.clear();
            return Ok(self.screen());
        }
        match self.black.pop_front().expect("an answer for the command") {
            Answer::Shows(text) => Ok(Screen::from_text(&text)),
            Answer::Fails(error) => Err(error),
        }
    }
}

impl Terminal for Client {
    fn clear(&mut self) -> Result<(), TerminalError> {
        assert!(self.is_black(), "a form was to be cleared");
        Ok(())
    }

    fn send<E: Unjournalled>(&mut self, command: &Command<E>) -> Result<Screen, TerminalError> {
        self.command(command.text())
    }

    fn send_written<E: Journalled>(&mut self, written: Written<E>) -> Result<Screen, TerminalError> {
        self.command(written.command().text())
    }

    fn look(&mut self, _after: Duration) -> Result<Screen, TerminalError> {
        self.command("look")
    }
}

impl Form for Client {
    fn page(&mut self) -> Result<Screen, TerminalError> {
        Ok(self.screen())
    }

    fn enter(&mut self, entry: &Entry) -> Result<Screen, TerminalError> {
        if self.labels().iter().any(|(label, _)| *label == entry.label()) {
            let lost = usize::from(self.loses_key());
            self.fields.insert(entry.label(), entry.content().chars().skip(lost).collect());
        }
        Ok(self.screen())
    }

    fn press<E: Unjournalled>(&mut self, press: &Press<E>) -> Result<Screen, TerminalError> {
        self.press_on(press.text())
    }

    fn press_written<E: Journalled>(
        &mut self,
        written: Written<E, Press<E>>,
    ) -> Result<Screen, TerminalError> {
        self.log.borrow_mut().push(format!("press {}", written.press()));
        self.press_on(written.press().text())
    }
}
