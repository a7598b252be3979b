//! A captured picture: plain pixels, row by row.
//!
//! Knows nothing of windows, grids or fonts. Every other module relies on what the constructors
//! check, so a [`Picture`] that exists is a well-formed one.

use thiserror::Error;

/// Largest width and height accepted, in pixels; far above any screen, far below overflow.
pub const MAX_SIDE: usize = 32_768;

const COLOUR: u32 = 0x00FF_FFFF;

/// An image of `width` × `height` pixels, each `0x00RRGGBB`, row-major from the top left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u32>,
}

/// Why pixels do not make a picture.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PictureError {
    /// A side is zero or longer than [`MAX_SIDE`].
    #[error("a picture of {width}x{height} pixels is not possible; both sides must be 1 to {MAX_SIDE}")]
    Size {
        /// Width asked for, in pixels.
        width: usize,
        /// Height asked for, in pixels.
        height: usize,
    },
    /// The number of pixels is not width × height.
    #[error("{found} pixels were given where {expected} are needed; capture the window again")]
    PixelCount {
        /// width × height.
        expected: usize,
        /// Pixels given.
        found: usize,
    },
    /// The part asked for reaches outside the picture.
    #[error("the part asked for reaches outside the picture of {width}x{height} pixels")]
    Outside {
        /// Width of the picture, in pixels.
        width: usize,
        /// Height of the picture, in pixels.
        height: usize,
    },
}

impl Picture {
    /// A picture from pixels `0x00RRGGBB`; the unused top byte is cleared.
    ///
    /// # Errors
    /// [`PictureError::Size`] or [`PictureError::PixelCount`].
    pub fn new(width: usize, height: usize, mut pixels: Vec<u32>) -> Result<Self, PictureError> {
        check(width, height, pixels.len())?;
        for pixel in &mut pixels {
            *pixel &= COLOUR;
        }
        Ok(Self { width, height, pixels })
    }

    /// A picture from bytes blue, green, red, unused: what X11 `GetImage` (depth 24) and a
    /// 32-bit top-down DIB deliver on little-endian machines.
    ///
    /// # Errors
    /// [`PictureError::Size`] or [`PictureError::PixelCount`].
    pub fn from_bgrx(width: usize, height: usize, bytes: &[u8]) -> Result<Self, PictureError> {
        let (quads, _) = bytes.as_chunks::<4>();
        check(width, height, quads.len())?;
        let pixels = quads.iter().map(|quad| u32::from_le_bytes(*quad) & COLOUR).collect();
        Ok(Self { width, height, pixels })
    }

    /// A picture of one colour.
    ///
    /// # Errors
    /// [`PictureError::Size`].
    pub fn filled(width: usize, height: usize, colour: u32) -> Result<Self, PictureError> {
        let count = area(width, height)?;
        Ok(Self { width, height, pixels: vec![colour & COLOUR; count] })
    }

    /// Width in pixels.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// All pixels, `0x00RRGGBB`, row-major.
    #[must_use]
    pub fn pixels(&self) -> &[u32] {
        &self.pixels
    }

    /// The pixels of row `y`, or `None` below the picture.
    #[must_use]
    pub fn row(&self, y: usize) -> Option<&[u32]> {
        let start = y.checked_mul(self.width)?;
        self.pixels.get(start..start.checked_add(self.width)?)
    }

    /// One pixel, or `None` outside the picture.
    #[must_use]
    pub fn pixel(&self, x: usize, y: usize) -> Option<u32> {
        self.row(y)?.get(x).copied()
    }

    /// Changes one pixel; outside the picture nothing happens.
    pub fn set_pixel(&mut self, x: usize, y: usize, colour: u32) {
        if x < self.width
            && let Some(pixel) = self.pixels.get_mut(y.saturating_mul(self.width).saturating_add(x))
        {
            *pixel = colour & COLOUR;
        }
    }

