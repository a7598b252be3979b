//! When to start and when to stop the agent in which session. Pure; it neither looks nor acts.

use std::time::Duration;

/// Number of a Windows session.
pub(super) type SessionId = u32;

/// After an agent that ended at once; doubled each time.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// Not longer than this, so that what was mended is noticed.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// An agent that lived so long was in order.
const PROVEN: Duration = Duration::from_mins(2);

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// Nothing for now.
    Wait,
    /// Start the agent in this session.
    Start(SessionId),
    /// Ask the agent to end: its person has left.
    Stop,
}

/// What is known of the agent. Times count from any fixed start.
#[derive(Debug)]
pub(super) struct Supervisor {
    agent: Option<(SessionId, Duration)>,
    pause: Duration,
    not_before: Duration,
}

impl Supervisor {
    /// Nothing runs yet.
    pub(super) const fn new() -> Self {
        Self { agent: None, pause: FIRST_PAUSE, not_before: Duration::ZERO }
    }

    /// What to do, when a person works in `session`, if anybody does, and the agent runs or not.
    pub(super) fn decide(&mut self, session: Option<SessionId>, is_running: bool, now: Duration) -> Action {
        if let Some((_, since)) = self.agent.filter(|_| !is_running) {
            self.ended(now.saturating_sub(since), now);
        }
        match (self.agent, session) {
            (Some((its, _)), current) if current != Some(its) => Action::Stop,
            (None, Some(session)) if now >= self.not_before => {
                self.agent = Some((session, now));
                Action::Start(session)
            }
            (Some(_) | None, _) => Action::Wait,
        }
    }

    fn ended(&mut self, lived: Duration, now: Duration) {
        self.agent = None;
        if lived >= PROVEN {
            self.pause = FIRST_PAUSE;
        }
        self.not_before = now + self.pause;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: fn(u64) -> Duration = Duration::from_secs;

    #[test]
    fn the_agent_starts_where_a_person_works_and_only_there() {
        let mut supervisor = Supervisor::new();
        assert_eq!(supervisor.decide(None, false, AT(0)), Action::Wait);
        assert_eq!(supervisor.decide(Some(2), false, AT(1)), Action::Start(2));
        assert_eq!(supervisor.decide(Some(2), true, AT(2)), Action::Wait);
    }

    #[test]
    fn when_the_person_changes_the_agent_ends_before_another_starts() {
        let mut supervisor = Supervisor::new();
        supervisor.decide(Some(2), false, AT(0));
        assert_eq!(supervisor.decide(Some(3), true, AT(200)), Action::Stop);
        assert_eq!(supervisor.decide(None, true, AT(201)), Action::Stop, "it may have a task to finish");
        assert_eq!(supervisor.decide(Some(3), false, AT(202)), Action::Wait);
        assert_eq!(supervisor.decide(Some(3), false, AT(204)), Action::Start(3));
    }

    #[test]
    fn an_agent_that_ends_at_once_is_started_again_less_and_less_often() {
        let mut supervisor = Supervisor::new();
        let mut starts = Vec::new();
        for second in 0..200 {
            if supervisor.decide(Some(1), false, AT(second)) == Action::Start(1) {
                starts.push(second);
            }
        }
        assert_eq!(starts, [0, 3, 8, 17, 34, 67, 128, 189]);
    }

    #[test]
    fn an_agent_that_worked_for_long_is_started_again_soon() {
        let mut supervisor = Supervisor::new();
        for second in 0..100 {
            supervisor.decide(Some(1), false, AT(second));
        }
        let started = (100..200).find(|at| supervisor.decide(Some(1), false, AT(*at)) == Action::Start(1));
        let ended = AT(started.unwrap() + 1_000);
        assert_eq!(supervisor.decide(Some(1), false, ended), Action::Wait);
        assert_eq!(supervisor.decide(Some(1), false, ended + AT(2)), Action::Start(1));
    }
}
