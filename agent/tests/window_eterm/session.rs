//! Commands typed into a real window, each sent once, answers read from pixels.

use std::time::{Duration, Instant};

use jiff::civil::date;
use waystation_agent::calibrate::{Learned, Request, Scope, calibrate};
use waystation_agent::desk::x11::X11Desk;
use waystation_agent::doctor::{Contact, Health, examine};
use waystation_agent::mask::masked;
use waystation_agent::terminal::{EtermWindow, Timing, WallPace};
use waystation_eterm::command::{Availability, Command, Options, Paging};
use waystation_eterm::ports::{NotReady, Terminal as _, TerminalError};

use crate::display::{Display, rule};

/// Characters the simulator shows beyond ASCII.
const ANSWERS: &str = "请先与服务器建立连接没有可利用的航班！";
/// The simulator lives on this day.
const TODAY: [&str; 3] = ["--signed-in", "--today", "2026-11-21"];

type Session = EtermWindow<X11Desk, WallPace>;

fn learned(display: &Display) -> Learned {
    let request = Request { rule: rule(), scope: Scope::Chosen(ANSWERS.to_owned()), known: None };
    let outcome = calibrate(&mut display.desk(), &mut WallPace::start(), request, |_, _| Ok(()));
    outcome.expect("the window can be calibrated").learned
}

fn session(display: &Display) -> Session {
    let timing = Timing { answer: Duration::from_secs(4), ..Timing::default() };
    let mut session = EtermWindow::new(display.desk(), WallPace::start(), rule()).with_timing(timing);
    session.learn(learned(display)).expect("what was learned belongs to the window");
    session
}

fn with_session(arguments: &[&str], test: impl FnOnce(&Display, Session)) {
    let display = Display::with_simulator(&[&TODAY, arguments].concat());
    let session = session(&display);
    test(&display, session);
}

fn availability() -> Command {
    let city = |code: &str| code.parse().expect("a city");
    let question = Availability {
        from: city("PEK"),
        to: city("SHA"),
        date: date(2026, 11, 25),
        options: Options::default(),
    };
    question.command().expect("a plain question")
}

fn hash(text: &str) -> String {
    use sha2::{Digest as _, Sha256};
    let digits = Sha256::digest(text).iter().flat_map(|byte| [byte >> 4, byte & 15]).collect::<Vec<u8>>();
    digits.into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

#[test]
fn availability_is_read_page_by_page_and_every_command_is_sent_once() {
    with_session(&[], |display, mut session| {
        let start = Instant::now();
        let mut pages = vec![session.send(&availability()).expect("the first page").text()];
        for _ in 0..3 {
            session.clear().expect("a cleared screen");
            pages.push(session.send(&Paging::Next.command()).expect("the next page").text());
        }
        println!("{} pages in {:?}\n{}", pages.len(), start.elapsed(), pages.join("\n"));
        assert!(pages[0].contains("25NOV") && pages[0].contains("PEK"), "{}", pages[0]);
        assert_ne!(pages[0], pages[1]);
        let read: Vec<String> = pages.iter().map(|page| hash(page)).collect();
        assert_eq!(read, display.answer_hashes(), "what was read is what the host wrote, to the letter");
        assert_eq!(display.received(), ["AVH/PEKSHA/25NOV", "PN", "PN", "PN"]);
    });
}

#[test]
fn a_host_that_does_not_answer_times_out_and_hears_the_command_once() {
    with_session(&["--fault", "no_answer"], |display, mut session| {
        let error = session.send(&availability()).unwrap_err();
        assert!(matches!(error, TerminalError::TimedOut { .. }), "{error}");
        assert_eq!(display.received().len(), 1);
        let locked = session.readiness().map(|_| ());
        assert_eq!(locked, Err(TerminalError::NotReady(NotReady::KeyboardLocked)));
    });
}

#[test]
fn a_slow_answer_is_awaited_and_a_pop_up_does_not_spoil_the_next_command() {
    with_session(
        &["--fault", "popup", "--fault-count", "1", "--latency-ms", "1500"],
        |display, mut session| {
            let _overlaid = session.send(&Command::work_areas());
            let answer = session.send(&Command::work_areas()).expect("the pop-up went with the next key");
            assert!(answer.text().contains("PEK099"), "{}", answer.text());
            assert_eq!(display.received(), ["DA", "DA"]);
        },
    );
}

#[test]
fn a_lost_link_is_told_apart_from_an_answer() {
    with_session(&["--fault", "link_down"], |_, mut session| {
        let error = session.send(&availability()).unwrap_err();
        assert!(matches!(error, TerminalError::Lost(_)), "{error}");
        let state = session.readiness().map(|_| ());
        assert_eq!(state, Err(TerminalError::NotReady(NotReady::SignedOff)));
    });
}

#[test]
fn a_window_that_has_gone_is_missing_not_a_panic() {
    with_session(&[], |display, mut session| {
        display.close_window();
        let gone = session.readiness().map(|_| ());
        assert_eq!(gone, Err(TerminalError::NotReady(NotReady::WindowMissing)));
        assert!(session.send(&availability()).is_err());
    });
}

#[test]
fn the_doctor_finds_a_real_window_in_order_and_sends_nothing() {
    with_session(&[], |display, mut session| {
        let report = examine(&mut session, || Ok(Contact { skew_millis: Some(0) }));
        assert_ne!(report.health(), Health::Broken, "{report}");
        assert_eq!(display.received(), Vec::<String>::new());
    });
}

#[test]
fn a_picture_for_people_is_small() {
    with_session(&[], |_, mut session| {
        session.send(&availability()).expect("a page of flights");
        let snapshot = session.snapshot().expect("a look");
        let geometry = session.learned().expect("it was learned").geometry();
        let start = Instant::now();
        let picture = masked(&snapshot, geometry).expect("a picture");
        println!("{} bytes in {:?}", picture.png.len(), start.elapsed());
        assert!(picture.png.len() < 60_000);
        assert!(picture.text.contains("25NOV"));
    });
}
