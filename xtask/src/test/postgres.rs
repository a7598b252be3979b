//! The PostgreSQL that tests start for themselves: where it lives, and its end.

use std::fs;
use std::path::{Path, PathBuf};

use rustix::process::{Pid, Signal, kill_process};

/// Tells the tests where their server lives.
pub(super) const HOME: &str = "WAYSTATION_TEST_POSTGRES_HOME";

/// A folder of this run alone.
pub(super) fn home() -> PathBuf {
    std::env::temp_dir().join(format!("waystation-test-postgres-{}", std::process::id()))
}

/// Stops the server if one was started, and removes its folder.
pub(super) fn stop(home: &Path) {
    let running = fs::read_to_string(home.join("data/postmaster.pid")).unwrap_or_default();
    if let Some(server) = process_of(&running) {
        // SIGINT is its fast shutdown; one that has ended already needs no signal.
        let _ = kill_process(server, Signal::INT);
    }
    let _ = fs::remove_dir_all(home);
}

/// The first line of the server's own note is its process id.
fn process_of(note: &str) -> Option<Pid> {
    note.lines().next().and_then(|line| line.trim().parse().ok()).and_then(Pid::from_raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_note_names_its_process() {
        assert_eq!(process_of("4711\n/tmp/data\n1795\n"), Pid::from_raw(4711));
        assert_eq!(process_of(""), None);
        assert_eq!(process_of("starting"), None);
    }

    #[test]
    fn stopping_what_was_never_started_leaves_nothing_behind() {
        let home = std::env::temp_dir().join(format!("waystation-no-postgres-{}", std::process::id()));
        fs::create_dir_all(&home).unwrap();
        stop(&home);
        assert!(!home.exists());
    }
}
