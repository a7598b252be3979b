//! Users, their roles and names, and what a password must be.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;
use waystation_shared::ids::UserId;
use waystation_shared::task::UnknownName;

/// What a user is here for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the installation.
    SuperAdmin,
    /// Manages terminals and tasks.
    Admin,
    /// Works with its own tasks.
    User,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[Self::SuperAdmin, Self::Admin, Self::User];

    /// The name on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SuperAdmin => "super_admin",
            Self::Admin => "admin",
            Self::User => "user",
        }
    }

    /// Whether the user sees what belongs to others.
    #[must_use]
    pub const fn sees_everything(self) -> bool {
        match self {
            Self::SuperAdmin | Self::Admin => true,
            Self::User => false,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|role| role.as_str() == text).ok_or_else(|| UnknownName {
            list: "role",
            got: text.chars().take(40).collect(),
            known: Self::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", "),
        })
    }
}

crate::text_columns!(Role);

/// The name a user signs in with: 1 to 32 of `A-Z a-z 0-9 . _ -`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

/// Why a text is not a [`Username`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a user name has 1 to 32 letters, digits, dots, underscores or hyphens; got {0:?}")]
pub struct InvalidUsername(pub String);

impl Username {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Username {
    type Err = InvalidUsername;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |letter: u8| letter.is_ascii_alphanumeric() || b"._-".contains(&letter);
        if (1..=32).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidUsername(text.chars().take(40).collect()))
        }
    }
}

/// A user to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    /// The name to sign in with.
    pub username: Username,
    /// The name that people read.
    pub display_name: String,
    /// What the user is here for.
    pub role: Role,
}

/// A person or program that has an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Its number.
    pub id: UserId,
    /// The name it signs in with.
    pub username: String,
    /// The name that people read.
    pub display_name: String,
    /// What it is here for.
    pub role: Role,
    /// Whether it may do anything at all.
    pub enabled: bool,
}

/// A password that will do.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct NewPassword(String);

/// The password is too short, too long or too easily guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a password needs 10 to 128 characters and must not be a common one")]
pub struct WeakPassword;

/// Beginnings and wholes of the passwords that are tried first everywhere, in lower case.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "qwertyuiop",
    "1234567890",
    "0123456789",
    "0987654321",
    "1q2w3e4r5t",
    "admin12345",
    "administrator",
    "iloveyou",
    "letmein",
    "welcome",
    "woaini",
    "waystation",
    "abcdefghij",
    "asdfghjkl",
];

impl NewPassword {
    /// Checks a password somebody wants to have.
    ///
    /// # Errors
    /// When it will not do.
    pub(super) fn check(text: &str, username: &str) -> Result<Self, WeakPassword> {
        let length = text.chars().count();
        let lower = text.to_lowercase();
        let bare: &str =
            lower.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter.is_ascii_punctuation());
        let distinct = lower.chars().collect::<std::collections::HashSet<_>>().len();
        let common = COMMON.contains(&bare) || COMMON.contains(&lower.as_str());
        let own_name = !bare.is_empty() && bare == username.to_lowercase();
        if !(10..=128).contains(&length) || distinct < 4 || common || own_name {
            return Err(WeakPassword);
        }
        Ok(Self(text.to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NewPassword(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_read_back_as_they_are_written() {
        for &role in Role::ALL {
            assert_eq!(role.as_str().parse::<Role>(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        let error = "root".parse::<Role>().unwrap_err();
        assert_eq!(error.to_string(), "unknown role \"root\"; known are: super_admin, admin, user");
    }

    #[test]
    fn a_user_name_has_a_closed_alphabet() {
        assert!("agent01".parse::<Username>().is_ok());
        for wrong in ["", "a b", "张三", "a&b=c", "a\n", &"x".repeat(33)] {
            assert!(wrong.parse::<Username>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn short_common_and_monotonous_passwords_are_refused() {
        let long = "x1y2".repeat(40);
        for weak in ["short", "password123", "Password!!!", "1234567890", "aaaaaaaaaaaa", &long] {
            assert_eq!(NewPassword::check(weak, "agent"), Err(WeakPassword), "{weak}");
        }
        for good in ["correct horse", "三个和尚没有水喝呀呀", "T7#kkq-92xPa"] {
            assert!(NewPassword::check(good, "agent").is_ok(), "{good}");
        }
        assert_eq!(NewPassword::check("agentagent99", "AgentAgent"), Err(WeakPassword));
    }

    #[test]
    fn a_password_never_shows_itself() {
        assert_eq!(format!("{:?}", NewPassword::check("correct horse", "a").unwrap()), "NewPassword(…)");
    }
}
