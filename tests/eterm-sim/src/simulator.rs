//! Client and host joined under a virtual clock. Times are counted from the start of the program.

use crate::audit::AuditEntry;
use crate::client::{Client, Highlighting, Transaction, Transmission};
use crate::fault::{Control, Fault};
use crate::host::{Answer, Arrival, Refusal};
use crate::line::{Exchange, Kept, Line, LineSettings};
use crate::terminal::{Frame, Key, KeyDecoder};
use crate::white::{Request, WhiteScreen};
use jiff::civil::DateTime;
use std::time::Duration;

/// The client's window title.
pub const WINDOW_TITLE: &str = "eTerm 3 - [Session1]";
/// What a pop-up says.
const POP_UP: &str = "  系统通知：今晚 23:00 至 23:30 主机维护，请提前完成操作！";
/// What the client says when the link breaks.
const LINK_LOST: &str = "  失去与通信服务器的连接!";
/// What the waiting message says.
const MESSAGE: &str = "ELECTRONIC TICKET ISSUED";

/// What opens the white screen; it never reaches the host.
const OPEN_WHITE_SCREEN: &str = "WS";
/// The session's name on the line.
pub const SESSION: &str = "terminal";

/// How a session starts.
#[derive(Debug, Clone)]
pub struct SimulatorSettings {
    /// Host, latency and faults.
    pub line: LineSettings,
    /// The host's local time at the start.
    pub started: DateTime,
    /// What becomes of highlight brackets.
    pub highlighting: Highlighting,
}

/// A running session.
#[derive(Debug, Clone)]
pub struct Simulator {
    client: Client,
    line: Line,
    decoder: KeyDecoder,
    started: DateTime,
    due: Vec<Due>,
    white: Option<WhiteScreen>,
}

#[derive(Debug, Clone)]
struct Due {
    at: Duration,
    event: Event,
}

#[derive(Debug, Clone)]
enum Event {
    Show(Answer),
    Unlock(Transaction),
    PopUp(&'static str),
    Message(String),
    LinkLost,
}

impl Simulator {
    /// Starts a session with a host that holds nothing yet.
    #[must_use]
    pub fn new(settings: SimulatorSettings) -> Self {
        Self::resumed(settings, Kept::default())
    }

    /// Starts a session with a host as it was left.
    #[must_use]
    pub fn resumed(settings: SimulatorSettings, kept: Kept) -> Self {
        let workplace = settings.line.host.workplace.clone();
        let mut line = Line::new(settings.line, kept);
        line.open(SESSION, workplace, settings.started);
        line.host_mut().resume(SESSION, settings.started);
        Self {
            client: Client::new(settings.highlighting),
            line,
            decoder: KeyDecoder::default(),
            started: settings.started,
            due: Vec::new(),
            white: None,
        }
    }

    /// The line to the host.
    #[must_use]
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The line to the host, to take its record from.
    pub fn line_mut(&mut self) -> &mut Line {
        &mut self.line
    }

    /// Takes bytes from the keyboard.
    pub fn feed(&mut self, bytes: &[u8], now: Duration) {
        self.advance(now);
        for key in self.decoder.feed(bytes, now) {
            self.press(key, now);
        }
    }

    /// Lets everything happen that is due.
    pub fn advance(&mut self, now: Duration) {
        if let Some(key) = self.decoder.expire(now) {
            self.press(key, now);
        }
        let connected = self.line.is_connected(SESSION, self.local_time(now));
        if connected {
            self.client.set_connected(true);
        }
        let (mut due, later): (Vec<_>, Vec<_>) = self.due.drain(..).partition(|due| due.at <= now);
        self.due = later;
        due.sort_by_key(|due| due.at);
        for Due { event, .. } in due {
            self.happen(event, now);
        }
    }

    /// When [`advance`](Self::advance) has to be called next if no key is pressed.
    #[must_use]
    pub fn next_due(&self) -> Option<Duration> {
        let back = self.line.next_return().map(|at| at.duration_since(self.started));
        let back = back.and_then(|after| Duration::try_from(after).ok());
        self.due.iter().map(|due| due.at).chain(self.decoder.deadline()).chain(back).min()
    }

    /// Applies what a control file says.
    pub fn control(&mut self, control: Control, now: Duration) {
        let fault = self.line.control(control);
        if let Some(fault) = fault {
            self.strike_at_once(fault, now);
        }
    }

    /// What is to be seen.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let status_bar = self.client.status_bar();
        match &self.white {
            Some(white) => Frame { screen: white.screen(), status_bar, caret: white.caret(), mouse: true },
            None => Frame {
                screen: self.client.visible_screen(),
                status_bar,
                caret: self.client.caret(),
                mouse: false,
            },
        }
    }

