//! Faults that strike a session, and the control file that sets them while it runs.

use crate::host::records::Status;
use crate::host::{Answer, ServerConduct};
use crate::random::Random;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
#[value(rename_all = "snake_case")]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// The answer comes late, by the hold time.
    Slow,
    /// The answer is cut in its middle; the keyboard stays locked for the hold time.
    Half,
    /// A line lies over the screen until a key is pressed.
    Popup,
    /// The host signs the agent off before it looks at the command.
    SignOff,
    /// The answer is there, the keyboard stays locked for the hold time.
    Locked,
    /// A message waits after the answer.
    Waiting,
    /// Some characters of the answer are wrong.
    Garbage,
    /// The host acts on the command; its answer is lost and the keyboard stays locked.
    NoAnswer,
    /// The command never reaches the host; the keyboard stays locked.
    NotReceived,
    /// The answer of the previous command comes again.
    PreviousAnswer,
    /// The answer is a lone `S`.
    OnlyS,
    /// The link to the server is lost before the command leaves, until a control says `none`.
    LinkDown,
    /// The host acts on the command; then the link is lost and the answer with it.
    LinkLost,
    /// Another agent changes the record in the work area before the command arrives.
    ChangedMeanwhile,
    /// The next ticketing finds no ticket numbers.
    StockOut,
    /// Tickets are issued; that they are comes late, as a waiting message.
    LateMessage,
    /// Tickets are issued; nothing is heard after the amount.
    SilentAfterAmount,
    /// Tickets are issued; nothing is heard after `ET PROCESSING`.
    SilentAfterProcessing,
    /// Tickets stay pending (`DPN`).
    TicketPending,
    /// The amount is shown, then nothing is issued and nothing heard.
    NothingIssued,
    /// A time-out of the ticket server is shown and nothing issued.
    ServerTimeOut,
    /// A time-out of the ticket server is shown; the tickets are issued.
    ServerTimeOutIssued,
}

impl Fault {
    /// What the ticket server does under this fault; nothing for faults of other parts.
    #[must_use]
    pub fn server(self) -> Option<ServerConduct> {
        match self {
            Self::LateMessage => Some(ServerConduct::LateMessage),
            Self::SilentAfterAmount => Some(ServerConduct::SilentAfterAmount),
            Self::SilentAfterProcessing => Some(ServerConduct::SilentAfterProcessing),
            Self::TicketPending => Some(ServerConduct::Pending),
            Self::NothingIssued => Some(ServerConduct::NothingIssued),
            Self::ServerTimeOut => Some(ServerConduct::TimeOut),
            Self::ServerTimeOutIssued => Some(ServerConduct::TimeOutIssued),
            Self::None
            | Self::Slow
            | Self::Half
            | Self::Popup
            | Self::SignOff
            | Self::Locked
            | Self::Waiting
            | Self::Garbage
            | Self::NoAnswer
            | Self::NotReceived
            | Self::PreviousAnswer
            | Self::OnlyS
            | Self::LinkDown
            | Self::LinkLost
            | Self::ChangedMeanwhile
            | Self::StockOut => None,
        }
    }

    /// Whether it can strike this command: faults of ticketing wait for one.
    fn fits(self, text: &str) -> bool {
        let ticketing = self.server().is_some() || self == Self::StockOut;
        !ticketing || text.contains("ETDZ") || text.contains("ETRY")
    }
}

/// Faults drawn at random.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chance {
    /// Of a hundred commands, how many are struck.
    pub percent: u16,
    /// What they are struck with, each as likely as the others.
    pub faults: Vec<Fault>,
    /// Where the sequence starts.
    pub seed: u64,
}

/// Which fault strikes, how often, and for how long.
#[derive(Debug, Clone)]
pub struct FaultPlan {
    /// What goes wrong.
    pub fault: Fault,
    /// Commands still to be struck; nothing means every command.
    pub remaining: Option<u32>,
    /// How long a slow answer or a locked keyboard takes beyond the latency.
    pub hold: Duration,
    /// Only commands that hold this text, in capitals, are struck.
    pub on: Option<String>,
    /// Faults drawn at random when none is due.
    pub chance: Option<(Chance, Random)>,
}

impl FaultPlan {
    /// A plan with one fault.
    #[must_use]
    pub fn new(fault: Fault, remaining: Option<u32>, hold: Duration) -> Self {
        Self { fault, remaining, hold, on: None, chance: None }
    }

