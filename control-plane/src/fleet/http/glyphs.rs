//! The board of glyphs that nobody has named yet.

use axum::Json;
use axum::extract::{Path, State};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::fleet::glyphs::{ReadingError, name_glyph};
use crate::fleet::{Fleet, store};
use crate::platform::catalogue::Code;
use crate::platform::events::Event;
use crate::platform::http::{ApiProblem, Valid};

/// A glyph an agent could not read.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GlyphView {
    id: i64,
    terminal_id: i64,
    terminal_name: String,
    /// Name of the bitmap, 16 hex digits.
    glyph: String,
    /// PNG, base64.
    png: String,
    /// The row it stands in, U+FFFD in its place.
    context: String,
    /// What a person read, once somebody has.
    text: Option<String>,
    first_seen_at: i64,
}

impl From<store::Glyph> for GlyphView {
    fn from(glyph: store::Glyph) -> Self {
        Self {
            id: glyph.id,
            terminal_id: glyph.terminal.0,
            terminal_name: glyph.terminal_name,
            glyph: glyph.name,
            png: STANDARD.encode(glyph.picture),
            context: glyph.context,
            text: glyph.reading,
            first_seen_at: glyph.first_seen_at.0,
        }
    }
}

/// Glyphs waiting for a reading.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GlyphList {
    items: Vec<GlyphView>,
}

/// Lists the glyphs that nobody has named yet.
#[utoipa::path(get, path = "/api/v1/glyphs", tag = "fleet", responses((status = 200, body = GlyphList)))]
pub(super) async fn list(State(fleet): State<Fleet>) -> Result<Json<GlyphList>, ApiProblem> {
    let glyphs = fleet.platform.store.read(store::unknown_glyphs).await?;
    Ok(Json(GlyphList { items: glyphs.into_iter().map(GlyphView::from).collect() }))
}

/// What a glyph shows.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Reading {
    /// One character.
    text: String,
}

/// Names a glyph.
#[utoipa::path(post, path = "/api/v1/glyphs/{id}", tag = "fleet", params(("id" = i64, Path)),
    request_body = Reading, responses((status = 200, body = GlyphView)))]
pub(super) async fn name(
    State(fleet): State<Fleet>,
    Path(id): Path<i64>,
    Valid(reading): Valid<Reading>,
) -> Result<Json<GlyphView>, ApiProblem> {
    let now = fleet.platform.clock.now();
    let glyph = fleet.platform.store.write(move |tx| name_glyph(tx, id, &reading.text, now)).await?;
    fleet.presence.hint_command(glyph.terminal);
    fleet.platform.events.send(Event::Terminal(glyph.terminal));
    Ok(Json(glyph.into()))
}

impl From<ReadingError> for ApiProblem {
    fn from(error: ReadingError) -> Self {
        match error {
            ReadingError::Unknown => Self::new(Code::NotFound).with("glyph"),
            ReadingError::NotOneCharacter => Self::invalid_field("text", error),
            ReadingError::Command(error) => Self::internal(&error),
            ReadingError::Store(error) => error.into(),
        }
    }
}
