//! What the agent adds to the time a host takes: availability flows and single questions through a real window.
//! The last line is one JSON object.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Parser;
use jiff::ToSpan as _;
use jiff::civil::date;
use serde_json::json;
use waystation_agent::terminal::Timing;
use waystation_bench::desk::Spent;
use waystation_bench::terminal::{Session, Stage, Step};
use waystation_bench::{Failure, float, quantile, rounded};
use waystation_eterm::command::Command;
use waystation_eterm::flow::query_av;
use waystation_eterm::ports::{Progress, Terminal as _};
use waystation_shared::flight::QueryAv;

/// Measures commands against the latency of their host.
#[derive(Debug, Parser)]
struct Options {
    /// Folder of the built programs.
    #[arg(long, default_value = "target/release")]
    programs: PathBuf,
    /// Folder for the logs of this run.
    #[arg(long, default_value = "target/bench-data/flow")]
    data: PathBuf,
    /// At least so many commands.
    #[arg(long, default_value_t = 60)]
    commands: usize,
    /// Milliseconds from a command to the host's answer.
    #[arg(long, default_value_t = 200)]
    latency_ms: u64,
    /// Milliseconds between two looks at the window [default: as the agent looks]
    #[arg(long)]
    look_ms: Option<u64>,
    /// Milliseconds the window must keep still [default: as the agent waits]
    #[arg(long)]
    settle_ms: Option<u64>,
    /// Print the JSON line only.
    #[arg(long)]
    json: bool,
}

impl Options {
    fn timing(&self) -> Timing {
        let usual = Timing::default();
        let or = |chosen: Option<u64>, usual| chosen.map_or(usual, Duration::from_millis);
        Timing { look: or(self.look_ms, usual.look), settle: or(self.settle_ms, usual.settle), ..usual }
    }
}

/// Nobody listens.
struct Silence;

impl Progress for Silence {
    fn step(&mut self, _: &str, _: Option<u32>) {}
}

/// What was measured.
struct Measured {
    steps: Vec<Step>,
    spent: Spent,
    latency: Duration,
    whole: Duration,
}

fn main() -> Result<(), Failure> {
    let options = Options::parse();
    let latency = Duration::from_millis(options.latency_ms);
    let stage = Stage::open(&options.programs.join("eterm-sim"), latency, &options.data)?;
    let mut session = stage.session(options.timing())?;
    let start = Instant::now();
    for round in 0.. {
        if session.steps().len() >= options.commands {
            break;
        }
        play(&mut session, round)?;
    }
    let (steps, spent) = (session.steps().to_vec(), session.spent());
    let measured = Measured { steps, spent, latency, whole: start.elapsed() };
    measured.print(options.json);
    Ok(())
}

/// One flow of several pages on a day of its own, the work areas, and a PNR that is not there.
fn play(session: &mut Session, round: i32) -> Result<(), Failure> {
    let query = QueryAv {
        dep_city: "PEK".parse()?,
        arr_city: "SHA".parse()?,
        dep_date: date(2026, 11, 22).checked_add((round % 28).days())?,
        dep_time: None,
        airline: None,
        direct: true,
        cabin: None,
    };
    query_av::run(session, &mut Silence, &query).map_err(|error| error.cause.to_string())?;
    session.clear()?;
    session.send(&Command::work_areas())?;
    session.clear()?;
    session.send(&Command::pnr(&"NX1Y2Z".parse()?)?)?;
    Ok(())
}

impl Measured {
    fn each(&self, figure: impl Fn(&Step) -> Duration) -> Vec<f64> {
        self.steps.iter().map(|step| figure(step).as_secs_f64() * 1e3).collect()
    }

    /// Milliseconds of a command on average.
    fn of_each(&self, spent: Duration) -> f64 {
        rounded(spent.as_secs_f64() * 1e3 / float(self.steps.len() as u64).max(1.0))
    }

    #[expect(clippy::print_stdout, reason = "the figures are this program's output")]
    fn print(&self, json: bool) {
        let overhead = self.each(|step| step.whole.saturating_sub(self.latency));
        let waiting = self.each(|step| step.waited.saturating_sub(self.latency));
        let working = self.each(|step| step.whole.saturating_sub(step.waited));
        let host = self.latency.as_secs_f64() * float(self.steps.len() as u64);
        let ratio = rounded(self.whole.as_secs_f64() / host.max(f64::EPSILON));
        let [median, p95] = [0.5, 0.95].map(|part| rounded(quantile(&overhead, part)));
        let [waiting, working] = [&waiting, &working].map(|values| rounded(quantile(values, 0.5)));
        if !json {
            println!(
                "{} commands at a host that takes {} ms: we add {median} ms (95 %: {p95} ms), of which {working} ms are \
                 work and {waiting} ms waiting for the window; flows take {ratio} times what the host takes",
                self.steps.len(),
                self.latency.as_millis(),
            );
        }
        let line = json!({
            "bench": "flow",
            "commands": self.steps.len(),
            "host_ms": rounded(self.latency.as_secs_f64() * 1e3),
            "overhead_ms": median,
            "p95_ms": p95,
            "working_ms": working,
            "waiting_ms": waiting,
            "capturing_ms": self.of_each(self.spent.capturing),
            "pictures": rounded(f64::from(self.spent.pictures) / float(self.steps.len() as u64).max(1.0)),
            "typing_ms": self.of_each(self.spent.typing),
            "finding_ms": self.of_each(self.spent.finding),
            "ratio_to_host": ratio,
        });
        println!("{line}");
    }
}
