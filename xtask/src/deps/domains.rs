//! The order of the control plane's domains, and the layers inside each.
//!
//! `lib.rs` lists the modules; one may use those above it, never those below. Inside a domain (a folder
//! with a `model.rs`): `http → verb → model, store → platform`, never up. SQL stands in `store.rs` only.

use std::collections::BTreeSet;

use super::references::{self, Contents, Reference};
use crate::workspace::Source;

/// Part of a domain, by the name of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Interface,
    Model,
    Store,
    Verb,
    Http,
    Jobs,
    Tests,
}

impl Layer {
    fn of(file: Option<&str>) -> Self {
        match file {
            None => Self::Interface,
            Some("model") => Self::Model,
            Some("store") => Self::Store,
            Some("http") => Self::Http,
            Some("jobs") => Self::Jobs,
            Some("tests") => Self::Tests,
            Some(_) => Self::Verb,
        }
    }

    /// What this layer may not use of its own domain, in words.
    fn may_not_use(self, other: Self) -> Option<&'static str> {
        match (self, other) {
            (Self::Model, Self::Store | Self::Verb | Self::Http | Self::Jobs) => {
                Some("a model is plain types and rules")
            }
            (Self::Store, Self::Verb | Self::Http | Self::Jobs) => Some("a store knows the model only"),
            (Self::Verb, Self::Http) => Some("a use case does not know who asked"),
            (Self::Jobs, Self::Http) => Some("a job calls use cases"),
            _ => None,
        }
    }

    /// What this layer may not use of `platform`, in words.
    fn may_not_use_platform(self, part: Option<&str>) -> Option<&'static str> {
        match (self, part) {
            (Self::Model, _) => Some("a model needs no platform"),
            (Self::Store | Self::Verb, Some("http")) => Some("only handlers know HTTP"),
            _ => None,
        }
    }
}

/// Checks the sources of the control plane, which stand below `folder`.
pub(crate) fn check(folder: &str, sources: &[Source]) -> Vec<String> {
    let Some(house) = House::read(folder, sources) else {
        return vec![format!("{folder}/lib.rs: lists no modules")];
    };
    sources.iter().flat_map(|source| house.check_file(source)).collect()
}

/// The modules of the crate.
struct House<'a> {
    folder: &'a str,
    /// Top-level modules in the order of `lib.rs`.
    order: Vec<&'a str>,
    /// Those among them that have layers.
    domains: BTreeSet<&'a str>,
    /// Every module that is a file or a folder, by path, such as `dispatch::store`.
    modules: BTreeSet<String>,
}

impl<'a> House<'a> {
    fn read(folder: &'a str, sources: &'a [Source]) -> Option<Self> {
        let lib = sources.iter().find(|source| source.path == format!("{folder}/lib.rs"))?;
        let order: Vec<&str> = lib.text.lines().filter_map(declared_module).collect();
        let files = sources.iter().filter_map(|source| module_of(folder, &source.path));
        let modules: BTreeSet<String> = files.flat_map(|path| with_parents(&path)).collect();
        let layered = |name: &&&str| modules.contains(&format!("{name}::model"));
        let domains = order.iter().filter(layered).copied().collect();
        (!order.is_empty()).then_some(Self { folder, order, domains, modules })
    }

    fn check_file(&self, source: &Source) -> Vec<String> {
        let Some(module) = module_of(self.folder, &source.path) else { return Vec::new() };
        let Some((top, below)) = module.split_first() else { return Vec::new() };
        let layer = Layer::of(below.first().map(String::as_str));
        if layer == Layer::Tests || below.last().is_some_and(|name| name == "tests") {
            return Vec::new();
        }
        let contents = match references::read(&module, &source.text) {
            Ok(contents) => contents,
            Err(reason) => return vec![format!("{}: {reason}", source.path)],
        };
        let place = Place { file: &source.path, top, layer, is_domain: self.domains.contains(top.as_str()) };
        self.findings(&place, &contents)
    }

    fn findings(&self, place: &Place<'_>, contents: &Contents) -> Vec<String> {
        let edges = contents.references.iter().filter_map(|reference| self.judge(place, reference));
        let queries = contents.strings.iter().filter_map(|(text, line)| place.judge_string(text, *line));
        edges.chain(queries).collect()
    }

    fn judge(&self, place: &Place<'_>, reference: &Reference) -> Option<String> {
        let target = reference.path.first()?.as_str();
        let part = reference.path.get(1).map(String::as_str);
        let rule = self.broken_order(place.top, target).or_else(|| self.broken_layer(place, target, part))?;
        let path = reference.path.join("::");
        Some(format!("{}:{}: may not use crate::{path}: {rule}", place.file, reference.line))
    }

    fn broken_order(&self, top: &str, target: &str) -> Option<String> {
        let here = self.order.iter().position(|name| *name == top)?;
        let there = self.order.iter().position(|name| *name == target)?;
        (there > here).then(|| format!("{target} stands below {top} in lib.rs"))
    }

    fn broken_layer(&self, place: &Place<'_>, target: &str, part: Option<&str>) -> Option<String> {
        if !place.is_domain {
            return None;
        }
        let is_module = part.is_some_and(|part| self.modules.contains(&format!("{target}::{part}")));
        if target == place.top {
            let other = Layer::of(part.filter(|_| is_module));
            return place.layer.may_not_use(other).filter(|_| is_module).map(str::to_owned);
        }
        if target == "platform" {
            return place.layer.may_not_use_platform(part).map(str::to_owned);
        }
        let inside = is_module && self.domains.contains(target);
        inside.then(|| format!("another domain is used through {target}/mod.rs only"))
    }
}

