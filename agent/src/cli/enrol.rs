//! `enrol`: exchanges a one-time code for an identity and keeps it.

use std::io::Write;
use std::path::Path;

use tokio::runtime::Builder;
use waystation_shared::edge_api::EnrolRequest;

use super::CliError;
use crate::clock::system_clock;
use crate::identity::Identity;
use crate::machine;
use crate::server::Server;

pub(super) fn enrol(
    folder: &Path,
    address: &str,
    code: String,
    out: &mut impl Write,
) -> Result<(), CliError> {
    // Not under the feet of an agent that works with the identity that would be replaced.
    let _lock = super::lock(folder)?;
    let server = Server::unknown_to(address, system_clock)?;
    if server.sends_in_the_clear() {
        tracing::warn!(
            "{} is not https: whoever listens on the way can take this terminal over",
            server.address()
        );
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let request = EnrolRequest { code, machine: machine::describe() };
    let answer = runtime.block_on(server.enrol(&request))?;
    let identity = Identity::from_enrolment(server.address(), answer);
    identity.save(folder)?;
    writeln!(
        out,
        "This machine is now terminal {} ({}, Office {}).",
        identity.terminal_id, identity.name, identity.office_no
    )?;
    writeln!(out, "Next: open Eterm with an empty screen, then run: waystation-agent calibrate")?;
    Ok(())
}
