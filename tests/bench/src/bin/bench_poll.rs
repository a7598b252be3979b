//! Empty polls: how many per second beside a bare axum handler, and how soon ten thousand terminals are answered.
//! The last line is one JSON object.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::routing::post;
use axum::{Json, Router};
use clap::{Parser, Subcommand};
use serde_json::json;
use waystation_bench::load::{NextRequest, hammer, poll_at_intervals};
use waystation_bench::server::{Server, Terminal};
use waystation_bench::wire::Answer;
use waystation_bench::{Failure, open_many_files, quantile, rounded};
use waystation_desktop::{Launch, Program};
use waystation_shared::edge_api::{PollAnswer, PollRequest};
use waystation_shared::time::Timestamp;

/// Measures empty authenticated polls.
#[derive(Debug, Clone, Parser)]
struct Options {
    /// Folder of the built programs.
    #[arg(long, default_value = "target/release")]
    programs: PathBuf,
    /// Folder for the data of this run.
    #[arg(long, default_value = "target/bench-data/poll")]
    data: PathBuf,
    /// Connections that ask again as soon as they are answered.
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// Rounds of each, taking turns.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Seconds of one round.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// Terminals that poll every three seconds.
    #[arg(long, default_value_t = 10_000)]
    terminals: u32,
    /// How often each of them polls.
    #[arg(long, default_value_t = 10)]
    polls: u32,
    /// Print the JSON line only.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Part {
    /// Run the bare handler that the server is compared with.
    Floor,
}

fn main() -> Result<(), Failure> {
    let options = Options::parse();
    match options.part {
        Some(Part::Floor) => tokio::runtime::Runtime::new()?.block_on(serve_floor()),
        None => {
            open_many_files()?;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(measure(&options))
        }
    }
}

/// Reads the same request and writes the same answer as the server, and does nothing else.
#[expect(clippy::print_stdout, reason = "the parent reads where we listen")]
async fn serve_floor() -> Result<(), Failure> {
    let answer = |Json(poll): Json<PollRequest>| async move {
        let server_time = Timestamp(1_796_000_000_000 + poll.sequence);
        Json(PollAnswer { task: None, commands: Vec::new(), next_poll_ms: 3000, server_time })
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on {}", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/api/get_task", post(answer))).await?;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are this program's output")]
async fn measure(options: &Options) -> Result<(), Failure> {
    let server = Server::start(&options.programs, options.data.clone(), &[])?;
    server.add_partner()?;
    let terminals = server.enrol(options.terminals.max(options.connections)).await?;
    let (_floor, floor) = start_floor(options)?;
    let rounds = compare(options, (&server, floor), &terminals).await?;
    let ratios: Vec<f64> = rounds.iter().map(|(server, floor)| server / floor).collect();
    let all = terminals.iter().skip(connections(options)).map(Terminal::poller).collect();
    let beat = (Duration::from_secs(3), options.polls);
    let (times, wrong) = poll_at_intervals(server.address, all, beat, is_empty_poll).await?;
    if wrong > 0 {
        return Err(format!("{wrong} polls of the crowd were not answered as empty polls").into());
    }
    let middle =
        |of: fn(&(f64, f64)) -> f64| rounded(quantile(&rounds.iter().map(of).collect::<Vec<_>>(), 0.5));
    let result = json!({
        "bench": "poll",
        "connections": options.connections,
        "polls_per_second": middle(|round| round.0),
        "floor_per_second": middle(|round| round.1),
        "ratio_to_floor": rounded(quantile(&ratios, 0.5)),
        "terminals": times.len() / usize::try_from(options.polls.max(1))?,
        "p50_ms": rounded(quantile(&times, 0.5)),
        "p99_ms": rounded(quantile(&times, 0.99)),
        "max_ms": rounded(quantile(&times, 1.0)),
    });
    if !options.json {
        println!("{}", in_words(&rounds, &result));
    }
    println!("{result}");
    Ok(())
}

fn connections(options: &Options) -> usize {
    usize::try_from(options.connections).unwrap_or(usize::MAX)
}

fn start_floor(options: &Options) -> Result<(Program, SocketAddr), Failure> {
    let launch = Launch::new("floor", std::env::current_exe()?).arg("floor");
    let mut program = launch.start(&options.data)?;
    let address = program.wait_for_line("it listened", Duration::from_secs(20), |line| {
        line.strip_prefix("listening on ")?.parse().ok()
    })?;
    Ok((program, address))
}

/// Requests per second of server and floor, round by round.
async fn compare(
    options: &Options,
    (server, floor): (&Server, SocketAddr),
    terminals: &[Terminal],
) -> Result<Vec<(f64, f64)>, Failure> {
    let length = Duration::from_secs(options.seconds);
    let pollers =
        || terminals.iter().take(connections(options)).map(Terminal::poller).collect::<Vec<NextRequest>>();
    let (mut ours, mut others) = (pollers(), pollers());
    let mut rounds = Vec::new();
    // The round before the first is a warm-up and is not kept.
    for round in 0..=options.rounds {
        let (polls, back) = hammer(server.address, ours, length, is_empty_poll).await?;
        ours = back;
        let (bare, back) = hammer(floor, others, length, is_empty_poll).await?;
        others = back;
        if polls.wrong + bare.wrong > 0 {
            return Err(format!("{} polls were not answered as empty polls", polls.wrong + bare.wrong).into());
        }
        if round > 0 {
            rounds.push((polls.per_second, bare.per_second));
        }
    }
    Ok(rounds)
}

fn is_empty_poll(answer: &Answer<'_>) -> bool {
    answer.is_success() && answer.body.starts_with(b"{\"task\":null")
}

fn in_words(rounds: &[(f64, f64)], result: &serde_json::Value) -> String {
    let lines = rounds.iter().map(|(server, floor)| {
        format!("server {server:>8.0}/s   bare axum {floor:>8.0}/s   ratio {:.2}", server / floor)
    });
    let crowd = format!(
        "{} terminals every 3 s: p50 {} ms, p99 {} ms, slowest {} ms",
        result["terminals"], result["p50_ms"], result["p99_ms"], result["max_ms"]
    );
    lines.chain([crowd]).collect::<Vec<_>>().join("\n")
}
