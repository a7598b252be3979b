//! The terminal on the other end of standard input and output, where there are terminal lines.

use super::{Frame, Input, Painter, enter, leave};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use std::io::{self, Write};
use std::time::Duration;

/// The terminal, in raw mode for as long as this lives.
#[derive(Debug)]
pub struct Device {
    original: Termios,
    painter: Painter,
}

impl Device {
    /// Takes the terminal over under a title.
    ///
    /// # Errors
    /// When standard input is no terminal.
    pub fn take_over(title: &str) -> io::Result<Self> {
        let original = tcgetattr(io::stdin())?;
        let mut raw = original.clone();
        raw.make_raw();
        tcsetattr(io::stdin(), OptionalActions::Flush, &raw)?;
        show(&enter(title))?;
        Ok(Self { original, painter: Painter::default() })
    }

    /// Shows a frame.
    ///
    /// # Errors
    /// When the terminal has gone.
    pub fn show(&mut self, frame: Frame) -> io::Result<()> {
        show(&self.painter.paint(frame))
    }

    /// Waits for bytes, at most so long; without a limit when there is nothing else to wait for.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub fn wait(&mut self, at_most: Option<Duration>) -> io::Result<Input> {
        let stdin = io::stdin();
        // Rounded up: waking a moment early would only mean waiting again.
        let timeout = at_most.map(|limit| limit + Duration::from_millis(1));
        let timeout = timeout.and_then(|limit| Timespec::try_from(limit).ok());
        match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], timeout.as_ref()) {
            Ok(0) | Err(Errno::INTR) => return Ok(Input::Nothing),
            Ok(_) => (),
            Err(error) => return Err(error.into()),
        }
        let mut buffer = [0; 4096];
        match rustix::io::read(&stdin, &mut buffer) {
            Ok(0) | Err(Errno::IO) => Ok(Input::Closed),
            Ok(count) => Ok(Input::Bytes(buffer.iter().take(count).copied().collect())),
            Err(Errno::INTR) => Ok(Input::Nothing),
            Err(error) => Err(error.into()),
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        // The terminal may be gone already.
        let _ = show(leave());
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.original);
    }
}

fn show(output: &str) -> io::Result<()> {
    let mut terminal = io::stdout().lock();
    terminal.write_all(output.as_bytes())?;
    terminal.flush()
}
