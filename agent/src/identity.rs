//! Who this agent is to the server. Kept in one file that only its owner may read.

mod seal;

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use waystation_shared::edge_api::EnrolAnswer;
use waystation_shared::ids::{OfficeNo, TerminalId};

const FILE: &str = "identity.json";

/// The secret that proves the identity. Shown nowhere, not even in a debug print.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    /// Takes a secret as the server gave it.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret itself, for the `Authorization` header.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

/// What enrolment gave this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Address of the server that gave it.
    pub server: String,
    /// The terminal this machine is.
    pub terminal_id: TerminalId,
    /// Its name on the page.
    pub name: String,
    /// Its Office.
    pub office_no: OfficeNo,
    /// Numeric id of the Eterm terminal.
    pub pid: String,
    /// The secret.
    pub token: Token,
    /// Ed25519 key of the server, base64.
    pub server_public_key: String,
}

/// Why there is no identity to work with.
#[derive(Debug, Error)]
pub enum IdentityError {
    /// The machine was never enrolled.
    #[error("this machine is not enrolled yet; run: waystation-agent enrol --server URL --code CODE")]
    NotEnrolled,
    /// The file is not what was written.
    #[error("{} is damaged ({reason}); enrol this machine again with a new code", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file cannot be read or written.
    #[error("{} cannot be used: {source}; check that the folder belongs to this user", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Identity {
    /// The identity that `answer` of the server at `server` gives.
    #[must_use]
    pub fn from_enrolment(server: &str, answer: EnrolAnswer) -> Self {
        Self {
            server: server.to_owned(),
            terminal_id: answer.terminal_id,
            name: answer.name,
            office_no: answer.office_no,
            pid: answer.pid,
            token: Token(answer.token),
            server_public_key: answer.server_public_key,
        }
    }

    /// Reads the identity kept in `folder`.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn load(folder: &Path) -> Result<Self, IdentityError> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(IdentityError::NotEnrolled),
            Err(source) => return Err(IdentityError::File { path, source }),
        };
        let read = serde_json::from_str(&text).map_err(|error| error.to_string());
        let opened = read.and_then(|written: Self| {
            let token = seal::opened(&written.token).map_err(|error| error.to_string())?;
            Ok(Self { token, ..written })
        });
        opened.map_err(|reason| IdentityError::Damaged { path, reason })
    }

    /// Keeps the identity in `folder`: whole or not at all, and readable by its owner only.
    ///
    /// # Errors
    /// When it cannot be written; an identity kept before is then still there.
    pub fn save(&self, folder: &Path) -> Result<(), IdentityError> {
        let path = folder.join(FILE);
        let sealed = seal::sealed(&self.token).map(|token| Self { token, ..self.clone() });
        let text = sealed.and_then(|sealed| Ok(serde_json::to_vec_pretty(&sealed)?));
        text.and_then(|text| replace(&path, &text)).map_err(|source| IdentityError::File { path, source })
    }
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    fs::remove_file(&unfinished)
        .or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
    let mut file = create_private(&unfinished)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// An identity at the server with this address.
    pub(crate) fn identity_at(server: &str) -> Identity {
        Identity {
            server: server.to_owned(),
            terminal_id: TerminalId(7),
            name: "前台一号".to_owned(),
            office_no: "PEK099".parse().unwrap(),
            pid: "12345".to_owned(),
            token: Token::new("s3cret"),
            server_public_key: "a2V5".to_owned(),
        }
    }

    #[test]
    fn an_identity_comes_back_as_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let identity = identity_at("https://waystation.example/");
        identity.save(folder.path()).unwrap();
        identity.save(folder.path()).unwrap();
        assert_eq!(Identity::load(folder.path()).unwrap(), identity);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_the_token() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        identity_at("https://waystation.example/").save(folder.path()).unwrap();
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_machine_that_was_never_enrolled_is_told_how() {
        let folder = tempfile::tempdir().unwrap();
        let error = Identity::load(folder.path()).unwrap_err();
        assert!(error.to_string().contains("enrol --server URL --code CODE"), "{error}");
    }

    #[test]
    fn half_a_file_is_called_damaged() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "{\"server\":").unwrap();
        assert!(matches!(Identity::load(folder.path()), Err(IdentityError::Damaged { .. })));
    }

    #[test]
    fn the_token_is_not_in_a_debug_print() {
        assert!(!format!("{:?}", identity_at("https://waystation.example/")).contains("s3cret"));
    }
}