/// Where a reference stands.
struct Place<'a> {
    file: &'a str,
    top: &'a str,
    layer: Layer,
    is_domain: bool,
}

impl Place<'_> {
    fn judge_string(&self, text: &str, line: usize) -> Option<String> {
        let wrong = self.is_domain && self.layer != Layer::Store && is_sql(text);
        wrong.then(|| format!("{}:{line}: SQL stands in store.rs only", self.file))
    }
}

fn is_sql(text: &str) -> bool {
    let mut words = text.split_whitespace();
    match (words.next(), words.next()) {
        (Some("SELECT"), Some(_)) | (Some("INSERT"), Some("INTO")) | (Some("DELETE"), Some("FROM")) => true,
        (Some("UPDATE"), Some(_)) => words.next() == Some("SET"),
        (Some("WITH"), Some(_)) => words.next() == Some("AS"),
        _ => false,
    }
}

fn declared_module(line: &str) -> Option<&str> {
    let declaration = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) ")).unwrap_or(line);
    declaration.strip_prefix("mod ")?.split(';').next().filter(|name| !name.contains(' '))
}

/// The path of the module a file holds: `dispatch/http/mod.rs` is `["dispatch", "http"]`. None for a root file.
fn module_of(folder: &str, path: &str) -> Option<Vec<String>> {
    let below = path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".rs")?;
    let mut segments: Vec<String> = below.split('/').map(str::to_owned).collect();
    if segments.last().is_some_and(|last| last == "mod") {
        segments.pop();
    }
    let is_root = matches!(below, "lib" | "main");
    (!is_root).then_some(segments)
}

/// A module and the folders it lies in: `a::b` lies in `a`.
fn with_parents(path: &[String]) -> Vec<String> {
    (1..=path.len()).filter_map(|length| path.get(..length)).map(|part| part.join("::")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIB: &str = "//! Doc\npub mod platform;\npub mod fleet;\n/// x\npub mod dispatch;\nmod router;\n";

    fn house(files: &[(&str, &str)]) -> Vec<String> {
        let fixed = [
            ("lib.rs", LIB),
            ("platform/mod.rs", ""),
            ("platform/http.rs", ""),
            ("platform/store/mod.rs", ""),
            ("fleet/mod.rs", "pub use model::Terminal;"),
            ("fleet/model.rs", ""),
            ("fleet/store.rs", ""),
            ("dispatch/mod.rs", ""),
            ("router.rs", "use crate::dispatch::http;"),
        ];
        let also = files.iter().filter(|(path, _)| *path != "dispatch/mod.rs");
        let sources: Vec<Source> = fixed
            .iter()
            .chain(also)
            .map(|(path, text)| Source { path: format!("cp/src/{path}"), text: (*text).to_owned() })
            .collect();
        check("cp/src", &sources)
    }

    fn dispatch(model: &str, store: &str, verb: &str, http: &str) -> Vec<String> {
        house(&[
            ("dispatch/model.rs", model),
            ("dispatch/store.rs", store),
            ("dispatch/claim.rs", verb),
            ("dispatch/http/claim.rs", http),
        ])
    }

    #[test]
    fn the_allowed_edges_are_allowed() {
        let store = "use super::model::Task; use crate::platform::store::Tx; const Q: &str = \"SELECT 1\";";
        let verb = "use super::{model, store}; use crate::fleet::Terminal;";
        let http = "use crate::dispatch::claim; use crate::platform::http::Problem; use super::super::{model::Task, store};";
        assert_eq!(dispatch("", store, verb, http), Vec::<String>::new());
    }

    #[test]
    fn a_domain_may_not_use_one_below_it() {
        let findings =
            house(&[("dispatch/model.rs", ""), ("fleet/retire.rs", "\nuse crate::dispatch::Task;")]);
        assert_eq!(
            findings,
            [
                "cp/src/fleet/retire.rs:2: may not use crate::dispatch::Task: dispatch stands below fleet in lib.rs"
            ]
        );
    }

    #[test]
    fn another_domain_is_used_through_its_front_door() {
        let findings = dispatch("", "", "use crate::fleet::store::find;", "");
        assert!(
            findings.first().unwrap().ends_with("another domain is used through fleet/mod.rs only"),
            "{findings:?}"
        );
    }

    #[test]
    fn no_layer_uses_one_above_it() {
        let broken = [
            dispatch("use super::store;", "", "", ""),
            dispatch("use crate::platform::store::Tx;", "", "", ""),
            dispatch("", "use super::claim::Claim;", "", ""),
            dispatch("", "", "use super::http::claim::Answer;", ""),
            dispatch("", "", "use crate::platform::http::Problem;", ""),
        ];
        for findings in broken {
            assert_eq!(findings.len(), 1, "{findings:?}");
        }
    }

    #[test]
    fn sql_outside_the_store_is_found_with_its_line() {
        let findings = dispatch("", "", "fn f() {\n q(\"UPDATE task SET state = $1\") }", "");
        assert_eq!(findings, ["cp/src/dispatch/claim.rs:2: SQL stands in store.rs only"]);
        assert!(dispatch("", "", "fn f() { say(\"SELECT\"); say(\"WITH CARE\") }", "").is_empty());
    }

    #[test]
    fn tests_may_use_everything() {
        let test =
            "#[cfg(test)] mod tests { use crate::dispatch::http; const Q: &str = \"DELETE FROM task\"; }";
        assert!(dispatch(test, "", "", "").is_empty());
        assert!(
            house(&[("dispatch/model.rs", ""), ("fleet/tests.rs", "use crate::dispatch::model;")]).is_empty()
        );
    }
}
