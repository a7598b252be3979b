//! A real process that dies at every point, again and again, on the same journal and spool: whatever the point, the
//! irreversible command leaves the machine at most once and the server learns what became of it.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use waystation_eterm::command::Command as Entry;
use waystation_eterm::journal::{StepJournal, Written};
use waystation_shared::edge_api::{Evidence, StepEnding};

use super::fake_station::cancellation;
use super::job::Job;
use super::station::{Glance, Outcome, Station, Verdict};
use super::*;
use crate::fail_point::{Point, pass};
use crate::screenshots::MaskedPicture;

const FOLDER: &str = "WAYSTATION_WORK_CHILD_FOLDER";
const SERVER: &str = "WAYSTATION_WORK_CHILD_SERVER";
const FAIL_AT: &str = "WAYSTATION_FAIL_AT";

/// A terminal whose host writes down every command it receives.
struct AuditedStation(PathBuf);

impl AuditedStation {
    fn take_step(&self, job: &mut Job) -> Verdict {
        let written = Written::down(&mut job.journal, Entry::cancel_pnr(), &cancellation()).unwrap();
        pass(Point::BeforeSend);
        let mut audit = OpenOptions::new().create(true).append(true).open(&self.0).unwrap();
        writeln!(audit, "{}", written.command().text()).unwrap();
        pass(Point::AfterSend);
        pass(Point::AfterAnswer);
        job.journal.close(written.number(), StepEnding::Done, "CANCELLED").unwrap();
        Verdict::Done(json!({ "pnr": "JX1B2C" }))
    }

    fn look(&self, job: &mut Job) -> Verdict {
        pass(Point::BeforeSettle);
        let past = job.journal.past().unwrap();
        let done = received(&self.0) > 0;
        assert!(!done || !past.is_empty(), "a command was sent of which the journal knows nothing");
        if let Some(last) = past.last() {
            let ending = if done { StepEnding::Done } else { StepEnding::NotDone };
            job.journal.close(last.number, ending, "RT").unwrap();
        }
        pass(Point::AfterSettle);
        if done {
            Verdict::Done(json!({ "pnr": "JX1B2C" }))
        } else {
            Outcome::failed("interrupted", "", true).verdict
        }
    }
}

impl Station for AuditedStation {
    fn glance(&mut self) -> Glance {
        Glance { obstacle: None, screen_hash: None }
    }

    fn work(&mut self, job: &mut Job) -> Outcome {
        let verdict = match job.stage {
            Stage::Fresh => self.take_step(job),
            Stage::CutOff => self.look(job),
        };
        Outcome { verdict, evidence: Evidence::default() }
    }

    fn picture(&mut self) -> Option<MaskedPicture> {
        None
    }

    fn learn(&mut self, _glyph: &str, _character: char) -> Result<(), String> {
        Ok(())
    }
}

fn received(audit: &Path) -> usize {
    fs::read_to_string(audit).unwrap_or_default().lines().count()
}

#[test]
#[ignore = "the child of the tests of this file"]
fn child_that_works_until_it_dies() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("only started by another test of this file"));
    let audit = folder.join("audit");
    let parts = Parts {
        server: Server::of(&identity_at(&std::env::var(SERVER).unwrap()), system_clock).unwrap(),
        terminal_id: TerminalId(7),
        journal: Journal::open(&folder.join("journal.db")).unwrap(),
        spool: Spool::open(&folder.join("spool.db"), Policy::default()).unwrap(),
        station: StationThread::start(move || Ok(AuditedStation(audit.clone()))).unwrap(),
        polling: PollSettings { busy_every_ms: 60, retry_at_most_ms: 60, ..PollSettings::default() },
        pictures: PictureSettings { send: false, ..PictureSettings::default() },
        clock: system_clock,
        entropy: system_entropy,
    };
    let (_stopper, stop) = stop_signal();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(Worker::new(parts, stop).run()).unwrap();
}

struct Life(Child);

impl Life {
    fn start(folder: &Path, server: &FakeServer, fail_at: Option<&str>) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "work::tests::crashes::child_that_works_until_it_dies", "--ignored"])
            .env(FOLDER, folder)
            .env(SERVER, &server.address)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(point) = fail_at {
            command.env(FAIL_AT, point);
        }
        Self(command.spawn().unwrap())
    }

    /// Whether it has died by itself before the task was settled and the server had asked once more.
    fn dies_before_the_end(&mut self, server: &FakeServer) -> bool {
        for _ in 0..4_000 {
            if self.0.try_wait().unwrap().is_some() {
                return true;
            }
            if at_the_end(&server.state()) {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("it came to no end: {:#?}", server.state().calls);
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// The result has arrived and the terminal asks for other work.
fn at_the_end(state: &State) -> bool {
    let reported = state.calls.iter().rposition(|call| call.path == REPORT);
    let polled = state.calls.iter().rposition(|call| call.path == POLL);
    reported.is_some() && polled > reported
}

/// Lives of one agent: the first dies where `plans` say, the last is left alone. Returns how often the command was
/// received, and how many lives died.
fn lives(plans: &[String]) -> (usize, usize) {
    let folder = tempfile::tempdir().unwrap();
    let server = FakeServer::start();
    server.state().irreversible = true;
    server.state().queue(41);
    let mut deaths = 0;
    for plan in plans.iter().map(|plan| Some(plan.as_str())).chain([None]) {
        let died = Life::start(folder.path(), &server, plan).dies_before_the_end(&server);
        assert!(plan.is_some() || !died, "it died without being told to");
        deaths += usize::from(died);
    }
    let sent = received(&folder.path().join("audit"));
    let expected = if sent == 0 { "failed" } else { "done" };
    let state = server.state();
    let last = state.reports().last().map(|report| report["status"].clone());
    assert_eq!(last, Some(json!(expected)), "after {plans:?} the command was received {sent} times");
    let steps = Journal::open(&folder.path().join("journal.db")).unwrap().steps(TaskId(41)).unwrap();
    assert!(steps.len() <= 1 && steps.len() >= sent);
    (sent, deaths)
}

#[test]
fn whatever_the_point_of_death_the_command_is_sent_at_most_once_and_its_outcome_is_told() {
    for point in Point::ALL {
        let (sent, _) = lives(&[point.name().to_owned()]);
        assert!(sent <= 1, "{} made it send twice", point.name());
    }
}

#[test]
fn points_that_lie_on_the_way_of_a_task_really_kill() {
    for point in [Point::AfterStepWrite, Point::AfterSend, Point::AfterKeep, Point::AfterReport] {
        assert_eq!(lives(&[point.name().to_owned()]).1, 1, "{}", point.name());
    }
}

#[test]
fn deaths_at_random_points_over_several_lives_send_nothing_twice() {
    for seed in 0..6 {
        let plans: Vec<_> = (0..4).map(|life| format!("random:{}:80", seed * 10 + life)).collect();
        let (sent, _) = lives(&plans);
        assert!(sent <= 1, "seed {seed} made it send twice");
    }
}
