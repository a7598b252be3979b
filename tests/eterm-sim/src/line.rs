//! The line between terminals and the host, with the faults that strike it and the record of all it carried.
//!
//! Knows no screen and no key. Times are the host's local time; how long something takes is told, not waited
//! for.

use crate::audit::{AuditEntry, Heard};
use crate::fault::{Control, Fault, FaultPlan, distorted};
use crate::host::{Answer, Arrival, Host, HostSettings, HostState, Later, Reply, Workplace};
use crate::random::Random;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// A screen on its way to a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// How long after the command was sent.
    pub after: Duration,
    /// What is shown.
    pub answer: Answer,
    /// How it arrives.
    pub arrival: Arrival,
}

/// What a terminal notices of one command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exchange {
    /// The fault that struck.
    pub fault: Fault,
    /// When the host's answer has come, whatever became of it on the way.
    pub answered_after: Duration,
    /// Screens, in order of arrival.
    pub screens: Vec<Screen>,
    /// When the keyboard is free again; nothing when it stays locked.
    pub unlock_after: Option<Duration>,
    /// When the link breaks, if it does.
    pub link_lost_after: Option<Duration>,
}

/// How a line starts.
#[derive(Debug, Clone)]
pub struct LineSettings {
    /// The host's side.
    pub host: HostSettings,
    /// From a command to its answer.
    pub latency: Duration,
    /// Faults from the start.
    pub faults: FaultPlan,
}

/// What is kept of a line: the host's state, and the commands heard last with their count.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Kept {
    /// What the host never forgets.
    pub host: HostState,
    /// Commands heard so far.
    pub heard: u64,
    /// The commands heard since the state before this one.
    pub last: Vec<AuditEntry>,
    /// Milliseconds that have passed for the terminals without passing here.
    #[serde(default)]
    pub waited_ms: u64,
}

/// One host and the line to its terminals.
#[derive(Debug, Clone)]
pub struct Line {
    host: Host,
    faults: FaultPlan,
    latency: Duration,
    latencies: BTreeMap<String, Duration>,
    random: Random,
    previous: BTreeMap<String, Answer>,
    audit: Vec<AuditEntry>,
    heard: u64,
    reconnect: Option<Duration>,
    reconnect_signed_off: bool,
    lost: BTreeMap<String, Option<DateTime>>,
    waited: Duration,
}

impl Line {
    /// A line to a host, as it was left.
    #[must_use]
    pub fn new(settings: LineSettings, kept: Kept) -> Self {
        Self {
            random: Random::new(settings.host.seed, &["faults"]),
            host: Host::restored(settings.host, kept.host),
            faults: settings.faults,
            latency: settings.latency,
            latencies: BTreeMap::new(),
            previous: BTreeMap::new(),
            audit: Vec::new(),
            heard: kept.heard,
            reconnect: None,
            reconnect_signed_off: false,
            lost: BTreeMap::new(),
            waited: Duration::from_millis(kept.waited_ms),
        }
    }

    /// The host.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// The host, to be changed behind its terminals' backs.
    pub fn host_mut(&mut self) -> &mut Host {
        &mut self.host
    }

    /// From a command to its answer.
    fn latency_of(&self, text: &str) -> Duration {
        let text = text.to_uppercase();
        let own = self.latencies.iter().find(|(part, _)| text.contains(part.as_str()));
        own.map_or(self.latency, |(_, latency)| *latency)
    }

    /// How long a slow answer or a locked keyboard takes beyond the latency.
    #[must_use]
    pub fn hold(&self) -> Duration {
        self.faults.hold
    }

    /// What the host has heard since the last call.
    pub fn take_audit(&mut self) -> Vec<AuditEntry> {
        std::mem::take(&mut self.audit)
    }

