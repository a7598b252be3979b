//! The token as it stands in the file. On Windows, where a file mode protects nothing, only the Windows user who
//! sealed it can open it, on this machine; elsewhere it stands there as it is, in a file of its owner.

#[cfg(windows)]
mod dpapi;
#[cfg(not(windows))]
mod plain;

#[cfg(windows)]
pub(super) use dpapi::{opened, sealed};
#[cfg(not(windows))]
pub(super) use plain::{opened, sealed};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Token;

    #[test]
    fn what_was_sealed_opens_again() {
        let token = Token::new("s3cret");
        assert_eq!(opened(&sealed(&token).unwrap()).unwrap(), token);
    }
}
