//! The figures of one Rust file.

use std::collections::BTreeSet;

use super::syntax::{self, Function, Syntax};
use crate::workspace::Source;

/// What was counted in one file. Lines of `cfg(test)` items count as test lines.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct FileFigures {
    /// Path from the root.
    pub(crate) path: String,
    /// All lines outside test items; 0 for a test file.
    pub(crate) lines: usize,
    /// Lines with code outside test items.
    pub(crate) code: usize,
    /// Lines with nothing but a comment, doc comments included.
    pub(crate) comments: usize,
    /// Lines with nothing but a doc comment.
    pub(crate) docs: usize,
    /// Lines with code in test items or test files.
    pub(crate) test_code: usize,
    /// Functions outside test items.
    pub(crate) functions: Vec<Function>,
    /// Calls of `.unwrap()`, by line.
    pub(crate) unwraps: Vec<usize>,
    /// Calls of `.expect()`, by line.
    pub(crate) expects: Vec<usize>,
    /// `panic!` and `unreachable!`, by line.
    pub(crate) panics: Vec<usize>,
    /// `todo!` and `unimplemented!`, by line.
    pub(crate) todos: Vec<usize>,
    /// `unsafe` blocks, functions and implementations, by line.
    pub(crate) unsafes: Vec<usize>,
    /// `allow` attributes, by line.
    pub(crate) allows: Vec<usize>,
    /// Items that are `pub` without restriction.
    pub(crate) public: usize,
    /// Those of them without a doc comment, by line.
    pub(crate) undocumented: Vec<usize>,
}

/// Measures all files.
///
/// # Errors
/// When one cannot be parsed.
pub(crate) fn measure_all(sources: &[Source]) -> Result<Vec<FileFigures>, String> {
    let read =
        sources.iter().map(|source| Ok((source, parse(source)?))).collect::<Result<Vec<_>, String>>()?;
    let test_modules: Vec<String> = read
        .iter()
        .flat_map(|(source, syntax)| syntax.test_modules.iter().map(|name| module_path(&source.path, name)))
        .collect();
    let is_test =
        |path: &str| is_test_file(path) || test_modules.iter().any(|module| belongs_to(path, module));
    Ok(read
        .into_iter()
        .map(
            |(source, syntax)| {
                if is_test(&source.path) { test_figures(source) } else { figures(source, syntax) }
            },
        )
        .collect())
}

fn parse(source: &Source) -> Result<Syntax, String> {
    let parsed = syn::parse_file(&source.text);
    let parsed = parsed.map_err(|error| format!("{}:{}: {error}", source.path, error.span().start().line))?;
    Ok(syntax::read(&parsed))
}

/// Where the module `name`, declared in the file at `path`, is: `a/src/desk/mod.rs` has `a/src/desk/name`.
fn module_path(path: &str, name: &str) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    match file {
        "lib.rs" | "main.rs" | "mod.rs" => format!("{folder}/{name}"),
        _ => format!("{}/{name}", path.trim_end_matches(".rs")),
    }
}

fn belongs_to(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

fn test_figures(source: &Source) -> FileFigures {
    let test_code = source.text.lines().filter(|line| kind(line) == Line::Code).count();
    FileFigures { path: source.path.clone(), test_code, ..FileFigures::default() }
}

fn figures(source: &Source, syntax: Syntax) -> FileFigures {
    let test_lines: BTreeSet<usize> =
        syntax.test_items.iter().flat_map(|(first, last)| *first..=*last).collect();
    let numbered = || source.text.lines().enumerate().map(|(index, line)| (index + 1, kind(line)));
    let count = |wanted: &dyn Fn(Line) -> bool, in_tests: bool| {
        numbered().filter(|(line, kind)| test_lines.contains(line) == in_tests && wanted(*kind)).count()
    };
    FileFigures {
        path: source.path.clone(),
        lines: count(&|_| true, false),
        code: count(&|kind| kind == Line::Code, false),
        comments: count(&|kind| matches!(kind, Line::Comment | Line::Doc), false),
        docs: count(&|kind| kind == Line::Doc, false),
        test_code: count(&|kind| kind == Line::Code, true),
        functions: syntax.functions,
        unwraps: syntax.unwraps,
        expects: syntax.expects,
        panics: syntax.panics,
        todos: syntax.todos,
        unsafes: syntax.unsafes,
        allows: syntax.allows,
        public: syntax.public,
        undocumented: syntax.undocumented,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Blank,
    Comment,
    Doc,
    Code,
}

fn kind(line: &str) -> Line {
    match line.trim_start() {
        "" => Line::Blank,
        text if text.starts_with("//!") || text.starts_with("///") => Line::Doc,
        text if text.starts_with("//") => Line::Comment,
        _ => Line::Code,
    }
}

fn is_test_file(path: &str) -> bool {
    path.starts_with("tests/")
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
        || path.contains("/tests/")
        || path.contains("/benches/")
        || path.contains("/fuzz/")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "//! Doc.\n\n/// A thing.\npub struct Thing;\n\n// Why.\npub fn bare(a: u8, b: u8) {\n    a.unwrap();\n    b.expect(\"x\");\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn it_works() {\n        // note\n        super::bare().unwrap();\n    }\n}\n";

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.into(), text: text.into() }
    }

    fn measured(path: &str, text: &str) -> FileFigures {
        measure_all(&[source(path, text)]).unwrap().remove(0)
    }

    #[test]
    fn lines_are_told_apart() {
        let figures = measured("agent/src/thing.rs", FILE);
        assert_eq!(
            (figures.lines, figures.code, figures.comments, figures.docs, figures.test_code),
            (11, 5, 3, 2, 7)
        );
    }

    #[test]
    fn what_stands_in_tests_is_not_held_against_the_code() {
        let figures = measured("agent/src/thing.rs", FILE);
        assert_eq!((figures.unwraps, figures.expects), (vec![8], vec![9]));
        assert_eq!(figures.functions, [Function { name: "bare".into(), line: 7, lines: 4, parameters: 2 }]);
        assert_eq!((figures.public, figures.undocumented), (2, vec![7]));
    }

    #[test]
    fn a_test_file_counts_as_test_lines_only() {
        for path in ["tests/kit/src/lib.rs", "agent/src/work/tests.rs", "shared/src/sign/tests/vectors.rs"] {
            let figures = measured(path, FILE);
            assert_eq!((figures.lines, figures.code, figures.test_code), (0, 0, 12), "{path}");
        }
    }

    #[test]
    fn a_module_that_only_tests_see_counts_as_test_lines_with_all_it_holds() {
        let sources = [
            source("agent/src/desk/mod.rs", "#[cfg(test)]\nmod fake;\nmod real;\n"),
            source("agent/src/desk/fake.rs", "fn f() {}\n"),
            source("agent/src/desk/fake/keys.rs", "fn f() {}\n"),
            source("agent/src/desk/fake_news.rs", "fn f() {}\n"),
            source("agent/src/work.rs", "#[cfg(test)]\nmod pace;\n"),
            source("agent/src/work/pace.rs", "fn f() {}\n"),
        ];
        let code: Vec<usize> = measure_all(&sources).unwrap().iter().map(|file| file.code).collect();
        assert_eq!(code, [1, 0, 0, 1, 0, 0]);
    }

    #[test]
    fn a_file_that_is_no_rust_is_named_with_the_line() {
        let error = measure_all(&[source("x.rs", "\nfn {")]).unwrap_err();
        assert!(error.starts_with("x.rs:2: "), "{error}");
    }
}
