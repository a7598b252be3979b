//! The names of the tests in a source text: Rust functions under a test attribute, and titles in TypeScript.

/// Every test named in `text`.
pub(crate) fn of_tests(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut under_attribute = false;
    for line in text.lines().map(str::trim) {
        if is_test_attribute(line) {
            under_attribute = true;
        }
        if let Some(name) = function_name(line) {
            if under_attribute || runs_on_both_engines(line) {
                found.push(name.to_owned());
            }
            under_attribute = false;
        }
        found.extend(title(line));
    }
    found
}

fn is_test_attribute(line: &str) -> bool {
    let attribute = line.strip_prefix("#[").and_then(|rest| rest.split([']', '(']).next());
    attribute.is_some_and(|path| path.rsplit("::").next() == Some("test"))
}

/// A scenario of `both_engines!`, which writes the attributes itself.
fn runs_on_both_engines(line: &str) -> bool {
    line.starts_with("async fn ") && line.contains(": TestApp)")
}

fn function_name(line: &str) -> Option<&str> {
    let after = line.split_once("fn ").filter(|(before, _)| before.split(' ').all(is_qualifier))?.1;
    after.split(|character: char| !(character.is_alphanumeric() || character == '_')).next()
}

fn is_qualifier(word: &str) -> bool {
    word.is_empty() || word == "async" || word == "#[test]" || word.starts_with("pub")
}

/// `test('title', …)` and `it("title", …)`; a comma in a title is left out, as it cannot stand in the list.
fn title(line: &str) -> Option<String> {
    let rest = line.strip_prefix("test(").or_else(|| line.strip_prefix("it("))?;
    let quote = rest.chars().next().filter(|first| matches!(first, '\'' | '"' | '`'))?;
    rest.split(quote).nth(1).map(|title| title.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_functions_under_a_test_attribute_are_tests() {
        let text = "fn helper() {}\n#[test]\nfn one() {}\n#[tokio::test(flavor = \"multi_thread\")]\n#[ignore]\nasync fn two() {}\nfn three() {}\n#[cfg(test)]\nfn four() {}";
        assert_eq!(of_tests(text), ["one", "two"]);
    }

    #[test]
    fn tests_inside_a_macro_count() {
        assert_eq!(of_tests("proptest! {\n    #[test]\n    fn holds(text in any::<String>()) {"), ["holds"]);
    }

    #[test]
    fn scenarios_on_both_engines_are_tests() {
        let text = "both_engines! {\n    async fn nothing_is_lost(app: TestApp) {\n}\nasync fn prepare(app: &TestApp) {";
        assert_eq!(of_tests(text), ["nothing_is_lost"]);
    }

    #[test]
    fn titles_of_browser_tests_count_without_their_commas() {
        let text =
            "test('a person signs in, and sees flights', async ({ page }) => {\n  it(\"formats\", () => {";
        assert_eq!(of_tests(text), ["a person signs in and sees flights", "formats"]);
    }
}
