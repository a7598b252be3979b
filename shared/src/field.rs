//! Text from outside that may reach a terminal: every such field has a closed alphabet and a rule that can be told.

use thiserror::Error;

/// Why a text cannot be a field of a task.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field} {rule}; got {got:?}")]
pub struct InvalidField {
    /// The field by its name on the wire.
    pub field: &'static str,
    /// What would be accepted.
    pub rule: &'static str,
    /// What came, cut to a readable length.
    pub got: String,
}

impl InvalidField {
    /// What came is cut to a readable length.
    pub(crate) fn new(field: &'static str, rule: &'static str, got: &str) -> Self {
        Self { field, rule, got: got.chars().take(40).collect() }
    }
}

/// A text type that holds only what its rule accepts.
macro_rules! closed_text {
    ($(#[$doc:meta])* $name:ident, $field:literal, $rule:literal, $accepts:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The checked text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::field::InvalidField;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let accepts: fn(&str) -> bool = $accepts;
                if accepts(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err($crate::field::InvalidField::new($field, $rule, text))
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::field::InvalidField;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

pub(crate) use closed_text;
