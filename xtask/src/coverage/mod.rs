//! Every requirement names the tests that hold it: `docs/coverage.csv`, one line per requirement.
//!
//! Columns: id, status (`done`, `partly`, `not`), tests (names separated by `;`), note. No field holds a
//! comma or a quote, so that every spreadsheet and every diff can read it. The invariants of
//! `docs/ARCHITECTURE.md` are held to the same rule.

mod invariants;
mod names;

use std::collections::{BTreeMap, BTreeSet};

use crate::failure::Failure;
use crate::workspace::Workspace;

/// The groups of requirements and how many each has.
const GROUPS: [(&str, u16); 23] = [
    ("ATT", 58),
    ("AUT", 35),
    ("ORD", 60),
    ("CST", 27),
    ("RPT", 8),
    ("PRC", 6),
    ("VID", 8),
    ("OPS", 26),
    ("LIC", 35),
    ("EBZ", 9),
    ("ETR", 22),
    ("ETK", 25),
    ("EDP", 13),
    ("EAP", 22),
    ("EUS", 35),
    ("EBL", 14),
    ("EPG", 23),
    ("EOP", 24),
    ("JSH", 33),
    ("JOR", 39),
    ("JUS", 15),
    ("JNO", 20),
    ("JPG", 16),
];

/// Checks the list against the tests of the tree.
///
/// # Errors
/// When a row is malformed, a requirement is missing, or a named test does not exist.
pub(crate) fn perform(workspace: &Workspace) -> Result<(), Failure> {
    let sources = workspace.sources(".", &[".rs", ".spec.ts", ".test.ts"])?;
    let tests: BTreeSet<String> = sources.iter().flat_map(|source| names::of_tests(&source.text)).collect();
    let list = workspace.read("docs/coverage.csv")?;
    let (rows, mut findings) = parse(&list);
    findings.extend(complete(&rows));
    findings.extend(rows.iter().flat_map(|row| row.untested(&tests)));
    findings.extend(invariants::check(&workspace.read("docs/ARCHITECTURE.md")?, &tests));
    println!("coverage: {}", summary(&rows));
    Failure::unless_clean("coverage", findings)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Done,
    Partly,
    Not,
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row<'a> {
    line: usize,
    id: &'a str,
    status: Status,
    tests: Vec<&'a str>,
}

impl Row<'_> {
    fn untested(&self, known: &BTreeSet<String>) -> Vec<String> {
        let place = format!("docs/coverage.csv:{}: {}", self.line, self.id);
        if self.status != Status::Not && self.tests.is_empty() {
            return vec![format!("{place} names no test")];
        }
        let missing = self.tests.iter().filter(|name| !known.contains(**name));
        missing.map(|name| format!("{place} names the test {name}, which does not exist")).collect()
    }
}

fn parse(text: &str) -> (Vec<Row<'_>>, Vec<String>) {
    let mut rows = Vec::new();
    let mut findings = Vec::new();
    let mut lines = text.lines().zip(1..);
    if lines.next().is_none_or(|(header, _)| header != "id,status,test,note") {
        findings.push("docs/coverage.csv:1: the header is id,status,test,note".to_owned());
    }
    for (text, line) in lines {
        match parse_row(text, line) {
            Ok(row) => rows.push(row),
            Err(rule) => findings.push(format!("docs/coverage.csv:{line}: {rule}")),
        }
    }
    (rows, findings)
}

fn parse_row(text: &str, line: usize) -> Result<Row<'_>, &'static str> {
    let fields: Vec<&str> = text.split(',').collect();
    let [id, status, tests, _note] = fields.as_slice() else {
        return Err("has not exactly four fields; write ; instead of a comma");
    };
    if text.contains('"') {
        return Err("holds a quote; write it without");
    }
    let status = match *status {
        "done" => Status::Done,
        "partly" => Status::Partly,
        "not" => Status::Not,
        _ => return Err("the status is done, partly or not"),
    };
    let tests = tests.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
    Ok(Row { line, id, status, tests })
}

