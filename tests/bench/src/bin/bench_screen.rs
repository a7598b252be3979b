//! Reads random screens of a real xterm and prints speed, mistakes, and tesseract beside it.
//! The last line is one JSON object.

use clap::Parser;
use serde_json::{Value, json};
use waystation_bench::screen::{Case, Error, Outcome, quantile, run, tesseract};

/// Font sizes in points: cells of 8, 10 and 13 pixels in width at 96 dots per inch.
const SIZES: [u32; 3] = [10, 12, 16];

/// Reads random 24x80 screens drawn by xterm in three font sizes, smooth and not.
#[derive(Parser)]
struct Options {
    /// Number of screens for each seed, shared out among the fonts.
    #[arg(long, default_value_t = 2004)]
    screens: usize,
    /// Which random screens: one number or several, separated by commas.
    #[arg(long, value_delimiter = ',', default_value = "1")]
    seed: Vec<u64>,
    /// Print the JSON line only.
    #[arg(long)]
    json: bool,
}

/// The figures of all cases together, and of each seed and each font.
#[derive(Default)]
struct Summary {
    total: Outcome,
    seeds: Vec<Value>,
    fonts: Vec<Value>,
    tesseract_ms: Vec<f64>,
    tesseract_accuracy: Vec<f64>,
}

fn main() -> Result<(), Error> {
    let options = Options::parse();
    let mut summary = Summary::default();
    for seed in &options.seed {
        let mut of_seed = Outcome::default();
        for case in cases(&options, *seed) {
            let outcome = run(case)?;
            summary.compare(&outcome)?;
            if !options.json {
                print(&line(case, &outcome));
            }
            summary.fonts.push(with(
                json!({ "seed": seed, "points": case.font_size, "smooth": case.antialias }),
                &outcome,
            ));
            of_seed.add(&outcome);
        }
        summary.seeds.push(with(json!({ "seed": seed }), &of_seed));
        summary.total.add(&of_seed);
    }
    if !options.json {
        print(&summary.beside());
    }
    print(&summary.json().to_string());
    Ok(())
}

fn cases(options: &Options, seed: u64) -> impl Iterator<Item = Case> {
    let screens = options.screens.div_ceil(SIZES.len() * 2);
    let case = move |font_size, antialias| Case { font_size, antialias, screens, seed };
    SIZES.into_iter().flat_map(move |size| [true, false].map(|antialias| case(size, antialias)))
}

#[expect(clippy::print_stdout, reason = "the figures are this program's output")]
fn print(line: &str) {
    println!("{line}");
}

impl Summary {
    /// Shows tesseract one of the screens.
    fn compare(&mut self, outcome: &Outcome) -> Result<(), Error> {
        if let Some((picture, text)) = &outcome.sample {
            let recognition = tesseract::recognise(picture, text)?;
            self.tesseract_ms.push(recognition.milliseconds);
            self.tesseract_accuracy.push(recognition.accuracy);
        }
        Ok(())
    }

    /// What tesseract came to, for people.
    fn beside(&self) -> String {
        format!(
            "tesseract on one screen of each: {:.0} ms, {:.1} % of characters",
            quantile(&self.tesseract_ms, 0.5),
            100.0 * quantile(&self.tesseract_accuracy, 0.5)
        )
    }

    fn json(&self) -> Value {
        let memcpy = quantile(&self.total.copy_us, 0.5);
        let figures = json!({
            "screens": self.total.read_us.len(),
            "memcpy_ratio": quantile(&self.total.read_us, 0.5) / memcpy.max(f64::EPSILON),
            "tesseract_ms": quantile(&self.tesseract_ms, 0.5),
            "tesseract_char_accuracy": quantile(&self.tesseract_accuracy, 0.5),
            "by_seed": self.seeds,
            "by_font": self.fonts,
        });
        with(figures, &self.total)
    }
}

/// Adds the figures of an outcome to a JSON object.
fn with(mut object: Value, outcome: &Outcome) -> Value {
    let figures = json!({
        "median_us": quantile(&outcome.read_us, 0.5),
        "p99_us": quantile(&outcome.read_us, 0.99),
        "again_median_us": quantile(&outcome.again_us, 0.5),
        "memcpy_us": quantile(&outcome.copy_us, 0.5),
        "cells": outcome.cells,
        "wrong": outcome.wrong,
        "unknown_cells": outcome.unknown_cells,
    });
    if let (Value::Object(object), Value::Object(figures)) = (&mut object, figures) {
        object.extend(figures);
    }
    object
}

fn line(case: Case, outcome: &Outcome) -> String {
    let examples = outcome.wrong_examples.iter().flat_map(|example| ["\n    ", example]).collect::<String>();
    format!(
        "{:>2} pt {:<7} seed {}, {} screens: median {:.0} us, p99 {:.0} us, again {:.0} us, memcpy {:.0} us; {} cells, {} wrong, {} unknown; not learned: {:?}, {} look-alikes{examples}",
        case.font_size,
        if case.antialias { "smooth" } else { "sharp" },
        case.seed,
        outcome.read_us.len(),
        quantile(&outcome.read_us, 0.5),
        quantile(&outcome.read_us, 0.99),
        quantile(&outcome.again_us, 0.5),
        quantile(&outcome.copy_us, 0.5),
        outcome.cells,
        outcome.wrong,
        outcome.unknown_cells,
        outcome.refused.iter().take(8).collect::<Vec<_>>(),
        outcome.collisions,
    )
}
