//! The uploader over a real spool, with time and jitter given by hand.

use super::*;
use crate::backoff::Backoff;
use crate::spool::{Parcel, Policy};

const NOW: Timestamp = Timestamp(1_795_000_000_000);

struct Bench {
    _folder: tempfile::TempDir,
    spool: Spool,
    uploader: Uploader,
}

impl Bench {
    fn with(ids: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let backoff = Backoff { first: Duration::from_secs(2), longest: Duration::from_mins(1) };
        let mut spool =
            Spool::open(&folder.path().join("s.db"), Policy { backoff, ..Policy::default() }).unwrap();
        for id in ids {
            spool.put(&Parcel { id, kind: "report", body: b"{}" }, NOW).unwrap();
        }
        Self { _folder: folder, spool, uploader: Uploader::new() }
    }

    fn settle(&mut self, id: &str, delivery: Delivery, at: Timestamp) {
        self.uploader.settle(&mut self.spool, id, delivery, Attempt { at, jitter: 0 }).unwrap();
    }

    /// Id to send, or how many milliseconds to wait.
    fn step(&self, at: Timestamp) -> Result<String, Option<u128>> {
        match self.uploader.step(&self.spool, at).unwrap() {
            Step::Send(entry) => Ok(entry.id),
            Step::Wait(wait) => Err(Some(wait.as_millis())),
            Step::Idle => Err(None),
        }
    }
}

fn after(millis: u64) -> Timestamp {
    NOW.plus(Duration::from_millis(millis))
}

#[test]
fn entries_go_out_oldest_first_until_none_is_left() {
    let mut bench = Bench::with(&["a", "b"]);
    for id in ["a", "b"] {
        assert_eq!(bench.step(NOW), Ok(id.to_owned()));
        bench.settle(id, Delivery::Acknowledged, NOW);
    }
    assert_eq!(bench.step(NOW), Err(None));
}

#[test]
fn a_link_that_is_down_holds_everything_back_longer_each_time() {
    let mut bench = Bench::with(&["a", "b"]);
    bench.settle("a", Delivery::Unreachable(None), NOW);
    assert_eq!(bench.step(NOW), Err(Some(1_000)));
    assert_eq!(bench.step(after(1_000)), Ok("a".to_owned()));
    let jitter = u64::MAX / 2 / 3001 * 3001 + 3000;
    bench
        .uploader
        .settle(&mut bench.spool, "a", Delivery::Unreachable(None), Attempt { at: NOW, jitter })
        .unwrap();
    assert_eq!(bench.step(NOW), Err(Some(4_000)), "twice the ceiling");
}

#[test]
fn a_link_that_is_up_again_sends_at_once() {
    let mut bench = Bench::with(&["a"]);
    bench.settle("a", Delivery::Unreachable(None), NOW);
    bench.uploader.link_is_up();
    assert_eq!(bench.step(NOW), Ok("a".to_owned()));
}

#[test]
fn an_entry_the_server_stumbles_over_does_not_stop_the_others() {
    let mut bench = Bench::with(&["a", "b"]);
    bench.settle("a", Delivery::Postponed, NOW);
    assert_eq!(bench.step(NOW), Ok("b".to_owned()));
    bench.settle("b", Delivery::Acknowledged, NOW);
    assert_eq!(bench.step(NOW), Err(Some(1_000)));
    assert_eq!(bench.step(after(1_000)), Ok("a".to_owned()));
}

#[test]
fn a_refused_entry_is_set_aside() {
    let mut bench = Bench::with(&["a", "b"]);
    bench.settle("a", Delivery::Refused("no such task".to_owned()), NOW);
    assert_eq!(bench.step(NOW), Ok("b".to_owned()));
    assert_eq!(bench.spool.refused().unwrap().len(), 1);
}

#[test]
fn a_server_may_ask_for_patience_but_not_for_ever() {
    let mut bench = Bench::with(&["a"]);
    bench.settle("a", Delivery::Unreachable(Some(Duration::from_secs(30))), NOW);
    assert_eq!(bench.step(NOW), Err(Some(30_000)));
    bench.settle("a", Delivery::Unreachable(Some(Duration::from_hours(24))), NOW);
    assert_eq!(bench.step(NOW), Err(Some(60_000)));
}

#[test]
fn a_clock_that_goes_back_ends_the_quiet() {
    let mut bench = Bench::with(&["a"]);
    bench.settle("a", Delivery::Unreachable(None), NOW);
    assert_eq!(bench.step(NOW.minus(Duration::from_hours(1))), Ok("a".to_owned()));
}
