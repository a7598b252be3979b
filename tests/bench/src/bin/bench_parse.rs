//! How quick screens become JSON, beside only cutting their text into rows. The last line is one JSON object.

use std::path::PathBuf;

use clap::Parser;
use serde_json::{Map, Value, json};
use waystation_bench::parsing::{KINDS, Samples, Throughput};
use waystation_bench::{Failure, rounded};

/// Parses the worked examples of every kind of screen.
#[derive(Debug, Parser)]
struct Options {
    /// Folders with the captured screens.
    #[arg(long, value_delimiter = ',', default_value = "agent/eterm/tests/common,agent/eterm/tests/screens")]
    screens: Vec<PathBuf>,
    /// How often all screens of a kind are parsed.
    #[arg(long, default_value_t = 2000)]
    rounds: u32,
    /// Print the JSON line only.
    #[arg(long)]
    json: bool,
}

#[expect(clippy::print_stdout, reason = "the figures are this program's output")]
fn main() -> Result<(), Failure> {
    let options = Options::parse();
    let folders: Vec<_> = options.screens.iter().map(PathBuf::as_path).collect();
    let mut figures = Map::new();
    for kind in KINDS {
        let throughput = Samples::load(kind, &folders)?.measure(options.rounds)?;
        if !options.json {
            println!(
                "{kind:<5} {:>8.0} screens/s {:>7.1} MB/s, {:.1} times as long as cutting into rows",
                throughput.screens_per_second(),
                throughput.megabytes_per_second(),
                throughput.ratio_to_floor(),
            );
        }
        figures.insert(kind.to_string(), figures_of(throughput));
    }
    figures.insert("bench".to_owned(), json!("parse"));
    println!("{}", Value::Object(figures));
    Ok(())
}

fn figures_of(throughput: Throughput) -> Value {
    json!({
        "screens_per_s": throughput.screens_per_second().round(),
        "mb_per_s": rounded(throughput.megabytes_per_second()),
        "ratio_to_floor": rounded(throughput.ratio_to_floor()),
    })
}
