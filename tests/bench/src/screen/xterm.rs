//! A real xterm on a display of its own: shows text, delivers pictures, ends with its owner.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use waystation_screen::{Geometry, Picture, Position};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat, MapState, Window};
use x11rb::rust_connection::RustConnection;

use super::{COLUMNS, Error, ROWS};

const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(2);
/// A picture that stays the same so long is complete.
const CALM: Duration = Duration::from_millis(250);
/// Cells of the marker: the bits of a counter between one plain and one inverse cell.
const MARKER_BITS: usize = 16;

/// How xterm draws.
#[derive(Debug, Clone, Copy)]
pub struct Font {
    /// Size in points.
    pub size: u32,
    /// Whether glyph edges are smoothed.
    pub antialias: bool,
}

/// A running xterm of 25 × 80 cells that shows whatever is written to it.
#[derive(Debug)]
pub struct Xterm {
    children: Vec<Child>,
    folder: PathBuf,
    input: File,
    connection: RustConnection,
    window: Window,
    counter: u16,
}

impl Xterm {
    /// Starts Xvfb on a free display and xterm on it.
    ///
    /// # Errors
    /// When one of the programs is missing or does not come up in time.
    pub fn start(font: Font) -> Result<Self, Error> {
        let (server, display) = start_server()?;
        let mut children = vec![server];
        let folder = std::env::temp_dir().join(format!("waystation-screen-{}-{display}", std::process::id()));
        let started = prepare(&folder).and_then(|input| Ok((input, start_xterm(font, &display, &folder)?)));
        let (input, xterm) = match started {
            Ok(started) => started,
            Err(error) => {
                end(&mut children);
                return Err(error);
            }
        };
        children.push(xterm);
        match find_window(&display) {
            Ok((connection, window)) => Ok(Self { children, folder, input, connection, window, counter: 0 }),
            Err(error) => {
                end(&mut children);
                Err(error)
            }
        }
    }

    /// Sends text and escape sequences as they are.
    ///
    /// # Errors
    /// When xterm has ended.
    pub fn write(&mut self, text: &str) -> Result<(), Error> {
        Ok(self.input.write_all(text.as_bytes())?)
    }

    /// A picture of the whole window.
    ///
    /// # Errors
    /// When the window is gone.
    pub fn capture(&self) -> Result<Picture, Error> {
        let size = self.connection.get_geometry(self.window)?.reply()?;
        let (width, height) = (size.width, size.height);
        let image = self
            .connection
            .get_image(ImageFormat::Z_PIXMAP, self.window, 0, 0, width, height, u32::MAX)?
            .reply()?;
        Ok(Picture::from_bgrx(width.into(), height.into(), &image.data)?)
    }

    /// Waits until the picture no longer changes.
    ///
    /// # Errors
    /// When it never comes to rest.
    pub fn settled(&self) -> Result<Picture, Error> {
        let start = Instant::now();
        let (mut picture, mut since) = (self.capture()?, Instant::now());
        while since.elapsed() < CALM {
            sleep(10 * PAUSE);
            let next = self.capture()?;
            if next != picture {
                (picture, since) = (next, Instant::now());
            }
            if start.elapsed() > PATIENCE {
                return Err("the terminal's picture does not come to rest".into());
            }
        }
        Ok(picture)
    }

    /// Clears the screen, sends text for the first 24 rows, and takes a picture once it is drawn:
    /// a counter drawn after it as inverse cells in the last row says so.
    ///
    /// # Errors
    /// When the counter does not appear.
    pub fn show(&mut self, escapes: &str, geometry: &Geometry) -> Result<Picture, Error> {
        self.counter = self.counter.wrapping_add(1);
        let cells: String =
            marker(self.counter).map(|set| if set { "\x1b[7m \x1b[0m" } else { " " }).collect();
        let last = ROWS + 1;
        self.write(&format!("\x1b[0m\x1b[2J{escapes}\x1b7\x1b[0m\x1b[{last};1H{cells}\x1b8"))?;
        let start = Instant::now();
        loop {
            let picture = self.capture()?;
            let is_shown = shown(&picture, geometry).is_some_and(|shown| shown.eq(marker(self.counter)));
            // Twice the same, because xterm clears the caret's cell before it draws it anew.
            if is_shown && {
                sleep(PAUSE);
                self.capture()? == picture
            } {
                return Ok(picture);
            }
            if start.elapsed() > PATIENCE {
                return Err("the terminal does not show what was sent to it".into());
            }
            sleep(PAUSE);
        }
    }
}

