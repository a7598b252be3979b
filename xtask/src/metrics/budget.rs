//! The budgets, and the table that compares them with what was measured.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::measures::Measure;
use crate::failure::Failure;

/// The content of `docs/metrics.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budgets {
    /// Measures that may not be greater.
    #[serde(default)]
    at_most: BTreeMap<String, f64>,
    /// Measures that may not be smaller.
    #[serde(default)]
    at_least: BTreeMap<String, f64>,
    /// Measures that are only remarked upon outside a band.
    #[serde(default)]
    usually: BTreeMap<String, (f64, f64)>,
    /// Paths under which `unsafe` may stand.
    #[serde(default)]
    pub(crate) unsafe_code: Vec<String>,
}

impl Budgets {
    /// Reads the file's text.
    ///
    /// # Errors
    /// When it is no TOML or has another form.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        toml::from_str(text).map_err(|error| Failure::Other(format!("docs/metrics.toml: {error}")))
    }

    /// The table for people, and a finding for each broken budget.
    pub(crate) fn judge(&self, measures: &[Measure]) -> (String, Vec<String>) {
        let mut table = format!("{:<34} {:>9}  {}", "measure", "now", "budget");
        let mut findings = Vec::new();
        for measure in measures {
            let (budget, kept) = self.compare(measure);
            let mark = if kept { "" } else { "  <- broken" };
            let _ = write!(table, "\n{:<34} {:>9}  {budget}{mark}", measure.name, shown(measure.value));
            if !kept {
                findings.push(explained(measure, &budget));
            }
        }
        findings.extend(self.unknown(measures));
        (table, findings)
    }

    fn compare(&self, measure: &Measure) -> (String, bool) {
        if let Some(&most) = self.at_most.get(measure.name) {
            return (format!("<= {}", shown(most)), measure.value <= most);
        }
        if let Some(&least) = self.at_least.get(measure.name) {
            return (format!(">= {}", shown(least)), measure.value >= least);
        }
        match self.usually.get(measure.name) {
            Some((least, most)) => (format!("usually {} to {}", shown(*least), shown(*most)), true),
            None => (String::new(), true),
        }
    }

    fn unknown(&self, measures: &[Measure]) -> Vec<String> {
        let named = self.at_most.keys().chain(self.at_least.keys()).chain(self.usually.keys());
        let unknown = named.filter(|name| measures.iter().all(|measure| measure.name != name.as_str()));
        unknown.map(|name| format!("docs/metrics.toml: {name} is no measure")).collect()
    }
}

fn explained(measure: &Measure, budget: &str) -> String {
    let mut text = format!("{} is {}, should be {budget}", measure.name, shown(measure.value));
    for place in &measure.places {
        let _ = write!(text, "\n    {place}");
    }
    text
}

fn shown(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(name: &'static str, value: f64) -> Measure {
        Measure { name, value, places: vec!["a.rs:1: f".into()] }
    }

    #[test]
    fn a_broken_budget_is_explained_with_its_places() {
        let budgets = Budgets::parse("[at_most]\nsize = 10\n[at_least]\ncare = 0.9").unwrap();
        let (table, findings) = budgets.judge(&[measure("size", 11.0), measure("care", 0.95)]);
        assert_eq!(findings, ["size is 11, should be <= 10\n    a.rs:1: f"]);
        assert!(table.contains("0.95  >= 0.9"), "{table}");
    }

    #[test]
    fn a_band_is_shown_but_never_breaks() {
        let budgets = Budgets::parse("[usually]\ncomments = [10, 18]").unwrap();
        assert!(budgets.judge(&[measure("comments", 40.0)]).1.is_empty());
    }

    #[test]
    fn a_budget_for_nothing_is_a_mistake() {
        let budgets = Budgets::parse("[at_most]\nsise = 10").unwrap();
        assert_eq!(budgets.judge(&[measure("size", 1.0)]).1, ["docs/metrics.toml: sise is no measure"]);
        assert!(Budgets::parse("[atmost]\nsize = 1").is_err());
    }
}
