//! The spool against a model, against its bounds, and against clocks that go back.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const NOW: Timestamp = Timestamp(1_795_000_000_000);

fn open(folder: &tempfile::TempDir, policy: Policy) -> Spool {
    Spool::open(&folder.path().join("spool.db"), policy).unwrap()
}

fn fresh() -> (tempfile::TempDir, Spool) {
    let folder = tempfile::tempdir().unwrap();
    let spool = open(&folder, Policy::default());
    (folder, spool)
}

fn report<'a>(id: &'a str, body: &'a [u8]) -> Parcel<'a> {
    Parcel { id, kind: "report", body }
}

#[test]
fn an_entry_comes_back_as_it_went_in() {
    let (_folder, mut spool) = fresh();
    assert_eq!(spool.put(&report("7-3", b"\x00\xff{}"), NOW).unwrap(), Put::Kept);
    let entry = spool.next(NOW).unwrap().unwrap();
    assert_eq!(
        (entry.id.as_str(), entry.kind.as_str(), entry.body.as_slice()),
        ("7-3", "report", &b"\x00\xff{}"[..])
    );
    assert_eq!((entry.attempts, entry.put_at), (0, NOW));
}

#[test]
fn putting_the_same_entry_twice_keeps_one() {
    let (_folder, mut spool) = fresh();
    spool.put(&report("a", b"1"), NOW).unwrap();
    assert_eq!(spool.put(&report("a", b"1"), NOW).unwrap(), Put::AlreadyKept);
    assert_eq!(spool.waiting().unwrap(), 1);
}

#[test]
fn an_id_that_comes_with_other_content_is_refused_and_the_first_stays() {
    let (_folder, mut spool) = fresh();
    spool.put(&report("a", b"1"), NOW).unwrap();
    assert!(matches!(spool.put(&report("a", b"2"), NOW), Err(SpoolError::Conflict { id }) if id == "a"));
    let kind = Parcel { kind: "punch", ..report("a", b"1") };
    assert!(matches!(spool.put(&kind, NOW), Err(SpoolError::Conflict { .. })));
    assert_eq!(spool.next(NOW).unwrap().unwrap().body, b"1");
}

#[test]
fn a_full_spool_says_so_and_keeps_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(&folder, Policy { max_entries: 2, ..Policy::default() });
    spool.put(&report("a", b"1"), NOW).unwrap();
    spool.put(&report("b", b"22"), NOW).unwrap();
    assert!(matches!(spool.put(&report("c", b"3"), NOW), Err(SpoolError::Full { entries: 2, bytes: 3 })));
    assert_eq!(spool.put(&report("b", b"22"), NOW).unwrap(), Put::AlreadyKept, "a repetition needs no room");
    spool.done("a").unwrap();
    assert_eq!(spool.put(&report("c", b"3"), NOW).unwrap(), Put::Kept);
}

#[test]
fn bytes_are_bounded_to_the_last_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(&folder, Policy { max_bytes: 10, ..Policy::default() });
    spool.put(&report("a", &[0; 6]), NOW).unwrap();
    assert!(matches!(spool.put(&report("b", &[0; 5]), NOW), Err(SpoolError::Full { bytes: 6, .. })));
    assert_eq!(spool.put(&report("b", &[0; 4]), NOW).unwrap(), Put::Kept);
}

#[test]
fn every_size_of_body_fits_within_the_promised_bytes() {
    for size in [1_usize, 700, 2_100, 4_097, 60_000] {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = open(&folder, Policy { max_entries: 400, max_bytes: 240_000, ..Policy::default() });
        let mut kept = 0_usize;
        while let Ok(Put::Kept) = spool.put(&report(&format!("entry-{kept}"), &vec![7; size]), NOW) {
            kept += 1;
        }
        assert_eq!(kept, (240_000 / size).min(400), "bodies of {size} bytes");
    }
}

#[test]
fn a_postponed_entry_lets_the_others_go_ahead_and_comes_back() {
    let (_folder, mut spool) = fresh();
    spool.put(&report("a", b"1"), NOW).unwrap();
    spool.put(&report("b", b"2"), NOW).unwrap();
    spool.postpone("a", NOW, 0).unwrap();
    assert_eq!(spool.next(NOW).unwrap().unwrap().id, "b");
    let later = NOW.plus(Duration::from_millis(500));
    let again = spool.next(later).unwrap().unwrap();
    assert_eq!((again.id.as_str(), again.attempts), ("a", 1));
    assert_eq!(spool.next_in(NOW).unwrap(), Some(Duration::ZERO), "b is due");
    spool.done("b").unwrap();
    assert_eq!(spool.next_in(NOW).unwrap(), Some(Duration::from_millis(500)));
}

#[test]
fn a_clock_that_is_set_back_does_not_hold_an_entry_for_years() {
    let (_folder, mut spool) = fresh();
    spool.put(&report("a", b"1"), NOW).unwrap();
    spool.postpone("a", NOW, 0).unwrap();
    let last_year = NOW.minus(Duration::from_hours(8_760));
    assert_eq!(spool.next_in(last_year).unwrap(), Some(Duration::ZERO));
    assert_eq!(spool.next(last_year).unwrap().unwrap().id, "a");
}

