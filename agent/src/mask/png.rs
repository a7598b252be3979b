//! Small PNG files: a terminal has few colours, so a palette nearly always does.

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Encoder};
use thiserror::Error;
use waystation_screen::{Picture, PictureError};

const PALETTE: usize = 256;

/// Why there is no PNG.
#[derive(Debug, Error)]
pub enum EncodeError {
    /// The encoder refused.
    #[error("the picture cannot be compressed: {0}")]
    Png(#[from] png::EncodingError),
    /// A part lies outside the picture.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// A side is longer than a PNG's can be.
    #[error("the picture is too large for a PNG")]
    TooLarge,
}

/// Compresses a picture: with a palette while it has at most 256 colours, else in grey.
///
/// # Errors
/// [`EncodeError`] when the encoder refuses.
pub fn encode(picture: &Picture) -> Result<Vec<u8>, EncodeError> {
    let side = |length: usize| u32::try_from(length).map_err(|_too_large| EncodeError::TooLarge);
    let (width, height) = (side(picture.width())?, side(picture.height())?);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    let data: Vec<u8> = if let Some(colours) = palette(picture) {
        encoder.set_color(ColorType::Indexed);
        encoder.set_palette(colours.keys().flat_map(|colour| rgb(*colour)).collect::<Vec<u8>>());
        picture.pixels().iter().filter_map(|colour| colours.get(colour).copied()).collect()
    } else {
        encoder.set_color(ColorType::Grayscale);
        picture.pixels().iter().map(|colour| grey(*colour)).collect()
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(file)
}

/// Each colour's place in the palette, or nothing when there are too many.
fn palette(picture: &Picture) -> Option<BTreeMap<u32, u8>> {
    let mut colours = BTreeMap::new();
    let mut last = None;
    for &pixel in picture.pixels() {
        // Neighbours are nearly always alike; a look-up for each pixel would cost more than the rest.
        if last == Some(pixel) {
            continue;
        }
        last = Some(pixel);
        colours.insert(pixel, 0);
        if colours.len() > PALETTE {
            return None;
        }
    }
    for (place, index) in colours.values_mut().zip(0..=u8::MAX) {
        *place = index;
    }
    Some(colours)
}

const fn rgb(colour: u32) -> [u8; 3] {
    let [_, red, green, blue] = colour.to_be_bytes();
    [red, green, blue]
}

/// Brightness as the eye weighs the colours.
fn grey(colour: u32) -> u8 {
    let [red, green, blue] = rgb(colour).map(u32::from);
    u8::try_from((red * 299 + green * 587 + blue * 114) / 1000).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(file: &[u8]) -> (png::OutputInfo, Vec<u8>) {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        (info, data)
    }

    #[test]
    fn few_colours_come_back_exactly() {
        let picture = Picture::new(3, 1, vec![0x00FF_0000, 0x0012_3456, 0x00FF_0000]).unwrap();
        let (info, data) = decode(&encode(&picture).unwrap());
        assert_eq!((info.width, info.height), (3, 1));
        assert_eq!(data, [0xFF, 0, 0, 0x12, 0x34, 0x56, 0xFF, 0, 0]);
    }

    #[test]
    fn exactly_256_colours_still_fit_the_palette() {
        let picture = Picture::new(256, 1, (0..256).map(|grey| grey * 0x01_0101).collect()).unwrap();
        let (info, data) = decode(&encode(&picture).unwrap());
        assert_eq!(info.color_type, ColorType::Rgb);
        assert_eq!(data.last(), Some(&255));
    }

    #[test]
    fn many_colours_become_grey() {
        let picture = Picture::new(300, 1, (0..300).map(|colour| colour * 7).collect()).unwrap();
        let (info, _) = decode(&encode(&picture).unwrap());
        assert_eq!(info.color_type, ColorType::Grayscale);
    }

    #[test]
    fn a_terminal_screen_is_small() {
        let text = (0..800 * 500).map(|at: u32| if at.is_multiple_of(7) { 0x0000_FF00 } else { 0 }).collect();
        let file = encode(&Picture::new(800, 500, text).unwrap()).unwrap();
        assert!(file.len() < 20_000, "{} bytes", file.len());
    }

    #[test]
    fn grey_keeps_black_and_white_apart() {
        assert_eq!((grey(0), grey(0x00FF_FFFF)), (0, 255));
        assert!(grey(0x0000_FF00) > grey(0x0000_00FF), "green is brighter than blue");
    }
}
