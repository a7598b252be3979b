//! The command line.

use crate::client::Highlighting;
use crate::fault::{Fault, FaultPlan};
use crate::flights::{Query, places};
use crate::host::availability::Continuation;
use crate::host::{Agent, ForeignRecords, HostSettings, Numbering, Workplace};
use crate::line::LineSettings;
use crate::simulator::SimulatorSettings;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::{Date, DateTime};
use std::path::PathBuf;
use std::time::Duration;

/// Plays an Eterm client and its host in a terminal of 80 columns and 25 rows.
///
/// Esc writes the start-of-entry mark, F12 or keypad Enter sends, Enter starts a new line, Ctrl+A clears the
/// screen, Ctrl+E erases to the line end, F11 shows a waiting message, Ctrl+F12 unlocks the keyboard, Page Up
/// and Page Down look through past screens. Close the window to leave.
#[derive(Debug, Parser)]
#[command(name = "eterm-sim", version)]
pub struct Cli {
    /// Seed of the flights
    #[arg(long, global = true, default_value_t = 1)]
    pub seed: u64,
    /// How the session starts.
    #[command(flatten)]
    pub session: SessionArguments,
    /// Something else than playing a session.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What else the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the flights the host holds for a pair and a date
    Flights(FlightsArguments),
    /// Print the passenger records and tickets of a state file as JSON
    Records(RecordsArguments),
    /// Be the host behind a socket, one JSON object a line
    Host(HostArguments),
}

/// Whose records to print.
#[derive(Debug, Args)]
pub struct RecordsArguments {
    /// The state file of a host
    #[arg(long, value_name = "FILE")]
    pub state: PathBuf,
    /// Only the record with this locator, and its tickets
    #[arg(long)]
    pub locator: Option<String>,
}

/// A host behind a socket.
#[derive(Debug, Args)]
pub struct HostArguments {
    /// Where to listen: `unix:PATH`, or `127.0.0.1:PORT` with 0 for any free port
    #[arg(long, value_name = "ADDRESS")]
    pub listen: String,
    /// The host, its terminals and its faults.
    #[command(flatten)]
    pub session: SessionArguments,
}

/// Which flights to print.
#[derive(Debug, Args)]
pub struct FlightsArguments {
    /// City or airport of departure
    #[arg(long, value_parser = city)]
    pub from: String,
    /// City or airport of arrival
    #[arg(long, value_parser = city)]
    pub to: String,
    /// Date of departure, YYYY-MM-DD
    #[arg(long)]
    pub date: Date,
    /// Print JSON instead of display rows
    #[arg(long)]
    pub json: bool,
}

impl FlightsArguments {
    /// The query for everything between the two places.
    #[must_use]
    pub fn query(&self) -> Query {
        Query::everything(&self.from, &self.to, self.date)
    }
}

/// Mark of continuation rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ContinuationChoice {
    /// `>`
    Gt,
    /// `►`
    Soe,
}

/// Numbering of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NumberingChoice {
    /// Every page begins with 1
    Page,
    /// Numbers run on over all pages
    Running,
}

/// How the host's highlights are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HighlightChoice {
    /// In another colour
    Colour,
    /// Between 『 and 』
    Brackets,
}

/// Records of other offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ForeignChoice {
    /// Authorisation is asked for
    Refused,
    /// Shown without documents, remarks and payments
    Masked,
}

/// How a session starts.
#[derive(Debug, Args)]
pub struct SessionArguments {
    /// The host's date, YYYY-MM-DD [default: today in Beijing]
    #[arg(long)]
    pub today: Option<Date>,
    /// Office number
    #[arg(long, default_value = "PEK099", value_parser = office)]
    pub office: String,
    /// Number of the terminal
    #[arg(long, default_value = "34825", value_parser = number)]
    pub pid: String,
    /// Number of the agent who may sign in
    #[arg(long, default_value = "20999", value_parser = number)]
    pub agent_number: String,
    /// Password of that agent
    #[arg(long, default_value = "demo")]
    pub password: String,
    /// Start with the agent signed in
    #[arg(long)]
    pub signed_in: bool,
    /// Milliseconds from a command to its answer
    #[arg(long, default_value_t = 150)]
    pub latency_ms: u64,
    /// Fault from the start
    #[arg(long, value_enum, default_value_t = Fault::None)]
    pub fault: Fault,
    /// How many commands the fault strikes [default: every one]
    #[arg(long)]
    pub fault_count: Option<u32>,
    /// Milliseconds a slow answer or a locked keyboard takes beyond the latency
    #[arg(long, default_value_t = 3000)]
    pub hold_ms: u64,
    /// JSON file that changes latency and faults while the session runs
    #[arg(long, value_name = "FILE")]
    pub control: Option<PathBuf>,
    /// File that gets one JSON line for every command the host receives
    #[arg(long, value_name = "FILE")]
    pub audit: Option<PathBuf>,
    /// File in which the host keeps everything, so that it goes on after a kill
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Mark of continuation rows
    #[arg(long, value_enum, default_value_t = ContinuationChoice::Gt)]
    pub continuation: ContinuationChoice,
    /// Numbering of lines over pages
    #[arg(long, value_enum, default_value_t = NumberingChoice::Page)]
    pub numbering: NumberingChoice,
    /// How the host's highlights are shown
    #[arg(long, value_enum, default_value_t = HighlightChoice::Colour)]
    pub highlight: HighlightChoice,
    /// The office may not see how many seats are left
    #[arg(long)]
    pub hide_counts: bool,
    /// What an office without rights gets to see of a record
    #[arg(long, value_enum, default_value_t = ForeignChoice::Refused)]
    pub foreign_records: ForeignChoice,
    /// Refuse to delete elements of pages that were not turned to
    #[arg(long)]
    pub seen_elements_only: bool,
    /// Ticket numbers each office's device starts with
    #[arg(long, default_value_t = 500)]
    pub stock: u64,
}

