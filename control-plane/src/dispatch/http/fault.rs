//! A field that is wrong, and how it is told to whoever sent it.

use super::rules::rule_of;
use crate::platform::catalogue::Code;
use crate::platform::http::ApiProblem;

/// A field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Its path on the wire, such as `passengers[1].idNo`.
    pub(super) field: String,
    pub(super) flaw: Flaw,
}

/// What is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It must be there.
    Missing,
    /// Nobody knows it.
    Unknown,
    /// It is outside the rule of its field.
    Malformed,
    /// It breaks a rule that the field alone cannot tell: a phrase of the catalogue.
    Breaks(&'static str),
    /// It has a code of its own.
    Coded(Code, Vec<String>),
}

/// How the caller spells the fields, so that errors name what it sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// `depCity`
    Camel,
    /// `dep_city`
    Snake,
}

impl Spelling {
    /// The path as the caller spells it.
    pub(super) fn of(self, camel: &str) -> String {
        match self {
            Self::Camel => camel.to_owned(),
            Self::Snake => camel.chars().fold(String::new(), |mut path, letter| {
                if letter.is_ascii_uppercase() {
                    path.push('_');
                }
                path.push(letter.to_ascii_lowercase());
                path
            }),
        }
    }
}

impl Fault {
    pub(super) fn new(field: impl Into<String>, flaw: Flaw) -> Self {
        Self { field: field.into(), flaw }
    }

    pub(super) fn coded<const N: usize>(field: impl Into<String>, code: Code, details: [String; N]) -> Self {
        Self::new(field, Flaw::Coded(code, details.into()))
    }

    /// The same fault, seen from outside the member or element `outer`.
    pub(super) fn within(mut self, outer: &str) -> Self {
        let joint = if self.field.is_empty() || self.field.starts_with('[') { "" } else { "." };
        self.field = format!("{outer}{joint}{}", self.field);
        self
    }

    pub(super) fn problem(self, spelling: Spelling) -> ApiProblem {
        let field = spelling.of(&self.field);
        match self.flaw {
            Flaw::Missing => ApiProblem::new(Code::MissingField).with(&field).at(field),
            Flaw::Unknown => ApiProblem::new(Code::UnknownField).with(&field).at(field),
            Flaw::Malformed => ApiProblem::invalid_field(&field, rule_of(&self.field)),
            Flaw::Breaks(rule) => ApiProblem::invalid_field(&field, rule),
            Flaw::Coded(code, details) => {
                details.into_iter().fold(ApiProblem::new(code), ApiProblem::with).at(field)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_grows_from_the_inside_out() {
        let fault = Fault::new("idNo", Flaw::Missing).within("[1]").within("passengers");
        assert_eq!(fault.field, "passengers[1].idNo");
        assert_eq!(Fault::new("", Flaw::Malformed).within("[0]").within("passengers").field, "passengers[0]");
    }

    #[test]
    fn fields_are_named_as_the_caller_spells_them() {
        let fault = || Fault::coded("depCity", Code::UnknownCity, ["QQQ".to_owned()]);
        let expected = |field: &str| ApiProblem::new(Code::UnknownCity).with("QQQ").at(field);
        assert_eq!(fault().problem(Spelling::Camel), expected("depCity"));
        assert_eq!(fault().problem(Spelling::Snake), expected("dep_city"));
    }
}
