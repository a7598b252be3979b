//! The figures of all files, gathered into named measures.

use super::file::FileFigures;
use crate::manifests::{self, Manifest};
use crate::workspace::Source;

/// One figure of the whole tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measure {
    /// Its name in `docs/metrics.toml`.
    pub(crate) name: &'static str,
    /// Its value now.
    pub(crate) value: f64,
    /// Where the worst of it stands, shown when the budget is broken.
    pub(crate) places: Vec<String>,
}

/// Everything that is measured.
pub(crate) struct House<'a> {
    /// All Rust files.
    pub(crate) files: &'a [FileFigures],
    /// The sources of the page.
    pub(crate) page: &'a [Source],
    /// All manifests.
    pub(crate) manifests: &'a [Manifest],
    /// Text of `Cargo.lock`.
    pub(crate) lock: &'a str,
    /// Paths under which `unsafe` may stand.
    pub(crate) unsafe_in: &'a [String],
}

/// How many places are shown for one measure.
const SHOWN: usize = 10;
/// A function above this length is a long one.
const LONG_FUNCTION: f64 = 60.0;

impl House<'_> {
    /// All measures, in the order of the table.
    pub(crate) fn measures(&self) -> Vec<Measure> {
        [self.sizes(), self.functions(), self.risks(), self.care(), self.outside()].concat()
    }

    fn sizes(&self) -> Vec<Measure> {
        let sized = self.files.iter().filter(|file| file.lines > 0);
        let lines = Ranking::of(sized.map(|file| (file.lines, file.path.clone())));
        let generated = |file: &&Source| !file.path.ends_with("schema.ts");
        let page = Ranking::of(
            self.page.iter().filter(generated).map(|file| (file.text.lines().count(), file.path.clone())),
        );
        vec![
            plain("file_lines_median", lines.at(0.5)),
            plain("file_lines_p95", lines.at(0.95)),
            lines.greatest("file_lines_max"),
            page.greatest("page_file_lines_max"),
        ]
    }

    fn functions(&self) -> Vec<Measure> {
        let each =
            || self.files.iter().flat_map(|file| file.functions.iter().map(move |function| (file, function)));
        let place = |file: &FileFigures, line: usize, name: &str| format!("{}:{line}: {name}", file.path);
        let lines = Ranking::of(each().map(|(file, one)| (one.lines, place(file, one.line, &one.name))));
        let parameters =
            Ranking::of(each().map(|(file, one)| (one.parameters, place(file, one.line, &one.name))));
        let long = lines.values.iter().filter(|(value, _)| *value > LONG_FUNCTION).count();
        vec![
            plain("function_lines_median", lines.at(0.5)),
            plain("function_lines_p95", lines.at(0.95)),
            lines.greatest("function_lines_max"),
            plain("functions_over_60_lines_percent", percent(long, lines.values.len())),
            plain("parameters_p95", parameters.at(0.95)),
            parameters.greatest("parameters_max"),
        ]
    }

    fn risks(&self) -> Vec<Measure> {
        let allowed =
            |file: &FileFigures| self.unsafe_in.iter().any(|path| file.path.starts_with(path.as_str()));
        let expects = self.places("expect_per_1000_lines", |file| &file.expects);
        let panics = self.places("panic_per_1000_lines", |file| &file.panics);
        vec![
            self.places("unwrap", |file| &file.unwraps),
            self.per_thousand(expects),
            self.per_thousand(panics),
            self.places("todo", |file| &file.todos),
            self.places("allow_attributes", |file| &file.allows),
            self.places("unsafe_elsewhere", |file| if allowed(file) { &[] } else { &file.unsafes }),
        ]
    }

    fn care(&self) -> Vec<Measure> {
        let undocumented = self.places("documented_percent", |file| &file.undocumented);
        let public = self.sum(|file| file.public);
        let documented = public.saturating_sub(self.sum(|file| file.undocumented.len()));
        let (code, comments) = (self.code(), self.sum(|file| file.comments));
        vec![
            Measure { value: percent(documented, public), ..undocumented },
            plain("test_to_code", ratio(self.sum(|file| file.test_code), code)),
            plain("code_lines", to_float(code)),
            plain("comment_percent", percent(comments, comments + code)),
            plain("doc_percent_of_comments", percent(self.sum(|file| file.docs), comments)),
        ]
    }

    fn outside(&self) -> Vec<Measure> {
        let packages = self.lock.lines().filter(|line| *line == "[[package]]").count();
        let largest = Ranking::of(self.manifests.iter().map(|manifest| {
            (
                manifest.all().filter(|name| manifests::is_outside(self.manifests, name)).count(),
                manifest.name.clone(),
            )
        }));
        vec![
            plain("locked_packages", to_float(packages)),
            plain("direct_dependencies", to_float(manifests::outside(self.manifests).len())),
            largest.greatest("direct_dependencies_of_one_crate"),
        ]
    }

    fn places<'f>(&'f self, name: &'static str, lines: impl Fn(&'f FileFigures) -> &'f [usize]) -> Measure {
        let each =
            |file: &'f FileFigures| lines(file).iter().map(move |line| format!("{}:{line}", file.path));
        let places: Vec<String> = self.files.iter().flat_map(each).collect();
        Measure { name, value: to_float(places.len()), places }
    }

    fn per_thousand(&self, measure: Measure) -> Measure {
        Measure { value: measure.value * 1000.0 / to_float(self.code().max(1)), ..measure }
    }

    fn code(&self) -> usize {
        self.sum(|file| file.code)
    }

    fn sum(&self, figure: impl Fn(&FileFigures) -> usize) -> usize {
        self.files.iter().map(figure).sum()
    }
}