impl Drop for Xterm {
    fn drop(&mut self) {
        end(&mut self.children);
        // A folder left behind in the temporary directory does no harm.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn marker(counter: u16) -> impl Iterator<Item = bool> {
    [false, true].into_iter().chain((0..MARKER_BITS).map(move |bit| counter >> bit & 1 == 1))
}

/// The marker cells of a picture: whether each has the colour of the second, inverse one.
fn shown<'a>(picture: &'a Picture, geometry: &'a Geometry) -> Option<impl Iterator<Item = bool> + 'a> {
    let colour = |column| {
        let corner = geometry.top_left(Position { row: ROWS, column });
        picture.pixel(corner.x + geometry.cell().width / 2, corner.y + geometry.cell().height / 2)
    };
    let (plain, inverse) = (colour(0)?, colour(1)?);
    (plain != inverse).then(|| (0..MARKER_BITS + 2).map(move |column| colour(column) == Some(inverse)))
}

fn start_server() -> Result<(Child, String), Error> {
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "2000x1400x24", "-nolisten", "tcp", "-noreset"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("Xvfb cannot be started (package xvfb): {error}"))?;
    let mut number = String::new();
    if let Some(output) = server.stdout.take() {
        BufReader::new(output).read_line(&mut number)?;
    }
    Ok((server, format!(":{}", number.trim())))
}

fn prepare(folder: &PathBuf) -> Result<File, Error> {
    std::fs::create_dir_all(folder)?;
    let pipe = folder.join("input");
    let made = Command::new("mkfifo").arg(&pipe).status()?;
    if !made.success() {
        return Err(format!("mkfifo {} failed", pipe.display()).into());
    }
    // Opened for reading too, so that opening does not wait for xterm.
    Ok(OpenOptions::new().read(true).write(true).open(pipe)?)
}

fn start_xterm(font: Font, display: &str, folder: &std::path::Path) -> Result<Child, Error> {
    let smooth = if font.antialias { "" } else { ":antialias=false" };
    let size = format!("{}x{}+0+0", COLUMNS, ROWS + 1);
    Command::new("xterm")
        .args(["-u8", "-fa", &format!("DejaVu Sans Mono{smooth}"), "-fs", &font.size.to_string()])
        .args(["-bg", "white", "-fg", "black", "-geometry", &size, "+sb"])
        .args(["-e", "sh", "-c", "stty raw -echo; exec cat \"$0\""])
        .arg(folder.join("input"))
        .env("DISPLAY", display)
        .env("LC_ALL", "C.UTF-8")
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("xterm cannot be started (package xterm): {error}").into())
}

fn find_window(display: &str) -> Result<(RustConnection, Window), Error> {
    let start = Instant::now();
    let (connection, screen) = RustConnection::connect(Some(display))?;
    let root = connection.setup().roots.get(screen).ok_or("the display has no screen")?.root;
    while start.elapsed() < PATIENCE {
        let windows = connection.query_tree(root)?.reply()?.children;
        for window in windows {
            let state = connection.get_window_attributes(window)?.reply()?.map_state;
            if state == MapState::VIEWABLE {
                return Ok((connection, window));
            }
        }
        sleep(10 * PAUSE);
    }
    Err("xterm opened no window".into())
}

fn end(children: &mut Vec<Child>) {
    for mut child in children.drain(..).rev() {
        // Already ended is as good.
        let _ = child.kill();
        let _ = child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use waystation_screen::{CellSize, GridSize, Point};

    #[test]
    fn a_drawn_counter_is_read_back_and_an_undrawn_one_is_not() {
        let cell = CellSize { width: 6, height: 10 };
        let size = GridSize { rows: ROWS + 1, columns: COLUMNS };
        let geometry = Geometry::new(Point { x: 1, y: 1 }, cell, size).unwrap();
        let mut picture = Picture::filled(482, 252, 0xFF_FFFF).unwrap();
        assert!(shown(&picture, &geometry).is_none());
        for (column, _) in marker(0xA5C3).enumerate().filter(|(_, set)| *set) {
            let corner = geometry.top_left(Position { row: ROWS, column });
            for (x, y) in (0..6).flat_map(|x| (0..10).map(move |y| (x, y))) {
                picture.set_pixel(corner.x + x, corner.y + y, 0);
            }
        }
        assert!(shown(&picture, &geometry).unwrap().eq(marker(0xA5C3)));
        assert!(!shown(&picture, &geometry).unwrap().eq(marker(0xA5C2)));
    }
}
