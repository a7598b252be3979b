//! Client and host joined under a virtual clock. Times are counted from the start of the program.

use crate::audit::AuditEntry;
use crate::client::{Client, Highlighting, Transaction, Transmission};
use crate::fault::{Control, Fault, FaultPlan, distorted};
use crate::host::{Answer, Host, HostSettings, Refusal};
use crate::random::Random;
use crate::terminal::{Frame, Key, KeyDecoder};
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

/// How a session starts.
#[derive(Debug, Clone)]
pub struct SimulatorSettings {
    /// The host's side.
    pub host: HostSettings,
    /// The host's local time at the start.
    pub started: DateTime,
    /// From a command to its answer.
    pub latency: Duration,
    /// Faults from the start.
    pub faults: FaultPlan,
    /// What becomes of highlight brackets.
    pub highlighting: Highlighting,
    /// Whether an agent has signed in already.
    pub signed_in: bool,
}

/// A running session.
#[derive(Debug, Clone)]
pub struct Simulator {
    client: Client,
    host: Host,
    decoder: KeyDecoder,
    faults: FaultPlan,
    latency: Duration,
    started: DateTime,
    due: Vec<Due>,
    previous_answer: Answer,
    audit: Vec<AuditEntry>,
    heard: u64,
    random: Random,
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
    Message(&'static str),
}

impl Simulator {
    /// Starts a session.
    #[must_use]
    pub fn new(settings: SimulatorSettings) -> Self {
        let random = Random::new(settings.host.seed, &["faults"]);
        let mut host = Host::new(settings.host);
        if settings.signed_in {
            host.sign_in_first_agent(settings.started);
        }
        Self {
            client: Client::new(settings.highlighting),
            host,
            decoder: KeyDecoder::default(),
            faults: settings.faults,
            latency: settings.latency,
            started: settings.started,
            due: Vec::new(),
            previous_answer: Answer::default(),
            audit: Vec::new(),
            heard: 0,
            random,
        }
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
        let (mut due, later): (Vec<_>, Vec<_>) = self.due.drain(..).partition(|due| due.at <= now);
        self.due = later;
        due.sort_by_key(|due| due.at);
        for Due { event, .. } in due {
            self.happen(event);
        }
    }

    /// When [`advance`](Self::advance) has to be called next if no key is pressed.
    #[must_use]
    pub fn next_due(&self) -> Option<Duration> {
        self.due.iter().map(|due| due.at).chain(self.decoder.deadline()).min()
    }

    /// Applies what a control file says.
    pub fn control(&mut self, control: Control, now: Duration) {
        if let Some(latency) = control.latency_ms {
            self.latency = Duration::from_millis(latency);
        }
        if let Some(hold) = control.hold_ms {
            self.faults.hold = Duration::from_millis(hold);
        }
        let Some(fault) = control.fault else { return };
        self.faults.fault = fault;
        self.faults.remaining = control.count;
        if fault == Fault::None {
            self.client.set_connected(true);
        }
        if control.now {
            self.faults.remaining = Some(control.count.unwrap_or(1));
            let fault = self.faults.take();
            self.strike_at_once(fault, now);
        }
    }

    /// What is to be seen.
    #[must_use]
    pub fn frame(&self) -> Frame {
        Frame {
            screen: self.client.visible_screen(),
            status_bar: self.client.status_bar(),
            caret: self.client.caret(),
        }
    }

    /// What the host has heard since the last call.
    pub fn take_audit(&mut self) -> Vec<AuditEntry> {
        std::mem::take(&mut self.audit)
    }

    fn press(&mut self, key: Key, now: Duration) {
        if let Some(transmission) = self.client.press(key) {
            self.transmit(&transmission, now);
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Show(answer) => self.client.show(&answer),
            Event::Unlock(transaction) => self.client.unlock(transaction),
            Event::PopUp(text) => self.client.pop_up(text),
            Event::Message(text) => self.client.hold_message(text),
        }
    }

    fn transmit(&mut self, sent: &Transmission, now: Duration) {
        if self.due.iter().any(|due| matches!(due.event, Event::Show(_))) {
            let refusal = Answer::row(&Refusal::InProgress.to_string());
            self.record(&sent.text, (Fault::None, &refusal), now);
            self.deliver(refusal, sent.transaction, now);
            return;
        }
        let fault = self.faults.take();
        if fault == Fault::LinkDown {
            self.strike_at_once(fault, now);
        } else if fault != Fault::NotReceived {
            self.answer(sent, fault, now);
        }
    }

    fn answer(&mut self, sent: &Transmission, fault: Fault, now: Duration) {
        if fault == Fault::SignOff {
            self.host.sign_off();
        }
        let truth = self.host.receive(&sent.text, self.local_time(now));
        self.record(&sent.text, (fault, &truth), now);
        let shown = distorted(fault, truth.clone(), &self.previous_answer, &mut self.random);
        self.previous_answer = truth;
        let answered = now + self.latency;
        let held = answered + self.faults.hold;
        match fault {
            Fault::NoAnswer => (),
            Fault::Slow => self.deliver(shown, sent.transaction, now + self.faults.hold),
            Fault::Half | Fault::Locked => {
                self.schedule(answered, Event::Show(shown));
                self.schedule(held, Event::Unlock(sent.transaction));
            }
            Fault::Popup => {
                self.deliver(shown, sent.transaction, now);
                self.schedule(answered, Event::PopUp(POP_UP));
            }
            Fault::Waiting => {
                self.deliver(shown, sent.transaction, now);
                self.schedule(answered, Event::Message(MESSAGE));
            }
            Fault::None
            | Fault::SignOff
            | Fault::Garbage
            | Fault::PreviousAnswer
            | Fault::OnlyS
            | Fault::NotReceived
            | Fault::LinkDown => self.deliver(shown, sent.transaction, now),
        }
    }

    /// Shows an answer one latency after it was given, and unlocks the keyboard.
    fn deliver(&mut self, answer: Answer, transaction: Transaction, given: Duration) {
        let at = given + self.latency;
        self.schedule(at, Event::Show(answer));
        self.schedule(at, Event::Unlock(transaction));
    }

    fn schedule(&mut self, at: Duration, event: Event) {
        self.due.push(Due { at, event });
    }

    fn record(&mut self, text: &str, outcome: (Fault, &Answer), now: Duration) {
        self.heard += 1;
        self.audit.push(AuditEntry::new(self.heard, self.local_time(now), text, outcome));
    }

    /// Faults that need no command; the others wait for one.
    fn strike_at_once(&mut self, fault: Fault, now: Duration) {
        match fault {
            Fault::Popup => self.client.pop_up(POP_UP),
            Fault::Waiting => self.client.hold_message(MESSAGE),
            Fault::SignOff => self.host.sign_off(),
            Fault::Locked => {
                let transaction = self.client.lock();
                self.schedule(now + self.faults.hold, Event::Unlock(transaction));
            }
            Fault::LinkDown => {
                self.client.set_connected(false);
                self.client.pop_up(LINK_LOST);
            }
            Fault::None
            | Fault::Slow
            | Fault::Half
            | Fault::Garbage
            | Fault::NoAnswer
            | Fault::NotReceived
            | Fault::PreviousAnswer
            | Fault::OnlyS => (),
        }
    }

    fn local_time(&self, now: Duration) -> DateTime {
        self.started.saturating_add(now)
    }
}
