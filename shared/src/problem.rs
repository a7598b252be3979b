//! The error body of every answer that is not in the older `{"code","msg"}` envelope: RFC 9457 problem details.

use serde::{Deserialize, Serialize};

/// What went wrong, for a program (`code`) and for a person (`title`, `detail`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Where the meaning of `code` is written down; relative to the server.
    #[serde(rename = "type")]
    pub kind: String,
    /// HTTP status, repeated for logs that keep only the body.
    pub status: u16,
    /// Stable, lower case with underscores; never reused for another meaning.
    pub code: String,
    /// One line in the caller's language.
    pub title: String,
    /// How to mend it, in the caller's language, if the title does not say it already.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// The field that is wrong, by its path in the request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub field: Option<String>,
    /// Names this request in the server's log.
    #[serde(rename = "requestId")]
    pub request_id: String,
}

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";
