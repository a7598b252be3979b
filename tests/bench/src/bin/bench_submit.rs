//! Durable submissions of signed queries, beside a bare SQLite connection and beside a server that commits
//! each one alone. The last line is one JSON object.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use serde_json::{Value, json};
use waystation_bench::engine::{Engine, request_id};
use waystation_bench::load::{NextRequest, hammer};
use waystation_bench::server::{Partner, Server, Terminal};
use waystation_bench::wire::{Answer, Connection, write_post};
use waystation_bench::{Failure, quantile, rounded};
use waystation_shared::sign;

/// Terminals that take the tasks.
const TERMINALS: u32 = 8;

/// Measures durable task submissions through the signed API.
#[derive(Debug, Parser)]
struct Options {
    /// Folder of the built programs.
    #[arg(long, default_value = "target/release")]
    programs: PathBuf,
    /// Folder for the data of this run; all three write to the same disk.
    #[arg(long, default_value = "target/bench-data/submit")]
    data: PathBuf,
    /// Connections that submit again as soon as they are answered.
    #[arg(long, default_value_t = 128)]
    connections: u32,
    /// Rounds of each, taking turns.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Seconds of one round.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// Print the JSON line only.
    #[arg(long)]
    json: bool,
}

/// Submissions per second in one round.
struct Round {
    server: f64,
    engine: f64,
    single: f64,
}

fn main() -> Result<(), Failure> {
    let options = Options::parse();
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(measure(&options))
}

#[expect(clippy::print_stdout, reason = "the figures are this program's output")]
async fn measure(options: &Options) -> Result<(), Failure> {
    let mut batched = Party::start(options, "batched", &[]).await?;
    let mut single = Party::start(options, "single", &[("WAYSTATION_STORE__BATCH", "1")]).await?;
    let copy = options.data.join("engine.db");
    batched.server.back_up(&copy)?;
    let mut engine = Engine::open(&copy)?;
    let length = Duration::from_secs(options.seconds);
    let mut rounds = Vec::new();
    // The round before the first is a warm-up and is not kept.
    for number in 0..=options.rounds {
        let round = Round {
            server: batched.submit(length).await?,
            engine: engine.run(length)?,
            single: single.submit(length).await?,
        };
        if number > 0 {
            rounds.push(round);
        }
    }
    let result = summary(options, &rounds);
    if !options.json {
        println!("{}", in_words(&rounds));
    }
    println!("{result}");
    Ok(())
}

/// One server with its clients.
struct Party {
    server: Server,
    partner: Partner,
    terminals: Vec<NextRequest>,
    connections: u32,
    rounds: u32,
    /// How many submissions a client made in the busiest round so far.
    busiest: u64,
}

impl Party {
    async fn start(options: &Options, name: &str, settings: &[(&str, &str)]) -> Result<Self, Failure> {
        let server = Server::start(&options.programs, options.data.join(name), settings)?;
        let partner = server.add_partner()?;
        let terminals = server.enrol(TERMINALS).await?.iter().map(Terminal::poller).collect();
        let connections = options.connections;
        let mut party = Self { server, partner, terminals, connections, rounds: 0, busiest: 100 };
        party.show_terminals().await?;
        // Presence is written in batches; a terminal gets tasks once it is.
        tokio::time::sleep(Duration::from_secs(2)).await;
        Ok(party)
    }

    /// Polls once as every terminal, so that none is taken for lost.
    async fn show_terminals(&mut self) -> Result<(), Failure> {
        let mut connection = Connection::open(self.server.address).await?;
        let mut request = Vec::new();
        for terminal in &mut self.terminals {
            terminal(&mut request);
            connection.exchange(&request).await?;
        }
        Ok(())
    }

    async fn submit(&mut self, length: Duration) -> Result<f64, Failure> {
        self.show_terminals().await?;
        self.rounds += 1;
        let day = travel_day();
        let client = |number| {
            let (partner, day, round) = (self.partner.clone(), day.clone(), self.rounds);
            submitter(Client { partner, day, round, number }, self.busiest * 3 / 2)
        };
        let clients = (0..u64::from(self.connections)).map(client).collect();
        let (tally, _clients) = hammer(self.server.address, clients, length, is_accepted).await?;
        self.busiest = self.busiest.max(tally.right / u64::from(self.connections.max(1)));
        if tally.wrong > 0 {
            return Err(format!("{} submissions were refused", tally.wrong).into());
        }
        Ok(tally.per_second)
    }
}

