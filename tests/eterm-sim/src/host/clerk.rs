//! A clerk of an office for the tests: types whole transmissions and reads answers.

use super::{Effect, Host, HostSettings, Reply, Workplace};
use jiff::SignedDuration;
use jiff::civil::{DateTime, date};

/// A booking of one adult on a flight with seats.
pub(super) const ONE_ADULT: &str = "SS CA1212/Y/25NOV/TFUPEK/NN1\nNM1林青禾\nCT CTU/028-00000000\nTK:TL/1200/24NOV/CTU999\nSSR FOID CA HK/NI999999199001010011/P1\nOSI CA CTCT13000000001\n@";

pub(super) fn settings() -> HostSettings {
    HostSettings::plain("CTU999", "6999")
}

pub(super) struct Clerk {
    pub(super) host: Host,
    pub(super) now: DateTime,
    pub(super) last: Reply,
}

impl Clerk {
    pub(super) fn new() -> Self {
        Self::at(settings())
    }

    pub(super) fn at(settings: HostSettings) -> Self {
        let now = date(2026, 11, 21).at(14, 32, 0, 0);
        Self { host: Host::new(settings), now, last: Reply::default() }
    }

    /// Sends from the clerk's own session.
    pub(super) fn say(&mut self, text: &str) -> String {
        self.say_from("a", text)
    }

    /// Sends from any session of the same office.
    pub(super) fn say_from(&mut self, session: &str, text: &str) -> String {
        self.last = self.host.transmit(session, text, self.now);
        self.last.answer.text()
    }

    /// Sends from another office.
    pub(super) fn say_at(&mut self, office: &str, text: &str) -> String {
        let workplace = Workplace { office: office.to_owned(), pid: "7001".to_owned() };
        self.host.open(office, workplace, self.now);
        self.say_from(office, text)
    }

    pub(super) fn wait(&mut self, time: SignedDuration) {
        self.now = self.now.saturating_add(time);
    }

    /// Sends a whole booking from an empty work area; returns its locator.
    pub(super) fn book(&mut self, text: &str) -> String {
        self.say("I");
        self.say(text);
        self.booked()
    }

    /// Ends a booking; returns its locator.
    pub(super) fn end(&mut self) -> String {
        self.say("@");
        self.booked()
    }

    fn booked(&self) -> String {
        let answer = self.last.answer.text();
        match self.last.effects.as_slice() {
            [Effect::Booked { locator }] => locator.clone(),
            _ => panic!("not booked: {answer}"),
        }
    }

    /// Everything a record shows, all pages.
    pub(super) fn whole(&mut self, locator: &str) -> String {
        self.pages(&format!("RT {locator}"))
    }

    /// Everything the record in the work area shows, all pages.
    pub(super) fn whole_area(&mut self) -> String {
        self.pages("RT")
    }

    fn pages(&mut self, text: &str) -> String {
        let first = self.say(text);
        let rest = self.say("PN1");
        let joined = if rest == "NO DISPLAY" { first } else { format!("{first}\n{rest}") };
        let unmarked = joined.lines().map(|row| row.strip_suffix(['+', '-']).unwrap_or(row).trim_end());
        unmarked.collect::<Vec<_>>().join("\n")
    }

    /// The number of the first element whose row holds a text.
    pub(super) fn element(&mut self, locator: &str, text: &str) -> usize {
        let shown = self.whole(locator);
        let row =
            shown.lines().find(|row| row.contains(text)).unwrap_or_else(|| panic!("no {text} in {shown}"));
        row.trim_start().split('.').next().and_then(|number| number.parse().ok()).expect("a number")
    }
}