    /// The part of `width` × `height` pixels whose top left corner is at (`x`, `y`).
    ///
    /// # Errors
    /// [`PictureError::Size`] for an empty part, [`PictureError::Outside`] when it does not fit.
    pub fn crop(&self, x: usize, y: usize, width: usize, height: usize) -> Result<Self, PictureError> {
        area(width, height)?;
        let outside = PictureError::Outside { width: self.width, height: self.height };
        let rows = y..y.checked_add(height).ok_or(outside.clone())?;
        let columns = x..x.checked_add(width).ok_or(outside.clone())?;
        let mut pixels = Vec::new();
        for row in rows {
            let part =
                self.row(row).and_then(|line| line.get(columns.clone())).ok_or_else(|| outside.clone())?;
            pixels.extend_from_slice(part);
        }
        Ok(Self { width, height, pixels })
    }
}

fn check(width: usize, height: usize, found: usize) -> Result<(), PictureError> {
    let expected = area(width, height)?;
    if found == expected { Ok(()) } else { Err(PictureError::PixelCount { expected, found }) }
}

fn area(width: usize, height: usize) -> Result<usize, PictureError> {
    let possible = 1..=MAX_SIDE;
    if possible.contains(&width) && possible.contains(&height) {
        Ok(width * height)
    } else {
        Err(PictureError::Size { width, height })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_unused_byte_of_a_pixel_is_cleared() {
        let picture = Picture::new(1, 1, vec![0xFF12_3456]).unwrap();
        assert_eq!(picture.pixel(0, 0), Some(0x12_3456));
    }

    #[test]
    fn bytes_in_windows_and_x11_order_become_rgb() {
        let picture = Picture::from_bgrx(2, 1, &[0x01, 0x02, 0x03, 0xFF, 0x0A, 0x0B, 0x0C, 0x00]).unwrap();
        assert_eq!(picture.pixels(), [0x03_0201, 0x0C_0B0A]);
    }

    #[test]
    fn a_picture_with_missing_pixels_is_refused() {
        let refused = Picture::new(3, 2, vec![0; 5]);
        assert_eq!(refused, Err(PictureError::PixelCount { expected: 6, found: 5 }));
        assert!(Picture::from_bgrx(3, 2, &[0; 23]).is_err());
    }

    #[test]
    fn an_empty_or_enormous_picture_is_refused() {
        for (width, height) in [(0, 1), (1, 0), (MAX_SIDE + 1, 1), (usize::MAX, usize::MAX)] {
            assert!(matches!(Picture::new(width, height, Vec::new()), Err(PictureError::Size { .. })));
        }
    }

    #[test]
    fn a_crop_keeps_the_pixels_of_its_place() {
        let picture = Picture::new(4, 3, (0..12).collect()).unwrap();
        assert_eq!(picture.crop(1, 1, 2, 2).unwrap().pixels(), [5, 6, 9, 10]);
    }

    #[test]
    fn a_crop_outside_the_picture_is_refused() {
        let picture = Picture::filled(4, 3, 0).unwrap();
        for (x, y, width, height) in [(3, 0, 2, 1), (0, 3, 1, 1), (usize::MAX, 0, 1, 1), (0, 2, 4, 2)] {
            assert!(matches!(picture.crop(x, y, width, height), Err(PictureError::Outside { .. })));
        }
    }

    #[test]
    fn setting_a_pixel_outside_changes_nothing() {
        let mut picture = Picture::filled(2, 2, 0).unwrap();
        picture.set_pixel(2, 0, 7);
        picture.set_pixel(0, usize::MAX, 7);
        assert!(picture.pixels().iter().all(|pixel| *pixel == 0));
    }

    proptest! {
        #[test]
        fn no_crop_panics(x: usize, y: usize, width: usize, height: usize) {
            let picture = Picture::filled(5, 7, 1).unwrap();
            let _ = picture.crop(x, y, width, height);
            let _ = picture.crop(x % 8, y % 8, width % 8, height % 8);
        }
    }
}