fn is_accepted(answer: &Answer<'_>) -> bool {
    answer.is_success() && answer.body.windows(8).any(|part| part == b"\"code\":0")
}

/// A partner on one connection in one round.
struct Client {
    partner: Partner,
    day: String,
    round: u32,
    number: u64,
}

impl Client {
    /// Writes its submission of this count: a query under a request id of its own, signed.
    fn sign(&self, count: u64, request: &mut Vec<u8>) {
        let body = signed(&self.partner, &self.day, &request_id(self.round, self.number, count));
        write_post(request, "/api/query_av", "", &body);
    }
}

/// Submits anew each time. It signs `prepared` requests beforehand: signing is the partner's work, not what is
/// measured.
fn submitter(client: Client, prepared: u64) -> NextRequest {
    let sign = |count| {
        let mut request = Vec::new();
        client.sign(count, &mut request);
        request
    };
    let mut ready = (0..prepared).map(sign).collect::<Vec<_>>().into_iter();
    let mut counts = prepared..;
    Box::new(move |request| {
        if let Some(signed) = ready.next() {
            *request = signed;
        } else if let Some(count) = counts.next() {
            client.sign(count, request);
        }
    })
}

fn signed(partner: &Partner, day: &str, request_id: &str) -> String {
    let mut members: std::collections::BTreeMap<String, Value> = [
        ("username", "bench"),
        ("api_key", &partner.api_key),
        ("requestId", request_id),
        ("callbackUrl", "http://127.0.0.1:9/callback"),
        ("depCity", "PEK"),
        ("arrCity", "SHA"),
        ("depDate", day),
    ]
    .map(|(name, value)| (name.to_owned(), json!(value)))
    .into();
    // Members that are all text can always be signed.
    let sign = sign::sign(&members, &partner.md5_key).unwrap_or_default();
    members.insert("sign".to_owned(), json!(sign));
    json!(members).to_string()
}

/// Ten days from now.
#[expect(clippy::disallowed_methods, reason = "the server measured here has nothing but the real clock")]
fn travel_day() -> String {
    let day = jiff::Timestamp::now() + Duration::from_hours(240);
    day.strftime("%Y-%m-%d").to_string()
}

fn summary(options: &Options, rounds: &[Round]) -> Value {
    let middle = |of: fn(&Round) -> f64| rounded(quantile(&rounds.iter().map(of).collect::<Vec<_>>(), 0.5));
    json!({
        "bench": "submit",
        "connections": options.connections,
        "submissions_per_second": middle(|round| round.server),
        "engine_per_second": middle(|round| round.engine),
        "single_commit_per_second": middle(|round| round.single),
        "ratio_to_engine": middle(|round| round.server / round.engine),
        "ratio_to_single_commit": middle(|round| round.server / round.single),
    })
}

fn in_words(rounds: &[Round]) -> String {
    let line = |round: &Round| {
        format!(
            "server {:>7.0}/s   bare SQLite {:>7.0}/s ({:.2})   one commit each {:>7.0}/s ({:.1})",
            round.server,
            round.engine,
            round.server / round.engine,
            round.single,
            round.server / round.single
        )
    };
    rounds.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_submission_has_its_own_request_id_and_a_true_signature() {
        let partner = Partner { api_key: "ak".into(), md5_key: "key".into() };
        let client = Client { partner, day: "2026-12-01".into(), round: 1, number: 3 };
        let mut client = submitter(client, 2);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..4 {
            let mut request = Vec::new();
            client(&mut request);
            let text = String::from_utf8(request).unwrap();
            let members = sign::parse_members(text.split_once("\r\n\r\n").unwrap().1.as_bytes()).unwrap();
            assert!(sign::verify(&members, "key", members["sign"].as_str().unwrap()).unwrap());
            assert!(seen.insert(members["requestId"].to_string()));
        }
    }
}
