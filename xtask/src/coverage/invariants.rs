//! The invariants of `docs/ARCHITECTURE.md`: each is numbered and names at least one test that exists.

use std::collections::BTreeSet;

const FILE: &str = "docs/ARCHITECTURE.md";

/// Lists invariants that are out of order, name no test, or name one that does not exist.
pub(super) fn check(document: &str, tests: &BTreeSet<String>) -> Vec<String> {
    let section = document.lines().skip_while(|line| *line != "## Invariants").skip(1);
    let section: Vec<&str> = section.take_while(|line| !line.starts_with("## ")).collect();
    let text = section.join("\n");
    let invariants: Vec<&str> = text.split("\n\n").filter(|part| starts_with_number(part)).collect();
    if invariants.is_empty() {
        return vec![format!("{FILE}: has no numbered invariants")];
    }
    invariants.iter().zip(1_usize..).flat_map(|(invariant, number)| judge(invariant, number, tests)).collect()
}

fn judge(invariant: &str, number: usize, tests: &BTreeSet<String>) -> Vec<String> {
    if !invariant.starts_with(&format!("{number}. ")) {
        return vec![format!("{FILE}: invariant {number} is missing or out of order")];
    }
    let named: Vec<&str> = match invariant.split_once("Tests: ") {
        Some((_, names)) => names.split('`').skip(1).step_by(2).collect(),
        None => Vec::new(),
    };
    if named.is_empty() {
        return vec![format!("{FILE}: invariant {number} names no test")];
    }
    let missing = named.into_iter().filter(|name| !tests.contains(*name));
    missing
        .map(|name| format!("{FILE}: invariant {number} names the test {name}, which does not exist"))
        .collect()
}

fn starts_with_number(text: &str) -> bool {
    text.split_once(". ").is_some_and(|(number, _)| number.parse::<usize>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(invariants: &str) -> Vec<String> {
        let document =
            format!("# A\n\n1. no\n\n## Invariants\n\nText.\n\n{invariants}\n\n## Tests\n\n9. no\n");
        check(&document, &BTreeSet::from(["it_holds".to_owned(), "it_stays".to_owned()]))
    }

    #[test]
    fn an_invariant_with_its_tests_is_fine() {
        assert_eq!(
            findings("1. It `holds`.\n   Tests: `it_holds`, `it_stays`\n\n2. So.\n   Tests: `it_stays`"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn an_invariant_that_nothing_holds_is_found() {
        assert_eq!(findings("1. It `holds`."), ["docs/ARCHITECTURE.md: invariant 1 names no test"]);
        assert_eq!(
            findings("1. It holds.\n   Tests: `it_fell`"),
            ["docs/ARCHITECTURE.md: invariant 1 names the test it_fell, which does not exist"]
        );
    }

    #[test]
    fn numbers_run_without_gaps() {
        assert!(findings("2. So.\n   Tests: `it_holds`").first().unwrap().contains("out of order"));
        assert!(findings("").first().unwrap().contains("no numbered invariants"));
    }
}
