//! Glyphs that an agent could not read: a person names each once, the agent learns it.

use thiserror::Error;
use waystation_shared::edge_api::EdgeCommand;
use waystation_shared::time::Timestamp;

use super::store::{self, Glyph};
use crate::platform::store::{StoreError, Tx};

/// Why a reading was refused.
#[derive(Debug, Error)]
pub(super) enum ReadingError {
    #[error("there is no such glyph")]
    Unknown,
    #[error("a glyph shows exactly one character")]
    NotOneCharacter,
    #[error("the command could not be written: {0}")]
    Command(#[from] serde_json::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Names a glyph and tells its terminal.
pub(super) fn name_glyph(
    tx: &mut Tx<'_>,
    id: i64,
    reading: &str,
    now: Timestamp,
) -> Result<Glyph, ReadingError> {
    let glyph = store::one_glyph(tx, id)?.ok_or(ReadingError::Unknown)?;
    let mut characters = reading.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) if !character.is_control() => {}
        _ => return Err(ReadingError::NotOneCharacter),
    }
    store::set_reading(tx, id, reading)?;
    let command = EdgeCommand::LearnGlyph { glyph: glyph.name.clone(), text: reading.to_owned() };
    store::enqueue_command(tx, glyph.terminal, &serde_json::to_string(&command)?, now)?;
    Ok(Glyph { reading: Some(reading.to_owned()), ..glyph })
}
