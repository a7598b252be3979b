//! Every outside crate and npm package is named in `docs/dependencies.md` with its reason, and nothing else is.

use std::collections::BTreeSet;

use crate::manifests::{self, Manifest};

/// Lists what is used without a reason and what has a reason but is not used.
pub(crate) fn check(manifests: &[Manifest], page: &str, document: &str) -> Vec<String> {
    let mut used: BTreeSet<String> = manifests::outside(manifests).into_iter().map(str::to_owned).collect();
    used.extend(npm_packages(page));
    let listed = named_in(document);
    let missing =
        used.difference(&listed).map(|name| format!("docs/dependencies.md: {name} is used, say why"));
    let stale =
        listed.difference(&used).map(|name| format!("docs/dependencies.md: {name} is not used any more"));
    missing.chain(stale).collect()
}

/// The names in the first column of the document's tables.
fn named_in(document: &str) -> BTreeSet<String> {
    let rows = document.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split('`').next()).map(str::to_owned).collect()
}

fn npm_packages(page: &str) -> Vec<String> {
    let manifest: serde_json::Value = serde_json::from_str(page).unwrap_or_default();
    let sections = ["dependencies", "devDependencies"].map(|section| manifest.get(section));
    let tables = sections.into_iter().flatten().filter_map(serde_json::Value::as_object);
    tables.flat_map(|table| table.keys().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crate_using(names: &[&str]) -> Manifest {
        Manifest {
            name: "ours".into(),
            folder: "ours".into(),
            dependencies: names.iter().map(|&name| name.to_owned()).collect(),
            dev_dependencies: BTreeSet::new(),
        }
    }

    #[test]
    fn a_dependency_without_a_reason_is_found_and_so_is_a_reason_without_a_dependency() {
        let document = "| crate | why |\n|---|---|\n| `serde` | JSON |\n| `rand` | dice |\n";
        let findings = check(&[crate_using(&["serde", "toml", "ours"])], "{}", document);
        assert_eq!(
            findings,
            [
                "docs/dependencies.md: toml is used, say why",
                "docs/dependencies.md: rand is not used any more"
            ]
        );
    }

    #[test]
    fn packages_of_the_page_need_a_reason_too() {
        let page = r#"{"dependencies":{"vue":"3"},"devDependencies":{"vite":"7"}}"#;
        let findings = check(&[crate_using(&[])], page, "| `vue` | the page |\n");
        assert_eq!(findings, ["docs/dependencies.md: vite is used, say why"]);
    }
}