fn complete(rows: &[Row<'_>]) -> Vec<String> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *seen.entry(row.id).or_default() += 1;
    }
    let numbers =
        |(group, count): (&'static str, u16)| (1..=count).map(move |number| format!("{group}-{number:02}"));
    let wanted: BTreeSet<String> = GROUPS.into_iter().flat_map(numbers).collect();
    let missing =
        wanted.iter().filter(|id| !seen.contains_key(id.as_str())).map(|id| format!("{id} is missing"));
    let unknown =
        seen.keys().filter(|id| !wanted.contains(**id)).map(|id| format!("{id:?} is no requirement"));
    let twice = seen.iter().filter(|(_, count)| **count > 1).map(|(id, _)| format!("{id} stands twice"));
    missing.chain(unknown).chain(twice).map(|finding| format!("docs/coverage.csv: {finding}")).collect()
}

fn summary(rows: &[Row<'_>]) -> String {
    let count = |status| rows.iter().filter(|row| row.status == status).count();
    let tests: BTreeSet<&str> = rows.iter().flat_map(|row| row.tests.iter().copied()).collect();
    format!(
        "{} requirements: {} done, {} partly, {} not; {} tests named",
        rows.len(),
        count(Status::Done),
        count(Status::Partly),
        count(Status::Not),
        tests.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_rows() -> String {
        let rows = GROUPS
            .iter()
            .flat_map(|(group, count)| (1..=*count).map(move |n| format!("{group}-{n:02},not,,\n")));
        "id,status,test,note\n".to_owned() + &rows.collect::<String>()
    }

    fn findings(text: &str, tests: &[&str]) -> Vec<String> {
        let known = tests.iter().map(|&name| name.to_owned()).collect();
        let (rows, mut findings) = parse(text);
        findings.extend(complete(&rows));
        findings.extend(rows.iter().flat_map(|row| row.untested(&known)));
        findings
    }

    #[test]
    fn there_are_573_requirements() {
        assert_eq!(parse(&all_rows()).0.len(), 573);
        assert_eq!(findings(&all_rows(), &[]), Vec::<String>::new());
    }

    #[test]
    fn a_requirement_that_is_left_out_or_invented_is_found() {
        let text = all_rows().replace("EAP-22,", "EAP-23,");
        assert_eq!(
            findings(&text, &[]),
            ["docs/coverage.csv: EAP-22 is missing", "docs/coverage.csv: \"EAP-23\" is no requirement"]
        );
        let twice = all_rows().replace("EAP-22,", "EAP-21,");
        assert!(findings(&twice, &[]).contains(&"docs/coverage.csv: EAP-21 stands twice".to_owned()));
    }

    #[test]
    fn a_test_that_does_not_exist_is_found_with_its_line() {
        let text = all_rows().replace("ATT-01,not,,", "ATT-01,done,it_works;it_does_not,half");
        assert_eq!(
            findings(&text, &["it_works"]),
            ["docs/coverage.csv:2: ATT-01 names the test it_does_not, which does not exist"]
        );
    }

    #[test]
    fn a_requirement_that_is_met_must_name_a_test() {
        let text = all_rows().replace("ATT-02,not,", "ATT-02,partly,");
        assert_eq!(findings(&text, &[]), ["docs/coverage.csv:3: ATT-02 names no test"]);
    }

    #[test]
    fn a_malformed_row_is_found() {
        for wrong in ["ATT-01,not,", "ATT-01,maybe,,", "ATT-01,not,,a,b", "ATT-01,not,,\"a\""] {
            let text = all_rows().replace("ATT-01,not,,", wrong);
            assert!(
                findings(&text, &[]).iter().any(|one| one.starts_with("docs/coverage.csv:2: ")),
                "{wrong}"
            );
        }
    }
}
