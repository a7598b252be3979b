//! Faults that strike a session, and the control file that sets them while it runs.

use crate::host::Answer;
use crate::random::Random;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
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
    /// The link to the server is lost until a control file says `none`.
    LinkDown,
}

/// Which fault strikes, how often, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultPlan {
    /// What goes wrong.
    pub fault: Fault,
    /// Commands still to be struck; nothing means every command.
    pub remaining: Option<u32>,
    /// How long a slow answer or a locked keyboard takes beyond the latency.
    pub hold: Duration,
}

impl FaultPlan {
    /// The fault that strikes the next command.
    pub fn take(&mut self) -> Fault {
        match &mut self.remaining {
            None => self.fault,
            Some(0) => Fault::None,
            Some(remaining) => {
                *remaining -= 1;
                self.fault
            }
        }
    }
}

/// The content of a control file: what is not named stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Milliseconds from a command to its answer.
    pub latency_ms: Option<u64>,
    /// The fault to strike with.
    pub fault: Option<Fault>,
    /// How many commands it strikes; every one when left out.
    pub count: Option<u32>,
    /// Milliseconds a slow answer or a locked keyboard takes beyond the latency.
    pub hold_ms: Option<u64>,
    /// Whether a pop-up, a waiting message, a lock, a sign-off or a lost link strikes at once, without a
    /// command.
    #[serde(default)]
    pub now: bool,
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
        | Fault::LinkDown => answer,
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
        let hold = Duration::ZERO;
        let mut counted = FaultPlan { fault: Fault::Slow, remaining: Some(2), hold };
        assert_eq!([counted.take(), counted.take(), counted.take()], [Fault::Slow, Fault::Slow, Fault::None]);
        let mut lasting = FaultPlan { fault: Fault::Slow, remaining: None, hold };
        assert!((0..5).all(|_| lasting.take() == Fault::Slow));
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
