//! Components never depend on each other, only on `shared`; only tests may use everything.

use std::collections::BTreeMap;

use crate::manifests::Manifest;

/// Lists every edge between our own crates that is not allowed.
pub(crate) fn check(manifests: &[Manifest]) -> Vec<String> {
    let folders: BTreeMap<&str, &str> =
        manifests.iter().map(|manifest| (manifest.name.as_str(), manifest.folder.as_str())).collect();
    let mut findings = Vec::new();
    for manifest in manifests {
        let shipped = manifest.dependencies.iter().map(|name| (name, false));
        let tested = manifest.dev_dependencies.iter().map(|name| (name, true));
        for (name, only_tests) in shipped.chain(tested) {
            let Some(folder) = folders.get(name.as_str()) else { continue };
            if let Some(rule) = broken_rule(&manifest.folder, folder, only_tests) {
                findings.push(format!(
                    "{}/Cargo.toml: {} may not use {name}: {rule}",
                    manifest.folder, manifest.name
                ));
            }
        }
    }
    findings
}

fn broken_rule(from: &str, to: &str, only_tests: bool) -> Option<&'static str> {
    match (component(from), component(to)) {
        _ if from == "tests/eterm-sim" => Some("the simulator shares no code with what it tests"),
        ("shared", "shared") if from == "shared" => {
            Some("what crosses the wire stands on nothing else of ours")
        }
        (one, other) if one == other => None,
        ("tests", _) | (_, "shared") => None,
        ("xtask", "tests") if matches!(to, "tests/desktop" | "tests/fakes") => None,
        (_, "tests") if only_tests => None,
        (_, "tests") => Some("shipped code never uses test code"),
        _ => Some("components depend only on shared"),
    }
}

fn component(folder: &str) -> &str {
    folder.split('/').next().unwrap_or(folder)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn manifest(name: &str, folder: &str, uses: &[&str]) -> Manifest {
        Manifest {
            name: name.into(),
            folder: folder.into(),
            dependencies: uses.iter().map(|&name| name.to_owned()).collect(),
            dev_dependencies: BTreeSet::new(),
        }
    }

    fn house(agent_uses: &[&str], simulator_uses: &[&str]) -> Vec<Manifest> {
        vec![
            manifest("wire", "shared", &["serde"]),
            manifest("server", "control-plane", &["wire", "axum"]),
            manifest("screen", "agent/screen", &[]),
            manifest("agent", "agent", agent_uses),
            manifest("kit", "tests/kit", &["server", "wire"]),
            manifest("simulator", "tests/eterm-sim", simulator_uses),
        ]
    }

    #[test]
    fn a_component_may_use_its_own_crates_and_shared() {
        assert_eq!(check(&house(&["wire", "screen"], &["clap"])), Vec::<String>::new());
    }

    #[test]
    fn a_component_may_not_use_another() {
        let findings = check(&house(&["server"], &[]));
        assert_eq!(
            findings,
            ["agent/Cargo.toml: agent may not use server: components depend only on shared"]
        );
    }

    #[test]
    fn the_simulator_stands_alone() {
        assert!(check(&house(&[], &["wire"])).first().unwrap().contains("shares no code"));
    }

    #[test]
    fn test_code_is_for_tests_only() {
        let mut crates = house(&[], &[]);
        let agent = crates.iter_mut().find(|manifest| manifest.name == "agent").unwrap();
        agent.dev_dependencies.insert("kit".into());
        assert_eq!(check(&crates), Vec::<String>::new());
        crates
            .iter_mut()
            .find(|manifest| manifest.name == "agent")
            .unwrap()
            .dependencies
            .insert("kit".into());
        assert!(check(&crates).first().unwrap().contains("shipped code never uses test code"));
    }
}
