//! The spool under real trouble: a process killed in the middle of writing, and a disk without room.
//!
//! Each test starts this very program again as a child that does the writing.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use waystation_shared::time::Timestamp;

use crate::{Parcel, Policy, Put, Spool, SpoolError};

const NOW: Timestamp = Timestamp(1_795_000_000_000);
const FOLDER: &str = "WAYSTATION_SPOOL_CHILD_FOLDER";

fn child(test: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture"]).env(FOLDER, folder);
    command
}

fn folder_of_child() -> PathBuf {
    PathBuf::from(std::env::var_os(FOLDER).expect("only started by another test of this file"))
}

fn put(spool: &mut Spool, number: u64, size: usize) -> Result<Put, SpoolError> {
    spool.put(&Parcel { id: &format!("n{number}"), kind: "report", body: &vec![b'x'; size] }, NOW)
}

#[test]
#[ignore = "the child of nothing_acknowledged_is_lost_when_the_process_is_killed"]
fn child_that_never_stops_writing() {
    let mut spool = Spool::open(&folder_of_child().join("spool.db"), Policy::default()).unwrap();
    for number in 0_u64.. {
        put(&mut spool, number, 300).unwrap();
        println!("kept {number}");
        if number >= 10 {
            spool.done(&format!("n{}", number - 10)).unwrap();
            println!("done {}", number - 10);
        }
    }
}

/// Reads what the child acknowledged until `enough` entries were kept, then kills it in full flight.
fn kill_after(mut process: Child, enough: u64) -> (u64, u64) {
    let (mut kept, mut done) = (0, 0);
    let mut killed = false;
    for line in BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok) {
        match line.split_once(' ') {
            Some(("kept", number)) => kept = number.parse().unwrap(),
            Some(("done", number)) => done = number.parse().unwrap(),
            Some(_) | None => {}
        }
        if kept >= enough && !killed {
            process.kill().unwrap();
            killed = true;
        }
    }
    process.wait().unwrap();
    (kept, done)
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let process = child("crash_tests::child_that_never_stops_writing", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (kept, done) = kill_after(process, 40);
    assert!(kept >= 40 && done >= 29, "the child wrote: {kept} kept, {done} done");

    let mut spool = Spool::open(&folder.path().join("spool.db"), Policy::default()).unwrap();
    let mut held = Vec::new();
    while let Some(entry) = spool.next(NOW).unwrap() {
        assert_eq!(entry.body.len(), 300);
        held.push(entry.id.trim_start_matches('n').parse::<u64>().unwrap());
        spool.done(&entry.id).unwrap();
    }
    let first = *held.first().unwrap();
    assert!(first == done + 1 || first == done + 2, "a removed entry came back: {first} after {done}");
    assert!(held.last().is_some_and(|last| *last >= kept), "an acknowledged entry is gone");
    assert!(held.windows(2).all(|pair| pair[1] == pair[0] + 1), "the order has holes: {held:?}");
}

#[test]
#[ignore = "the child of a_full_disk_refuses_new_entries_and_lets_the_old_ones_go"]
fn child_on_a_small_disk() {
    let mut spool = Spool::open(&folder_of_child().join("spool.db"), Policy::default()).unwrap();
    let mut kept = 0;
    let refusal = loop {
        match put(&mut spool, kept, 2_000) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refusal, SpoolError::DiskFull), "{refusal}");
    assert!(kept > 50, "only {kept} entries fitted");
    assert_eq!(spool.waiting().unwrap(), kept, "a refused entry was half kept");
    for expected in 0..kept {
        let entry = spool.next(NOW).unwrap().unwrap();
        assert_eq!(entry.id, format!("n{expected}"));
        assert!(spool.done(&entry.id).unwrap());
    }
    put(&mut spool, kept, 2_000).unwrap();
    println!("survived a full disk with {kept} entries");
}

#[test]
fn a_full_disk_refuses_new_entries_and_lets_the_old_ones_go() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("mount -t tmpfs -o size=1m none \"${FOLDER}\" && exec \"$0\" \"$@\"");
    let inner = child("crash_tests::child_on_a_small_disk", folder.path());
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .arg(inner.get_program())
        .args(inner.get_args())
        .env(FOLDER, folder.path())
        .output();
    let Ok(output) = output else { return println!("not tried: no unshare on this machine") };
    let told = String::from_utf8_lossy(&output.stderr);
    if told.contains("unshare failed") || told.contains("permission denied") {
        return println!("not tried: this machine lets nobody mount a small disk: {told}");
    }
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("survived a full disk"), "{said}\n{told}");
}
