//! No input of any kind makes the simulator panic or spoils the shape of its screen.

use crate::desk::Desk;
use crate::emulator::Emulator;
use proptest::prelude::*;
use std::time::Duration;
use waystation_eterm_sim::client::{COLUMNS, Glyph, ROWS};
use waystation_eterm_sim::fault::{Control, Fault};
use waystation_eterm_sim::terminal::{Frame, Painter};

/// Bytes that are likely to mean something, between any others.
fn input() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => proptest::collection::vec(any::<u8>(), 1..12),
        4 => "[ -~]{1,90}".prop_map(String::into_bytes),
        2 => "\\PC{1,20}".prop_map(String::into_bytes),
        2 => Just("试验汉字".as_bytes().to_vec()),
        6 => proptest::sample::select(vec![
            "\x1b[24~", "\x1b[24;5~", "\x1b[23~", "\x1bOM", "\x1b[5~", "\x1b[6~", "\x1b[2~", "\x1b[A", "\x1b[B", "\x1b[C",
            "\x1b[D", "\x1b[H", "\x1b[F", "\x1b", "\r", "\x01", "\x05", "\x7f",
        ]).prop_map(|keys| keys.as_bytes().to_vec()),
        2 => proptest::sample::select(vec![
            "\x1bAVH/PEKSHA/25NOV\x1b[24~", "\x1bPN\x1b[24~", "\x1bPN1\x1b[24~", "\x1bCP\x1b[24~", "\x1bSO\x1b[24~",
        ]).prop_map(|keys| keys.as_bytes().to_vec()),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn fault() -> impl Strategy<Value = Fault> {
    proptest::sample::select(vec![
        Fault::None,
        Fault::Slow,
        Fault::Half,
        Fault::Popup,
        Fault::SignOff,
        Fault::Locked,
        Fault::Waiting,
        Fault::Garbage,
        Fault::NoAnswer,
        Fault::NotReceived,
        Fault::PreviousAnswer,
        Fault::OnlyS,
        Fault::LinkDown,
        Fault::LinkLost,
        Fault::LateMessage,
    ])
}

fn assert_sound(frame: &Frame) {
    assert_eq!(frame.screen.rows().len(), ROWS);
    assert!(frame.caret.row < ROWS && frame.caret.column < COLUMNS);
    for row in frame.screen.rows() {
        assert_eq!(row.cells().len(), COLUMNS);
        for (index, cell) in row.cells().iter().enumerate() {
            let next_is_tail = row.cells().get(index + 1).is_some_and(|next| next.glyph == Glyph::Tail);
            assert_eq!(
                matches!(cell.glyph, Glyph::Wide(_)),
                next_is_tail,
                "column {index} of {:?}",
                row.text()
            );
            if let Glyph::Narrow(character) | Glyph::Wide(character) = cell.glyph {
                assert!(!character.is_control());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_under_any_fault_leave_a_sound_screen(
        bytes in input(), fault in fault(), now in any::<bool>(), step in 1_usize..40, pause in 0_u64..400,
    ) {
        let mut desk = Desk::new();
        desk.control(Control { fault: Some(fault), now, ..Control::default() });
        let mut painter = Painter::default();
        let mut terminal = Emulator::new();
        for chunk in bytes.chunks(step) {
            desk.simulator.feed(chunk, desk.now);
            desk.wait(Duration::from_millis(pause));
            let frame = desk.simulator.frame();
            assert_sound(&frame);
            let output = painter.paint(frame.clone());
            prop_assert_eq!(terminal.follow(&output), Ok(()));
            prop_assert!(terminal.shows(&frame));
        }
    }

    #[test]
    fn any_command_text_gets_an_answer_that_fits_the_screen(text in "(AVH?|SI|SD|PN|DA)?[:/ ]?[ -~]{0,40}") {
        let mut desk = Desk::new();
        desk.ask(&text);
        prop_assert!(!desk.is_locked());
        assert_sound(&desk.simulator.frame());
    }
}
