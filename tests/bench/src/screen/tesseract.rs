//! The same pictures through tesseract, for comparison: how long, and how many characters right.

use std::process::Command;
use std::time::Instant;

use waystation_screen::Picture;

use super::Error;

/// Pixels are doubled before recognition; tesseract reads small type better so.
const SCALE: usize = 2;

/// What tesseract made of a picture.
#[derive(Debug, Clone, Copy)]
pub struct Recognition {
    /// Time from picture file to text, in milliseconds.
    pub milliseconds: f64,
    /// 1 − edit distance / characters, spaces left out on both sides; 0 at worst.
    pub accuracy: f64,
}

/// Recognises one picture and compares it with the text it shows.
///
/// # Errors
/// When tesseract is missing or fails.
pub fn recognise(picture: &Picture, text: &str) -> Result<Recognition, Error> {
    let file = std::env::temp_dir().join(format!("waystation-tesseract-{}.ppm", std::process::id()));
    std::fs::write(&file, portable_pixmap(picture))?;
    let start = Instant::now();
    let output = Command::new("tesseract")
        .arg(&file)
        .args(["stdout", "--psm", "6", "-l", "chi_sim+eng"])
        .env("OMP_THREAD_LIMIT", "1")
        .output()
        .map_err(|error| {
            format!("tesseract cannot be started (packages tesseract-ocr, tesseract-ocr-chi-sim): {error}")
        });
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    std::fs::remove_file(&file)?;
    let output = output?;
    if !output.status.success() {
        return Err(format!("tesseract failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(Recognition { milliseconds, accuracy: accuracy(text, &String::from_utf8_lossy(&output.stdout)) })
}

fn portable_pixmap(picture: &Picture) -> Vec<u8> {
    let (width, height) = (picture.width() * SCALE, picture.height() * SCALE);
    let mut file = format!("P6\n{width} {height}\n255\n").into_bytes();
    for row in picture.pixels().chunks(picture.width()) {
        let line: Vec<u8> = row.iter().flat_map(|pixel| rgb(*pixel).repeat(SCALE)).collect();
        file.extend(line.repeat(SCALE));
    }
    file
}

const fn rgb(pixel: u32) -> [u8; 3] {
    let [_, red, green, blue] = pixel.to_be_bytes();
    [red, green, blue]
}

#[expect(clippy::cast_precision_loss, reason = "screens have a few thousand characters")]
fn accuracy(shown: &str, recognised: &str) -> f64 {
    let dense =
        |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<Vec<char>>();
    let (shown, recognised) = (dense(shown), dense(recognised));
    let distance = edit_distance(&shown, &recognised) as f64;
    (1.0 - distance / shown.len().max(1) as f64).max(0.0)
}

/// Levenshtein distance, row by row.
fn edit_distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.iter().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        let mut next = vec![left];
        for (above, candidate) in row.iter().skip(1).zip(other) {
            left = (diagonal + usize::from(letter != candidate)).min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_the_known_ones() {
        let distance = |one: &str, other: &str| {
            edit_distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>())
        };
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("flaw", "lawn"), 2);
        assert_eq!(distance("航班", "航班"), 0);
    }

    #[test]
    fn accuracy_ignores_spaces_and_never_falls_below_zero() {
        assert!((accuracy("A B\nC", "ABC") - 1.0).abs() < 1e-9);
        assert!((accuracy("ABCD", "ABXD") - 0.75).abs() < 1e-9);
        assert!(accuracy("A", "completely different").abs() < 1e-9);
    }

    #[test]
    fn a_picture_file_has_three_bytes_per_doubled_pixel() {
        let file = portable_pixmap(&Picture::new(2, 1, vec![0x01_0203, 0xFF_0000]).unwrap());
        assert!(file.starts_with(b"P6\n4 2\n255\n\x01\x02\x03\x01\x02\x03\xFF\0\0"));
        assert_eq!(file.len(), 11 + 4 * 2 * 3);
    }
}
