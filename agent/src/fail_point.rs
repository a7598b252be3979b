//! Named places where the process can be made to die, to prove that nothing is lost or done twice whatever the place.
//!
//! In ordinary builds [`pass`] is empty. With the feature `fail-points` the environment decides:
//! `WAYSTATION_FAIL_AT=after_step_write:2` dies at the second passing of that point,
//! `WAYSTATION_FAIL_AT=random:SEED:PER_MILLE` dies at each passing of any point with that probability.

macro_rules! points {
    ($($(#[$doc:meta])* $point:ident = $name:literal),+ $(,)?) => {
        /// A place where the process may be made to die.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Point {
            $($(#[$doc])* $point),+
        }

        impl Point {
            /// Every one of them, in the order of a task's life.
            pub const ALL: &'static [Self] = &[$(Self::$point),+];

            /// Its name in the environment.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$point => $name),+ }
            }
        }
    };
}

points!(
    /// A block of poll numbers is about to be written.
    BeforeReserve = "before_reserve",
    /// It is on the disk.
    AfterReserve = "after_reserve",
    /// The answer to a poll has come, and nothing of it was heeded.
    PollAnswered = "poll_answered",
    /// A claim is about to be written down.
    BeforeBegin = "before_begin",
    /// It is on the disk.
    AfterBegin = "after_begin",
    /// A step is about to be written down.
    BeforeStepWrite = "before_step_write",
    /// It is written, but not committed.
    InStepWrite = "in_step_write",
    /// It is on the disk.
    AfterStepWrite = "after_step_write",
    /// A command is about to be transmitted.
    BeforeSend = "before_send",
    /// It was transmitted; its answer has not been read.
    AfterSend = "after_send",
    /// Its answer has been read.
    AfterAnswer = "after_answer",
    /// The ending of a step is about to be written.
    BeforeClose = "before_close",
    /// It is on the disk.
    AfterClose = "after_close",
    /// What became of a task is about to be looked for.
    BeforeSettle = "before_settle",
    /// It was looked for.
    AfterSettle = "after_settle",
    /// A result is about to be put on the disk.
    BeforeKeep = "before_keep",
    /// It is on the disk.
    AfterKeep = "after_keep",
    /// A claim is about to be written down as finished.
    BeforeFinish = "before_finish",
    /// It is on the disk.
    AfterFinish = "after_finish",
    /// A result is about to be sent to the server.
    BeforeReport = "before_report",
    /// The server has answered; this has not been noted.
    AfterReport = "after_report",
    /// It is noted.
    AfterReportNoted = "after_report_noted",
    /// A query that was cut off is about to be forgotten.
    BeforeForget = "before_forget",
    /// It is forgotten.
    AfterForget = "after_forget",
);

/// Passes a point.
#[cfg(not(any(test, feature = "fail-points")))]
#[inline]
pub const fn pass(_point: Point) {}

#[cfg(any(test, feature = "fail-points"))]
pub use self::armed::pass;

#[cfg(any(test, feature = "fail-points"))]
mod armed {
    use std::env;
    use std::sync::{Mutex, OnceLock, PoisonError};

    use super::Point;

    const VARIABLE: &str = "WAYSTATION_FAIL_AT";

    /// Passes a point, or dies there.
    pub fn pass(point: Point) {
        static PLAN: OnceLock<Option<Mutex<Plan>>> = OnceLock::new();
        let plan = PLAN.get_or_init(|| env::var(VARIABLE).ok().map(|text| Mutex::new(Plan::of(&text))));
        if let Some(plan) = plan
            && plan.lock().unwrap_or_else(PoisonError::into_inner).dies_at(point)
        {
            tracing::error!(point = point.name(), "dying as told");
            std::process::abort();
        }
    }

    /// When to die.
    #[derive(Debug, PartialEq, Eq)]
    pub(super) enum Plan {
        /// At a point, after it was passed so many times.
        At { name: String, passings_left: u64 },
        /// At any, so many times in a thousand.
        Random { state: u64, per_mille: u64 },
    }

    impl Plan {
        /// From the text of the environment. A point nobody knows is never passed.
        pub(super) fn of(text: &str) -> Self {
            let number = |text: Option<&str>| text.and_then(|text| text.parse().ok());
            let mut parts = text.split(':');
            match parts.next() {
                Some("random") => Self::Random {
                    state: number(parts.next()).unwrap_or(0),
                    per_mille: number(parts.next()).unwrap_or(10),
                },
                name => Self::At {
                    name: name.unwrap_or_default().to_owned(),
                    passings_left: number(parts.next()).unwrap_or(1_u64).saturating_sub(1),
                },
            }
        }

        pub(super) fn dies_at(&mut self, point: Point) -> bool {
            match self {
                Self::At { name, .. } if name != point.name() => false,
                Self::At { passings_left: 0, .. } => true,
                Self::At { passings_left, .. } => {
                    *passings_left = passings_left.saturating_sub(1);
                    false
                }
                Self::Random { state, per_mille } => split_mix(state) % 1_000 < *per_mille,
            }
        }
    }

    /// `SplitMix64`: the same seed gives the same deaths.
    fn split_mix(state: &mut u64) -> u64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::armed::Plan;
    use super::*;

    fn deaths(plan: &mut Plan, passings: usize) -> Vec<bool> {
        (0..passings).map(|_| plan.dies_at(Point::AfterSend)).collect()
    }

    #[test]
    fn a_named_point_kills_at_its_nth_passing_and_no_other_point_does() {
        let mut plan = Plan::of("after_send:3");
        assert!(!plan.dies_at(Point::BeforeSend));
        assert_eq!(deaths(&mut plan, 3), [false, false, true]);
        assert_eq!(deaths(&mut Plan::of("after_send"), 1), [true]);
    }

    #[test]
    fn random_deaths_come_again_with_their_seed_and_about_as_often_as_asked() {
        let first = deaths(&mut Plan::of("random:7:100"), 5_000);
        assert_eq!(first, deaths(&mut Plan::of("random:7:100"), 5_000));
        let count = first.iter().filter(|died| **died).count();
        assert!((400..600).contains(&count), "{count}");
        assert_ne!(first, deaths(&mut Plan::of("random:8:100"), 5_000));
    }

    #[test]
    fn every_point_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = Point::ALL.iter().map(|point| point.name()).collect();
        assert_eq!(names.len(), Point::ALL.len());
    }
}
