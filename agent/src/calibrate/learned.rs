//! What calibration has learned of one window, and the file it is kept in.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use waystation_screen::{AmbiguousWidth, Atlas, Geometry, Picture, ReadError, Reader};

/// The form of the file; another number is another form.
const VERSION: u32 = 1;

/// Everything needed to read one window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learned {
    version: u32,
    picture: Size,
    geometry: Geometry,
    widths: AmbiguousWidth,
    atlas: Atlas,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Size {
    width: usize,
    height: usize,
}

/// Why the file of an earlier calibration is of no use.
#[derive(Debug, Error)]
pub enum LearnedError {
    /// The disk refused.
    #[error("the calibration file cannot be used: {0}")]
    Io(#[from] io::Error),
    /// Damaged, or written by another version.
    #[error("the calibration file is damaged or of another version ({0}); calibrate again")]
    Format(String),
}

impl Learned {
    /// Nothing learned yet in a window that looks like this picture.
    #[must_use]
    pub fn nothing(picture: &Picture, geometry: Geometry, widths: AmbiguousWidth) -> Self {
        let picture = Size { width: picture.width(), height: picture.height() };
        Self { version: VERSION, picture, geometry, widths, atlas: Atlas::new(geometry.cell()) }
    }

    /// Where the cells lie.
    #[must_use]
    pub const fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// How wide the window draws ambiguous characters.
    #[must_use]
    pub const fn widths(&self) -> AmbiguousWidth {
        self.widths
    }

    /// The learned characters.
    #[must_use]
    pub const fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    /// The learned characters, to add to.
    pub const fn atlas_mut(&mut self) -> &mut Atlas {
        &mut self.atlas
    }

    /// Whether a capture has the size this was learned at.
    #[must_use]
    pub const fn fits(&self, picture: &Picture) -> bool {
        picture.width() == self.picture.width && picture.height() == self.picture.height
    }

    /// A reader of this window.
    ///
    /// # Errors
    /// [`ReadError::OtherFont`] when the atlas is not of this grid's font.
    pub fn reader(&self) -> Result<Reader, ReadError> {
        Reader::new(&self.atlas, self.geometry)
    }

    /// Reads the file; `None` when there is none.
    ///
    /// # Errors
    /// [`LearnedError`].
    pub fn load(path: &Path) -> Result<Option<Self>, LearnedError> {
        let file = match fs::read(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let learned: Self =
            serde_json::from_slice(&file).map_err(|error| LearnedError::Format(error.to_string()))?;
        if learned.version != VERSION {
            return Err(LearnedError::Format(format!("version {}", learned.version)));
        }
        learned.reader().map_err(|error| LearnedError::Format(error.to_string()))?;
        Ok(Some(learned))
    }

    /// Writes the file so that after a power cut there is the old one or the new one, never half.
    ///
    /// # Errors
    /// [`LearnedError::Io`].
    pub fn save(&self, path: &Path) -> Result<(), LearnedError> {
        let text = serde_json::to_vec(self).map_err(|error| LearnedError::Format(error.to_string()))?;
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let directory = directory.unwrap_or_else(|| Path::new("."));
        fs::create_dir_all(directory)?;
        let draft = path.with_extension("new");
        let mut file = File::create(&draft)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        sync_directory(directory)?;
        Ok(())
    }
}

/// Makes the new name durable.
#[cfg(unix)]
fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// Windows keeps names durable by itself.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn sync_directory(_directory: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use waystation_screen::{CellSize, GlyphBitmap, GridSize, Point};

    use super::*;

    fn learned() -> Learned {
        let size = GridSize { rows: 2, columns: 3 };
        let geometry = Geometry::new(Point { x: 1, y: 1 }, CellSize { width: 8, height: 8 }, size).unwrap();
        let picture = Picture::filled(26, 18, 0).unwrap();
        let mut learned = Learned::nothing(&picture, geometry, AmbiguousWidth::One);
        let bitmap = GlyphBitmap::new(6, &[0, 2, 4, 8, 4, 2, 0, 0]).unwrap();
        learned.atlas_mut().learn(bitmap, 'A').unwrap();
        learned
    }

    fn place(name: &str) -> PathBuf {
        let directory =
            std::env::temp_dir().join(format!("waystation-learned-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        directory.join("atlas.json")
    }

    #[test]
    fn what_was_learned_comes_back_from_disk() {
        let path = place("round");
        assert!(Learned::load(&path).unwrap().is_none(), "nothing there yet");
        learned().save(&path).unwrap();
        assert_eq!(Learned::load(&path).unwrap(), Some(learned()));
        learned().save(&path).unwrap();
        assert!(!path.with_extension("new").exists(), "no draft stays behind");
    }

    #[test]
    fn a_damaged_file_is_refused_with_the_way_out() {
        let path = place("damaged");
        learned().save(&path).unwrap();
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let error = Learned::load(&path).unwrap_err();
        assert!(error.to_string().ends_with("calibrate again"), "{error}");
    }

    #[test]
    fn a_file_of_another_version_is_refused() {
        let path = place("version");
        learned().save(&path).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("\"version\":1", "\"version\":2")).unwrap();
        assert!(matches!(Learned::load(&path), Err(LearnedError::Format(_))));
    }

    #[test]
    fn another_window_size_does_not_fit() {
        assert!(learned().fits(&Picture::filled(26, 18, 9).unwrap()));
        assert!(!learned().fits(&Picture::filled(26, 19, 9).unwrap()));
    }
}