impl SessionArguments {
    /// The settings of a session that starts at a local time.
    #[must_use]
    pub fn settings(&self, seed: u64, started: DateTime) -> SimulatorSettings {
        SimulatorSettings {
            line: self.line_settings(seed),
            started,
            highlighting: match self.highlight {
                HighlightChoice::Colour => Highlighting::Colour,
                HighlightChoice::Brackets => Highlighting::Brackets,
            },
        }
    }

    /// Host, latency and faults.
    #[must_use]
    pub fn line_settings(&self, seed: u64) -> LineSettings {
        LineSettings {
            host: self.host_settings(seed),
            latency: Duration::from_millis(self.latency_ms),
            faults: FaultPlan::new(self.fault, self.fault_count, Duration::from_millis(self.hold_ms)),
        }
    }

    fn host_settings(&self, seed: u64) -> HostSettings {
        HostSettings {
            seed,
            workplace: Workplace { office: self.office.clone(), pid: self.pid.clone() },
            agents: vec![Agent { number: self.agent_number.clone(), password: self.password.clone() }],
            continuation: match self.continuation {
                ContinuationChoice::Gt => Continuation::GreaterThan,
                ContinuationChoice::Soe => Continuation::StartOfEntry,
            },
            numbering: match self.numbering {
                NumberingChoice::Page => Numbering::PerPage,
                NumberingChoice::Running => Numbering::Running,
            },
            hides_counts: self.hide_counts,
            signed_in: self.signed_in,
            foreign_records: match self.foreign_records {
                ForeignChoice::Refused => ForeignRecords::Refused,
                ForeignChoice::Masked => ForeignRecords::Masked,
            },
            takes_unseen: !self.seen_elements_only,
            stock: self.stock,
        }
    }
}

fn city(text: &str) -> Result<String, String> {
    let known = places::city_of(&text.to_ascii_uppercase());
    known
        .map(ToOwned::to_owned)
        .ok_or_else(|| format!("no airport or city {text} here; PEK, SHA, CTU are known"))
}

fn office(text: &str) -> Result<String, String> {
    let (letters, digits) = text.split_at_checked(3).unwrap_or_default();
    let letters_fit = letters.len() == 3 && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    let digits_fit = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if letters_fit && digits_fit {
        Ok(text.to_owned())
    } else {
        Err("three letters and three digits, as PEK099".to_owned())
    }
}

fn number(text: &str) -> Result<String, String> {
    let fits = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(text.to_owned()) } else { Err("one to six digits".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flights_are_asked_for_by_airport_or_city() {
        let arguments =
            ["eterm-sim", "flights", "--from", "pek", "--to", "SHA", "--date", "2026-11-25", "--json"];
        let Some(Command::Flights(flights)) = Cli::try_parse_from(arguments).expect("it parses").command
        else {
            panic!("the flights command")
        };
        assert_eq!((flights.query().from.as_str(), flights.query().to.as_str()), ("BJS", "SHA"));
    }

    #[test]
    fn a_wrong_office_place_or_date_is_refused() {
        for wrong in [
            vec!["eterm-sim", "--office", "PEK9"],
            vec!["eterm-sim", "--office", "pek099"],
            vec!["eterm-sim", "--pid", "abc"],
            vec!["eterm-sim", "--today", "2026-02-30"],
            vec!["eterm-sim", "flights", "--from", "QQQ", "--to", "SHA", "--date", "2026-11-25"],
        ] {
            assert!(Cli::try_parse_from(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_switches_reach_the_settings() {
        let arguments = "eterm-sim --fault sign_off --fault-count 2 --numbering running --continuation soe --highlight brackets --hide-counts --signed-in";
        let cli = Cli::try_parse_from(arguments.split(' ')).expect("it parses");
        let settings = cli.session.settings(cli.seed, jiff::civil::date(2026, 11, 21).at(9, 0, 0, 0));
        assert_eq!((settings.line.faults.fault, settings.line.faults.remaining), (Fault::SignOff, Some(2)));
        assert_eq!(settings.line.host.numbering, Numbering::Running);
        assert_eq!(settings.line.host.continuation, Continuation::StartOfEntry);
        assert_eq!(settings.highlighting, Highlighting::Brackets);
        assert!(settings.line.host.hides_counts && settings.line.host.signed_in);
    }
}