/// Values with their places, smallest first.
struct Ranking {
    values: Vec<(f64, String)>,
}

impl Ranking {
    fn of(values: impl Iterator<Item = (usize, String)>) -> Self {
        let mut values: Vec<_> = values.map(|(value, place)| (to_float(value), place)).collect();
        values.sort_by(|one, other| one.0.total_cmp(&other.0));
        Self { values }
    }

    /// The smallest value that is not exceeded by the given share of all.
    fn at(&self, share: f64) -> f64 {
        let wanted = share * to_float(self.values.len());
        let reached = self.values.iter().enumerate().find(|(index, _)| to_float(index + 1) >= wanted);
        reached.map_or(0.0, |(_, (value, _))| *value)
    }

    fn greatest(&self, name: &'static str) -> Measure {
        let worst = self.values.iter().rev().take(SHOWN);
        let places = worst.map(|(value, place)| format!("{place} ({value})")).collect();
        Measure { name, value: self.at(1.0), places }
    }
}

fn plain(name: &'static str, value: f64) -> Measure {
    Measure { name, value, places: Vec::new() }
}

fn percent(part: usize, whole: usize) -> f64 {
    ratio(part, whole) * 100.0
}

fn ratio(part: usize, whole: usize) -> f64 {
    to_float(part) / to_float(whole.max(1))
}

fn to_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::super::syntax::Function;
    use super::*;

    fn value(measures: &[Measure], name: &str) -> String {
        format!("{:.1}", measures.iter().find(|measure| measure.name == name).unwrap().value)
    }

    fn file(path: &str, lines: usize) -> FileFigures {
        FileFigures { path: path.into(), lines, code: lines, ..FileFigures::default() }
    }

    fn measures(files: &[FileFigures]) -> Vec<Measure> {
        let unsafe_in = ["agent/src/desk/".to_owned()];
        House {
            files,
            page: &[],
            manifests: &[],
            lock: "[[package]]\nx\n[[package]]\n",
            unsafe_in: &unsafe_in,
        }
        .measures()
    }

    #[test]
    fn median_and_tail_are_read_off_the_ranking() {
        let files: Vec<_> = (1..=100).map(|lines| file("a.rs", lines)).collect();
        let found = measures(&files);
        let read = ["file_lines_median", "file_lines_p95", "file_lines_max"].map(|name| value(&found, name));
        assert_eq!(read, ["50.0", "95.0", "100.0"]);
    }

    #[test]
    fn test_files_do_not_make_the_median_smaller() {
        let found = measures(&[file("a.rs", 10), FileFigures { test_code: 9, ..file("a/tests.rs", 0) }]);
        assert_eq!(value(&found, "file_lines_median"), "10.0");
        assert_eq!(value(&found, "test_to_code"), "0.9");
    }

    #[test]
    fn the_longest_functions_are_named() {
        let function = Function { name: "long".into(), line: 3, lines: 90, parameters: 6 };
        let found = measures(&[FileFigures { functions: vec![function], ..file("a.rs", 100) }]);
        let longest = found.iter().find(|measure| measure.name == "function_lines_max").unwrap();
        assert_eq!(longest.places, ["a.rs:3: long (90)"]);
        assert_eq!(value(&found, "functions_over_60_lines_percent"), "100.0");
        assert_eq!(value(&found, "parameters_max"), "6.0");
    }

    #[test]
    fn unsafe_counts_only_where_it_may_not_stand() {
        let with = |path: &str| FileFigures { unsafes: vec![1], ..file(path, 10) };
        let found = measures(&[with("agent/src/desk/windows.rs"), with("shared/src/ids.rs")]);
        let elsewhere = found.iter().find(|measure| measure.name == "unsafe_elsewhere").unwrap();
        assert_eq!(elsewhere.places, ["shared/src/ids.rs:1"]);
    }

    #[test]
    fn expects_are_counted_per_thousand_lines() {
        let found = measures(&[FileFigures { expects: vec![1, 2], ..file("a.rs", 4000) }]);
        assert_eq!(value(&found, "expect_per_1000_lines"), "0.5");
    }

    #[test]
    fn the_share_of_documented_items_and_the_lock_are_counted() {
        let found = measures(&[FileFigures { public: 4, undocumented: vec![7], ..file("a.rs", 10) }]);
        assert_eq!(value(&found, "documented_percent"), "75.0");
        assert_eq!(value(&found, "locked_packages"), "2.0");
    }
}
