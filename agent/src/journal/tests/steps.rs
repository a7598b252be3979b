//! Irreversible steps in the journal: what is written is there, and no task that has one is ever run again.

use waystation_eterm::command::Command;
use waystation_eterm::journal::{Check, Step, StepJournal, StepNo, Written};
use waystation_shared::edge_api::StepEnding;

use super::*;

const PNR: &str = "JX1B2C";

fn cancel(id: i64, lease: i64) -> AssignedTask {
    serde_json::from_value(serde_json::json!({
        "task_id": id, "lease": lease, "lease_ms": 120_000, "kind": "cancel_pnr", "params": { "pnr": PNR }
    }))
    .unwrap()
}

fn step(before: &str) -> Step {
    Step { before: before.to_owned(), check: Check::CancelPnr { pnr: PNR.parse().unwrap() } }
}

fn of_claim(journal: &Journal, task: &AssignedTask) -> ClaimJournal {
    journal.of_claim(Claim::of(task), || NOW, Fence::new(Duration::from_mins(2), || NOW)).unwrap()
}

#[test]
fn a_step_is_on_the_disk_before_its_command_can_be_sent() {
    let (folder, mut journal) = fresh();
    journal.begin(&cancel(7, 1), NOW).unwrap();
    let mut steps = of_claim(&journal, &cancel(7, 1));
    let written = Written::down(&mut steps, Command::cancel_pnr(), &step("1.WANG/LEI")).unwrap();
    let seen_by_another_process = Journal::open(&folder.path().join("journal.db")).unwrap();
    let records = seen_by_another_process.steps(TaskId(7)).unwrap();
    assert_eq!((written.number(), records.len()), (StepNo(1), 1));
    assert_eq!(
        (records[0].step.as_str(), records[0].command.as_str()),
        ("cancel_pnr", Command::cancel_pnr().text())
    );
    assert_eq!((records[0].ending, records[0].written_at), (StepEnding::Open, NOW));
    assert_eq!(records[0].before.as_deref(), Some("1.WANG/LEI"));
    assert_eq!(records[0].hash_before, "8342ae8c4dee2e55f97fc842df79e46ed51df1ae10c31e8d297a11df774ff4b0");
    assert_eq!((records[0].after.as_deref(), records[0].hash_after.as_str()), (None, ""));
    assert_eq!(records[0].check, format!("RT {PNR}"));
}

#[test]
fn every_commit_of_either_connection_is_synced() {
    let (_folder, journal) = fresh();
    let steps = of_claim(&journal, &cancel(7, 1));
    for connection in [&journal.connection, &steps.connection] {
        let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0));
        let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        let mode: String = pragma("journal_mode").unwrap();
        assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    }
}

#[test]
fn a_database_that_cannot_write_ahead_is_no_journal() {
    let error = connect(Path::new(":memory:")).unwrap_err();
    assert!(matches!(&error, JournalError::NotDurable { found } if found == "memory"), "{error}");
}

#[test]
fn steps_are_numbered_over_all_claims_of_their_task() {
    let (_folder, journal) = fresh();
    let mut first = of_claim(&journal, &cancel(7, 1));
    let mut second = of_claim(&journal, &cancel(7, 2));
    let mut other = of_claim(&journal, &cancel(8, 1));
    assert_eq!(first.write("XEPNR@", &step("a")), Ok(StepNo(1)));
    assert_eq!(second.write("XEPNR@", &step("b")), Ok(StepNo(2)));
    assert_eq!(other.write("XEPNR@", &step("c")), Ok(StepNo(1)));
    let befores: Vec<_> = second.past().unwrap().into_iter().map(|past| past.step.before).collect();
    assert_eq!(befores, ["a", "b"]);
}