    /// The fault that strikes a command.
    pub fn take(&mut self, text: &str) -> Fault {
        let text = text.to_uppercase();
        let meant = self.on.as_ref().is_none_or(|on| text.contains(on.as_str())) && self.fault.fits(&text);
        let due = self.fault != Fault::None && self.remaining != Some(0) && meant;
        if !due {
            return self.draw(&text);
        }
        if let Some(remaining) = &mut self.remaining {
            *remaining -= 1;
        }
        self.fault
    }

    fn draw(&mut self, text: &str) -> Fault {
        let Some((chance, random)) = &mut self.chance else { return Fault::None };
        if !random.chance(chance.percent) {
            return Fault::None;
        }
        random.pick(&chance.faults).copied().filter(|fault| fault.fits(text)).unwrap_or_default()
    }
}

/// The content of a control file: what is not named stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Milliseconds from a command to its answer.
    pub latency_ms: Option<u64>,
    /// Milliseconds for commands that hold a text, as `{"ETDZ": 900}`; added to those said before.
    pub latency_on: Option<BTreeMap<String, u64>>,
    /// The fault to strike with.
    pub fault: Option<Fault>,
    /// How many commands it strikes; every one when left out.
    pub count: Option<u32>,
    /// Only commands that hold this text are struck: `ETDZ`, `@`.
    pub on: Option<String>,
    /// Faults at random.
    pub random: Option<Chance>,
    /// Milliseconds a slow answer or a locked keyboard takes beyond the latency.
    pub hold_ms: Option<u64>,
    /// Milliseconds after which a lost link is back; it stays lost when left out.
    pub reconnect_ms: Option<u64>,
    /// Whether the agent is signed off when a lost link comes back.
    pub reconnect_signed_off: Option<bool>,
    /// Per cent of the published fares that are asked for from now on.
    pub fare_percent: Option<u16>,
    /// The answer of an airline to what was asked of it.
    pub airline: Option<AirlineAnswer>,
    /// Milliseconds between two screens of one ticketing.
    pub phase_ms: Option<u64>,
    /// Whether a pop-up, a waiting message, a lock, a sign-off or a lost link strikes at once, without a
    /// command.
    #[serde(default)]
    pub now: bool,
}

/// An airline's answer: the new status of every flight of a record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AirlineAnswer {
    /// The record.
    pub locator: String,
    /// `KK`, `UC`, `UN`, `NO`, `TK`, `KL`, `HX`.
    pub status: Status,
}

/// What a fault makes of an answer.
#[must_use]
pub fn distorted(fault: Fault, answer: Answer, previous: &Answer, random: &mut Random) -> Answer {
    match fault {
        Fault::Half => cut_in_the_middle(&answer),
        Fault::Garbage => Answer { lines: garbled(&answer.lines, random), ..answer },
        Fault::PreviousAnswer => previous.clone(),
        Fault::OnlyS => Answer::row("S"),
        Fault::None
        | Fault::Slow
        | Fault::Popup
        | Fault::SignOff
        | Fault::Locked
        | Fault::Waiting
        | Fault::NoAnswer
        | Fault::NotReceived
        | Fault::LinkDown
        | Fault::LinkLost
        | Fault::ChangedMeanwhile
        | Fault::StockOut
        | Fault::LateMessage
        | Fault::SilentAfterAmount
        | Fault::SilentAfterProcessing
        | Fault::TicketPending
        | Fault::NothingIssued
        | Fault::ServerTimeOut
        | Fault::ServerTimeOutIssued => answer,
    }
}

/// The first half of the rows, and half of the row that follows.
fn cut_in_the_middle(answer: &Answer) -> Answer {
    let middle = answer.lines.len() / 2;
    let whole = answer.lines.iter().take(middle).cloned();
    let torn = answer.lines.iter().skip(middle).take(1);
    let torn = torn.map(|line| line.chars().take(line.chars().count() / 2).collect());
    Answer { lines: whole.chain(torn).collect(), ..answer.clone() }
}