    /// What has to be kept, with the entries that were heard since the last time.
    #[must_use]
    pub fn kept(&self, last: Vec<AuditEntry>) -> Kept {
        Kept {
            host: self.host.state().clone(),
            heard: self.heard,
            last,
            waited_ms: u64::try_from(self.waited.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// Lets time pass that nobody waits for; tells all that has passed so.
    pub fn wait(&mut self, waited: Duration) -> Duration {
        self.waited += waited;
        self.waited
    }

    /// Opens a session at a workplace of its own.
    pub fn open(&mut self, session: &str, workplace: Workplace, now: DateTime) {
        self.host.open(session, workplace, now);
    }

    /// Applies a control; returns the fault that strikes at once, if one does.
    pub fn control(&mut self, control: Control) -> Option<Fault> {
        let milliseconds = |value: Option<u64>| value.map(Duration::from_millis);
        self.latency = milliseconds(control.latency_ms).unwrap_or(self.latency);
        let own = control.latency_on.into_iter().flatten();
        self.latencies.extend(own.map(|(part, time)| (part.to_uppercase(), Duration::from_millis(time))));
        self.faults.hold = milliseconds(control.hold_ms).unwrap_or(self.faults.hold);
        self.reconnect = milliseconds(control.reconnect_ms).or(self.reconnect);
        self.reconnect_signed_off = control.reconnect_signed_off.unwrap_or(self.reconnect_signed_off);
        let conduct = &mut self.host.conduct;
        conduct.fare_percent = control.fare_percent.unwrap_or(conduct.fare_percent);
        conduct.phase_gap = milliseconds(control.phase_ms).unwrap_or(conduct.phase_gap);
        if let Some(answer) = control.airline {
            self.host.airline_answers(&answer.locator, answer.status);
        }
        if let Some(chance) = control.random {
            let random = Random::new(chance.seed, &["chance"]);
            self.faults.chance = Some((chance, random));
        }
        let fault = control.fault?;
        self.faults.fault = fault;
        self.faults.remaining = control.count;
        self.faults.on = control.on.map(|on| on.to_uppercase());
        if fault == Fault::None {
            self.faults.chance = None;
            self.lost.clear();
        }
        if !control.now {
            return None;
        }
        self.faults.remaining = Some(control.count.unwrap_or(1).saturating_sub(1));
        Some(fault)
    }

    /// Whether a session's link is up at a time. One that comes back may find its agent signed off.
    pub fn is_connected(&mut self, session: &str, now: DateTime) -> bool {
        match self.lost.get(session) {
            None => true,
            Some(Some(back)) if *back <= now => {
                self.lost.remove(session);
                if self.reconnect_signed_off {
                    self.host.sign_off(session);
                }
                true
            }
            Some(_) => false,
        }
    }

    /// When the first of the lost links comes back by itself.
    #[must_use]
    pub fn next_return(&self) -> Option<DateTime> {
        self.lost.values().flatten().min().copied()
    }

    /// Breaks a session's link.
    pub fn lose(&mut self, session: &str, now: DateTime) {
        let back = self.reconnect.map(|after| now.saturating_add(after));
        self.lost.insert(session.to_owned(), back);
    }

    /// Sends a command; tells what its terminal notices of it.
    pub fn transmit(&mut self, session: &str, text: &str, now: DateTime) -> Exchange {
        let fault = self.faults.take(text);
        if fault == Fault::LinkDown {
            self.lose(session, now);
            return Exchange { fault, link_lost_after: Some(Duration::ZERO), ..Exchange::default() };
        }
        if fault == Fault::NotReceived {
            return Exchange { fault, ..Exchange::default() };
        }
        self.carry(session, text, (fault, now))
    }

    /// Tells that a command came while another one is being answered.
    pub fn refuse(&mut self, session: &str, text: &str, (refusal, now): (Answer, DateTime)) -> Exchange {
        let reply = Reply { answer: refusal, ..Reply::default() };
        self.record(session, text, (Fault::None, now), &reply);
        deliver(reply.answer, reply.later, self.latency)
    }

    fn carry(&mut self, session: &str, text: &str, (fault, now): (Fault, DateTime)) -> Exchange {
        let reply = self.answered(session, text, (fault, now));
        self.record(session, text, (fault, now), &reply);
        let previous = self.previous.insert(session.to_owned(), reply.answer.clone()).unwrap_or_default();
        let shown = distorted(fault, reply.answer, &previous, &mut self.random);
        let exchange = Exchange { fault, ..deliver(shown, reply.later, self.latency_of(text)) };
        self.strike(session, exchange, now)
    }

    /// What the host really answers, with what the fault does to it and its partners meanwhile.
    fn answered(&mut self, session: &str, text: &str, (fault, now): (Fault, DateTime)) -> Reply {
        if fault == Fault::SignOff {
            self.host.sign_off(session);
        }
        if fault == Fault::ChangedMeanwhile {
            self.host.change_behind(session, now);
        }
        let hidden = if fault == Fault::StockOut { self.host.hide_stock(session) } else { None };
        self.host.conduct.server = fault.server().unwrap_or_default();
        let reply = self.host.transmit(session, text, now);
        if let Some(hidden) = hidden {
            self.host.show_stock(hidden);
        }
        reply
    }

    /// What becomes of an answer on its way back.
    fn strike(&mut self, session: &str, mut exchange: Exchange, now: DateTime) -> Exchange {
        let fault = exchange.fault;
        if fault == Fault::LinkLost {
            self.lose(session, now);
            exchange.link_lost_after = Some(exchange.answered_after);
        }
        if matches!(fault, Fault::NoAnswer | Fault::LinkLost) {
            (exchange.screens, exchange.unlock_after) = (Vec::new(), None);
        }
        if fault == Fault::Half {
            exchange.screens.truncate(1);
            exchange.unlock_after = Some(exchange.answered_after);
        }
        let late = if fault == Fault::Slow {
            self.faults.hold.saturating_sub(exchange.answered_after)
        } else {
            Duration::ZERO
        };
        let locked = if matches!(fault, Fault::Half | Fault::Locked) { self.faults.hold } else { late };
        exchange.screens.iter_mut().for_each(|screen| screen.after += late);
        exchange.unlock_after = exchange.unlock_after.map(|after| after + locked);
        exchange
    }

    fn record(&mut self, session: &str, text: &str, (fault, now): (Fault, DateTime), reply: &Reply) {
        self.heard += 1;
        let heard = Heard { sequence: self.heard, at: now, session, text };
        self.audit.push(AuditEntry::new(heard, fault, reply));
    }
}

/// The screens of a reply in their time.
fn deliver(answer: Answer, later: Vec<Later>, latency: Duration) -> Exchange {
    let first = Screen { after: latency, answer, arrival: Arrival::Shown };
    let others = later.into_iter().map(|later| Screen {
        after: latency + later.after,
        answer: Answer::rows(later.lines),
        arrival: later.arrival,
    });
    let screens: Vec<Screen> = std::iter::once(first).chain(others).collect();
    let shown = screens.iter().filter(|screen| screen.arrival == Arrival::Shown);
    let unlock_after = shown.map(|screen| screen.after).max();
    Exchange { fault: Fault::None, answered_after: latency, screens, unlock_after, link_lost_after: None }
}