    /// What the host has heard since the last call.
    pub fn take_audit(&mut self) -> Vec<AuditEntry> {
        self.line.take_audit()
    }

    fn press(&mut self, key: Key, now: Duration) {
        if let Some(white) = &mut self.white {
            let request = white.press(key);
            if key == Key::Unlock {
                let _nothing_sent = self.client.press(key);
            }
            return self.grant(request, now);
        }
        if let Some(transmission) = self.client.press(key) {
            self.transmit(&transmission, now);
        }
    }

    /// Does what the white screen asks for.
    fn grant(&mut self, request: Option<Request>, now: Duration) {
        match request {
            None => (),
            Some(Request::Leave) => self.white = None,
            Some(Request::Transmit(text)) => {
                let at = self.local_time(now);
                if self.line.is_connected(SESSION, at) {
                    let transaction = self.client.lock();
                    self.transmit(&Transmission { transaction, text }, now);
                } else if let Some(white) = &mut self.white {
                    white.give_up("请先与服务器建立连接!");
                }
            }
        }
    }

    /// Shows an answer on whichever screen is open.
    fn show(&mut self, answer: &Answer, now: Duration) {
        let today = self.local_time(now).date();
        match &mut self.white {
            Some(white) => {
                let flights = white.query(today).map(|query| self.line.host().flights(&query));
                white.receive(&answer.lines, flights.unwrap_or_default());
            }
            None => self.client.show(answer),
        }
    }

    fn happen(&mut self, event: Event, now: Duration) {
        match event {
            Event::Show(answer) => self.show(&answer, now),
            Event::Unlock(transaction) => self.client.unlock(transaction),
            Event::PopUp(text) => self.client.pop_up(text),
            Event::Message(text) => self.client.hold_message(&text),
            Event::LinkLost => self.lose_link(),
        }
    }

    fn lose_link(&mut self) {
        self.client.set_connected(false);
        self.client.pop_up(LINK_LOST);
        if let Some(white) = &mut self.white {
            white.give_up(LINK_LOST.trim());
        }
    }

    fn transmit(&mut self, sent: &Transmission, now: Duration) {
        if self.white.is_none() && sent.text.trim().eq_ignore_ascii_case(OPEN_WHITE_SCREEN) {
            self.white = Some(WhiteScreen::new(&self.line.host().workplace().office));
            return self.client.unlock(sent.transaction);
        }
        let at = self.local_time(now);
        let busy = self.due.iter().any(|due| matches!(due.event, Event::Show(_)));
        let exchange = if busy {
            let refusal = Answer::row(&Refusal::InProgress.to_string());
            self.line.refuse(SESSION, &sent.text, (refusal, at))
        } else {
            self.line.transmit(SESSION, &sent.text, at)
        };
        self.deliver(exchange, sent.transaction, now);
    }

    /// Lets everything of an exchange happen in its time.
    fn deliver(&mut self, exchange: Exchange, transaction: Transaction, now: Duration) {
        let answered = now + exchange.answered_after;
        for screen in exchange.screens {
            self.schedule(
                now + screen.after,
                match screen.arrival {
                    Arrival::Shown => Event::Show(screen.answer),
                    Arrival::Waiting => Event::Message(screen.answer.text()),
                },
            );
        }
        if let Some(after) = exchange.unlock_after {
            self.schedule(now + after, Event::Unlock(transaction));
        }
        match exchange.link_lost_after {
            None => (),
            Some(Duration::ZERO) => self.lose_link(),
            Some(after) => self.schedule(now + after, Event::LinkLost),
        }
        if exchange.fault == Fault::Popup {
            self.schedule(answered, Event::PopUp(POP_UP));
        }
        if exchange.fault == Fault::Waiting {
            self.schedule(answered, Event::Message(MESSAGE.to_owned()));
        }
    }

    fn schedule(&mut self, at: Duration, event: Event) {
        self.due.push(Due { at, event });
    }

    /// Faults that need no command; the others wait for one.
    fn strike_at_once(&mut self, fault: Fault, now: Duration) {
        let at = self.local_time(now);
        if fault == Fault::Popup {
            self.client.pop_up(POP_UP);
        } else if fault == Fault::Waiting {
            self.client.hold_message(MESSAGE);
        } else if fault == Fault::SignOff {
            self.line.host_mut().sign_off(SESSION);
        } else if fault == Fault::Locked {
            let transaction = self.client.lock();
            self.schedule(now + self.line.hold(), Event::Unlock(transaction));
        } else if matches!(fault, Fault::LinkDown | Fault::LinkLost) {
            self.line.lose(SESSION, at);
            self.lose_link();
        }
    }

    fn local_time(&self, now: Duration) -> DateTime {
        self.started.saturating_add(now)
    }
}