#[test]
fn a_settled_step_stays_settled_and_an_unknown_one_may_be_settled_later() {
    let (_folder, journal) = fresh();
    let mut steps = of_claim(&journal, &cancel(7, 1));
    let number = steps.write("XEPNR@", &step("a")).unwrap();
    let ending = |journal: &Journal| {
        let record = journal.steps(TaskId(7)).unwrap().remove(0);
        (record.ending, record.after.unwrap_or_default(), record.hash_after)
    };
    steps.close(number, StepEnding::Unknown, "?").unwrap();
    assert_eq!(
        ending(&journal),
        (
            StepEnding::Unknown,
            "?".to_owned(),
            String::from("8a8de823d5ed3e12746a62ef169bcf372be0ca44f0a1236abc35df05d96928e1")
        )
    );
    steps.close(number, StepEnding::Done, "CANCELLED").unwrap();
    steps.close(number, StepEnding::NotDone, "stale").unwrap();
    assert_eq!(
        ending(&journal),
        (
            StepEnding::Done,
            "CANCELLED".to_owned(),
            String::from("8ab6812a66e4ac5542acb27efcd4fa1ef9e420bcba3ed231f80f08ca21a4486d")
        )
    );
}

#[test]
fn an_irreversible_claim_that_has_begun_is_never_run_again() {
    let (folder, mut journal) = fresh();
    assert_eq!(journal.begin(&cancel(7, 3), NOW).unwrap(), Begin::Run);
    let mut journal = reopened(&folder, journal);
    assert_eq!(journal.begin(&cancel(7, 3), NOW).unwrap(), Begin::MustSettle);
    assert_eq!(of_claim(&journal, &cancel(7, 3)).past().unwrap(), []);
    journal.finish(Claim::of(&cancel(7, 3)), NOW).unwrap();
    assert_eq!(journal.begin(&cancel(7, 3), NOW).unwrap(), Begin::FinishedBefore);
}

#[test]
fn a_task_with_a_step_is_not_run_under_a_later_claim_whatever_became_of_the_step() {
    for ending in [StepEnding::Open, StepEnding::Done, StepEnding::NotDone, StepEnding::Unknown] {
        let (folder, mut journal) = fresh();
        journal.begin(&cancel(7, 3), NOW).unwrap();
        let mut steps = of_claim(&journal, &cancel(7, 3));
        let number = steps.write("XEPNR@", &step("a")).unwrap();
        steps.close(number, ending, "").unwrap();
        journal.finish(Claim::of(&cancel(7, 3)), NOW).unwrap();
        let mut journal = reopened(&folder, journal);
        assert_eq!(journal.begin(&cancel(7, 4), NOW).unwrap(), Begin::MustSettle);
        let past = of_claim(&journal, &cancel(7, 4)).past().unwrap();
        assert_eq!((past.len(), past[0].number, past[0].ending), (1, number, ending));
    }
}

#[test]
fn a_task_that_ended_before_its_first_step_may_run_under_a_later_claim() {
    let (_folder, mut journal) = fresh();
    journal.begin(&cancel(7, 3), NOW).unwrap();
    journal.finish(Claim::of(&cancel(7, 3)), NOW).unwrap();
    assert_eq!(journal.begin(&cancel(7, 4), NOW).unwrap(), Begin::Run);
}

#[test]
fn a_step_that_cannot_be_written_gives_no_right_to_send() {
    let (_folder, journal) = fresh();
    let mut steps = of_claim(&journal, &cancel(7, 1));
    steps.connection.pragma_update(None, "query_only", true).unwrap();
    let refused = Written::down(&mut steps, Command::cancel_pnr(), &step("a")).unwrap_err();
    assert!(refused.to_string().contains("readonly"), "{refused}");
    assert_eq!(journal.steps(TaskId(7)).unwrap(), []);
}

#[test]
fn a_claim_that_has_lapsed_writes_no_step_and_so_sends_none() {
    let (_folder, journal) = fresh();
    let task = cancel(7, 1);
    let lapsed = Fence::new(Duration::ZERO, || NOW);
    let mut steps = journal.of_claim(Claim::of(&task), || NOW, lapsed).unwrap();
    assert!(steps.write("XEPNR@", &step("1.WANG/LEI")).unwrap_err().to_string().contains("lapsed"));
    assert!(journal.steps(task.task_id).unwrap().is_empty());
}
