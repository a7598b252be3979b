//! What is done in one run, and what goes wrong with it.

use std::fmt;
use std::time::Duration;

use waystation_agent::fail_point::Point;

use crate::random::Random;

/// A task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `/api/issue_ticket`
    Issue,
    /// `/api/book_pnr`
    Book,
    /// `/api/cancel_pnr`
    CancelPnr,
    /// `/api/cancel_passenger`
    CancelPassenger,
    /// `/api/authorize_pnr`
    Authorize,
    /// `/api/extract_pnr`
    Extract,
}

impl Operation {
    /// Tickets first: they are money.
    const DRAWN: [Self; 12] = [
        Self::Issue,
        Self::Issue,
        Self::Issue,
        Self::Issue,
        Self::Book,
        Self::Book,
        Self::Book,
        Self::CancelPnr,
        Self::CancelPnr,
        Self::CancelPassenger,
        Self::Authorize,
        Self::Extract,
    ];

    /// The kind of its task.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Issue => "issue_ticket",
            Self::Book => "book_pnr",
            Self::CancelPnr => "cancel_pnr",
            Self::CancelPassenger => "cancel_passenger",
            Self::Authorize => "authorize_pnr",
            Self::Extract => "extract_pnr",
        }
    }

    /// The entry that cannot be taken back, as the host hears it.
    pub const fn point_of_no_return(self) -> &'static str {
        match self {
            Self::Issue => "ETDZ",
            Self::CancelPnr => "XEPNR@",
            Self::Book | Self::CancelPassenger | Self::Authorize | Self::Extract => "@",
        }
    }
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The agent dies when it passes a place for the nth time, and is started again.
    AgentDies {
        /// The place.
        point: Point,
        /// The nth time.
        passing: u64,
    },
    /// The agent is killed after a while, wherever it is.
    AgentKilled(Duration),
    /// The server is killed after a while and started again.
    ServerKilled(Duration),
    /// The host is killed after a while and started again; it forgets nothing.
    HostKilled(Duration),
    /// The agent cannot reach the server for a while.
    LinkCut {
        /// When it begins.
        after: Duration,
        /// How long it lasts.
        lasting: Duration,
    },
    /// The host, or the line to it, misbehaves at a command.
    Host {
        /// How, by the simulator's name.
        fault: &'static str,
        /// At which command.
        on: &'static str,
    },
    /// The partner calls twice.
    CalledTwice,
    /// The agent's clock is wrong by so many hours.
    ClockOff(i64),
}

/// Faults of the host and its line.
const HOST_FAULTS: [&str; 13] = [
    "no_answer",
    "not_received",
    "link_down",
    "link_lost",
    "sign_off",
    "half",
    "garbage",
    "only_s",
    "previous_answer",
    "locked",
    "changed_meanwhile",
    "waiting",
    "slow",
];

/// Faults of the ticket server.
const TICKET_FAULTS: [&str; 8] = [
    "stock_out",
    "late_message",
    "silent_after_amount",
    "silent_after_processing",
    "ticket_pending",
    "nothing_issued",
    "server_time_out",
    "server_time_out_issued",
];

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its number.
    pub run: u64,
    /// What is asked for.
    pub operation: Operation,
    /// What goes wrong.
    pub faults: Vec<Fault>,
}

impl Scenario {
    /// The run of a number under a seed.
    pub fn draw(seed: u64, run: u64) -> Self {
        let mut random = Random::of(seed, run);
        let operation = random.one_of(&Operation::DRAWN);
        let mut faults = vec![draw_fault(&mut random, operation)];
        if random.percent(35) {
            faults.push(draw_fault(&mut random, operation));
        }
        Self { run, operation, faults }
    }

    /// Where the agent is to die, in the words of its environment; one place at most.
    pub fn agent_dies_at(&self) -> Option<String> {
        self.faults.iter().find_map(|fault| match fault {
            Fault::AgentDies { point, passing } => Some(format!("{}:{passing}", point.name())),
            _ => None,
        })
    }

    /// Whether the host or its line is made to misbehave at all.
    pub fn troubles_the_host(&self) -> bool {
        self.faults.iter().any(|fault| matches!(fault, Fault::Host { .. } | Fault::HostKilled(_)))
    }

    /// Whether the host or its line is made to misbehave so.
    pub fn has_host_fault(&self, name: &str) -> bool {
        self.faults.iter().any(|fault| matches!(fault, Fault::Host { fault, .. } if *fault == name))
    }
}

fn draw_fault(random: &mut Random, operation: Operation) -> Fault {
    let moment = |random: &mut Random| Duration::from_millis(random.below(700));
    match random.below(100) {
        0..45 => Fault::AgentDies { point: random.one_of(Point::ALL), passing: 1 + random.below(4) },
        45..52 => Fault::AgentKilled(moment(random)),
        52..60 => Fault::ServerKilled(moment(random)),
        60..64 => Fault::HostKilled(moment(random)),
        64..70 => Fault::LinkCut {
            after: moment(random),
            lasting: Duration::from_millis(100 + random.below(1_500)),
        },
        70..82 => Fault::Host { fault: random.one_of(&HOST_FAULTS), on: operation.point_of_no_return() },
        82..92 if operation == Operation::Issue => {
            Fault::Host { fault: random.one_of(&TICKET_FAULTS), on: operation.point_of_no_return() }
        }
        82..92 => Fault::Host { fault: random.one_of(&HOST_FAULTS), on: "RT" },
        92..97 => Fault::CalledTwice,
        _ => Fault::ClockOff(random.one_of(&[-48, -3, 3, 48])),
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "run {}: {} with {:?}", self.run, self.operation.kind(), self.faults)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_seed_and_a_number_always_make_the_same_run() {
        assert_eq!(Scenario::draw(42, 7), Scenario::draw(42, 7));
        assert_ne!(Scenario::draw(42, 7), Scenario::draw(43, 7));
    }

    #[test]
    fn some_thousand_runs_reach_every_operation_and_every_place_to_die() {
        let runs: Vec<Scenario> = (0..3_000).map(|run| Scenario::draw(1, run)).collect();
        let kinds: BTreeSet<&str> = runs.iter().map(|run| run.operation.kind()).collect();
        assert_eq!(kinds.len(), 6);
        let places: BTreeSet<String> = runs
            .iter()
            .filter_map(Scenario::agent_dies_at)
            .filter_map(|place| place.split(':').next().map(str::to_owned))
            .collect();
        assert_eq!(places.len(), Point::ALL.len());
        for fault in HOST_FAULTS.iter().chain(&TICKET_FAULTS) {
            assert!(runs.iter().any(|run| run.has_host_fault(fault)), "{fault}");
        }
    }
}
