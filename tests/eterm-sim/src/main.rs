//! Input, output and time for the simulator: everything else is in the library.

use clap::Parser;
use jiff::civil::DateTime;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};
use waystation_eterm_sim::cli::{
    Cli, Command, FlightsArguments, HostArguments, RecordsArguments, SessionArguments,
};
use waystation_eterm_sim::fault::Control;
use waystation_eterm_sim::flights::{Timetable, search};
use waystation_eterm_sim::host::availability::{Continuation, Detail, journey_rows};
use waystation_eterm_sim::keeper::{self, Keeper};
use waystation_eterm_sim::server;
use waystation_eterm_sim::service::Service;
use waystation_eterm_sim::simulator::{Simulator, WINDOW_TITLE};
use waystation_eterm_sim::terminal::{Device, Input};
use waystation_eterm_sim::truth::{Records, Truth};

/// How often the control file is looked at.
const CONTROL_INTERVAL: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Some(Command::Flights(arguments)) => print_flights(arguments, cli.seed),
        Some(Command::Records(arguments)) => print_records(arguments),
        Some(Command::Host(arguments)) => be_host(arguments, cli.seed),
        None => play(&cli.session, cli.seed),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nowhere is left to complain to when this fails.
            let _ = writeln!(io::stderr(), "eterm-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print_flights(arguments: &FlightsArguments, seed: u64) -> io::Result<()> {
    let timetable = Timetable::generate(seed);
    let query = arguments.query();
    let mut output = io::stdout().lock();
    if arguments.json {
        serde_json::to_writer(&mut output, &Truth::of(&timetable, &query))?;
        return writeln!(output);
    }
    for (index, journey) in search(&timetable, &query).iter().enumerate() {
        for row in journey_rows(index + 1, None, journey, Detail::Full(Continuation::GreaterThan)) {
            writeln!(output, "{row}")?;
        }
    }
    Ok(())
}

fn print_records(arguments: &RecordsArguments) -> io::Result<()> {
    let mut records = Records::of(&keeper::read(&arguments.state)?.host.records);
    if let Some(locator) = &arguments.locator {
        records.keep(locator);
    }
    let mut output = io::stdout().lock();
    serde_json::to_writer(&mut output, &records)?;
    writeln!(output)
}

/// Answers at a socket until the program is ended.
fn be_host(arguments: &HostArguments, seed: u64) -> io::Result<()> {
    let session = &arguments.session;
    let (state, audit) = (session.state.as_deref(), session.audit.as_deref());
    let service = Service::kept(session.line_settings(seed), state, audit)?;
    let announce = |address: &str| {
        let mut output = io::stdout().lock();
        writeln!(output, "listening {address}")?;
        output.flush()
    };
    server::listen(&service, &arguments.listen, (beijing_now, announce))
}

fn play(arguments: &SessionArguments, seed: u64) -> io::Result<()> {
    let (mut keeper, kept) = Keeper::open(arguments.state.as_deref(), arguments.audit.as_deref())?;
    let mut simulator = Simulator::resumed(arguments.settings(seed, local_start(arguments)), kept);
    let mut control = ControlFile::new(arguments.control.clone());
    let mut device = Device::take_over(WINDOW_TITLE).map_err(|error| {
        io::Error::other(format!("{error}: run it in a terminal, as xterm -geometry 80x25 -e eterm-sim"))
    })?;
    let start = Instant::now();
    loop {
        if let Some(change) = control.read(start.elapsed())? {
            simulator.control(change, start.elapsed());
        }
        simulator.advance(start.elapsed());
        keeper.write(simulator.line_mut())?;
        device.show(simulator.frame())?;
        let wake = [simulator.next_due(), control.next_look()].into_iter().flatten().min();
        match device.wait(wake.map(|at| at.saturating_sub(start.elapsed())))? {
            Input::Closed => return Ok(()),
            Input::Bytes(bytes) => simulator.feed(&bytes, start.elapsed()),
            Input::Nothing => (),
        }
    }
}

/// The host's clock, which shows Beijing time.
#[expect(clippy::disallowed_methods, reason = "the one place where the simulator asks for the time of day")]
fn beijing_now() -> DateTime {
    jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::now())
}

