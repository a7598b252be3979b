//! Whatever a screen shows, every parser ends with a reading or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waystation_eterm::parse::status::StatusBar;
use waystation_eterm::parse::{ScreenKind, da, parse_text, tsl};
use waystation_eterm::screen::Screen;

fuzz_target!(|text: &str| {
    for kind in ScreenKind::ALL {
        let _ = parse_text(kind.as_str(), text);
    }
    let _ = da::parse(&Screen::from_text(text));
    let _ = tsl::read(&[Screen::from_text(text)]);
    let _ = StatusBar::parse(text);
});
