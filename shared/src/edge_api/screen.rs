//! Pictures of the screen and of single glyphs, for people.

use serde::{Deserialize, Serialize};

use crate::ids::TerminalId;
use crate::time::Timestamp;

/// A glyph the agent could not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GlyphPicture {
    /// Stable name of the bitmap, 16 hex digits.
    pub glyph: String,
    /// PNG of the cell and a little around it, base64.
    pub png: String,
    /// The row of text it stands in, with U+FFFD in its place.
    pub context: String,
}

/// A picture of the screen, with passenger documents blotted out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScreenUpload {
    /// Whose screen.
    pub terminal_id: TerminalId,
    /// Hash of the unmasked picture, hex.
    pub hash: String,
    /// PNG, base64.
    pub png: String,
    /// The screen as text, masked like the picture.
    pub text: String,
    /// Glyphs on it that nobody has named yet.
    #[serde(default)]
    pub unknown_glyphs: Vec<GlyphPicture>,
    /// When it was taken, by the agent's clock.
    pub taken_at: Timestamp,
}

/// A plain acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Received {
    /// Server time.
    pub server_time: Timestamp,
}
