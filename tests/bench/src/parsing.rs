//! Captured screens parsed again and again, beside only cutting them into rows and columns.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use waystation_eterm::parse::{ScreenKind, parse_text};
use waystation_eterm::screen::Screen;

use crate::{Failure, float, quantile};

/// The kinds that carry what partners pay for.
pub const KINDS: [ScreenKind; 5] =
    [ScreenKind::Av, ScreenKind::Pnr, ScreenKind::Pat, ScreenKind::Etdz, ScreenKind::Detr];

/// The captured screens of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Samples {
    kind: ScreenKind,
    texts: Vec<String>,
}

impl Samples {
    /// Every `<kind>_<number>.txt` of the folders.
    ///
    /// # Errors
    /// When a folder cannot be read, holds none, or holds one that does not parse: a refusal is quick, and would
    /// look like speed.
    pub fn load(kind: ScreenKind, folders: &[&Path]) -> Result<Self, Failure> {
        let mut texts = Vec::new();
        for folder in folders {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if is_sample(&path, kind) {
                    let text = fs::read_to_string(&path)?;
                    parse_text(kind.as_str(), &text)
                        .map_err(|error| format!("{}: {error}", path.display()))?;
                    texts.push(text);
                }
            }
        }
        if texts.is_empty() { Err(format!("no screens of {kind}").into()) } else { Ok(Self { kind, texts }) }
    }

    /// Parses all of them in turns with the floor, `rounds` times each.
    ///
    /// # Errors
    /// When one does not parse.
    pub fn measure(&self, rounds: u32) -> Result<Throughput, Failure> {
        let (mut parsing, mut cutting) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            cutting.push(seconds(|| self.texts.iter().for_each(|text| cut(text))));
            let mut outcome = Ok(());
            parsing.push(seconds(|| outcome = self.texts.iter().try_for_each(|text| self.parse(text))));
            outcome?;
        }
        let bytes = self.texts.iter().map(String::len).sum::<usize>();
        Ok(Throughput {
            screens: float(self.texts.len() as u64),
            bytes: float(bytes as u64),
            parsing: quantile(&parsing, 0.5),
            cutting: quantile(&cutting, 0.5),
        })
    }

    fn parse(&self, text: &str) -> Result<(), Failure> {
        black_box(parse_text(self.kind.as_str(), black_box(text))?);
        Ok(())
    }
}

/// What parsing all screens of a kind once took, in the median of all rounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throughput {
    screens: f64,
    bytes: f64,
    parsing: f64,
    cutting: f64,
}

impl Throughput {
    /// Screens from text to JSON in a second.
    #[must_use]
    pub fn screens_per_second(self) -> f64 {
        self.screens / self.parsing.max(f64::EPSILON)
    }

    /// Millions of bytes from text to JSON in a second.
    #[must_use]
    pub fn megabytes_per_second(self) -> f64 {
        self.bytes / 1e6 / self.parsing.max(f64::EPSILON)
    }

    /// How many times as long parsing takes as only cutting the text into rows.
    #[must_use]
    pub fn ratio_to_floor(self) -> f64 {
        self.parsing / self.cutting.max(f64::EPSILON)
    }
}

fn cut(text: &str) {
    black_box(Screen::from_text(black_box(text)));
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    let taken: Duration = start.elapsed();
    taken.as_secs_f64()
}

/// `pnr_5.txt`, but not `pnr_5_hidden.txt`, which is half a screen.
fn is_sample(path: &Path, kind: ScreenKind) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let number = name.strip_prefix(kind.as_str()).and_then(|rest| rest.strip_prefix('_'));
    let number = number.and_then(|rest| rest.strip_suffix(".txt"));
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders() -> [std::path::PathBuf; 2] {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agent/eterm/tests");
        [tests.join("common"), tests.join("screens")]
    }

    #[test]
    fn every_kind_has_screens_and_all_of_them_parse() {
        let folders = folders();
        let folders = folders.each_ref().map(std::path::PathBuf::as_path);
        for kind in KINDS {
            let samples = Samples::load(kind, &folders).unwrap();
            let throughput = samples.measure(2).unwrap();
            assert!(throughput.screens_per_second() > 0.0 && throughput.ratio_to_floor() > 0.0, "{kind}");
        }
    }

    #[test]
    fn only_whole_screens_of_the_kind_are_samples() {
        let taken = |name: &str| is_sample(Path::new(name), ScreenKind::Pnr);
        assert!(taken("pnr_5.txt"));
        assert!(!taken("pnr_5_hidden.txt") && !taken("pnr_5.json") && !taken("pat_5.txt"));
    }

    #[test]
    fn a_folder_without_screens_is_refused() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert!(Samples::load(ScreenKind::Av, &[&source]).is_err());
    }

    #[test]
    fn figures_are_of_all_screens_together() {
        let throughput = Throughput { screens: 4.0, bytes: 8e6, parsing: 2.0, cutting: 0.5 };
        assert_eq!(
            format!(
                "{} {} {}",
                throughput.screens_per_second(),
                throughput.megabytes_per_second(),
                throughput.ratio_to_floor()
            ),
            "2 4 4"
        );
    }
}
