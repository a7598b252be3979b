//! Every path of the own crate that a source file names, with its line, and every string literal.
//!
//! It reads tokens, not types: what is written inside macros counts too. Test modules are left out.

use std::iter::Peekable;

use proc_macro2::{Delimiter, TokenStream, TokenTree, token_stream};

/// A path as seen from the root of the crate: `crate::a::b` is `["a", "b"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// Its segments.
    pub(crate) path: Vec<String>,
    /// Where it starts.
    pub(crate) line: usize,
}

/// What one file says.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// Paths of the own crate.
    pub(crate) references: Vec<Reference>,
    /// String literals with their lines.
    pub(crate) strings: Vec<(String, usize)>,
}

/// Reads `text`, the source of the module `module` (its path from the root of the crate).
///
/// # Errors
/// When the text is not made of Rust tokens.
pub(crate) fn read(module: &[String], text: &str) -> Result<Contents, String> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("no Rust: {error}"))?;
    let mut contents = Contents::default();
    walk(module, tokens, &mut contents);
    Ok(contents)
}

type Tokens = Peekable<token_stream::IntoIter>;

fn walk(module: &[String], tokens: TokenStream, contents: &mut Contents) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' && next_is_test_attribute(&mut tokens) => {
                skip_item(&mut tokens);
            }
            TokenTree::Ident(name) if name == "mod" => walk_module(module, &mut tokens, contents),
            TokenTree::Ident(name) => {
                let line = name.span().start().line;
                if let Some(start) = start_of_path(module, &name.to_string(), &mut tokens) {
                    follow(start, line, &mut tokens, contents);
                }
            }
            TokenTree::Group(group) => walk(module, group.stream(), contents),
            TokenTree::Literal(literal) => remember_string(&literal, contents),
            TokenTree::Punct(_) => {}
        }
    }
}

fn next_is_test_attribute(tokens: &mut Tokens) -> bool {
    let Some(TokenTree::Group(group)) = tokens.peek() else { return false };
    let text: String =
        group.stream().to_string().chars().filter(|character| !character.is_whitespace()).collect();
    text == "cfg(test)"
}

fn skip_item(tokens: &mut Tokens) {
    tokens.next();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
            TokenTree::Punct(mark) if mark.as_char() == ';' => return,
            TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn walk_module(module: &[String], tokens: &mut Tokens, contents: &mut Contents) {
    let Some(TokenTree::Ident(name)) = tokens.next() else { return };
    if let Some(TokenTree::Group(body)) = tokens.peek() {
        let inner: Vec<String> = module.iter().cloned().chain([name.to_string()]).collect();
        let stream = body.stream();
        tokens.next();
        walk(&inner, stream, contents);
    }
}

/// Where a path that begins with `word` starts, when `word` begins one: at the root, here, or one up.
fn start_of_path(module: &[String], word: &str, tokens: &mut Tokens) -> Option<Vec<String>> {
    let start = match word {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => parent(module),
        _ => return None,
    };
    skip_colons(tokens).then_some(start)
}

fn parent(module: &[String]) -> Vec<String> {
    module.split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default()
}

fn skip_colons(tokens: &mut Tokens) -> bool {
    let mut ahead = tokens.clone();
    let is_colon =
        |token: Option<TokenTree>| matches!(token, Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    let found = is_colon(ahead.next()) && is_colon(ahead.next());
    if found {
        *tokens = ahead;
    }
    found
}

/// Reads the rest of a path after `::`, through every branch of a `use` group.
fn follow(mut path: Vec<String>, line: usize, tokens: &mut Tokens, contents: &mut Contents) {
    loop {
        match tokens.peek() {
            Some(TokenTree::Ident(name)) if name == "super" => path = parent(&path),
            Some(TokenTree::Ident(name)) if name != "self" => path.push(name.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let branches = group.stream();
                tokens.next();
                follow_branches(&path, branches, contents);
                return;
            }
            _ => break,
        }
        tokens.next();
        if !skip_colons(tokens) {
            break;
        }
    }
    contents.references.push(Reference { path, line });
}

fn follow_branches(path: &[String], branches: TokenStream, contents: &mut Contents) {
    let mut tokens = branches.into_iter().peekable();
    while let Some(token) = tokens.peek() {
        let line = token.span().start().line;
        follow(path.to_vec(), line, &mut tokens, contents);
        // Past `as name` and the comma, to the next branch.
        while tokens
            .next()
            .is_some_and(|token| !matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','))
        {}
    }
}

fn remember_string(literal: &proc_macro2::Literal, contents: &mut Contents) {
    let text = literal.to_string();
    if let Ok(syn::Lit::Str(string)) = syn::parse_str::<syn::Lit>(&text) {
        contents.strings.push((string.value(), literal.span().start().line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        let module = ["dispatch".to_owned(), "claim".to_owned()];
        let contents = read(&module, text).unwrap();
        contents
            .references
            .iter()
            .map(|reference| format!("{}:{}", reference.line, reference.path.join("::")))
            .collect()
    }

    #[test]
    fn paths_are_seen_from_the_root_of_the_crate() {
        let text = "use super::model::Task;\nuse crate::fleet;\nfn f() { super::super::ledger::hold() }\nuse self::inner::X;";
        assert_eq!(
            paths(text),
            ["1:dispatch::model::Task", "2:fleet", "3:ledger::hold", "4:dispatch::claim::inner::X"]
        );
    }

    #[test]
    fn every_branch_of_a_group_counts() {
        let text = "use crate::{\n fleet::{self, Terminal as T, store},\n identity,\n};";
        assert_eq!(paths(text), ["2:fleet", "2:fleet::Terminal", "2:fleet::store", "3:identity"]);
    }

    #[test]
    fn what_a_macro_names_counts_and_visibility_does_not() {
        let text = "pub(crate) fn f() { format!(\"{}\", crate::audit::name()); }";
        assert_eq!(paths(text), ["1:audit::name"]);
    }

    #[test]
    fn an_inner_module_is_one_deeper_and_a_test_module_is_left_out() {
        let text = "mod inner { use super::super::model::A; }\n#[cfg(test)]\nmod tests { use crate::sales::B; }\nuse crate::audit::C;";
        assert_eq!(paths(text), ["1:dispatch::model::A", "4:audit::C"]);
    }

    #[test]
    fn strings_are_read_as_they_mean() {
        let contents = read(&[], "fn f() { g(\"a\\\"b\", r#\"SELECT 1\"#, b\"no\", 7); }").unwrap();
        assert_eq!(contents.strings, [("a\"b".to_owned(), 1), ("SELECT 1".to_owned(), 1)]);
    }
}
