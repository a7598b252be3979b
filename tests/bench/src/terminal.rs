//! The simulated host in a real window, and a stopwatch around every command that is typed into it.

use std::cell::Cell;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use waystation_agent::calibrate::{Request, Scope, calibrate};
use waystation_agent::desk::x11::X11Desk;
use waystation_agent::desk::{Desk as _, WindowRule};
use waystation_agent::terminal::{EtermWindow, Pace, Timing, WallPace};
use waystation_desktop::{Font, Program, Screen, StartError, TerminalWindow};
use waystation_eterm::command::Command;
use waystation_eterm::journal::Written;
use waystation_eterm::ports::{Terminal, TerminalError};
use waystation_eterm::screen::Screen as Answer;
use waystation_eterm::step::{Journalled, Unjournalled};

use crate::Failure;
use crate::desk::{CountedDesk, Spent};

/// What the host says beyond ASCII to the questions of the benchmark.
const ANSWERS: &str = "请先与服务器建立连接没有可利用的航班！";
/// How long the window may take to appear on a busy machine.
const APPEARING: Duration = Duration::from_secs(20);

/// A session as an agent has it, with a stopwatch in its hand.
pub type Session = Stopwatch<EtermWindow<CountedDesk<X11Desk>, CountedPace>>;

/// A display with the simulator in an xterm. Both end with it.
#[derive(Debug)]
pub struct Stage {
    screen: Screen,
    _window: Program,
}

impl Stage {
    /// Opens a window in which a host answers `latency` after each command.
    ///
    /// # Errors
    /// When Xvfb, xterm or the simulator is missing.
    pub fn open(simulator: &Path, latency: Duration, logs: &Path) -> Result<Self, StartError> {
        let screen = Screen::start(1280, 900, logs)?;
        let window = TerminalWindow { title: "eTerm 3 simulator", grid: (80, 25), font: Font::default() };
        let latency = latency.as_millis().to_string();
        let session = ["--signed-in", "--today", "2026-11-21", "--latency-ms", latency.as_str()];
        let program = window.open(&screen, simulator, session, logs)?;
        Ok(Self { screen, _window: program })
    }

    /// Learns the window's font and makes a session of it, as patient as `timing` says.
    ///
    /// # Errors
    /// When the window does not appear or cannot be learned.
    pub fn session(&self, timing: Timing) -> Result<Session, Failure> {
        let rule = WindowRule { title: Some("eTerm 3".to_owned()), class: None };
        let mut desk = X11Desk::connect(Some(self.screen.display()))?;
        let start = Instant::now();
        while desk.find(&rule).is_err() && start.elapsed() < APPEARING {
            std::thread::sleep(Duration::from_millis(100));
        }
        // The window appears a moment before the program in it listens.
        std::thread::sleep(Duration::from_secs(1));
        let request = Request { rule: rule.clone(), scope: Scope::Chosen(ANSWERS.to_owned()), known: None };
        let learned = calibrate(&mut desk, &mut WallPace::start(), request, |_, _| Ok(()))?.learned;
        let pace = CountedPace::start();
        let waited = Rc::clone(&pace.waited);
        let (desk, spent) = CountedDesk::new(desk);
        let mut window = EtermWindow::new(desk, pace, rule).with_timing(timing);
        window.learn(learned)?;
        Ok(Stopwatch { terminal: window, waited, spent, cleared: None, steps: Vec::new() })
    }
}

/// The machine's clock, and how long it was told to wait.
#[derive(Debug)]
pub struct CountedPace {
    pace: WallPace,
    waited: Rc<Cell<Duration>>,
}

impl CountedPace {
    fn start() -> Self {
        Self { pace: WallPace::start(), waited: Rc::default() }
    }
}

impl Pace for CountedPace {
    fn elapsed(&self) -> Duration {
        self.pace.elapsed()
    }

    fn wait(&mut self, duration: Duration) {
        let start = Instant::now();
        self.pace.wait(duration);
        self.waited.set(self.waited.get() + start.elapsed());
    }
}

/// One command with all that belongs to it: clearing, typing, reading back, sending, the answer, settling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// From the first key to the answer as text.
    pub whole: Duration,
    /// The part in which nothing was done but wait, for the host or for the window.
    pub waited: Duration,
}