/// One ASCII character in thirty becomes another one, at least the first of the answer.
fn garbled(lines: &[String], random: &mut Random) -> Vec<String> {
    const NOISE: [char; 8] = ['#', '%', '?', '@', '■', '~', '¿', '{'];
    let mut due = true;
    let mut garble = |character: char| {
        let struck = character.is_ascii() && (due || random.chance(3));
        due &= !struck;
        if struck { random.pick(&NOISE).copied().unwrap_or('#') } else { character }
    };
    lines.iter().map(|line| line.chars().map(&mut garble).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        Answer::rows(["first row", "second row", "third row", "fourth row"].map(ToOwned::to_owned).to_vec())
    }

    fn strike(fault: Fault) -> Answer {
        distorted(fault, answer(), &Answer::row("before"), &mut Random::new(1, &[]))
    }

    #[test]
    fn a_half_answer_ends_in_the_middle_of_a_row() {
        assert_eq!(strike(Fault::Half).lines, ["first row", "second row", "thir"]);
        let one_row = distorted(Fault::Half, Answer::row("FORMAT"), &answer(), &mut Random::new(1, &[]));
        assert_eq!(one_row.lines, ["FOR"]);
    }

    #[test]
    fn garbage_keeps_the_shape_and_changes_something() {
        let garbled = strike(Fault::Garbage);
        assert_ne!(garbled, answer());
        let lengths =
            |answer: &Answer| answer.lines.iter().map(|line| line.chars().count()).collect::<Vec<_>>();
        assert_eq!(lengths(&garbled), lengths(&answer()));
    }

    #[test]
    fn an_answer_can_be_replaced_by_the_previous_one_or_by_a_lone_s() {
        assert_eq!(strike(Fault::PreviousAnswer), Answer::row("before"));
        assert_eq!(strike(Fault::OnlyS), Answer::row("S"));
        assert_eq!(strike(Fault::Slow), answer());
    }

    #[test]
    fn a_counted_fault_strikes_so_often_and_no_more() {
        let mut counted = FaultPlan::new(Fault::Slow, Some(2), Duration::ZERO);
        assert_eq!([(); 3].map(|()| counted.take("PN")), [Fault::Slow, Fault::Slow, Fault::None]);
        let mut lasting = FaultPlan::new(Fault::Slow, None, Duration::ZERO);
        assert!((0..5).all(|_| lasting.take("PN") == Fault::Slow));
    }

    #[test]
    fn a_fault_waits_for_the_command_it_is_meant_for() {
        let mut meant = FaultPlan {
            on: Some("@".to_owned()),
            ..FaultPlan::new(Fault::NoAnswer, Some(1), Duration::ZERO)
        };
        assert_eq!(
            ["RT", "nm1x\n@", "@"].map(|text| meant.take(text)),
            [Fault::None, Fault::NoAnswer, Fault::None]
        );
        let mut ticketing = FaultPlan::new(Fault::TicketPending, Some(1), Duration::ZERO);
        assert_eq!(["RT", "etdz 1"].map(|text| ticketing.take(text)), [Fault::None, Fault::TicketPending]);
    }

    #[test]
    fn random_faults_repeat_with_their_seed_and_strike_about_as_often_as_asked() {
        let draw = |seed| {
            let chance =
                Chance { percent: 30, faults: vec![Fault::Slow, Fault::OnlyS, Fault::StockOut], seed };
            let random = Random::new(seed, &["chance"]);
            let mut plan = FaultPlan {
                chance: Some((chance, random)),
                ..FaultPlan::new(Fault::None, None, Duration::ZERO)
            };
            (0..200).map(|_| plan.take("PN")).collect::<Vec<_>>()
        };
        assert_eq!(draw(5), draw(5));
        assert_ne!(draw(5), draw(6));
        let struck = draw(5).iter().filter(|fault| **fault != Fault::None).count();
        assert!((20..70).contains(&struck), "{struck}");
        assert!(!draw(5).contains(&Fault::StockOut), "no ticketing was there to be struck");
    }

    #[test]
    fn a_control_file_is_json_and_a_misspelt_name_is_refused() {
        let control: Control =
            serde_json::from_str(r#"{"latency_ms":9,"fault":"sign_off","count":2}"#).expect("JSON");
        assert_eq!(
            (control.latency_ms, control.fault, control.count),
            (Some(9), Some(Fault::SignOff), Some(2))
        );
        assert!(serde_json::from_str::<Control>(r#"{"fualt":"slow"}"#).is_err());
        assert!(serde_json::from_str::<Control>(r#"{"fault":"fast"}"#).is_err());
    }
}
