//! `doctor`: looks whether everything is in place and says what to mend.

use std::io::Write;
use std::path::Path;

use tokio::runtime::Builder;
use waystation_shared::edge_api::{PollRequest, Readiness};

use super::CliError;
use crate::clock::system_clock;
use crate::config::Settings;
use crate::doctor::{Contact, examine};
use crate::identity::Identity;
use crate::journal::Journal;
use crate::server::Server;
use crate::work::window::LEARNED_FILE;

pub(super) fn doctor(folder: &Path, settings: &Settings, out: &mut impl Write) -> Result<(), CliError> {
    // It types a probe and takes a poll number: neither may happen beside an agent at work.
    let _lock = super::lock(folder)?;
    let mut window = super::run::open_window(settings)?;
    if let Some(learned) = crate::calibrate::Learned::load(&folder.join(LEARNED_FILE))? {
        // Whether it fits is for the examination to say.
        window.learn(learned).ok();
    }
    let report = examine(&mut window, || call_once(folder).map_err(|error| error.to_string()));
    write!(out, "{report}")?;
    if report.exit_code() == 0 { Ok(()) } else { Err(CliError::Unfit) }
}

/// One poll that asks for no work.
fn call_once(folder: &Path) -> Result<Contact, CliError> {
    let identity = Identity::load(folder)?;
    let server = Server::of(&identity, system_clock)?;
    let mut journal = Journal::open(&folder.join("journal.db"))?;
    let request = PollRequest {
        terminal_id: identity.terminal_id,
        sequence: journal.next_sequence()?,
        agent_version: env!("CARGO_PKG_VERSION").to_owned(),
        readiness: Readiness::NotReady { reason: "doctor".to_owned() },
        screen_hash: String::new(),
        wait_ms: 0,
    };
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let answer = runtime.block_on(server.poll(&request))?;
    // The server gives each command once: a pause must not be lost with this poll.
    for command in &answer.commands {
        journal.note(command, system_clock())?;
    }
    Ok(Contact { skew_millis: server.skew_millis() })
}
