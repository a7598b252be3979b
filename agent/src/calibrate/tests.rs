use waystation_screen::AmbiguousWidth;

use super::*;
use crate::desk::Key;
use crate::desk::fake::{FakeDesk, Faults, geometry};

fn request(scope: Scope, known: Option<Learned>) -> Request {
    Request { rule: WindowRule::default(), scope, known }
}

fn run(desk: &FakeDesk, request: Request) -> Outcome {
    calibrate(&mut desk.clone(), &mut desk.pace(), request, |_, _| Ok(())).unwrap()
}

#[test]
fn grid_widths_and_font_are_learned_by_typing_alone() {
    let desk = FakeDesk::new(Faults::default()).shows("SOMETHING");
    let outcome = run(&desk, request(Scope::Chosen("航班".to_owned()), None));
    assert_eq!(outcome.learned.geometry(), geometry());
    assert_eq!(outcome.learned.widths(), AmbiguousWidth::One);
    for character in "AZ09►航班键盘可用：".chars() {
        assert!(outcome.learned.atlas().bitmap(character).is_some(), "{character}");
    }
    assert!(outcome.refused.is_empty() && outcome.misread.is_empty(), "{outcome:?}");
}

#[test]
fn nothing_is_transmitted_and_the_screen_is_left_empty() {
    let desk = FakeDesk::new(Faults::default());
    run(&desk, request(Scope::Essentials, None));
    assert_eq!(desk.sends(), 0);
    assert_eq!(desk.client.borrow().pressed.last(), Some(&Key::ControlA));
}

#[test]
fn what_was_learned_is_what_the_font_draws() {
    let desk = FakeDesk::new(Faults::default());
    let outcome = run(&desk, request(Scope::Essentials, None));
    let truth = crate::desk::fake::learned();
    for character in ('!'..='~').chain("►已未连接服务器键盘可用锁定".chars()) {
        assert_eq!(outcome.learned.atlas().bitmap(character), truth.atlas().bitmap(character), "{character}");
    }
}

#[test]
fn lost_keys_teach_nothing_wrong() {
    let desk = FakeDesk::new(Faults::default());
    // The probes are 36 keys long; what is lost later is lost in the middle of a page.
    desk.client.borrow_mut().faults.lost_after = Some((120, 1));
    let outcome = run(&desk, request(Scope::Essentials, None));
    let truth = crate::desk::fake::learned();
    for character in '!'..='~' {
        assert_eq!(outcome.learned.atlas().bitmap(character), truth.atlas().bitmap(character), "{character}");
    }
    assert!(outcome.refused.is_empty(), "typed again: {:?}", outcome.refused);
}

#[test]
fn an_interrupted_calibration_goes_on_where_it_was() {
    let desk = FakeDesk::new(Faults::default());
    let first = run(&desk, request(Scope::Chosen("航班查询".to_owned()), None));
    desk.client.borrow_mut().typed.clear();
    let second = run(&desk, request(Scope::Chosen("航班查询余票".to_owned()), Some(first.learned)));
    assert_eq!(second.resumed, 4);
    let typed = desk.client.borrow().typed.concat();
    assert!(typed.contains('余') && !typed.contains('航'), "known characters are not typed again");
}

#[test]
fn another_font_is_learned_from_the_start() {
    let desk = FakeDesk::new(Faults::default());
    let mut other = run(&desk, request(Scope::Chosen("航".to_owned()), None)).learned;
    let bitmap = |character| other.atlas().bitmap(character).cloned().unwrap();
    let mut changed = waystation_screen::Atlas::new(geometry().cell());
    changed.learn(bitmap('1'), '0').unwrap();
    changed.learn(bitmap('航'), '航').unwrap();
    *other.atlas_mut() = changed;
    assert_eq!(run(&desk, request(Scope::Chosen("航".to_owned()), Some(other))).resumed, 0);
}

#[test]
fn every_portion_is_saved_with_how_far_it_has_come() {
    let desk = FakeDesk::new(Faults::default());
    let mut advances = Vec::new();
    let many: String = ('\u{4E00}'..='\u{53FF}').collect();
    let (mut window, mut pace) = (desk.clone(), desk.pace());
    calibrate(&mut window, &mut pace, request(Scope::Chosen(many), None), |learned, advance| {
        assert!(learned.atlas().len() <= advance.total);
        advances.push(advance.done);
        Ok(())
    })
    .unwrap();
    assert_eq!(advances.len(), 3);
    assert!(advances.is_sorted() && advances[2] > 1_500);
}

#[test]
fn a_save_that_fails_stops_the_calibration() {
    let desk = FakeDesk::new(Faults::default());
    let (mut window, mut pace) = (desk.clone(), desk.pace());
    let failed = calibrate(&mut window, &mut pace, request(Scope::Chosen("航".to_owned()), None), |_, _| {
        Err(LearnedError::Io(std::io::Error::other("disk full")))
    });
    assert!(matches!(failed, Err(CalibrateError::Save(_))));
}

#[test]
fn a_window_that_takes_no_typing_has_no_grid() {
    let desk = FakeDesk::new(Faults { lost_keys: usize::MAX, ..Faults::default() });
    let failed =
        calibrate(&mut desk.clone(), &mut desk.pace(), request(Scope::Essentials, None), |_, _| Ok(()));
    assert!(matches!(failed, Err(CalibrateError::Grid(_))), "{failed:?}");
}
