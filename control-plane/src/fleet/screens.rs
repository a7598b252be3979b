//! Pictures of screens: the last one of each terminal.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;
use waystation_shared::edge_api::ScreenUpload;
use waystation_shared::time::Timestamp;

use super::store;
use crate::platform::store::{StoreError, Tx};

/// The first bytes of every PNG file.
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Most glyphs kept of one upload: a window in a wrong font must not flood the board.
const GLYPHS_PER_UPLOAD: usize = 40;

/// Why a picture cannot be kept.
#[derive(Debug, Error)]
pub(super) enum PictureError {
    #[error("{0} is not a PNG in base64")]
    NotPng(&'static str),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A picture that has been looked at and may be stored.
pub(super) struct Checked {
    upload: ScreenUpload,
    screen: Vec<u8>,
    glyphs: Vec<Vec<u8>>,
}

pub(super) fn check(upload: ScreenUpload) -> Result<Checked, PictureError> {
    let screen = decode_png(&upload.png, "png")?;
    let glyphs = upload
        .unknown_glyphs
        .iter()
        .take(GLYPHS_PER_UPLOAD)
        .map(|glyph| decode_png(&glyph.png, "unknown_glyphs"))
        .collect::<Result<_, _>>()?;
    Ok(Checked { upload, screen, glyphs })
}

fn decode_png(text: &str, field: &'static str) -> Result<Vec<u8>, PictureError> {
    match STANDARD.decode(text) {
        Ok(bytes) if bytes.starts_with(PNG_SIGNATURE) => Ok(bytes),
        _ => Err(PictureError::NotPng(field)),
    }
}

pub(super) fn keep(tx: &mut Tx<'_>, checked: &Checked, now: Timestamp) -> Result<(), PictureError> {
    let Checked { upload, screen, glyphs } = checked;
    store::put_screen(tx, upload, screen, now)?;
    for (glyph, picture) in upload.unknown_glyphs.iter().zip(glyphs) {
        store::put_glyph(tx, upload.terminal_id, glyph, picture, now)?;
    }
    Ok(())
}
