//! Identifiers. Each is its own type, so that a task can never be taken for a terminal.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

macro_rules! numeric_id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

numeric_id!(
    /// A person or program that signs in.
    UserId,
    /// A key pair of the open API.
    ApiKeyId,
    /// An enrolled Eterm PC.
    TerminalId,
    /// A task, as partners and pages know it.
    TaskId,
    /// One callback owed to a partner.
    DeliveryId,
    /// The number of one claim of a task; a later claim has a greater number, which fences out the earlier one.
    Lease,
);

/// An Office number: three letters of a city and three digits, as in `PEK099`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct OfficeNo(String);

/// Why a text is not an [`OfficeNo`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("an Office number is three capital letters and three digits, such as PEK099; got {0:?}")]
pub struct InvalidOfficeNo(pub String);

impl OfficeNo {
    /// The number as written on a screen.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OfficeNo {
    type Err = InvalidOfficeNo;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let well_formed = text.len() == 6
            && text.bytes().take(3).all(|byte| byte.is_ascii_uppercase())
            && text.bytes().skip(3).all(|byte| byte.is_ascii_digit());
        if well_formed { Ok(Self(text.to_owned())) } else { Err(InvalidOfficeNo(text.to_owned())) }
    }
}

impl TryFrom<String> for OfficeNo {
    type Error = InvalidOfficeNo;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<OfficeNo> for String {
    fn from(office: OfficeNo) -> Self {
        office.0
    }
}

impl fmt::Display for OfficeNo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_number_is_three_letters_and_three_digits() {
        assert_eq!("PEK099".parse::<OfficeNo>().unwrap().as_str(), "PEK099");
        for wrong in ["", "PEK", "pek099", "PEK09", "PEK0999", "PE1099", "北京099", "PEK 99"] {
            assert_eq!(wrong.parse::<OfficeNo>(), Err(InvalidOfficeNo(wrong.to_owned())));
        }
    }

    #[test]
    fn an_office_number_from_outside_is_checked_when_it_is_read() {
        assert!(serde_json::from_str::<OfficeNo>("\"PEK099\"").is_ok());
        assert!(serde_json::from_str::<OfficeNo>("\"PEK099\\r@\"").is_err());
    }

    #[test]
    fn numeric_ids_are_plain_numbers_on_the_wire() {
        assert_eq!(serde_json::to_string(&TaskId(1001)).unwrap(), "1001");
        assert_eq!("1001".parse::<TaskId>().unwrap(), TaskId(1001));
    }
}
