//! How an atlas is written down: two strings of characters and two of Base64, instead of
//! thousands of objects. Whatever is read back is learned anew, so a damaged file cannot make an
//! atlas that could not have been learned.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Atlas, AtlasError, EdgeInk};
use crate::bits::{GlyphBitmap, GlyphError};
use crate::geometry::{CELL_HEIGHTS, CELL_WIDTHS, CellSize};

const VERSION: u32 = 2;

#[derive(Serialize, Deserialize)]
pub(super) struct Compact {
    version: u32,
    cell: CellSize,
    narrow: Sheet,
    wide: Sheet,
    preferred: String,
    edge_only: BTreeMap<char, EdgeInk>,
}

#[derive(Default, Serialize, Deserialize)]
struct Sheet {
    characters: String,
    bitmaps: String,
}

#[derive(Debug, Error)]
pub(super) enum CompactError {
    #[error("the atlas has format {found}, this program reads {VERSION}; calibrate again")]
    Version { found: u32 },
    #[error("the atlas is for cells of an impossible size; calibrate again")]
    Cell,
    #[error("the bitmaps of the atlas are damaged; calibrate again")]
    Damaged,
    #[error(transparent)]
    Glyph(#[from] GlyphError),
    #[error(transparent)]
    Atlas(#[from] AtlasError),
}

impl From<Atlas> for Compact {
    fn from(atlas: Atlas) -> Self {
        let preferred = atlas.glyphs.values().filter_map(|glyph| glyph.preferred).collect();
        let sheet = |width| Sheet::of(&atlas, width);
        Self {
            version: VERSION,
            cell: atlas.cell,
            narrow: sheet(atlas.narrow_width()),
            wide: sheet(atlas.wide_width()),
            preferred,
            edge_only: atlas.edge_only,
        }
    }
}

impl Sheet {
    fn of(atlas: &Atlas, width: usize) -> Self {
        let mut characters = String::new();
        let mut bytes = Vec::new();
        for character in atlas.characters() {
            if let Some(bitmap) = atlas.bitmap(character).filter(|bitmap| bitmap.width() == width) {
                characters.push(character);
                let row_bytes = width.div_ceil(8);
                bytes.extend(
                    bitmap.rows().iter().flat_map(|row| row.to_le_bytes().into_iter().take(row_bytes)),
                );
            }
        }
        Self { characters, bitmaps: STANDARD.encode(bytes) }
    }

    fn learn_into(&self, atlas: &mut Atlas, width: usize) -> Result<(), CompactError> {
        let bytes = STANDARD.decode(&self.bitmaps).map_err(|_damaged| CompactError::Damaged)?;
        let row_bytes = width.div_ceil(8).max(1);
        let glyph_bytes = row_bytes * atlas.cell.height;
        if bytes.len() != glyph_bytes * self.characters.chars().count() {
            return Err(CompactError::Damaged);
        }
        for (character, glyph) in self.characters.chars().zip(bytes.chunks_exact(glyph_bytes)) {
            let rows: Vec<u64> = glyph.chunks_exact(row_bytes).map(row).collect();
            atlas.learn(GlyphBitmap::new(width, &rows)?, character)?;
        }
        Ok(())
    }
}

fn row(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |row, byte| (row << 8) | u64::from(*byte))
}

impl TryFrom<Compact> for Atlas {
    type Error = CompactError;

    fn try_from(compact: Compact) -> Result<Self, CompactError> {
        if compact.version != VERSION {
            return Err(CompactError::Version { found: compact.version });
        }
        if !CELL_WIDTHS.contains(&compact.cell.width) || !CELL_HEIGHTS.contains(&compact.cell.height) {
            return Err(CompactError::Cell);
        }
        let mut atlas = Self::new(compact.cell);
        let (narrow, wide) = (atlas.narrow_width(), atlas.wide_width());
        compact.narrow.learn_into(&mut atlas, narrow)?;
        compact.wide.learn_into(&mut atlas, wide)?;
        for character in compact.preferred.chars() {
            atlas.prefer(character)?;
        }
        atlas.edge_only = compact.edge_only;
        Ok(atlas)
    }
}
