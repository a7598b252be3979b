//! What the syntax tree of a file says: functions, risky calls, documentation.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, Meta, Visibility};

/// One function with its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: String,
    /// Line of its signature.
    pub(crate) line: usize,
    /// From the signature to the closing brace.
    pub(crate) lines: usize,
    /// Parameters, the receiver included.
    pub(crate) parameters: usize,
}

/// What one file's tree says.
#[derive(Debug, Default)]
pub(crate) struct Syntax {
    pub(crate) functions: Vec<Function>,
    pub(crate) unwraps: Vec<usize>,
    pub(crate) expects: Vec<usize>,
    pub(crate) panics: Vec<usize>,
    pub(crate) todos: Vec<usize>,
    pub(crate) unsafes: Vec<usize>,
    pub(crate) allows: Vec<usize>,
    pub(crate) public: usize,
    pub(crate) undocumented: Vec<usize>,
    /// First and last line of each item under `cfg(test)`.
    pub(crate) test_items: Vec<(usize, usize)>,
    /// Names of modules under `cfg(test)` that are files of their own.
    pub(crate) test_modules: Vec<String>,
}

/// Reads a parsed file.
pub(crate) fn read(file: &syn::File) -> Syntax {
    let mut syntax = Syntax::default();
    syntax.visit_file(file);
    syntax
}

impl Syntax {
    fn function(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let line = signature.fn_token.span.start().line;
        let last = body.brace_token.span.close().end().line;
        self.functions.push(Function {
            name: signature.ident.to_string(),
            line,
            lines: last + 1 - line,
            parameters: signature.inputs.len(),
        });
        if matches!(signature.safety, syn::Safety::Unsafe(_)) {
            self.unsafes.push(line);
        }
    }

    fn visibility(&mut self, visibility: &Visibility, attributes: &[Attribute], span: Span) {
        if matches!(visibility, Visibility::Public(_)) {
            self.public += 1;
            if !attributes.iter().any(|attribute| attribute.path().is_ident("doc")) {
                self.undocumented.push(span.start().line);
            }
        }
    }

    fn call(&mut self, name: &str, line: usize) {
        match name {
            "unwrap" => self.unwraps.push(line),
            "expect" => self.expects.push(line),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Syntax {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = attributes_of(item);
        if attributes.iter().any(is_for_tests) {
            self.test_items.push((item.span().start().line, item.span().end().line));
            self.test_modules.extend(file_module(item));
            return;
        }
        if let Some((visibility, name)) = public_face(item) {
            self.visibility(visibility, attributes, name);
        }
        visit::visit_item(self, item);
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        if block.unsafety.is_some() {
            self.unsafes.push(block.impl_token.span.start().line);
        }
        visit::visit_item_impl(self, block);
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        if let ImplItem::Fn(method) = item {
            self.visibility(&method.vis, &method.attrs, method.sig.ident.span());
        }
        visit::visit_impl_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, method: &'ast syn::ImplItemFn) {
        self.function(&method.sig, &method.block);
        visit::visit_impl_item_fn(self, method);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.call(&call.method.to_string(), call.method.span().start().line);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        self.unsafes.push(block.unsafe_token.span.start().line);
        visit::visit_expr_unsafe(self, block);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let line = call.path.span().start().line;
        match call.path.segments.last().map(|segment| segment.ident.to_string()).as_deref() {
            Some("panic" | "unreachable") => self.panics.push(line),
            Some("todo" | "unimplemented") => self.todos.push(line),
            _ => {}
        }
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if attribute.path().is_ident("allow") {
            self.allows.push(attribute.span().start().line);
        }
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let condition = list.tokens.to_string();
    let mut words = condition.split(|character: char| !character.is_alphanumeric());
    list.path.is_ident("cfg") && words.any(|word| word == "test")
}

fn file_module(item: &Item) -> Option<String> {
    let Item::Mod(module) = item else { return None };
    module.content.is_none().then(|| module.ident.to_string())
}

/// The visibility and name of items that have a documentation page of their own.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "syn adds kinds of items; the new ones have no page either"
)]
fn public_face(item: &Item) -> Option<(&Visibility, Span)> {
    match item {
        Item::Const(item) => Some((&item.vis, item.ident.span())),
        Item::Enum(item) => Some((&item.vis, item.ident.span())),
        Item::Fn(item) => Some((&item.vis, item.sig.ident.span())),
        Item::Static(item) => Some((&item.vis, item.ident.span())),
        Item::Struct(item) => Some((&item.vis, item.ident.span())),
        Item::Trait(item) => Some((&item.vis, item.ident.span())),
        Item::Type(item) => Some((&item.vis, item.ident.span())),
        _ => None,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "syn adds kinds of items; those we do not know carry nothing we read"
)]
fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn syntax(text: &str) -> Syntax {
        read(&syn::parse_file(text).unwrap())
    }

    #[test]
    fn a_method_counts_its_receiver_and_its_braces() {
        let read = syntax("impl A {\n    pub fn f(\n        &self,\n        x: u8,\n    ) {\n    }\n}");
        assert_eq!(read.functions, [Function { name: "f".into(), line: 2, lines: 5, parameters: 2 }]);
    }

    #[test]
    fn ways_to_stop_the_program_are_found() {
        let read = syntax("fn f() {\n panic!();\n todo!();\n unreachable!();\n x.unwrap_or(1);\n}");
        assert_eq!((read.panics, read.todos, read.unwraps), (vec![2, 4], vec![3], vec![]));
    }

    #[test]
    fn unsafe_is_found_in_all_its_forms() {
        let read = syntax("unsafe fn f() {\n unsafe { g() }\n}\nunsafe impl Send for A {}");
        assert_eq!(read.unsafes, [1, 2, 4]);
    }

    #[test]
    fn allow_is_found_on_items_and_expect_is_not() {
        let read = syntax("#[allow(dead_code)]\nfn f() {}\n#[expect(dead_code, reason = \"x\")]\nfn g() {}");
        assert_eq!(read.allows, [1]);
    }

    #[test]
    fn only_what_is_public_must_be_documented() {
        let read = syntax(
            "/// A.\npub enum A {}\npub(crate) enum B {}\npub const C: u8 = 1;\npub mod d;\nenum E {}",
        );
        assert_eq!((read.public, read.undocumented), (2, vec![4]));
    }

    #[test]
    fn test_items_are_set_aside_even_under_a_wider_condition() {
        let read = syntax(
            "#[cfg(all(test, unix))]\nmod tests {\n fn f() {}\n}\n#[cfg(unix)]\nfn g() {}\n#[cfg(test)]\nmod fake;",
        );
        assert_eq!(read.test_items, [(1, 4), (7, 8)]);
        assert_eq!(read.test_modules, ["fake"]);
        assert_eq!(read.functions.len(), 1);
    }
}