/// A terminal that notes how long every command takes.
#[derive(Debug)]
pub struct Stopwatch<T> {
    terminal: T,
    waited: Rc<Cell<Duration>>,
    spent: Rc<Cell<Spent>>,
    cleared: Option<(Instant, Duration)>,
    steps: Vec<Step>,
}

impl<T: Terminal> Stopwatch<T> {
    /// Every command so far.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// On what the desk has spent its time so far.
    #[must_use]
    pub fn spent(&self) -> Spent {
        self.spent.get()
    }

    fn time(
        &mut self,
        send: impl FnOnce(&mut T) -> Result<Answer, TerminalError>,
    ) -> Result<Answer, TerminalError> {
        let (start, before) = self.cleared.take().unwrap_or_else(|| self.now());
        let answer = send(&mut self.terminal)?;
        let waited = self.waited.get().saturating_sub(before);
        self.steps.push(Step { whole: start.elapsed(), waited });
        Ok(answer)
    }

    fn now(&self) -> (Instant, Duration) {
        (Instant::now(), self.waited.get())
    }
}

impl<T: Terminal> Terminal for Stopwatch<T> {
    /// Clearing is the beginning of the next command.
    fn clear(&mut self) -> Result<(), TerminalError> {
        self.cleared = Some(self.now());
        self.terminal.clear()
    }

    fn send<E: Unjournalled>(&mut self, command: &Command<E>) -> Result<Answer, TerminalError> {
        self.time(|terminal| terminal.send(command))
    }

    fn send_written<E: Journalled>(&mut self, written: Written<E>) -> Result<Answer, TerminalError> {
        self.time(|terminal| terminal.send_written(written))
    }

    fn look(&mut self, after: Duration) -> Result<Answer, TerminalError> {
        self.terminal.look(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: Duration = Duration::from_millis(4);
    const HOST: Duration = Duration::from_millis(12);

    /// Works for some time to clear, and waits for some time to send.
    struct Slow(CountedPace);

    impl Terminal for Slow {
        fn clear(&mut self) -> Result<(), TerminalError> {
            std::thread::sleep(KEYS);
            Ok(())
        }

        fn send<E: Unjournalled>(&mut self, _: &Command<E>) -> Result<Answer, TerminalError> {
            self.0.wait(HOST);
            Ok(Answer::from_text("OK"))
        }

        fn send_written<E: Journalled>(&mut self, _: Written<E>) -> Result<Answer, TerminalError> {
            Err(TerminalError::Lost("no journal here".to_owned()))
        }

        fn look(&mut self, _: Duration) -> Result<Answer, TerminalError> {
            Ok(Answer::from_text("OK"))
        }
    }

    fn stopwatch() -> Stopwatch<Slow> {
        let pace = CountedPace::start();
        let waited = Rc::clone(&pace.waited);
        Stopwatch { terminal: Slow(pace), waited, spent: Rc::default(), cleared: None, steps: Vec::new() }
    }

    #[test]
    fn clearing_counts_to_the_command_that_follows() {
        let mut stopwatch = stopwatch();
        stopwatch.clear().unwrap();
        stopwatch.send(&Command::work_areas()).unwrap();
        let [step] = stopwatch.steps() else { panic!("{:?}", stopwatch.steps()) };
        assert!(step.whole >= KEYS + HOST, "{step:?}");
        assert!(step.waited >= HOST && step.whole >= step.waited + KEYS, "{step:?}");
    }

    #[test]
    fn waiting_of_an_earlier_command_is_not_counted_again() {
        let mut stopwatch = stopwatch();
        for _ in 0..2 {
            stopwatch.send(&Command::work_areas()).unwrap();
        }
        assert_eq!(stopwatch.steps().len(), 2);
        assert!(stopwatch.steps().iter().all(|step| step.whole >= step.waited), "{:?}", stopwatch.steps());
    }

    #[test]
    fn looking_is_no_command() {
        let mut stopwatch = stopwatch();
        stopwatch.look(Duration::ZERO).unwrap();
        assert_eq!(stopwatch.steps(), []);
    }
}
