//! `prove`: thousands of runs in which something dies, and one line about them.

use std::ops::Range;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use clap::Parser;
use serde_json::json;
use waystation_e2e::host::Host;
use waystation_faults::eterm::{Eterm, Window};
use waystation_faults::judge::Verdict;
use waystation_faults::lane::Lane;
use waystation_faults::scenario::Scenario;

/// Windows at the same time: each is looked at forty times a second.
const WINDOW_LANES: u64 = 1;
/// Runs after which a lane begins anew: the host writes down all it knows at every command.
const LANE_LASTS: u64 = 150;

/// Proves that nothing irreversible is done twice and nothing is lost
#[derive(Debug, Parser)]
struct Arguments {
    /// How many runs
    #[arg(long, default_value_t = 300)]
    runs: u64,
    /// How many further runs, through a real window
    #[arg(long, default_value_t = 0)]
    window: u64,
    /// What the runs are drawn from; the same seed makes the same runs
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only this run of the seed, to see a failure again; with `--window 1` in the window
    #[arg(long)]
    only: Option<u64>,
    /// Runs at the same time, each with its own server, host and agent
    #[arg(long, default_value_t = 3)]
    lanes: u64,
    /// Print the last line as JSON
    #[arg(long)]
    json: bool,
}

/// What is counted over all runs.
#[derive(Debug, Default)]
struct Tally {
    runs: u64,
    window_runs: u64,
    kills: u64,
    repeated: u64,
    lost: u64,
    contradictions: u64,
    unknown: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let begun = Instant::now();
    let tally = Mutex::new(Tally::default());
    let (socket, window) = match arguments.only {
        Some(only) if arguments.window > 0 => (0..0, only..only + 1),
        Some(only) => (only..only + 1, 0..0),
        None => (0..arguments.runs, 0..arguments.window),
    };
    let expected = (socket.end - socket.start, window.end - window.start);
    play::<Host>(&arguments, socket, arguments.lanes, &tally);
    play::<Window>(&arguments, window, WINDOW_LANES, &tally);
    let tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    print(&arguments, &tally, begun.elapsed().as_secs());
    let played = (tally.runs - tally.window_runs, tally.window_runs);
    let clean = played == expected && tally.repeated + tally.lost + tally.contradictions == 0;
    if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Plays runs in several lanes.
fn play<E: Eterm>(arguments: &Arguments, runs: Range<u64>, lanes: u64, tally: &Mutex<Tally>) {
    let next = AtomicU64::new(runs.start);
    std::thread::scope(|scope| {
        for _ in 0..lanes.min(runs.end - runs.start) {
            scope.spawn(|| work::<E>(arguments, &next, runs.end, tally));
        }
    });
}

/// Plays runs until none is left.
fn work<E: Eterm>(arguments: &Arguments, next: &AtomicU64, end: u64, tally: &Mutex<Tally>) {
    let mut lane = Lane::<E>::start();
    for played in 1_u64.. {
        let run = next.fetch_add(1, Ordering::Relaxed);
        if run >= end {
            return;
        }
        if played.is_multiple_of(LANE_LASTS) {
            lane = Lane::start();
        }
        let scenario = Scenario::draw(arguments.seed, run);
        let kills = lane.kills;
        let verdict = lane.play(&scenario);
        if !verdict.is_clean() {
            lane.keep_files();
            eprintln!("{scenario}\n  {verdict:?}\n  files: {}", lane.folder().display());
            let window = if lane.has_window() { " --window 1" } else { "" };
            eprintln!(
                "  again: cargo xtask prove never-twice --seed {} --only {run}{window}",
                arguments.seed
            );
        }
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        tally.count(&verdict, lane.kills - kills);
        tally.window_runs += u64::from(lane.has_window());
        if tally.runs.is_multiple_of(if lane.has_window() { 10 } else { 100 }) {
            eprintln!("{} runs, {} kills, {} unknown", tally.runs, tally.kills, tally.unknown);
        }
    }
}

impl Tally {
    fn count(&mut self, verdict: &Verdict, kills: u64) {
        self.runs += 1;
        self.kills += kills;
        self.repeated += u64::from(!verdict.repeated.is_empty());
        self.lost += u64::from(verdict.lost.is_some());
        self.contradictions += u64::from(!verdict.contradictions.is_empty());
        self.unknown += u64::from(verdict.status == "unknown");
    }
}

fn print(arguments: &Arguments, tally: &Tally, seconds: u64) {
    let Tally { runs, window_runs, kills, repeated, lost, contradictions, unknown } = tally;
    if arguments.json {
        let line = json!({"runs": runs, "window_runs": window_runs, "kills": kills, "repeated": repeated, "lost": lost,
            "contradictions": contradictions, "unknown": unknown, "seed": arguments.seed, "seconds": seconds});
        println!("{line}");
    } else {
        println!(
            "{runs} runs, {window_runs} of them in a window, with {kills} kills in {seconds} s (seed {}): {repeated} repeated, {lost} lost, \
             {contradictions} contradictions, {unknown} unknown",
            arguments.seed
        );
    }
}