#[test]
fn a_refused_entry_is_out_of_the_way_but_kept_for_a_person() {
    let (_folder, mut spool) = fresh();
    spool.put(&report("a", b"1"), NOW).unwrap();
    spool.refuse("a", "no such task").unwrap();
    assert_eq!((spool.next(NOW).unwrap(), spool.waiting().unwrap()), (None, 0));
    assert!(spool.holds("a").unwrap());
    let refused = spool.refused().unwrap();
    assert_eq!((refused[0].entry.id.as_str(), refused[0].reason.as_str()), ("a", "no such task"));
    assert_eq!(spool.forget_refused(NOW).unwrap(), 0, "not older than now");
    assert_eq!(spool.forget_refused(Timestamp(NOW.0 + 1)).unwrap(), 1);
    assert!(!spool.holds("a").unwrap());
}

#[test]
fn what_is_not_there_can_be_done_twice() {
    let (_folder, mut spool) = fresh();
    spool.put(&report("a", b"1"), NOW).unwrap();
    assert!(spool.done("a").unwrap());
    assert!(!spool.done("a").unwrap());
    assert_eq!((spool.next(NOW).unwrap(), spool.next_in(NOW).unwrap()), (None, None));
}

#[test]
fn a_folder_that_is_not_there_is_told_in_words() {
    let error = Spool::open(Path::new("/nonexistent/spool.db"), Policy::default()).unwrap_err();
    assert!(error.to_string().contains("check that its folder exists"), "{error}");
}

#[derive(Debug, Clone)]
enum Act {
    Put(u8),
    Done(u8),
    Postpone(u8, u64),
    Refuse(u8),
    Reopen,
    Pass(u32),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => (0..12_u8).prop_map(Act::Put),
        2 => (0..12_u8).prop_map(Act::Done),
        2 => (0..12_u8, any::<u64>()).prop_map(|(id, jitter)| Act::Postpone(id, jitter)),
        1 => (0..12_u8).prop_map(Act::Refuse),
        1 => Just(Act::Reopen),
        2 => (0..5_000_u32).prop_map(Act::Pass),
    ];
    prop::collection::vec(act, 1..40)
}

/// What the spool should hold, kept in the plainest way: position → (id, due, attempts, refused).
#[derive(Default)]
struct Model {
    entries: BTreeMap<u32, (String, Timestamp, u32, bool)>,
    positions: u32,
}

impl Model {
    fn find(&mut self, id: &str) -> Option<&mut (String, Timestamp, u32, bool)> {
        self.entries.values_mut().find(|entry| entry.0 == id)
    }

    fn next(&self, now: Timestamp) -> Option<String> {
        self.entries.values().find(|entry| !entry.3 && entry.1 <= now).map(|entry| entry.0.clone())
    }

    fn apply(&mut self, act: &Act, now: Timestamp, backoff: Backoff) {
        match act {
            Act::Put(id) => {
                let id = format!("e{id}");
                if self.find(&id).is_none() {
                    self.positions += 1;
                    self.entries.insert(self.positions, (id, now, 0, false));
                }
            }
            Act::Done(id) => self.entries.retain(|_, entry| entry.0 != format!("e{id}")),
            Act::Postpone(id, jitter) => {
                if let Some(entry) = self.find(&format!("e{id}")) {
                    entry.2 += 1;
                    entry.1 = now.plus(backoff.wait(entry.2, *jitter));
                }
            }
            Act::Refuse(id) => {
                if let Some(entry) = self.find(&format!("e{id}")) {
                    entry.3 = true;
                }
            }
            Act::Reopen | Act::Pass(_) => {}
        }
    }
}

fn apply(spool: &mut Spool, act: &Act, now: Timestamp) {
    match act {
        Act::Put(id) => drop(spool.put(&report(&format!("e{id}"), &[*id; 3]), now).unwrap()),
        Act::Done(id) => drop(spool.done(&format!("e{id}")).unwrap()),
        Act::Postpone(id, jitter) => drop(spool.postpone(&format!("e{id}"), now, *jitter).unwrap()),
        Act::Refuse(id) => drop(spool.refuse(&format!("e{id}"), "no").unwrap()),
        Act::Reopen | Act::Pass(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_sequence_of_acts_and_restarts_loses_an_entry_or_the_order(acts in acts()) {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = open(&folder, Policy::default());
        let (mut model, mut now) = (Model::default(), NOW);
        for act in &acts {
            model.apply(act, now, Backoff::default());
            apply(&mut spool, act, now);
            match act {
                Act::Pass(millis) => now = now.plus(Duration::from_millis(u64::from(*millis))),
                Act::Reopen => {
                    drop(spool);
                    spool = open(&folder, Policy::default());
                }
                Act::Put(_) | Act::Done(_) | Act::Postpone(..) | Act::Refuse(_) => {}
            }
            prop_assert_eq!(spool.next(now).unwrap().map(|entry| entry.id), model.next(now));
            let waiting = model.entries.values().filter(|entry| !entry.3).count() as u64;
            prop_assert_eq!(spool.waiting().unwrap(), waiting);
            prop_assert_eq!(spool.refused().unwrap().len() as u64, model.entries.len() as u64 - waiting);
        }
    }
}
