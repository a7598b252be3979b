//! DPAPI: Windows encrypts with a key that only the signed-in user has.
#![expect(unsafe_code, reason = "DPAPI can be reached through the Win32 API only")]

use std::io;
use std::ptr::{null, null_mut};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::Security::Cryptography::{
    CRYPT_INTEGER_BLOB, CRYPTPROTECT_UI_FORBIDDEN, CryptProtectData, CryptUnprotectData,
};

use crate::identity::Token;

/// What a sealed token begins with.
const MARK: &str = "dpapi:";

/// The token as it may be written.
pub(in crate::identity) fn sealed(token: &Token) -> io::Result<Token> {
    let secret = protect(token.reveal().as_bytes())?;
    Ok(Token::new(format!("{MARK}{}", STANDARD.encode(secret))))
}

/// The token from what was written.
pub(in crate::identity) fn opened(written: &Token) -> io::Result<Token> {
    let sealed = written.reveal().strip_prefix(MARK);
    let bytes = sealed.and_then(|text| STANDARD.decode(text).ok());
    let secret = unprotect(&bytes.ok_or_else(|| io::Error::other("the token is not sealed"))?)?;
    String::from_utf8(secret).map(Token::new).map_err(io::Error::other)
}

fn protect(open: &[u8]) -> io::Result<Vec<u8>> {
    // SAFETY: `input` describes the slice; every pointer that may be null is.
    translated(open, |input, output| unsafe {
        CryptProtectData(input, null(), null(), null(), null(), CRYPTPROTECT_UI_FORBIDDEN, output)
    })
}

fn unprotect(sealed: &[u8]) -> io::Result<Vec<u8>> {
    // SAFETY: as above.
    translated(sealed, |input, output| unsafe {
        CryptUnprotectData(input, null_mut(), null(), null(), null(), CRYPTPROTECT_UI_FORBIDDEN, output)
    })
}

fn translated(
    bytes: &[u8],
    translate: impl FnOnce(*const CRYPT_INTEGER_BLOB, *mut CRYPT_INTEGER_BLOB) -> i32,
) -> io::Result<Vec<u8>> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    // Windows takes a pointer to what it could write and does not write there.
    let input = CRYPT_INTEGER_BLOB { cbData: length, pbData: bytes.as_ptr().cast_mut() };
    let mut output = CRYPT_INTEGER_BLOB::default();
    if translate(&raw const input, &raw mut output) == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: on success the blob says where Windows put how many bytes; they are freed once, after copying.
    unsafe {
        let length = usize::try_from(output.cbData).map_err(io::Error::other)?;
        let copy = std::slice::from_raw_parts(output.pbData, length).to_vec();
        LocalFree(output.pbData.cast());
        Ok(copy)
    }
}
