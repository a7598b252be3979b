//! Time as the terminal feels it: how long something has taken, and waiting.

use std::time::{Duration, Instant};

/// A stopwatch that can also wait.
pub trait Pace {
    /// Time since some fixed moment.
    fn elapsed(&self) -> Duration;

    /// Does nothing for a while.
    fn wait(&mut self, duration: Duration);
}

/// The machine's own monotonic clock.
#[derive(Debug, Clone, Copy)]
pub struct WallPace(Instant);

impl WallPace {
    /// A stopwatch started now.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }
}

impl Pace for WallPace {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn wait(&mut self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// How patient the agent is with a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// Between two looks at the window while something is awaited.
    pub look: Duration,
    /// How long the window must show the same before it counts as settled.
    pub settle: Duration,
    /// How long typed text may take to appear.
    pub echo: Duration,
    /// How long a free keyboard is awaited before typing.
    pub unlock: Duration,
    /// How long an answer may take.
    pub answer: Duration,
    /// Longer than the caret stays in one state while it blinks.
    pub blink: Duration,
    /// How often a command is typed anew when its echo is wrong.
    pub attempts: u32,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            look: Duration::from_millis(10),
            settle: Duration::from_millis(50),
            echo: Duration::from_secs(2),
            unlock: Duration::from_secs(10),
            answer: Duration::from_secs(45),
            blink: Duration::from_millis(600),
            attempts: 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wall_clock_moves_while_waiting() {
        let mut pace = WallPace::start();
        let before = pace.elapsed();
        pace.wait(Duration::from_millis(5));
        assert!(pace.elapsed() >= before + Duration::from_millis(5));
    }

    #[test]
    fn a_settled_screen_was_looked_at_more_than_once() {
        let timing = Timing::default();
        assert!(timing.settle >= Duration::from_millis(50));
        assert!(timing.look < timing.settle && timing.settle < timing.echo && timing.echo < timing.answer);
    }
}
