//! The one thread that touches the window. Window work blocks, and windows belong to the thread that opened them;
//! so it all happens there, one order after the other, while the rest of the agent goes on talking to the server.
//!
//! A panic in an order ends that order, not the agent: the station is opened afresh for the next one.

use std::any::Any;
use std::cell::RefCell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::job::{Job, Stage};
use super::station::{Glance, Outcome, Station};
use crate::screenshots::MaskedPicture;

/// The obstacle shown when the agent itself is at fault.
pub const AGENT_FAULT: &str = "agent_fault";

enum Order {
    Glance(oneshot::Sender<Glance>),
    Mend,
    Work { job: Box<Job>, outcome: oneshot::Sender<Outcome> },
    Picture(oneshot::Sender<Option<MaskedPicture>>),
    Learn { glyph: String, character: char, learnt: oneshot::Sender<Result<(), String>> },
}

/// Gives orders to the window's thread. Orders are carried out in turn; the thread ends with this handle.
#[derive(Debug)]
pub struct StationThread {
    orders: mpsc::Sender<Order>,
    last: RefCell<Option<(Instant, Glance)>>,
}

impl StationThread {
    /// Starts the thread. `open` makes the station there; its error is the stable name of what is in the way, and it
    /// is tried again at the next order.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start<S: Station>(open: impl FnMut() -> Result<S, String> + Send + 'static) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        thread::Builder::new().name("eterm-window".to_owned()).spawn(move || {
            let mut seat = Seat { open, station: None };
            for order in inbox {
                seat.carry_out(order);
            }
        })?;
        Ok(Self { orders, last: RefCell::new(None) })
    }

    /// How the window is, as seen no longer than `max_age` ago.
    pub async fn glance(&self, max_age: Duration) -> Glance {
        let known = self.last.borrow().clone();
        if let Some((seen_at, glance)) = known
            && seen_at.elapsed() < max_age
        {
            return glance;
        }
        let glance = self.order(Order::Glance).await.unwrap_or_else(|| Glance::blocked(AGENT_FAULT));
        self.last.replace(Some((Instant::now(), glance.clone())));
        glance
    }

    /// Does what is safe against an obstacle, in its turn.
    pub fn mend(&self) {
        if self.orders.send(Order::Mend).is_err() {
            tracing::error!("the window's thread has ended");
        }
    }

    /// Does a task or settles it.
    pub async fn work(&self, job: Job) -> Outcome {
        let only_reads = job.task.kind().is_read_only();
        let job = Box::new(job);
        let outcome = self.order(|outcome| Order::Work { job, outcome }).await;
        self.last.replace(None);
        outcome.unwrap_or_else(|| fault("the window's thread has ended", only_reads))
    }

    /// Takes a picture of the screen.
    pub async fn picture(&self) -> Option<MaskedPicture> {
        self.order(Order::Picture).await.flatten()
    }

    /// Teaches a glyph, after whatever is being done.
    ///
    /// # Errors
    /// In words, when it could not be learnt.
    pub async fn learn(&self, glyph: String, character: char) -> Result<(), String> {
        let learnt = self.order(|learnt| Order::Learn { glyph, character, learnt }).await;
        learnt.unwrap_or_else(|| Err("the window's thread has ended".to_owned()))
    }

    async fn order<T>(&self, order: impl FnOnce(oneshot::Sender<T>) -> Order) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        self.orders.send(order(answer)).ok()?;
        answered.await.ok()
    }
}

/// Why an order could not be carried out.
enum Trouble {
    NotOpen(String),
    Panicked(String),
}

struct Seat<S, F> {
    open: F,
    station: Option<S>,
}

impl<S: Station, F: FnMut() -> Result<S, String>> Seat<S, F> {
    /// Whoever asked may have gone; then the answer is of no use to anybody.
    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Glance(answer) => drop(answer.send(self.glance())),
            Order::Mend => self.at_station(S::mend).unwrap_or_else(Trouble::tell),
            Order::Work { mut job, outcome } => drop(outcome.send(self.work(&mut job))),
            Order::Picture(answer) => drop(answer.send(self.at_station(S::picture).ok().flatten())),
            Order::Learn { glyph, character, learnt } => {
                let outcome = self.at_station(|station| station.learn(&glyph, character));
                drop(learnt.send(outcome.unwrap_or_else(|trouble| Err(trouble.into_words()))));
            }
        }
    }

    fn glance(&mut self) -> Glance {
        self.at_station(S::glance).unwrap_or_else(|trouble| match trouble {
            Trouble::NotOpen(obstacle) => Glance::blocked(obstacle),
            Trouble::Panicked(_) => Glance::blocked(AGENT_FAULT),
        })
    }

    fn work(&mut self, job: &mut Job) -> Outcome {
        self.at_station(|station| station.work(job)).unwrap_or_else(|trouble| match (trouble, job.stage) {
            (Trouble::NotOpen(obstacle), Stage::Fresh) => {
                Outcome::failed(obstacle, "终端未就绪，指令没有发出", true)
            }
            (Trouble::NotOpen(obstacle), Stage::CutOff) => {
                Outcome::in_doubt(obstacle, "终端未就绪，暂时无法核实")
            }
            (Trouble::Panicked(cause), _) => fault(&cause, job.task.kind().is_read_only()),
        })
    }

    fn at_station<T>(&mut self, work: impl FnOnce(&mut S) -> T) -> Result<T, Trouble> {
        let station = &mut self.station;
        let open = &mut self.open;
        // Whatever a panic leaves half done is thrown away with the station itself.
        let attempt = catch_unwind(AssertUnwindSafe(|| {
            let mut opened = match station.take() {
                Some(opened) => opened,
                None => open().map_err(Trouble::NotOpen)?,
            };
            let done = work(&mut opened);
            *station = Some(opened).filter(|opened| !opened.is_lost());
            Ok(done)
        }));
        attempt.unwrap_or_else(|panic| Err(Trouble::Panicked(words_of(panic.as_ref()))))
    }
}

impl Trouble {
    fn tell(self) {
        tracing::warn!(trouble = self.into_words(), "nothing was mended");
    }

    fn into_words(self) -> String {
        match self {
            Self::NotOpen(words) | Self::Panicked(words) => words,
        }
    }
}

/// What only reads has failed. Of anything else nobody knows how far it came.
fn fault(cause: &str, only_reads: bool) -> Outcome {
    if only_reads {
        Outcome::failed(AGENT_FAULT, format!("终端程序出错，任务没有完成：{cause}"), true)
    } else {
        Outcome::in_doubt(AGENT_FAULT, format!("终端程序出错，结果待核实：{cause}"))
    }
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no words".to_owned())
}
