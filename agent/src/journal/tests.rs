//! The journal over restarts and over a process that is killed.

mod steps;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::*;

const NOW: Timestamp = Timestamp(1_795_000_000_000);
const FILE_OF_CHILD: &str = "WAYSTATION_JOURNAL_CHILD_FILE";

/// A query.
fn task(id: i64, lease: i64) -> AssignedTask {
    serde_json::from_value(serde_json::json!({
        "task_id": id, "lease": lease, "lease_ms": 30_000, "kind": "query_av",
        "params": { "depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25" }
    }))
    .unwrap()
}

fn fresh() -> (tempfile::TempDir, Journal) {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&folder.path().join("journal.db")).unwrap();
    (folder, journal)
}

fn reopened(folder: &tempfile::TempDir, journal: Journal) -> Journal {
    drop(journal);
    Journal::open(&folder.path().join("journal.db")).unwrap()
}

#[test]
fn a_run_that_was_cut_off_is_known_at_the_next_start() {
    let (folder, mut journal) = fresh();
    journal.begin(&task(7, 3), NOW).unwrap();
    let mut journal = reopened(&folder, journal);
    let claim = Claim { task_id: TaskId(7), lease: Lease(3) };
    let interrupted = Interrupted { claim, params: task(7, 3).params };
    assert_eq!(journal.interrupted().unwrap(), [interrupted]);
    journal.forget(claim).unwrap();
    assert_eq!(journal.interrupted().unwrap(), []);
}

#[test]
fn a_claim_that_was_run_to_its_end_is_not_run_again() {
    let (folder, mut journal) = fresh();
    assert_eq!(journal.begin(&task(7, 3), NOW).unwrap(), Begin::Run);
    journal.finish(Claim::of(&task(7, 3)), NOW).unwrap();
    let mut journal = reopened(&folder, journal);
    assert_eq!(journal.begin(&task(7, 3), NOW).unwrap(), Begin::FinishedBefore);
    assert_eq!(journal.begin(&task(7, 4), NOW).unwrap(), Begin::Run, "a later claim is another one");
}

#[test]
fn a_query_that_was_cut_off_may_run_again_under_the_same_claim() {
    let (folder, mut journal) = fresh();
    journal.begin(&task(7, 3), NOW).unwrap();
    let mut journal = reopened(&folder, journal);
    assert_eq!(journal.begin(&task(7, 3), NOW).unwrap(), Begin::Run);
    assert_eq!(journal.interrupted().unwrap().len(), 1);
}

#[test]
fn finished_runs_are_forgotten_after_a_month_but_neither_cut_off_ones_nor_the_latest() {
    let (_folder, mut journal) = fresh();
    journal.begin(&task(1, 1), NOW).unwrap();
    journal.finish(Claim::of(&task(1, 1)), NOW).unwrap();
    journal.begin(&task(2, 1), NOW).unwrap();
    let month_later = NOW.plus(Duration::from_hours(30 * 24));
    assert_eq!(journal.trim(month_later).unwrap(), 0, "a clock set forward makes nobody forget the latest");
    let later_runs = "WITH RECURSIVE n(id) AS (SELECT 100 UNION ALL SELECT id + 1 FROM n WHERE id < 1099)
                      INSERT INTO run SELECT id, 1, '{}', ?1, ?1 FROM n";
    journal.connection.execute(later_runs, [NOW.0 + 1]).unwrap();
    assert_eq!(journal.trim(month_later.minus(Duration::from_millis(1))).unwrap(), 0);
    assert_eq!(journal.trim(month_later).unwrap(), 1);
    let cut_off = "SELECT count(*) FROM run WHERE finished_at IS NULL";
    assert_eq!(journal.connection.query_row(cut_off, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

#[test]
fn a_pause_outlives_a_restart() {
    let (folder, mut journal) = fresh();
    assert!(!journal.is_paused().unwrap());
    journal.pause(NOW).unwrap();
    journal.pause(NOW).unwrap();
    let mut journal = reopened(&folder, journal);
    assert!(journal.is_paused().unwrap());
    journal.resume().unwrap();
    assert!(!reopened(&folder, journal).is_paused().unwrap());
}

#[test]
fn poll_numbers_grow_one_by_one_over_the_end_of_a_block() {
    let (_folder, mut journal) = fresh();
    let numbers: Vec<_> = (0..2_500).map(|_| journal.next_sequence().unwrap()).collect();
    assert_eq!(numbers, (1..=2_500).collect::<Vec<_>>());
}

#[test]
fn a_poll_number_is_not_written_each_time() {
    let (_folder, mut journal) = fresh();
    journal.next_sequence().unwrap();
    let before = journal.connection.total_changes();
    (0..999).for_each(|_| assert!(journal.next_sequence().unwrap() > 1));
    assert_eq!(journal.connection.total_changes(), before);
}

#[test]
#[ignore = "the child of poll_numbers_grow_although_the_agent_is_killed"]
fn child_that_polls_until_it_is_killed() {
    let file = std::env::var_os(FILE_OF_CHILD).expect("only started by another test of this file");
    let mut journal = Journal::open(Path::new(&file)).unwrap();
    loop {
        println!("number {}", journal.next_sequence().unwrap());
    }
}

#[test]
fn poll_numbers_grow_although_the_agent_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut greatest = 0;
    for _ in 0..3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "journal::tests::child_that_polls_until_it_is_killed",
                "--ignored",
                "--nocapture",
            ])
            .env(FILE_OF_CHILD, folder.path().join("journal.db"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let numbers = lines.filter_map(|line| line.strip_prefix("number ")?.parse::<i64>().ok());
        let seen: Vec<_> = numbers.take(1_500).collect();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(seen.len(), 1_500);
        assert!(seen[0] > greatest, "{} came again after {greatest}", seen[0]);
        assert!(seen.is_sorted());
        greatest = seen[1_499];
    }
}