/// The start of the session by the host's clock.
fn local_start(arguments: &SessionArguments) -> DateTime {
    let now = beijing_now();
    arguments.today.map_or(now, |today| today.to_datetime(now.time()))
}

/// A file that is looked at from time to time and read when it was written again.
struct ControlFile {
    path: Option<PathBuf>,
    read: Option<(SystemTime, String)>,
    next_look: Duration,
}

impl ControlFile {
    fn new(path: Option<PathBuf>) -> Self {
        Self { path, read: None, next_look: Duration::ZERO }
    }

    fn next_look(&self) -> Option<Duration> {
        self.path.as_ref().map(|_| self.next_look)
    }

    /// What a file that was written anew says; a missing or empty one says nothing.
    fn read(&mut self, now: Duration) -> io::Result<Option<Control>> {
        let Some(path) = self.path.as_ref().filter(|_| now >= self.next_look) else { return Ok(None) };
        self.next_look = now + CONTROL_INTERVAL;
        let written = std::fs::metadata(path).and_then(|facts| facts.modified());
        let (Ok(written), Ok(text)) = (written, std::fs::read_to_string(path)) else { return Ok(None) };
        let seen = (written, text);
        if self.read.as_ref() == Some(&seen) || seen.1.trim().is_empty() {
            return Ok(None);
        }
        let control = match serde_json::from_str(&seen.1) {
            Ok(control) => control,
            // It may be half written: look again.
            Err(error) if error.is_eof() => return Ok(None),
            Err(error) => return Err(io::Error::other(format!("{}: {error}", path.display()))),
        };
        self.read = Some(seen);
        Ok(Some(control))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use waystation_eterm_sim::fault::Fault;

    /// A path nobody else uses, gone when dropped.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            Self(std::env::temp_dir().join(format!("eterm-sim-{}-{name}", std::process::id())))
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    fn at(looks: u32) -> Duration {
        CONTROL_INTERVAL * looks
    }

    #[test]
    fn a_control_file_is_read_once_each_time_it_is_written() {
        let path = Scratch::new("control");
        let mut control = ControlFile::new(Some(path.0.clone()));
        assert!(control.read(at(0)).expect("a missing file is no error").is_none());
        std::fs::write(&path.0, r#"{"fault":"half"}"#).expect("written");
        assert!(control.read(at(0)).expect("too early to look").is_none());
        let change = control.read(at(1)).expect("readable").expect("new");
        assert_eq!(change.fault, Some(Fault::Half));
        assert!(control.read(at(2)).expect("readable").is_none());
        std::fs::write(&path.0, r#"{"fault":"none"}"#).expect("written");
        assert_eq!(control.read(at(3)).expect("readable").and_then(|change| change.fault), Some(Fault::None));
    }

    #[test]
    fn a_half_written_control_file_is_awaited_and_a_wrong_one_named() {
        let path = Scratch::new("wrong");
        let mut control = ControlFile::new(Some(path.0.clone()));
        std::fs::write(&path.0, r#"{"fault":"#).expect("written");
        assert!(control.read(at(0)).expect("it may go on").is_none());
        std::fs::write(&path.0, r#"{"fault":"quick"}"#).expect("written");
        let error = control.read(at(1)).expect_err("no such fault").to_string();
        assert!(error.contains("quick") && error.contains("eterm-sim-"), "{error}");
    }

    #[test]
    fn every_command_is_one_json_line_in_the_audit_file() {
        let path = Scratch::new("audit");
        let cli = Cli::try_parse_from(["eterm-sim", "--signed-in"]).expect("it parses");
        let started = jiff::civil::date(2026, 11, 21).at(9, 0, 0, 0);
        let mut simulator = Simulator::new(cli.session.settings(1, started));
        let (mut keeper, _) = Keeper::open(None, Some(&path.0)).expect("opened");
        simulator.feed(b"\x1bDA\x1b[24~", Duration::ZERO);
        keeper.write(simulator.line_mut()).expect("written");
        keeper.write(simulator.line_mut()).expect("nothing new");
        let written = std::fs::read_to_string(&path.0).expect("readable");
        assert_eq!(written.lines().count(), 1);
        let entry: serde_json::Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!((&entry["text"], &entry["sequence"]), (&"DA".into(), &1.into()));
    }
}
