//! No sealing: the file's mode keeps others out.
#![expect(clippy::unnecessary_wraps, reason = "on Windows sealing and opening can fail")]

use std::io;

use crate::identity::Token;

/// The token as it may be written.
pub(in crate::identity) fn sealed(token: &Token) -> io::Result<Token> {
    Ok(token.clone())
}

/// The token from what was written.
pub(in crate::identity) fn opened(written: &Token) -> io::Result<Token> {
    Ok(written.clone())
}
