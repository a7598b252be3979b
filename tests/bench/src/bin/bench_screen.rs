//! Reads random screens of a real xterm and prints speed, mistakes, and tesseract beside it.
//! The last line is one JSON object.

use clap::Parser;
use waystation_bench::screen::{Case, Error, Outcome, quantile, run, tesseract};

/// Font sizes in points: cells of 8, 10 and 13 pixels in width at 96 dots per inch.
const SIZES: [u32; 3] = [10, 12, 16];

/// Reads random 24x80 screens drawn by xterm in three font sizes, smooth and not.
#[derive(Parser)]
struct Options {
    /// Number of screens in all.
    #[arg(long, default_value_t = 2004)]
    screens: usize,
    /// Print the JSON line only.
    #[arg(long)]
    json: bool,
}

#[expect(clippy::print_stdout, reason = "the figures are this program's output")]
fn main() -> Result<(), Error> {
    let options = Options::parse();
    let mut total = Outcome::default();
    let (mut milliseconds, mut accuracies) = (Vec::new(), Vec::new());
    let cases = SIZES.iter().flat_map(|size| [true, false].map(|antialias| (*size, antialias)));
    for (font_size, antialias) in cases {
        let screens = options.screens.div_ceil(SIZES.len() * 2);
        let outcome = run(Case { font_size, antialias, screens })?;
        if let Some((picture, text)) = &outcome.sample {
            let recognition = tesseract::recognise(picture, text)?;
            milliseconds.push(recognition.milliseconds);
            accuracies.push(recognition.accuracy);
        }
        if !options.json {
            println!("{}", line(font_size, antialias, &outcome));
        }
        add(&mut total, outcome);
    }
    if !options.json {
        println!(
            "tesseract on one screen of each: {:.0} ms, {:.1} % of characters",
            quantile(&milliseconds, 0.5),
            100.0 * quantile(&accuracies, 0.5)
        );
    }
    let median = quantile(&total.read_us, 0.5);
    println!(
        "{}",
        serde_json::json!({
            "median_us": median,
            "again_median_us": quantile(&total.again_us, 0.5),
            "p99_us": quantile(&total.read_us, 0.99),
            "screens": total.read_us.len(),
            "cells": total.cells,
            "wrong": total.wrong,
            "unknown_cells": total.unknown_cells,
            "tesseract_ms": quantile(&milliseconds, 0.5),
            "tesseract_char_accuracy": quantile(&accuracies, 0.5),
            "memcpy_ratio": median / quantile(&total.copy_us, 0.5).max(f64::EPSILON),
        })
    );
    Ok(())
}

fn line(font_size: u32, antialias: bool, outcome: &Outcome) -> String {
    let examples = outcome.wrong_examples.iter().flat_map(|example| ["\n    ", example]).collect::<String>();
    format!(
        "{font_size:>2} pt {:<7} {} screens: median {:.0} us, p99 {:.0} us, again {:.0} us, memcpy {:.0} us; {} cells, {} wrong, {} unknown; not learned: {:?}, {} look-alikes{examples}",
        if antialias { "smooth" } else { "sharp" },
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

fn add(total: &mut Outcome, case: Outcome) {
    total.read_us.extend(case.read_us);
    total.again_us.extend(case.again_us);
    total.copy_us.extend(case.copy_us);
    total.cells += case.cells;
    total.wrong += case.wrong;
    total.unknown_cells += case.unknown_cells;
}
