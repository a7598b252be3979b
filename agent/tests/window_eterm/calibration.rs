//! Learning a real font by typing.

use std::time::Instant;

use waystation_agent::calibrate::{Learned, LearnedError, Outcome, Request, Scope, calibrate};
use waystation_agent::desk::{Desk as _, DeskError, WindowRule};
use waystation_agent::terminal::WallPace;
use waystation_screen::calibration::Repertoire;
use waystation_screen::{AmbiguousWidth, GridSize};

use crate::display::{Display, rule};

fn learn(display: &Display, scope: Scope, known: Option<Learned>) -> Outcome {
    let request = Request { rule: rule(), scope, known };
    let saved = |_: &Learned, _| Ok::<(), LearnedError>(());
    calibrate(&mut display.desk(), &mut WallPace::start(), request, saved)
        .expect("the window can be calibrated")
}

#[test]
fn a_real_font_is_learned_without_transmitting_anything() {
    let display = Display::with_simulator(&["--signed-in"]);
    let outcome = learn(&display, Scope::Chosen("航班查询，。".to_owned()), None);
    assert_eq!(outcome.learned.geometry().size(), GridSize { rows: 25, columns: 80 });
    assert_eq!(outcome.learned.widths(), AmbiguousWidth::One);
    assert!(outcome.refused.is_empty() && outcome.misread.is_empty(), "{outcome:?}");
    assert_eq!(display.received(), Vec::<String>::new());

    let mut desk = display.desk();
    let window = desk.find(&rule()).expect("the window");
    let picture = desk.capture(window).expect("a picture");
    let text = outcome.learned.reader().expect("a reader").read(&picture).expect("a reading").grid.text();
    assert_eq!(
        text.trim_start_matches('\n'),
        "已连接服务器  键盘可用  行：1 列：1  改写",
        "the screen is left empty"
    );

    let again = learn(&display, Scope::Chosen("航班查询余票".to_owned()), Some(outcome.learned));
    assert_eq!(again.resumed, 6);
    assert!(again.learned.atlas().bitmap('票').is_some());
}

#[test]
#[ignore = "types 15 000 characters: most of a minute"]
fn the_whole_of_gb2312_is_learned_in_under_two_minutes() {
    let display = Display::with_simulator(&["--signed-in"]);
    let start = Instant::now();
    let outcome = learn(&display, Scope::Full, None);
    println!("{} characters in {:?}", outcome.learned.atlas().len(), start.elapsed());
    println!("refused {:?}\nalike {:?}\nmisread {:?}", outcome.refused, outcome.collisions, outcome.misread);
    assert_eq!(outcome.learned.atlas().len(), Repertoire::full(AmbiguousWidth::One).characters().len());
    assert!(outcome.misread.is_empty());
    assert!(start.elapsed().as_secs() < 120);
}

#[test]
fn a_window_is_chosen_by_its_rule_and_never_between_two() {
    let mut display = Display::with_simulator(&["--signed-in"]);
    let mut desk = display.desk();
    let other = WindowRule { title: Some("Notepad".to_owned()), class: None };
    assert!(matches!(desk.find(&other), Err(DeskError::WindowMissing)));
    let first = desk.find(&rule()).expect("the only window");
    display.open_another();
    assert!(matches!(desk.find(&rule()), Err(DeskError::SeveralWindows(2))));
    assert!(desk.is_covered(first).expect("an answer"), "the new window opened over it");
    desk.raise(first).expect("it comes to the front");
    assert!(!desk.is_covered(first).expect("an answer"));
}

#[test]
fn text_with_a_control_character_never_reaches_the_window() {
    let display = Display::with_simulator(&["--signed-in"]);
    let mut desk = display.desk();
    let window = desk.find(&rule()).expect("the window");
    desk.raise(window).expect("it comes to the front");
    let before = desk.capture(window).expect("a picture");
    for smuggled in ["AV\nXEPNR@", "AV\u{1b}PN", "AV\tX", "\u{7f}"] {
        assert!(matches!(desk.type_text(window, smuggled), Err(DeskError::ControlCharacter(_))));
    }
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(desk.capture(window).expect("a picture") == before, "nothing was typed");
}
